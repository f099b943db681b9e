#include "domain/working_calendar.h"

#include <algorithm>
#include <map>
#include <utility>

namespace lianzhao {

namespace {

bool holds(auto const& sorted, auto value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

}  // namespace

WorkingCalendar::WorkingCalendar(std::vector<CalendarYear> years) {
  std::map<int, CalendarYear> kept;
  for (auto& year : years) {
    auto const found = kept.find(year.year);
    if (found != kept.end() && year.estimated && !found->second.estimated) continue;
    kept.insert_or_assign(year.year, std::move(year));
  }
  for (auto const& [number, year] : kept) {
    years_.push_back(number);
    if (year.estimated) estimated_.push_back(number);
    holidays_.insert(holidays_.end(), year.holidays.begin(), year.holidays.end());
    worked_.insert(worked_.end(), year.worked.begin(), year.worked.end());
  }
  std::sort(holidays_.begin(), holidays_.end());
  std::sort(worked_.begin(), worked_.end());
}

bool WorkingCalendar::covers(DayNumber day) const {
  return holds(years_, static_cast<int>(civil_date(day).year()));
}

bool WorkingCalendar::estimated(DayNumber day) const {
  return holds(estimated_, static_cast<int>(civil_date(day).year()));
}

std::int64_t WorkingCalendar::fingerprint() const {
  // FNV-1a over the numbers, each list closed by one that is none of its values.
  std::uint64_t hash = 14695981039346656037U;
  auto const mix = [&](std::int64_t value) { hash = (hash ^ static_cast<std::uint64_t>(value)) * 1099511628211U; };
  for (auto const* const list : {&years_, &estimated_}) {
    for (auto const year : *list) mix(year);
    mix(-1);
  }
  for (auto const* const list : {&holidays_, &worked_}) {
    for (auto const day : *list) mix(day);
    mix(-1);
  }
  return static_cast<std::int64_t>(hash >> 1U);
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
