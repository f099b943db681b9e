#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

struct OverdueTask {
  std::int64_t id = 0;
  std::int64_t project_id = 0;
  std::string template_id;  ///< empty: in own words
  std::string name;
  DayNumber due = 0;
};

/// SQL of what is done once a day by itself. Borrows a session.
class DailyWorkRepository {
 public:
  explicit DailyWorkRepository(Session& sql) : sql_{sql} {}

  std::optional<DayNumber> last_day(std::string_view name);
  void note_day(std::string_view name, DayNumber);
  /// The same for a number that is no day.
  std::optional<std::int64_t> last_number(std::string_view name);
  void note_number(std::string_view name, std::int64_t number);

  /// Projects after `after` with an open task that is due on `day` or later or at no known day; by number.
  std::vector<std::int64_t> planned_beyond(DayNumber day, std::int64_t after, std::int64_t limit);
  /// Open leads after `after` whose next step is due on `day` or later or at no known day; by number.
  std::vector<std::int64_t> leads_due_beyond(DayNumber day, std::int64_t after, std::int64_t limit);

  /// Tasks of active projects that are open, were due before `day` and of which no leader was told; oldest first.
  std::vector<OverdueTask> overdue(DayNumber day, std::int64_t limit);
  /// False when somebody was faster.
  bool escalate(std::int64_t task_id);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
