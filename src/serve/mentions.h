#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lianzhao::serve {

/// What stands where somebody was named.
inline constexpr std::string_view kMask = "〔已隐去〕";

/// Byte ranges [from, to) of the word in the text, none overlapping. ASCII letters match without regard to case. A word
/// of digits only is also found with blanks or hyphens between them, and not inside a longer number.
std::vector<std::pair<std::size_t, std::size_t>> mentions_of(std::string_view text, std::string_view word);

/// The text with each of them masked.
std::string masked(std::string_view text, std::string_view word);

}  // namespace lianzhao::serve
