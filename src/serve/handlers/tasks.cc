#include "serve/handlers/tasks.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "lifecycle/icalendar.h"
#include "serve/passwords.h"
#include "serve/project_view.h"
#include "serve/stale_version.h"
#include "serve/task_view.h"
#include "store/account_repository.h"
#include "store/audit_log.h"
#include "store/lead_repository.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

std::vector<TaskTemplate const*> wanted(Workspace const& workspace, api::TasksRequest const& body) {
  std::vector<TaskTemplate const*> found;
  auto const& all = workspace.rules().tasks;
  for (auto const& id : body.template_ids.value_or(std::vector<std::string>{})) {
    auto const at = std::find_if(all.begin(), all.end(), [&](TaskTemplate const& t) { return t.id == id; });
    if (at == all.end()) throw not_found("template_not_found", fmt::format("there is no template \"{}\"", id));
    found.push_back(&*at);
  }
  if (body.stage && !body.name) {
    auto const kinds = body.kinds.value_or(std::vector<std::string>{});
    for (auto const& each : all) {
      auto const fits = each.kinds.empty() || std::any_of(each.kinds.begin(), each.kinds.end(), [&](auto const& kind) {
                          return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
                        });
      if (each.stage == *body.stage && fits) found.push_back(&each);
    }
  }
  return found;
}

}  // namespace

std::vector<api::TaskTemplate> ListTaskTemplates::operator()(api::ListTaskTemplatesParams const& params, api::NoBody,
                                                             Call&) const {
  std::vector<api::TaskTemplate> shown;
  for (auto const& t : workspace.rules().tasks) {
    if (params.stage && t.stage != *params.stage) continue;
    shown.push_back({t.id, t.stage, t.kinds, t.name, t.name_en, t.days, t.working, t.after, t.basis, t.basis_en,
                     t.documents, t.documents_en, t.authority, t.authority_en, t.source,
                     t.checked.empty() ? std::nullopt : std::optional{t.checked}, t.checked_against});
  }
  return shown;
}

api::TaskPlan ListProjectTasks::operator()(api::ListProjectTasksParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  return task_plan(sql, workspace, find_project(sql, call.viewer, params.project_id).id);
}

api::TaskPlan AddTasks::operator()(api::AddTasksParams const& params, api::TasksRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::AddTasks::kId};
  auto project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  auto tasks = store::TaskRepository{change.sql()};
  auto const count = tasks.of_project(project.id).size();
  constexpr std::size_t kMost = 1000;
  auto const from = body.begin ? checked_day("begin", *body.begin) : civil_day(now());
  if (body.assignee_id) require_worker(change.sql(), call.viewer, project.zone_id, *body.assignee_id);
  require_plannable(workspace, "begin", from);
  auto const assignee = body.assignee_id ? body.assignee_id : usual_assignee(change.sql(), project.id);
  auto const templates = wanted(workspace, body);
  std::vector<std::string> added;
  std::vector<std::string> added_ids;
  for (auto const* const each : add_from_templates(change.sql(), project.id, templates, from, assignee)) {
    added.push_back(each->name);
    added_ids.push_back(each->id);
  }
  if (body.name) {
    store::Task task;
    task.project_id = project.id;
    task.stage = body.stage.value_or(project.stage);
    task.name = *body.name;
    task.days = static_cast<int>(body.days.value_or(5));
    task.assignee_id = assignee;
    task.from_day = from;
    task.depends_on = body.depends_on.value_or(std::vector<std::int64_t>{});
    for (auto const before : task.depends_on) {
      auto const other = tasks.find(before, {});
      if (!other || other->project_id != project.id) {
        throw not_found("task_not_found", fmt::format("project {} has no task {}", project.id, before));
      }
    }
    tasks.add(task);
    added.push_back(task.name);
  }
  if (count + added.size() > kMost) {
    throw Failure{{ErrorKind::kOverLimit, "too_many_tasks", fmt::format("a project has at most {} tasks", kMost)}};
  }
  if (added.empty()) throw invalid_input("nothing_to_add", "name templates, a stage, or a task in own words");
  replan(change.sql(), workspace, project.id);
  project.version = join_for_errand(change, call.viewer, project, assignee);
  record(change, call.viewer, project,
         history_line("task", "",
                      {{"event", "added"},
                       {"names", fmt::format("{}", fmt::join(added, "、"))},
                       {"template_ids", fmt::format("{}", fmt::join(added_ids, ","))}}));
  auto plan = task_plan(change.sql(), workspace, project.id);
  change.commit();
  return plan;
}

