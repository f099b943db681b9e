#include "radar/story.h"

#include <gtest/gtest.h>

#include "radar/name_index.h"

namespace lianzhao::radar {

namespace {

Report report_of(std::string const& text) {
  Article article;
  article.found = true;
  article.text = text;
  article.published = "2023-07-20";
  return {sketch_of(text), find_events(article, nullptr)};
}

}  // namespace

TEST(story, copies_are_one_and_other_articles_are_not) {
  std::string const first =
      "近日,徽元新能源储能电池项目在临江经济开发区签约,总投资25亿元,占地180亩,"
      "建成后年产值可达40亿元,将带动就业两千人。";
  std::string const other =
      "7月3日,总投资8.6亿元的禾润乳业智能化工厂项目举行奠基仪式,"
      "标志着该项目正式进入施工阶段,明年投产。";
  auto const groups = group_copies({report_of(first), report_of("本报讯 " + first + "(记者 王一)"), report_of(other)});
  EXPECT_EQ(groups, (std::vector<std::size_t>{0, 0, 1}));
}

TEST(story, reports_of_one_project_over_time_are_one_story) {
  auto const groups = group_stories({
      report_of("徽元新能源储能电池项目在临江经济开发区签约,总投资25亿元。"),
      report_of("总投资25亿元的徽元储能电池项目日前在临江经济开发区开工建设。"),
      report_of("总投资25亿元的禾润乳业工厂项目日前开工建设。"),
  });
  EXPECT_EQ(groups, (std::vector<std::size_t>{0, 0, 1}));
}

namespace {

/// Of all pairs, how well grouping finds those that belong together.
double pairwise_f1(std::vector<std::size_t> const& found, std::vector<std::size_t> const& expected) {
  auto right = 0;
  auto total = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t k = i + 1; k < found.size(); ++k) {
      auto const a = found[i] == found[k];
      auto const b = expected[i] == expected[k];
      right += a && b ? 2 : 0;
      total += (a ? 1 : 0) + (b ? 1 : 0);
    }
  }
  return total == 0 ? 1 : static_cast<double>(right) / total;
}

struct Made {
  std::string name;
  std::string short_name;  ///< as a second medium calls it
  std::string amount;
  std::string who;
  std::string zone;
};

std::vector<Made> const& made_projects() {
  static std::vector<Made> const kMade{
      {"徽元新能源储能电池项目", "徽元储能电池项目", "25亿元", "徽元新能源有限公司", "临江经济开发区"},
      {"禾润乳业智能化工厂项目", "禾润智能乳品工厂项目", "8.6亿元", "禾润乳业有限公司", "白石工业园"},
      {"泽康重组蛋白药物项目", "泽康药业重组蛋白项目", "15.8亿元", "泽康药业有限公司", "北辰高新区"},
      {"曜石航空零部件项目", "曜石航空部件制造项目", "6.5亿元", "曜石航空科技有限公司", "智造产业园区"},
      {"海晏生物基尼龙材料项目", "海晏科技生物基尼龙项目", "38亿元", "海晏科技股份有限公司", "松原高新区"},
      {"华晶先进封装项目", "华晶半导体先进封装项目", "60亿元", "华晶半导体有限公司", "嘉南新区"},
      {"润达绿色甲醇项目", "润达绿色甲醇一体化项目", "50亿元", "润达能源有限公司", "大湾开发区"},
      {"百川锂电铜箔项目", "百川高端锂电铜箔项目", "24亿元", "百川新材料有限公司", "清河经济开发区"},
      {"禾润乳业奶粉车间项目", "禾润奶粉车间项目", "2.1亿元", "禾润乳业有限公司", "白石工业园"},
      {"徽元氢能装备项目", "徽元氢能装备制造项目", "9亿元", "徽元新能源有限公司", "临江经济开发区"}};
  return kMade;
}

}  // namespace

TEST(story, copies_of_made_up_articles_are_grouped) {
  std::vector<Report> reports;
  std::vector<std::size_t> expected;
  for (std::size_t i = 0; i < made_projects().size(); ++i) {
    auto const& made = made_projects()[i];
    auto const body = "3月16日，" + made.zone + "管委会与" + made.who + "举行" + made.name +
                      "签约仪式。据悉，该项目计划总投资" + made.amount +
                      "，分两期建设，建成后将进一步完善当地产业链条。" + made.who +
                      "负责人表示，看好当地的区位优势和营商环境，将加快推进前期工作。";
    for (auto const& copy :
         {body, "本网讯（记者 王一）" + body + "（完）", "原标题：" + made.name + "签约\n" + body + "\n来源：某某日报",
          "3月16日，" + body.substr(std::string_view{"3月16日，"}.size()) + "下一步，园区将做好服务。"}) {
      reports.push_back(report_of(copy));
      expected.push_back(i);
    }
  }
  auto const f1 = pairwise_f1(group_copies(reports), expected);
  RecordProperty("f1", std::to_string(f1));
  EXPECT_GE(f1, 0.95);
}

