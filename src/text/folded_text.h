#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lianzhao::text {

/// One code point, folded: full-width ASCII becomes half-width, capital ASCII letters small, Chinese brackets and
/// sentence marks that have an ASCII twin that twin. One in, one out, so index i is code point i of the text as given.
/// Code points above U+FFFF are kNoCharacter: no word of the product's vocabulary has one.
using FoldedChar = char16_t;

inline constexpr FoldedChar kNoCharacter = u'\uFFFF';

/// Replaces the content of `out` by the folded code points of UTF-8 `bytes`. A byte that begins no valid sequence
/// counts as one code point (kNoCharacter). O(bytes); reuses the capacity of `out`.
void fold(std::string_view bytes, std::vector<FoldedChar>& out);
std::vector<FoldedChar> folded(std::string_view bytes);

/// Fold of a single code point.
FoldedChar fold_code_point(char32_t);

/// The bytes of code points [begin, end) of UTF-8 `bytes`, counted as fold() counts; clipped to the text.
std::string_view code_point_slice(std::string_view bytes, std::uint32_t begin, std::uint32_t end);

}  // namespace lianzhao::text
