#include "ingest/zone_reader.h"

#include <gtest/gtest.h>

#include "ingest/region_reader.h"
#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {
namespace {

std::vector<Zone> demo() {
  auto const file = std::filesystem::path{LIANZHAO_SOURCE_DIR} / "demo/zones.yaml";
  return read_zones(read_file(file), "zones.yaml", region_table());
}

Enterprise at(std::string const& address) {
  Enterprise enterprise;
  enterprise.name = "甲";
  enterprise.address = address;
  enterprise.region_code = region_table().resolve_text(address, 220000);
  return enterprise;
}

TEST(ZoneReader, the_three_zones_of_the_demo_tell_their_own_addresses) {
  auto const zones = demo();
  ASSERT_EQ(zones.size(), 3U);
  auto const inside = [&](std::size_t zone, std::string const& address) {
    return zone_contains(zones.at(zone), at(address)).inside;
  };
  EXPECT_TRUE(inside(0, "长春市高新技术产业开发区硅谷大街1198号"));
  EXPECT_TRUE(inside(0, "吉林省长春市朝阳区高新区飞跃路268号"));
  EXPECT_TRUE(inside(0, "长春市北湖科技开发区盛北大街3333号"));
  EXPECT_FALSE(inside(0, "长春净月高新技术产业开发区福祉大路"));
  EXPECT_FALSE(inside(0, "吉林市高新区深圳街86号"));
  EXPECT_FALSE(inside(0, "长春市经济技术开发区威海路600号"));
  EXPECT_TRUE(inside(1, "吉林省通化市通化医药高新区康宁大街1号"));
  EXPECT_FALSE(inside(1, "梅河口高新技术产业开发区北环西路"));
  EXPECT_TRUE(inside(2, "梅河口高新技术产业开发区北环西路"));
  EXPECT_TRUE(inside(2, "吉林省梅河口市高新区建国路"));
  EXPECT_FALSE(inside(2, "通化市梅河口市新华街"));
  for (auto const& zone : zones) {
    EXPECT_FALSE(zone.sources.empty()) << zone.id;
    EXPECT_EQ(zone.chains.at(0), "biomedicine") << zone.id;
    EXPECT_NE(region_table().find(zone.seat), nullptr) << zone.id;
  }
}

TEST(ZoneReader, abolished_codes_are_resolved) {
  auto const zones = read_zones("zones: [{id: a, name: 甲, regions: [220381]}]", "z.yaml", region_table());
  EXPECT_EQ(zones.at(0).regions, std::vector<RegionCode>{220184});
  EXPECT_EQ(zones.at(0).seat, 220184U);
}

TEST(ZoneReader, a_mistake_is_named_with_its_line_and_way_out) {
  auto const fails = [](std::string_view yaml, std::string_view part) {
    try {
      read_zones(yaml, "z.yaml", region_table());
      ADD_FAILURE() << yaml;
    } catch (Failure const& failure) {
      EXPECT_EQ(failure.error().code, "bad_zones");
      EXPECT_NE(failure.error().message.find(part), std::string::npos) << failure.error().message;
    }
  };
  fails("[]", "zones");
  fails("zones:\n  - {id: a, name: 甲}\n", "z.yaml:2: nothing can belong to a");
  fails("zones:\n  - {id: A, name: 甲, patterns: [x]}\n", "lower-case");
  fails("zones:\n  - {id: a, name: 甲, patterns: [x], colour: red}\n", "known are id");
  fails("zones:\n  - {id: a, name: 甲, regions: [220599]}\n", "220599");
  fails("zones:\n  - {id: a, name: 甲, patterns: [x], level: big}\n", "national");
  fails("zones:\n  - {id: a, name: 甲, patterns: [x], point: [43, 125]}\n", "longitude");
  fails("zones:\n  - {id: a, name: 甲, patterns: [x]}\n  - {id: a, name: 乙, patterns: [x]}\n",
        "z.yaml:3: the id a is there twice");
  fails("zones: [{id: a, name: [", "z.yaml:1");
}

}  // namespace
}  // namespace lianzhao::ingest
