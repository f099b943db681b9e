#include "store/team_repository.h"

namespace lianzhao::store {

namespace {

constexpr auto kMember =
    "SELECT m.id, m.project_id, m.account_id, m.role, m.since_day, m.left_day, m.note, a.display_name, a.role"
    " FROM project_member m JOIN account a ON a.id = m.account_id WHERE m.project_id = ?";

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
  auto rows =
      sql_.query(std::string{kMember} + (with_left ? "" : " AND m.left_day IS NULL") + " ORDER BY m.id", project_id);
  while (rows.next()) found.push_back(read(rows));
  return found;
}

std::optional<Member> TeamRepository::find(std::int64_t project_id, std::int64_t id) {
  auto rows = sql_.query(std::string{kMember} + " AND m.id = ?", project_id, id);
  return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

bool TeamRepository::leave(std::int64_t id, DayNumber day, std::string_view note) {
  return sql_.execute("UPDATE project_member SET left_day = ?, note = ? WHERE id = ? AND left_day IS NULL", day, note,
                      id)
             .rows_affected == 1;
}

}  // namespace lianzhao::store
