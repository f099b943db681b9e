#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/region.h"

namespace lianzhao {

/// An abolished code or name and where it went. Source: reference/region_changes.tsv.
struct RegionChange {
  RegionCode code = kUnknownRegion;    ///< the old code; kUnknownRegion when only the name is known
  std::string name;                    ///< the old name (襄樊市); empty when only the code is known
  RegionCode within = kUnknownRegion;  ///< the prefecture or province it lay in then, by that time's code
  RegionCode today = kUnknownRegion;   ///< where it lies now: a county, or the prefecture when it was divided
};

/// How far resolve_code had to go.
enum class CodeMatch : std::uint8_t {
  kUnknown,    ///< not even the province is known; the result is kUnknownRegion
  kToday,      ///< a code in force
  kChanged,    ///< an abolished code with a known successor
  kEnclosing,  ///< unknown as such, its prefecture or province is in force (codes of development zones and offices)
};

struct ResolvedCode {
  RegionCode code = kUnknownRegion;
  CodeMatch match = CodeMatch::kUnknown;
};

/// The deepest region a text names.
struct RegionInText {
  RegionCode code = kUnknownRegion;  ///< `within` when the text adds nothing; kUnknownRegion when nothing is known
  std::size_t begin = 0;             ///< bytes of the words that decided, first to last; begin == end when none did
  std::size_t end = 0;
  bool contradicts = false;  ///< the text begins with a province or city outside `within`; then the text is followed
};

/// All regions of China by today's codes, with what they used to be. Immutable; safe from any thread.
///
/// Invariants: every region but China has its parent in the table, and its code lies in its parent's.
class RegionTable {
 public:
  RegionTable();
  /// @throws Failure "bad_region_table" on a doubled code, a missing parent or a change that leads nowhere.
  RegionTable(std::vector<Region> regions, std::vector<RegionChange> changes);
  ~RegionTable();
  RegionTable(RegionTable&&) noexcept;
  RegionTable& operator=(RegionTable&&) noexcept;

  /// By code, ascending; China itself is first.
  std::vector<Region> const& regions() const { return regions_; }
  std::vector<RegionChange> const& changes() const { return changes_; }

  /// Today's region of exactly this code.
  Region const* find(RegionCode code) const;

  /// Today's region for a code in force at any time. What is unknown falls back to the prefecture, then the province,
  /// that its first digits name. Never a nominal prefecture when its province can be said instead.
  ResolvedCode explain_code(RegionCode code) const;
  RegionCode resolve_code(RegionCode code) const { return explain_code(code).code; }
  /// As resolve_code, from six digits in a text such as a credit code; anything else is kUnknownRegion.
  RegionCode resolve_code(std::string_view six_digits) const;

  /// The deepest region that an address, a column or a name states, in `within` or anywhere.
  ///
  /// Reads from left to right, the longest name first; each name must lie in what is known so far. Knows today's
  /// names, abolished ones (通县, 襄樊市), other suffixes (九台市, 新津县) and short names (长春, 延边, 前郭). A short
  /// name counts only at the start or right after another region, and not as part of a road (南京路). Names that
  /// several places bear (朝阳区, 鼓楼区) are decided by what stands before them or by `within`; where that does not
  /// decide, what they have in common is returned. O(length); no allocation.
  RegionInText find_in_text(std::string_view utf8, RegionCode within = kUnknownRegion) const;
  RegionCode resolve_text(std::string_view utf8, RegionCode within = kUnknownRegion) const {
    return find_in_text(utf8, within).code;
  }

  /// Provinces of China, prefectures of a province (counties where they are run by it directly), counties of a
  /// prefecture; ascending by code. Empty for a county or an unknown code.
  std::vector<RegionCode> const& children(RegionCode code) const;

  /// From the province down to the region itself, without China and nominal prefectures.
  std::vector<Region const*> path(RegionCode code) const;
  /// "吉林省 / 通化市 / 梅河口市"; "全国" for China, empty for an unknown code.
  std::string path_name(RegionCode code) const;

  /// Regions whose Chinese or English name begins so (English without regard to case), or an old one that went into
  /// them; provinces first, then by code.
  std::vector<Region const*> search(std::string_view prefix, std::size_t limit) const;

 private:
  class Names;

  std::vector<Region> regions_;
  std::vector<RegionChange> changes_;
  std::unordered_map<RegionCode, std::size_t> by_code_;
  std::unordered_map<RegionCode, RegionCode> changed_codes_;
  std::unordered_map<RegionCode, std::vector<RegionCode>> children_;
  std::unique_ptr<Names> names_;
};

/// 梅河口市 → 梅河口, 伊通满族自治县 → 伊通, 延边朝鲜族自治州 → 延边, 内蒙古自治区 → 内蒙古; a name whose stem would be
/// a single character stays whole (沙县).
std::string_view region_stem(std::string_view name);

}  // namespace lianzhao
