#pragma once

#include <optional>
#include <vector>

#include "domain/chain.h"

namespace lianzhao::diagnose {

/// A direct supplier or customer of a node, by way of an edge of the node itself, of one that contains it, or of one
/// that it contains.
struct SupplyLink {
  NodeIndex node;
  std::optional<double> cost_share;  ///< of the customer's cost, only where the library gives one
};

/// The supply edges of a library as lists per node. An edge of a containing node holds for what it contains: what all
/// biologics need, an antibody drug needs; and what one of its parts needs, a containing node needs. Edges between a
/// node and what contains it, or what it contains, are left out. Immutable.
class SupplyGraph {
 public:
  explicit SupplyGraph(ChainLibrary const&);

  std::vector<SupplyLink> const& suppliers(NodeIndex node) const { return suppliers_.at(node); }
  std::vector<SupplyLink> const& customers(NodeIndex node) const { return customers_.at(node); }

  /// Everything upstream (or downstream) at any distance, by breadth: the nearest first.
  std::vector<NodeIndex> all_suppliers(NodeIndex node) const { return reachable(node, suppliers_); }
  std::vector<NodeIndex> all_customers(NodeIndex node) const { return reachable(node, customers_); }

 private:
  using Links = std::vector<std::vector<SupplyLink>>;
  static std::vector<NodeIndex> reachable(NodeIndex, Links const&);

  Links suppliers_;
  Links customers_;
};

}  // namespace lianzhao::diagnose
