#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lianzhao::text {

/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
bool is_utf8(std::string_view);

/// The code point that begins at `at`, which is moved behind it. Malformed bytes are taken one at a time as U+FFFD, so
/// it ends on any input.
char32_t next_code_point(std::string_view, std::size_t& at);

/// How many code points `next_code_point` finds.
std::size_t count_code_points(std::string_view);

/// Appends one code point.
void append_utf8(std::string&, char32_t);

/// Characters of Chinese writing: ideographs of all planes and 〇.
constexpr bool is_ideograph(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x323AF);
}

}  // namespace lianzhao::text
