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

ProjectEvent project_at(std::string const& name, RegionCode region, std::int64_t fen, std::string const& investor) {
  ProjectEvent event;
  event.project = name;
  event.region_code = region;
  event.amount = EventAmount{fen, "CNY", AmountKind::kTotalInvestment, text::Qualifier::kExact};
  if (!investor.empty()) event.enterprises.push_back({investor, EnterpriseRole::kInvestor, "", {}});
  return event;
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace

TEST(story, the_same_wording_with_other_facts_is_no_copy) {
  std::string const first =
      "5月9日,总投资3亿元的瑞丰农机装备项目在长春新区开工建设。该项目由瑞丰农机股份有限公司投资建设,占地50亩,"
      "主要生产大型拖拉机和联合收割机。当地有关部门表示,将为项目提供全程服务,帮助企业办理各项手续。";
  for (auto const& later : {replaced(first, "开工建设", "正式投产"), replaced(first, "3亿元", "9亿元"),
                            replaced(first, "50亩", "80亩"), replaced(first, "5月9日", "2月9日")}) {
    EXPECT_FALSE(are_copies(report_of(first), report_of(later))) << later;
  }
  EXPECT_TRUE(are_copies(report_of(first), report_of(first + "编辑整理,供参考。")));
  auto reprint = report_of(first);
  reprint.published = parse_day("2024-05-10");
  auto next_year = report_of(first);
  next_year.published = parse_day("2025-05-10");
  EXPECT_FALSE(are_copies(reprint, next_year)) << "a year later it is no reprint";
  std::string const group =
      "3月1日上午,长春新区举行重大项目集中签约仪式,共签约31个项目,总投资200亿元,涉及装备制造、生物医药等领域,"
      "与会领导表示将全力做好服务保障工作,推动项目早日落地见效。";
  EXPECT_FALSE(are_copies(report_of(group), report_of(replaced(group, "31个", "35个"))));
}

TEST(story, notices_of_one_pattern_that_differ_by_a_number_are_of_two_projects) {
  std::string const notice =
      "日前,总投资8亿元的高新区第8号标准厂房项目开工建设。该项目由安居置业有限公司投资建设,"
      "项目的建设对当地产业的发展有重要意义,各部门将做好服务保障工作。";
  auto const other = replaced(notice, "第8号", "第6号");
  EXPECT_FALSE(are_copies(report_of(notice), report_of(other)));
  EXPECT_EQ(group_stories({report_of(notice), report_of(other)}), (std::vector<std::size_t>{0, 1}));
  EXPECT_TRUE(one_project(project_at("高新区3号标准厂房项目", 220100, 800, ""),
                          project_at("高新区三号标准厂房项目", 220100, 800, "")));
  EXPECT_FALSE(
      one_project(project_at("科创中心A地块项目", 220100, 800, ""), project_at("科创中心B地块项目", 220100, 800, "")));
}

TEST(story, projects_at_places_that_exclude_each_other_are_two) {
  EXPECT_FALSE(one_project(project_at("锂电池项目", 511500, 1'000'000'000'00, ""),
                           project_at("锂电池项目", 360900, 1'050'000'000'00, "赣锋公司")));
  EXPECT_FALSE(one_project(
      project_at("光华玻璃基板项目", 341100, 500'000'000'00, "光华玻璃基板有限公司"),
      project_at("安徽光华玻璃有限公司光伏玻璃深加工项目", 220100, 500'000'000'00, "安徽光华玻璃有限公司")));
  // Parts of one place and a place not known exclude nothing.
  EXPECT_TRUE(one_project(project_at("锂电池项目", 511500, 1'000'000'000'00, "甲锂业有限公司"),
                          project_at("锂电池项目", 511502, 1'000'000'000'00, "甲锂业公司")));
  EXPECT_TRUE(one_project(project_at("锂电池项目", 511500, 1'000'000'000'00, ""),
                          project_at("锂电池项目", kUnknownRegion, 1'000'000'000'00, "")));
  // A long name, sum and investor outweigh a place that a report may have got wrong, as a contradiction to be shown.
  EXPECT_TRUE(one_project(project_at("海晏生物基尼龙材料项目", 511500, 1'000'000'000'00, "海晏科技股份有限公司"),
                          project_at("海晏生物基尼龙材料项目", 360900, 1'000'000'000'00, "海晏科技")));
}

TEST(story, another_investor_counts_against_one_project) {
  auto const foil = project_at("储能电池铜箔项目", 220100, 1'000, "甲能源有限公司");
  auto other = project_at("储能电池隔膜项目", 220100, 1'000, "");
  other.amount.reset();
  EXPECT_TRUE(one_project(foil, other)) << "nobody says that they differ";
  other.enterprises.push_back({"乙储能有限公司", EnterpriseRole::kInvestor, "", {}});
  EXPECT_FALSE(one_project(foil, other));
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
  // A registered name without a legal form has one short form fewer.
  index.add("e", "长春市安和康复医院");
  EXPECT_FALSE(index.find("安和康复医院").sure);
  EXPECT_EQ(index.find("安和康复医院").keys, (std::vector<std::string>{"e"}));
  EXPECT_FALSE(index.find("安和康复医院", 420100).sure);
  EXPECT_TRUE(index.find("安和康复医院", 220100).sure);
  EXPECT_TRUE(index.find("长春市安和康复医院", 420100).sure);
  // What is left behind the place is no name: nothing can leave the place out.
  index.add("f", "吉林省长春市煤有限公司");
  EXPECT_TRUE(index.find("吉林省长春市煤").sure);
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
