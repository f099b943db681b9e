#include "geo/distance.h"

#include <numbers>

#include <gtest/gtest.h>

namespace lianzhao::geo {
namespace {

constexpr double kQuarter = 6'371'008.8 * std::numbers::pi / 2;

TEST(Distance, a_quarter_of_the_globe_is_a_quarter_of_its_girth) {
  EXPECT_NEAR(distance_m({0, 0}, {90, 0}), kQuarter, 1e-3);
  EXPECT_NEAR(distance_m({0, 0}, {0, 90}), kQuarter, 1e-3);
  EXPECT_NEAR(distance_m({0, 0}, {0, 180}), 2 * kQuarter, 1e-3);
}

TEST(Distance, is_symmetric_and_zero_only_at_home) {
  LatLon const changchun{43.88, 125.32};
  LatLon const tonghua{41.73, 125.94};
  EXPECT_DOUBLE_EQ(distance_m(changchun, tonghua), distance_m(tonghua, changchun));
  EXPECT_EQ(distance_m(tonghua, tonghua), 0);
  // One degree of latitude is about 111.2 km, so 2.15 degrees and a little east are close to 244 km.
  EXPECT_NEAR(distance_m(changchun, tonghua), 244'000, 2'000);
}

}  // namespace
}  // namespace lianzhao::geo
