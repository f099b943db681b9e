#include <algorithm>
#include <functional>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/error.h"
#include "lifecycle/icalendar.h"
#include "lifecycle/kpi.h"
#include "lifecycle/stage_times.h"
#include "lifecycle/task_plan.h"

namespace lianzhao::lifecycle {
namespace {

DayNumber day(std::string_view text) {
  return parse_day(text).value();
}

WorkingCalendar plain_2026() {
  return WorkingCalendar{{{2026, false, {}, {}}}};
}

PlannedTask task(std::int64_t id, int days, std::vector<std::int64_t> after) {
  return {id, {days, false}, std::move(after), day("2026-03-02"), std::nullopt};
}

TEST(TaskPlan, the_longest_way_is_critical_and_the_rest_has_slack) {
  // 1 → 2 → 4 is 28 days, 1 → 3 → 4 is 14: in whole weeks from a Monday no day falls on a weekend.
  auto const tasks = std::vector{task(1, 7, {}), task(2, 14, {1}), task(3, 0, {1}), task(4, 7, {2, 3})};
  auto const plan = plan_tasks(tasks, plain_2026());
  EXPECT_EQ(plan.end, day("2026-03-30"));
  EXPECT_THAT(plan.critical_path, testing::ElementsAre(1, 2, 4));
  EXPECT_EQ(plan.dates[2].slack_days, 14);
  EXPECT_TRUE(plan.dates[0].ready);
  EXPECT_FALSE(plan.dates[1].ready);
}

TEST(TaskPlan, a_circle_is_refused_and_what_is_gone_holds_nothing_up) {
  EXPECT_THROW(plan_tasks(std::vector{task(1, 1, {2}), task(2, 1, {1})}, plain_2026()), Failure);
  EXPECT_TRUE(plan_tasks(std::vector{task(1, 1, {99})}, plain_2026()).dates[0].ready);
}

TEST(TaskPlan, what_is_late_is_forecast_from_today_and_moves_what_waits_for_it) {
  auto tasks = std::vector{task(1, 7, {}), task(2, 14, {1})};
  auto const calendar = plain_2026();
  auto const plan = plan_tasks(tasks, calendar);
  EXPECT_EQ(plan.end, day("2026-03-23"));
  auto const forecast = forecast_tasks(tasks, plan, day("2026-03-16"), calendar);
  EXPECT_EQ(forecast.dates[0].begin, day("2026-03-16"));
  EXPECT_EQ(forecast.dates[0].due, day("2026-03-23")) << "not begun: its whole span is before it";
  EXPECT_EQ(forecast.end, day("2026-04-06"));
  tasks[0].begun = true;
  EXPECT_EQ(forecast_tasks(tasks, plan, day("2026-03-16"), calendar).dates[0].due, day("2026-03-17"));
  EXPECT_EQ(forecast_tasks(tasks, plan, day("2026-03-04"), calendar).end, plan.end) << "in hand and in time";
  tasks[0].done = day("2026-03-04");
  EXPECT_EQ(forecast_tasks(tasks, plan, day("2026-03-04"), calendar).end, day("2026-03-18"));
}

TEST(TaskPlan, beyond_the_calendar_nothing_is_guessed) {
  auto late = task(1, 30, {});
  late.from = day("2026-12-20");
  auto const plan = plan_tasks(std::vector{late}, plain_2026());
  EXPECT_EQ(plan.end, std::nullopt);
  EXPECT_EQ(plan.dates[0].due, std::nullopt);
  EXPECT_TRUE(plan.dates[0].critical) << "the order is known all the same";
}

TEST(TaskPlan, an_estimated_year_is_planned_with) {
  auto late = task(1, 30, {});
  late.from = day("2026-12-20");
  auto const calendar = WorkingCalendar{{{2026, false, {}, {}}, {2027, true, {day("2027-01-19")}, {}}}};
  EXPECT_EQ(plan_tasks(std::vector{late}, calendar).end, day("2027-01-20"));
  EXPECT_TRUE(calendar.estimated(day("2027-01-20")));
  EXPECT_FALSE(calendar.estimated(day("2026-12-31")));
}

TEST(TaskPlan, agrees_with_all_ways_walked_and_slack_moves_no_end) {
  std::mt19937 random{7};
  for (int round = 0; round < 200; ++round) {
    std::vector<PlannedTask> tasks;
    for (int i = 0; i < 9; ++i) {
      std::vector<std::int64_t> after;
      for (int j = 0; j < i; ++j) {
        if (random() % 4 == 0) after.push_back(j);
      }
      tasks.push_back(task(i, static_cast<int>(random() % 20), after));
    }
    auto const calendar = plain_2026();
    auto const plan = plan_tasks(tasks, calendar);
    // Oracle: the end by recursion over every way.
    std::function<DayNumber(std::int64_t)> end_of = [&](std::int64_t id) {
      auto const& t = tasks[static_cast<std::size_t>(id)];
      auto begin = t.from;
      for (auto const b : t.depends_on) begin = std::max(begin, end_of(b));
      return t.span.days == 0 ? begin : calendar.working_days_after(begin + t.span.days, 0).value();
    };
    DayNumber end = 0;
    for (auto const& t : tasks) end = std::max(end, end_of(t.id));
    ASSERT_EQ(plan.end, end);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      // Finishing a task as late as its slack allows leaves the end where it is.
      auto moved = tasks;
      moved[i].done = *plan.dates[i].due + *plan.dates[i].slack_days;
      EXPECT_EQ(plan_tasks(moved, calendar).end, end) << "round " << round << " task " << i;
    }
  }
}

TEST(Survival, is_the_textbook_curve) {
  // E. Kaplan and P. Meier (1958), their example: deaths at 0.8, 3.1, 5.4, 9.2; losses at 1.0, 2.7, 7.0, 12.1.
  auto const curve =
      survival({{8, true}, {10, false}, {27, false}, {31, true}, {54, true}, {70, false}, {92, true}, {121, false}});
  ASSERT_EQ(curve.size(), 4U);
  EXPECT_NEAR(curve[0].remaining, 7.0 / 8, 1e-12);
  EXPECT_NEAR(curve[1].remaining, 7.0 / 8 * 4 / 5, 1e-12);
  EXPECT_NEAR(curve[2].remaining, 7.0 / 8 * 4 / 5 * 3 / 4, 1e-12);
  EXPECT_NEAR(curve[3].remaining, 7.0 / 8 * 4 / 5 * 3 / 4 / 2, 1e-12);
  for (auto const& point : curve) {
    EXPECT_LE(point.low, point.remaining);
    EXPECT_GE(point.high, point.remaining);
  }
  EXPECT_EQ(days_until(curve, 0.5), 92);
  EXPECT_EQ(remaining_at(curve, 30), curve[0].remaining);
}

TEST(Survival, without_censoring_it_is_the_share_that_is_left) {
  std::vector<Stay> stays;
  for (int i = 1; i <= 100; ++i) stays.push_back({i, true});
  auto const curve = survival(stays);
  for (int d = 1; d < 100; ++d) EXPECT_NEAR(remaining_at(curve, d), 1 - d / 100.0, 1e-9);
  EXPECT_EQ(days_until(curve, 0.5), 50);
  EXPECT_TRUE(survival({}).empty());
}

TEST(Forecast, meets_the_expectation_of_a_known_process) {
  // Every project leaves negotiation after 1 to 100 days, each as likely. 400 have stayed 50 days, 25 days are left:
  // given 50 days, half of the rest leaves in 25, so 200 are expected.
  std::vector<StageHistory> histories;
  auto const today = day("2026-06-01");
  for (int i = 1; i <= 2000; ++i) {
    StageHistory past;
    past.passed[0] = today - 400;
    past.passed[1] = today - 400 + 1 + (i % 100);
    past.watched_until = today - 200;
    past.active = false;
    histories.push_back(past);
  }
  for (int i = 0; i < 400; ++i) {
    StageHistory open;
    open.passed[0] = today - 50;
    open.watched_until = today;
    histories.push_back(open);
  }
  auto const result = forecast(histories, day("2026-01-01"), today, today + 25);
  EXPECT_EQ(result[1].candidates, 400);
  EXPECT_NEAR(result[1].expected, 200, 12);
  EXPECT_LT(result[1].low, result[1].expected);
  EXPECT_GT(result[1].high, result[1].expected);
  EXPECT_EQ(result[2].without_history, 0);
  EXPECT_EQ(result[3].expected, 0) << "nobody ever left the stage before it";
}

TEST(Forecast, who_is_negotiated_since_nobody_knows_when_may_sign_and_tells_nothing_of_times) {
  auto const today = day("2026-06-01");
  std::vector<StageHistory> histories;
  for (int i = 1; i <= 100; ++i) {
    StageHistory past;
    past.passed[0] = today - 400;
    past.passed[1] = today - 400 + i;
    past.watched_until = today;
    past.active = false;
    histories.push_back(past);
  }
  StageHistory unknown;
  unknown.seen_from = today - 10;
  unknown.watched_until = today;
  auto const before = survival(stays_in(histories, 0).stays);
  histories.insert(histories.end(), 40, unknown);
  auto const stays = stays_in(histories, 0);
  EXPECT_EQ(stays.stays.size(), 100U);
  EXPECT_EQ(stays.begin_unknown, 0) << "not passed on yet";
  EXPECT_EQ(survival(stays.stays).size(), before.size());
  // Of those that stayed 10 days, 90 of 100 times lie ahead: 50 days later 50 of 90 have gone.
  auto const result = forecast(histories, day("2026-01-01"), today, today + 50);
  EXPECT_EQ(result[0].passed, 0) << "when they began nobody says";
  EXPECT_EQ(result[1].candidates, 40);
  EXPECT_NEAR(result[1].expected, 40.0 * 50 / 90, 2);
  // Looked at on a day before they were entered they are not there.
  EXPECT_EQ(forecast(histories, day("2026-01-01"), today - 11, today)[1].candidates, 0);
}

TEST(Survival, who_comes_under_watch_late_is_at_risk_from_then_on) {
  // By hand: three from the beginning pass after 10, 30 and 50 days; one seen from day 20 on passes after 30; one seen
  // from day 40 on is still there after 60. At risk: 3 at 10, then 2 + 1 at 30, then 1 + 1 at 50.
  auto const curve = survival({{10, true}, {30, true}, {50, true}, {30, true, 20}, {60, false, 40}});
  ASSERT_EQ(curve.size(), 3U);
  EXPECT_EQ(curve[0].at_risk, 3);
  EXPECT_EQ(curve[1].at_risk, 3);
  EXPECT_EQ(curve[2].at_risk, 2);
  EXPECT_NEAR(curve[0].remaining, 2.0 / 3, 1e-12);
  EXPECT_NEAR(curve[1].remaining, 2.0 / 3 / 3, 1e-12);
  EXPECT_NEAR(curve[2].remaining, 2.0 / 3 / 3 / 2, 1e-12);
  // The only one watched passes while others are first seen later: nobody says that none remains.
  auto const gap = survival({{5, true}, {90, true, 50}, {80, false, 50}});
  ASSERT_EQ(gap.size(), 2U);
  EXPECT_EQ(gap[0].remaining, 1);
  EXPECT_EQ(gap[1].remaining, 0);
  EXPECT_TRUE(survival({{40, true, 40}}).empty()) << "seen for no time at all";
}

/// A project of which only the gate it stood at was known when it was entered.
StageHistory entered(std::size_t stage, DayNumber since, DayNumber on, DayNumber today) {
  StageHistory history;
  history.passed[stage] = since;
  history.seen_from = on;
  history.watched_until = today;
  return history;
}

TEST(Stays, of_an_unknown_beginning_are_left_out_and_change_no_curve) {
  auto const today = day("2026-06-01");
  std::vector<StageHistory> histories;
  for (int i = 1; i <= 7; ++i) {
    StageHistory talked;
    talked.passed[0] = today - 100;
    if (i % 3 != 0) talked.passed[1] = today - 100 + i * 10;
    talked.watched_until = today;
    histories.push_back(talked);
  }
  auto const before = survival(stays_in(histories, 0).stays);
  ASSERT_EQ(before.size(), 5U);
  EXPECT_NEAR(before[0].remaining, 6.0 / 7, 1e-12);
  auto const expected = forecast(histories, day("2026-01-01"), today, today + 30);
  for (std::size_t stage = 1; stage < kStages.size(); ++stage) {
    for (int i = 0; i < 10; ++i) histories.push_back(entered(stage, today - 50, today - 20, today));
  }
  auto const after = stays_in(histories, 0);
  EXPECT_EQ(after.begin_unknown, 60);
  auto const curve = survival(after.stays);
  ASSERT_EQ(curve.size(), before.size());
  for (std::size_t i = 0; i < curve.size(); ++i) {
    EXPECT_EQ(curve[i].days, before[i].days);
    EXPECT_EQ(curve[i].at_risk, before[i].at_risk);
    EXPECT_EQ(curve[i].remaining, before[i].remaining);
  }
  auto const again = forecast(histories, day("2026-01-01"), today, today + 30);
  EXPECT_EQ(again[1].candidates, expected[1].candidates);
  EXPECT_NEAR(again[1].expected - again[1].passed, expected[1].expected - expected[1].passed, 0.2);
}

TEST(Stays, of_a_project_entered_without_its_beginning_count_from_its_entry) {
  auto const today = day("2026-06-01");
  // Signed 300 days ago, entered 100 days ago, registered 40 days ago: at risk from day 200 to day 260.
  auto passed_later = entered(1, today - 300, today - 100, today);
  passed_later.passed[2] = today - 40;
  // Both days known, but over before it was entered: had it come to nothing it would not be here.
  auto over = entered(1, today - 300, today - 100, today);
  over.passed[2] = today - 150;
  auto const stays = stays_in(std::vector{passed_later, over, entered(1, today - 300, today - 100, today)}, 1);
  EXPECT_EQ(stays.before_entered, 1);
  ASSERT_EQ(stays.stays.size(), 2U);
  EXPECT_EQ(stays.stays[0].from, 200);
  EXPECT_EQ(stays.stays[0].days, 260);
  EXPECT_TRUE(stays.stays[0].passed);
  EXPECT_EQ(stays.stays[1].from, 200);
  EXPECT_FALSE(stays.stays[1].passed);
  // As of a day before it was entered nothing was seen of it.
  EXPECT_TRUE(stays_in(std::vector{entered(1, today - 300, today - 100, today - 200)}, 1).stays.empty());
  // A gate passed twice at once and one that was skipped.
  StageHistory skipped;
  skipped.passed = {today - 90, std::nullopt, today - 30};
  skipped.watched_until = today;
  EXPECT_EQ(stays_in(std::vector{skipped}, 0).end_unknown, 1);
  EXPECT_EQ(stays_in(std::vector{skipped}, 1).begin_unknown, 1);
}

/// Figures are counted over what others keep.
std::vector<KpiFact const*> seen(std::vector<KpiFact> const& facts) {
  std::vector<KpiFact const*> pointers;
  pointers.reserve(facts.size());
  for (auto const& fact : facts) pointers.push_back(&fact);
  return pointers;
}

KpiDefinition rate(std::size_t above, std::size_t below) {
  KpiDefinition kpi;
  kpi.numerator.reached = above;
  kpi.numerator.not_ended = true;
  kpi.denominator.reached = below;
  return kpi;
}

TEST(Kpi, counts_as_the_cities_do) {
  // 渭南: 198 in production or under construction of 292 signed.
  std::vector<KpiFact> facts(292);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    facts[i].passed[1] = 1;
    if (i < 198) facts[i].passed[3] = 2;
  }
  auto const sum = count(rate(3, 1), seen(facts), "all").at("");
  EXPECT_NEAR(sum.value(rate(3, 1)).value(), 0.678, 0.0005);
  // 安庆 2018: 118 ÷ 218.
  facts.resize(218);
  for (std::size_t i = 0; i < facts.size(); ++i) facts[i].passed[5] = i < 118 ? std::optional{3} : std::nullopt;
  EXPECT_NEAR(count(rate(5, 1), seen(facts), "all").at("").value(rate(5, 1)).value(), 0.5413, 0.00005);
}

