#pragma once

#include <optional>
#include <vector>

#include "kernel/clock.h"

namespace lianzhao {

/// Which days are worked on in China: Monday to Friday, less the public holidays, plus the days worked in exchange
/// (调休). Known year by year from the State Council's notices; a year without one is unknown, not guessed.
class WorkingCalendar {
 public:
  WorkingCalendar() = default;
  /// `years` whose notice is in; the days sorted or not.
  WorkingCalendar(std::vector<int> years, std::vector<DayNumber> holidays, std::vector<DayNumber> worked);

  bool covers(DayNumber) const;
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
  std::vector<DayNumber> holidays_;
  std::vector<DayNumber> worked_;
  bool plain_beyond_ = false;
};

}  // namespace lianzhao
