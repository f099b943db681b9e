#include "store/project_ledger.h"

#include <fmt/format.h>

#include "store/project_repository.h"

namespace lianzhao::store {

namespace {

constexpr auto kEvidence =
    "SELECT e.id, e.project_id, e.stage, e.document, e.document_id, e.day, e.note, e.given_by, e.given_at, e.verdict,"
    " e.verdict_note, e.verified_by, e.verified_at, coalesce(g.display_name, ''), coalesce(v.display_name, '')"
    " FROM evidence e LEFT JOIN account g ON g.id = e.given_by LEFT JOIN account v ON v.id = e.verified_by";

DayNumber day(Rows const& rows, int column) {
  return static_cast<DayNumber>(rows.integer(column));
}

Evidence read_evidence(Rows const& rows) {
  Evidence e;
  e.id = rows.integer(0);
  e.project_id = rows.integer(1);
  e.stage = rows.text(2);
  e.document = rows.text(3);
  e.document_id = rows.optional_integer(4);
  e.day = day(rows, 5);
  e.note = rows.text(6);
  e.given_by = rows.optional_integer(7);
  e.given_at = rows.integer(8);
  e.verdict = rows.text(9);
  e.verdict_note = rows.text(10);
  e.verified_by = rows.optional_integer(11);
  e.verified_at = rows.optional_integer(12);
  e.given_by_name = rows.text(13);
  e.verified_by_name = rows.text(14);
  return e;
}

}  // namespace

std::int64_t ProjectLedger::add_evidence(Evidence const& e) {
  auto const id = sql_.find_integer(
      "INSERT INTO evidence (project_id, stage, document, document_id, day, note, given_by, given_at, verdict,"
      " verdict_note, verified_by, verified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
      e.project_id, e.stage, e.document, e.document_id, e.day, e.note, e.given_by, e.given_at, e.verdict,
      e.verdict_note, e.verified_by, e.verified_at);
  refresh_waiting(e.project_id);
  return id.value();
}

std::optional<Evidence> ProjectLedger::find_evidence(std::int64_t project_id, std::int64_t id) {
  auto rows = sql_.query(std::string{kEvidence} + " WHERE e.project_id = ? AND e.id = ?", project_id, id);
  return rows.next() ? std::optional{read_evidence(rows)} : std::nullopt;
}

std::vector<Evidence> ProjectLedger::evidence(std::int64_t project_id) {
  std::vector<Evidence> found;
  auto rows = sql_.query(std::string{kEvidence} + " WHERE e.project_id = ? ORDER BY e.id", project_id);
  while (rows.next()) found.push_back(read_evidence(rows));
  return found;
}

bool ProjectLedger::set_verdict(Evidence const& e) {
  auto const set = sql_.execute(
      "UPDATE evidence SET verdict = ?, verdict_note = ?, verified_by = ?, verified_at = ? WHERE id = ?"
      " AND (verdict = 'waiting' OR (verdict = 'taken_over' AND verified_at IS NULL))",
      e.verdict, e.verdict_note, e.verified_by, e.verified_at, e.id);
  refresh_waiting(e.project_id);
  return set.rows_affected == 1;
}

void ProjectLedger::refuse_waiting(std::int64_t project_id, std::string_view stage, std::string_view note, Instant at) {
  sql_.execute(
      "UPDATE evidence SET verdict = 'refused', verdict_note = ?, verified_at = ? WHERE project_id = ? AND stage = ?"
      " AND verdict = 'waiting'",
      note, at, project_id, stage);
  refresh_waiting(project_id);
}

void ProjectLedger::pass_stage(std::int64_t project_id, std::string_view stage, DayNumber on,
                               std::optional<std::int64_t> evidence_id) {
  sql_.later("INSERT INTO project_stage (project_id, stage, day, evidence_id) VALUES (?, ?, ?, ?)", project_id, stage,
             on, evidence_id);
}

void ProjectLedger::begin_no_later(std::int64_t project_id, DayNumber day) {
  sql_.later("UPDATE project_stage SET day = ? WHERE project_id = ? AND stage = 'negotiation' AND day > ?", day,
             project_id, day);
}

bool ProjectLedger::begin_known(std::int64_t project_id) {
  return begins_unknown({project_id}).empty();
}

std::set<std::int64_t> ProjectLedger::begins_unknown(std::vector<std::int64_t> const& project_ids) {
  if (project_ids.empty()) return {};
  // Who enters a project afterwards says of each gate since when; of the beginning only if he knows it.
  Where where;
  add_ids(where, "p.id", project_ids);
  where.add(
      "(p.begin_unknown = 1 OR EXISTS (SELECT 1 FROM evidence e WHERE e.project_id = p.id AND e.verdict ="
      " 'taken_over'))");
  where.add(
      "NOT EXISTS (SELECT 1 FROM evidence e WHERE e.project_id = p.id AND e.verdict = 'taken_over' AND e.stage ="
      " 'negotiation')");
  std::set<std::int64_t> found;
  auto rows = sql_.query_all("SELECT p.id FROM project p" + where.text(), where.params());
  while (rows.next()) found.insert(rows.integer(0));
  return found;
}

void ProjectLedger::set_begin_unknown(std::int64_t project_id) {
  sql_.later("UPDATE project SET begin_unknown = 1 WHERE id = ?", project_id);
}

bool ProjectLedger::correct_stage(std::int64_t project_id, std::string_view stage, DayNumber day) {
  auto const set =
      sql_.execute("UPDATE project_stage SET day = ? WHERE project_id = ? AND stage = ?", day, project_id, stage);
  if (auto const evidence = evidence_of_stage(project_id, stage)) {
    sql_.execute("UPDATE evidence SET day = ? WHERE id = ?", day, evidence->id);
  }
  return set.rows_affected == 1;
}

std::optional<Evidence> ProjectLedger::evidence_of_stage(std::int64_t project_id, std::string_view stage) {
  // The beginning is no gate: what was said of it afterwards stands by itself.
  auto rows = sql_.query(std::string{kEvidence} +
                             " WHERE e.project_id = ? AND e.stage = ? AND (e.id = (SELECT s.evidence_id FROM"
                             " project_stage s WHERE s.project_id = e.project_id AND s.stage = e.stage)"
                             " OR (e.stage = 'negotiation' AND e.verdict = 'taken_over')) ORDER BY e.id DESC",
                         project_id, stage);
  return rows.next() ? std::optional{read_evidence(rows)} : std::nullopt;
}

std::vector<std::pair<std::string, DayNumber>> ProjectLedger::stages(std::int64_t project_id) {
  std::vector<std::pair<std::string, DayNumber>> passed;
  auto rows = sql_.query("SELECT stage, day FROM project_stage WHERE project_id = ? ORDER BY day, stage", project_id);
  while (rows.next()) passed.emplace_back(rows.text(0), day(rows, 1));
  return passed;
}

void ProjectLedger::add_amount(Amount const& a) {
  sql_.later(
      "INSERT INTO project_amount (project_id, kind, source, currency, amount, amount_fen, day, reason, account_id, at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      a.project_id, a.kind, a.source, a.currency, a.amount, a.amount_fen, a.day, a.reason, a.account_id, a.at);
  refresh_sums(a.project_id, a.kind);
}

std::vector<Amount> ProjectLedger::amounts(std::int64_t project_id) {
  std::vector<Amount> items;
  auto rows = sql_.query(
      "SELECT m.id, m.project_id, m.kind, m.source, m.currency, m.amount, m.amount_fen, m.day, m.reason, m.account_id,"
      " m.at, coalesce(a.display_name, '') FROM project_amount m LEFT JOIN account a ON a.id = m.account_id"
      " WHERE m.project_id = ? ORDER BY m.id",
      project_id);
  while (rows.next()) {
    items.push_back({rows.integer(0), rows.integer(1), std::string{rows.text(2)}, std::string{rows.text(3)},
                     std::string{rows.text(4)}, rows.integer(5), rows.optional_integer(6), day(rows, 7),
                     std::string{rows.text(8)}, rows.optional_integer(9), rows.integer(10),
                     std::string{rows.text(11)}});
  }
  return items;
}

void ProjectLedger::add_measure(Measure const& m) {
  sql_.later(
      "INSERT INTO project_measure (project_id, measure, kind, year, value, day, reason, account_id, at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      m.project_id, m.measure, m.kind, m.year.value_or(0), m.value, m.day, m.reason, m.account_id, m.at);
}

std::vector<Measure> ProjectLedger::measures(std::int64_t project_id) {
  std::vector<Measure> found;
  auto rows = sql_.query(
      "SELECT m.project_id, m.measure, m.kind, m.year, m.value, m.day, m.reason, m.account_id, m.at,"
      " coalesce(a.display_name, '') FROM project_measure m LEFT JOIN account a ON a.id = m.account_id"
      " WHERE m.project_id = ? AND m.id = (SELECT max(n.id) FROM project_measure n WHERE n.project_id = m.project_id"
      " AND n.measure = m.measure AND n.kind = m.kind AND n.year = m.year) ORDER BY m.measure, m.kind, m.year",
      project_id);
  while (rows.next()) {
    Measure m;
    m.project_id = rows.integer(0);
    m.measure = rows.text(1);
    m.kind = rows.text(2);
    if (rows.integer(3) != 0) m.year = static_cast<int>(rows.integer(3));
    m.value = rows.integer(4);
    m.day = day(rows, 5);
    m.reason = rows.text(6);
    m.account_id = rows.optional_integer(7);
    m.at = rows.integer(8);
    m.by = rows.text(9);
    found.push_back(std::move(m));
  }
  return found;
}

std::vector<Amount> ProjectLedger::amounts(std::optional<std::string> const& zone_id, Scope const& scope,
                                           Page const& page) {
  Where where;
  add_project_scope(where, scope, "p", Reach::kMany);
  if (zone_id) where.add("p.zone_id = ?", *zone_id);
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  std::vector<Amount> items;
  auto rows = sql_.query_all(
      "SELECT m.id, m.project_id, m.kind, m.source, m.currency, m.amount, m.amount_fen, m.day, m.reason, p.name"
      " FROM project_amount m JOIN project p ON p.id = m.project_id" +
          text + " ORDER BY p.name, p.id, m.id LIMIT ? OFFSET ?",
      where.params());
  while (rows.next()) {
    Amount a;
    a.id = rows.integer(0);
    a.project_id = rows.integer(1);
    a.kind = rows.text(2);
    a.source = rows.text(3);
    a.currency = rows.text(4);
    a.amount = rows.integer(5);
    a.amount_fen = rows.optional_integer(6);
    a.day = day(rows, 7);
    a.reason = rows.text(8);
    a.project_name = rows.text(9);
    items.push_back(std::move(a));
  }
  return items;
}

namespace {

std::vector<Measure> read_measures(Rows rows) {
  std::vector<Measure> found;
  while (rows.next()) {
    Measure m;
    m.project_id = rows.integer(0);
    m.measure = rows.text(1);
    m.kind = rows.text(2);
    if (rows.integer(3) != 0) m.year = static_cast<int>(rows.integer(3));
    m.value = rows.integer(4);
    m.day = day(rows, 5);
    m.reason = rows.text(6);
    m.project_name = rows.text(7);
    found.push_back(std::move(m));
  }
  return found;
}

constexpr auto kMeasures =
    "SELECT m.project_id, m.measure, m.kind, m.year, m.value, m.day, m.reason, p.name"
    " FROM project_measure m JOIN project p ON p.id = m.project_id";
constexpr auto kInForce =
    "m.id = (SELECT max(n.id) FROM project_measure n WHERE n.project_id = m.project_id AND n.measure = m.measure"
    " AND n.kind = m.kind AND n.year = m.year)";

}  // namespace

std::vector<Measure> ProjectLedger::measures(std::optional<std::string> const& zone_id, Scope const& scope,
                                             Page const& page) {
  Where where;
  add_project_scope(where, scope, "p", Reach::kMany);
  if (zone_id) where.add("p.zone_id = ?", *zone_id);
  where.add(kInForce);
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  return read_measures(sql_.query_all(
      kMeasures + text + " ORDER BY p.name, p.id, m.measure, m.kind, m.year LIMIT ? OFFSET ?", where.params()));
}

std::vector<Measure> ProjectLedger::measures_of(std::vector<std::int64_t> const& project_ids) {
  if (project_ids.empty()) return {};
  Where where;
  add_ids(where, "m.project_id", project_ids);
  where.add(kInForce);
  return read_measures(sql_.query_all(kMeasures + where.text() + " ORDER BY m.id", where.params()));
}

std::vector<PassedStage> ProjectLedger::stages_of(std::vector<std::int64_t> const& project_ids) {
  if (project_ids.empty()) return {};
  Where where;
  add_ids(where, "s.project_id", project_ids);
  std::vector<PassedStage> passed;
  auto rows = sql_.query_all("SELECT s.project_id, s.stage, s.day FROM project_stage s" + where.text(), where.params());
  while (rows.next()) passed.push_back({rows.integer(0), std::string{rows.text(1)}, day(rows, 2)});
  return passed;
}

void ProjectLedger::refresh_sums(std::int64_t project_id, std::string_view kind) {
  ProjectRepository{sql_}.hold(project_id);
  for (std::string_view const each : {"planned", "contracted", "arrived", "fixed_asset"}) {
    if (each != kind) continue;
    sql_.later(fmt::format("UPDATE project SET {}_fen = (SELECT CAST(sum(amount_fen) AS BIGINT) FROM project_amount"
                           " WHERE project_id = ? AND kind = ?), unconverted_amounts = (SELECT count(*) FROM"
                           " project_amount WHERE project_id = ? AND amount_fen IS NULL) WHERE id = ?",
                           each),
               project_id, each, project_id, project_id);
  }
}

void ProjectLedger::refresh_waiting(std::int64_t project_id) {
  ProjectRepository{sql_}.hold(project_id);
  sql_.later(
      "UPDATE project SET evidence_waiting = (SELECT count(*) FROM evidence WHERE project_id = ?"
      " AND verdict = 'waiting') WHERE id = ?",
      project_id, project_id);
}

}  // namespace lianzhao::store
