#include "store/daily_work_repository.h"

namespace lianzhao::store {

std::optional<DayNumber> DailyWorkRepository::last_day(std::string_view name) {
  auto const day = last_number(name);
  return day ? std::optional{static_cast<DayNumber>(*day)} : std::nullopt;
}

void DailyWorkRepository::note_day(std::string_view name, DayNumber day) {
  note_number(name, day);
}

std::optional<std::int64_t> DailyWorkRepository::last_number(std::string_view name) {
  return sql_.find_integer("SELECT day FROM daily_work WHERE name = ?", name);
}

void DailyWorkRepository::note_number(std::string_view name, std::int64_t number) {
  sql_.execute("INSERT INTO daily_work (name, day) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET day = excluded.day",
               name, number);
}

std::vector<std::int64_t> DailyWorkRepository::planned_beyond(DayNumber day, std::int64_t after, std::int64_t limit) {
  std::vector<std::int64_t> ids;
  auto rows = sql_.query(
      "SELECT DISTINCT project_id FROM task WHERE project_id > ? AND state IN ('open', 'doing')"
      " AND (due_day IS NULL OR due_day >= ?) ORDER BY project_id LIMIT ?",
      after, day, limit);
  while (rows.next()) ids.push_back(rows.integer(0));
  return ids;
}

std::vector<std::int64_t> DailyWorkRepository::leads_due_beyond(DayNumber day, std::int64_t after, std::int64_t limit) {
  std::vector<std::int64_t> ids;
  auto rows = sql_.query(
      "SELECT id FROM lead WHERE id > ? AND next_step IS NOT NULL AND (next_due IS NULL OR next_due >= ?)"
      " ORDER BY id LIMIT ?",
      after, day, limit);
  while (rows.next()) ids.push_back(rows.integer(0));
  return ids;
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
