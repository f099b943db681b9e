#include "domain/chain.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "kernel/error.h"

namespace lianzhao {

namespace {

constexpr std::array<std::string_view, 4> kTierNames{"upstream", "midstream", "downstream", "support"};
constexpr std::array<std::string_view, 9> kActivityNames{"make",  "grow",  "sell",     "wholesale", "retail",
                                                         "store", "serve", "research", "any"};

}  // namespace

std::string_view tier_name(Tier tier) {
  return kTierNames.at(static_cast<std::size_t>(tier));
}

std::optional<Tier> tier_from(std::string_view name) {
  auto const* const found = std::find(kTierNames.begin(), kTierNames.end(), name);
  if (found == kTierNames.end()) return std::nullopt;
  return static_cast<Tier>(found - kTierNames.begin());
}

std::string_view node_activity_name(NodeActivity activity) {
  return kActivityNames.at(static_cast<std::size_t>(activity));
}

std::optional<NodeActivity> node_activity_from(std::string_view name) {
  auto const* const found = std::find(kActivityNames.begin(), kActivityNames.end(), name);
  if (found == kActivityNames.end()) return std::nullopt;
  return static_cast<NodeActivity>(found - kActivityNames.begin());
}

ChainLibrary::ChainLibrary(std::vector<Chain> chains, std::string fingerprint)
    : chains_{std::move(chains)}, fingerprint_{std::move(fingerprint)} {
  std::sort(chains_.begin(), chains_.end(), [](Chain const& a, Chain const& b) { return a.id < b.id; });
  for (std::size_t c = 0; c < chains_.size(); ++c) {
    for (auto const& node : chains_[c].nodes) {
      LIANZHAO_ASSERT(nodes_.size() < std::numeric_limits<NodeIndex>::max(), "more nodes than a NodeIndex holds");
      by_id_.emplace(node.id, static_cast<NodeIndex>(nodes_.size()));
      nodes_.push_back(&node);
      chain_of_.push_back(c);
    }
  }
}

Chain const* ChainLibrary::find_chain(std::string_view id) const {
  auto const found = std::find_if(chains_.begin(), chains_.end(), [&](Chain const& c) { return c.id == id; });
  return found == chains_.end() ? nullptr : &*found;
}

std::optional<NodeIndex> ChainLibrary::find_node(std::string_view global_id) const {
  auto const found = by_id_.find(std::string{global_id});
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<NodeIndex> ChainLibrary::parent_of(NodeIndex index) const {
  auto const& parent = node(index).parent;
  return parent.empty() ? std::nullopt : find_node(parent);
}

std::pair<NodeIndex, NodeIndex> ChainLibrary::node_range(Chain const& chain) const {
  if (chain.nodes.empty()) return {0, 0};
  auto const first = *find_node(chain.nodes.front().id);
  return {first, static_cast<NodeIndex>(first + chain.nodes.size())};
}

}  // namespace lianzhao
