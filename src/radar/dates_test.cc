#include "radar/dates.h"

#include <string>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "radar/article.h"
#include "radar/events.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

/// The dates of a text published on 18 April 2023, as from/to, one behind the other.
std::string dates_of(std::string const& text, char const* published = "2023-04-18") {
  auto const folded = text::folded(text);
  std::optional<DayNumber> day;
  if (published != nullptr) day = parse_day(published);
  NamedDates named;
  std::string out;
  for (auto const& date : find_dates({folded.data(), folded.size()}, {0, folded.size()}, day, named)) {
    if (!out.empty()) out += ' ';
    out +=
        date.from == date.to ? format_day(date.from) : fmt::format("{}/{}", format_day(date.from), format_day(date.to));
  }
  return out;
}

}  // namespace

TEST(dates, the_same_day_and_the_next_count_from_the_day_last_named) {
  EXPECT_EQ(dates_of("3月25日,甲项目签约;同日,乙项目开工。"), "2023-03-25 2023-03-25");
  EXPECT_EQ(dates_of("3月25日甲项目签约,当天还签约了乙项目,次日开工。"), "2023-03-25 2023-03-25 2023-03-26");
  EXPECT_EQ(dates_of("2022年12月31日签约,翌日动工,前一天还在洽谈。"), "2022-12-31 2023-01-01 2022-12-31");
  EXPECT_EQ(dates_of("昨日签约,当日动工。"), "2023-04-17 2023-04-17");
}

TEST(dates, the_same_day_of_a_text_that_named_none_is_no_date) {
  EXPECT_EQ(dates_of("当日,乙项目开工,次日封顶。"), "");
  // 近日 is no day to count from.
  EXPECT_EQ(dates_of("近日,甲项目签约;同日,乙项目开工。"), "2023-04-04/2023-04-18");
}

TEST(dates, months_and_years_count_from_those_last_named) {
  EXPECT_EQ(dates_of("2021年5月10日签约,同月28日开工,次年3月投产。"), "2021-05-10 2021-05-28 2022-03-01/2022-03-31");
  EXPECT_EQ(dates_of("2021年5月签约,当月开工,同年底竣工。"),
            "2021-05-01/2021-05-31 2021-05-01/2021-05-31 2021-11-01/2021-12-31");
  EXPECT_EQ(dates_of("2021年5月签约,当年10月投产。"), "2021-05-01/2021-05-31 2021-10-01/2021-10-31");
  // A manner of speaking.
  EXPECT_EQ(dates_of("2021年5月签约,实现当年签约、当年开工。"), "2021-05-01/2021-05-31");
}

TEST(dates, a_day_without_its_month_is_of_the_month_last_named_or_of_publication) {
  EXPECT_EQ(dates_of("17日上午,甲项目开工。"), "2023-04-17");
  EXPECT_EQ(dates_of("28日,甲项目开工。"), "2023-03-28");
  EXPECT_EQ(dates_of("28日上午,甲项目开工。", "2023-01-03"), "2022-12-28");
  EXPECT_EQ(dates_of("3月25日签约,28日上午开工。"), "2023-03-25 2023-03-28");
  EXPECT_EQ(dates_of("本月28日开工。"), "2023-04-28");
  // A span of time and a number in a name are none.
  EXPECT_EQ(dates_of("承诺7日内办结,15日生产线保养。"), "");
  EXPECT_EQ(dates_of("17日上午,甲项目开工。", nullptr), "");
}

// 18 April 2023 is a Tuesday.
TEST(dates, weeks_and_months_count_from_publication) {
  EXPECT_EQ(dates_of("上周,甲项目签约,本周三开工,下周一投产。"), "2023-04-10/2023-04-16 2023-04-19 2023-04-24");
  EXPECT_EQ(dates_of("上周五签约。"), "2023-04-14");
  EXPECT_EQ(dates_of("上周末签约,上星期天开工。"), "2023-04-15/2023-04-16 2023-04-16");
  EXPECT_EQ(dates_of("上月底签约,本月初开工,上个月中旬洽谈,下月投产。"),
            "2023-03-21/2023-03-31 2023-04-01/2023-04-10 2023-03-11/2023-03-20 2023-05-01/2023-05-31");
  EXPECT_EQ(dates_of("上月签约。", "2023-01-03"), "2022-12-01/2022-12-31");
  EXPECT_EQ(dates_of("上周五签约。", nullptr), "");
  EXPECT_EQ(dates_of("本周期内,上周边项目签约。"), "");
}

