#include "serve/project_view.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "lifecycle/likeness.h"
#include "serve/stale_version.h"
#include "store/lead_repository.h"
#include "store/team_repository.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

std::map<std::string, std::string> read_facts(std::string_view stored) {
  std::map<std::string, std::string> facts;
  if (stored.empty()) return facts;
  auto const read = boost::json::parse(stored);
  for (auto const& [name, value] : read.as_object()) facts[name] = value.as_string();
  return facts;
}

}  // namespace

store::HistoryLine history_line(std::string kind, std::string text, Facts const& facts,
                                std::optional<std::string> stage, std::optional<DayNumber> day) {
  store::HistoryLine line;
  line.kind = std::move(kind);
  line.stage = std::move(stage);
  line.day = day;
  line.text = std::move(text);
  if (!facts.empty()) {
    boost::json::object stored;
    for (auto const& [name, value] : facts) stored[name] = value;
    line.facts = boost::json::serialize(stored);
  }
  return line;
}

api::Project to_api(store::Project const& p) {
  api::Project shown;
  shown.id = p.id;
  shown.zone_id = p.zone_id;
  shown.name = p.name;
  shown.investor = p.investor;
  shown.credit_code = p.credit_code;
  shown.enterprise_key = p.enterprise_key;
  shown.idea = p.idea;
  shown.node = p.node;
  shown.kind = p.kind;
  shown.parent_id = p.parent_id;
  shown.lead_id = p.lead_id;
  shown.stage = p.stage;
  shown.stage_since = format_day(p.stage_since);
  shown.state = p.state;
  shown.state_reason = p.state_reason;
  shown.lost_to = p.lost_to;
  shown.confidential = p.confidential;
  shown.source = p.source;
  shown.planned_fen = p.planned_fen;
  shown.contracted_fen = p.contracted_fen;
  shown.arrived_fen = p.arrived_fen;
  shown.fixed_asset_fen = p.fixed_asset_fen;
  shown.unconverted_amounts = p.unconverted_amounts;
  shown.evidence_waiting = p.evidence_waiting;
  shown.unverified_stages = p.unverified_stages;
  shown.lead_officer_name = p.lead_officer_name;
  shown.above_scale = day_text(p.above_scale_day);
  shown.known_until = day_text(p.known_until);
  shown.created_ms = p.created_at;
  shown.updated_ms = p.updated_at;
  shown.version = p.version;
  return shown;
}

api::ProjectHistory to_api(store::HistoryLine const& h) {
  return {h.id, h.kind, h.stage, day_text(h.day), h.text, read_facts(h.facts), h.by, h.at};
}

api::ProjectDetail project_detail(store::Session& sql, Workspace const&, Viewer const& viewer, std::int64_t id) {
  auto projects = store::ProjectRepository{sql};
  // Without the scope: callers have looked, and who has just handed his project over still sees what he did.
  auto const project = projects.find(id, {}).value();
  auto const changes = may_change(viewer, project.zone_id);
  api::ProjectDetail detail;
  detail.project = to_api(project);
  auto ledger = store::ProjectLedger{sql};
  auto passed = ledger.stages(id);
  // A day that only keeps the order is none that is known.
  if (!ledger.begin_known(id)) std::erase_if(passed, [](auto const& each) { return each.first == kStages[0]; });
  for (std::size_t i = 0; i <= stage_index(project.stage).value_or(0); ++i) {
    auto const known =
        std::find_if(passed.begin(), passed.end(), [&](auto const& each) { return each.first == kStages[i]; });
    detail.stages.push_back({std::string{kStages[i]},
                             known == passed.end() ? std::nullopt : std::optional{format_day(known->second)},
                             may_correct_stage(viewer, project, ledger.evidence_of_stage(id, kStages[i]))});
  }
  for (auto const& e : ledger.evidence(id)) {
    auto const other = viewer.open || e.given_by != viewer.account_id;
    detail.evidence.push_back({e.id, e.stage, e.document, e.document_id, format_day(e.day), e.note, e.given_by_name,
                               e.given_at, e.verdict, e.verdict_note, e.verified_by_name, e.verified_at,
                               changes && other && e.judgeable()});
  }
  for (auto const& a : ledger.amounts(id)) {
    detail.amounts.push_back(
        {a.id, a.kind, a.source, a.currency, a.amount, a.amount_fen, format_day(a.day), a.reason, a.by, a.at});
  }
  for (auto const& m : ledger.measures(id)) {
    detail.measures.push_back({m.measure, m.kind, m.year ? std::optional{std::int64_t{*m.year}} : std::nullopt, m.value,
                               format_day(m.day), m.reason, m.by, m.at});
  }
  store::ProjectFilter parts;
  parts.parent_id = id;
  parts.sort = "name";
  for (auto const& part : projects.list(parts, scope_of(viewer), {500, 0}).rows) detail.parts.push_back(to_api(part));
  for (auto const& line : projects.history(id, 500)) detail.history.push_back(to_api(line));
  auto const at = stage_index(project.stage).value_or(0);
  if (at + 1 < kStages.size()) detail.next_stage = std::string{kStages[at + 1]};
  detail.may_change = changes;
  return detail;
}