api::TaskPage ListTasks::operator()(api::ListTasksParams const& params, api::NoBody, Call& call) const {
  auto const today = civil_day(now());
  store::TaskFilter filter;
  filter.zone_id = params.zone_id;
  filter.assignee_id = params.assignee_id;
  filter.open = params.open == 1;
  // Nobody runs the tasks of a server that has no accounts.
  constexpr std::int64_t kNobody = -1;
  if (params.whose == "mine") filter.assignee_id = call.viewer.account_id.value_or(kNobody);
  if (params.whose == "team") filter.member_id = call.viewer.account_id.value_or(kNobody);
  if (params.late.value_or(0) == 1) filter.late_on = today;
  auto sql = workspace.database.reader();
  auto const scope = scope_of(call.viewer);
  auto const asked = store::Page{params.limit, params.offset};
  auto const found = filter.open ? open_tasks(sql, workspace, scope, filter, asked)
                                 : store::TaskRepository{sql}.list(filter, scope, asked);
  api::TaskPage page;
  page.total = found.total;
  for (auto const& task : found.rows) page.items.push_back(to_api(task, workspace, today));
  return page;
}

void UpdateTask::apply(Change& change, api::UpdateTaskParams const& params, api::UpdateTaskRequest const& body,
                       Call& call) const {
  auto tasks = store::TaskRepository{change.sql()};
  auto task = tasks.find(params.task_id, scope_of(call.viewer));
  if (!task) throw not_found("task_not_found", fmt::format("there is no task {}", params.task_id));
  require_change(call.viewer, task->zone_id);
  auto const today = civil_day(now());
  auto const stale = [&](store::Task const& current) {
    return StaleVersion{body.version, current.version, to_json(to_api(current, workspace, today))};
  };
  if (task->version != body.version) throw stale(*task);
  auto const was = *task;
  auto const before = task->state;
  if (body.days) task->days = static_cast<int>(*body.days);
  if (body.note) task->note = *body.note;
  if (body.escalated) task->escalated = *body.escalated;
  if (body.assignee_id) {
    if (body.assignee_id != task->assignee_id) {
      require_worker(change.sql(), call.viewer, task->zone_id, *body.assignee_id);
      join_for_errand(change, call.viewer, store::ProjectRepository{change.sql()}.find(task->project_id, {}).value(),
                      body.assignee_id);
    }
    task->assignee_id = body.assignee_id;
  }
  if (body.state) {
    if (*body.state == "done" && !task->ready) {
      throw Failure{{ErrorKind::kConflict, "task_not_ready",
                     fmt::format("\"{}\" depends on tasks that are not done", task->name)}};
    }
    if (*body.state == "dropped" && text::squeeze_blanks(task->note).empty()) {
      throw invalid_input("note_missing", "say why the task is not needed: note is empty");
    }
    task->state = *body.state;
    // Done once more it was done on the day it was done.
    if (*body.state != before) task->done_day = *body.state == "done" ? std::optional{today} : std::nullopt;
  }
  auto const same_order = !body.depends_on || std::is_permutation(body.depends_on->begin(), body.depends_on->end(),
                                                                  was.depends_on.begin(), was.depends_on.end());
  if (*task == was && same_order) return;
  if (!tasks.update(*task)) throw stale(tasks.find(task->id, {}).value());
  if (body.depends_on) {
    for (auto const other : *body.depends_on) {
      auto const found = tasks.find(other, {});
      if (!found || found->project_id != task->project_id) {
        throw not_found("task_not_found", fmt::format("project {} has no task {}", task->project_id, other));
      }
    }
    tasks.set_dependencies(task->id, *body.depends_on);
  }
  // Refuses a circle of dependencies before anything is safe.
  replan(change.sql(), workspace, task->project_id);
  if (task->state != before) {
    auto const project = store::ProjectRepository{change.sql()}.find(task->project_id, {}).value();
    record(change, call.viewer, project,
           history_line("task", body.note.value_or(""),
                        {{"event", "moved"},
                         {"name", task->name},
                         {"template_id", task->template_id},
                         {"from", before},
                         {"to", task->state}}));
  }
  change.note("task", task->id, task->version + 1, task->state);
}

