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

TEST(Region, at_city_level_municipalities_and_directly_run_counties_stand_for_themselves) {
  EXPECT_EQ(region_at_level(220581, RegionLevel::kCity), 220500U);
  EXPECT_EQ(region_at_level(110101, RegionLevel::kCity), 110000U);
  EXPECT_EQ(region_at_level(429004, RegionLevel::kCity), 429004U);
  EXPECT_EQ(region_at_level(220000, RegionLevel::kCity), 220000U);
  EXPECT_TRUE(tiles_level(220500, RegionLevel::kCity));
  EXPECT_TRUE(tiles_level(110000, RegionLevel::kCity));
  EXPECT_TRUE(tiles_level(429004, RegionLevel::kCity));
  EXPECT_FALSE(tiles_level(220000, RegionLevel::kCity));
  EXPECT_FALSE(tiles_level(220581, RegionLevel::kCity));
  EXPECT_TRUE(tiles_level(220581, RegionLevel::kCounty));
}

}  // namespace
}  // namespace lianzhao
