#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/files.h"
#include "serve/handlers/projects.h"
#include "serve/handlers/projects_by_name.h"
#include "serve/handlers/table_changes.h"
#include "serve/handlers/tables.h"
#include "serve/handlers/take_in.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/sheet.h"
#include "store/figure_repository.h"
#include "store/project_ledger.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

/// As many as are taken in at once.
constexpr store::Page kAll{Sheet::kMostRows, 0};

std::map<std::int64_t, std::string> names_of_parents(store::Session& sql, Viewer const& viewer,
                                                     std::vector<store::Project> const& projects) {
  std::set<std::int64_t> ids;
  for (auto const& project : projects) {
    if (project.parent_id) ids.insert(*project.parent_id);
  }
  std::map<std::int64_t, std::string> names;
  if (ids.empty()) return names;
  auto repository = store::ProjectRepository{sql};
  auto const asked = std::vector<std::int64_t>{ids.begin(), ids.end()};
  auto const seen = repository.seen(asked, scope_of(viewer));
  for (auto const& parent : repository.rows(asked)) {
    if (seen.contains(parent.id)) names.emplace(parent.id, parent.name);
  }
  return names;
}

/// What stands in rows of projects besides themselves.
struct Surroundings {
  std::map<std::int64_t, std::string> parents;  ///< names of those that the viewer sees
  std::map<std::int64_t, std::vector<store::Measure>> measures;
  std::map<std::int64_t, std::vector<store::PassedStage>> stages;
  std::set<std::int64_t> begins_unknown;  ///< their first day only keeps the order
  std::set<int> years;                    ///< of the measures

  Surroundings(store::Session& sql, Viewer const& viewer, std::vector<store::Project> const& projects)
      : parents{names_of_parents(sql, viewer, projects)} {
    std::vector<std::int64_t> all;
    for (auto const& project : projects) all.push_back(project.id);
    in_parts(all, [&](std::vector<std::int64_t> const& ids) {
      auto ledger = store::ProjectLedger{sql};
      for (auto& measure : ledger.measures_of(ids)) {
        if (measure.year) years.insert(*measure.year);
        measures[measure.project_id].push_back(std::move(measure));
      }
      begins_unknown.merge(ledger.begins_unknown(ids));
      for (auto& stage : ledger.stages_of(ids)) {
        if (stage.stage == kStages[0] && begins_unknown.contains(stage.project_id)) continue;
        stages[stage.project_id].push_back(std::move(stage));
      }
    });
  }
};

std::string land_in_mu(std::string_view kind) {
  return fmt::format("{}_land_mu", kind);
}

TableRecord record_of(store::Project const& p, Surroundings const& around) {
  auto const parent = p.parent_id ? around.parents.find(*p.parent_id) : around.parents.end();
  auto const since_known = p.stage != kStages[0] || !around.begins_unknown.contains(p.id);
  auto record = TableRecord{{"zone_id", p.zone_id},
                            {"name", p.name},
                            {"investor", p.investor},
                            {"credit_code", p.credit_code},
                            {"idea", p.idea},
                            {"node", p.node},
                            {"stage", p.stage},
                            {"stage_since", since_known ? format_day(p.stage_since) : ""},
                            {"planned_wan", kept(p.planned_fen)},
                            {"contracted_wan", kept(p.contracted_fen)},
                            {"arrived_wan", kept(p.arrived_fen)},
                            {"source", p.source},
                            {"confidential", kept_truth(p.confidential)},
                            {"kind", p.kind},
                            {"parent", parent == around.parents.end() ? "" : parent->second},
                            {"state", p.state},
                            {"state_since", p.state == "active" ? "" : format_day(p.state_since)},
                            {"state_reason", p.state_reason},
                            {"lost_to", p.lost_to},
                            {"above_scale", kept_day(p.above_scale_day)},
                            {"known_until", kept_day(p.known_until)},
                            {"fixed_asset_wan", kept(p.fixed_asset_fen)}};
  // What nobody has entered is blank, and told as any other cell when it is filled in.
  for (auto const stage : kStages) record.emplace(fmt::format("day_{}", stage), "");
  if (auto const its = around.stages.find(p.id); its != around.stages.end()) {
    for (auto const& each : its->second) record[fmt::format("day_{}", each.stage)] = format_day(each.day);
  }
  for (auto const* const kind : {"promised", "real"}) {
    for (auto const* const measure : {"land_m2", "plant_m2", "jobs", "output_fen", "tax_fen"}) {
      record.emplace(measure_key(measure, kind, std::nullopt), "");
      record.emplace(land_in_mu(kind), "");
      for (auto const year : around.years) record.emplace(measure_key(measure, kind, year), "");
    }
  }
  if (auto const its = around.measures.find(p.id); its != around.measures.end()) {
    for (auto const& each : its->second) {
      record[measure_key(each.measure, each.kind, each.year)] = std::to_string(each.value);
      if (each.measure == "land_m2") record[land_in_mu(each.kind)] = std::to_string(each.value);
    }
  }
  return record;
}

