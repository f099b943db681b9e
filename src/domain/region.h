#pragma once

#include <cstdint>
#include <string>

namespace lianzhao {

/// Six-digit code of GB/T 2260, e.g. 220581 (梅河口市). Provinces end in 0000, prefectures in 00. 0 is unknown.
using RegionCode = std::uint32_t;

inline constexpr RegionCode kChina = 100000;  ///< the whole country, above the provinces
inline constexpr RegionCode kUnknownRegion = 0;

enum class RegionLevel : std::uint8_t { kCountry, kProvince, kCity, kCounty };

constexpr RegionCode province_of(RegionCode code) {
  return code / 10000 * 10000;
}
constexpr RegionCode city_of(RegionCode code) {
  return code / 100 * 100;
}

constexpr RegionLevel region_level(RegionCode code) {
  if (code == kChina) return RegionLevel::kCountry;
  if (code % 10000 == 0) return RegionLevel::kProvince;
  return code % 100 == 0 ? RegionLevel::kCity : RegionLevel::kCounty;
}

/// Whether `inner` is `outer` or lies in it. Holds for today's codes of GB/T 2260; kUnknownRegion lies nowhere, not
/// even in kChina. Counties run by a province directly (e.g. 429004) lie in the province and in their own
/// pseudo-prefecture (429000).
constexpr bool region_contains(RegionCode outer, RegionCode inner) {
  if (inner == kUnknownRegion || outer == kUnknownRegion) return false;
  switch (region_level(outer)) {
    case RegionLevel::kCountry:
      return true;
    case RegionLevel::kProvince:
      return province_of(inner) == outer && inner != kChina;
    case RegionLevel::kCity:
      return city_of(inner) == outer;
    case RegionLevel::kCounty:
      return inner == outer;
  }
  return false;
}

struct Region {
  RegionCode code = kUnknownRegion;
  RegionCode parent = kUnknownRegion;  ///< kChina for provinces, kUnknownRegion for China itself
  RegionLevel level = RegionLevel::kCounty;
  std::string name;      ///< 梅河口市
  std::string name_en;   ///< Meihekou; empty where not known
  double longitude = 0;  ///< centre point, degrees WGS-84; 0,0 when unknown
  double latitude = 0;
};

}  // namespace lianzhao
