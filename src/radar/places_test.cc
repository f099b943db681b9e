#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "domain/region_table.h"
#include "radar/article.h"
#include "radar/events.h"

namespace lianzhao::radar {

namespace {

RegionTable const& regions() {
  static RegionTable const kTable = [] {
    std::vector<Region> all;
    auto const add = [&](RegionCode code, RegionCode parent, RegionLevel level, char const* name,
                         bool nominal = false) {
      Region region;
      region.code = code;
      region.parent = parent;
      region.level = level;
      region.name = name;
      region.nominal = nominal;
      all.push_back(region);
    };
    add(kChina, kUnknownRegion, RegionLevel::kCountry, "中国");
    add(110000, kChina, RegionLevel::kProvince, "北京市");
    add(110100, 110000, RegionLevel::kCity, "市辖区", true);
    add(110105, 110100, RegionLevel::kCounty, "朝阳区");
    add(220000, kChina, RegionLevel::kProvince, "吉林省");
    add(220100, 220000, RegionLevel::kCity, "长春市");
    add(220104, 220100, RegionLevel::kCounty, "朝阳区");
    add(320000, kChina, RegionLevel::kProvince, "江苏省");
    add(320100, 320000, RegionLevel::kCity, "南京市");
    add(320106, 320100, RegionLevel::kCounty, "鼓楼区");
    add(320300, 320000, RegionLevel::kCity, "徐州市");
    add(320302, 320300, RegionLevel::kCounty, "鼓楼区");
    add(350000, kChina, RegionLevel::kProvince, "福建省");
    add(350100, 350000, RegionLevel::kCity, "福州市");
    add(350102, 350100, RegionLevel::kCounty, "鼓楼区");
    return RegionTable{std::move(all), {}};
  }();
  return kTable;
}

ProjectEvent event_of(std::string text, std::string title = {}) {
  Article article;
  article.found = true;
  article.title = std::move(title);
  article.text = std::move(text);
  article.published = "2023-07-20";
  auto events = find_events(article, &regions());
  EXPECT_EQ(events.size(), 1U) << article.text;
  return events.empty() ? ProjectEvent{} : events.front();
}

using Codes = std::vector<RegionCode>;

std::string place_words(ProjectEvent const& event) {
  for (auto const& e : event.evidence) {
    if (e.field == "place") return e.text;
  }
  return {};
}

}  // namespace

TEST(places, a_name_that_several_counties_bear_is_offered_and_not_guessed) {
  auto const event = event_of("7月18日，总投资5亿元的云澜新材料项目在朝阳区开工。");
  EXPECT_EQ(event.region_code, kUnknownRegion);
  EXPECT_EQ(event.place_candidates, (Codes{110105, 220104}));
  EXPECT_EQ(place_words(event), "朝阳区");
  EXPECT_TRUE(event.place_name.empty());
}

TEST(places, what_the_article_names_elsewhere_decides) {
  auto const event = event_of("长春今年项目建设提速。\n7月18日，总投资5亿元的云澜新材料项目在朝阳区开工。");
  EXPECT_EQ(event.region_code, 220104U);
  EXPECT_TRUE(event.place_candidates.empty());
  EXPECT_EQ(event.place_name, "朝阳区");
  EXPECT_EQ(event_of("总投资5亿元的云澜新材料项目在朝阳区开工。", "长春市重大项目集中开工").region_code, 220104U);
  EXPECT_EQ(event_of("总投资5亿元的云澜新材料项目在长春市朝阳区开工。").region_code, 220104U);
}

TEST(places, of_several_in_one_province_only_these_are_offered) {
  auto const event = event_of("总投资5亿元的云澜新材料项目在鼓楼区开工。", "江苏省重大项目集中开工");
  EXPECT_EQ(event.region_code, 320000U);
  EXPECT_EQ(event.place_candidates, (Codes{320106, 320302}));
}

TEST(places, what_only_looks_like_such_a_name_is_none) {
  EXPECT_TRUE(event_of("总投资5亿元的云澜新材料项目开工，其鼓楼区域改造同步进行。").place_candidates.empty());
  EXPECT_TRUE(event_of("总投资5亿元的云澜新材料项目由朝阳区建设有限公司投资，现已开工。").place_candidates.empty());
}

}  // namespace lianzhao::radar