struct ProjectRow {
  store::Project project;
  std::vector<std::pair<std::string_view, DayNumber>> stages;  ///< passed, in their order; days unknown are left out
  std::optional<DayNumber> since;                              ///< in its stage
  std::array<std::pair<std::string_view, std::optional<std::int64_t>>, 4> amounts;
  std::vector<store::Measure> measures;
  std::optional<std::size_t> parent_row;   ///< of the table
  bool begin_known = true;                 ///< false: nobody says since when it is talked about
  store::Lead asked;                       ///< who may be protected by a lead of another zone
  std::optional<std::string> despite;      ///< why it is registered all the same
  std::optional<std::int64_t> protecting;  ///< that lead, which is told
  std::optional<Error> confidentially;     ///< why it may not be written, which is not told before
};

/// The latest of a new row's own days; the first of all days where it says none.
DayNumber last_day_said(ProjectRow const& row) {
  auto last = std::numeric_limits<DayNumber>::min();
  for (auto const& [stage, day] : row.stages) last = std::max(last, day);
  for (auto const& day : {row.since, row.project.above_scale_day}) last = std::max(last, day.value_or(last));
  if (row.project.state != "active") last = std::max(last, row.project.state_since);
  return last;
}

/// Id of the one project of this name in the zone; blank where it is none or several, which is told.
std::string id_of_parent(store::Session& sql, Viewer const& viewer, std::string const& zone_id, std::string const& name,
                         Sheet& sheet, std::size_t row) {
  store::ProjectFilter filter;
  filter.zone_id = zone_id;
  filter.words = name;
  std::vector<std::int64_t> found;
  for (auto const& each : store::ProjectRepository{sql}.list(filter, scope_of(viewer), kAll).rows) {
    if (each.name == name) found.push_back(each.id);
  }
  if (found.size() == 1) return std::to_string(found.front());
  if (found.empty()) {
    sheet.wrong(row, "parent", "no_project", "you see no project of this name");
  } else {
    sheet.wrong(row, "parent", "several_parents", "several projects have this name: {ids}; rename one",
                {{"ids", ids_in_words(found)}});
  }
  return "";
}

