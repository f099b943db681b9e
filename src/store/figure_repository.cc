#include "store/figure_repository.h"

#include <algorithm>
#include <bit>
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

constexpr Instant kDayMs = 24LL * 3600 * 1000;

/// First instant after a civil day in China.
Instant end_of(DayNumber day) {
  return (Instant{day} + 1) * kDayMs - 8LL * 3600 * 1000;
}

void read_alarms(std::vector<AlarmRow>& found, Rows rows, std::string_view kind, std::string_view noun, int limit) {
  while (rows.next()) {
    AlarmRow row;
    row.kind = kind;
    row.noun = noun;
    row.id = rows.integer(0);
    row.title = rows.text(1);
    row.owner_id = rows.integer(2);
    row.since = static_cast<DayNumber>(rows.integer(3));
    row.limit_days = limit;
    row.detail = rows.text(4);
    if (kind == "task_overdue") row.assignee_id = rows.optional_integer(5);
    found.push_back(std::move(row));
  }
}

void add_ids(Where& where, std::string_view column, Only const& ids) {
  if (!ids) return;
  if (ids->empty()) return where.add("1 = 0");
  // Filled up to a power of two by repeating the last: few different statements are to be kept prepared.
  auto const count = std::bit_ceil(ids->size());
  where.add(fmt::format("{} IN {}", column, placeholders(count)));
  for (std::size_t i = 0; i < count; ++i) where.bind((*ids)[std::min(i, ids->size() - 1)]);
}

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

std::int64_t FigureRepository::newest_audit_id() {
  return sql_.find_integer("SELECT max(id) FROM audit").value_or(0);
}

std::vector<ProjectFacts> FigureRepository::projects(Only const& ids) {
  std::vector<ProjectFacts> facts;
  std::unordered_map<std::int64_t, std::size_t> places;
  {
    Where where;
    add_ids(where, "p.id", ids);
    auto rows = sql_.query_all(
        "SELECT p.id, p.name, p.zone_id, p.node, coalesce(l.channel, ''), p.state, p.state_since, p.confidential"
        " FROM project p LEFT JOIN lead l ON l.id = p.lead_id" +
            where.text() + " ORDER BY p.id",
        where.params());
    while (rows.next()) {
      ProjectFacts f;
      f.id = rows.integer(0);
      f.name = rows.text(1);
      f.zone_id = rows.text(2);
      f.node = rows.text(3);
      f.channel = rows.text(4);
      f.state = rows.text(5);
      f.state_since = static_cast<DayNumber>(rows.integer(6));
      f.confidential = rows.boolean(7);
      places.emplace(f.id, facts.size());
      facts.push_back(std::move(f));
    }
  }
  auto const each = [&](std::string const& select, std::string const& condition, std::string const& order,
                        auto const& use) {
    Where where;
    add_ids(where, "x.project_id", ids);
    if (!condition.empty()) where.add(condition);
    auto rows = sql_.query_all(select + where.text() + order, where.params());
    while (rows.next()) {
      auto const found = places.find(rows.integer(0));
      if (found != places.end()) use(facts[found->second], rows);
    }
  };
  each("SELECT x.project_id, x.stage, x.day FROM project_stage x", "", "", [](ProjectFacts& f, Rows const& rows) {
    f.passed[stage_index(rows.text(1)).value()] = static_cast<DayNumber>(rows.integer(2));
  });
  each(
      "SELECT x.project_id, x.account_id, x.role, a.display_name FROM project_member x"
      " JOIN account a ON a.id = x.account_id",
      "x.left_day IS NULL", " ORDER BY x.id", [](ProjectFacts& f, Rows const& rows) {
        f.members.push_back(rows.integer(1));
        if (rows.text(2) == "lead_officer" && f.officer.empty()) f.officer = rows.text(3);
      });
  each("SELECT x.project_id, x.kind, x.day, x.amount_fen FROM project_amount x",
       "x.amount_fen IS NOT NULL AND x.kind <> 'planned'", " ORDER BY x.id", [](ProjectFacts& f, Rows const& rows) {
         f.amounts.push_back({std::string{rows.text(1)}, static_cast<DayNumber>(rows.integer(2)), rows.integer(3)});
       });
  each("SELECT x.project_id, x.measure, x.day, x.value FROM project_measure x",
       "(x.measure = 'land_m2' OR (x.measure IN ('tax_fen', 'output_fen') AND x.kind = 'real'))",
       " ORDER BY CASE WHEN x.kind = 'promised' THEN 0 ELSE 1 END, x.year, x.id",
       [](ProjectFacts& f, Rows const& rows) {
         f.measures.push_back({std::string{rows.text(1)}, static_cast<DayNumber>(rows.integer(2)), rows.integer(3)});
       });
  each("SELECT x.project_id, x.due_day FROM task x", "x.state IN ('open', 'doing')", "",
       [](ProjectFacts& f, Rows const& rows) {
         if (auto const due = rows.optional_integer(1)) {
           f.open_dues.push_back(static_cast<DayNumber>(*due));
         } else {
           ++f.open_without_due;
         }
       });
  for (auto& f : facts) std::sort(f.open_dues.begin(), f.open_dues.end());
  return facts;
}

