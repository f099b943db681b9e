#pragma once

#include <vector>

#include "geo/distance.h"

namespace lianzhao::geo {

/// A closed line; the last point need not repeat the first.
using Ring = std::vector<LatLon>;

/// The first ring is the outline, the others are holes.
using Polygon = std::vector<Ring>;
using MultiPolygon = std::vector<Polygon>;

/// Whether the point lies in the outline and in no hole; even-odd rule on plain degrees. Points on an edge may fall to
/// either side. Not for shapes across the date line or around a pole.
bool contains(Polygon const&, LatLon);
bool contains(MultiPolygon const&, LatLon);

/// Area in m² on the sphere of distance_m, holes taken off; independent of the direction of the rings.
/// Source: Chamberlain & Duquette (2007), Some Algorithms for Polygons on a Sphere, JPL 07-03.
double area_m2(Ring const&);
double area_m2(Polygon const&);
double area_m2(MultiPolygon const&);

/// A point that lies inside the largest part: the middle of the widest span on the line half way between its southern
/// and northern end. Label points are put there. {0, 0} for an empty shape.
LatLon inner_point(MultiPolygon const&);

}  // namespace lianzhao::geo
