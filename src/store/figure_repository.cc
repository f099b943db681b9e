#include "store/figure_repository.h"

#include <unordered_map>

#include <fmt/format.h>

namespace lianzhao::store {

namespace {

constexpr Instant kDayMs = 24LL * 3600 * 1000;

/// First instant after a civil day in China.
Instant end_of(DayNumber day) {
  return (Instant{day} + 1) * kDayMs - 8LL * 3600 * 1000;
}

}  // namespace

std::vector<ProjectFacts> FigureRepository::projects(Scope const& scope, std::optional<std::string> const& zone_id,
                                                     DayNumber as_of) {
  Where where;
  add_project_scope(where, scope, "p");
  if (zone_id) where.add("p.zone_id = ?", *zone_id);
  std::vector<ProjectFacts> facts;
  std::unordered_map<std::int64_t, std::size_t> places;
  {
    auto rows = sql_.query_all(
        "SELECT p.id, p.name, p.zone_id, p.node, coalesce(l.channel, ''), coalesce(o.display_name, ''), p.state,"
        " p.state_since FROM project p LEFT JOIN lead l ON l.id = p.lead_id"
        " LEFT JOIN project_member m ON m.project_id = p.id AND m.left_day IS NULL AND m.role = 'lead_officer'"
        " LEFT JOIN account o ON o.id = m.account_id" +
            where.text() + " ORDER BY p.id",
        where.params());
    while (rows.next()) {
      // A second lead officer is no second project.
      if (!places.emplace(rows.integer(0), facts.size()).second) continue;
      ProjectFacts f;
      f.id = rows.integer(0);
      f.name = rows.text(1);
      f.zone_id = rows.text(2);
      f.node = rows.text(3);
      f.channel = rows.text(4);
      f.officer = rows.text(5);
      f.state_since = static_cast<DayNumber>(rows.integer(7));
      f.state = f.state_since <= as_of ? std::string{rows.text(6)} : "active";
      facts.push_back(std::move(f));
    }
  }
  auto const each = [&](Rows rows, auto const& use) {
    while (rows.next()) {
      auto const found = places.find(rows.integer(0));
      if (found != places.end()) use(facts[found->second], rows);
    }
  };
  each(sql_.stream("SELECT project_id, stage, day FROM project_stage WHERE day <= ?", as_of),
       [](ProjectFacts& f, Rows const& rows) {
         f.passed[stage_index(rows.text(1)).value()] = static_cast<DayNumber>(rows.integer(2));
       });
  each(sql_.stream("SELECT project_id, kind, CAST(sum(amount_fen) AS BIGINT) FROM project_amount WHERE day <= ?"
                   " GROUP BY project_id, kind",
                   as_of),
       [](ProjectFacts& f, Rows const& rows) {
         auto const sum = rows.optional_integer(2);
         if (rows.text(1) == "contracted") f.contracted_fen = sum;
         if (rows.text(1) == "arrived") f.arrived_fen = sum;
         if (rows.text(1) == "fixed_asset") f.fixed_asset_fen = sum;
       });
  // Rising, so that the last one stays: promised before real, older years and rows before newer ones.
  each(sql_.stream("SELECT project_id, measure, kind, value FROM project_measure WHERE day <= ?"
                   " ORDER BY CASE WHEN kind = 'promised' THEN 0 ELSE 1 END, year, id",
                   as_of),
       [](ProjectFacts& f, Rows const& rows) {
         auto const real = rows.text(2) == "real";
         if (rows.text(1) == "land_m2") f.land_m2 = rows.integer(3);
         if (rows.text(1) == "tax_fen" && real) f.tax_fen = rows.integer(3);
         if (rows.text(1) == "output_fen" && real) f.output_fen = rows.integer(3);
       });
  return facts;
}

std::vector<LeadFacts> FigureRepository::leads(Scope const& scope, std::optional<std::string> const& zone_id,
                                               DayNumber as_of) {
  Where where;
  add_lead_scope(where, scope, "l");
  if (zone_id) where.add("l.zone_id = ?", *zone_id);
  where.add("l.reported_at < ?", end_of(as_of));
  std::vector<LeadFacts> facts;
  auto rows = sql_.query_all(
      "SELECT l.id, l.investor, l.zone_id, l.node, l.channel, coalesce(o.display_name, ''), l.state, l.reported_at,"
      " s.day, l.project_id, p.created_at FROM lead l LEFT JOIN account o ON o.id = l.officer_id"
      " LEFT JOIN project p ON p.id = l.project_id"
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
    f.reported = civil_day(rows.integer(7));
    if (auto const day = rows.optional_integer(8); day && *day <= as_of) f.signed_day = static_cast<DayNumber>(*day);
    f.converted = rows.optional_integer(9).has_value() && rows.optional_integer(10).value_or(0) < end_of(as_of);
    facts.push_back(std::move(f));
  }
  return facts;
}

std::vector<AlarmRow> FigureRepository::alarms(Scope const& scope, std::optional<std::string> const& zone_id,
                                               LifecycleRules const& rules, DayNumber today,
                                               std::optional<std::int64_t> account_id) {
  std::vector<AlarmRow> found;
  /// `select` gives id, title, zone, since, detail and the project.
  auto const ask = [&](std::string_view kind, std::string_view noun, int limit, std::string const& select,
                       Where& where) {
    auto rows = sql_.query_all(select + where.text() + " ORDER BY 4, 1 LIMIT 5000", where.params());
    while (rows.next()) {
      found.push_back({std::string{kind}, std::string{noun}, rows.integer(0), rows.optional_integer(5),
                       std::string{rows.text(1)}, std::string{rows.text(2)}, static_cast<DayNumber>(rows.integer(3)),
                       limit, std::string{rows.text(4)}});
    }
  };
  auto const member =
      "EXISTS (SELECT 1 FROM project_member mine WHERE mine.project_id = p.id AND mine.left_day IS NULL AND"
      " mine.account_id = ?)";
  auto const projects = [&]() {
    Where where;
    add_project_scope(where, scope, "p");
    if (zone_id) where.add("p.zone_id = ?", *zone_id);
    if (account_id) where.add(member, *account_id);
    where.add("p.state = 'active'");
    return where;
  };
  auto const project = std::string{"SELECT p.id, p.name, p.zone_id, p.stage_since, p.stage, p.id FROM project p"};
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
        "SELECT p.id, p.name, p.zone_id, p.above_scale_day, p.stage, p.id FROM project p", where);
  }
  {
    auto where = projects();
    where.add("p.stage <> 'negotiation'");
    where.add("coalesce(p.arrived_fen, 0) <= 0");
    where.add("g.day < ?", std::int64_t{today} - rules.alarms.funds_days);
    ask("funds_missing", "project", rules.alarms.funds_days,
        "SELECT p.id, p.name, p.zone_id, g.day, p.stage, p.id FROM project p"
        " JOIN project_stage g ON g.project_id = p.id AND g.stage = 'signed'",
        where);
  }
  {
    auto where = projects();
    where.add("p.lead_id IS NOT NULL");
    where.add("p.stage = 'signed'");
    where.add("g.day - n.day < ?", std::int64_t{rules.alarms.fast_signing_days});
    ask("signed_fast", "project", rules.alarms.fast_signing_days,
        "SELECT p.id, p.name, p.zone_id, g.day, CAST(g.day - n.day AS TEXT), p.id FROM project p"
        " JOIN project_stage g ON g.project_id = p.id AND g.stage = 'signed'"
        " JOIN project_stage n ON n.project_id = p.id AND n.stage = 'negotiation'",
        where);
  }
  {
    auto where = projects();
    where.add("t.state IN ('open', 'doing')");
    where.add("t.due_day < ?", std::int64_t{today});
    if (account_id) where.add("t.assignee_id = ?", *account_id);
    ask("task_overdue", "task", 0,
        "SELECT t.id, t.name || ' · ' || p.name, p.zone_id, t.due_day, coalesce(a.display_name, ''), p.id FROM task t"
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
        "SELECT r.id, r.text || ' · ' || p.name, p.zone_id, r.first_due, r.side, p.id FROM promise r"
        " JOIN project p ON p.id = r.project_id",
        where);
  }
  {
    auto where = projects();
    where.add("q.answered_at IS NULL");
    where.add("q.due < ?", std::int64_t{today});
    ask("question_overdue", "question", 0,
        "SELECT q.id, p.name, p.zone_id, q.due, '', p.id FROM question q JOIN project p ON p.id = q.project_id", where);
  }
  auto const leads = [&]() {
    Where where;
    add_lead_scope(where, scope, "l");
    if (zone_id) where.add("l.zone_id = ?", *zone_id);
    if (account_id) where.add("l.officer_id = ?", *account_id);
    where.add("l.state NOT IN ('converted', 'declined', 'withdrawn')");
    return where;
  };
  {
    auto where = leads();
    where.add("l.next_due < ?", std::int64_t{today});
    ask("lead_overdue", "lead", 0,
        "SELECT l.id, l.investor, l.zone_id, l.next_due, coalesce(l.next_step, ''), l.project_id FROM lead l", where);
  }
  {
    auto where = leads();
    where.add("l.last_step_at < ?", end_of(today - rules.lead.silent_days - 1));
    // Milliseconds to a civil day in China.
    ask("lead_silent", "lead", rules.lead.silent_days,
        "SELECT l.id, l.investor, l.zone_id, (l.last_step_at + 28800000) / 86400000, l.state, l.project_id FROM lead l",
        where);
  }
  return found;
}

}  // namespace lianzhao::store