TEST(dates, parts_of_a_month_are_thirds_of_it) {
  EXPECT_EQ(dates_of("3月上旬签约,3月中旬开工,2月下旬封顶。"),
            "2023-03-01/2023-03-10 2023-03-11/2023-03-20 2023-02-21/2023-02-28");
  EXPECT_EQ(dates_of("去年12月底签约,今年3月初开工。"), "2022-12-21/2022-12-31 2023-03-01/2023-03-10");
  EXPECT_EQ(dates_of("4月17日至19日,甲项目签约。"), "2023-04-17/2023-04-19");
}

TEST(dates, months_from_the_year_s_first_on) {
  EXPECT_EQ(dates_of("1至4月签约,1—3月开工,前3个月投产。"),
            "2023-01-01/2023-04-30 2023-01-01/2023-03-31 2023-01-01/2023-03-31");
  EXPECT_EQ(dates_of("1-12月签约。"), "2022-01-01/2022-12-31");
  EXPECT_EQ(dates_of("去年前11个月签约,2021年1月至5月开工。"), "2022-01-01/2022-11-30 2021-01-01/2021-05-31");
  EXPECT_EQ(dates_of("前三季度签约项目50个。", "2022-10-18"), "2022-01-01/2022-09-30");
  EXPECT_EQ(dates_of("目前4月份已签约。"), "2023-04-01/2023-04-30");
  EXPECT_EQ(dates_of("下半年投产,上半年签约。"), "2023-07-01/2023-12-31 2023-01-01/2023-06-30");
}

TEST(dates, years_plans_and_spans_of_years) {
  EXPECT_EQ(dates_of("“十四五”期间签约,十三五时期开工。"), "2021-01-01/2025-12-31 2016-01-01/2020-12-31");
  EXPECT_EQ(dates_of("“十四五”以来签约,“十四五”末投产。"), "2021-01-01/2023-04-18 2025-01-01/2025-12-31");
  EXPECT_EQ(dates_of("“十四五”规划项目,十五个项目。"), "");
  EXPECT_EQ(dates_of("年内开工,明年初投产。"), "2023-01-01/2023-12-31 2024-01-01/2024-02-28");
  EXPECT_EQ(dates_of("3年内投产,两年内建成,每年底检修。"), "");
  EXPECT_EQ(dates_of("近两年签约,近3个月开工,近半年洽谈。"),
            "2021-04-18/2023-04-18 2023-01-18/2023-04-18 2022-10-18/2023-04-18");
  EXPECT_EQ(dates_of("附近两年前建成的厂房,接近10年。"), "");
  EXPECT_EQ(dates_of("2021-2023年签约,2020年至2022年开工。"), "2021-01-01/2023-12-31 2020-01-01/2022-12-31");
  EXPECT_EQ(dates_of("产值比去年同期增长。"), "");
}

TEST(dates, holidays_of_fixed_days_and_none_that_follow_the_moon) {
  EXPECT_EQ(dates_of("国庆期间开工,“五一”假期签约,元旦当天投产。"),
            "2022-10-01/2022-10-07 2023-05-01/2023-05-05 2023-01-01");
  EXPECT_EQ(dates_of("去年国庆期间开工。"), "2022-10-01/2022-10-07");
  EXPECT_EQ(dates_of("春节后开工,中秋节前投产。"), "");
  EXPECT_EQ(dates_of("国庆路项目开工,五一路项目签约。"), "");
}

TEST(dates, what_is_to_come_dates_an_event_only_where_nothing_that_was_does) {
  Article article;
  article.found = true;
  article.text = "预计明年初投产的甲禾新材料项目上周五签约,总投资3亿元。";
  article.published = "2023-04-18";
  auto const events = find_events(article, nullptr);
  ASSERT_EQ(events.size(), 1U);
  ASSERT_TRUE(events[0].date);
  EXPECT_EQ(events[0].date->from, "2023-04-14");
}

TEST(dates, an_event_takes_the_day_that_a_sentence_without_projects_named) {
  Article article;
  article.found = true;
  article.text = "2022年3月25日,全县干部大会召开。\n当日,总投资3亿元的甲禾新材料项目开工。";
  article.published = "2023-04-18";
  auto const events = find_events(article, nullptr);
  ASSERT_EQ(events.size(), 1U);
  ASSERT_TRUE(events[0].date);
  EXPECT_EQ(events[0].date->from, "2022-03-25");
  EXPECT_EQ(events[0].date->text, "当日");
}

}  // namespace lianzhao::radar
