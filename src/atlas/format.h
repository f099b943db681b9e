#pragma once

#include <cstdint>
#include <limits>

#include "kernel/section_file.h"

// Values in the sections of the snapshot file. Private to the module: nothing outside reads the file.

namespace lianzhao::atlas {

inline constexpr SectionFileKind kFileKind{'L', 'Z', 'A', 'T', 'L', 'A', 'S', '4'};

inline constexpr std::int32_t kFoundedUnknown = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int64_t kCapitalUnknown = -1;
/// In id/row: the register has no such number.
inline constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

}  // namespace lianzhao::atlas
