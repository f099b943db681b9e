#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

/// A code in digits without China's number of ISO 3166 before it: 156220581 is 220581.
constexpr std::string_view without_country(std::string_view digits) {
  return digits.size() == 9 && digits.starts_with("156") ? digits.substr(3) : digits;
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

/// How good a region's centre point is, from the best to none.
enum class PointPrecision : std::uint8_t {
  kSeat,    ///< the seat of its government
  kPlace,   ///< a populated place of its name inside its prefecture
  kShape,   ///< the label point of a schematic shape
  kParent,  ///< the point of the region above it: good for a map of the province, not of the city
  kNone,    ///< unknown; longitude and latitude are 0
};

/// "seat", "place", "shape", "parent", "none": the spelling of the table and of JSON.
std::string_view point_precision_name(PointPrecision);
std::optional<PointPrecision> point_precision_from(std::string_view);

/// Municipalities (北京, 天津, 上海, 重庆), 台湾, 香港 and 澳门 have no prefectures: they stand beside prefectures
/// themselves.
constexpr bool without_prefectures(RegionCode code) {
  auto const province = code / 10000;
  return province == 11 || province == 12 || province == 31 || province == 50 || province == 71 || province == 81 ||
         province == 82;
}

/// The region of `level` that `code` lies in, where regions of one level tile the country: at kCity municipalities
/// stand for themselves, and so do counties run by a province (429004). A code known less deeply than `level` is
/// returned as it is.
constexpr RegionCode region_at_level(RegionCode code, RegionLevel level) {
  if (code == kUnknownRegion) return code;
  switch (level) {
    case RegionLevel::kCountry:
      return kChina;
    case RegionLevel::kProvince:
      return province_of(code);
    case RegionLevel::kCity:
      if (without_prefectures(code)) return province_of(code);
      return code / 100 % 100 == 90 ? code : city_of(code);
    case RegionLevel::kCounty:
      break;
  }
  return code;
}

/// Whether `code` is one of the regions that tile the country at `level`.
constexpr bool tiles_level(RegionCode code, RegionLevel level) {
  if (code == kUnknownRegion || region_at_level(code, level) != code) return false;
  if (level == RegionLevel::kCity && (without_prefectures(code) || code / 100 % 100 == 90)) return true;
  return region_level(code) == level;
}

struct Region {
  RegionCode code = kUnknownRegion;
  RegionCode parent = kUnknownRegion;  ///< kChina for provinces, kUnknownRegion for China itself; counties under a
                                       ///< nominal prefecture have their province as parent
  RegionLevel level = RegionLevel::kCounty;
  std::string name;      ///< 梅河口市
  std::string name_en;   ///< Meihekou; empty where not known
  double longitude = 0;  ///< centre point, degrees WGS-84; 0,0 when unknown
  double latitude = 0;
  PointPrecision precision = PointPrecision::kNone;
  /// A prefecture that exists on paper only (110100 市辖区, 429000 省直辖): counts can be kept by it, paths, children
  /// and texts leave it out.
  bool nominal = false;
};

}  // namespace lianzhao
