#include "domain/region.h"

#include <gtest/gtest.h>

namespace lianzhao {
namespace {

TEST(Region, a_code_tells_its_level) {
  EXPECT_EQ(region_level(kChina), RegionLevel::kCountry);
  EXPECT_EQ(region_level(220000), RegionLevel::kProvince);
  EXPECT_EQ(region_level(220500), RegionLevel::kCity);
  EXPECT_EQ(region_level(220581), RegionLevel::kCounty);
}

TEST(Region, contains_follows_the_code) {
  EXPECT_TRUE(region_contains(kChina, 220581));
  EXPECT_TRUE(region_contains(220000, 220581));
  EXPECT_TRUE(region_contains(220500, 220581));
  EXPECT_TRUE(region_contains(220581, 220581));
  EXPECT_FALSE(region_contains(220581, 220500));
  EXPECT_FALSE(region_contains(220400, 220581));
  EXPECT_FALSE(region_contains(kChina, kUnknownRegion));
  EXPECT_FALSE(region_contains(110000, kChina));
}

}  // namespace
}  // namespace lianzhao
