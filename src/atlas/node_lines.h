#pragma once

#include <cstddef>
#include <vector>

#include "domain/chain.h"

namespace lianzhao::atlas {

/// Which lists a tag on a node stands in: those of the node and of every node that contains it, and its chain's.
struct NodeLines {
  std::vector<std::vector<NodeIndex>> with_ancestors;  ///< of each node: itself and what contains it
  std::vector<std::size_t> chain_of;                   ///< position in ChainLibrary::chains()

  explicit NodeLines(ChainLibrary const& library) {
    for (std::size_t n = 0; n < library.node_count(); ++n) {
      auto const node = static_cast<NodeIndex>(n);
      std::vector<NodeIndex> line;
      for (std::optional<NodeIndex> at = node; at; at = library.parent_of(*at)) line.push_back(*at);
      with_ancestors.push_back(std::move(line));
      chain_of.push_back(static_cast<std::size_t>(&library.chain_of(node) - library.chains().data()));
    }
  }
};

}  // namespace lianzhao::atlas
