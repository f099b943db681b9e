#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "geo/distance.h"

namespace lianzhao::geo {

/// Systems that Chinese sources give coordinates in.
enum class CoordinateSystem : std::uint8_t {
  kWgs84,  ///< GPS, 天地图 (CGCS2000 differs by centimetres)
  kGcj02,  ///< 高德, 腾讯: shifted by some hundred metres inside China
  kBd09,   ///< 百度: GCJ-02 shifted once more
};

/// "wgs84", "gcj02", "bd09".
std::optional<CoordinateSystem> coordinate_system_from(std::string_view);

/// Degrees in WGS-84. Points outside the rectangle 72.004–137.8347° E, 0.8293–55.8271° N come back as they are: GCJ-02
/// shifts nothing there. The inverse is solved by iteration to 1e-9 degrees, far below what the sources are good for.
/// Source: the public reconstruction of GCJ-02 (googollee/eviltransform, MIT; its test values are this module's).
LatLon to_wgs84(LatLon, CoordinateSystem from);
LatLon from_wgs84(LatLon, CoordinateSystem to);

}  // namespace lianzhao::geo
