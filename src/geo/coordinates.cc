#include "geo/coordinates.h"

#include <cmath>
#include <numbers>

namespace lianzhao::geo {

namespace {

constexpr double kPi = std::numbers::pi;
// Krasovsky 1940, the ellipsoid that the shift is computed on.
constexpr double kAxis = 6378245.0;
constexpr double kEccentricity2 = 0.00669342162296594323;

bool shifted(LatLon point) {
  return point.lon >= 72.004 && point.lon <= 137.8347 && point.lat >= 0.8293 && point.lat <= 55.8271;
}

/// The waves of the shift that latitude and longitude have in common, in metres.
double waves(double t) {
  return (20.0 * std::sin(6.0 * t * kPi) + 20.0 * std::sin(2.0 * t * kPi)) * 2.0 / 3.0;
}

LatLon shift(LatLon point) {
  auto const x = point.lon - 105.0;
  auto const y = point.lat - 35.0;
  auto const root = std::sqrt(std::abs(x));
  auto north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves(x);
  north += (20.0 * std::sin(y * kPi) + 40.0 * std::sin(y / 3.0 * kPi)) * 2.0 / 3.0;
  north += (160.0 * std::sin(y / 12.0 * kPi) + 320.0 * std::sin(y / 30.0 * kPi)) * 2.0 / 3.0;
  auto east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves(x);
  east += (20.0 * std::sin(x * kPi) + 40.0 * std::sin(x / 3.0 * kPi)) * 2.0 / 3.0;
  east += (150.0 * std::sin(x / 12.0 * kPi) + 300.0 * std::sin(x / 30.0 * kPi)) * 2.0 / 3.0;

  auto const latitude = point.lat / 180.0 * kPi;
  auto const sine = std::sin(latitude);
  auto const m = 1.0 - kEccentricity2 * sine * sine;
  auto const root_m = std::sqrt(m);
  return {north * 180.0 / (kAxis * (1.0 - kEccentricity2) / (m * root_m) * kPi),
          east * 180.0 / (kAxis / root_m * std::cos(latitude) * kPi)};
}

LatLon gcj_from_wgs(LatLon point) {
  if (!shifted(point)) return point;
  auto const by = shift(point);
  return {point.lat + by.lat, point.lon + by.lon};
}

LatLon wgs_from_gcj(LatLon point) {
  if (!shifted(point)) return point;
  auto guess = point;
  // The shift changes slowly (a contraction), so each round wins three digits.
  for (auto round = 0; round < 20; ++round) {
    auto const there = gcj_from_wgs(guess);
    auto const lat_off = there.lat - point.lat;
    auto const lon_off = there.lon - point.lon;
    guess = {guess.lat - lat_off, guess.lon - lon_off};
    if (std::abs(lat_off) < 1e-9 && std::abs(lon_off) < 1e-9) break;
  }
  return guess;
}

constexpr double kBdWave = kPi * 3000.0 / 180.0;

LatLon bd_from_gcj(LatLon point) {
  auto const radius = std::hypot(point.lon, point.lat) + 0.00002 * std::sin(point.lat * kBdWave);
  auto const angle = std::atan2(point.lat, point.lon) + 0.000003 * std::cos(point.lon * kBdWave);
  return {radius * std::sin(angle) + 0.006, radius * std::cos(angle) + 0.0065};
}

LatLon gcj_from_bd(LatLon point) {
  auto const x = point.lon - 0.0065;
  auto const y = point.lat - 0.006;
  auto const radius = std::hypot(x, y) - 0.00002 * std::sin(y * kBdWave);
  auto const angle = std::atan2(y, x) - 0.000003 * std::cos(x * kBdWave);
  return {radius * std::sin(angle), radius * std::cos(angle)};
}

}  // namespace

std::optional<CoordinateSystem> coordinate_system_from(std::string_view text) {
  if (text == "wgs84") return CoordinateSystem::kWgs84;
  if (text == "gcj02") return CoordinateSystem::kGcj02;
  if (text == "bd09") return CoordinateSystem::kBd09;
  return std::nullopt;
}

LatLon to_wgs84(LatLon point, CoordinateSystem from) {
  switch (from) {
    case CoordinateSystem::kWgs84:
      return point;
    case CoordinateSystem::kGcj02:
      return wgs_from_gcj(point);
    case CoordinateSystem::kBd09:
      return shifted(point) ? wgs_from_gcj(gcj_from_bd(point)) : point;
  }
  return point;
}

LatLon from_wgs84(LatLon point, CoordinateSystem to) {
  switch (to) {
    case CoordinateSystem::kWgs84:
      return point;
    case CoordinateSystem::kGcj02:
      return gcj_from_wgs(point);
    case CoordinateSystem::kBd09:
      return shifted(point) ? bd_from_gcj(gcj_from_wgs(point)) : point;
  }
  return point;
}

}  // namespace lianzhao::geo
