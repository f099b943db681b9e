#include "ingest/region_reader.h"

#include <ostream>

#include <gtest/gtest.h>

#include "kernel/error.h"

namespace lianzhao::ingest {
namespace {

RegionTable const& table() {
  return region_table();
}

TEST(RegionReader, every_region_lies_in_its_parent_and_every_change_leads_to_a_region) {
  auto provinces = 0;
  for (auto const& region : table().regions()) {
    if (region.code == kChina) continue;
    EXPECT_EQ(region.level, region_level(region.code)) << region.code;
    auto const* parent = table().find(region.parent);
    ASSERT_NE(parent, nullptr) << region.code;
    EXPECT_TRUE(region_contains(parent->code, region.code)) << region.code;
    EXPECT_FALSE(region.name.empty());
    EXPECT_FALSE(region.name_en.empty()) << region.code;
    provinces += region.level == RegionLevel::kProvince ? 1 : 0;
  }
  EXPECT_EQ(provinces, 34);
  for (auto const& change : table().changes()) EXPECT_NE(table().find(change.today), nullptr) << change.code;
}

TEST(RegionReader, abolished_and_moved_codes_lead_to_todays_region) {
  EXPECT_EQ(table().resolve_code(220381), 220184U);  // 公主岭 moved from 四平 to 长春 in 2020
  EXPECT_EQ(table().resolve_code(220181), 220113U);  // 九台市 became a district
  EXPECT_EQ(table().resolve_code(513321), 513301U);  // 康定
  EXPECT_EQ(table().resolve_code(371202), 370116U);  // 莱芜 joined 济南
  // What was divided leads to what holds all its parts.
  EXPECT_EQ(table().resolve_code(371200), 370100U);  // 莱芜市: 莱芜区 and 钢城区
  EXPECT_EQ(table().resolve_code(330104), 330100U);  // 江干区: 上城区 and 钱塘区
  EXPECT_EQ(table().resolve_code(330184), 330100U);  // 余杭市: 余杭区 and 临平区
  EXPECT_EQ(table().resolve_code(440181), 440100U);  // 番禺市: 番禺区 and 南沙区
  EXPECT_EQ(table().resolve_code(450121), 450100U);  // 邕宁县: 邕宁区 and 良庆区
  EXPECT_EQ(table().resolve_code(330181), 330109U);  // 萧山市
  EXPECT_EQ(table().resolve_code("310119"), 310115U);
  EXPECT_EQ(table().resolve_code("22017X"), kUnknownRegion);
  EXPECT_EQ(table().explain_code(220173).match, CodeMatch::kEnclosing);  // a development zone of 长春
  EXPECT_EQ(table().resolve_code(220173), 220100U);
  EXPECT_EQ(table().resolve_code(990101), kUnknownRegion);
}

struct HardText {
  char const* text;
  RegionCode within;
  RegionCode expected;
};

void PrintTo(HardText const& row, std::ostream* out) {
  *out << row.text << " within " << row.within;
}

class RegionText : public testing::TestWithParam<HardText> {};

TEST_P(RegionText, names_the_deepest_region_it_states) {
  auto const& row = GetParam();
  EXPECT_EQ(table().resolve_text(row.text, row.within), row.expected)
      << row.text << ": " << table().path_name(table().resolve_text(row.text, row.within));
}

INSTANTIATE_TEST_SUITE_P(
    Hard, RegionText,
    testing::Values(
        HardText{"吉林省梅河口市滨河南街1001号", 0, 220581}, HardText{"吉林省吉林市船营区解放中路9号", 0, 220204},
        HardText{"吉林", 0, 220000}, HardText{"吉林", 220000, 220200}, HardText{"长春", 220000, 220100},
        HardText{"吉林省长春市吉林大路1号", 0, 220100}, HardText{"长春市朝阳区西安大路", 0, 220104},
        HardText{"朝阳区建国路", 110000, 110105}, HardText{"朝阳区建国路", 0, 0},
        HardText{"江苏省徐州市鼓楼区中山北路", 0, 320302}, HardText{"福州鼓楼区五四路", 0, 350102},
        HardText{"长春净月潭旅游经济开发区福祉大路", 0, 220100}, HardText{"四平市公主岭市范家屯镇", 0, 220184},
        HardText{"吉林省九台市营城镇", 0, 220113}, HardText{"北京市通县张家湾", 0, 110112},
        HardText{"湖北省襄樊市襄城区", 0, 420602}, HardText{"四川省重庆市沙坪坝区", 0, 500106},
        HardText{"青岛市南区香港中路", 0, 370202}, HardText{"安徽省巢湖市无为县", 0, 340281},
        HardText{"大连市中山路123号", 0, 210200}, HardText{"上海市南京西路", 0, 310000},
        HardText{"前郭县长山镇", 220000, 220721}, HardText{"前郭尔罗斯蒙古族自治县", 0, 220721},
        HardText{"康定县炉城镇西大街148号", 510000, 513301}, HardText{"吉林长春市宽城区", 220000, 220103},
        HardText{"通化医药高新技术产业开发区", 0, 220500}, HardText{"青海省海南州共和县", 0, 632521},
        HardText{"海南省琼山县", 0, 460107}, HardText{"黑龙江省大庆市", 220000, 230600},
        HardText{"济南市市中区经七路", 0, 370103}, HardText{"浙江省鄞县", 0, 330212},
        HardText{"绍兴市上虞经济开发区", 0, 330604}, HardText{"闸北", 310000, 310106},
        HardText{"新乡市新乡医学院", 0, 410700}, HardText{"珲春边境经济合作区1号", 0, 222404},
        HardText{"苏州新区驰云路9号", 0, 320500}, HardText{"南宁", 450000, 450100}, HardText{"市区人民路", 0, 0},
        HardText{"海南省定安县定城镇", 0, 469021}, HardText{"大兴安岭地区加格达奇区", 0, 232700},
        HardText{"江西省九江县沙河街镇", 0, 360404}, HardText{"石家庄市桥东区", 0, 130100},
        HardText{"广东省海南行政区琼山县", 0, 460107}, HardText{"广东省海南行政区", 0, 460000},
        HardText{"山东省莱芜市", 0, 370100}, HardText{"莱芜市莱城区", 0, 370116}, HardText{"杭州市江干区", 0, 330100},
        HardText{"浙江省余杭市临平镇", 0, 330100}, HardText{"余杭", 330100, 330110},
        HardText{"厦门市杏林区", 0, 350200}, HardText{"河南省洛阳市洛龙区", 0, 410311}, HardText{"", 220000, 220000},
        // Counties that became a city or a district under another name, and what 重庆 and 海南 took over.
        HardText{"四川省灌县蒲阳镇", 0, 510181}, HardText{"山东省掖县城关", 0, 370683},
        HardText{"湖北省沔阳县", 0, 429004}, HardText{"武汉市武昌县纸坊镇", 0, 420115},
        HardText{"湖北省汉阳县", 0, 420114}, HardText{"武汉市武昌区中南路", 0, 420106},
        HardText{"武汉市汉阳经济发展区龙阳大道", 0, 420105}, HardText{"额尔古纳左旗", 150000, 150785},
        HardText{"贵州省水城特区", 0, 520200}, HardText{"四川省永川市中山大道", 0, 500118},
        HardText{"四川省涪陵地区丰都县", 0, 500230}, HardText{"四川省忠县", 0, 500233},
        HardText{"广东省海口市", 0, 460100}, HardText{"山西省朔县", 0, 140602}, HardText{"云南省普洱县", 0, 530821},
        HardText{"太平洋保险", 0, 0}, HardText{"新城控股", 0, 0}, HardText{"辽宁省营口市", 0, 210800},
        HardText{"湖南省益阳", 0, 430900}));

TEST(RegionTable, paths_leave_out_what_exists_on_paper_only) {
  EXPECT_EQ(table().path_name(220581), "吉林省 / 通化市 / 梅河口市");
  EXPECT_EQ(table().path_name(110105), "北京市 / 朝阳区");
  EXPECT_EQ(table().path_name(429004), "湖北省 / 仙桃市");
  EXPECT_EQ(table().path_name(kChina), "全国");
  EXPECT_EQ(table().path_name(999999), "");
}

TEST(RegionTable, children_partition_their_parent) {
  EXPECT_EQ(table().children(220000).size(), 9U);
  EXPECT_EQ(table().children(110000).size(), 16U);
  EXPECT_EQ(table().children(kChina).size(), 34U);
  std::size_t counties = 0;
  for (auto const province : table().children(kChina)) {
    for (auto const child : table().children(province)) {
      counties += region_level(child) == RegionLevel::kCounty ? 1 : table().children(child).size();
    }
  }
  std::size_t expected = 0;
  for (auto const& region : table().regions()) expected += region.level == RegionLevel::kCounty ? 1 : 0;
  EXPECT_EQ(counties, expected);
}

TEST(RegionTable, search_finds_by_chinese_and_english_beginning) {
  auto const hits = table().search("meihe", 5);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0]->code, 220581U);
  ASSERT_FALSE(table().search("吉林", 5).empty());
  EXPECT_EQ(table().search("吉林", 5)[0]->code, 220000U);
  EXPECT_TRUE(table().search("", 5).empty());
  for (auto const* old : {"九台市", "九台县", "公主岭市"}) ASSERT_EQ(table().search(old, 5).size(), 1U) << old;
  EXPECT_EQ(table().search("九台市", 5)[0]->code, 220113U);
}