/// Of the rows about a project that is there.
std::vector<RowChange> read_project_changes(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                            Sheet& sheet) {
  std::map<std::int64_t, store::Project> there;
  in_parts(ids_of(sheet), [&](std::vector<std::int64_t> const& ids) {
    auto repository = store::ProjectRepository{sql};
    auto const seen = repository.seen(ids, scope_of(viewer));
    for (auto& project : repository.rows(std::vector<std::int64_t>{seen.begin(), seen.end()})) {
      there.emplace(project.id, std::move(project));
    }
  });
  std::vector<store::Project> listed;
  for (auto const& [id, project] : there) listed.push_back(project);
  auto const around = Surroundings{sql, viewer, listed};
  return changes_of(
      sheet,
      [&](std::int64_t id) {
        auto const at = there.find(id);
        return at == there.end() ? nullptr : &at->second;
      },
      [&](std::size_t row, store::Project const& project) {
        RowChange change{row, project.id, project.version, record_of(project, around), {}};
        change.to = sheet.changes(row, change.from, project.version);
        if (change.to.empty()) return change;
        check_change(workspace, viewer, project.zone_id, sheet, change);
        if (auto const parent = change.to.find("parent"); parent != change.to.end() && !parent->second.empty()) {
          parent->second = id_of_parent(sql, viewer, project.zone_id, parent->second, sheet, row);
        }
        return change;
      });
}

/// Stages with their days: a column for each, and one for the stage that it is in. What is unknown stays blank; the
/// stage is the last one that has a day, where it is not named.
template <typename Past>
void read_stages(Sheet& sheet, std::size_t row, Past const& past, ProjectRow& to) {
  auto& project = to.project;
  std::optional<DayNumber> before;
  for (auto const stage : kStages) {
    auto const key = fmt::format("day_{}", stage);
    auto const day = past(key);
    if (!day) continue;
    if (before && *day < *before) sheet.wrong(row, key, "day_order", "lies before the day of an earlier stage");
    before = day;
    to.stages.emplace_back(stage, *day);
  }
  auto const last = to.stages.empty() ? kStages[0] : to.stages.back().first;
  if (project.stage.empty()) project.stage = last;
  if (stage_index(project.stage) < stage_index(last)) {
    sheet.wrong(row, "stage", "stage_behind", "a later stage has a day; leave the stage blank or correct it");
  }
  auto const given = past("stage_since");
  auto const listed = !to.stages.empty() && to.stages.back().first == project.stage;
  to.since = given;
  if (listed) {
    if (given && *given != to.stages.back().second) {
      sheet.wrong(row, "stage_since", "two_days", "is another day than that of its stage");
    }
    to.since = to.stages.back().second;
  } else if (given) {
    if (before && *given < *before) sheet.wrong(row, "stage_since", "day_order", "lies before an earlier stage");
    for (auto const stage : kStages) {
      if (stage == project.stage) to.stages.emplace_back(stage, *given);
    }
  } else if (project.stage != kStages[0] && sheet.text(row, "stage_since").empty()) {
    sheet.wrong(row, "stage_since", "no_since", "say since when it is in this stage");
  }
  to.begin_known = !to.stages.empty() && to.stages.front().first == kStages[0];
  if (!to.begin_known) sheet.begin_unknown(row);
}

/// Land that is told in 亩; where it is told in square metres too, both have to be the same but for what rounding to
/// hundredths of a 亩 takes away, and the square metres stand.
void add_land(Sheet& sheet, std::size_t row, std::string_view kind, std::vector<store::Measure>& to) {
  auto const key = land_in_mu(kind);
  if (!sheet.has(key)) return;
  auto const land = sheet.mu(row, key);
  if (!land) return;
  auto const square_metres = measure_key("land_m2", kind, std::nullopt);
  if (auto const also = sheet.has(square_metres) ? sheet.count(row, square_metres) : std::nullopt) {
    constexpr std::int64_t kRounding = 4;
    if (std::abs(*also - *land) > kRounding) {
      sheet.wrong(row, key, "two_lands", "is other land than that in square metres; leave one of them");
    }
    return;
  }
  store::Measure m;
  m.measure = "land_m2";
  m.kind = kind;
  m.value = *land;
  to.push_back(std::move(m));
}

