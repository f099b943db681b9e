#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

// Layout of the snapshot file: the sections one after the other (each aligned to 64 bytes), the directory, the trailer.
// The trailer comes last so that the file is written in one pass and a torn one has none. All integers are
// little-endian. Private to the module: nothing outside reads the file.

namespace lianzhao::atlas {

inline constexpr char kMagic[8] = {'L', 'Z', 'A', 'T', 'L', 'A', 'S', '1'};

/// FNV-1a, 64 bits: enough to tell a torn directory, and to name inputs; not against an adversary.
constexpr std::uint64_t fnv1a(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (auto const c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

inline constexpr std::int32_t kFoundedUnknown = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int64_t kCapitalUnknown = -1;

struct Trailer {
  char magic[8];
  std::uint64_t directory_offset;
  std::uint64_t directory_count;
  std::uint64_t file_size;
  std::uint64_t directory_checksum;  ///< FNV-1a of the directory; a torn file is refused when opened
};

struct SectionEntry {
  char name[48];  ///< zero-terminated: "row/founded", "posting/17/row"
  std::uint64_t offset;
  std::uint64_t size;  ///< bytes
};

}  // namespace lianzhao::atlas
