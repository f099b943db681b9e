#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kernel/clock.h"

namespace lianzhao {

/// A year of the working-day calendar. Days sorted or not, all of the year.
struct CalendarYear {
  int year = 0;
  bool estimated = false;  ///< reckoned from the statutory holidays: the State Council's notice is not out
  std::vector<DayNumber> holidays;
  std::vector<DayNumber> worked;  ///< weekend days worked in exchange (调休)
};

/// Which days are worked on in China: Monday to Friday, less the public holidays, plus the days worked in exchange
/// (调休). Known year by year from the State Council's notices, estimated for years that are reckoned from the law; a
/// year without either is unknown, not guessed.
class WorkingCalendar {
 public:
  WorkingCalendar() = default;
  /// Of two entries for one year the official one counts, of two of a kind the later in the list.
  explicit WorkingCalendar(std::vector<CalendarYear> years);

  bool covers(DayNumber) const;
  /// Whether the day lies in a year without a notice that was reckoned all the same.
  bool estimated(DayNumber) const;
  /// The same for the same days and years: to see that a newer calendar came.
  std::int64_t fingerprint() const;
  /// The same with plain weeks in the years that have no notice: to put in order what no day can be named for.
  WorkingCalendar extended() const;
  /// Absent beyond the known years, as below.
  std::optional<bool> is_working(DayNumber) const;
  /// The n-th working day after `day` (n >= 0; 0: the day itself or the next one that is worked on).
  std::optional<DayNumber> working_days_after(DayNumber day, int n) const;
  /// Working days in (from, to]; negative when `to` lies before.
  std::optional<int> working_days_between(DayNumber from, DayNumber to) const;

 private:
  std::vector<int> years_;
  std::vector<int> estimated_;
  std::vector<DayNumber> holidays_;
  std::vector<DayNumber> worked_;
  bool plain_beyond_ = false;
};

}  // namespace lianzhao
