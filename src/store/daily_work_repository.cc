#include "store/daily_work_repository.h"

namespace lianzhao::store {

std::optional<DayNumber> DailyWorkRepository::last_day(std::string_view name) {
  auto const day = sql_.find_integer("SELECT day FROM daily_work WHERE name = ?", name);
  return day ? std::optional{static_cast<DayNumber>(*day)} : std::nullopt;
}

void DailyWorkRepository::note_day(std::string_view name, DayNumber day) {
  sql_.execute("INSERT INTO daily_work (name, day) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET day = excluded.day",
               name, day);
}

std::vector<OverdueTask> DailyWorkRepository::overdue(DayNumber day, std::int64_t limit) {
  std::vector<OverdueTask> tasks;
  auto rows = sql_.query(
      "SELECT t.id, t.project_id, t.template_id, t.name, t.due_day FROM task t JOIN project p ON p.id = t.project_id"
      " WHERE t.state IN ('open', 'doing') AND t.due_day < ? AND t.escalated = 0 AND p.state = 'active'"
      " ORDER BY t.due_day, t.id LIMIT ?",
      day, limit);
  while (rows.next()) {
    tasks.push_back({rows.integer(0), rows.integer(1), std::string{rows.text(2)}, std::string{rows.text(3)},
                     static_cast<DayNumber>(rows.integer(4))});
  }
  return tasks;
}

bool DailyWorkRepository::escalate(std::int64_t task_id) {
  return sql_.execute(
                 "UPDATE task SET escalated = 1, version = version + 1 WHERE id = ? AND escalated = 0"
                 " AND state IN ('open', 'doing')",
                 task_id)
             .rows_affected == 1;
}

}  // namespace lianzhao::store
