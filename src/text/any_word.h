#pragma once

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string_view>

namespace lianzhao::text {

/// Words given in their place ({"来源：", "稿源："}) or in any container of string views.
using WordsInPlace = std::initializer_list<std::string_view>;

/// Whether any of `words` stands in, at the start of or at the end of `text`.
template <typename Words = WordsInPlace>
bool contains_any(std::string_view text, Words const& words) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

template <typename Words = WordsInPlace>
bool starts_with_any(std::string_view text, Words const& words) {
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return text.starts_with(word); });
}

template <typename Words = WordsInPlace>
bool ends_with_any(std::string_view text, Words const& words) {
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return text.ends_with(word); });
}

}  // namespace lianzhao::text
