#include "search/words.h"

#include <algorithm>

namespace lianzhao::search {

std::vector<Word> words_of(std::string_view query) {
  std::vector<Word> out;
  auto const folded = text::folded(query);
  for (std::size_t begin = 0; begin < folded.size();) {
    if (folded[begin] == u' ' || folded[begin] == u'\n') {
      ++begin;
      continue;
    }
    auto end = begin;
    while (end < folded.size() && folded[end] != u' ' && folded[end] != u'\n') ++end;
    Word word;
    word.bytes = text::code_point_slice(query, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
    word.folded.assign(folded.begin() + static_cast<std::ptrdiff_t>(begin),
                       folded.begin() + static_cast<std::ptrdiff_t>(end));
    auto const ambiguous = std::any_of(word.folded.begin(), word.folded.end(), is_ambiguous);
    word.decided_by_pairs = word.folded.size() <= 2 && !ambiguous;
    auto const same = [&](Word const& other) {
      return other.folded == word.folded && (!ambiguous || other.bytes == word.bytes);
    };
    if (std::none_of(out.begin(), out.end(), same)) out.push_back(std::move(word));
    begin = end;
  }
  return out;
}

bool Containment::operator()(std::string_view text, Word const& word) {
  text::fold(text, folded_);
  auto const length = word.folded.size();
  auto from = folded_.begin();
  for (;;) {
    from = std::search(from, folded_.end(), word.folded.begin(), word.folded.end());
    if (from == folded_.end()) return false;
    // Rare characters fold to one and the same: there the bytes decide.
    auto const at = static_cast<std::size_t>(from - folded_.begin());
    auto equal = true;
    for (std::size_t i = 0; i < length && equal; ++i) {
      if (word.folded[i] != text::kNoCharacter) continue;
      auto const character = [](std::string_view bytes, std::size_t index) {
        return text::code_point_slice(bytes, static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index + 1));
      };
      equal = character(text, at + i) == character(word.bytes, i);
    }
    if (equal) return true;
    ++from;
  }
}

}  // namespace lianzhao::search
