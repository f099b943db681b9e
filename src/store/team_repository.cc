#include "store/team_repository.h"

#include <map>

namespace lianzhao::store {

namespace {

constexpr auto kMember =
    "SELECT m.id, m.project_id, m.account_id, m.role, m.since_day, m.left_day, m.note, a.display_name, a.role,"
    " a.disabled FROM project_member m JOIN account a ON a.id = m.account_id";
constexpr auto kOfProject = " WHERE m.project_id = ?";

Member read(Rows const& rows) {
  Member m;
  m.id = rows.integer(0);
  m.project_id = rows.integer(1);
  m.account_id = rows.integer(2);
  m.role = rows.text(3);
  m.since_day = static_cast<DayNumber>(rows.integer(4));
  if (auto const left = rows.optional_integer(5)) m.left_day = static_cast<DayNumber>(*left);
  m.note = rows.text(6);
  m.display_name = rows.text(7);
  m.account_role = rows.text(8);
  m.account_gone = rows.boolean(9);
  return m;
}

}  // namespace

std::int64_t TeamRepository::add(Member const& m) {
  return sql_
      .find_integer(
          "INSERT INTO project_member (project_id, account_id, role, since_day, note) VALUES (?, ?, ?, ?, ?)"
          " RETURNING id",
          m.project_id, m.account_id, m.role, m.since_day, m.note)
      .value();
}

std::vector<Member> TeamRepository::members(std::int64_t project_id, bool with_left) {
  std::vector<Member> found;
  auto rows = sql_.query(
      std::string{kMember} + kOfProject + (with_left ? "" : " AND m.left_day IS NULL") + " ORDER BY m.id", project_id);
  while (rows.next()) found.push_back(read(rows));
  return found;
}

std::vector<Member> TeamRepository::of_account(std::int64_t account_id, Scope const& scope) {
  Where where;
  where.add("m.account_id = ?", account_id);
  where.add("m.left_day IS NULL");
  where.add("p.state <> 'ended'");
  add_project_scope(where, scope, "p");
  std::vector<Member> found;
  auto rows = sql_.query_all(
      std::string{kMember} + " JOIN project p ON p.id = m.project_id" + where.text() + " ORDER BY m.project_id, m.id",
      where.params());
  while (rows.next()) found.push_back(read(rows));
  return found;
}

std::optional<Member> TeamRepository::find(std::int64_t project_id, std::int64_t id) {
  auto rows = sql_.query(std::string{kMember} + kOfProject + " AND m.id = ?", project_id, id);
  return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

bool TeamRepository::leave(std::int64_t id, DayNumber day, std::string_view note) {
  return sql_.execute("UPDATE project_member SET left_day = ?, note = ? WHERE id = ? AND left_day IS NULL", day, note,
                      id)
             .rows_affected == 1;
}

std::vector<Load> TeamRepository::loads(std::optional<std::string> const& zone_id, Scope const& scope,
                                        DayNumber today) {
  std::map<std::int64_t, Load> by_account;
  Where where;
  where.add("p.state = 'active'");
  if (zone_id) where.add("p.zone_id = ?", *zone_id);
  add_project_scope(where, scope, "p");
  auto members = sql_.query_all(
      "SELECT w.account_id, count(DISTINCT w.project_id) FROM project_member w JOIN project p ON p.id = w.project_id" +
          where.text() + " AND w.left_day IS NULL GROUP BY w.account_id",
      where.params());
  while (members.next()) by_account[members.integer(0)].projects = members.integer(1);
  auto values = where.params();
  values.insert(values.begin(), Param{std::int64_t{today}});
  auto tasks = sql_.query_all(
      "SELECT t.assignee_id, count(*), CAST(coalesce(sum(CASE WHEN t.due_day < ? THEN 1 ELSE 0 END), 0) AS BIGINT)"
      " FROM task t JOIN project p ON p.id = t.project_id" +
          where.text() + " AND t.assignee_id IS NOT NULL AND t.state IN ('open', 'doing') GROUP BY t.assignee_id",
      values);
  while (tasks.next()) {
    auto& load = by_account[tasks.integer(0)];
    load.open_tasks = tasks.integer(1);
    load.late_tasks = tasks.integer(2);
  }
  std::vector<Load> found;
  for (auto& [account_id, load] : by_account) {
    load.account_id = account_id;
    found.push_back(load);
  }
  return found;
}

}  // namespace lianzhao::store
