#include "geo/polygon.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lianzhao::geo {

namespace {

constexpr double kEarthRadiusM = 6371008.8;

bool in_ring(Ring const& ring, LatLon point) {
  auto inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    auto const& a = ring[i];
    auto const& b = ring[j];
    if ((a.lat > point.lat) != (b.lat > point.lat) &&
        point.lon < (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat) + a.lon) {
      inside = !inside;
    }
  }
  return inside;
}

}  // namespace

bool contains(Polygon const& polygon, LatLon point) {
  if (polygon.empty() || polygon.front().empty() || !in_ring(polygon.front(), point)) return false;
  return std::none_of(polygon.begin() + 1, polygon.end(),
                      [&](Ring const& hole) { return !hole.empty() && in_ring(hole, point); });
}

bool contains(MultiPolygon const& shape, LatLon point) {
  return std::any_of(shape.begin(), shape.end(), [&](Polygon const& polygon) { return contains(polygon, point); });
}

double area_m2(Ring const& ring) {
  if (ring.size() < 3) return 0;
  auto const radians = [](double degrees) { return degrees * std::numbers::pi / 180.0; };
  double sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    auto const& a = ring[i];
    auto const& b = ring[(i + 1) % ring.size()];
    sum += radians(b.lon - a.lon) * (2.0 + std::sin(radians(a.lat)) + std::sin(radians(b.lat)));
  }
  return std::abs(sum) * kEarthRadiusM * kEarthRadiusM / 2.0;
}

double area_m2(Polygon const& polygon) {
  double area = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) area += i == 0 ? area_m2(polygon[i]) : -area_m2(polygon[i]);
  return std::max(area, 0.0);
}

double area_m2(MultiPolygon const& shape) {
  double area = 0;
  for (auto const& polygon : shape) area += area_m2(polygon);
  return area;
}

LatLon inner_point(MultiPolygon const& shape) {
  auto const largest = std::max_element(shape.begin(), shape.end(),
                                        [](Polygon const& a, Polygon const& b) { return area_m2(a) < area_m2(b); });
  if (largest == shape.end() || largest->empty() || largest->front().empty()) return {};
  auto const& outline = largest->front();
  auto const ends = std::minmax_element(outline.begin(), outline.end(),
                                        [](LatLon const& a, LatLon const& b) { return a.lat < b.lat; });
  auto const lat = (ends.first->lat + ends.second->lat) / 2;
  std::vector<double> crossings;
  for (auto const& ring : *largest) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      auto const& a = ring[i];
      auto const& b = ring[(i + 1) % ring.size()];
      if ((a.lat > lat) != (b.lat > lat))
        crossings.push_back((b.lon - a.lon) * (lat - a.lat) / (b.lat - a.lat) + a.lon);
    }
  }
  std::sort(crossings.begin(), crossings.end());
  auto best = LatLon{lat, outline.front().lon};
  double width = -1;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
    if (crossings[i + 1] - crossings[i] > width) {
      width = crossings[i + 1] - crossings[i];
      best.lon = (crossings[i] + crossings[i + 1]) / 2;
    }
  }
  return best;
}

}  // namespace lianzhao::geo
