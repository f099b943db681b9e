#include "pipeline/news_fields.h"

#include <gtest/gtest.h>

#include "kernel/error.h"

namespace lianzhao::pipeline {
namespace {

store::NewsEvent event() {
  store::NewsEvent e;
  e.project = "人参精深加工项目";
  e.enterprises = {{"甲药业有限公司", "investor", "k1", {}}, {"乙集团", "partner", "", {"k2", "k3"}}};
  e.amount = 30'000'000'000;
  e.amount_currency = "CNY";
  e.amount_kind = "total_investment";
  e.amount_qualifier = "about";
  e.land_m2 = 24'000;
  e.building_m2 = 36'000;
  e.capacity = "人参饮片\t5000\t吨\tyear\tabout\t年产人参饮片约5000吨\n";
  e.products = "人参饮片\n红参\n";
  e.jobs = 300;
  e.jobs_qualifier = "over";
  e.stage = "signed";
  e.place_name = "梅河口市";
  e.region_code = 220581;
  e.place_zone = "梅河口高新区";
  e.date_from = parse_day("2023-04-01");
  e.date_to = parse_day("2023-04-18");
  e.node = "biomedicine/ginseng";
  e.project_count = 3;
  return e;
}

TEST(NewsFields, a_year_that_is_not_over_is_no_day_of_december) {
  auto const day = [](char const* text) { return parse_day(text); };
  EXPECT_EQ(day_of(day("2023-01-01"), day("2023-12-31"), day("2023-04-18")), day("2023-04-18"));
  EXPECT_EQ(day_of(day("2023-04-17"), day("2023-04-17"), day("2023-04-18")), day("2023-04-17"));
  EXPECT_EQ(day_of(day("2023-05-01"), day("2023-05-01"), day("2023-04-18")), day("2023-05-01")) << "a day to come";
  EXPECT_EQ(day_of(std::nullopt, std::nullopt, day("2023-04-18")), day("2023-04-18"));
  EXPECT_EQ(day_of(day("2023-01-01"), day("2023-12-31"), std::nullopt), day("2023-12-31"));
}

TEST(NewsFields, every_field_reads_back_what_it_wrote) {
  auto const given = event();
  store::NewsEvent made;
  for (auto const field : kNewsFields) set_field(made, field, field_text(given, field));
  for (auto const field : kNewsFields) EXPECT_EQ(field_text(made, field), field_text(given, field)) << field;
  EXPECT_EQ(made.day, given.date_to) << "the day follows the date";
  EXPECT_EQ(made.place_zone, given.place_zone);
}

TEST(NewsFields, nothing_known_reads_back_as_nothing_known) {
  auto made = event();
  made.published_day = parse_day("2023-04-20");
  store::NewsEvent const empty;
  for (auto const field : kNewsFields) set_field(made, field, field_text(empty, field));
  EXPECT_FALSE(made.amount);
  EXPECT_FALSE(made.land_m2);
  EXPECT_FALSE(made.building_m2);
  EXPECT_TRUE(made.capacity.empty());
  EXPECT_TRUE(made.products.empty());
  EXPECT_FALSE(made.jobs);
  EXPECT_TRUE(made.jobs_qualifier.empty());
  EXPECT_FALSE(made.date_from);
  EXPECT_EQ(made.day, parse_day("2023-04-20")) << "without a date the day of publication counts";
  EXPECT_TRUE(made.enterprises.empty());
  EXPECT_EQ(made.region_code, 0);
}

TEST(NewsFields, who_may_be_meant_stays_an_offer_until_somebody_chooses) {
  auto made = event();
  set_field(made, "enterprises", "乙集团\tinvestor\t\n丙公司\tpartner\tk9\n");
  ASSERT_EQ(made.enterprises.size(), 2U);
  EXPECT_EQ(made.enterprises[0].candidates, (std::vector<std::string>{"k2", "k3"}));
  set_field(made, "enterprises", "乙集团\tinvestor\tk3\n");
  EXPECT_TRUE(made.enterprises[0].candidates.empty());
}

TEST(NewsFields, what_no_field_can_be_is_refused) {
  auto made = event();
  EXPECT_THROW(set_field(made, "amount", "many CNY other exact"), Failure);
  EXPECT_THROW(set_field(made, "amount", "1 CNY"), Failure);
  EXPECT_THROW(set_field(made, "jobs", "many"), Failure);
  EXPECT_THROW(set_field(made, "date", "2023-04-31/"), Failure);
  EXPECT_THROW(set_field(made, "colour", "red"), Failure);
  EXPECT_THROW(spans_from("1-x", "project"), Failure);
}

TEST(NewsFields, spans_are_those_of_their_field) {
  std::vector<store::NewsEvidence> const evidence{{"project", 1, 4}, {"stage", 5, 7}, {"project", 9, 12}};
  EXPECT_EQ(spans_text(evidence, "project"), "1-4 9-12");
  auto const back = spans_from("1-4 9-12", "project");
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[1].begin, 9);
  EXPECT_TRUE(spans_from("", "project").empty());
}

TEST(NewsFields, sentences_teach_where_their_names_stand) {
  //                            0123456789
  std::string const text = "甲药业签约。乙集团在梅河口建厂！没有名字。";
  auto const accepted =
      std::vector{JudgedEvent{event(), {{"enterprises", 0, 3}, {"stage", 3, 5}}},
                  JudgedEvent{event(), {{"enterprises", 6, 9}, {"place", 10, 13}, {"enterprises", 6, 8}}}};
  auto const taught = taught_sentences(text, accepted);
  ASSERT_EQ(taught.size(), 2U) << "a sentence without a name teaches nothing here";
  EXPECT_EQ(taught[0].text, "甲药业签约。");
  ASSERT_EQ(taught[0].spans.size(), 1U);
  EXPECT_EQ(taught[0].spans[0].end, 3);
  EXPECT_EQ(taught[1].text, "乙集团在梅河口建厂！");
  ASSERT_EQ(taught[1].spans.size(), 2U) << "of two that overlap the longer stands";
  EXPECT_EQ(taught[1].spans[0].type, "company");
  EXPECT_EQ(taught[1].spans[0].begin, 0);
  EXPECT_EQ(taught[1].spans[0].end, 3);
  EXPECT_EQ(taught[1].spans[1].type, "address");
  EXPECT_EQ(taught[1].spans[1].begin, 4);
}

}  // namespace
}  // namespace lianzhao::pipeline
