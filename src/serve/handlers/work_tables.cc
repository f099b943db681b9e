#include "serve/handlers/work_tables.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/files.h"
#include "serve/handlers/promises.h"
#include "serve/project_view.h"
#include "serve/sheet.h"
#include "serve/task_view.h"
#include "store/campaign_repository.h"

namespace lianzhao::serve {

namespace {

constexpr SheetColumn kTaskColumns[] = {{"project", "项目名称", "Project", true, 200},
                                        {"name", "代办事项", "Task", true, 200},
                                        {"stage", "阶段", "Stage", false, 20},
                                        {"assignee", "经办人", "Assignee", false, 80},
                                        {"days", "用时(天)", "Days"},
                                        {"from", "不早于", "Not before"},
                                        {"due", "期限", "Due"},
                                        {"state", "状态", "State"},
                                        {"note", "说明", "Note"}};

constexpr SheetColumn kPromiseColumns[] = {{"project", "项目名称", "Project", true, 200},
                                           {"side", "承诺方", "By", true, 20},
                                           {"kind", "种类", "Kind", true, 20},
                                           {"text", "内容", "Promise", true, 10'000},
                                           {"amount_wan", "金额(万元)", "Amount (10,000 CNY)"},
                                           {"legal_basis", "法律依据", "Legal basis", false, 2000},
                                           {"review", "公平竞争审查", "Review", false, 2000},
                                           {"due", "期限", "Due", true, 20},
                                           {"fulfilled_wan", "已兑现(万元)", "Fulfilled (10,000 CNY)"},
                                           {"state", "状态", "State"}};

constexpr SheetColumn kVisitColumns[] = {{"campaign", "活动", "Campaign", true, 200},
                                         {"enterprise", "企业", "Enterprise", true, 200},
                                         {"day", "日期", "Day", true, 20},
                                         {"done", "已走访", "Visited"},
                                         {"note", "纪要", "Note"}};

/// As many as are taken in at once.
constexpr store::Page kAll{Sheet::kMostRows, 0};

/// Projects the caller sees, by name; rows of a table name them so.
class ProjectsByName {
 public:
  ProjectsByName(store::Session& sql, Viewer const& viewer) {
    for (auto& project : store::ProjectRepository{sql}.list({}, scope_of(viewer), kAll).rows) {
      auto name = project.name;
      found_[std::move(name)].push_back(std::move(project));
    }
  }

  /// Notes a name that none or several have, and a project that the caller may not change.
  store::Project const* find(Sheet& sheet, std::size_t row, Viewer const& viewer) const {
    auto const& name = sheet.text(row, "project");
    if (name.empty()) return nullptr;
    auto const at = found_.find(name);
    if (at == found_.end()) {
      sheet.wrong(row, "project", "no_project", "you see no project of this name");
      return nullptr;
    }
    if (at->second.size() > 1) {
      sheet.wrong(row, "project", "several_projects",
                  "several projects have this name; rename one or enter it by hand");
      return nullptr;
    }
    auto const& project = at->second.front();
    sheet.check(row, "project", [&] { require_change(viewer, project.zone_id); });
    return &project;
  }

 private:
  std::map<std::string, std::vector<store::Project>, std::less<>> found_;
};

/// Account of a name as shown or as used to sign in; notes one that is nobody's or of several.
std::optional<std::int64_t> account_of(Sheet& sheet, std::size_t row, std::vector<store::Account> const& colleagues) {
  auto const& given = sheet.text(row, "assignee");
  if (given.empty()) return std::nullopt;
  std::vector<std::int64_t> found;
  for (auto const& each : colleagues) {
    if (each.name == given) return each.id;
    if (each.display_name == given) found.push_back(each.id);
  }
  if (found.size() == 1) return found.front();
  sheet.wrong(row, "assignee", "no_colleague", "is nobody's name, or that of several; write the name for signing in");
  return std::nullopt;
}

struct TaskRow {
  store::Project const* project = nullptr;
  store::Task task;
  TaskTemplate const* from_template = nullptr;
};

std::vector<TaskRow> read_tasks(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                ProjectsByName const& projects, Sheet& sheet) {
  auto const today = civil_day(now());
  auto const stages = stage_words(workspace.rules());
  auto const colleagues = colleagues_of(sql, viewer);
  auto tasks = store::TaskRepository{sql};
  std::map<std::int64_t, std::set<std::string>> names;
  std::vector<TaskRow> rows(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto& [project, task, from_template] = rows[row];
    project = projects.find(sheet, row, viewer);
    task.name = sheet.text(row, "name");
    for (auto const& each : workspace.rules().tasks) {
      if (each.name == task.name || each.name_en == task.name) from_template = &each;
    }
    if (from_template) task.name = from_template->name;
    task.stage = sheet.word(row, "stage", stages, "no_stage");
    task.assignee_id = account_of(sheet, row, colleagues);
    if (project && task.assignee_id) {
      sheet.check(row, "assignee",
                  [&, &of = *project, &to = *task.assignee_id] { require_worker(sql, viewer, of.zone_id, to); });
    }
    constexpr std::int64_t kMostDays = 3650;
    auto const days = sheet.count(row, "days");
    if (days && (*days < 1 || *days > kMostDays)) sheet.wrong(row, "days", "no_days", "is not 1 to 3650 days");
    task.days = static_cast<int>(std::clamp<std::int64_t>(days.value_or(5), 1, kMostDays));
    task.from_day = sheet.day(row, "from").value_or(today);
    sheet.check(row, "from", [from = task.from_day] { require_plannable("from", from); });
    task.note = sheet.text(row, "note");
    auto const state = sheet.word(row, "state", words_of("task_state"), "no_task_state");
    if (!state.empty() && state != "open")
      sheet.wrong(row, "state", "only_open", "only what is to be done is taken in");
    if (!project) continue;
    auto [at, first] = names.try_emplace(project->id);
    if (first) {
      for (auto const& each : tasks.of_project(project->id)) at->second.insert(each.name);
    }
    if (!at->second.insert(task.name).second) sheet.known(row, "name");
  }
  return rows;
}

struct PromiseRow {
  store::Project const* project = nullptr;
  store::Promise promise;
};

std::vector<PromiseRow> read_promises(store::Session& sql, Workspace const&, Viewer const& viewer,
                                      ProjectsByName const& projects, Sheet& sheet) {
  std::map<std::int64_t, std::set<std::tuple<std::string, std::string>>> texts;
  std::vector<PromiseRow> rows(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto& [project, promise] = rows[row];
    project = projects.find(sheet, row, viewer);
    promise.side = sheet.word(row, "side", words_of("promise_side"), "no_side");
    promise.kind = sheet.word(row, "kind", words_of("promise_kind"), "no_kind");
    promise.text = sheet.text(row, "text");
    promise.amount_fen = sheet.wan(row, "amount_wan");
    promise.legal_basis = sheet.text(row, "legal_basis");
    promise.review = sheet.text(row, "review");
    promise.due = sheet.day(row, "due").value_or(0);
    auto const state = sheet.word(row, "state", words_of("promise_state"), "no_promise_state");
    auto const begun = (!state.empty() && state != "open") || sheet.wan(row, "fulfilled_wan").value_or(0) > 0;
    if (begun) sheet.wrong(row, "state", "only_open_promise", "only promises not yet fulfilled are taken in");
    if (promise.kind == "incentive" && promise.side == "zone" && promise.legal_basis.empty()) {
      sheet.wrong(row, "legal_basis", "no_basis", "an incentive names the law or State Council rule that allows it");
    }
    if (!project) continue;
    auto [at, first] = texts.try_emplace(project->id);
    if (first) {
      for (auto const& each : store::PromiseRepository{sql}.of_project(project->id)) {
        at->second.emplace(each.side, each.text);
      }
    }
    if (!at->second.emplace(promise.side, promise.text).second) sheet.known(row, "text");
  }
  return rows;
}

std::vector<store::Visit> read_visits(store::Session& sql, Viewer const& viewer, Sheet& sheet) {
  auto campaigns = store::CampaignRepository{sql};
  std::map<std::string, std::vector<store::Campaign>, std::less<>> by_name;
  for (auto& campaign : campaigns.list(viewer.zones, {}, kAll).rows) {
    auto name = campaign.name;
    by_name[std::move(name)].push_back(std::move(campaign));
  }
  std::set<std::tuple<std::int64_t, std::string, DayNumber>> seen;
  for (auto const& [name, its] : by_name) {
    if (its.size() > 1) continue;
    for (auto const& v : campaigns.visits(its.front().id)) seen.emplace(v.campaign_id, v.enterprise, v.day);
  }
  std::vector<store::Visit> visits(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    auto& visit = visits[row];
    auto const at = by_name.find(sheet.text(row, "campaign"));
    if (at == by_name.end()) {
      if (!sheet.text(row, "campaign").empty()) {
        sheet.wrong(row, "campaign", "no_campaign", "you see no campaign of this name");
      }
    } else if (at->second.size() > 1) {
      sheet.wrong(row, "campaign", "several_campaigns", "several campaigns have this name");
    } else {
      visit.campaign_id = at->second.front().id;
      sheet.check(row, "campaign", [&] { require_change(viewer, at->second.front().zone_id); });
    }
    visit.enterprise = sheet.text(row, "enterprise");
    visit.day = sheet.day(row, "day").value_or(0);
    visit.done = sheet.truth(row, "done");
    visit.note = sheet.text(row, "note");
    if (visit.campaign_id != 0 && !seen.emplace(visit.campaign_id, visit.enterprise, visit.day).second) {
      sheet.known(row, "enterprise");
    }
  }
  return visits;
}

/// Whoever only asks what is wrong with a table keeps no writer waiting.
template <class Read>
api::ImportReport only_checked(Workspace const& workspace, Viewer const& viewer, Sheet& sheet, Read const& read) {
  auto sql = workspace.database.reader();
  read(sql, workspace, viewer, ProjectsByName{sql, viewer}, sheet);
  return sheet.report(0);
}

}  // namespace

api::FileAnswer ExportTasks::operator()(api::ExportTasksParams const& params, api::NoBody, Call& call) const {
  store::TaskFilter filter;
  filter.zone_id = params.zone_id;
  filter.open = params.open == 1;
  auto table = table_of(kTaskColumns, params.language, "tasks");
  auto const stages = stage_words(workspace.rules());
  auto const& templates = workspace.rules().tasks;
  auto sql = workspace.database.reader();
  for (auto const& t : store::TaskRepository{sql}.list(filter, scope_of(call.viewer), kAll).rows) {
    auto const at = std::find_if(templates.begin(), templates.end(),
                                 [&](TaskTemplate const& each) { return each.id == t.template_id; });
    auto const& name = params.language == "en" && at != templates.end() ? at->name_en : t.name;
    table.rows.push_back({t.project_name, name, word_of(stages, t.stage, params.language), t.assignee_name,
                          std::int64_t{t.days}, day_cell(t.from_day), day_cell(t.due_day),
                          word_of(words_of("task_state"), t.state, params.language), t.note});
  }
  return table_file(table, params.format, "tasks");
}

api::ImportReport ImportTasks::operator()(api::ImportTasksParams const& params, api::Upload const& upload,
                                          Call& call) const {
  auto sheet = Sheet{upload.file, kTaskColumns, call.viewer.language};
  if (params.commit == 0) return only_checked(workspace, call.viewer, sheet, read_tasks);
  auto change = Change{workspace, call.viewer, api::ImportTasks::kId};
  auto const projects = ProjectsByName{change.sql(), call.viewer};
  auto rows = read_tasks(change.sql(), workspace, call.viewer, projects, sheet);
  if (!sheet.sound()) return sheet.report(0);
  struct Added {
    std::vector<std::string> names;
    std::set<std::optional<std::int64_t>> assignees;
  };
  std::map<std::int64_t, Added> added;
  for (auto& [project, task, from_template] : rows) {
    auto const assignee = task.assignee_id ? task.assignee_id : usual_assignee(change.sql(), project->id);
    if (from_template) {
      add_from_templates(change.sql(), project->id, {from_template}, task.from_day, assignee);
    } else {
      task.project_id = project->id;
      task.assignee_id = assignee;
      if (task.stage.empty()) task.stage = project->stage;
      store::TaskRepository{change.sql()}.add(task);
    }
    auto& its = added[project->id];
    its.names.push_back(task.name);
    its.assignees.insert(assignee);
  }
  for (auto const& [project_id, its] : added) {
    replan(change.sql(), workspace, project_id);
    auto project = store::ProjectRepository{change.sql()}.find(project_id, {}).value();
    for (auto const assignee : its.assignees) {
      project.version = join_for_errand(change, call.viewer, project, assignee);
    }
    record(change, call.viewer, project,
           history_line("task", "", {{"event", "added"}, {"names", fmt::format("{}", fmt::join(its.names, "、"))}}));
  }
  change.commit();
  return sheet.report(static_cast<std::int64_t>(rows.size()));
}

api::FileAnswer ExportPromises::operator()(api::ExportPromisesParams const& params, api::NoBody, Call& call) const {
  auto table = table_of(kPromiseColumns, params.language, "promises");
  auto sql = workspace.database.reader();
  for (auto const& p : store::PromiseRepository{sql}.list(params.zone_id, scope_of(call.viewer), kAll)) {
    table.rows.push_back({p.project_name, word_of(words_of("promise_side"), p.side, params.language),
                          word_of(words_of("promise_kind"), p.kind, params.language), p.text, wan_cell(p.amount_fen),
                          p.legal_basis, p.review, format_day(p.due), wan_cell(p.fulfilled_fen),
                          word_of(words_of("promise_state"), p.state, params.language)});
  }
  return table_file(table, params.format, "promises");
}

api::ImportReport ImportPromises::operator()(api::ImportPromisesParams const& params, api::Upload const& upload,
                                             Call& call) const {
  auto sheet = Sheet{upload.file, kPromiseColumns, call.viewer.language};
  if (params.commit == 0) return only_checked(workspace, call.viewer, sheet, read_promises);
  auto change = Change{workspace, call.viewer, api::ImportPromises::kId};
  auto const projects = ProjectsByName{change.sql(), call.viewer};
  auto rows = read_promises(change.sql(), workspace, call.viewer, projects, sheet);
  if (!sheet.sound()) return sheet.report(0);
  for (auto& [project, promise] : rows) make_promise(change, call.viewer, *project, std::move(promise));
  change.commit();
  return sheet.report(static_cast<std::int64_t>(rows.size()));
}

api::FileAnswer ExportVisits::operator()(api::ExportVisitsParams const& params, api::NoBody, Call& call) const {
  auto table = table_of(kVisitColumns, params.language, "visits");
  auto sql = workspace.database.reader();
  auto campaigns = store::CampaignRepository{sql};
  for (auto const& campaign : campaigns.list(call.viewer.zones, params.zone_id, kAll).rows) {
    for (auto const& v : campaigns.visits(campaign.id)) {
      table.rows.push_back({campaign.name, v.enterprise, format_day(v.day), truth_cell(v.done), v.note});
    }
  }
  return table_file(table, params.format, "visits");
}

api::ImportReport ImportVisits::operator()(api::ImportVisitsParams const& params, api::Upload const& upload,
                                           Call& call) const {
  auto sheet = Sheet{upload.file, kVisitColumns, call.viewer.language};
  if (params.commit == 0) {
    auto sql = workspace.database.reader();
    read_visits(sql, call.viewer, sheet);
    return sheet.report(0);
  }
  auto change = Change{workspace, call.viewer, api::ImportVisits::kId};
  auto campaigns = store::CampaignRepository{change.sql()};
  auto const visits = read_visits(change.sql(), call.viewer, sheet);
  if (!sheet.sound()) return sheet.report(0);
  std::set<std::int64_t> touched;
  for (auto const& visit : visits) {
    campaigns.add_visit(visit);
    touched.insert(visit.campaign_id);
  }
  for (auto const id : touched) {
    campaigns.touch(id);
    change.note("campaign", id, campaigns.find(id).value().version);
  }
  change.commit();
  return sheet.report(static_cast<std::int64_t>(visits.size()));
}

}  // namespace lianzhao::serve