api::Task UpdateTask::operator()(api::UpdateTaskParams const& params, api::UpdateTaskRequest const& body,
                                 Call& call) const {
  auto change = Change{workspace, call.viewer, api::UpdateTask::kId};
  apply(change, params, body, call);
  auto shown =
      to_api(store::TaskRepository{change.sql()}.find(params.task_id, {}).value(), workspace, civil_day(now()));
  change.commit();
  return shown;
}

api::CalendarToken MakeCalendarToken::operator()(api::MakeCalendarTokenParams const&, api::NoBody, Call& call) const {
  if (!call.viewer.account_id) {
    throw Failure{{ErrorKind::kConflict, "no_account", "a calendar belongs to an account; sign in with one"}};
  }
  auto const token = random_token();
  auto change = Change{workspace, call.viewer, api::MakeCalendarToken::kId};
  store::TaskRepository{change.sql()}.set_calendar_token(*call.viewer.account_id, token_hash(token));
  store::AuditLog{change.sql()}.append(call.viewer.account_id, api::MakeCalendarToken::kId,
                                       fmt::format("account:{}", *call.viewer.account_id));
  change.commit();
  return {token, fmt::format("/api/v1/calendar/{}.ics", token)};
}

api::FileAnswer GetCalendar::operator()(api::GetCalendarParams const& params, api::NoBody, Call&) const {
  auto token = std::string_view{params.token};
  if (token.ends_with(".ics")) token.remove_suffix(4);
  auto sql = workspace.database.reader();
  auto const id = store::TaskRepository{sql}.account_of_calendar(token_hash(token));
  auto const account = id ? store::AccountRepository{sql}.find(*id) : std::nullopt;
  if (!account) throw not_found("calendar_not_found", "this calendar address does not work any more; make a new one");
  Viewer viewer;
  viewer.account_id = account->id;
  viewer.role = account->role;
  viewer.zones = account->zones;
  std::vector<lifecycle::CalendarEntry> entries;
  store::TaskFilter filter;
  filter.assignee_id = account->id;
  for (auto const& task : store::TaskRepository{sql}.list(filter, scope_of(viewer), {500, 0}).rows) {
    if (!task.due_day) continue;
    entries.push_back({fmt::format("task-{}", task.id), *task.due_day,
                       fmt::format("{} · {}", task.name, task.project_name), task.note});
  }
  store::LeadFilter leads;
  leads.officer_id = account->id;
  for (auto const& lead : store::LeadRepository{sql}.list(leads, scope_of(viewer), {500, 0}).rows) {
    if (!lead.next_due) continue;
    entries.push_back({fmt::format("lead-{}", lead.id), *lead.next_due,
                       fmt::format("线索 {}: {}", lead.investor, lead.next_step.value_or("")), ""});
  }
  return {lifecycle::to_icalendar("链招", entries, now()), "text/calendar; charset=utf-8", "lianzhao.ics"};
}

}  // namespace lianzhao::serve
