#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/folded_text.h"

namespace lianzhao::search {

/// One word of a query, folded (text/folded_text.h).
struct Word {
  std::string bytes;                     ///< as given
  std::vector<text::FoldedChar> folded;  ///< never empty
  /// Whether its pairs of characters alone decide: at most two characters, all of them ones that pairs tell apart.
  bool decided_by_pairs = false;
};

/// A query divided at blanks of any width. Repeated words count once; order is kept.
std::vector<Word> words_of(std::string_view query);

/// Characters that stand for others in folded text: pairs with one of them do not decide.
constexpr bool is_ambiguous(text::FoldedChar c) {
  return c >= 0xFFFE;
}

/// Whether a text contains a word, width and case aside. Keeps its memory between calls; not shared by threads.
class Containment {
 public:
  bool operator()(std::string_view text, Word const& word);

 private:
  std::vector<text::FoldedChar> folded_;
};

}  // namespace lianzhao::search
