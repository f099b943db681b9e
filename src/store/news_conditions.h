#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/scope.h"

namespace lianzhao::store {

/// Conditions that the repositories of the radar share. Rows of `alias` in these zones; all when empty.
void add_zones(Where&, std::vector<std::string> const& zones, std::string_view alias);
/// Rows of `alias` about one of these nodes; without nodes, about any of the chain.
void add_nodes(Where&, std::optional<std::string> const& chain, std::vector<std::string> const& nodes,
               std::string_view alias);

}  // namespace lianzhao::store
