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
/// points by construction. Memory is about 30 bytes a trie state and 128 KiB for the alphabet.
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
      auto const symbol = symbols[characters[i]];
      if (symbol == 0) {  // in no word at all: the commonest case in running text
        state = 0;
        continue;
      }
      for (;;) {
        auto const& edge = edges[states[state].base + symbol];
        if (edge.owner == state) {
          state = edge.target;
          break;
        }
        if (state == 0) break;
        state = states[state].fail;
      }
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
  void place(std::vector<std::vector<std::pair<std::uint16_t, std::uint32_t>>> const& children);

  std::vector<std::uint16_t> symbol_of_;  ///< [65536] 0: in no word
  std::vector<State> states_;
  std::vector<Edge> edges_;
  std::size_t word_count_ = 0;
};

}  // namespace lianzhao::text
