#include "domain/region_names.h"

#include <algorithm>
#include <utility>

#include "kernel/error.h"

namespace lianzhao {

NameTrie::NameTrie(std::vector<Entry> entries) : root_(65536, 0) {
  std::stable_sort(entries.begin(), entries.end(), [](Entry const& a, Entry const& b) { return a.name < b.name; });
  // Breadth first over ranges of the sorted names: a node is a range that shares a prefix of `depth` characters.
  struct Range {
    std::size_t begin, end, depth;
    std::uint32_t node;
  };
  std::vector<Range> open;
  auto const split = [&](std::size_t begin, std::size_t end, std::size_t depth) {
    auto const first = static_cast<std::uint32_t>(nodes_.size());
    for (auto i = begin; i < end;) {
      auto const label = entries[i].name[depth];
      auto j = i;
      while (j < end && entries[j].name[depth] == label) ++j;
      open.push_back({i, j, depth + 1, static_cast<std::uint32_t>(nodes_.size())});
      nodes_.emplace_back();
      labels_.push_back(label);
      i = j;
    }
    return std::pair{first, static_cast<std::uint16_t>(nodes_.size() - first)};
  };
  auto begin = std::size_t{0};
  while (begin < entries.size() && entries[begin].name.empty()) ++begin;
  auto const top = split(begin, entries.size(), 0);
  for (auto i = std::uint32_t{0}; i < top.second; ++i) {
    LIANZHAO_ASSERT(i < 65535, "more first characters than there are");
    root_[labels_[i]] = static_cast<std::uint16_t>(i + 1);
  }
  for (std::size_t next = 0; next < open.size(); ++next) {
    auto const range = open[next];
    auto at = range.begin;
    auto const first_sense = senses_.size();
    while (at < range.end && entries[at].name.size() == range.depth) senses_.push_back(entries[at++].sense);
    auto const children = split(at, range.end, range.depth);
    auto& node = nodes_[range.node];
    node.first_sense = static_cast<std::uint32_t>(first_sense);
    node.senses = static_cast<std::uint16_t>(senses_.size() - first_sense);
    node.first_child = children.first;
    node.children = children.second;
  }
}

std::uint32_t NameTrie::child(Node const& node, char16_t label) const {
  auto const begin = labels_.begin() + node.first_child;
  auto const end = begin + node.children;
  auto const it = std::lower_bound(begin, end, label);
  return it != end && *it == label ? static_cast<std::uint32_t>(it - labels_.begin()) + 1 : 0;
}

std::size_t NameTrie::match(std::string_view utf8, std::size_t from, std::array<Match, kMaxNested>& out) const {
  auto const start = unit_at(utf8, from);
  auto node = std::uint32_t{root_[start.first]};
  auto at = from + start.second;
  auto found = std::size_t{0};
  while (node != 0) {
    auto const& here = nodes_[node - 1];
    if (here.senses != 0 && found < kMaxNested) {
      out[found++] = {at, here.first_sense, here.first_sense + here.senses};
    }
    if (at >= utf8.size() || here.children == 0) break;
    auto const next = unit_at(utf8, at);
    node = child(here, next.first);
    at += next.second;
  }
  return found;
}

}  // namespace lianzhao