TEST(Kpi, unknown_is_left_out_of_both_sides_and_told) {
  KpiDefinition kpi;
  kpi.numerator.sum = "arrived_fen";
  kpi.denominator.sum = "contracted_fen";
  std::vector<KpiFact> facts(3);
  facts[0].contracted_fen = 100;
  facts[0].arrived_fen = 40;
  facts[1].contracted_fen = 900;
  auto const sum = count(kpi, seen(facts), "all").at("");
  EXPECT_DOUBLE_EQ(sum.value(kpi).value(), 0.4);
  EXPECT_EQ(sum.unknown, 2);
  EXPECT_EQ(count(kpi, {}, "all").size(), 0U);
}

TEST(Kpi, what_nobody_has_verified_is_told_and_cannot_raise_the_figure) {
  std::vector<KpiFact> facts(4);
  for (auto& fact : facts) {
    fact.passed[1] = 1;
    fact.verified[1] = true;
  }
  facts[0].passed[3] = 2;
  facts[0].verified[3] = true;
  facts[1].passed[3] = 2;
  auto const kpi = rate(3, 1);
  auto const sum = count(kpi, seen(facts), "all").at("");
  EXPECT_DOUBLE_EQ(sum.value(kpi).value(), 0.5);
  EXPECT_EQ(sum.unverified, 1);
  EXPECT_DOUBLE_EQ(sum.verified_value(kpi).value(), 0.25);
  auto strict = kpi;
  strict.numerator.verified = true;
  EXPECT_DOUBLE_EQ(count(strict, seen(facts), "all").at("").value(strict).value(), 0.25);
}