bool may_correct_stage(Viewer const& viewer, store::Project const& project,
                       std::optional<store::Evidence> const& evidence) {
  if (!may_change(viewer, project.zone_id)) return false;
  // What two have vouched for, one alone does not change: a third, who decides in the zone.
  if (!evidence || !evidence->verified_at || viewer.open) return true;
  return role_may(viewer.role, api::Right::kDecide) && evidence->given_by != viewer.account_id;
}

store::Project find_project(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto project = store::ProjectRepository{sql}.find(id, scope_of(viewer));
  if (!project) throw not_found("project_not_found", fmt::format("there is no project {}", id));
  return *project;
}

store::Project find_project_to_change(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto project = find_project(sql, viewer, id);
  require_change(viewer, project.zone_id);
  return project;
}

void require_version(store::Project const& project, std::int64_t version) {
  if (project.version == version) return;
  throw StaleVersion{version, project.version, to_json(to_api(project))};
}

void save_project(Change& change, Viewer const& viewer, store::Project project, store::HistoryLine line) {
  auto projects = store::ProjectRepository{change.sql()};
  project.updated_at = now();
  if (!projects.update(project)) require_version(projects.find(project.id, {}).value(), project.version);
  line.project_id = project.id;
  line.account_id = viewer.account_id;
  line.at = project.updated_at;
  projects.add_history(line);
  change.note("project", project.id, project.version + 1, line.kind);
}

std::int64_t record(Change& change, Viewer const& viewer, store::Project const& project, store::HistoryLine line) {
  auto projects = store::ProjectRepository{change.sql()};
  line.project_id = project.id;
  line.account_id = viewer.account_id;
  line.at = now();
  projects.add_history(line);
  projects.touch(project.id, line.at);
  change.note("project", project.id, project.version + 1, line.kind);
  return project.version + 1;
}

void require_fit(store::Project const& project, store::Project const& parent, bool parent_is_part) {
  if (project.kind != "new") return;
  if (parent_is_part) {
    throw invalid_input("part_of_part",
                        fmt::format("\"{}\" is a part itself and has no parts; name the project that it "
                                    "belongs to, or enter \"{}\" as an expansion",
                                    parent.name, project.name));
  }
  if (project.confidential && !parent.confidential) {
    throw invalid_input("confidential_part",
                        fmt::format("the amounts of \"{}\", which is confidential, would show in the sums of \"{}\", "
                                    "which is not; make it confidential too, or let the part stand by itself",
                                    project.name, parent.name));
  }
}

void require_known(store::Project const& project, std::string_view field, DayNumber day) {
  if (!project.known_until || day <= *project.known_until) return;
  throw NamedFailure{
      {ErrorKind::kInvalidInput, "after_known_until",
       fmt::format("{}: {} lies after {}, until which project {} is known; clear known_until first, or "
                   "set it later",
                   field, format_day(day), format_day(*project.known_until), project.id)},
      {{"field", std::string{field}}, {"day", format_day(day)}, {"known_until", format_day(*project.known_until)}}};
}

void set_project_names(Workspace const& workspace, store::Project& project) {
  project.name = text::squeeze_blanks(project.name);
  project.investor = text::squeeze_blanks(project.investor);
  project.investor_form = lifecycle::investor_form(project.investor);
  if (project.investor_form.empty() || project.name.empty()) {
    throw invalid_input("name_missing", fmt::format("\"{}\" / \"{}\": a project and its investor need names",
                                                    project.name, project.investor));
  }
  project.short_name = lifecycle::short_name(project.investor, *workspace.knowledge().regions);
}

