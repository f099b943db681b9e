#pragma once

#include <string_view>

#include "text/utf8.h"

namespace lianzhao::radar {

// Kinds of characters of folded text.

constexpr bool is_one_of(std::u16string_view set, char16_t c) {
  return set.find(c) != std::u16string_view::npos;
}
constexpr bool is_digit(char16_t c) {
  return c >= u'0' && c <= u'9';
}
constexpr bool is_letter(char16_t c) {
  return c >= u'a' && c <= u'z';
}
constexpr bool is_ideograph(char16_t c) {
  return text::is_ideograph(c);
}
/// A digit, or a character that Chinese numbers begin with.
constexpr bool starts_number(char16_t c) {
  return is_digit(c) || is_one_of(u"一二两三四五六七八九十百千万亿数几", c);
}
/// Between the ends of a range: 5至10, 5-10.
constexpr bool is_range_mark(char16_t c) {
  return is_one_of(u"至到-~—–～", c);
}

}  // namespace lianzhao::radar
