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

}  // namespace lianzhao::text
