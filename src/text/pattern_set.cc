#include "text/pattern_set.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "kernel/error.h"

namespace lianzhao::text {

PatternSet::PatternSet(std::span<std::string const> words) : word_count_{words.size()} {
  symbol_of_.assign(0x10000, 0);
  pairs_.assign((std::size_t{1} << kPairBits) / 64, 0);
  std::uint32_t symbols = 0;
  auto const symbol_for = [&](FoldedChar c) {
    if (symbol_of_[c] == 0) {
      LIANZHAO_ASSERT(symbols < std::numeric_limits<std::uint16_t>::max(), "more characters than the BMP has");
      symbol_of_[c] = static_cast<std::uint16_t>(++symbols);
    }
    return symbol_of_[c];
  };
  states_.emplace_back();
  using Edges = std::vector<std::pair<std::uint16_t, std::uint32_t>>;
  std::vector<Edges> children(1);
  std::vector<FoldedChar> word;
  for (auto const& each : words) {
    fold(each, word);
    if (word.size() == 1 && word.front() != kNoCharacter) symbol_for(word.front());
  }
  single_ = symbols;
  for (std::size_t w = 0; w < words.size(); ++w) {
    fold(words[w], word);
    // A character that stands for none would make every unreadable byte a match.
    if (word.empty() || std::find(word.begin(), word.end(), kNoCharacter) != word.end()) continue;
    if (word.size() > 1) {
      auto const first = symbol_for(word[0]);
      auto const bit = pair_bit(first, symbol_for(word[1]));
      pairs_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    std::uint32_t state = 0;
    for (auto const c : word) {
      auto const symbol = symbol_for(c);
      auto& edges = children[state];
      auto const found =
          std::find_if(edges.begin(), edges.end(), [&](auto const& edge) { return edge.first == symbol; });
      if (found != edges.end()) {
        state = found->second;
        continue;
      }
      auto const next = static_cast<std::uint32_t>(states_.size());
      edges.emplace_back(symbol, next);
      states_.emplace_back();
      states_.back().depth = states_[state].depth + 1;
      children.emplace_back();
      state = next;
    }
    if (states_[state].word == kNoWord) states_[state].word = static_cast<std::uint32_t>(w);
  }
  place(children);

  // Breadth first: the fail state of a child is reached from the fail state of its parent, which is shorter.
  std::vector<std::uint32_t> queue{0};
  for (std::size_t head = 0; head < queue.size(); ++head) {
    auto const parent = queue[head];
    for (auto const& edge : children[parent]) {
      auto const child = edge.second;
      auto& state = states_[child];
      state.fail = parent == 0 ? 0 : step(states_[parent].fail, edge.first);
      auto const& fail = states_[state.fail];
      state.shorter = fail.word != kNoWord ? state.fail : fail.shorter;
      queue.push_back(child);
    }
  }
}

void PatternSet::place(std::vector<std::vector<std::pair<std::uint16_t, std::uint32_t>>> const& children) {
  constexpr auto kFree = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t highest = 0;
  for (auto const& edges : children) {
    for (auto const& edge : edges) highest = std::max<std::uint32_t>(highest, edge.first);
  }
  edges_.assign(highest + 1, Edge{});
  // Bushy states first, while the array is empty; the many with one edge then take the holes in order.
  std::vector<std::uint32_t> order(states_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return children[a].size() > children[b].size(); });
  std::uint32_t hole = 0;
  auto const make_room = [&](std::size_t base) {
    if (edges_.size() < base + highest + 1) edges_.resize(std::max(base + highest + 1, edges_.size() * 2), Edge{});
  };
  for (auto const state : order) {
    auto const& edges = children[state];
    if (edges.empty()) break;  // base 0: those places are owned by others, so every step fails
    auto const lowest = std::min_element(edges.begin(), edges.end())->first;
    // Holes below the lowest symbol would need a negative base.
    auto at = std::max<std::uint32_t>(hole, lowest);
    for (;; ++at) {
      make_room(at);
      auto const base = at - lowest;
      if (std::all_of(edges.begin(), edges.end(),
                      [&](auto const& e) { return edges_[base + e.first].owner == kFree; })) {
        break;
      }
    }
    auto const base = at - lowest;
    states_[state].base = base;
    for (auto const& edge : edges) edges_[base + edge.first] = {state, edge.second};
    while (hole < edges_.size() && edges_[hole].owner != kFree) ++hole;
    // Scattered holes cost more to look through again and again than they are worth.
    constexpr std::uint32_t kLookBack = 4096;
    if (at > hole + kLookBack) hole = at - kLookBack;
  }
  std::size_t used = 0;
  for (auto const& state : states_) used = std::max<std::size_t>(used, state.base);
  edges_.resize(used + highest + 1);
}

std::uint32_t PatternSet::index_of(std::string_view word) const {
  auto found = static_cast<std::uint32_t>(word_count_);
  auto const characters = folded(word);
  find(characters, [&](std::uint32_t pattern, std::uint32_t begin, std::uint32_t end) {
    if (begin == 0 && end == characters.size()) found = pattern;
  });
  return found;
}

void PatternSet::find(std::string_view utf8, std::vector<Match>& out) const {
  out.clear();
  auto const characters = folded(utf8);
  find(characters, [&](std::uint32_t pattern, std::uint32_t begin, std::uint32_t end) {
    out.push_back({pattern, begin, end});
  });
}

std::size_t PatternSet::bytes() const {
  return symbol_of_.size() * sizeof(symbol_of_[0]) + pairs_.size() * sizeof(pairs_[0]) +
         states_.size() * sizeof(State) + edges_.size() * sizeof(Edge);
}

}  // namespace lianzhao::text
