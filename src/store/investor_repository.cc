#include "store/investor_repository.h"

namespace lianzhao::store {

namespace {

constexpr auto kInvitation =
    "SELECT id, project_id, name, account_id, created_at, expires_at, seen_at, revoked FROM invitation";
constexpr auto kQuestion =
    "SELECT q.id, q.project_id, q.invitation_id, q.text, q.asked_at, q.due, q.answer, q.answered_by, q.answered_at,"
    " i.name, coalesce(a.display_name, '') FROM question q JOIN invitation i ON i.id = q.invitation_id"
    " JOIN project p ON p.id = q.project_id LEFT JOIN account a ON a.id = q.answered_by";

Invitation read_invitation(Rows const& rows) {
  return {rows.integer(0), rows.integer(1), std::string{rows.text(2)}, rows.optional_integer(3),
          rows.integer(4), rows.integer(5), rows.optional_integer(6),  rows.boolean(7)};
}

std::vector<Question> read_questions(Rows rows) {
  std::vector<Question> found;
  while (rows.next()) {
    Question q;
    q.id = rows.integer(0);
    q.project_id = rows.integer(1);
    q.invitation_id = rows.integer(2);
    q.text = rows.text(3);
    q.asked_at = rows.integer(4);
    if (auto const due = rows.optional_integer(5)) q.due = static_cast<DayNumber>(*due);
    q.answer = rows.text(6);
    q.answered_by = rows.optional_integer(7);
    q.answered_at = rows.optional_integer(8);
    q.asked_by = rows.text(9);
    q.answered_by_name = rows.text(10);
    found.push_back(std::move(q));
  }
  return found;
}

}  // namespace

std::int64_t InvestorRepository::add_invitation(Invitation const& i, std::string_view token_hash) {
  return sql_
      .find_integer(
          "INSERT INTO invitation (project_id, name, token_hash, account_id, created_at, expires_at)"
          " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
          i.project_id, i.name, token_hash, i.account_id, i.created_at, i.expires_at)
      .value();
}

std::vector<Invitation> InvestorRepository::invitations(std::int64_t project_id) {
  std::vector<Invitation> found;
  auto rows = sql_.query(std::string{kInvitation} + " WHERE project_id = ? ORDER BY id", project_id);
  while (rows.next()) found.push_back(read_invitation(rows));
  return found;
}

bool InvestorRepository::revoke(std::int64_t project_id, std::int64_t id) {
  return sql_.execute("UPDATE invitation SET revoked = 1 WHERE project_id = ? AND id = ?", project_id, id)
             .rows_affected == 1;
}

std::optional<Invitation> InvestorRepository::find(std::string_view token_hash, Instant at) {
  auto rows =
      sql_.query(std::string{kInvitation} + " WHERE token_hash = ? AND revoked = 0 AND expires_at > ?", token_hash, at);
  return rows.next() ? std::optional{read_invitation(rows)} : std::nullopt;
}

void InvestorRepository::note_seen(std::int64_t id, Instant at) {
  sql_.execute("UPDATE invitation SET seen_at = ? WHERE id = ?", at, id);
}

std::int64_t InvestorRepository::add_question(Question const& q) {
  return sql_
      .find_integer(
          "INSERT INTO question (project_id, invitation_id, text, asked_at, due) VALUES (?, ?, ?, ?, ?) RETURNING id",
          q.project_id, q.invitation_id, q.text, q.asked_at, q.due)
      .value();
}

std::vector<Question> InvestorRepository::questions(std::int64_t project_id) {
  return read_questions(sql_.query(std::string{kQuestion} + " WHERE q.project_id = ? ORDER BY q.id", project_id));
}

std::optional<Question> InvestorRepository::find_question(std::int64_t id) {
  auto found = read_questions(sql_.query(std::string{kQuestion} + " WHERE q.id = ?", id));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Question> InvestorRepository::open_questions(Scope const& scope, std::optional<std::int64_t> account_id) {
  Where where;
  add_project_scope(where, scope, "p");
  if (account_id) {
    where.add("p.id IN (SELECT project_id FROM project_member WHERE account_id = ? AND left_day IS NULL)", *account_id);
  }
  where.add("q.answered_at IS NULL");
  return read_questions(
      sql_.query_all(std::string{kQuestion} + where.text() + " ORDER BY q.id LIMIT 50", where.params()));
}

bool InvestorRepository::answer(std::int64_t id, std::string_view text, std::optional<std::int64_t> account_id,
                                Instant at) {
  return sql_.execute(
                 "UPDATE question SET answer = ?, answered_by = ?, answered_at = ? WHERE id = ?"
                 " AND answered_at IS NULL",
                 text, account_id, at, id)
             .rows_affected == 1;
}

void InvestorRepository::add_rating(Rating const& r) {
  sql_.execute("INSERT INTO rating (project_id, invitation_id, stage, rating, text, at) VALUES (?, ?, ?, ?, ?, ?)",
               r.project_id, r.invitation_id, r.stage, r.rating, r.text, r.at);
}

std::vector<Rating> InvestorRepository::ratings(std::int64_t project_id, std::optional<std::int64_t> invitation_id) {
  std::vector<Rating> found;
  Where where;
  where.add("r.project_id = ?", project_id);
  if (invitation_id) where.add("r.invitation_id = ?", *invitation_id);
  where.add(
      "r.id = (SELECT max(n.id) FROM rating n WHERE n.invitation_id = r.invitation_id"
      " AND n.stage = r.stage)");
  auto rows = sql_.query_all(
      "SELECT r.project_id, r.invitation_id, r.stage, r.rating, r.text, r.at, i.name FROM rating r"
      " JOIN invitation i ON i.id = r.invitation_id" +
          where.text() + " ORDER BY r.id",
      where.params());
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.integer(1), std::string{rows.text(2)}, rows.integer(3),
                     std::string{rows.text(4)}, rows.integer(5), std::string{rows.text(6)}});
  }
  return found;
}

}  // namespace lianzhao::store
