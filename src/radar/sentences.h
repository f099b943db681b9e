#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::radar {

/// A stretch of the folded text, code points.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

/// Sentences end at 。！？!?；; and line ends. A dot does not end one: figures
/// have it. None is longer than 1,000 characters, or 250 without a comma, 、 or colon.
std::vector<Span> sentences_of(std::u16string_view folded, Span within);
/// Paragraphs are lines.
std::vector<Span> paragraphs_of(std::u16string_view folded);

/// Where the clause around `at` begins and ends: at commas, colons and what
/// ends sentences, inside `sentence`.
Span clause_at(std::u16string_view folded, Span sentence, std::size_t at);

/// Whether any of `words` stands at the end of, at the start of or in `text`.
bool ends_with_any(std::u16string_view text, std::vector<std::u16string_view> const& words);
bool starts_with_any(std::u16string_view text, std::vector<std::u16string_view> const& words);
bool contains_any(std::u16string_view text, std::vector<std::u16string_view> const& words);
/// The text with every one of `words` taken out, one after the other.
std::u16string without(std::u16string_view text, std::vector<std::u16string_view> const& words);

}  // namespace lianzhao::radar