TEST(Kpi, a_part_is_in_the_project_it_belongs_to) {
  std::vector<KpiFact> facts(3);
  for (auto& fact : facts) fact.passed[1] = 1;
  facts[0].passed[3] = 2;
  facts[1].part = true;
  facts[2].part = true;
  EXPECT_DOUBLE_EQ(count(rate(3, 1), seen(facts), "all").at("").denominator, 1);
}

TEST(Kpi, groups_add_up_to_the_whole) {
  std::vector<KpiFact> facts(50);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    facts[i].passed[1] = 1;
    facts[i].zone_id = i % 3 == 0 ? "a" : "b";
    if (i % 4 == 0) facts[i].passed[3] = 2;
  }
  auto const whole = count(rate(3, 1), seen(facts), "all").at("");
  double above = 0;
  double below = 0;
  for (auto const& [key, sum] : count(rate(3, 1), seen(facts), "zone")) {
    above += sum.numerator;
    below += sum.denominator;
  }
  EXPECT_EQ(above, whole.numerator);
  EXPECT_EQ(below, whole.denominator);
}

TEST(Calendar, lines_are_folded_between_characters_and_unfold_to_what_they_were) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "链;招";
  auto const feed =
      to_icalendar("我的任务", std::vector<CalendarEntry>{{"task-1", day("2026-12-31"), text, "a\nb"}}, 0);
  std::string unfolded;
  for (std::size_t at = 0; at < feed.size();) {
    auto const end = feed.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 75U);
    auto const line = feed.substr(at, end - at);
    unfolded += line.starts_with(' ') ? line.substr(1) : "\n" + line;
    at = end + 2;
  }
  std::string escaped;
  for (int i = 0; i < 60; ++i) escaped += "链\\;招";
  EXPECT_THAT(unfolded, testing::HasSubstr("SUMMARY:" + escaped + "\n"));
  EXPECT_THAT(unfolded, testing::HasSubstr("DTEND;VALUE=DATE:20270101"));
  EXPECT_THAT(unfolded, testing::HasSubstr("DESCRIPTION:a\\nb"));
}

}  // namespace
}  // namespace lianzhao::lifecycle
