#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "store/session.h"

namespace lianzhao::store {

/// Ids of enterprises whose name, scope or products contain every word (divided by blanks), or whose credit code is the
/// text; rising, at most `limit`. Reads the register until it has them: time grows with its size.
std::vector<std::int64_t> find_ids_by_words(Session&, std::string_view words, std::size_t limit);

}  // namespace lianzhao::store
