#include "ingest/lifecycle_reader.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {
namespace {

DayNumber day(std::string_view text) {
  return parse_day(text).value();
}

int weekday_of(DayNumber day) {
  return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{std::chrono::days{day}}}.iso_encoding());
}

std::vector<CalendarYear> shipped_years() {
  auto const file = std::filesystem::path{LIANZHAO_SOURCE_DIR} / "reference" / "working_days.yaml";
  return read_calendar_years(read_file(file, 1U << 20), file.string());
}

/// Day in Beijing of the k-th new moon after that of January 2000. The largest terms of J. Meeus, Astronomical
/// Algorithms (1998), ch. 49: good to a minute in these years.
DayNumber new_moon(int k) {
  auto const t = k / 1236.85;
  auto const e = 1 - 0.002516 * t;
  auto const sine = [](double degrees) { return std::sin(degrees * std::numbers::pi / 180); };
  auto const m = 2.5534 + 29.10535670 * k;
  auto const p = 201.5643 + 385.81693528 * k + 0.0107582 * t * t;
  auto const f = 160.7108 + 390.67050284 * k - 0.0016118 * t * t;
  auto jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t;
  jde += -0.40720 * sine(p) + 0.17241 * e * sine(m) + 0.01608 * sine(2 * p) + 0.01039 * sine(2 * f) +
         0.00739 * e * sine(p - m) - 0.00514 * e * sine(p + m) + 0.00208 * e * e * sine(2 * m) -
         0.00111 * sine(p - 2 * f) - 0.00057 * sine(p + 2 * f) + 0.00056 * e * sine(2 * p + m) - 0.00042 * sine(3 * p) +
         0.00042 * e * sine(m + 2 * f) + 0.00038 * e * sine(m - 2 * f) - 0.00024 * e * sine(2 * p - m) -
         0.00017 * sine(124.7746 - 1.56375588 * k) + 0.000325 * sine(299.77 + 0.107408 * k) +
         0.000165 * sine(251.88 + 0.016321 * k) + 0.000164 * sine(251.83 + 26.651886 * k) +
         0.000126 * sine(349.42 + 36.412478 * k) + 0.000110 * sine(84.66 + 18.206239 * k);
  constexpr double kEpoch = 2440587.5;         // 1970-01-01T00:00Z
  constexpr double kDynamical = 72.0 / 86400;  // dynamical less universal time in these years
  return static_cast<DayNumber>(std::floor(jde - kEpoch - kDynamical + 8.0 / 24));
}

/// The day `after` days behind a new moon that lies in these thirty days.
DayNumber lunar_day(int year, std::string_view from, int after) {
  auto const first = day(std::to_string(year) + std::string{from});
  for (auto k = (year - 2000) * 12; k < (year - 1999) * 13; ++k) {
    auto const found = new_moon(k) + after;
    if (found >= first && found < first + 30) return found;
  }
  return 0;
}

TEST(ShippedCalendar, every_year_rests_on_the_thirteen_days_of_the_law_and_no_more) {
  for (auto const& year : shipped_years()) {
    auto const weekdays =
        std::count_if(year.holidays.begin(), year.holidays.end(), [](DayNumber d) { return weekday_of(d) <= 5; });
    EXPECT_EQ(weekdays - std::ssize(year.worked), 13) << year.year << ": exchanges give back what they take";
  }
}

TEST(ShippedCalendar, the_days_of_the_moon_fall_where_astronomy_puts_them) {
  for (auto const& year : shipped_years()) {
    auto const rests = [&](DayNumber d) { return testing::Value(year.holidays, testing::Contains(d)); };
    auto const new_year = lunar_day(year.year, "-01-21", 0);
    for (auto d = new_year - 1; d <= new_year + 2; ++d) EXPECT_TRUE(rests(d)) << format_day(d);
    EXPECT_TRUE(rests(lunar_day(year.year, "-05-27", 4))) << year.year << " 端午";
    EXPECT_TRUE(rests(lunar_day(year.year, "-09-07", 14))) << year.year << " 中秋";
    if (!year.estimated) continue;
    EXPECT_FALSE(rests(new_year - 2)) << year.year << ": without exchanges nothing rests before the eve";
    EXPECT_THAT(year.worked, testing::IsEmpty()) << "exchanges are announced, not reckoned";
  }
  EXPECT_EQ(lunar_day(2027, "-01-21", 0), day("2027-02-06")) << "five minutes before midnight";
  EXPECT_EQ(lunar_day(2030, "-01-21", 0), day("2030-02-03")) << "seven minutes after it";
}

TEST(ShippedCalendar, an_own_official_year_counts_and_takes_no_other_away) {
  auto const folder = std::filesystem::temp_directory_path() / "lianzhao-calendar-test";
  std::filesystem::remove_all(folder);
  EXPECT_TRUE(load_lifecycle_rules(folder).calendar.estimated(day("2027-06-01")));
  std::filesystem::create_directories(folder / "reference");
  std::ofstream{folder / "reference" / "working_days.yaml"} << "years:\n"
                                                               "  - {year: 2027, holidays: [2027-06-01]}\n"
                                                               "  - {year: 2026, estimated: true, holidays: []}\n";
  auto const calendar = load_lifecycle_rules(folder).calendar;
  EXPECT_FALSE(calendar.estimated(day("2027-06-01")));
  EXPECT_EQ(calendar.is_working(day("2027-06-01")), false);
  EXPECT_EQ(calendar.is_working(day("2027-05-03")), true) << "what was reckoned is gone";
  EXPECT_EQ(calendar.is_working(day("2026-10-01")), false) << "an estimate does not undo a notice";
  EXPECT_TRUE(calendar.estimated(day("2028-06-01")));
  EXPECT_FALSE(calendar.covers(day("2036-01-01")));
  EXPECT_NE(calendar.fingerprint(), load_lifecycle_rules({}).calendar.fingerprint());
  std::filesystem::remove_all(folder);
}

TEST(ShippedCalendar, a_word_that_is_neither_true_nor_false_is_refused) {
  EXPECT_THROW(read_calendar_years("years:\n  - {year: 2027, estimated: perhaps}\n", "x.yaml"), Failure);
}

}  // namespace
}  // namespace lianzhao::ingest