/// `years`: that the spreadsheet has columns of.
std::vector<store::Measure> measures_in(Sheet& sheet, std::size_t row, std::vector<int> const& years) {
  std::vector<store::Measure> found;
  auto const add = [&](std::string_view measure, std::string_view kind, std::optional<int> year) {
    auto const key = measure_key(measure, kind, year);
    if (!sheet.has(key)) return;
    auto const value = measure.ends_with("_fen") ? sheet.wan(row, key) : sheet.count(row, key);
    if (!value) return;
    store::Measure m;
    m.measure = measure;
    m.kind = kind;
    m.year = year;
    m.value = *value;
    found.push_back(std::move(m));
  };
  auto const this_year = static_cast<int>(civil_date(civil_day(now())).year());
  for (auto const* const kind : {"promised", "real"}) {
    add_land(sheet, row, kind, found);
    for (auto const* const measure : {"land_m2", "plant_m2", "jobs", "output_fen", "tax_fen"}) {
      add(measure, kind, std::nullopt);
    }
    for (auto const year : years) {
      for (auto const* const measure : {"output_fen", "tax_fen"}) {
        add(measure, kind, year);
        auto const key = measure_key(measure, kind, year);
        if (std::string_view{kind} == "real" && year > this_year && !sheet.text(row, key).empty()) {
          sheet.wrong(row, key, "future", "lies in the future");
        }
      }
    }
  }
  return found;
}

/// Whom a lead of another zone protects is not registered here, unless who decides says why (docs/methods/leads.md).
/// What protects confidentially is told only when the row is to be written: looking at a table costs nothing and may be
/// no way to search (docs/decisions/0114).
void check_protection(store::Session& sql, Workspace const& workspace, Viewer const& viewer, Sheet& sheet,
                      std::size_t row, ProjectRow& its) {
  if (its.asked.investor.empty() || its.asked.zone_id.empty()) return;
  sheet.check(row, "investor", [&] {
    set_lead_names(workspace, its.asked);
    try {
      its.protecting = protecting_lead(sql, workspace, viewer, its.asked, its.despite);
    } catch (Failure const& failure) {
      if (failure.error().code != "protected_confidentially") throw;
      its.confidentially = failure.error();
    }
  });
}

