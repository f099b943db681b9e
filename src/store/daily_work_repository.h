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

  /// Tasks of active projects that are open, were due before `day` and of which no leader was told; oldest first.
  std::vector<OverdueTask> overdue(DayNumber day, std::int64_t limit);
  /// False when somebody was faster.
  bool escalate(std::int64_t task_id);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