TEST(story, different_reports_of_made_up_projects_are_grouped) {
  std::vector<Report> reports;
  std::vector<std::size_t> expected;
  for (std::size_t i = 0; i < made_projects().size(); ++i) {
    auto const& made = made_projects()[i];
    for (auto const& text :
         {"近日，" + made.name + "在" + made.zone + "签约，计划总投资" + made.amount + "，由" + made.who + "投资建设。",
          "总投资" + made.amount + "的" + made.short_name + "昨日破土动工，塔吊林立的工地上机器轰鸣，预计明年底建成。",
          "记者从" + made.zone + "获悉，由" + made.who + "建设的" + made.short_name +
              "日前竣工投产，首批产品顺利下线。"}) {
      reports.push_back(report_of(text));
      expected.push_back(i);
    }
  }
  auto const f1 = pairwise_f1(group_stories(reports), expected);
  RecordProperty("f1", std::to_string(f1));
  EXPECT_GE(f1, 0.85);
}

TEST(name_index, short_names_are_resolved_and_ambiguous_ones_offered) {
  NameIndex index;
  index.add("a", "吉林四环制药有限公司");
  index.add("b", "通化万通药业股份有限公司");
  index.add("c", "河北万通药业有限公司");
  EXPECT_EQ(index.find("四环制药").keys, (std::vector<std::string>{"a"}));
  EXPECT_TRUE(index.find("吉林四环制药有限公司").sure);
  EXPECT_EQ(index.find("万通药业").keys.size(), 2U);
  EXPECT_FALSE(index.find("万通药业").sure);
  EXPECT_TRUE(index.find("步长制药").keys.empty());
  // A brand alone is an offer, and another trade under the same brand none.
  EXPECT_EQ(index.find("四环").keys, (std::vector<std::string>{"a"}));
  EXPECT_FALSE(index.find("四环").sure);
  EXPECT_TRUE(index.find("四环汽车").keys.empty());
  // Named with another place, it is not surely the one we know.
  EXPECT_FALSE(index.find("山东四环制药有限公司").sure);
}

TEST(name_index, a_choosy_index_keeps_what_the_news_may_mean_only) {
  NameIndex index;
  index.want("四环制药");
  index.add("a", "吉林四环制药有限公司");
  index.add("b", "通化万通药业股份有限公司");
  EXPECT_EQ(index.find("四环制药").keys, (std::vector<std::string>{"a"}));
  EXPECT_TRUE(index.find("通化万通药业股份有限公司").keys.empty());
}

TEST(name_index, a_short_name_that_leaves_out_a_place_is_sure_in_news_of_that_place_only) {
  auto const region = [](RegionCode code, RegionCode parent, RegionLevel level, char const* name) {
    Region out;
    out.code = code;
    out.parent = parent;
    out.level = level;
    out.name = name;
    return out;
  };
  RegionTable const regions{
      {region(kChina, kUnknownRegion, RegionLevel::kCountry, "中国"),
       region(220000, kChina, RegionLevel::kProvince, "吉林省"), region(220100, 220000, RegionLevel::kCity, "长春市"),
       region(220500, 220000, RegionLevel::kCity, "通化市"), region(420000, kChina, RegionLevel::kProvince, "湖北省"),
       region(420100, 420000, RegionLevel::kCity, "武汉市")},
      {}};
  NameIndex index{&regions};
  index.add("a", "长春四方地产有限公司");
  index.add("b", "通化万通药业股份有限公司");
  index.add("c", "云润置地(武汉)有限公司");
  index.add("d", "青海汉川医药有限公司");
  EXPECT_FALSE(index.find("四方地产").sure);
  EXPECT_EQ(index.find("四方地产").keys, (std::vector<std::string>{"a"}));
  EXPECT_TRUE(index.find("四方地产", 220100).sure);
  EXPECT_TRUE(index.find("万通药业", 220000).sure);   // the province holds the city
  EXPECT_FALSE(index.find("万通药业", 220100).sure);  // another city
  EXPECT_FALSE(index.find("云润置地").sure);
  EXPECT_TRUE(index.find("云润置地", 420100).sure);
  EXPECT_TRUE(index.find("通化万通药业").sure);  // nothing left out
}

TEST(name_index, a_group_is_not_the_company_it_owns_and_a_brand_is_an_offer) {
  NameIndex index;
  index.add("a", "云川钢铁股份有限公司");
  index.add("b", "北方希望投资控股有限公司");
  index.add("c", "中云期货股份有限公司");
  index.add("d", "正和药业集团股份有限公司");
  EXPECT_FALSE(index.find("云川钢铁集团").sure);
  EXPECT_EQ(index.find("云川钢铁集团").keys, (std::vector<std::string>{"a"}));
  EXPECT_FALSE(index.find("北方希望集团有限公司").sure);
  // The form of a company changes, the enterprise stays.
  EXPECT_TRUE(index.find("中云期货有限公司").sure);
  EXPECT_TRUE(index.find("云川钢铁").sure);
  EXPECT_TRUE(index.find("正和药业集团").sure);
  EXPECT_FALSE(index.find("正和药业有限公司").sure);
}

}  // namespace lianzhao::radar