std::int64_t start_project(Change& change, Workspace const& workspace, Viewer const& viewer, store::Project project,
                           std::optional<std::int64_t> officer) {
  set_project_names(workspace, project);
  auto const at = now();
  auto const today = civil_day(at);
  project.stage = kStages[0];
  // Where its information ends earlier, it was talked about by then.
  project.stage_since = std::min(today, project.known_until.value_or(today));
  project.state_since = today;
  project.account_id = viewer.account_id;
  project.created_at = at;
  project.updated_at = at;
  auto projects = store::ProjectRepository{change.sql()};
  project.id = projects.add(project);
  store::ProjectLedger{change.sql()}.pass_stage(project.id, project.stage, project.stage_since, std::nullopt);
  auto created = history_line("created", project.source, {}, project.stage, project.stage_since);
  created.project_id = project.id;
  created.account_id = viewer.account_id;
  created.at = at;
  projects.add_history(created);
  auto const identity = lifecycle::Identity{project.credit_code, project.investor_form, project.short_name,
                                            lifecycle::character_pairs(project.idea)};
  store::LeadRepository{change.sql()}.set_keys("project", project.id, lifecycle::stored_keys(identity));
  auto team = store::TeamRepository{change.sql()};
  if (officer) team.add({0, project.id, *officer, "lead_officer", today, std::nullopt, "", "", ""});
  if (viewer.account_id && viewer.account_id != officer) {
    auto const* const role = viewer.role == "agent" ? "agent" : "lead_officer";
    // One lead officer: who was responsible for the lead goes before who enters it.
    if (viewer.role == "agent" || !officer) {
      team.add({0, project.id, *viewer.account_id, role, today, std::nullopt, "", "", ""});
    }
  }
  change.note("project", project.id, 1);
  return project.id;
}

std::int64_t join_team(Change& change, Viewer const& viewer, store::Project const& project,
                       store::Account const& account, std::string const& role) {
  store::TeamRepository{change.sql()}.add(
      {0, project.id, account.id, role, civil_day(now()), std::nullopt, "", "", ""});
  return record(change, viewer, project,
                history_line("team", "", {{"event", "joined"}, {"name", account.display_name}, {"role", role}}));
}

void take_over_stage(Change& change, Viewer const& viewer, std::int64_t project_id, std::string_view stage,
                     DayNumber day, std::string_view note) {
  auto projects = store::ProjectRepository{change.sql()};
  auto ledger = store::ProjectLedger{change.sql()};
  store::Evidence evidence;
  evidence.project_id = project_id;
  evidence.stage = stage;
  evidence.document = note;
  evidence.day = day;
  evidence.given_by = viewer.account_id;
  evidence.given_at = now();
  evidence.verdict = "taken_over";
  auto const evidence_id = ledger.add_evidence(evidence);
  // Every project begins in negotiation; since when, is only known if it is said. Later gates may not lie before it.
  ledger.begin_no_later(project_id, day);
  if (stage != kStages[0]) ledger.pass_stage(project_id, stage, day, evidence_id);
  auto taken_over = history_line("taken_over", std::string{note}, {}, std::string{stage}, day);
  taken_over.project_id = project_id;
  taken_over.account_id = viewer.account_id;
  taken_over.at = now();
  projects.add_history(taken_over);
  auto project = projects.find(project_id, {}).value();
  project.stage = stage;
  project.stage_since = day;
  project.updated_at = now();
  projects.update(project);
}

void add_known_amount(Change& change, Viewer const& viewer, std::int64_t project_id, std::string_view kind,
                      std::int64_t fen, DayNumber day, std::string_view reason) {
  store::Amount amount;
  amount.project_id = project_id;
  amount.kind = kind;
  amount.amount = fen;
  amount.amount_fen = fen;
  amount.day = day;
  amount.reason = reason;
  amount.account_id = viewer.account_id;
  amount.at = now();
  store::ProjectLedger{change.sql()}.add_amount(amount);
}

}  // namespace lianzhao::serve
