#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/lifecycle_rules.h"

namespace lianzhao::lifecycle {

/// A task to be planned. Those it depends on are named by id; ids outside the plan (dropped ones) hold nothing up.
struct PlannedTask {
  std::int64_t id = 0;
  Clock span;  ///< days may be 0
  std::vector<std::int64_t> depends_on;
  DayNumber from = 0;             ///< not before this day
  std::optional<DayNumber> done;  ///< finished on this day
  bool begun = false;
};

struct TaskDates {
  std::optional<DayNumber> begin;  ///< earliest; absent where the working-day calendar ends
  std::optional<DayNumber> due;    ///< earliest end
  std::optional<int> slack_days;   ///< calendar days its end may move without moving the end of the plan
  bool ready = false;              ///< all it depends on is done
  bool critical = false;           ///< not done and without slack
};

struct TaskPlan {
  std::vector<TaskDates> dates;  ///< as the tasks given
  std::optional<DayNumber> end;
  std::vector<std::int64_t> critical_path;  ///< ids in order of the dependencies
};

/// Critical path method: forward for the earliest days, backward for the latest (J. Kelley and M. Walker, 1959). What
/// is done counts with its real day. A task begins on the day the last one before it ends, or on `from`.
/// @throws Failure "task_cycle" that names a task on a circle of dependencies.
TaskPlan plan_tasks(std::span<PlannedTask const>, WorkingCalendar const&);

/// When it will really end if nothing else slips: what has not begun begins today at the earliest and takes its whole
/// span; what is in hand ends as planned or, late already, after one more day at the earliest.
/// @param plan  of the same tasks, by plan_tasks.
TaskPlan forecast_tasks(std::span<PlannedTask const>, TaskPlan const& plan, DayNumber today, WorkingCalendar const&);

}  // namespace lianzhao::lifecycle
