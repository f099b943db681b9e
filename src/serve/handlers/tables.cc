#include "serve/handlers/tables.h"

#include <array>
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
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/sheet.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

constexpr SheetColumn kLeadColumns[] = {
    {"zone_id", "开发区", "Zone", true, 80},         {"channel", "招商方式", "Channel", true, 20},
    {"investor", "投资方", "Investor", true, 200},   {"credit_code", "统一社会信用代码", "Credit code", false, 40},
    {"idea", "项目设想", "Idea", true, 10'000},      {"node", "产业链环节", "Node", false, 160},
    {"size_wan", "规模(万元)", "Size (10,000 CNY)"}, {"needs", "需求", "Needs"},
    {"contact", "联系方式", "Contact", false, 400},  {"reporter_name", "报送人", "Reporter", false, 80},
    {"confidential", "机密", "Confidential"},        {"state", "状态", "State", false, 20},
    {"reason", "理由", "Reason", false, 10'000}};

constexpr SheetColumn kProjectColumns[] = {{"zone_id", "开发区", "Zone", true, 80},
                                           {"name", "项目名称", "Project", true, 200},
                                           {"investor", "投资方", "Investor", true, 200},
                                           {"credit_code", "统一社会信用代码", "Credit code", false, 40},
                                           {"idea", "建设内容", "Content", false, 10'000},
                                           {"node", "产业链环节", "Node", false, 160},
                                           {"stage", "阶段", "Stage", false, 20},
                                           {"stage_since", "进入阶段日期", "In stage since"},
                                           {"planned_wan", "计划投资(万元)", "Planned (10,000 CNY)"},
                                           {"contracted_wan", "合同投资(万元)", "Contracted (10,000 CNY)"},
                                           {"arrived_wan", "到位资金(万元)", "Arrived (10,000 CNY)"},
                                           {"source", "来源", "Source", false, 2000},
                                           {"confidential", "机密", "Confidential"},
                                           {"kind", "性质", "Kind", false, 20},
                                           {"parent", "上级项目", "Part of", false, 200},
                                           {"state", "状态", "State", false, 20},
                                           {"state_since", "状态日期", "In state since"},
                                           {"state_reason", "状态原因", "Reason", false, 10'000},
                                           {"lost_to", "流向", "Lost to", false, 200}};

/// As many as are taken in at once.
constexpr store::Page kAll{Sheet::kMostRows, 0};

/// Blank where it is none, which is told once.
std::string zone_of(Workspace const& workspace, Sheet& sheet, std::size_t row) {
  auto const& given = sheet.text(row, "zone_id");
  for (auto const& zone : workspace.knowledge().zones) {
    if (zone.id == given || zone.name == given) return zone.id;
  }
  if (!given.empty()) sheet.wrong(row, "zone_id", "no_zone", "there is no such zone; write its name or id");
  return {};
}

std::string stage_of(Workspace const& workspace, Sheet& sheet, std::size_t row) {
  auto stage = sheet.word(row, "stage", stage_words(workspace.rules()), "no_stage");
  return stage.empty() ? "negotiation" : stage;
}

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

/// `again`: what is entered already is taken in once more.
std::vector<store::Lead> read_leads(store::Session& sql, Workspace const& workspace, Viewer const& viewer, bool again,
                                    Sheet& sheet) {
  std::vector<store::Lead> leads(sheet.size());
  std::set<std::string> zones;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto& lead = leads[row];
    lead.zone_id = zone_of(workspace, sheet, row);
    zones.insert(lead.zone_id);
    lead.channel = sheet.word(row, "channel", words_of("channel"), "no_channel");
    lead.investor = sheet.text(row, "investor");
    sheet.check(row, "credit_code", [&] { lead.credit_code = checked_credit_code(sheet.text(row, "credit_code")); });
    lead.idea = sheet.text(row, "idea");
    lead.node = sheet.text(row, "node");
    sheet.check(row, "node", [&] { require_node(workspace, lead.node); });
    lead.size_fen = sheet.wan(row, "size_wan");
    lead.needs = sheet.text(row, "needs");
    lead.contact = sheet.text(row, "contact");
    lead.reporter_name = sheet.text(row, "reporter_name");
    lead.confidential = sheet.truth(row, "confidential");
    lead.state = sheet.word(row, "state", words_of("lead_state"), "no_lead_state");
    lead.decision_reason = sheet.text(row, "reason");
    // Whoever works for another zone reports there, and decides nothing.
    if (!lead.zone_id.empty() && !lead.state.empty() && lead.state != "reported") {
      sheet.check(row, "state", [&] { require_change(viewer, lead.zone_id); });
    }
    if (lead.state == "converted") {
      sheet.wrong(row, "state", "only_with_project", "comes with its project: take that in instead");
    }
    if ((lead.state == "declined" || lead.state == "withdrawn") && lead.decision_reason.empty()) {
      sheet.wrong(row, "reason", "no_reason", "say why");
    }
  }
  if (again) return leads;
  std::set<std::tuple<std::string, std::string, std::string>> there;
  for (auto const& zone : zones) {
    store::LeadFilter filter;
    filter.zone_id = zone;
    for (auto const& lead : store::LeadRepository{sql}.list(filter, scope_of(viewer), kAll).rows) {
      there.emplace(lead.zone_id, lead.investor_form, text::squeeze_blanks(lead.idea));
    }
  }
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto const& lead = leads[row];
    if (lead.investor.empty()) continue;
    if (!there.emplace(lead.zone_id, text::name_match_form(lead.investor), lead.idea).second) {
      sheet.known(row, "investor");
    }
  }
  return leads;
}

/// What had become of it where it was kept before.
void set_lead_state(Change& change, Workspace const& workspace, Viewer const& viewer, std::int64_t id,
                    std::string const& state, std::string const& reason) {
  auto leads = store::LeadRepository{change.sql()};
  auto lead = leads.find(id, {}).value();
  auto const step = state == "answered"   ? "answer"
                    : state == "assessed" ? "assessment"
                    : state == "fed_back" ? "feedback"
                                          : state;
  leads.add_step({0, id, step, reason, now(), viewer.account_id, std::nullopt, false, ""});
  lead.state = state;
  if (!lead.open()) lead.decision_reason = reason;
  set_next_step(workspace, change.sql(), lead);
  leads.update(lead);
  change.note("lead", id, lead.version + 1, state);
}

struct ProjectRow {
  store::Project project;
  std::optional<DayNumber> since;
  std::array<std::pair<std::string_view, std::optional<std::int64_t>>, 3> amounts;
  std::optional<std::size_t> parent_row;  ///< of the table
};

std::vector<ProjectRow> read_projects(store::Session& sql, Workspace const& workspace, Viewer const& viewer, bool again,
                                      Sheet& sheet) {
  auto const today = civil_day(now());
  std::vector<ProjectRow> rows(sheet.size());
  std::set<std::string> zones;
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto& project = rows[row].project;
    project.zone_id = zone_of(workspace, sheet, row);
    zones.insert(project.zone_id);
    if (!project.zone_id.empty()) sheet.check(row, "zone_id", [&] { require_change(viewer, project.zone_id); });
    project.name = sheet.text(row, "name");
    project.investor = sheet.text(row, "investor");
    sheet.check(row, "credit_code", [&] { project.credit_code = checked_credit_code(sheet.text(row, "credit_code")); });
    project.idea = sheet.text(row, "idea");
    project.node = sheet.text(row, "node");
    sheet.check(row, "node", [&] { require_node(workspace, project.node); });
    project.stage = stage_of(workspace, sheet, row);
    auto const past = [&](std::string_view key) {
      auto const day = sheet.day(row, key);
      if (day && *day > today) sheet.wrong(row, key, "future", "lies in the future");
      return day;
    };
    rows[row].since = past("stage_since");
    if (!rows[row].since && project.stage != "negotiation" && sheet.text(row, "stage_since").empty()) {
      sheet.wrong(row, "stage_since", "no_since", "say since when it is in this stage");
    }
    rows[row].amounts = {{{"planned", sheet.wan(row, "planned_wan")},
                          {"contracted", sheet.wan(row, "contracted_wan")},
                          {"arrived", sheet.wan(row, "arrived_wan")}}};
    project.source = sheet.text(row, "source");
    project.confidential = sheet.truth(row, "confidential");
    if (auto kind = sheet.word(row, "kind", words_of("project_kind"), "no_project_kind"); !kind.empty()) {
      project.kind = std::move(kind);
    }
    if (project.kind == "expansion" && sheet.text(row, "parent").empty()) {
      sheet.wrong(row, "parent", "no_parent", "an expansion names the project it expands");
    }
    if (auto state = sheet.word(row, "state", words_of("project_state"), "no_project_state"); !state.empty()) {
      project.state = std::move(state);
    }
    project.state_since = past("state_since").value_or(today);
    project.state_reason = sheet.text(row, "state_reason");
    project.lost_to = sheet.text(row, "lost_to");
    if (project.state != "active" && project.state_reason.empty()) {
      sheet.wrong(row, "state_reason", "no_reason", "say why");
    }
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
    if (name.empty()) continue;
    // Of the table itself first: a list of a park and its parts names both.
    auto const in_table = rows_by_name.find({project.zone_id, name});
    auto const kept = by_name.find({project.zone_id, name});
    auto const count = (in_table == rows_by_name.end() ? 0 : in_table->second.size()) +
                       (in_table != rows_by_name.end() || kept == by_name.end() ? 0 : kept->second.size());
    if (count == 0) {
      sheet.wrong(row, "parent", "no_project", "you see no project of this name");
    } else if (count > 1) {
      sheet.wrong(row, "parent", "several_projects", "several projects have this name; rename one or enter it by hand");
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

}  // namespace

api::FileAnswer ExportLeads::operator()(api::ExportLeadsParams const& params, api::NoBody, Call& call) const {
  store::LeadFilter filter;
  filter.zone_id = params.zone_id;
  filter.channel = params.channel;
  filter.words = params.q;
  if (params.state) filter.states = {*params.state};
  filter.sort = "reported";
  auto table = table_of(kLeadColumns, params.language, "leads");
  auto sql = workspace.database.reader();
  for (auto const& l : store::LeadRepository{sql}.list(filter, scope_of(call.viewer), kAll).rows) {
    table.rows.push_back({l.zone_id, word_of(words_of("channel"), l.channel, params.language), l.investor,
                          l.credit_code, l.idea, l.node, wan_cell(l.size_fen), l.needs, l.contact, l.reporter_name,
                          truth_cell(l.confidential), word_of(words_of("lead_state"), l.state, params.language),
                          l.decision_reason});
  }
  return table_file(table, params.format, "leads");
}

api::FileAnswer ExportProjects::operator()(api::ExportProjectsParams const& params, api::NoBody, Call& call) const {
  store::ProjectFilter filter;
  filter.zone_id = params.zone_id;
  filter.stage = params.stage;
  filter.state = params.state;
  filter.words = params.q;
  filter.chain = params.chain;
  filter.sort = "name";
  auto table = table_of(kProjectColumns, params.language, "projects");
  auto sql = workspace.database.reader();
  auto const listed = store::ProjectRepository{sql}.list(filter, scope_of(call.viewer), kAll).rows;
  auto const parents = names_of_parents(sql, call.viewer, listed);
  for (auto const& p : listed) {
    auto const parent = p.parent_id ? parents.find(*p.parent_id) : parents.end();
    auto const& gate = workspace.rules().gate(p.stage);
    table.rows.push_back({p.zone_id, p.name, p.investor, p.credit_code, p.idea, p.node,
                          params.language == "en" ? gate.name_en : gate.name, format_day(p.stage_since),
                          wan_cell(p.planned_fen), wan_cell(p.contracted_fen), wan_cell(p.arrived_fen), p.source,
                          truth_cell(p.confidential), word_of(words_of("project_kind"), p.kind, params.language),
                          parent == parents.end() ? report::Cell{} : report::Cell{parent->second},
                          word_of(words_of("project_state"), p.state, params.language),
                          p.state == "active" ? report::Cell{} : day_cell(p.state_since), p.state_reason, p.lost_to});
  }
  return table_file(table, params.format, "projects");
}

api::ImportReport ImportLeads::operator()(api::ImportLeadsParams const& params, api::Upload const& upload,
                                          Call& call) const {
  auto sheet = Sheet{upload.file, kLeadColumns, call.viewer.language};
  if (params.commit == 0) {
    auto sql = workspace.database.reader();
    read_leads(sql, workspace, call.viewer, params.again == 1, sheet);
    return sheet.report(0);
  }
  auto change = Change{workspace, call.viewer, api::ImportLeads::kId};
  auto leads = read_leads(change.sql(), workspace, call.viewer, params.again == 1, sheet);
  if (!sheet.sound()) return sheet.report(0);
  for (auto& lead : leads) {
    auto const state = std::exchange(lead.state, "reported");
    auto const reason = std::exchange(lead.decision_reason, "");
    auto const id = hand_in(change, workspace, call.viewer, std::move(lead));
    if (!state.empty() && state != "reported") set_lead_state(change, workspace, call.viewer, id, state, reason);
  }
  change.commit();
  return sheet.report(static_cast<std::int64_t>(leads.size()));
}

api::ImportReport ImportProjects::operator()(api::ImportProjectsParams const& params, api::Upload const& upload,
                                             Call& call) const {
  auto sheet = Sheet{upload.file, kProjectColumns, call.viewer.language};
  if (params.commit == 0) {
    auto sql = workspace.database.reader();
    read_projects(sql, workspace, call.viewer, params.again == 1, sheet);
    return sheet.report(0);
  }
  auto change = Change{workspace, call.viewer, api::ImportProjects::kId};
  auto rows = read_projects(change.sql(), workspace, call.viewer, params.again == 1, sheet);
  if (!sheet.sound()) return sheet.report(0);
  auto const today = civil_day(now());
  std::vector<std::int64_t> ids;
  for (auto const& row : rows) {
    auto project = row.project;
    project.state = "active";
    project.state_reason.clear();
    project.lost_to.clear();
    ids.push_back(start_project(change, workspace, call.viewer, std::move(project), std::nullopt));
    auto const id = ids.back();
    if (row.since) take_over_stage(change, call.viewer, id, row.project.stage, *row.since, params.name);
    for (auto const& [kind, fen] : row.amounts) {
      if (fen) add_known_amount(change, call.viewer, id, kind, *fen, row.since.value_or(today), params.name);
    }
  }
  // Now that all are there, whichever row a parent stands in.
  auto projects = store::ProjectRepository{change.sql()};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row].parent_row) {
      auto project = projects.find(ids[row], {}).value();
      project.parent_id = ids[*rows[row].parent_row];
      projects.update(project);
    }
    if (rows[row].project.state != "active") set_project_state(change, call.viewer, ids[row], rows[row].project);
  }
  change.commit();
  return sheet.report(static_cast<std::int64_t>(rows.size()));
}

}  // namespace lianzhao::serve
