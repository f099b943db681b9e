#include "geo/polygon.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

namespace lianzhao::geo {
namespace {

// A square of one degree at the equator with a hole in its middle.
Polygon const kSquare{{{0, 0}, {0, 1}, {1, 1}, {1, 0}}, {{0.4, 0.4}, {0.4, 0.6}, {0.6, 0.6}, {0.6, 0.4}}};

TEST(Polygon, holes_are_outside) {
  EXPECT_TRUE(contains(kSquare, {0.2, 0.2}));
  EXPECT_FALSE(contains(kSquare, {0.5, 0.5}));
  EXPECT_FALSE(contains(kSquare, {1.5, 0.5}));
  EXPECT_FALSE(contains(Polygon{}, {0, 0}));
}

// A degree of latitude is R·π/180; at the equator the square is that long on two sides and, on the sphere,
// R²·Δλ·(sin 1° − sin 0°) large.
TEST(Polygon, the_area_of_a_square_degree_is_the_one_on_paper) {
  auto const radius = 6371008.8;
  auto const expected = radius * radius * (std::numbers::pi / 180) * std::sin(std::numbers::pi / 180);
  EXPECT_NEAR(area_m2(kSquare.front()), expected, expected * 1e-9);
  auto reversed = kSquare.front();
  std::reverse(reversed.begin(), reversed.end());
  EXPECT_NEAR(area_m2(reversed), area_m2(kSquare.front()), expected * 1e-12);
  EXPECT_NEAR(area_m2(kSquare), expected * 0.96, expected * 1e-4);
}

TEST(Polygon, the_inner_point_is_inside_whatever_the_shape) {
  auto rng = std::mt19937{20240601};
  auto radius = std::uniform_real_distribution{0.2, 1.0};
  for (auto round = 0; round < 200; ++round) {
    Ring star;
    for (auto i = 0; i < 24; ++i) {
      auto const angle = i * 2 * std::numbers::pi / 24;
      auto const r = radius(rng);
      star.push_back({40 + r * std::sin(angle), 120 + r * std::cos(angle)});
    }
    EXPECT_TRUE(contains(Polygon{star}, inner_point({{star}})));
  }
  EXPECT_EQ(inner_point({}).lat, 0);
}

// Counting points of a grid is the slow way to the same area.
TEST(Polygon, containment_and_area_agree) {
  auto const shape = MultiPolygon{{{{43, 125}, {43.2, 126}, {44, 125.7}, {43.5, 125.4}, {43.9, 125.1}}}};
  auto hits = 0;
  for (auto i = 0; i < 400; ++i) {
    for (auto j = 0; j < 400; ++j) {
      hits += contains(shape, {43 + (i + 0.5) / 400, 125 + (j + 0.5) / 400}) ? 1 : 0;
    }
  }
  auto const box = area_m2(Ring{{43, 125}, {43, 126}, {44, 126}, {44, 125}});
  EXPECT_NEAR(area_m2(shape), box * hits / 160000.0, box * 0.01);
}

}  // namespace
}  // namespace lianzhao::geo
