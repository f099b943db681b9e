#include "serve/mentions.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace lianzhao::serve {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// Where the word ends that begins at `from`; absent where it does not.
std::optional<std::size_t> end_of(std::string_view text, std::size_t from, std::string_view word, bool digits) {
  auto at = from;
  for (std::size_t k = 0; k < word.size();) {
    if (at >= text.size()) return std::nullopt;
    if (lower(text[at]) == lower(word[k])) {
      ++at;
      ++k;
    } else if (digits && k > 0 && (text[at] == ' ' || text[at] == '-')) {
      ++at;
    } else {
      return std::nullopt;
    }
  }
  if (digits && at < text.size() && is_digit(text[at])) return std::nullopt;
  return at;
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> mentions_of(std::string_view text, std::string_view word) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  if (word.empty()) return found;
  auto const digits = std::all_of(word.begin(), word.end(), is_digit);
  for (std::size_t at = 0; at < text.size();) {
    auto const inside = digits && at > 0 && is_digit(text[at - 1]);
    auto const end = inside ? std::nullopt : end_of(text, at, word, digits);
    if (end) found.emplace_back(at, *end);
    at = end.value_or(at + 1);
  }
  return found;
}

std::string masked(std::string_view text, std::string_view word) {
  std::string out;
  std::size_t from = 0;
  for (auto const& [begin, end] : mentions_of(text, word)) {
    out += text.substr(from, begin - from);
    out += kMask;
    from = end;
  }
  return out + std::string{text.substr(from)};
}

}  // namespace lianzhao::serve