std::vector<ProjectRow> read_projects(store::Session& sql, Workspace const& workspace, Viewer const& viewer, bool again,
                                      Sheet& sheet) {
  auto const today = civil_day(now());
  std::vector<int> years;
  for (auto const year : table_years()) {
    for (auto const* const kind : {"promised", "real"}) {
      if (sheet.has(measure_key("output_fen", kind, year)) || sheet.has(measure_key("tax_fen", kind, year))) {
        if (years.empty() || years.back() != year) years.push_back(year);
      }
    }
  }
  std::vector<ProjectRow> rows(sheet.size());
  std::set<std::string> zones;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row)) continue;
    auto& project = rows[row].project;
    project.zone_id = sheet.word(row, "zone_id");
    zones.insert(project.zone_id);
    if (!project.zone_id.empty()) sheet.check(row, "zone_id", [&] { require_change(viewer, project.zone_id); });
    project.name = sheet.text(row, "name");
    project.investor = sheet.text(row, "investor");
    sheet.check(row, "credit_code", [&] { project.credit_code = checked_credit_code(sheet.text(row, "credit_code")); });
    project.idea = sheet.text(row, "idea");
    project.node = sheet.text(row, "node");
    sheet.check(row, "node", [&] { require_node(workspace, project.node); });
    auto const past = [&](std::string_view key) {
      auto const day = sheet.day(row, key);
      if (day && *day > today) sheet.wrong(row, key, "future", "lies in the future");
      return day;
    };
    project.stage = sheet.word(row, "stage");
    read_stages(sheet, row, past, rows[row]);
    rows[row].amounts = {{{"planned", sheet.wan(row, "planned_wan")},
                          {"contracted", sheet.wan(row, "contracted_wan")},
                          {"arrived", sheet.wan(row, "arrived_wan")},
                          {"fixed_asset", sheet.wan(row, "fixed_asset_wan")}}};
    rows[row].measures = measures_in(sheet, row, years);
    project.source = sheet.text(row, "source");
    project.confidential = sheet.truth(row, "confidential");
    if (auto kind = sheet.word(row, "kind"); !kind.empty()) {
      project.kind = std::move(kind);
    }
    if (project.kind == "expansion" && sheet.text(row, "parent").empty()) {
      sheet.wrong(row, "parent", "no_parent", "an expansion names the project it expands");
    }
    if (auto state = sheet.word(row, "state"); !state.empty()) {
      project.state = std::move(state);
    }
    project.above_scale_day = past("above_scale");
    project.known_until = past("known_until");
    project.state_since = past("state_since").value_or(std::min(today, project.known_until.value_or(today)));
    if (project.known_until && *project.known_until < last_day_said(rows[row])) {
      sheet.wrong(row, "known_until", "known_until_early", "lies before another day of the row");
    }
    project.state_reason = sheet.text(row, "state_reason");
    project.lost_to = sheet.text(row, "lost_to");
    if (project.state != "active" && project.state_reason.empty()) {
      sheet.wrong(row, "state_reason", "no_reason", "say why");
    }
    if (!sheet.text(row, "despite_protection").empty()) rows[row].despite = sheet.text(row, "despite_protection");
    auto& asked = rows[row].asked;
    asked.zone_id = project.zone_id;
    asked.investor = project.investor;
    asked.credit_code = project.credit_code;
    asked.idea = project.idea;
    asked.node = project.node;
    check_protection(sql, workspace, viewer, sheet, row, rows[row]);
  }
  std::map<std::pair<std::string, std::string>, std::vector<store::Project>> by_name;
  std::set<std::tuple<std::string, std::string, std::string>> there;
  for (auto const& zone : zones) {
    store::ProjectFilter filter;
    filter.zone_id = zone;
    for (auto& each : store::ProjectRepository{sql}.list(filter, scope_of(viewer), kAll).rows) {
      there.emplace(each.zone_id, each.name, each.investor_form);
      by_name[{each.zone_id, each.name}].push_back(std::move(each));
    }
  }
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> rows_by_name;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row)) continue;
    auto const& project = rows[row].project;
    rows_by_name[{project.zone_id, project.name}].push_back(row);
    if (again || project.name.empty()) continue;
    if (!there.emplace(project.zone_id, project.name, text::name_match_form(project.investor)).second) {
      sheet.known(row, "name");
    }
  }
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto& project = rows[row].project;
    auto const& name = sheet.text(row, "parent");
    if (sheet.id(row) || name.empty()) continue;
    // Of the table itself first: a list of a park and its parts names both.
    auto const in_table = rows_by_name.find({project.zone_id, name});
    auto const kept = by_name.find({project.zone_id, name});
    auto const count = (in_table == rows_by_name.end() ? 0 : in_table->second.size()) +
                       (in_table != rows_by_name.end() || kept == by_name.end() ? 0 : kept->second.size());
    if (count == 0) {
      sheet.wrong(row, "parent", "no_project", "you see no project of this name");
    } else if (count > 1) {
      std::vector<std::int64_t> ids;
      if (in_table == rows_by_name.end()) {
        for (auto const& each : kept->second) ids.push_back(each.id);
      }
      if (ids.empty()) {
        sheet.wrong(row, "parent", "several_rows", "several rows of this table have this name; rename one");
      } else {
        sheet.wrong(row, "parent", "several_parents", "several projects have this name: {ids}; rename one",
                    {{"ids", ids_in_words(ids)}});
      }
    } else if (in_table != rows_by_name.end()) {
      auto const at = in_table->second.front();
      auto const& parent = rows[at].project;
      rows[row].parent_row = at;
      auto const is_part = parent.kind == "new" && !sheet.text(at, "parent").empty();
      sheet.check(row, "parent", [&] { require_fit(project, parent, is_part); });
    } else {
      auto const& parent = kept->second.front();
      project.parent_id = parent.id;
      sheet.check(row, "parent", [&] { require_fit(project, parent, parent.part()); });
    }
  }
  // A circle has no beginning: whoever follows the parents comes to an end within as many steps as there are rows.
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto at = rows[row].parent_row;
    for (std::size_t steps = 0; at && steps <= rows.size(); ++steps) at = rows[*at].parent_row;
    if (at) sheet.wrong(row, "parent", "parent_circle", "is part of itself by way of others");
  }
  // A part cannot be taken in without the whole.
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!sheet.good(row)) continue;
    for (auto at = rows[row].parent_row; at; at = rows[*at].parent_row) {
      if (sheet.good(*at)) continue;
      sheet.wrong(row, "parent", "parent_wrong", "stands in a row in which something is wrong");
      break;
    }
  }
  return rows;
}

