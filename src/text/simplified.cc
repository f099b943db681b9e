#include "text/simplified.h"

#include <memory>
#include <vector>

#include <unicode/translit.h>

#include "text/utf8.h"

namespace lianzhao::text {

namespace {

constexpr char16_t kFirst = 0x4E00;
constexpr char16_t kLast = 0x9FFF;

/// From ICU's own table; itself where there is none.
std::vector<char16_t> make_table() {
  std::vector<char16_t> table;
  for (char32_t c = kFirst; c <= kLast; ++c) table.push_back(static_cast<char16_t>(c));
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> const converter{
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status)};
  if (U_FAILURE(status) || converter == nullptr) return table;
  // All at once, a line each, for words of several characters have rules of their own.
  icu::UnicodeString lines;
  for (auto const c : table) {
    lines.append(c);
    lines.append(u'\n');
  }
  converter->transliterate(lines);
  if (lines.length() != static_cast<std::int32_t>(table.size() * 2)) return table;
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = lines.charAt(static_cast<std::int32_t>(i * 2));
  return table;
}

}  // namespace

char16_t simple_character(char16_t c) {
  static auto const kTable = make_table();
  return c >= kFirst && c <= kLast ? kTable[static_cast<std::size_t>(c - kFirst)] : c;
}

std::string simplified(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    auto const begin = at;
    auto const c = next_code_point(utf8, at);
    if (c >= kFirst && c <= kLast) {
      append_utf8(out, simple_character(static_cast<char16_t>(c)));
    } else {
      out.append(utf8.substr(begin, at - begin));
    }
  }
  return out;
}

}  // namespace lianzhao::text