TEST(RegionReader, a_bad_table_names_the_line) {
  auto const header = std::string{"code\tparent\tname\tname_en\tlongitude\tlatitude\tprecision\tnominal\n"};
  auto const changes = std::string{"code\tname\twithin\ttoday\n"};
  auto const fails = [&](std::string const& regions, std::string const& changed, std::string const& part) {
    try {
      read_region_table(regions, changed);
      ADD_FAILURE() << "accepted: " << regions << changed;
    } catch (Failure const& failure) {
      EXPECT_EQ(failure.error().code, "bad_region_table");
      EXPECT_NE(failure.error().message.find(part), std::string::npos) << failure.error().message;
    }
  };
  fails(header + "22\t0\tx\tx\t0\t0\tseat\t0\n", changes, "line 2");
  fails(header + "220000\t100000\tx\tx\t0\t0\tseat\t0\n", changes, "parent");
  fails(header + "100000\t0\tx\tx\tnan\t0\tseat\t0\n", changes, "line 2");
  fails(header + "100000\t0\tx\tx\t0\t0\tseat\n", changes, "columns");
  fails(header + "100000\t0\tx\tx\t0\t0\tseat\t0\n", changes + "220000\ta\t\t110000\n", "110000");
}

}  // namespace
}  // namespace lianzhao::ingest
