#include "domain/working_calendar.h"

#include <algorithm>
#include <utility>

namespace lianzhao {

namespace {

bool holds(auto const& sorted, auto value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

}  // namespace

WorkingCalendar::WorkingCalendar(std::vector<int> years, std::vector<DayNumber> holidays, std::vector<DayNumber> worked)
    : years_{std::move(years)}, holidays_{std::move(holidays)}, worked_{std::move(worked)} {
  std::sort(years_.begin(), years_.end());
  std::sort(holidays_.begin(), holidays_.end());
  std::sort(worked_.begin(), worked_.end());
}

bool WorkingCalendar::covers(DayNumber day) const {
  return holds(years_, static_cast<int>(civil_date(day).year()));
}

WorkingCalendar WorkingCalendar::extended() const {
  auto extended = *this;
  extended.plain_beyond_ = true;
  return extended;
}

std::optional<bool> WorkingCalendar::is_working(DayNumber day) const {
  if (!covers(day) && !plain_beyond_) return std::nullopt;
  if (holds(worked_, day)) return true;
  if (holds(holidays_, day)) return false;
  auto const weekday = std::chrono::weekday{std::chrono::sys_days{std::chrono::days{day}}};
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

std::optional<DayNumber> WorkingCalendar::working_days_after(DayNumber day, int n) const {
  auto left = n;
  for (auto at = n == 0 ? day : day + 1;; ++at) {
    auto const working = is_working(at);
    if (!working) return std::nullopt;
    if (*working && --left <= 0) return at;
  }
}

std::optional<int> WorkingCalendar::working_days_between(DayNumber from, DayNumber to) const {
  if (to < from) {
    auto const back = working_days_between(to, from);
    return back ? std::optional{-*back} : std::nullopt;
  }
  int count = 0;
  for (auto day = from + 1; day <= to; ++day) {
    auto const working = is_working(day);
    if (!working) return std::nullopt;
    count += *working ? 1 : 0;
  }
  return count;
}

}  // namespace lianzhao
