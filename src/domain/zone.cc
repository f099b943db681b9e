#include "domain/zone.h"

#include <algorithm>
#include <array>
#include <utility>

namespace lianzhao {

namespace {

constexpr std::array<std::pair<ZoneLevel, std::string_view>, 4> kLevels{{{ZoneLevel::kNational, "national"},
                                                                         {ZoneLevel::kProvincial, "provincial"},
                                                                         {ZoneLevel::kCity, "city"},
                                                                         {ZoneLevel::kCounty, "county"}}};

bool names(std::unordered_set<std::string> const& list, Enterprise const& enterprise) {
  if (list.empty()) return false;
  return list.count(enterprise.enterprise_key) != 0 || list.count(enterprise.name) != 0 ||
         (!enterprise.credit_code.empty() && list.count(enterprise.credit_code) != 0);
}

bool may_lie(std::vector<RegionCode> const& within, RegionCode region) {
  if (within.empty()) return true;
  return std::any_of(within.begin(), within.end(), [&](RegionCode place) {
    return region_contains(place, region) || region_contains(region, place);
  });
}

}  // namespace

std::string_view zone_level_name(ZoneLevel level) {
  for (auto const& [value, name] : kLevels) {
    if (value == level) return name;
  }
  return "provincial";
}

std::optional<ZoneLevel> zone_level_from(std::string_view text) {
  for (auto const& [value, name] : kLevels) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::string_view zone_reason_name(ZoneReason reason) {
  constexpr std::array<std::string_view, 5> kNames{"listed", "address", "region", "excluded", "none"};
  return kNames.at(static_cast<std::size_t>(reason));
}

std::string_view location_precision_name(LocationPrecision precision) {
  constexpr std::array<std::string_view, 5> kNames{"unknown", "province", "city", "county", "zone"};
  return kNames.at(static_cast<std::size_t>(precision));
}

LocationPrecision location_precision(RegionCode region) {
  if (region == kUnknownRegion || region == kChina) return LocationPrecision::kUnknown;
  switch (region_level(region)) {
    case RegionLevel::kProvince:
      return LocationPrecision::kProvince;
    case RegionLevel::kCity:
      return LocationPrecision::kCity;
    case RegionLevel::kCounty:
      return LocationPrecision::kCounty;
    case RegionLevel::kCountry:
      break;
  }
  return LocationPrecision::kUnknown;
}

ZoneMembership zone_contains(Zone const& zone, Enterprise const& enterprise) {
  ZoneMembership out;
  out.precision = location_precision(enterprise.region_code);
  if (names(zone.unlisted, enterprise)) {
    out.reason = ZoneReason::kListed;
    return out;
  }
  if (names(zone.listed, enterprise)) {
    out.inside = true;
    out.reason = ZoneReason::kListed;
    out.precision = LocationPrecision::kZone;
    return out;
  }
  if (std::any_of(zone.regions.begin(), zone.regions.end(),
                  [&](RegionCode region) { return region_contains(region, enterprise.region_code); })) {
    out.inside = true;
    out.reason = ZoneReason::kRegion;
    return out;
  }
  if (enterprise.region_code == kUnknownRegion || !may_lie(zone.within, enterprise.region_code)) return out;
  // The longest pattern is shown: 通化医药高新 rather than 高新区.
  std::size_t longest = 0;
  for (auto const& pattern : zone.patterns) {
    auto const at = pattern.size() > longest ? enterprise.address.find(pattern) : std::string::npos;
    if (at == std::string::npos) continue;
    longest = pattern.size();
    out.begin = at;
    out.end = at + pattern.size();
  }
  if (longest == 0) return out;
  for (auto const& word : zone.exclude) {
    auto const at = enterprise.address.find(word);
    if (at == std::string::npos) continue;
    out.reason = ZoneReason::kExcluded;
    out.begin = at;
    out.end = at + word.size();
    return out;
  }
  out.inside = true;
  out.reason = ZoneReason::kAddress;
  out.precision = LocationPrecision::kZone;
  return out;
}

}  // namespace lianzhao
