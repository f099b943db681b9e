#include "serve/handlers/projects.h"

#include <set>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "lifecycle/likeness.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "store/lead_repository.h"
#include "store/project_ledger.h"

namespace lianzhao::serve {

namespace {

/// What is above it and what is below it, as it is to be.
/// @throws Failure "bad_parent" for itself, one below it, or one of another zone; those of require_fit.
void require_parent(Change& change, store::Project const& project) {
  auto projects = store::ProjectRepository{change.sql()};
  if (project.parent_id) {
    auto const parent = projects.find(*project.parent_id, {}).value();
    auto bad = parent.zone_id != project.zone_id;
    std::set<std::int64_t> seen;
    for (auto at = project.parent_id; at && !bad && seen.insert(*at).second;) {
      bad = *at == project.id;
      auto const above = projects.find(*at, {});
      at = above ? above->parent_id : std::nullopt;
    }
    if (bad) {
      throw invalid_input("bad_parent", fmt::format("project {} cannot be part of project {}: it is itself, a part of "
                                                    "it, or in another zone",
                                                    project.id, parent.id));
    }
    require_fit(project, parent, parent.part());
  }
  for (auto const& part : projects.parts(project.id)) require_fit(part, project, project.part());
}

void take_over_stages(Change& change, Viewer const& viewer, std::int64_t id,
                      std::vector<api::TakenOverStage> const& stages) {
  auto const today = civil_day(now());
  std::optional<std::size_t> before;
  std::optional<DayNumber> day_before;
  for (auto const& each : stages) {
    auto const index = stage_index(each.stage).value();
    auto const day = checked_day("stages.day", each.day);
    if ((before && index <= *before) || (day_before && day < *day_before) || day > today) {
      throw invalid_input("bad_stages",
                          fmt::format("{} on {}: stages must follow in order, with days that rise and are not in the "
                                      "future",
                                      each.stage, each.day));
    }
    take_over_stage(change, viewer, id, each.stage, day, each.note);
    before = index;
    day_before = day;
  }
}

/// 上规: a producer entered the statistics of enterprises above scale.
/// @throws Failure "day_in_future", "not_producing".
void require_above_scale(store::Project const& project, DayNumber day) {
  if (day > civil_day(now())) {
    throw invalid_input("day_in_future", fmt::format("above_scale: {} is in the future", format_day(day)));
  }
  constexpr std::string_view kProducing = "in_production";
  if (stage_index(project.stage).value_or(0) < stage_index(kProducing).value()) {
    throw invalid_input("not_producing", fmt::format("above_scale: project {} is in stage {}; only what produces "
                                                     "enters the statistics above scale",
                                                     project.id, project.stage));
  }
}

/// The columns of the board that are asked for; absent when the lists kept in memory do not tell.
std::optional<std::vector<std::size_t>> listed_columns(store::ProjectFilter const& filter) {
  if (filter.words || filter.chain || filter.member_id || filter.parent_id || !filter.nodes.empty() ||
      filter.sort != "updated") {
    return std::nullopt;
  }
  std::vector<std::size_t> columns;
  if (filter.state == "suspended" && !filter.stage) return std::vector{Figures::kSuspended};
  if (filter.state == "ended" && !filter.stage) return std::vector{Figures::kEnded};
  if (filter.stage) {
    auto const column = stage_index(*filter.stage);
    if (filter.state == "active" && column) return std::vector{*column};
    return std::nullopt;
  }
  for (std::size_t column = 0; column < (filter.state ? kStages.size() : Figures::kColumns); ++column) {
    columns.push_back(column);
  }
  return columns;
}

/// The last day of which something is known: not in the future, and not before what is known of it.
/// @throws NamedFailure "day_in_future", "known_until_too_early".
DayNumber checked_known_until(std::string_view given) {
  auto const day = checked_day("known_until", given);
  if (day <= civil_day(now())) return day;
  throw NamedFailure{
      {ErrorKind::kInvalidInput, "day_in_future", fmt::format("known_until: {} is in the future", given)},
      {{"field", "known_until"}, {"value", std::string{given}}}};
}

void require_nothing_later(store::Session& sql, store::Project const& project) {
  if (!project.known_until) return;
  auto ledger = store::ProjectLedger{sql};
  std::optional<DayNumber> last = project.above_scale_day;
  auto const see = [&](DayNumber day) { last = std::max(last.value_or(day), day); };
  // The beginning of one that was entered today is known from today only because it was entered then.
  auto const begin_known = ledger.begin_known(project.id);
  for (auto const& [stage, day] : ledger.stages(project.id)) {
    if (stage != kStages[0] || begin_known) see(day);
  }
  for (auto const& evidence : ledger.evidence(project.id)) {
    if (evidence.verdict == "waiting") see(evidence.day);
  }
  for (auto const& amount : ledger.amounts(project.id)) see(amount.day);
  for (auto const& measure : ledger.measures(project.id)) see(measure.day);
  if (!last || *last <= *project.known_until) return;
  throw NamedFailure{
      {ErrorKind::kInvalidInput, "known_until_too_early",
       fmt::format("known_until: {} lies before {}, of which something is known of project {}",
                   format_day(*project.known_until), format_day(*last), project.id)},
      {{"field", "known_until"}, {"day", format_day(*project.known_until)}, {"last", format_day(*last)}}};
}

store::ProjectFilter board_filter(api::GetBoardParams const& params) {
  store::ProjectFilter filter;
  filter.zone_id = params.zone_id;
  filter.words = params.q;
  filter.chain = params.chain;
  return filter;
}

}  // namespace

std::vector<api::StageGate> ListStages::operator()(api::ListStagesParams const&, api::NoBody, Call&) const {
  std::vector<api::StageGate> shown;
  for (auto const& g : workspace.rules().gates) {
    shown.push_back({g.stage, g.name, g.name_en, g.evidence, g.evidence_en,
                     g.limit_days ? std::optional{std::int64_t{*g.limit_days}} : std::nullopt, g.limit_name,
                     g.limit_name_en, g.source, g.source_en});
  }
  return shown;
}

api::ProjectPage ListProjects::operator()(api::ListProjectsParams const& params, api::NoBody, Call& call) const {
  store::ProjectFilter filter;
  filter.zone_id = params.zone_id;
  filter.stage = params.stage;
  filter.state = params.state;
  filter.words = params.q;
  filter.chain = params.chain;
  if (params.node) filter.nodes = with_parts(workspace, *params.node);
  filter.member_id = params.member_id;
  filter.parent_id = params.parent_id;
  filter.sort = params.sort;
  auto sql = workspace.database.reader();
  auto const scope = scope_of(call.viewer);
  auto const asked = store::Page{params.limit, params.offset};
  api::ProjectPage page;
  if (auto const columns = listed_columns(filter)) {
    auto const look = workspace.figures.look(sql);
    auto const found = look.projects(scope, filter.zone_id, *columns, asked);
    page.total = found.total;
    for (auto const* const project : found.rows) page.items.push_back(to_api(*project));
    return page;
  }
  auto const found = store::ProjectRepository{sql}.list(filter, scope, asked);
  page.total = found.total;
  for (auto const& project : found.rows) page.items.push_back(to_api(project));
  return page;
}

std::vector<api::BoardColumn> GetBoard::operator()(api::GetBoardParams const& params, api::NoBody, Call& call) const {
  auto const filter = board_filter(params);
  auto sql = workspace.database.reader();
  auto const scope = scope_of(call.viewer);
  std::vector<api::BoardColumn> shown(Figures::kColumns);
  for (std::size_t column = 0; column < shown.size(); ++column) {
    shown[column].stage = column == Figures::kSuspended ? "suspended"
                          : column == Figures::kEnded   ? "ended"
                                                        : std::string{kStages[column]};
  }
  if (!filter.words && !filter.chain) {
    auto const look = workspace.figures.look(sql);
    auto const board = look.board(scope, filter.zone_id, params.cards);
    for (std::size_t column = 0; column < shown.size(); ++column) {
      shown[column].total = board[column].total;
      shown[column].contracted_fen = board[column].contracted_fen;
      for (auto const* const project : board[column].rows) shown[column].cards.push_back(to_api(*project));
    }
    return shown;
  }
  auto projects = store::ProjectRepository{sql};
  std::vector<MoneySum> sums(shown.size());
  for (auto const& count : projects.board(filter, scope)) {
    auto const at = Figures::column_of(count.stage, count.state);
    shown[at].total += count.projects;
    sums[at] += count.contracted_fen;
    shown[at].contracted_fen = sums[at].fen();
  }
  for (auto const& project : projects.board_cards(filter, scope, params.cards)) {
    shown[Figures::column_of(project.stage, project.state)].cards.push_back(to_api(project));
  }
  return shown;
}

api::ProjectDetail CreateProject::operator()(api::CreateProjectParams const&, api::ProjectRequest const& body,
                                             Call& call) const {
  require_zone(workspace, body.zone_id);
  require_change(call.viewer, body.zone_id);
  require_node(workspace, body.node.value_or(""));
  store::Project project;
  project.zone_id = body.zone_id;
  project.name = body.name;
  project.investor = body.investor;
  project.credit_code = checked_credit_code(body.credit_code.value_or(""));
  project.enterprise_key = body.enterprise_key.value_or("");
  project.idea = body.idea;
  project.node = body.node.value_or("");
  project.kind = body.kind.value_or("new");
  project.parent_id = body.parent_id;
  project.confidential = body.confidential.value_or(false);
  project.source = body.source.value_or("");
  if (body.known_until) project.known_until = checked_known_until(*body.known_until);
  if (project.kind == "expansion" && !project.parent_id) {
    throw invalid_input("parent_missing", "an expansion counts by its increment: name the project it expands");
  }
  auto change = Change{workspace, call.viewer, api::CreateProject::kId};
  if (project.parent_id) find_project(change.sql(), call.viewer, *project.parent_id);
  require_parent(change, project);
  store::Lead asked;
  asked.zone_id = project.zone_id;
  asked.investor = project.investor;
  asked.credit_code = project.credit_code;
  asked.idea = project.idea;
  asked.node = project.node;
  set_lead_names(workspace, asked);
  require_unprotected(change, workspace, call.viewer, asked, body.despite_protection);
  auto const id = start_project(change, workspace, call.viewer, std::move(project), std::nullopt);
  if (body.stages) take_over_stages(change, call.viewer, id, *body.stages);
  require_nothing_later(change.sql(), store::ProjectRepository{change.sql()}.find(id, {}).value());
  auto detail = project_detail(change.sql(), workspace, call.viewer, id);
  change.commit();
  return detail;
}

api::ProjectDetail GetProject::operator()(api::GetProjectParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  auto const project = find_project(sql, call.viewer, params.project_id);
  return project_detail(sql, workspace, call.viewer, project.id);
}

void UpdateProject::apply(Change& change, api::UpdateProjectParams const& params, api::UpdateProjectRequest const& body,
                          Call& call) const {
  auto project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  require_version(project, body.version);
  std::string changed;
  auto const set = [&](std::string_view field, auto const& from, auto& to) {
    if (!from || to == *from) return;
    to = *from;
    changed += (changed.empty() ? "" : ",") + std::string{field};
  };
  set("name", body.name, project.name);
  set("investor", body.investor, project.investor);
  if (body.credit_code) set("credit_code", std::optional{checked_credit_code(*body.credit_code)}, project.credit_code);
  set("enterprise_key", body.enterprise_key, project.enterprise_key);
  set("idea", body.idea, project.idea);
  if (body.node) require_node(workspace, *body.node);
  set("node", body.node, project.node);
  auto const kind_before = project.kind;
  set("kind", body.kind, project.kind);
  auto const parent_before = project.parent_id;
  auto const confidential_before = project.confidential;
  if (body.parent_id) {
    if (*body.parent_id) find_project(change.sql(), call.viewer, **body.parent_id);
    set("parent_id", body.parent_id, project.parent_id);
  }
  set("confidential", body.confidential, project.confidential);
  if (project.kind == "expansion" && !project.parent_id) {
    throw invalid_input("parent_missing", "an expansion counts by its increment: name the project it expands");
  }
  if (project.kind != kind_before || project.parent_id != parent_before ||
      project.confidential != confidential_before) {
    require_parent(change, project);
  }
  auto const above_before = project.above_scale_day;
  if (body.above_scale) {
    auto const day = *body.above_scale ? std::optional{checked_day("above_scale", **body.above_scale)} : std::nullopt;
    if (day && day != project.above_scale_day) require_above_scale(project, *day);
    set("above_scale", std::make_optional(day), project.above_scale_day);
  }
  auto const known_before = project.known_until;
  if (body.known_until) {
    auto const day = *body.known_until ? std::optional{checked_known_until(**body.known_until)} : std::nullopt;
    set("known_until", std::make_optional(day), project.known_until);
  }
  if (project.known_until != known_before) require_nothing_later(change.sql(), project);
  if (project.above_scale_day != above_before && project.above_scale_day) {
    require_known(project, "above_scale", *project.above_scale_day);
  }
  if (changed.empty()) return;
  set_project_names(workspace, project);
  save_project(change, call.viewer, project, history_line("changed", "", {{"fields", changed}}));
  // What it was a part of is as large as its other parts now.
  if (parent_before && (parent_before != project.parent_id || kind_before != project.kind)) {
    auto const before = store::ProjectRepository{change.sql()}.find(*parent_before, {}).value();
    change.note("project", before.id, before.version, "part_left");
  }
  store::LeadRepository{change.sql()}.set_keys(
      "project", project.id,
      lifecycle::stored_keys(
          {project.credit_code, project.investor_form, project.short_name, lifecycle::character_pairs(project.idea)}));
}

api::ProjectDetail UpdateProject::operator()(api::UpdateProjectParams const& params,
                                             api::UpdateProjectRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::UpdateProject::kId};
  apply(change, params, body, call);
  auto detail = project_detail(change.sql(), workspace, call.viewer, params.project_id);
  change.commit();
  return detail;
}

