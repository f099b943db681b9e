#include "geo/distance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lianzhao::geo {

double distance_m(LatLon a, LatLon b) {
  constexpr double kRadiusM = 6'371'008.8;
  constexpr double kRadians = std::numbers::pi / 180;
  auto const half_lat = std::sin((b.lat - a.lat) * kRadians / 2);
  auto const half_lon = std::sin((b.lon - a.lon) * kRadians / 2);
  auto const h = half_lat * half_lat + std::cos(a.lat * kRadians) * std::cos(b.lat * kRadians) * half_lon * half_lon;
  // Rounding may push h just past 1 for antipodes.
  return 2 * kRadiusM * std::asin(std::sqrt(std::min(h, 1.0)));
}

}  // namespace lianzhao::geo
