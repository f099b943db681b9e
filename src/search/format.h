#pragma once

#include <cstdint>

#include "kernel/section_file.h"
#include "text/folded_text.h"

// What lies in the index file. Private to the module: nothing outside reads the file.

namespace lianzhao::search {

inline constexpr SectionFileKind kFileKind{'L', 'Z', 'W', 'O', 'R', 'D', 'S', '2'};

/// Stands before the first and after the last character of a text. Not a character (Unicode 15, 23.7); a text that
/// has it nevertheless is told apart by reading it.
inline constexpr text::FoldedChar kEdge = 0xFFFE;

constexpr std::uint32_t pair_of(text::FoldedChar first, text::FoldedChar second) {
  return std::uint32_t{first} << 16U | second;
}

}  // namespace lianzhao::search
