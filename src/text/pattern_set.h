#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/folded_text.h"

namespace lianzhao::text {

/// Finds every occurrence of thousands of words in a text in one pass: Aho and Corasick's automaton
/// (Communications of the ACM 18(6), 1975) over folded code points, its transitions in a double array.
///
/// Invariants: immutable once built, so any number of threads may search one set. Matches begin and end at code
/// points by construction. Memory is about 30 bytes a trie state and 144 KiB for the alphabet.
class PatternSet {
 public:
  struct Match {
    std::uint32_t pattern;  ///< index into what the set was built from
    std::uint32_t begin;    ///< first code point
    std::uint32_t end;      ///< one past the last
    friend bool operator==(Match const&, Match const&) = default;
  };

  PatternSet() = default;
  /// Words in UTF-8; they are folded as texts are. Of words that fold to the same, the first keeps the matches (see
  /// index_of). An empty word matches nothing.
  explicit PatternSet(std::span<std::string const> words);

  /// Number of the word that holds the matches of `word`; words.size() when it is in no place.
  std::uint32_t index_of(std::string_view word) const;

  /// Calls `on_match(pattern, begin, end)` for every occurrence, in rising order of end, longest first. O(text +
  /// matches).
  template <typename OnMatch>
  void find(std::span<FoldedChar const> folded_text, OnMatch&& on_match) const {
    if (states_.empty()) return;
    // Raw pointers: this loop is the hot one of tagging, and every index is in range by construction.
    auto const* const symbols = symbol_of_.data();
    auto const* const states = states_.data();
    auto const* const edges = edges_.data();
    auto const length = static_cast<std::uint32_t>(folded_text.size());
    auto const* const characters = folded_text.data();
    std::uint32_t state = 0;
    for (std::uint32_t i = 0; i < length; ++i) {
      std::uint32_t const symbol = symbols[characters[i]];
      if (symbol == 0) {  // in no word at all: the commonest case in running text
        state = 0;
        continue;
      }
      Edge const* edge = nullptr;
      while (state != 0) {
        edge = edges + states[state].base + symbol;
        if (edge->owner == state) break;
        state = states[state].fail;
      }
      if (state == 0) {
        // Most characters begin some word, but few go on as one: a bit in the nearest memory saves the way to the edge.
        auto const next = i + 1 < length ? symbols[characters[i + 1]] : 0U;
        if (symbol > single_ && !may_begin(symbol, next)) continue;
        edge = edges + states[0].base + symbol;
        if (edge->owner != 0) continue;
      }
      state = edge->target;
      for (auto at = states[state].word != kNoWord ? state : states[state].shorter; at != 0; at = states[at].shorter) {
        on_match(states[at].word, i + 1 - states[at].depth, i + 1);
      }
    }
  }

  /// The same, replacing the content of `out`.
  void find(std::string_view utf8, std::vector<Match>& out) const;

  std::size_t size() const { return word_count_; }
  std::size_t bytes() const;

 private:
  static constexpr std::uint32_t kNoWord = 0xFFFFFFFF;
  struct State {
    std::uint32_t word = kNoWord;
    std::uint32_t shorter = 0;  ///< next state down the fail chain that ends a word; 0 is none
    std::uint32_t fail = 0;
    std::uint32_t base = 0;  ///< where its transitions begin in edges_
    std::uint32_t depth = 0;
  };
  struct Edge {
    std::uint32_t owner = 0xFFFFFFFF;  ///< the state it leaves
    std::uint32_t target = 0;
  };

  std::uint32_t step(std::uint32_t state, std::uint32_t symbol) const {
    for (;;) {
      auto const& edge = edges_[states_[state].base + symbol];
      if (edge.owner == state) return edge.target;
      if (state == 0) return 0;
      state = states_[state].fail;
    }
  }
  static std::uint32_t pair_bit(std::uint32_t first, std::uint32_t second) {
    return (first * 0x9E3779B1U + second * 0x85EBCA77U) >> (32U - kPairBits);
  }
  bool may_begin(std::uint32_t first, std::uint32_t second) const {
    auto const bit = pair_bit(first, second);
    return (pairs_[bit / 64] >> (bit % 64) & 1U) != 0;
  }
  void place(std::vector<std::vector<std::pair<std::uint16_t, std::uint32_t>>> const& children);

  static constexpr unsigned kPairBits = 17;  ///< 16 KiB: a share of the first level of cache

  std::vector<std::uint16_t> symbol_of_;  ///< [65536] 0: in no word
  std::uint32_t single_ = 0;              ///< symbols up to this one are words by themselves
  std::vector<std::uint64_t> pairs_;      ///< bit pair_bit(a, b): some word may begin with a and b; false ones happen
  std::vector<State> states_;
  std::vector<Edge> edges_;
  std::size_t word_count_ = 0;
};

}  // namespace lianzhao::text
