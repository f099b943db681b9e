#include "radar/sentences.h"

#include <algorithm>

namespace lianzhao::radar {

namespace {

/// No sentence of a writer's is longer; what is, is cut at its last comma, so that the work on a sentence is bounded
/// whatever the text. Nor is a stretch without any mark.
constexpr std::size_t kLongestSentence = 1000;
constexpr std::size_t kLongestClause = 250;

constexpr std::u16string_view kClauseMarks = u",、:";

/// A stretch that ends no later than its first overlong clause.
std::size_t clauses_end(std::u16string_view text, Span span) {
  auto mark = span.begin;
  for (auto at = span.begin; at < span.end; ++at) {
    if (kClauseMarks.find(text[at]) != std::u16string_view::npos) mark = at + 1;
    if (at - mark >= kLongestClause) return mark > span.begin ? mark : at;
  }
  return span.end;
}

void put_bounded(std::u16string_view text, Span span, std::vector<Span>& out) {
  while (span.size() > kLongestClause) {
    auto const longest = std::min(span.size(), kLongestSentence);
    auto end = clauses_end(text, {span.begin, span.begin + longest});
    if (end == span.end) break;
    if (end == span.begin + kLongestSentence) {
      auto const comma = text.substr(span.begin, longest).find_last_of(kClauseMarks);
      if (comma != std::u16string_view::npos && comma > 0) end = span.begin + comma + 1;
    }
    out.push_back({span.begin, end});
    span.begin = end;
  }
  if (span.size() > 0) out.push_back(span);
}

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
  std::vector<Span> out;
  for (auto const& span : split(folded, within, u"。!?;\n…")) put_bounded(folded, span, out);
  return out;
}

std::vector<Span> paragraphs_of(std::u16string_view folded) {
  return split(folded, {0, folded.size()}, u"\n");
}

Span clause_at(std::u16string_view folded, Span sentence, std::size_t at) {
  static constexpr std::u16string_view kMarks = u",:。!?;\n";
  auto const is_digit = [&](std::size_t i) { return i < folded.size() && folded[i] >= u'0' && folded[i] <= u'9'; };
  // The comma of 2,144.69万元 ends no clause.
  auto const ends = [&](std::size_t i) {
    if (folded[i] >= 0x4E00) return false;  // nearly every character
    return kMarks.find(folded[i]) != std::u16string_view::npos &&
           !(folded[i] == u',' && i > 0 && is_digit(i - 1) && is_digit(i + 1));
  };
  auto begin = std::min(at, sentence.end);
  while (begin > sentence.begin && !ends(begin - 1)) --begin;
  auto end = at;
  while (end < sentence.end && !ends(end)) ++end;
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

std::u16string without(std::u16string_view text, std::vector<std::u16string_view> const& words) {
  std::u16string rest{text};
  for (auto const word : words) {
    for (auto at = rest.find(word); at != std::u16string::npos; at = rest.find(word)) rest.erase(at, word.size());
  }
  return rest;
}

}  // namespace lianzhao::radar
