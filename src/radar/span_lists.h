#pragma once

#include <span>
#include <string_view>
#include <vector>

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

/// The words of a list, one by one.
std::vector<std::string_view> words_of(SpanList const& list);

}  // namespace lianzhao::radar
