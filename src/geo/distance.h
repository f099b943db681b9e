#pragma once

namespace lianzhao::geo {

/// Degrees, WGS-84.
struct LatLon {
  double lat = 0;
  double lon = 0;
};

/// Great-circle distance in metres on a sphere of the mean earth radius 6,371,008.8 m (IUGG); off the ellipsoid by at
/// most 0.56 %. Source: haversine formula, Sinnott (1984), Sky and Telescope 68(2), 159.
double distance_m(LatLon a, LatLon b);

}  // namespace lianzhao::geo
