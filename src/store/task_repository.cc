#include "store/task_repository.h"

#include <unordered_map>

#include <fmt/format.h>

namespace lianzhao::store {

namespace {

constexpr auto kColumns =
    "t.id, t.project_id, t.template_id, t.stage, t.name, t.days, t.working, t.assignee_id, t.state, t.from_day,"
    " t.begin_day, t.due_day, t.done_day, t.slack_days, t.ready, t.critical, t.note, t.escalated, t.version,"
    " coalesce(a.display_name, ''), p.name, p.zone_id";
constexpr auto kFrom = " FROM task t JOIN project p ON p.id = t.project_id LEFT JOIN account a ON a.id = t.assignee_id";

std::vector<Task> read(Rows rows) {
  std::vector<Task> tasks;
  while (rows.next()) {
    Task t;
    t.id = rows.integer(0);
    t.project_id = rows.integer(1);
    t.template_id = rows.text(2);
    t.stage = rows.text(3);
    t.name = rows.text(4);
    t.days = static_cast<int>(rows.integer(5));
    t.working = rows.boolean(6);
    t.assignee_id = rows.optional_integer(7);
    t.state = rows.text(8);
    t.from_day = static_cast<DayNumber>(rows.integer(9));
    t.begin_day = optional_day(rows, 10);
    t.due_day = optional_day(rows, 11);
    t.done_day = optional_day(rows, 12);
    if (auto const slack = rows.optional_integer(13)) t.slack_days = static_cast<int>(*slack);
    t.ready = rows.boolean(14);
    t.critical = rows.boolean(15);
    t.note = rows.text(16);
    t.escalated = rows.boolean(17);
    t.version = rows.integer(18);
    t.assignee_name = rows.text(19);
    t.project_name = rows.text(20);
    t.zone_id = rows.text(21);
    tasks.push_back(std::move(t));
  }
  return tasks;
}

}  // namespace

std::int64_t TaskRepository::add(Task const& t) {
  auto const id = sql_.find_integer(
                          "INSERT INTO task (project_id, template_id, stage, name, days, working, assignee_id, state,"
                          " from_day, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                          t.project_id, t.template_id, t.stage, t.name, t.days, t.working, t.assignee_id, t.state,
                          t.from_day, t.note)
                      .value();
  set_dependencies(id, t.depends_on);
  return id;
}

std::optional<Task> TaskRepository::find(std::int64_t id, Scope const& scope) {
  Where where;
  where.add("t.id = ?", id);
  add_project_scope(where, scope, "p");
  auto found = read(sql_.query_all(fmt::format("SELECT {}{}{}", kColumns, kFrom, where.text()), where.params()));
  if (found.empty()) return std::nullopt;
  read_dependencies(found);
  return std::move(found.front());
}

std::vector<Task> TaskRepository::of_project(std::int64_t project_id) {
  auto found =
      read(sql_.query(fmt::format("SELECT {}{} WHERE t.project_id = ? ORDER BY t.id", kColumns, kFrom), project_id));
  read_dependencies(found);
  return found;
}

std::vector<Task> TaskRepository::of_ids(std::vector<std::int64_t> const& ids) {
  if (ids.empty()) return {};
  Where where;
  add_ids(where, "t.id", ids);
  auto found = read(sql_.query_all(fmt::format("SELECT {}{}{}", kColumns, kFrom, where.text()), where.params()));
  sort_as(ids, found);
  read_dependencies(found);
  return found;
}

PageOf<Task> TaskRepository::list(TaskFilter const& filter, Scope const& scope, Page const& page,
                                  std::optional<std::int64_t> total) {
  Where where;
  // Of one person's tasks few are left to be asked about.
  add_project_scope(where, scope, "p", filter.assignee_id ? Reach::kOne : Reach::kMany);
  if (filter.zone_id) where.add("p.zone_id = ?", *filter.zone_id);
  if (filter.assignee_id) where.add("t.assignee_id = ?", *filter.assignee_id);
  if (filter.member_id) {
    where.add("p.id IN (SELECT project_id FROM project_member WHERE account_id = ? AND left_day IS NULL)",
              *filter.member_id);
  }
  if (filter.open) {
    where.add("t.state IN ('open', 'doing')");
    // What rests is not pressing.
    // As an expression, for no index of projects is to be gone through for it.
    where.add("coalesce(p.state, '') = 'active'");
  }
  if (filter.late_on) where.add("t.due_day < ?", std::int64_t{*filter.late_on});
  PageOf<Task> found;
  if (total) {
    found.total = *total;
  } else {
    auto count = sql_.query_all("SELECT count(*) FROM task t JOIN project p ON p.id = t.project_id" + where.text(),
                                where.params());
    if (count.next()) found.total = count.integer(0);
  }
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  found.rows = read(sql_.query_all(fmt::format("SELECT {}{}{} ORDER BY t.due_day NULLS LAST, t.id"
                                               " LIMIT ? OFFSET ?",
                                               kColumns, kFrom, text),
                                   where.params()));
  read_dependencies(found.rows);
  return found;
}

bool TaskRepository::update(Task const& t) {
  return sql_.execute(
                 "UPDATE task SET days = ?, assignee_id = ?, state = ?, done_day = ?, note = ?, escalated = ?,"
                 " version = version + 1 WHERE id = ? AND version = ?",
                 t.days, t.assignee_id, t.state, t.done_day, t.note, t.escalated, t.id, t.version)
             .rows_affected == 1;
}

void TaskRepository::set_dates(Task const& t) {
  sql_.execute("UPDATE task SET begin_day = ?, due_day = ?, slack_days = ?, ready = ?, critical = ? WHERE id = ?",
               t.begin_day, t.due_day, t.slack_days, t.ready, t.critical, t.id);
}

void TaskRepository::set_dependencies(std::int64_t id, std::vector<std::int64_t> const& depends_on) {
  sql_.execute("DELETE FROM task_dependency WHERE task_id = ?", id);
  for (auto const other : depends_on) {
    sql_.execute("INSERT INTO task_dependency (task_id, depends_on_id) VALUES (?, ?) ON CONFLICT DO NOTHING", id,
                 other);
  }
}

std::int64_t TaskRepository::reassign(std::int64_t project_id, std::int64_t from, std::int64_t to) {
  return sql_
      .execute(
          "UPDATE task SET assignee_id = ?, version = version + 1 WHERE project_id = ? AND assignee_id = ?"
          " AND state IN ('open', 'doing')",
          to, project_id, from)
      .rows_affected;
}

void TaskRepository::set_calendar_token(std::int64_t account_id, std::string_view token_hash) {
  sql_.execute(
      "INSERT INTO calendar_token (account_id, token_hash, created_at) VALUES (?, ?, ?) ON CONFLICT (account_id)"
      " DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at",
      account_id, token_hash, now());
}

std::optional<std::int64_t> TaskRepository::account_of_calendar(std::string_view token_hash) {
  return sql_.find_integer(
      "SELECT c.account_id FROM calendar_token c JOIN account a ON a.id = c.account_id WHERE c.token_hash = ?"
      " AND a.disabled = 0",
      token_hash);
}

void TaskRepository::read_dependencies(std::vector<Task>& tasks) {
  if (tasks.empty()) return;
  std::unordered_map<std::int64_t, Task*> places;
  std::vector<std::int64_t> ids;
  for (auto& task : tasks) {
    places.emplace(task.id, &task);
    ids.push_back(task.id);
  }
  Where where;
  add_ids(where, "task_id", ids);
  auto rows = sql_.query_all("SELECT task_id, depends_on_id FROM task_dependency" + where.text() + " ORDER BY 1, 2",
                             where.params());
  while (rows.next()) places.at(rows.integer(0))->depends_on.push_back(rows.integer(1));
}

}  // namespace lianzhao::store
