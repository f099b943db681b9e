#include "diagnose/supply_graph.h"

#include <algorithm>

namespace lianzhao::diagnose {

SupplyGraph::SupplyGraph(ChainLibrary const& library)
    : suppliers_(library.node_count()), customers_(library.node_count()) {
  auto const count = library.node_count();
  std::vector<std::vector<NodeIndex>> line(count);  // the node and what contains it
  for (std::size_t n = 0; n < count; ++n)
    for (std::optional<NodeIndex> at = static_cast<NodeIndex>(n); at; at = library.parent_of(*at))
      line[n].push_back(*at);
  auto const contains = [&](NodeIndex outer, NodeIndex inner) {
    return std::find(line[inner].begin(), line[inner].end(), outer) != line[inner].end();
  };
  auto const add = [](std::vector<SupplyLink>& list, NodeIndex node, std::optional<double> cost_share) {
    auto const known = std::find_if(list.begin(), list.end(), [&](SupplyLink const& l) { return l.node == node; });
    if (known == list.end()) list.push_back({node, cost_share});
  };
  for (auto const& chain : library.chains()) {
    for (auto const& edge : chain.supply_edges) {
      auto const from = library.find_node(edge.from);
      auto const to = library.find_node(edge.to);
      if (!from || !to) continue;
      for (std::size_t n = 0; n < count; ++n) {
        auto const node = static_cast<NodeIndex>(n);
        auto const of_line = [&](NodeIndex end) { return contains(end, node) || contains(node, end); };
        // A share of the cost of a part is none of the whole.
        if (of_line(*to) && !of_line(*from))
          add(suppliers_[node], *from, contains(*to, node) ? edge.cost_share : std::nullopt);
        if (of_line(*from) && !of_line(*to)) add(customers_[node], *to, std::nullopt);
      }
    }
  }
}

std::vector<NodeIndex> SupplyGraph::reachable(NodeIndex start, Links const& links) {
  std::vector<NodeIndex> found;
  std::vector<bool> seen(links.size());
  seen.at(start) = true;
  std::vector<NodeIndex> front{start};
  for (std::size_t i = 0; i < front.size(); ++i)
    for (auto const& link : links[front[i]]) {
      if (seen[link.node]) continue;
      seen[link.node] = true;
      front.push_back(link.node);
      found.push_back(link.node);
    }
  return found;
}

}  // namespace lianzhao::diagnose