std::vector<LeadFacts> FigureRepository::leads(Only const& ids) {
  Where where;
  add_ids(where, "l.id", ids);
  std::vector<LeadFacts> facts;
  auto rows = sql_.query_all(
      "SELECT l.id, l.investor, l.zone_id, l.node, l.channel, coalesce(o.display_name, ''), l.state, l.reported_at,"
      " s.day, p.created_at, l.confidential, l.reporter_id, l.officer_id FROM lead l"
      " LEFT JOIN account o ON o.id = l.officer_id LEFT JOIN project p ON p.id = l.project_id"
      " LEFT JOIN project_stage s ON s.project_id = l.project_id AND s.stage = 'signed'" +
          where.text() + " ORDER BY l.id",
      where.params());
  while (rows.next()) {
    LeadFacts f;
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
    facts.push_back(std::move(f));
  }
  return facts;
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

std::vector<AlarmRow> FigureRepository::project_alarms(LifecycleRules const& rules, DayNumber today,
                                                       Only const& project_ids) {
  std::vector<AlarmRow> found;
  /// `select` gives id, title, project, since, detail and, of tasks, the assignee.
  auto const ask = [&](std::string_view kind, std::string_view noun, int limit, std::string const& select,
                       Where& where) {
    read_alarms(found, sql_.query_all(select + where.text(), where.params()), kind, noun, limit);
  };
  auto const projects = [&]() {
    Where where;
    add_ids(where, "p.id", project_ids);
    where.add("p.state = 'active'");
    return where;
  };
  auto const project = std::string{"SELECT p.id, p.name, p.id, p.stage_since, p.stage FROM project p"};
  for (auto const& gate : rules.gates) {
    if (!gate.limit_days) continue;
    auto where = projects();
    where.add("p.stage = ?", gate.stage);
    where.add("p.stage_since < ?", std::int64_t{today} - *gate.limit_days);
    // 上规 is no gate: a producer that has entered the statistics is past this alarm and meets the next.
    if (gate.stage == "in_production") where.add("p.above_scale_day IS NULL");
    ask("after_" + gate.stage, "project", *gate.limit_days, project, where);
  }
  {
    auto where = projects();
    where.add("p.stage = 'in_production'");
    where.add("p.above_scale_day < ?", std::int64_t{today} - rules.alarms.above_scale_days);
    ask("after_above_scale", "project", rules.alarms.above_scale_days,
        "SELECT p.id, p.name, p.id, p.above_scale_day, p.stage FROM project p", where);
  }
  {
    auto where = projects();
    where.add("p.stage <> 'negotiation'");
    where.add("coalesce(p.arrived_fen, 0) <= 0");
    where.add("g.day < ?", std::int64_t{today} - rules.alarms.funds_days);
    ask("funds_missing", "project", rules.alarms.funds_days,
        "SELECT p.id, p.name, p.id, g.day, p.stage FROM project p"
        " JOIN project_stage g ON g.project_id = p.id AND g.stage = 'signed'",
        where);
  }
  {
    auto where = projects();
    where.add("p.lead_id IS NOT NULL");
    where.add("p.stage = 'signed'");
    where.add("g.day - n.day < ?", std::int64_t{rules.alarms.fast_signing_days});
    ask("signed_fast", "project", rules.alarms.fast_signing_days,
        "SELECT p.id, p.name, p.id, g.day, CAST(g.day - n.day AS TEXT) FROM project p"
        " JOIN project_stage g ON g.project_id = p.id AND g.stage = 'signed'"
        " JOIN project_stage n ON n.project_id = p.id AND n.stage = 'negotiation'",
        where);
  }
  {
    auto where = projects();
    where.add("t.state IN ('open', 'doing')");
    where.add("t.due_day < ?", std::int64_t{today});
    ask("task_overdue", "task", 0,
        "SELECT t.id, t.name || ' · ' || p.name, p.id, t.due_day, coalesce(a.display_name, ''), t.assignee_id FROM "
        "task t"
        " JOIN project p ON p.id = t.project_id LEFT JOIN account a ON a.id = t.assignee_id",
        where);
  }
  for (auto const slipping : {false, true}) {
    auto where = projects();
    where.add("r.state IN ('open', 'partly')");
    if (slipping) {
      where.add("r.due >= ?", std::int64_t{today});
      where.add("r.slipped >= 2");
    } else {
      where.add("r.due < ?", std::int64_t{today});
    }
    ask(slipping ? "promise_slipping" : "promise_overdue", "promise", 0,
        "SELECT r.id, r.text || ' · ' || p.name, p.id, r.first_due, r.side FROM promise r"
        " JOIN project p ON p.id = r.project_id",
        where);
  }
  {
    auto where = projects();
    where.add("q.answered_at IS NULL");
    where.add("q.due < ?", std::int64_t{today});
    ask("question_overdue", "question", 0,
        "SELECT q.id, p.name, p.id, q.due, '' FROM question q JOIN project p ON p.id = q.project_id", where);
  }
  return found;
}

std::vector<AlarmRow> FigureRepository::lead_alarms(LifecycleRules const& rules, DayNumber today,
                                                    Only const& lead_ids) {
  std::vector<AlarmRow> found;
  auto const ask = [&](std::string_view kind, int limit, std::string const& select, Where& where) {
    read_alarms(found, sql_.query_all(select + where.text(), where.params()), kind, "lead", limit);
  };
  auto const leads = [&]() {
    Where where;
    add_ids(where, "l.id", lead_ids);
    where.add("l.state NOT IN ('converted', 'declined', 'withdrawn')");
    return where;
  };
  {
    auto where = leads();
    where.add("l.next_due < ?", std::int64_t{today});
    ask("lead_overdue", 0, "SELECT l.id, l.investor, l.id, l.next_due, coalesce(l.next_step, '') FROM lead l", where);
  }
  {
    auto where = leads();
    where.add("l.last_step_at < ?", end_of(today - rules.lead.silent_days - 1));
    // Milliseconds to a civil day in China.
    ask("lead_silent", rules.lead.silent_days,
        "SELECT l.id, l.investor, l.id, (l.last_step_at + 28800000) / 86400000, l.state FROM lead l", where);
  }
  return found;
}

}  // namespace lianzhao::store
