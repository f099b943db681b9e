#include "domain/region_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "domain/region_names.h"
#include "domain/region_reading.h"
#include "kernel/error.h"

namespace lianzhao {

namespace {

std::u16string utf16(std::string_view utf8) {
  std::u16string out;
  for (std::size_t at = 0; at < utf8.size();) {
    auto const unit = unit_at(utf8, at);
    out.push_back(unit.first);
    at += unit.second;
  }
  return out;
}

Failure bad_table(std::string message) {
  return invalid_input("bad_region_table", std::move(message));
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// Stems of county-level cities that begin names for other reasons: 东方电气, 永安保险, 新民学校.
constexpr std::array<std::string_view, 12> kPlainWords{"东方", "永安", "新民", "大安", "天长", "新乐",
                                                       "兴平", "乐平", "德兴", "东兴", "新泰", "安达"};

/// Spellings of a region beside its name: its stem, and its stem with the suffixes it may have had.
std::vector<NameTrie::Entry> spellings(Region const& region) {
  std::vector<NameTrie::Entry> out;
  auto const add = [&](std::string const& name, NameRank rank, bool whole_only = false, bool may_begin = false) {
    out.push_back({utf16(name), {region.code, kUnknownRegion, rank, whole_only, may_begin, false}});
  };
  add(region.name, NameRank::kToday);
  std::string const stem{region_stem(region.name)};
  if (stem == region.name) return out;
  auto const variant = [&](std::string_view suffix) {
    auto const name = stem + std::string{suffix};
    if (name != region.name) add(name, NameRank::kVariant);
  };
  switch (region.level) {
    case RegionLevel::kProvince:
      variant("省");
      variant("市");
      break;
    case RegionLevel::kCity:
      variant("市");
      variant("地区");
      if (region.name.ends_with("州")) variant("州");
      break;
    case RegionLevel::kCounty:
      variant("县");
      variant("市");
      variant("区");
      break;
    case RegionLevel::kCountry:
      break;
  }
  // 和平, 中山, 新华 are words and streets of every city: a district needs its suffix unless it is all there is.
  auto const district = region.level == RegionLevel::kCounty && region.name.ends_with("区");
  auto const may_begin = region.level == RegionLevel::kCounty && region.name.ends_with("市") &&
                         std::find(kPlainWords.begin(), kPlainWords.end(), stem) == kPlainWords.end();
  add(stem, NameRank::kShort, district, may_begin);
  return out;
}

}  // namespace

class RegionTable::Names {
 public:
  explicit Names(std::vector<NameTrie::Entry> entries) : trie{std::move(entries)} {}
  NameTrie trie;
  std::vector<std::pair<std::string, std::size_t>> by_name;  ///< sorted; Chinese and lower-case English names
};

RegionTable::RegionTable() : RegionTable({}, {}) {}
RegionTable::~RegionTable() = default;
RegionTable::RegionTable(RegionTable&&) noexcept = default;
RegionTable& RegionTable::operator=(RegionTable&&) noexcept = default;

RegionTable::RegionTable(std::vector<Region> regions, std::vector<RegionChange> changes)
    : regions_{std::move(regions)}, changes_{std::move(changes)} {
  std::sort(regions_.begin(), regions_.end(), [](Region const& a, Region const& b) { return a.code < b.code; });
  for (std::size_t i = 0; i < regions_.size(); ++i) {
    auto const& region = regions_[i];
    if (!by_code_.emplace(region.code, i).second) throw bad_table(fmt::format("region {} is there twice", region.code));
  }
  std::vector<NameTrie::Entry> entries;
  std::set<std::pair<RegionCode, std::u16string>> todays;  // (province, name)
  for (auto const& region : regions_) {
    if (region.code != kChina && find(region.parent) == nullptr) {
      throw bad_table(fmt::format("the parent {} of region {} is missing", region.parent, region.code));
    }
    if (region.code != kChina && !region_contains(region.parent, region.code)) {
      throw bad_table(fmt::format("region {} does not lie in its parent {}", region.code, region.parent));
    }
    if (region.nominal || region.code == kChina) continue;
    children_[region.parent].push_back(region.code);
    if (region.level == RegionLevel::kCounty && find(city_of(region.code)) != nullptr &&
        city_of(region.code) != region.parent) {
      children_[city_of(region.code)].push_back(region.code);
    }
    todays.emplace(province_of(region.code), utf16(region.name));
    for (auto& entry : spellings(region)) entries.push_back(std::move(entry));
  }
  std::erase_if(entries, [&](NameTrie::Entry const& entry) {
    return entry.sense.rank == NameRank::kVariant && todays.count({province_of(entry.sense.code), entry.name}) != 0;
  });
  // 余杭市 was divided and leads to 杭州; 余杭 alone still means the district that bears the name.
  std::set<std::pair<RegionCode, std::string>> todays_stems;
  for (auto const& region : regions_) todays_stems.emplace(city_of(region.code), region_stem(region.name));
  for (auto const& change : changes_) {
    if (find(change.today) == nullptr) {
      throw bad_table(
          fmt::format("change of {} {} leads to {}, which is no region", change.code, change.name, change.today));
    }
    if (change.code != kUnknownRegion && find(change.code) == nullptr)
      changed_codes_.emplace(change.code, change.today);
    if (change.name.empty()) continue;
    auto const city_before = change.code != kUnknownRegion && region_level(change.code) != RegionLevel::kCounty;
    entries.push_back(
        {utf16(change.name), {change.today, change.within, NameRank::kFormer, false, false, city_before}});
    if (auto const stem = region_stem(change.name);
        !city_before && stem != change.name && stem != region_stem(find(change.today)->name) &&
        todays_stems.count({city_of(change.within), std::string{stem}}) == 0) {
      entries.push_back({utf16(stem), {change.today, change.within, NameRank::kShort, true, false, city_before}});
    }
  }
  names_ = std::make_unique<Names>(std::move(entries));
  for (std::size_t i = 0; i < regions_.size(); ++i) {
    if (regions_[i].nominal) continue;
    names_->by_name.emplace_back(regions_[i].name, i);
    if (!regions_[i].name_en.empty()) names_->by_name.emplace_back(lower(regions_[i].name_en), i);
  }
  std::sort(names_->by_name.begin(), names_->by_name.end());
}

Region const* RegionTable::find(RegionCode code) const {
  auto const it = by_code_.find(code);
  return it == by_code_.end() ? nullptr : &regions_[it->second];
}

ResolvedCode RegionTable::explain_code(RegionCode code) const {
  if (find(code) != nullptr) return {code, CodeMatch::kToday};
  if (auto const it = changed_codes_.find(code); it != changed_codes_.end()) return {it->second, CodeMatch::kChanged};
  if (code == kUnknownRegion) return {};
  if (auto const* city = find(city_of(code)); city != nullptr && !city->nominal) {
    return {city->code, CodeMatch::kEnclosing};
  }
  if (auto const it = changed_codes_.find(city_of(code)); it != changed_codes_.end()) {
    return {it->second, CodeMatch::kEnclosing};
  }
  if (find(province_of(code)) != nullptr) return {province_of(code), CodeMatch::kEnclosing};
  return {};
}

RegionCode RegionTable::resolve_code(std::string_view six_digits) const {
  if (six_digits.size() != 6) return kUnknownRegion;
  RegionCode code = 0;
  for (auto const c : six_digits) {
    if (c < '0' || c > '9') return kUnknownRegion;
    code = code * 10 + static_cast<RegionCode>(c - '0');
  }
  return resolve_code(code);
}

RegionInText RegionTable::find_in_text(std::string_view utf8, RegionCode within) const {
  return RegionReading{names_->trie, utf8, within}.read();
}

std::vector<RegionCode> const& RegionTable::children(RegionCode code) const {
  static std::vector<RegionCode> const none;
  auto const it = children_.find(code);
  return it == children_.end() ? none : it->second;
}

std::vector<Region const*> RegionTable::path(RegionCode code) const {
  std::vector<Region const*> out;
  for (auto const* region = find(code); region != nullptr && region->code != kChina; region = find(region->parent)) {
    if (!region->nominal || out.empty()) out.push_back(region);
  }
  std::reverse(out.begin(), out.end());
  // A nominal prefecture that was asked for itself stays; 北京市 / 北京市 says the same twice.
  if (out.size() == 2 && out[1]->nominal && out[0]->name == out[1]->name) out.pop_back();
  return out;
}

std::string RegionTable::path_name(RegionCode code) const {
  if (auto const* region = find(code); region != nullptr && code == kChina) return region->name;
  std::string out;
  for (auto const* region : path(code)) {
    if (!out.empty()) out += " / ";
    out += region->name;
  }
  return out;
}

std::vector<Region const*> RegionTable::search(std::string_view prefix, std::size_t limit) const {
  auto const wanted = lower(prefix);
  std::vector<Region const*> out;
  if (wanted.empty()) return out;
  auto const& names = names_->by_name;
  for (auto it = std::lower_bound(names.begin(), names.end(), std::pair{wanted, std::size_t{0}});
       it != names.end() && it->first.starts_with(wanted); ++it) {
    out.push_back(&regions_[it->second]);
  }
  // Who types 九台市 means what it is called today.
  for (auto const& change : changes_) {
    if (!change.name.starts_with(wanted)) continue;
    if (auto const* const today = find(change.today)) out.push_back(today);
  }
  std::sort(out.begin(), out.end(), [](Region const* a, Region const* b) {
    return std::pair{a->level, a->code} < std::pair{b->level, b->code};
  });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > limit) out.resize(limit);
  return out;
}

}  // namespace lianzhao
