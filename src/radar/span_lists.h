#pragma once

#include <span>
#include <string_view>

#include "radar/span_features.h"

namespace lianzhao::radar {

/// Words of one kind, separated by single blanks.
struct SpanList {
  WordKind kind;
  std::string_view words;
};

/// Common knowledge, written for this product: what countries, cities and well-known enterprises are called in
/// Chinese news, and what the names of enterprises and places end in.
std::span<SpanList const> span_lists();

}  // namespace lianzhao::radar
