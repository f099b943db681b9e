#include "serve/task_view.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "kernel/error.h"
#include "lifecycle/task_plan.h"
#include "serve/project_view.h"
#include "store/account_repository.h"
#include "store/team_repository.h"

namespace lianzhao::serve {

namespace {

bool open(store::Task const& task) {
  return task.state == "open" || task.state == "doing";
}

std::vector<lifecycle::PlannedTask> planned(std::vector<store::Task> const& tasks) {
  std::vector<lifecycle::PlannedTask> plan;
  for (auto const& task : tasks) {
    plan.push_back(
        {task.id, {task.days, task.working}, task.depends_on, task.from_day, task.done_day, task.state == "doing"});
  }
  return plan;
}

}  // namespace

api::Task to_api(store::Task const& t, Workspace const& workspace, DayNumber today) {
  api::Task shown;
  shown.id = t.id;
  shown.project_id = t.project_id;
  shown.project_name = t.project_name;
  shown.template_id = t.template_id;
  shown.stage = t.stage;
  shown.name = t.name;
  shown.name_en = t.name;
  shown.days = t.days;
  shown.working = t.working;
  shown.depends_on = t.depends_on;
  shown.assignee_id = t.assignee_id;
  shown.assignee_name = t.assignee_name;
  shown.state = t.state;
  shown.ready = t.ready;
  shown.begin = day_text(t.begin_day);
  shown.due = day_text(t.due_day);
  shown.done = day_text(t.done_day);
  auto const& calendar = workspace.rules().calendar;
  shown.estimated =
      open(t) && ((t.due_day && calendar.estimated(*t.due_day)) || (t.begin_day && calendar.estimated(*t.begin_day)));
  shown.late = open(t) && t.due_day && *t.due_day < today;
  if (t.slack_days) shown.slack_days = *t.slack_days;
  // What is dropped holds nothing up.
  shown.critical = t.critical && t.state != "dropped";
  for (auto const& known : workspace.rules().tasks) {
    if (known.id != t.template_id) continue;
    if (!known.name_en.empty()) shown.name_en = known.name_en;
    shown.basis = known.basis;
    shown.basis_en = known.basis_en;
    shown.documents = known.documents;
    shown.documents_en = known.documents_en;
  }
  shown.note = t.note;
  shown.escalated = t.escalated;
  shown.version = t.version;
  return shown;
}

store::PageOf<store::Task> open_tasks(store::Session& sql, Workspace const& workspace, store::Scope const& scope,
                                      store::TaskFilter const& filter, store::Page const& page) {
  auto const found = workspace.figures.look(sql).open_tasks(scope, filter, page);
  store::PageOf<store::Task> tasks{found.total, store::TaskRepository{sql}.of_ids(found.ids)};
  // Somebody may have ended one between the look and the reading.
  std::erase_if(tasks.rows, [](store::Task const& task) { return !open(task); });
  return tasks;
}

api::TaskPlan task_plan(store::Session& sql, Workspace const& workspace, std::int64_t project_id) {
  auto const tasks = store::TaskRepository{sql}.of_project(project_id);
  auto const today = civil_day(now());
  api::TaskPlan shown;
  std::vector<store::Task> kept;
  for (auto const& task : tasks) {
    shown.tasks.push_back(to_api(task, workspace, today));
    if (task.state != "dropped") kept.push_back(task);
  }
  auto const& calendar = workspace.rules().calendar;
  auto const estimated = [&](std::optional<DayNumber> day) { return day && calendar.estimated(*day); };
  auto const as_planned = planned(kept);
  auto const plan = lifecycle::plan_tasks(as_planned, calendar);
  shown.end = day_text(plan.end);
  shown.end_estimated = estimated(plan.end);
  shown.critical_path = plan.critical_path;
  auto const forecast = lifecycle::forecast_tasks(as_planned, plan, today, calendar);
  shown.forecast_end = day_text(forecast.end);
  shown.forecast_end_estimated = estimated(forecast.end);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    auto const& dates = forecast.dates[i];
    if (kept[i].done_day || (dates.due == plan.dates[i].due && dates.begin == plan.dates[i].begin)) continue;
    shown.forecasts.push_back({kept[i].id, day_text(dates.begin), day_text(dates.due), estimated(dates.due)});
  }
  return shown;
}

