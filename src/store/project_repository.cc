#include "store/project_repository.h"

#include <limits>

#include <fmt/format.h>

#include "domain/lifecycle_rules.h"
#include "store/sql_text.h"

namespace lianzhao::store {

namespace {

constexpr auto kColumns =
    "p.id, p.zone_id, p.name, p.investor, p.investor_form, p.short_name, p.credit_code, p.enterprise_key, p.idea,"
    " p.node, p.kind, p.parent_id, p.lead_id, p.stage, p.stage_since, p.state, p.state_reason, p.state_since,"
    " p.lost_to, p.confidential, p.source, p.planned_fen, p.contracted_fen, p.arrived_fen, p.fixed_asset_fen,"
    " p.unconverted_amounts, p.evidence_waiting, p.above_scale_day, p.account_id, p.created_at, p.updated_at,"
    " p.version, coalesce((SELECT min(a.display_name) FROM project_member m JOIN account a ON a.id = m.account_id"
    " WHERE m.project_id = p.id AND m.left_day IS NULL AND m.role = 'lead_officer'), ''),"
    " (SELECT count(*) FROM project_stage s LEFT JOIN evidence e ON e.id = s.evidence_id WHERE s.project_id = p.id"
    " AND s.stage <> 'negotiation' AND (e.verified_at IS NULL OR e.verdict = 'refused')), p.known_until";

Project read(Rows const& rows) {
  Project p;
  p.id = rows.integer(0);
  p.zone_id = rows.text(1);
  p.name = rows.text(2);
  p.investor = rows.text(3);
  p.investor_form = rows.text(4);
  p.short_name = rows.text(5);
  p.credit_code = rows.text(6);
  p.enterprise_key = rows.text(7);
  p.idea = rows.text(8);
  p.node = rows.text(9);
  p.kind = rows.text(10);
  p.parent_id = rows.optional_integer(11);
  p.lead_id = rows.optional_integer(12);
  p.stage = rows.text(13);
  p.stage_since = static_cast<DayNumber>(rows.integer(14));
  p.state = rows.text(15);
  p.state_reason = rows.text(16);
  p.state_since = static_cast<DayNumber>(rows.integer(17));
  p.lost_to = rows.text(18);
  p.confidential = rows.boolean(19);
  p.source = rows.text(20);
  p.planned_fen = rows.optional_integer(21);
  p.contracted_fen = rows.optional_integer(22);
  p.arrived_fen = rows.optional_integer(23);
  p.fixed_asset_fen = rows.optional_integer(24);
  p.unconverted_amounts = rows.integer(25);
  p.evidence_waiting = rows.integer(26);
  p.above_scale_day = optional_day(rows, 27);
  p.account_id = rows.optional_integer(28);
  p.created_at = rows.integer(29);
  p.updated_at = rows.integer(30);
  p.version = rows.integer(31);
  p.lead_officer_name = rows.text(32);
  p.unverified_stages = rows.integer(33);
  p.known_until = optional_day(rows, 34);
  return p;
}

Where where_of(ProjectFilter const& filter, Scope const& scope) {
  Where where;
  // Of the parts of one project few are left to be asked about.
  add_project_scope(where, scope, "p", filter.parent_id ? Reach::kOne : Reach::kMany);
  if (filter.zone_id) where.add("p.zone_id = ?", *filter.zone_id);
  if (filter.state) where.add("p.state = ?", *filter.state);
  if (filter.stage) where.add("p.stage = ?", *filter.stage);
  if (!filter.nodes.empty()) {
    where.add("p.node IN " + placeholders(filter.nodes.size()));
    for (auto const& node : filter.nodes) where.bind(node);
  } else if (filter.chain) {
    where.add("p.node LIKE ? ESCAPE '\\'", like_anywhere(*filter.chain + "/").substr(1));
  }
  if (filter.words) {
    auto const anywhere = like_anywhere(*filter.words);
    where.add(fmt::format("({} OR {} OR {})", like_words("p.name"), like_words("p.investor"), like_words("p.idea")),
              anywhere, anywhere, anywhere);
  }
  if (filter.member_id) {
    where.add(
        "EXISTS (SELECT 1 FROM project_member t WHERE t.project_id = p.id AND t.left_day IS NULL AND t.account_id = ?)",
        *filter.member_id);
  }
  if (filter.parent_id) where.add("p.parent_id = ?", *filter.parent_id);
  if (filter.evidence_waiting_for) {
    where.add("p.evidence_waiting > 0");
    where.add(
        "EXISTS (SELECT 1 FROM evidence e WHERE e.project_id = p.id AND e.verdict = 'waiting'"
        " AND coalesce(e.given_by, 0) <> ?)",
        *filter.evidence_waiting_for);
  }
  if (!filter.ids.empty()) {
    where.add("p.id IN " + placeholders(filter.ids.size()));
    for (auto const id : filter.ids) where.bind(id);
  }
  return where;
}

std::string_view order_of(std::string_view sort) {
  if (sort == "name") return "p.name, p.id";
  if (sort == "-contracted")
    return "CASE WHEN p.contracted_fen IS NULL THEN 1 ELSE 0 END, p.contracted_fen DESC, p.id DESC";
  if (sort == "stage_since") return "p.stage_since, p.id";
  return "p.updated_at DESC, p.id DESC";
}

}  // namespace

std::int64_t ProjectRepository::add(Project const& p) {
  return sql_
      .find_integer(
          "INSERT INTO project (zone_id, name, investor, investor_form, short_name, credit_code, enterprise_key, idea,"
          " node, kind, parent_id, lead_id, stage, stage_since, state, state_since, confidential, source, account_id,"
          " created_at, updated_at, known_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, "
          "?,"
          " ?, ?, ?)"
          " RETURNING id",
          p.zone_id, p.name, p.investor, p.investor_form, p.short_name, p.credit_code, p.enterprise_key, p.idea, p.node,
          p.kind, p.parent_id, p.lead_id, p.stage, p.stage_since, p.state_since, p.confidential, p.source, p.account_id,
          p.created_at, p.updated_at, p.known_until)
      .value();
}

std::optional<Project> ProjectRepository::find(std::int64_t id, Scope const& scope) {
  Where where;
  where.add("p.id = ?", id);
  add_project_scope(where, scope, "p");
  auto rows = sql_.query_all(fmt::format("SELECT {} FROM project p{}", kColumns, where.text()), where.params());
  return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

PageOf<Project> ProjectRepository::list(ProjectFilter const& filter, Scope const& scope, Page const& page) {
  PageOf<Project> found;
  auto where = where_of(filter, scope);
  {
    auto count = sql_.query_all("SELECT count(*) FROM project p" + where.text(), where.params());
    if (count.next()) found.total = count.integer(0);
  }
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  auto rows = sql_.query_all(
      fmt::format("SELECT {} FROM project p{} ORDER BY {} LIMIT ? OFFSET ?", kColumns, text, order_of(filter.sort)),
      where.params());
  while (rows.next()) found.rows.push_back(read(rows));
  return found;
}

std::vector<Project> ProjectRepository::rows(Only const& ids) {
  Where where;
  add_ids(where, "p.id", ids);
  std::vector<Project> found;
  auto rows =
      sql_.query_all(fmt::format("SELECT {} FROM project p{} ORDER BY p.id", kColumns, where.text()), where.params());
  while (rows.next()) found.push_back(read(rows));
  return found;
}

std::vector<Project> ProjectRepository::parts(std::int64_t id) {
  std::vector<Project> found;
  auto rows = sql_.query(
      fmt::format("SELECT {} FROM project p WHERE p.parent_id = ? AND p.kind = 'new' ORDER BY p.id", kColumns), id);
  while (rows.next()) found.push_back(read(rows));
  return found;
}

std::set<std::int64_t> ProjectRepository::seen(std::vector<std::int64_t> const& ids, Scope const& scope) {
  std::set<std::int64_t> found;
  if (ids.empty()) return found;
  Where where;
  add_ids(where, "p.id", ids);
  add_project_scope(where, scope, "p");
  auto rows = sql_.query_all("SELECT p.id FROM project p" + where.text(), where.params());
  while (rows.next()) found.insert(rows.integer(0));
  return found;
}

std::vector<BoardCount> ProjectRepository::board(ProjectFilter const& filter, Scope const& scope) {
  auto const where = where_of(filter, scope);
  std::vector<BoardCount> counts;
  auto rows = sql_.query_all(
      // A part is in the sum of the project it belongs to, which is as large as its parts where it has no amount
      // itself.
      fmt::format(
          "SELECT x.stage, x.state, count(*), {} FROM (SELECT p.stage, p.state, CASE WHEN p.parent_id IS NOT NULL"
          " AND p.kind = 'new' THEN 0 WHEN EXISTS (SELECT 1 FROM project_amount o WHERE o.project_id = p.id"
          " AND o.kind = 'contracted') THEN coalesce(p.contracted_fen, 0) ELSE (SELECT sum(c.contracted_fen)"
          " FROM project c WHERE c.parent_id = p.id AND c.kind = 'new') END AS fen FROM project p{}) x"
          " GROUP BY x.stage, x.state",
          sum_in_parts("x.fen"), where.text()),
      where.params());
  while (rows.next()) {
    counts.push_back(
        {std::string{rows.text(0)}, std::string{rows.text(1)}, rows.integer(2), sum_of(rows, 3).value_or(MoneySum{})});
  }
  return counts;
}

std::vector<Project> ProjectRepository::board_cards(ProjectFilter const& filter, Scope const& scope,
                                                    std::int64_t cards) {
  std::vector<Project> found;
  auto const take = [&](Rows rows) {
    while (rows.next()) found.push_back(read(rows));
  };
  if (scope.zones.empty() && !scope.assigned_only) {
    // Of so many the index of each column gives its last ones at once.
    auto const column = [&](std::string_view stage, std::string_view state) {
      auto where = where_of(filter, scope);
      where.add("p.state = ?", state);
      if (!stage.empty()) where.add("p.stage = ?", stage);
      auto const text = where.text();
      where.bind(cards);
      take(sql_.query_all(
          fmt::format("SELECT {} FROM project p{} ORDER BY p.updated_at DESC, p.id DESC LIMIT ?", kColumns, text),
          where.params()));
    };
    for (auto const stage : kStages) column(stage, "active");
    for (auto const* const state : {"suspended", "ended"}) column("", state);
    return found;
  }
  // Of a zone one pass through all it has is less than one for each column.
  auto where = where_of(filter, scope);
  auto const text = where.text();
  where.bind(cards);
  take(sql_.query_all(
      fmt::format("SELECT {} FROM (SELECT p.id AS chosen, row_number() OVER (PARTITION BY CASE WHEN p.state = 'active'"
                  " THEN p.stage ELSE p.state END ORDER BY p.updated_at DESC, p.id DESC) AS place FROM project p{}) x"
                  " JOIN project p ON p.id = x.chosen WHERE x.place <= ? ORDER BY p.updated_at DESC, p.id DESC",
                  kColumns, text),
      where.params()));
  return found;
}

bool ProjectRepository::update(Project const& p) {
  return sql_.execute(
                 "UPDATE project SET name = ?, investor = ?, investor_form = ?, short_name = ?, credit_code = ?,"
                 " enterprise_key = ?, idea = ?, node = ?, kind = ?, parent_id = ?, stage = ?, stage_since = ?, state "
                 "= ?,"
                 " state_reason = ?, state_since = ?, lost_to = ?, confidential = ?, above_scale_day = ?, known_until "
                 "= ?,"
                 " updated_at = ?, version = version + 1 WHERE id = ? AND version = ?",
                 p.name, p.investor, p.investor_form, p.short_name, p.credit_code, p.enterprise_key, p.idea, p.node,
                 p.kind, p.parent_id, p.stage, p.stage_since, p.state, p.state_reason, p.state_since, p.lost_to,
                 p.confidential, p.above_scale_day, p.known_until, p.updated_at, p.id, p.version)
             .rows_affected == 1;
}

void ProjectRepository::hold(std::int64_t id) {
  // SQLite's writer is alone. Rows that refer to it may be added meanwhile, so that two who do both do not wait for
  // each other.
  if (sql_.engine() == Engine::kPostgres) sql_.later("SELECT id FROM project WHERE id = ? FOR NO KEY UPDATE", id);
}

void ProjectRepository::touch(std::int64_t id, Instant at) {
  sql_.later("UPDATE project SET updated_at = ?, version = version + 1 WHERE id = ?", at, id);
}

void ProjectRepository::add_history(HistoryLine const& line) {
  sql_.later(
      "INSERT INTO project_history (project_id, kind, stage, day, text, account_id, at, facts)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      line.project_id, line.kind, line.stage, line.day, line.text, line.account_id, line.at, line.facts);
}

std::vector<HistoryLine> ProjectRepository::history(std::int64_t project_id, std::int64_t limit,
                                                    std::optional<std::int64_t> before) {
  std::vector<HistoryLine> lines;
  auto rows = sql_.query(
      "SELECT h.id, h.project_id, h.kind, h.stage, h.day, h.text, h.account_id, h.at, coalesce(a.display_name, ''),"
      " h.facts"
      " FROM project_history h LEFT JOIN account a ON a.id = h.account_id WHERE h.project_id = ?"
      " AND h.id < ? ORDER BY h.id DESC LIMIT ?",
      project_id, before.value_or(std::numeric_limits<std::int64_t>::max()), limit);
  while (rows.next()) {
    lines.push_back({rows.integer(0), rows.integer(1), std::string{rows.text(2)}, rows.optional_text(3),
                     optional_day(rows, 4), std::string{rows.text(5)}, rows.optional_integer(6), rows.integer(7),
                     std::string{rows.text(8)}, std::string{rows.text(9)}});
  }
  return lines;
}

}  // namespace lianzhao::store
