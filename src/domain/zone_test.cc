#include "domain/zone.h"

#include <gtest/gtest.h>

namespace lianzhao {
namespace {

Zone new_area() {
  Zone zone;
  zone.id = "z";
  zone.within = {220104, 220103};
  zone.patterns = {"高新区", "长春高新区", "北湖科技开发区"};
  zone.exclude = {"净月"};
  zone.regions = {220113};
  zone.listed = {"91220101MA0Y0Y0Y0Y", "某某药业有限公司"};
  zone.unlisted = {"h:1"};
  return zone;
}

Enterprise at(RegionCode region, std::string address) {
  Enterprise enterprise;
  enterprise.enterprise_key = "h:9";
  enterprise.name = "甲";
  enterprise.region_code = region;
  enterprise.address = std::move(address);
  return enterprise;
}

TEST(Zone, a_pattern_counts_in_its_districts_and_shows_the_longest_words) {
  auto const found = zone_contains(new_area(), at(220104, "吉林省长春高新区硅谷大街1号"));
  EXPECT_TRUE(found.inside);
  EXPECT_EQ(found.reason, ZoneReason::kAddress);
  EXPECT_EQ(found.precision, LocationPrecision::kZone);
  EXPECT_EQ(found.begin, 9U);
  EXPECT_EQ(found.end, 9U + 15U);
}

TEST(Zone, a_city_known_only_as_a_whole_may_hold_it_and_another_city_may_not) {
  EXPECT_TRUE(zone_contains(new_area(), at(220100, "高新区硅谷大街")).inside);
  EXPECT_TRUE(zone_contains(new_area(), at(220000, "高新区硅谷大街")).inside);
  EXPECT_FALSE(zone_contains(new_area(), at(220200, "高新区深圳街")).inside);
  EXPECT_FALSE(zone_contains(new_area(), at(220102, "高新区")).inside);
  auto const unknown = zone_contains(new_area(), at(kUnknownRegion, "高新区硅谷大街"));
  EXPECT_FALSE(unknown.inside);
  EXPECT_EQ(unknown.precision, LocationPrecision::kUnknown);
}

TEST(Zone, an_excluding_word_takes_a_pattern_back) {
  auto const found = zone_contains(new_area(), at(220104, "净月高新区福祉大路"));
  EXPECT_FALSE(found.inside);
  EXPECT_EQ(found.reason, ZoneReason::kExcluded);
  EXPECT_EQ(found.precision, LocationPrecision::kCounty);
}

TEST(Zone, a_region_of_the_zone_needs_no_address) {
  auto const found = zone_contains(new_area(), at(220113, ""));
  EXPECT_TRUE(found.inside);
  EXPECT_EQ(found.reason, ZoneReason::kRegion);
  EXPECT_EQ(found.precision, LocationPrecision::kCounty);
}

TEST(Zone, the_list_by_hand_has_the_last_word) {
  auto named = at(110105, "北京市朝阳区");
  named.name = "某某药业有限公司";
  EXPECT_TRUE(zone_contains(new_area(), named).inside);
  auto taken_out = at(220113, "");
  taken_out.enterprise_key = "h:1";
  auto const found = zone_contains(new_area(), taken_out);
  EXPECT_FALSE(found.inside);
  EXPECT_EQ(found.reason, ZoneReason::kListed);
}

TEST(Zone, names_of_levels_go_both_ways) {
  for (auto const level : {ZoneLevel::kNational, ZoneLevel::kProvincial, ZoneLevel::kCity, ZoneLevel::kCounty}) {
    EXPECT_EQ(zone_level_from(zone_level_name(level)), level);
  }
  EXPECT_FALSE(zone_level_from("global").has_value());
}

}  // namespace
}  // namespace lianzhao
