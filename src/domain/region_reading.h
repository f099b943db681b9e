#pragma once

#include <array>
#include <string_view>

#include "domain/region_names.h"
#include "domain/region_table.h"

namespace lianzhao {

/// One reading of one text by RegionTable::find_in_text; see there for what it promises.
class RegionReading {
 public:
  RegionReading(NameTrie const& trie, std::string_view text, RegionCode within)
      : trie_{trie}, text_{text}, current_{within == kUnknownRegion ? kChina : within}, given_{within} {}

  RegionInText read();

 private:
  enum class Verdict { kNo, kAmbiguous, kRepeat, kDeeper };

  /// Tries the names that begin at `from`; on success moves on past the one taken.
  Verdict step(std::size_t from);
  /// What one name says here. kDeeper sets `chosen`.
  Verdict weigh(std::size_t from, NameTrie::Match const&, NameSense& chosen) const;
  bool allowed(NameSense const&, std::size_t from, std::size_t end) const;
  bool fits(NameSense const&) const;
  /// A name that replaces what is known instead of refining it.
  bool corrects(NameSense const&, std::size_t from) const;
  void take(NameSense const&, std::size_t from, std::size_t end);

  NameTrie const& trie_;
  std::string_view text_;
  RegionCode current_;
  RegionCode given_;
  std::size_t next_ = 0;    ///< where a name would follow right after the last one
  std::size_t resume_ = 0;  ///< where reading goes on
  bool read_any_ = false;   ///< the text has said something
  bool by_short_ = false;   ///< current_ was said by a short name only
  bool was_city_ = false;   ///< current_'s name was a prefecture's once
  RegionInText found_;
};

}  // namespace lianzhao
