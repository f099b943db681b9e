#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/region.h"

namespace lianzhao {

/// How a spelling stands for a region, the strongest first.
enum class NameRank : std::uint8_t {
  kToday,    ///< its name in force
  kFormer,   ///< a name recorded as abolished or as a usual abbreviation (前郭县)
  kVariant,  ///< the stem with another suffix: 九台市, 新津县, 延边州
  kShort,    ///< the stem alone: 梅河口
};

struct NameSense {
  RegionCode code = kUnknownRegion;    ///< today's
  RegionCode within = kUnknownRegion;  ///< for kFormer: what it lay in by the code of that time
  NameRank rank = NameRank::kToday;
  bool whole_only = false;   ///< counts only when it is the whole text: short names of districts (和平, 中山)
  bool may_begin = false;    ///< a short name that decides by itself at the start of a text (昆山)
  bool city_before = false;  ///< a former prefecture: counties named right after it are not its parts any more
};

/// A trie over the code points of region names. Built once, then read by any thread.
class NameTrie {
 public:
  struct Match {
    std::size_t end = 0;  ///< byte after the name
    std::uint32_t first = 0;
    std::uint32_t last = 0;  ///< senses()[first, last)
  };
  /// Names are at most this many that are prefixes of one another.
  static constexpr std::size_t kMaxNested = 8;

  struct Entry {
    std::u16string name;
    NameSense sense;
  };
  explicit NameTrie(std::vector<Entry> entries);

  /// Names that begin at byte `from`, shortest first; returns how many. Malformed UTF-8 matches nothing.
  std::size_t match(std::string_view utf8, std::size_t from, std::array<Match, kMaxNested>& out) const;

  NameSense const& sense(std::size_t index) const { return senses_[index]; }

 private:
  struct Node {
    std::uint32_t first_child = 0;
    std::uint32_t first_sense = 0;
    std::uint16_t children = 0;
    std::uint16_t senses = 0;
  };
  std::uint32_t child(Node const&, char16_t) const;

  std::vector<std::uint16_t> root_;  ///< 1-based index of the node of a first character; 0 is none
  std::vector<Node> nodes_;          ///< children of one node lie together, sorted by label
  std::vector<char16_t> labels_;
  std::vector<NameSense> senses_;
};

/// The code point at byte `at` as UTF-16 unit and its length in bytes; {0, 1} where it is malformed or beyond the BMP
/// (no region name uses those).
inline std::pair<char16_t, std::size_t> unit_at(std::string_view utf8, std::size_t at) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[at + i]); };
  auto const lead = byte(0);
  if (lead < 0x80) return {static_cast<char16_t>(lead), 1};
  auto const left = utf8.size() - at;
  if (lead >= 0xE0 && lead < 0xF0 && left >= 3) {
    return {static_cast<char16_t>(((lead & 0x0Fu) << 12) | ((byte(1) & 0x3Fu) << 6) | (byte(2) & 0x3Fu)), 3};
  }
  if (lead >= 0xC0 && lead < 0xE0 && left >= 2) {
    return {static_cast<char16_t>(((lead & 0x1Fu) << 6) | (byte(1) & 0x3Fu)), 2};
  }
  if (lead >= 0xF0 && left >= 4) return {0, 4};
  return {0, 1};
}

}  // namespace lianzhao