/// Suspended or ended before it was entered here.
void set_project_state(Change& change, Viewer const& viewer, std::int64_t id, store::Project const& given) {
  auto project = store::ProjectRepository{change.sql()}.find(id, {}).value();
  project.state = given.state;
  project.state_since = given.state_since;
  project.state_reason = given.state_reason;
  project.lost_to = given.state == "ended" ? given.lost_to : "";
  Facts facts;
  if (!project.lost_to.empty()) facts["lost_to"] = project.lost_to;
  save_project(change, viewer, project,
               history_line(project.state, project.state_reason, facts, project.stage, project.state_since));
}

api::UpdateProjectRequest project_request(RowChange const& change) {
  api::UpdateProjectRequest request;
  request.version = change.version;
  take(change.to, "name", request.name);
  take(change.to, "investor", request.investor);
  take(change.to, "credit_code", request.credit_code);
  take(change.to, "idea", request.idea);
  take(change.to, "node", request.node);
  take(change.to, "parent", request.parent_id);
  take(change.to, "confidential", request.confidential);
  take(change.to, "above_scale", request.above_scale);
  take(change.to, "known_until", request.known_until);
  return request;
}

}  // namespace

api::FileAnswer ExportProjects::operator()(api::ExportProjectsParams const& params, api::NoBody, Call& call) const {
  store::ProjectFilter filter;
  filter.zone_id = params.zone_id;
  filter.stage = params.stage;
  filter.state = params.state;
  filter.words = params.q;
  filter.chain = params.chain;
  filter.sort = "name";
  auto sql = workspace.database.reader();
  auto const listed = store::ProjectRepository{sql}.list(filter, scope_of(call.viewer), kAll).rows;
  auto const around = Surroundings{sql, call.viewer, listed};
  auto columns = project_columns(workspace.knowledge(), around.years);
  std::erase_if(columns, [](SheetColumn const& column) { return column.only_in; });
  auto table = table_of(columns, params.language, "projects");
  for (auto const& project : listed) {
    add_record(table, columns, record_of(project, around), project.id, project.version, params.language);
  }
  return table_file(table, params.format, "projects");
}

