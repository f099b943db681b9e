#include "store/figure_repository.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "store/scope.h"

namespace lianzhao::store {

namespace {

void read_alarms(std::vector<AlarmRow>& found, Rows rows, std::string_view kind, std::string_view noun) {
  while (rows.next()) {
    AlarmRow row;
    row.kind = kind;
    row.noun = noun;
    row.id = rows.integer(0);
    row.title = rows.text(1);
    row.owner_id = rows.integer(2);
    row.since = static_cast<DayNumber>(rows.integer(3));
    row.detail = rows.text(4);
    if (noun == "task") {
      row.assignee_id = rows.optional_integer(5);
      row.escalated = rows.boolean(6);
    }
    if (noun == "promise") row.known_until = optional_day(rows, 5);
    found.push_back(std::move(row));
  }
}

/// The day in China somebody was last seen; of one who never was, a day of the row's own.
constexpr auto kLastSeen = "(coalesce(a.last_seen_at, p.created_at) + 28800000) / 86400000";

/// "project:12" → project, 12; id 0 for what is no such thing.
std::pair<std::string_view, std::int64_t> split_subject(std::string_view subject) {
  auto const colon = subject.find(':');
  if (colon == std::string_view::npos) return {{}, 0};
  std::int64_t id = 0;
  auto const* const end = subject.data() + subject.size();
  auto const read = std::from_chars(subject.data() + colon + 1, end, id);
  if (read.ec != std::errc{} || read.ptr != end) return {{}, 0};
  return {subject.substr(0, colon), id};
}

}  // namespace

bool ProjectFacts::unconverted(std::string_view kind, DayNumber as_of) const {
  std::map<std::string_view, MoneySum> sums;
  for (auto const& amount : amounts) {
    if (!amount.fen && amount.kind == kind && amount.day <= as_of) sums[amount.currency] += amount.hundredths;
  }
  // What was taken back is not there.
  return std::any_of(sums.begin(), sums.end(), [](auto const& sum) { return sum.second.fen() != 0; });
}

std::int64_t FigureRepository::newest_audit_id() {
  return sql_.find_integer("SELECT max(id) FROM audit").value_or(0);
}

std::vector<ProjectRecord> FigureRepository::projects(Only const& ids) {
  std::vector<ProjectRecord> records;
  std::unordered_map<std::int64_t, std::size_t> places;
  for (auto& row : ProjectRepository{sql_}.rows(ids)) {
    places.emplace(row.id, records.size());
    auto& record = records.emplace_back();
    auto& f = record.facts;
    f.id = row.id;
    f.name = row.name;
    f.zone_id = row.zone_id;
    f.node = row.node;
    f.state = row.state;
    f.state_since = row.state_since;
    f.confidential = row.confidential;
    f.part = row.part();
    f.known_until = row.known_until;
    record.row = std::move(row);
  }
  auto const each = [&](std::string const& select, std::string const& condition, std::string const& order,
                        auto const& use, std::string_view column = "x.project_id") {
    Where where;
    add_ids(where, column, ids);
    if (!condition.empty()) where.add(condition);
    auto rows = sql_.query_all(select + where.text() + order, where.params());
    while (rows.next()) {
      auto const found = places.find(rows.integer(0));
      if (found != places.end()) use(records[found->second], rows);
    }
  };
  each(
      "SELECT x.project_id, x.stage, x.day, CASE WHEN e.verified_at IS NOT NULL AND e.verdict <> 'refused' THEN 1"
      " ELSE 0 END FROM project_stage x LEFT JOIN evidence e ON e.id = x.evidence_id",
      "", "", [](ProjectRecord& r, Rows const& rows) {
        auto const stage = stage_index(rows.text(1)).value();
        r.facts.passed[stage] = static_cast<DayNumber>(rows.integer(2));
        r.facts.verified[stage] = rows.integer(3) == 1;
      });
  each(
      "SELECT x.id FROM project x", "x.begin_unknown = 1", "",
      [](ProjectRecord& r, Rows const&) { r.begin_known = false; }, "x.id");
  // Who enters a project afterwards says of each gate since when; of the beginning only if he knows it.
  std::set<std::int64_t> begun;
  each("SELECT x.project_id, x.stage FROM evidence x", "x.verdict = 'taken_over'", "",
       [&](ProjectRecord& r, Rows const& rows) {
         if (rows.text(1) == kStages[0]) begun.insert(r.facts.id);
         r.begin_known = false;
       });
  for (auto const id : begun) records[places.at(id)].begin_known = true;
  each(
      "SELECT x.project_id, x.account_id, x.role, a.display_name FROM project_member x"
      " JOIN account a ON a.id = x.account_id",
      "x.left_day IS NULL", " ORDER BY x.id", [](ProjectRecord& r, Rows const& rows) {
        r.facts.members.push_back(rows.integer(1));
        if (rows.text(2) == "sponsor") r.sponsors.push_back(rows.integer(1));
        if (rows.text(2) == "lead_officer" && r.facts.officer.empty()) r.facts.officer = rows.text(3);
      });
  auto const add_amount = [](ProjectRecord& r, Rows const& rows) {
    r.facts.amounts.push_back({std::string{rows.text(1)}, static_cast<DayNumber>(rows.integer(2)),
                               rows.optional_integer(3), std::string{rows.text(4)}, rows.integer(5)});
  };
  each("SELECT x.project_id, x.kind, x.day, x.amount_fen, x.currency, x.amount FROM project_amount x",
       "x.kind <> 'planned'", " ORDER BY x.id", add_amount);
  // Whose amounts were entered with its parts only is as large as they are.
  each(
      "SELECT p.parent_id, x.kind, x.day, x.amount_fen, x.currency, x.amount FROM project p"
      " JOIN project_amount x ON x.project_id = p.id",
      "p.parent_id IS NOT NULL AND p.kind = 'new' AND x.kind <> 'planned' AND NOT EXISTS (SELECT 1 FROM project_amount"
      " o WHERE o.project_id = p.parent_id AND o.kind = x.kind)",
      " ORDER BY x.id", add_amount, "p.parent_id");
  each("SELECT x.project_id, x.measure, x.day, x.value FROM project_measure x",
       "(x.measure = 'land_m2' OR (x.measure IN ('tax_fen', 'output_fen') AND x.kind = 'real'))",
       " ORDER BY CASE WHEN x.kind = 'promised' THEN 0 ELSE 1 END, x.year, x.id",
       [](ProjectRecord& r, Rows const& rows) {
         r.facts.measures.push_back(
             {std::string{rows.text(1)}, static_cast<DayNumber>(rows.integer(2)), rows.integer(3)});
       });
  each("SELECT x.project_id, x.due_day, x.id, x.assignee_id FROM task x", "x.state IN ('open', 'doing')", "",
       [](ProjectRecord& r, Rows const& rows) {
         r.tasks.push_back({optional_day(rows, 1), rows.integer(2), rows.optional_integer(3)});
       });
  each("SELECT x.project_id, coalesce(x.given_by, 0) FROM evidence x", "x.verdict = 'waiting'", "",
       [](ProjectRecord& r, Rows const& rows) { r.waiting_from.push_back(rows.integer(1)); });
  each(
      "SELECT x.id, l.channel FROM project x JOIN lead l ON l.id = x.lead_id", "", "",
      [](ProjectRecord& r, Rows const& rows) { r.facts.channel = rows.text(1); }, "x.id");
  return records;
}

std::vector<LeadRecord> FigureRepository::leads(Only const& ids) {
  Where where;
  add_ids(where, "l.id", ids);
  std::vector<LeadRecord> records;
  auto rows = sql_.query_all(
      "SELECT l.id, l.investor, l.zone_id, l.node, l.channel, coalesce(o.display_name, ''), l.state, l.reported_at,"
      " s.day, p.created_at, l.confidential, l.reporter_id, l.officer_id, coalesce(l.next_step, ''), l.next_due,"
      " l.last_step_at, CASE WHEN o.disabled = 1 THEN (coalesce(o.last_seen_at, l.reported_at) + 28800000) / 86400000"
      " END FROM lead l"
      " LEFT JOIN account o ON o.id = l.officer_id LEFT JOIN project p ON p.id = l.project_id"
      " LEFT JOIN project_stage s ON s.project_id = l.project_id AND s.stage = 'signed'" +
          where.text() + " ORDER BY l.id",
      where.params());
  while (rows.next()) {
    auto& record = records.emplace_back();
    auto& f = record.facts;
    f.id = rows.integer(0);
    f.investor = rows.text(1);
    f.zone_id = rows.text(2);
    f.node = rows.text(3);
    f.channel = rows.text(4);
    f.officer = rows.text(5);
    f.state = rows.text(6);
    f.reported_at = rows.integer(7);
    if (auto const day = rows.optional_integer(8)) f.signed_day = static_cast<DayNumber>(*day);
    f.converted_at = rows.optional_integer(9);
    f.confidential = rows.boolean(10);
    f.reporter_id = rows.optional_integer(11);
    f.officer_id = rows.optional_integer(12);
    record.next_step = rows.text(13);
    record.next_due = optional_day(rows, 14);
    record.last_step_at = rows.integer(15);
    record.officer_gone = optional_day(rows, 16);
  }
  std::unordered_map<std::int64_t, std::size_t> places;
  for (std::size_t i = 0; i < records.size(); ++i) places.emplace(records[i].facts.id, i);
  Where told;
  add_ids(told, "s.lead_id", ids);
  told.add("s.kind = 'despite_protection'");
  told.add(
      "NOT EXISTS (SELECT 1 FROM lead_step n WHERE n.lead_id = s.lead_id AND n.id > s.id"
      " AND n.kind <> 'despite_protection')");
  auto steps = sql_.query_all(
      "SELECT s.lead_id, s.at, s.text, coalesce(a.display_name, '') FROM lead_step s"
      " LEFT JOIN account a ON a.id = s.account_id" +
          told.text() + " ORDER BY s.id",
      told.params());
  while (steps.next()) {
    auto const found = places.find(steps.integer(0));
    if (found == places.end()) continue;
    auto& overridden = records[found->second].overridden;
    // Since the first of them, with the words of the last.
    auto const since = overridden ? overridden->since : civil_day(steps.integer(1));
    overridden = LeadRecord::Overridden{since, std::string{steps.text(3)}, std::string{steps.text(2)}};
  }
  return records;
}

FigureRepository::Changed FigureRepository::changed_since(std::int64_t audit_id) {
  constexpr std::int64_t kMost = 400;
  Changed changed;
  changed.audit_id = audit_id;
  std::set<std::int64_t> projects;
  std::set<std::int64_t> leads;
  std::map<std::string, std::vector<std::int64_t>> others;  ///< by the table that tells whose they are
  std::int64_t count = 0;
  {
    auto rows = sql_.query("SELECT id, subject, detail, action FROM audit WHERE id > ? ORDER BY id LIMIT ?", audit_id,
                           kMost + 1);
    while (rows.next()) {
      changed.audit_id = rows.integer(0);
      ++count;
      auto const [noun, id] = split_subject(rows.text(1));
      if (noun == "project") projects.insert(id);
      if (noun == "lead") leads.insert(id);
      if (noun == "account") {
        auto const action = rows.text(3);
        changed.accounts = changed.accounts || (action != "log_in" && action != "log_out");
      }
      for (std::string_view const table : {"task", "promise", "question"}) {
        if (noun == table) others[std::string{table}].push_back(id);
      }
      if (noun == "transfer") others["lead_transfer"].push_back(id);
      // A lead that became a project.
      auto const [other, other_id] = split_subject(rows.text(2));
      if (other == "project") projects.insert(other_id);
    }
  }
  changed.too_many = count > kMost;
  if (changed.too_many) {
    changed.audit_id = newest_audit_id();
    return changed;
  }
  for (auto const& [table, ids] : others) {
    auto const lead = table == "lead_transfer";
    Where where;
    add_ids(where, "id", ids);
    auto rows = sql_.query_all(fmt::format("SELECT {} FROM {}{}", lead ? "lead_id" : "project_id", table, where.text()),
                               where.params());
    while (rows.next()) (lead ? leads : projects).insert(rows.integer(0));
  }
  // What a part does is told of the project it belongs to.
  if (!projects.empty()) {
    Where where;
    add_ids(where, "id", Only{{projects.begin(), projects.end()}});
    where.add("parent_id IS NOT NULL");
    auto rows = sql_.query_all("SELECT parent_id FROM project" + where.text(), where.params());
    while (rows.next()) projects.insert(rows.integer(0));
  }
  // What a project does is told of its lead too.
  if (!projects.empty()) {
    Where where;
    add_ids(where, "id", Only{{projects.begin(), projects.end()}});
    where.add("lead_id IS NOT NULL");
    auto rows = sql_.query_all("SELECT lead_id FROM project" + where.text(), where.params());
    while (rows.next()) leads.insert(rows.integer(0));
  }
  changed.projects.assign(projects.begin(), projects.end());
  changed.leads.assign(leads.begin(), leads.end());
  return changed;
}

std::map<std::int64_t, std::string> FigureRepository::names() {
  std::map<std::int64_t, std::string> found;
  auto rows = sql_.query("SELECT id, display_name FROM account");
  while (rows.next()) found.emplace(rows.integer(0), rows.text(1));
  return found;
}

std::set<std::int64_t> FigureRepository::gone() {
  std::set<std::int64_t> found;
  auto rows = sql_.query("SELECT id FROM account WHERE disabled = 1");
  while (rows.next()) found.insert(rows.integer(0));
  return found;
}

std::vector<AlarmRow> FigureRepository::project_alarms(DayNumber today, Only const& project_ids) {
  std::vector<AlarmRow> found;
  /// `select` gives id, title, project, since, detail and, of tasks, the assignee and whether they were escalated.
  auto const ask = [&](std::string_view kind, std::string_view noun, std::string const& select, Where& where) {
    read_alarms(found, sql_.query_all(select + where.text(), where.params()), kind, noun);
  };
  auto const projects = [&]() {
    Where where;
    add_ids(where, "p.id", project_ids);
    where.add("p.state = 'active'");
    return where;
  };
  for (auto const overdue : {true, false}) {
    // Help may be asked for before a day is missed.
    auto where = projects();
    where.add("t.state IN ('open', 'doing')");
    if (overdue) {
      where.add("t.due_day < ?", std::int64_t{today});
    } else {
      where.add("t.escalated = 1");
      where.add("(t.due_day IS NULL OR t.due_day >= ?)", std::int64_t{today});
    }
    ask(overdue ? "task_overdue" : "task_escalated", "task",
        fmt::format("SELECT t.id, t.name || ' · ' || p.name, p.id, {}, coalesce(a.display_name, ''), t.assignee_id,"
                    " t.escalated FROM task t"
                    " JOIN project p ON p.id = t.project_id LEFT JOIN account a ON a.id = t.assignee_id",
                    overdue ? "t.due_day" : "coalesce(t.begin_day, t.from_day)"),
        where);
    // Help may be asked for before the errand begins: it rings since now at the latest.
    for (auto& row : found) row.since = std::min(row.since, today);
  }
  for (auto const slipping : {false, true}) {
    auto where = projects();
    where.add("r.state IN ('open', 'partly')");
    // Whether a promise was kept after the last day that is known of the project, nobody has told.
    if (slipping) {
      where.add("r.due >= ?", std::int64_t{today});
      where.add("r.slipped >= 2");
    } else {
      where.add("r.due < ?", std::int64_t{today});
      where.add("(p.known_until IS NULL OR r.due < p.known_until)");
    }
    ask(slipping ? "promise_slipping" : "promise_overdue", "promise",
        "SELECT r.id, r.text || ' · ' || p.name, p.id, r.first_due, r.side, p.known_until FROM promise r"
        " JOIN project p ON p.id = r.project_id",
        where);
  }
  {
    auto where = projects();
    where.add("q.answered_at IS NULL");
    where.add("q.due < ?", std::int64_t{today});
    ask("question_overdue", "question",
        "SELECT q.id, p.name, p.id, q.due, '' FROM question q JOIN project p ON p.id = q.project_id", where);
  }
  {
    // Evidence that nobody can be asked about: he who gave it is gone. One alarm a project.
    auto where = projects();
    where.add("e.verdict = 'waiting'");
    where.add("a.disabled = 1");
    auto rows = sql_.query_all(
        "SELECT p.id, p.name, (e.given_at + 28800000) / 86400000, a.display_name, e.document FROM evidence e"
        " JOIN project p ON p.id = e.project_id JOIN account a ON a.id = e.given_by" +
            where.text() + " ORDER BY p.id, e.id",
        where.params());
    AlarmRow* last = nullptr;
    while (rows.next()) {
      auto const id = rows.integer(0);
      auto const since = std::min(static_cast<DayNumber>(rows.integer(2)), today);
      auto const what = fmt::format("{} ({})", rows.text(4), rows.text(3));
      if (last && last->id == id) {
        last->since = std::min(last->since, since);
        last->detail += ", " + what;
        continue;
      }
      // Brought to the leader: who gave it cannot name anybody.
      found.push_back({"evidence_giver_gone", "project", id, std::string{rows.text(1)}, id, {}, since, 0, what, true});
      last = &found.back();
    }
  }
  {
    // One alarm a project, whoever of its people are gone.
    auto where = projects();
    where.add("a.disabled = 1");
    where.add(
        "(EXISTS (SELECT 1 FROM project_member m WHERE m.project_id = p.id AND m.account_id = a.id AND m.left_day IS"
        " NULL) OR EXISTS (SELECT 1 FROM task t WHERE t.project_id = p.id AND t.assignee_id = a.id AND t.state IN"
        " ('open', 'doing')))");
    auto rows = sql_.query_all(
        fmt::format("SELECT p.id, p.name, {}, a.display_name, (SELECT count(*) FROM task t WHERE t.project_id = p.id"
                    " AND t.assignee_id = a.id AND t.state IN ('open', 'doing')) FROM project p CROSS JOIN account a{}"
                    " ORDER BY p.id, a.id",
                    kLastSeen, where.text()),
        where.params());
    AlarmRow* last = nullptr;
    while (rows.next()) {
      auto const id = rows.integer(0);
      auto const since = std::min(static_cast<DayNumber>(rows.integer(2)), today);
      auto const who = fmt::format("{} ({})", rows.text(3), rows.integer(4));
      if (last && last->id == id) {
        last->since = std::min(last->since, since);
        last->detail += ", " + who;
        continue;
      }
      found.push_back({"owner_gone", "project", id, std::string{rows.text(1)}, id, {}, since, 0, who});
      last = &found.back();
    }
  }
  return found;
}

}  // namespace lianzhao::store
