#include "serve/handlers/tables.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/files.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/sheet.h"

namespace lianzhao::serve {

namespace {

constexpr SheetColumn kLeadColumns[] = {
    {"zone_id", "开发区", "Zone", true, 80},         {"channel", "招商方式", "Channel", true, 20},
    {"investor", "投资方", "Investor", true, 200},   {"credit_code", "统一社会信用代码", "Credit code", false, 40},
    {"idea", "项目设想", "Idea", true, 10'000},      {"node", "产业链环节", "Node", false, 160},
    {"size_wan", "规模(万元)", "Size (10,000 CNY)"}, {"needs", "需求", "Needs"},
    {"contact", "联系方式", "Contact", false, 400},  {"reporter_name", "报送人", "Reporter", false, 80},
    {"confidential", "机密", "Confidential"}};

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
                                           {"confidential", "机密", "Confidential"}};

constexpr SheetWord kChannels[] = {
    {"referral", "以商招商", "referral"}, {"chain", "产业链招商", "chain"}, {"hometown", "乡情招商", "hometown"},
    {"stationed", "驻点", "stationed"},   {"fund", "基金", "fund"},         {"event", "活动", "event"},
    {"science", "科技", "science"},       {"agency", "委托", "agency"},     {"inbound", "自荐", "inbound"}};

constexpr store::Page kAll{50'000, 0};

std::string zone_of(Workspace const& workspace, Sheet& sheet, std::size_t row) {
  auto const& given = sheet.text(row, "zone_id");
  for (auto const& zone : workspace.knowledge().zones) {
    if (zone.id == given || zone.name == given) return zone.id;
  }
  if (!given.empty()) sheet.wrong(row, "zone_id", "no_zone", "there is no such zone; write its name or id");
  return given;
}

std::string stage_of(Workspace const& workspace, Sheet& sheet, std::size_t row) {
  auto const& given = sheet.text(row, "stage");
  if (given.empty()) return "negotiation";
  for (auto const& gate : workspace.rules().gates) {
    if (gate.stage == given || gate.name == given || gate.name_en == given) return gate.stage;
  }
  sheet.wrong(row, "stage", "no_stage", "there is no such stage");
  return "negotiation";
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
    table.rows.push_back({l.zone_id, word_of(kChannels, l.channel, params.language), l.investor, l.credit_code, l.idea,
                          l.node, wan_cell(l.size_fen), l.needs, l.contact, l.reporter_name,
                          truth_cell(l.confidential)});
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
  for (auto const& p : store::ProjectRepository{sql}.list(filter, scope_of(call.viewer), kAll).rows) {
    auto const& gate = workspace.rules().gate(p.stage);
    table.rows.push_back({p.zone_id, p.name, p.investor, p.credit_code, p.idea, p.node,
                          params.language == "en" ? gate.name_en : gate.name, format_day(p.stage_since),
                          wan_cell(p.planned_fen), wan_cell(p.contracted_fen), wan_cell(p.arrived_fen), p.source,
                          truth_cell(p.confidential)});
  }
  return table_file(table, params.format, "projects");
}

api::ImportReport ImportLeads::operator()(api::ImportLeadsParams const& params, api::Upload const& upload,
                                          Call& call) const {
  auto sheet = Sheet{upload.file, kLeadColumns, call.viewer.language};
  std::vector<store::Lead> leads(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto& lead = leads[row];
    lead.zone_id = zone_of(workspace, sheet, row);
    lead.channel = sheet.word(row, "channel", kChannels, "no_channel");
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
  }
  if (params.commit == 0 || !sheet.sound()) return sheet.report(0);
  auto change = Change{workspace, call.viewer, api::ImportLeads::kId};
  for (auto& lead : leads) hand_in(change, workspace, call.viewer, std::move(lead));
  change.commit();
  return sheet.report(static_cast<std::int64_t>(leads.size()));
}

api::ImportReport ImportProjects::operator()(api::ImportProjectsParams const& params, api::Upload const& upload,
                                             Call& call) const {
  struct Row {
    store::Project project;
    std::optional<DayNumber> since;
    std::array<std::pair<std::string_view, std::optional<std::int64_t>>, 3> amounts;
  };
  auto sheet = Sheet{upload.file, kProjectColumns, call.viewer.language};
  auto const today = civil_day(now());
  std::vector<Row> rows(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto& project = rows[row].project;
    project.zone_id = zone_of(workspace, sheet, row);
    sheet.check(row, "zone_id", [&] { require_change(call.viewer, project.zone_id); });
    project.name = sheet.text(row, "name");
    project.investor = sheet.text(row, "investor");
    sheet.check(row, "credit_code", [&] { project.credit_code = checked_credit_code(sheet.text(row, "credit_code")); });
    project.idea = sheet.text(row, "idea");
    project.node = sheet.text(row, "node");
    sheet.check(row, "node", [&] { require_node(workspace, project.node); });
    project.stage = stage_of(workspace, sheet, row);
    rows[row].since = sheet.day(row, "stage_since");
    if (rows[row].since && *rows[row].since > today) sheet.wrong(row, "stage_since", "future", "lies in the future");
    if (!rows[row].since && project.stage != "negotiation" && sheet.text(row, "stage_since").empty()) {
      sheet.wrong(row, "stage_since", "no_since", "say since when it is in this stage");
    }
    rows[row].amounts = {{{"planned", sheet.wan(row, "planned_wan")},
                          {"contracted", sheet.wan(row, "contracted_wan")},
                          {"arrived", sheet.wan(row, "arrived_wan")}}};
    project.source = sheet.text(row, "source");
    project.confidential = sheet.truth(row, "confidential");
  }
  if (params.commit == 0 || !sheet.sound()) return sheet.report(0);
  auto change = Change{workspace, call.viewer, api::ImportProjects::kId};
  for (auto& row : rows) {
    auto const stage = row.project.stage;
    auto const id = start_project(change, workspace, call.viewer, std::move(row.project), std::nullopt);
    if (row.since) take_over_stage(change, call.viewer, id, stage, *row.since, params.name);
    for (auto const& [kind, fen] : row.amounts) {
      if (fen) add_known_amount(change, call.viewer, id, kind, *fen, row.since.value_or(today), params.name);
    }
  }
  change.commit();
  return sheet.report(static_cast<std::int64_t>(rows.size()));
}

}  // namespace lianzhao::serve
