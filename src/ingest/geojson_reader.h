#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "domain/region.h"
#include "geo/coordinates.h"
#include "geo/polygon.h"

namespace lianzhao::ingest {

struct GeoJsonLimits {
  std::size_t bytes = std::size_t{256} << 20;
  std::size_t features = 10'000;
  std::size_t points = 5'000'000;  ///< of the whole file
};

/// A feature with an area (Polygon, MultiPolygon) in WGS-84.
struct GeoFeature {
  std::size_t index = 0;  ///< position in the file, from 0
  RegionCode code =
      kUnknownRegion;       ///< as given: `id`, else properties.adcode, code, gb (156…) or id; may be abolished
  std::string name;         ///< properties.name; may be empty
  geo::MultiPolygon shape;  ///< closed rings of at least four points
};

/// A feature that was refused, and why.
struct GeoProblem {
  std::size_t index = 0;
  std::string reason;  ///< "no_code", "bad_geometry", "outside_china"
  std::string message;
};

struct GeoJson {
  std::vector<GeoFeature> features;
  std::vector<GeoProblem> problems;
  std::size_t read = 0;  ///< features.size() + problems.size()
};

/// Reads a FeatureCollection (or one Feature) as RFC 7946 has it. Longitude comes first there; a file that has them
/// swapped is refused feature by feature as outside China (70–140° E, 0–60° N).
/// @throws Failure "bad_geojson" when it is none, "file_too_large" beyond a limit.
GeoJson read_geojson(std::string_view json, geo::CoordinateSystem from = geo::CoordinateSystem::kWgs84,
                     GeoJsonLimits const& limits = {});

}  // namespace lianzhao::ingest