std::vector<TaskTemplate const*> add_from_templates(store::Session& sql, std::int64_t project_id,
                                                    std::vector<TaskTemplate const*> const& templates, DayNumber from,
                                                    std::optional<std::int64_t> assignee_id) {
  auto tasks = store::TaskRepository{sql};
  std::map<std::string, std::int64_t> by_template;
  for (auto const& task : tasks.of_project(project_id)) {
    if (!task.template_id.empty() && task.state != "dropped") by_template.emplace(task.template_id, task.id);
  }
  std::vector<TaskTemplate const*> added;
  for (auto const* const each : templates) {
    if (by_template.contains(each->id)) continue;
    store::Task task;
    task.project_id = project_id;
    task.template_id = each->id;
    task.stage = each->stage;
    task.name = each->name;
    task.days = each->days;
    task.working = each->working;
    task.assignee_id = assignee_id;
    task.from_day = from;
    by_template.emplace(each->id, tasks.add(task));
    added.push_back(each);
  }
  for (auto const* const each : templates) {
    std::vector<std::int64_t> before;
    for (auto const& id : each->after) {
      if (auto const found = by_template.find(id); found != by_template.end()) before.push_back(found->second);
    }
    tasks.set_dependencies(by_template.at(each->id), before);
  }
  return added;
}

std::int64_t join_for_errand(Change& change, Viewer const& viewer, store::Project const& project,
                             std::optional<std::int64_t> assignee_id) {
  if (!assignee_id) return project.version;
  auto const members = store::TeamRepository{change.sql()}.members(project.id, false);
  auto const there =
      std::any_of(members.begin(), members.end(), [&](store::Member const& m) { return m.account_id == *assignee_id; });
  if (there) return project.version;
  return join_team(change, viewer, project, store::AccountRepository{change.sql()}.find(*assignee_id).value(),
                   "co_agent");
}

void require_plannable(Workspace const& workspace, std::string_view field, DayNumber day) {
  if (day < civil_day(now()) && !workspace.rules().calendar.covers(day)) {
    throw invalid_input("day_before_calendar",
                        fmt::format("{}: the working days of {} are not kept, so nothing that begins then has a due "
                                    "day; let it begin later",
                                    field, format_day(day)));
  }
  constexpr DayNumber kFarthest = 50 * 366;
  auto const last = civil_day(now()) + kFarthest;
  if (day <= last) return;
  throw invalid_input("day_too_far", fmt::format("{}: {} lies more than fifty years ahead; until {}", field,
                                                 format_day(day), format_day(last)));
}

std::optional<std::int64_t> usual_assignee(store::Session& sql, std::int64_t project_id) {
  std::optional<std::int64_t> found;
  for (auto const& member : store::TeamRepository{sql}.members(project_id, false)) {
    if (member.role == "agent") return member.account_id;
    if (member.role == "lead_officer" && !found) found = member.account_id;
  }
  return found;
}

bool replan(store::Session& sql, Workspace const& workspace, std::int64_t project_id) {
  auto changed = false;
  // Whoever adds errands to it at the same time plans with these, or these are planned with his.
  store::ProjectRepository{sql}.hold(project_id);
  auto repository = store::TaskRepository{sql};
  auto tasks = repository.of_project(project_id);
  std::erase_if(tasks, [](store::Task const& task) { return task.state == "dropped"; });
  auto const plan = lifecycle::plan_tasks(planned(tasks), workspace.rules().calendar);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    auto& task = tasks[i];
    auto const& dates = plan.dates[i];
    auto const same = task.begin_day == dates.begin && task.due_day == dates.due &&
                      task.slack_days == dates.slack_days && task.ready == dates.ready &&
                      task.critical == dates.critical;
    if (same) continue;
    task.begin_day = dates.begin;
    task.due_day = dates.due;
    task.slack_days = dates.slack_days;
    task.ready = dates.ready;
    task.critical = dates.critical;
    repository.set_dates(task);
    changed = true;
  }
  return changed;
}

}  // namespace lianzhao::serve