api::ProjectDetail SetProjectState::operator()(api::SetProjectStateParams const& params,
                                               api::ProjectStateRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::SetProjectState::kId};
  auto project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  require_version(project, body.version);
  if (project.state == body.state) {
    throw Failure{
        {ErrorKind::kConflict, "project_state", fmt::format("project {} is {} already", project.id, project.state)}};
  }
  project.state = body.state;
  project.state_reason = body.state == "active" ? "" : body.reason;
  project.lost_to = body.state == "ended" ? body.lost_to.value_or("") : "";
  project.state_since = civil_day(now());
  Facts facts;
  if (!project.lost_to.empty()) facts["lost_to"] = project.lost_to;
  save_project(change, call.viewer, project,
               history_line(body.state, body.reason, facts, project.stage, project.state_since));
  auto detail = project_detail(change.sql(), workspace, call.viewer, project.id);
  change.commit();
  return detail;
}

std::vector<api::ProjectHistory> ListProjectHistory::operator()(api::ListProjectHistoryParams const& params,
                                                                api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  auto const project = find_project(sql, call.viewer, params.project_id);
  std::vector<api::ProjectHistory> shown;
  for (auto const& line : store::ProjectRepository{sql}.history(project.id, params.limit, params.before)) {
    shown.push_back(to_api(line));
  }
  return shown;
}

api::ProjectDetail AddProjectNote::operator()(api::AddProjectNoteParams const& params, api::NoteRequest const& body,
                                              Call& call) const {
  auto change = Change{workspace, call.viewer, api::AddProjectNote::kId};
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  record(change, call.viewer, project, history_line("note", body.text));
  auto detail = project_detail(change.sql(), workspace, call.viewer, project.id);
  change.commit();
  return detail;
}

}  // namespace lianzhao::serve
