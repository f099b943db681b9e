#include "store/promise_repository.h"

namespace lianzhao::store {

namespace {

constexpr auto kSelect =
    "SELECT id, project_id, side, kind, text, amount_fen, fulfilled_fen, legal_basis, review, due, first_due, slipped,"
    " state, reason, version FROM promise";

Promise read(Rows const& rows) {
  Promise p;
  p.id = rows.integer(0);
  p.project_id = rows.integer(1);
  p.side = rows.text(2);
  p.kind = rows.text(3);
  p.text = rows.text(4);
  p.amount_fen = rows.optional_integer(5);
  p.fulfilled_fen = rows.optional_integer(6);
  p.legal_basis = rows.text(7);
  p.review = rows.text(8);
  p.due = static_cast<DayNumber>(rows.integer(9));
  p.first_due = static_cast<DayNumber>(rows.integer(10));
  p.slipped = rows.integer(11);
  p.state = rows.text(12);
  p.reason = rows.text(13);
  p.version = rows.integer(14);
  return p;
}

}  // namespace

std::int64_t PromiseRepository::add(Promise const& p) {
  return sql_
      .find_integer(
          "INSERT INTO promise (project_id, side, kind, text, amount_fen, legal_basis, review, due, first_due, state)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open') RETURNING id",
          p.project_id, p.side, p.kind, p.text, p.amount_fen, p.legal_basis, p.review, p.due, p.due)
      .value();
}

std::vector<Promise> PromiseRepository::of_project(std::int64_t project_id) {
  std::vector<Promise> found;
  auto rows = sql_.query(std::string{kSelect} + " WHERE project_id = ? ORDER BY due, id", project_id);
  while (rows.next()) found.push_back(read(rows));
  return found;
}

std::vector<Promise> PromiseRepository::list(std::optional<std::string> const& zone_id, Scope const& scope,
                                             Page const& page) {
  Where where;
  add_project_scope(where, scope, "p", Reach::kMany);
  if (zone_id) where.add("p.zone_id = ?", *zone_id);
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  std::vector<Promise> found;
  auto rows = sql_.query_all(
      "SELECT r.id, r.project_id, r.side, r.kind, r.text, r.amount_fen, r.fulfilled_fen, r.legal_basis, r.review, "
      "r.due,"
      " r.first_due, r.slipped, r.state, r.reason, r.version, p.name, p.zone_id"
      " FROM promise r JOIN project p ON p.id = r.project_id" +
          text + " ORDER BY p.name, p.id, r.due, r.id LIMIT ? OFFSET ?",
      where.params());
  while (rows.next()) {
    auto& promise = found.emplace_back(read(rows));
    promise.project_name = rows.text(15);
    promise.zone_id = rows.text(16);
  }
  return found;
}

std::optional<Promise> PromiseRepository::find(std::int64_t id) {
  auto rows = sql_.query(std::string{kSelect} + " WHERE id = ?", id);
  return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

bool PromiseRepository::update(Promise const& p) {
  return sql_.execute(
                 "UPDATE promise SET fulfilled_fen = ?, due = ?, slipped = ?, state = ?, reason = ?,"
                 " version = version + 1 WHERE id = ? AND version = ?",
                 p.fulfilled_fen, p.due, p.slipped, p.state, p.reason, p.id, p.version)
             .rows_affected == 1;
}

}  // namespace lianzhao::store
