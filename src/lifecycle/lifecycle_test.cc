#include <algorithm>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lifecycle/lead_clock.h"
#include "lifecycle/likeness.h"
#include "text/normalize.h"

namespace lianzhao::lifecycle {
namespace {

DayNumber day(std::string_view text) {
  return parse_day(text).value();
}

/// The days around the national holiday of 2026, by the notice of the State Council.
WorkingCalendar calendar_2026() {
  std::vector<DayNumber> holidays;
  for (auto d = day("2026-10-01"); d <= day("2026-10-07"); ++d) holidays.push_back(d);
  return WorkingCalendar{{{2026, false, holidays, {day("2026-09-20"), day("2026-10-10")}}}};
}

TEST(WorkingCalendar, holidays_rest_and_exchanged_weekends_work) {
  auto const calendar = calendar_2026();
  EXPECT_EQ(calendar.is_working(day("2026-09-20")), true) << "a Sunday worked in exchange";
  EXPECT_EQ(calendar.is_working(day("2026-10-01")), false);
  EXPECT_EQ(calendar.is_working(day("2026-10-08")), true);
  EXPECT_EQ(calendar.is_working(day("2026-10-11")), false) << "a Sunday";
  EXPECT_EQ(calendar.is_working(day("2027-01-04")), std::nullopt) << "no notice yet: unknown, not guessed";
  EXPECT_EQ(calendar.working_days_after(day("2026-09-30"), 1), day("2026-10-08"));
  EXPECT_EQ(calendar.working_days_after(day("2026-09-30"), 3), day("2026-10-10"));
  EXPECT_EQ(calendar.working_days_after(day("2026-10-03"), 0), day("2026-10-08"));
  EXPECT_EQ(calendar.working_days_after(day("2026-12-31"), 1), std::nullopt);
}

TEST(WorkingCalendar, between_is_the_inverse_of_after) {
  auto const calendar = calendar_2026();
  for (auto from = day("2026-09-01"); from < day("2026-11-01"); ++from) {
    for (int n = 1; n < 12; ++n) {
      auto const to = calendar.working_days_after(from, n);
      ASSERT_TRUE(to);
      EXPECT_EQ(calendar.working_days_between(from, *to), n);
      EXPECT_EQ(calendar.working_days_between(*to, from), -n);
    }
  }
}

TEST(LeadClock, every_step_has_its_day) {
  auto const calendar = calendar_2026();
  auto const rules = LeadRules{};
  LeadProgress lead;
  lead.reported = day("2026-09-28");
  EXPECT_EQ(next_step(lead, rules, calendar).kind, "answer");
  EXPECT_EQ(next_step(lead, rules, calendar).due, day("2026-09-29"));
  lead.answered = true;
  EXPECT_EQ(next_step(lead, rules, calendar).due, day("2026-10-08")) << "29, 30, then the holiday";
  lead.major = true;
  EXPECT_EQ(next_step(lead, rules, calendar).due, day("2026-10-08")) << "a week ends in the holiday";
  lead.assessed = true;
  EXPECT_EQ(next_step(lead, rules, calendar).kind, "feedback");
  lead.fed_back = true;
  lead.last_report = day("2026-10-08");
  EXPECT_EQ(next_step(lead, rules, calendar).kind, "report");
  EXPECT_EQ(next_step(lead, rules, calendar).due, day("2026-10-22"));
}

TEST(LeadClock, a_later_step_stands_for_those_before_it) {
  LeadProgress lead;
  lead.reported = day("2026-11-02");
  lead.assessed = true;
  EXPECT_EQ(next_step(lead, {}, calendar_2026()).kind, "feedback");
}

RegionTable const& some_regions() {
  static auto const kTable = [] {
    std::vector<Region> regions(3);
    regions[0].code = kChina;
    regions[0].name = "中国";
    regions[1].code = 220000;
    regions[1].name = "吉林省";
    regions[1].parent = kChina;
    regions[1].level = RegionLevel::kProvince;
    regions[2].code = 220100;
    regions[2].name = "长春市";
    regions[2].parent = 220000;
    regions[2].level = RegionLevel::kCity;
    return RegionTable{std::move(regions), {}};
  }();
  return kTable;
}

TEST(Likeness, short_names_are_what_people_say) {
  EXPECT_EQ(short_name("吉林敖东药业集团股份有限公司", some_regions()), "敖东药业");
  EXPECT_EQ(short_name("长春金赛药业有限责任公司", some_regions()), "金赛药业");
  EXPECT_EQ(short_name("华为", some_regions()), "华为");
  EXPECT_FALSE(short_name("吉林省集团", some_regions()).empty());
  EXPECT_TRUE(same_short_name("敖东", "敖东药业"));
  EXPECT_FALSE(same_short_name("敖", "敖东药业")) << "one character says nothing";
  EXPECT_FALSE(same_short_name("敖东", "东敖药业"));
  EXPECT_THAT(short_name_beginnings("敖东药业"), testing::ElementsAre("敖东", "敖东药", "敖东药业"));
}

TEST(Likeness, an_investor_is_one_in_traditional_and_simplified_characters_of_any_width) {
  EXPECT_EQ(investor_form("龍華藥業（長春）股份有限公司"), investor_form("龙华药业 (长春) 股份有限公司"));
  EXPECT_EQ(investor_form("ＡＢＣ　醫藥"), investor_form("abc医药"));
  EXPECT_NE(investor_form("龍華藥業"), investor_form("龙化药业"));
  EXPECT_EQ(short_name("長春金賽藥業有限責任公司", some_regions()), "金赛药业");
  EXPECT_EQ(short_name("金賽藥業（長春）有限公司", some_regions()), "金赛药业");
  EXPECT_EQ(likeness(character_pairs("人參飲片生產線"), character_pairs("人参饮片生产线")), 1);
}

TEST(Likeness, one_investor_by_several_names_and_several_by_one) {
  auto const called = [](std::string_view name, std::string_view idea, std::string chain = "") {
    return Identity{"", investor_form(name), short_name(name, some_regions()), character_pairs(idea), std::move(chain)};
  };
  auto const same = [&](std::string_view a, std::string_view b) {
    return judge(called(a, "重组蛋白注射液项目"), called(b, "拟建年产五百万支的激素制剂生产线"), 0.5).repeats;
  };
  EXPECT_TRUE(same("金赛药业", "长春金赛药业有限责任公司"));
  EXPECT_TRUE(same("金赛药业", "长春 金赛 药业（有限公司）"));
  EXPECT_TRUE(same("ＪＩＮＳＡＩ", "Jinsai Inc"));
  EXPECT_EQ(short_name("金赛药业（长春）有限公司", some_regions()), "金赛药业");
  EXPECT_TRUE(same("金赛药业", "金赛药业(长春)有限公司"));
  EXPECT_FALSE(same("吉林化纤", "吉林敖东"));
  EXPECT_FALSE(same("吉林化纤股份有限公司", "吉林化工股份有限公司"));
  EXPECT_FALSE(same("金赛药业", "金赛集团")) << "a beginning only";
  EXPECT_FALSE(same("长春华兴药业有限公司", "吉林华兴药业有限公司")) << "two registered names: people find out";
  EXPECT_EQ(judge(called("长春华兴药业有限公司", "片剂"), called("吉林华兴药业有限公司", "饮片"), 0.5).why,
            Likeness::kShortName);
  EXPECT_FALSE(
      judge(called("华兴实业", "片剂", "biomedicine"), called("长春华兴实业有限公司", "轴承", "equipment"), 0.5)
          .repeats);
  auto one = called("金赛药业", "甲");
  auto two = called("长春金赛药业有限责任公司", "乙");
  one.credit_code = "91220000123456789X";
  two.credit_code = "912200001234567890";
  EXPECT_FALSE(judge(one, two, 0.5).repeats) << "two codes are two enterprises";
}

TEST(Likeness, is_symmetric_and_one_for_the_same_text) {
  auto const a = character_pairs("年产五万吨精细化工中间体项目");
  auto const b = character_pairs("年产 5 万吨精细化工中间体");
  EXPECT_DOUBLE_EQ(likeness(a, a), 1);
  EXPECT_DOUBLE_EQ(likeness(a, b), likeness(b, a));
  EXPECT_GT(likeness(a, b), 0.5);
  EXPECT_LT(likeness(a, character_pairs("人参饮料灌装生产线")), 0.1);
  EXPECT_EQ(likeness(a, {}), 0);
}

TEST(Likeness, sketches_meet_as_often_as_the_formula_says) {
  // 600 pairs of texts with a known likeness of 1/3: they share a band with 1 − (1 − 1/9)^16 = 0.848.
  int met = 0;
  for (std::uint64_t i = 0; i < 600; ++i) {
    std::vector<std::uint64_t> a;
    std::vector<std::uint64_t> b;
    for (std::uint64_t k = 0; k < 40; ++k) a.push_back(i * 1000 + k);
    for (std::uint64_t k = 20; k < 60; ++k) b.push_back(i * 1000 + k);
    EXPECT_NEAR(likeness(a, b), 1.0 / 3, 1e-12);
    auto const x = sketch(a);
    auto const y = sketch(b);
    bool same = false;
    for (std::size_t band = 0; band < kBands; ++band) same = same || x[band] == y[band];
    met += same ? 1 : 0;
  }
  EXPECT_NEAR(met / 600.0, 0.848, 0.05);
}

Identity identity(std::string code, std::string_view name, std::string_view idea) {
  return {std::move(code), std::string{name}, short_name(name, some_regions()), character_pairs(idea)};
}

TEST(Likeness, whatever_is_judged_the_same_investor_is_found_by_its_keys) {
  auto const all = std::vector{
      identity("", "吉林敖东药业集团股份有限公司", "中成药扩能"),
      identity("", "敖东药业", "中成药扩能改造"),
      identity("91220000123456789X", "敖东", "人参饮料"),
      identity("91220000123456789X", "某某公司", "一期"),
      identity("", "华为技术有限公司", "数据中心"),
      identity("", "金赛药业", "生长激素原料药"),
  };
  for (auto const& a : all) {
    for (auto const& b : all) {
      auto const judged = judge(a, b, 0.5);
      EXPECT_EQ(judged.why, judge(b, a, 0.5).why);
      if (judged.why == Likeness::kNone || judged.why == Likeness::kIdea) continue;
      auto const stored = stored_keys(a);
      auto const asked = asked_keys(b);
      std::vector<std::int64_t> shared;
      std::set_intersection(stored.begin(), stored.end(), asked.begin(), asked.end(), std::back_inserter(shared));
      EXPECT_FALSE(shared.empty()) << a.name_form << " " << b.name_form;
    }
  }
  EXPECT_EQ(judge(all[2], all[3], 0.5).why, Likeness::kCreditCode);
  EXPECT_TRUE(judge(all[0], all[1], 0.5).repeats);
  EXPECT_FALSE(judge(all[1], all[2], 0.5).repeats) << "a short name alone, another idea";
  EXPECT_EQ(judge(all[0], all[4], 0.5).why, Likeness::kNone);
}

}  // namespace
}  // namespace lianzhao::lifecycle
