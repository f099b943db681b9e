#include "kernel/clock.h"

#include <gtest/gtest.h>

namespace lianzhao {
namespace {

TEST(Clock, a_day_survives_formatting_and_parsing) {
  for (DayNumber day = -60'000; day < 60'000; day += 37) EXPECT_EQ(parse_day(format_day(day)), day);
}

TEST(Clock, dates_that_do_not_exist_are_absent) {
  for (auto const* text : {"2023-02-29", "2023-13-01", "2023-00-10", "2023-1-01", "2023/01/01", "", "0000-01-01"})
    EXPECT_EQ(parse_day(text), std::nullopt) << text;
}

// 16:00 UTC is midnight of the next day in Shanghai.
TEST(Clock, the_civil_day_turns_at_midnight_in_shanghai) {
  auto const day = *parse_day("2026-11-24");
  auto const midnight_utc = std::int64_t{day} * 86'400'000;
  EXPECT_EQ(civil_day(midnight_utc + 16 * 3'600'000 - 1), day);
  EXPECT_EQ(civil_day(midnight_utc + 16 * 3'600'000), day + 1);
  EXPECT_EQ(civil_day(-8 * 3'600'000 - 1), -1);
}

TEST(Clock, instants_are_written_in_utc) {
  EXPECT_EQ(format_instant(1), "1970-01-01T00:00:00.001Z");
}

}  // namespace
}  // namespace lianzhao