namespace {

/// Writes what a row of a new project says. @returns its id.
std::int64_t add_project(Change& change, Workspace const& workspace, Viewer const& viewer, ProjectRow const& row,
                         std::optional<std::int64_t> parent_id, std::string const& file) {
  if (row.confidentially) throw Failure{*row.confidentially};
  // What is known from a publication only is entered as of the last day it tells of.
  auto const today = std::min(civil_day(now()), row.project.known_until.value_or(civil_day(now())));
  auto project = row.project;
  project.state = "active";
  project.state_reason.clear();
  project.lost_to.clear();
  if (parent_id) project.parent_id = parent_id;
  if (row.protecting) {
    tell_protecting_lead(change, workspace, viewer, *row.protecting, project.zone_id, row.despite.value(),
                         std::nullopt);
  }
  auto const id = start_project(change, workspace, viewer, std::move(project), std::nullopt);
  auto ledger = store::ProjectLedger{change.sql()};
  auto signed_on = row.since.value_or(today);
  for (auto const& [stage, day] : row.stages) {
    take_over_stage(change, viewer, id, stage, day, file);
    if (stage == "signed") signed_on = day;
  }
  // Where a later stage is entered afterwards, that alone says that its beginning is unknown.
  if (row.stages.empty()) ledger.set_begin_unknown(id);
  for (auto const& [kind, fen] : row.amounts) {
    auto const day = kind == "contracted" ? signed_on : row.since.value_or(today);
    if (fen) add_known_amount(change, viewer, id, kind, *fen, day, file);
  }
  for (auto measure : row.measures) {
    measure.project_id = id;
    measure.day = today;
    measure.reason = file;
    measure.account_id = viewer.account_id;
    measure.at = now();
    ledger.add_measure(measure);
  }
  if (row.project.above_scale_day) {
    auto projects = store::ProjectRepository{change.sql()};
    auto its = projects.find(id, {}).value();
    its.above_scale_day = row.project.above_scale_day;
    projects.update(its);
  }
  if (row.project.state != "active") set_project_state(change, viewer, id, row.project);
  return id;
}

}  // namespace

api::ImportReport ImportProjects::operator()(api::ImportProjectsParams const& params, api::Upload const& upload,
                                             Call& call) const {
  auto sheet = Sheet{upload.file, project_columns(workspace.knowledge(), table_years()), call.viewer.language};
  struct Read {
    std::int64_t audit_id = 0;
    std::vector<RowChange> changes;
    std::vector<ProjectRow> rows;
  };
  auto const read = [&](store::Session& sql) {
    Read all;
    all.audit_id = store::FigureRepository{sql}.newest_audit_id();
    all.changes = read_project_changes(sql, workspace, call.viewer, sheet);
    all.rows = read_projects(sql, workspace, call.viewer, params.again == 1, sheet);
    return all;
  };
  auto const apply = [&](TakingIn& taking, Read& all) {
    auto& rows = all.rows;
    std::vector<std::optional<std::int64_t>> ids(rows.size());
    std::vector<bool> tried(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (sheet.id(row)) continue;
      // Wholes before their parts, whichever row they stand in.
      std::vector<std::size_t> line;
      for (auto at = std::optional{row}; at && !tried[*at]; at = rows[*at].parent_row) line.push_back(*at);
      for (auto at = line.rbegin(); at != line.rend(); ++at) {
        tried[*at] = true;
        auto const parent_row = rows[*at].parent_row;
        if (parent_row && !ids[*parent_row] && sheet.good(*at)) {
          sheet.wrong(*at, "parent", "parent_wrong", "stands in a row in which something is wrong");
        }
        taking.row(*at, "name", [&] {
          ids[*at] = add_project(taking.change(), workspace, call.viewer, rows[*at],
                                 parent_row ? ids[*parent_row] : std::nullopt, params.name);
        });
      }
    }
    for (auto const& each : all.changes) {
      taking.row(each.row, "id",
                 [&] { UpdateProject{workspace}.apply(taking.change(), {each.id}, project_request(each), call); });
    }
    // Who is first is one question for all, asked as late as can be: whoever hands a lead in waits until the commit.
    // What somebody has handed in since the rows were looked at counts.
    store::LeadRepository{taking.sql()}.lock_reports();
    if (store::FigureRepository{taking.sql()}.newest_audit_id() == all.audit_id) return;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (!ids[row] || !sheet.good(row)) continue;
      check_protection(taking.sql(), workspace, call.viewer, sheet, row, rows[row]);
      if (auto const& error = rows[row].confidentially) sheet.wrong(row, "investor", *error);
      if (!sheet.good(row)) taking.refuse();
    }
  };
  return take_in(workspace, call.viewer, api::ImportProjects::kId, params, sheet, read, apply);
}

}  // namespace lianzhao::serve
