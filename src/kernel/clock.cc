#include "kernel/clock.h"

#include <charconv>

#include <fmt/format.h>

namespace lianzhao {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kShanghaiMs = std::int64_t{8} * 3'600'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

Instant now() {
  using std::chrono::duration_cast;
  return duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

DayNumber civil_day(Instant instant) {
  return static_cast<DayNumber>(floor_div(instant + kShanghaiMs, kDayMs));
}

DayNumber day_number(std::chrono::year_month_day date) {
  return static_cast<DayNumber>(std::chrono::sys_days{date}.time_since_epoch().count());
}

std::chrono::year_month_day civil_date(DayNumber day) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}};
}

std::string format_day(DayNumber day) {
  auto const date = civil_date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<DayNumber> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto const number = [&](std::size_t begin, std::size_t count) -> int {
    int value = -1;
    auto const* const first = text.data() + begin;
    auto const parsed = std::from_chars(first, first + count, value);
    return parsed.ptr == first + count ? value : -1;
  };
  auto const year = number(0, 4);
  auto const month = number(5, 2);
  auto const day = number(8, 2);
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  auto const date = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} /
                    std::chrono::day{static_cast<unsigned>(day)};
  if (!date.ok()) return std::nullopt;
  return day_number(date);
}

std::string format_instant(Instant instant) {
  auto const day = floor_div(instant, kDayMs);
  auto const in_day = instant - day * kDayMs;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_day(static_cast<DayNumber>(day)), in_day / 3'600'000,
                     in_day / 60'000 % 60, in_day / 1000 % 60, in_day % 1000);
}

}  // namespace lianzhao
