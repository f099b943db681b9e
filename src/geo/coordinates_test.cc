#include "geo/coordinates.h"

#include <gtest/gtest.h>

namespace lianzhao::geo {
namespace {

// Test values published with googollee/eviltransform (MIT).
TEST(Coordinates, gcj02_agrees_with_published_values) {
  struct Row {
    LatLon wgs, gcj;
  };
  for (auto const& row : {Row{{31.1774276, 121.5272106}, {31.17530398364597, 121.531541859215}},
                          Row{{22.543847, 113.912316}, {22.540796131694766, 113.9171764808363}},
                          Row{{39.911954, 116.377817}, {39.91334545536069, 116.38404722455657}}}) {
    auto const there = from_wgs84(row.wgs, CoordinateSystem::kGcj02);
    EXPECT_NEAR(there.lat, row.gcj.lat, 1e-6);
    EXPECT_NEAR(there.lon, row.gcj.lon, 1e-6);
    auto const back = to_wgs84(row.gcj, CoordinateSystem::kGcj02);
    EXPECT_NEAR(back.lat, row.wgs.lat, 1e-6);
    EXPECT_NEAR(back.lon, row.wgs.lon, 1e-6);
  }
}

// Test values published with wandergis/coordtransform (MIT).
TEST(Coordinates, bd09_agrees_with_published_values) {
  auto const bd = from_wgs84(to_wgs84({39.915, 116.404}, CoordinateSystem::kGcj02), CoordinateSystem::kBd09);
  EXPECT_NEAR(bd.lat, 39.92133699351022, 1e-6);
  EXPECT_NEAR(bd.lon, 116.41036949371029, 1e-6);
  auto const gcj = from_wgs84(to_wgs84({39.915, 116.404}, CoordinateSystem::kBd09), CoordinateSystem::kGcj02);
  EXPECT_NEAR(gcj.lat, 39.90865673957631, 1e-6);
  EXPECT_NEAR(gcj.lon, 116.39762729119315, 1e-6);
}

TEST(Coordinates, a_way_there_and_back_ends_where_it_began) {
  for (auto lat = 18.5; lat < 53; lat += 3.7) {
    for (auto lon = 74.0; lon < 135; lon += 5.3) {
      for (auto const system : {CoordinateSystem::kWgs84, CoordinateSystem::kGcj02, CoordinateSystem::kBd09}) {
        auto const back = to_wgs84(from_wgs84({lat, lon}, system), system);
        // The published inverse of BD-09 is itself only good to some centimetres.
        EXPECT_LT(distance_m({lat, lon}, back), system == CoordinateSystem::kBd09 ? 2.0 : 0.01);
      }
    }
  }
}

TEST(Coordinates, nothing_is_shifted_abroad) {
  auto const paris = LatLon{48.85, 2.35};
  EXPECT_EQ(to_wgs84(paris, CoordinateSystem::kBd09).lat, paris.lat);
  EXPECT_EQ(from_wgs84(paris, CoordinateSystem::kGcj02).lon, paris.lon);
}

TEST(Coordinates, names_of_systems_are_read) {
  EXPECT_EQ(coordinate_system_from("gcj02"), CoordinateSystem::kGcj02);
  EXPECT_FALSE(coordinate_system_from("GCJ").has_value());
}

}  // namespace
}  // namespace lianzhao::geo
