#include "store/news_conditions.h"

#include <fmt/format.h>

namespace lianzhao::store {

void add_zones(Where& where, std::vector<std::string> const& zones, std::string_view alias) {
  if (zones.empty()) return;
  where.add(fmt::format("{}.zone_id IN {}", alias, placeholders(zones.size())));
  for (auto const& zone : zones) where.bind(zone);
}

void add_nodes(Where& where, std::optional<std::string> const& chain, std::vector<std::string> const& nodes,
               std::string_view alias) {
  if (!nodes.empty()) {
    where.add(fmt::format("{}.node IN {}", alias, placeholders(nodes.size())));
    for (auto const& node : nodes) where.bind(node);
  } else if (chain) {
    // Ids of chains are letters, digits and dashes; 0 follows / in ASCII.
    where.add(fmt::format("{0}.node >= ? AND {0}.node < ?", alias), *chain + "/", *chain + "0");
  }
}

}  // namespace lianzhao::store
