#include "radar/sentences.h"

#include <algorithm>

namespace lianzhao::radar {

namespace {

std::vector<Span> split(std::u16string_view text, Span within, std::u16string_view marks) {
  std::vector<Span> out;
  auto begin = within.begin;
  for (auto i = within.begin; i <= within.end; ++i) {
    if (i < within.end && marks.find(text[i]) == std::u16string_view::npos) continue;
    if (i > begin) out.push_back({begin, i});
    begin = i + 1;
  }
  return out;
}

}  // namespace

std::vector<Span> sentences_of(std::u16string_view folded, Span within) {
  return split(folded, within, u"。!?;\n…");
}

std::vector<Span> paragraphs_of(std::u16string_view folded) {
  return split(folded, {0, folded.size()}, u"\n");
}

Span clause_at(std::u16string_view folded, Span sentence, std::size_t at) {
  static constexpr std::u16string_view kMarks = u",:。!?;\n";
  auto begin = std::min(at, sentence.end);
  while (begin > sentence.begin && kMarks.find(folded[begin - 1]) == std::u16string_view::npos) --begin;
  auto end = at;
  while (end < sentence.end && kMarks.find(folded[end]) == std::u16string_view::npos) ++end;
  return {begin, end};
}

bool ends_with_any(std::u16string_view text, std::vector<std::u16string_view> const& words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.ends_with(word); });
}

bool starts_with_any(std::u16string_view text, std::vector<std::u16string_view> const& words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.starts_with(word); });
}

bool contains_any(std::u16string_view text, std::vector<std::u16string_view> const& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](auto word) { return text.find(word) != std::u16string_view::npos; });
}

}  // namespace lianzhao::radar
