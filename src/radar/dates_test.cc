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
