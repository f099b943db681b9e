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

TEST(name_index, short_names_are_resolved_and_ambiguous_ones_offered) {
  NameIndex index;
  index.add("a", "吉林四环制药有限公司");
  index.add("b", "通化万通药业股份有限公司");
  index.add("c", "河北万通药业有限公司");
  EXPECT_EQ(index.find("四环制药").keys, (std::vector<std::string>{"a"}));
  EXPECT_TRUE(index.find("四环制药").sure);
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
  EXPECT_TRUE(index.find("四环制药").sure);
  EXPECT_TRUE(index.find("通化万通药业股份有限公司").keys.empty());
}

}  // namespace lianzhao::radar
