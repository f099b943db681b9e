#include "lifecycle/task_plan.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "kernel/error.h"
#include "lifecycle/lead_clock.h"

namespace lianzhao::lifecycle {

namespace {

using Index = std::size_t;

/// Positions so that each stands after those it depends on.
std::vector<Index> in_order(std::span<PlannedTask const> tasks, std::vector<std::vector<Index>> const& before) {
  std::vector<std::size_t> open(tasks.size());
  std::vector<std::vector<Index>> after(tasks.size());
  std::vector<Index> order;
  for (Index i = 0; i < tasks.size(); ++i) {
    open[i] = before[i].size();
    for (auto const b : before[i]) after[b].push_back(i);
    if (open[i] == 0) order.push_back(i);
  }
  for (Index at = 0; at < order.size(); ++at) {
    for (auto const next : after[order[at]]) {
      if (--open[next] == 0) order.push_back(next);
    }
  }
  if (order.size() < tasks.size()) {
    auto const stuck = std::find_if(open.begin(), open.end(), [](std::size_t n) { return n > 0; }) - open.begin();
    throw invalid_input("task_cycle",
                        fmt::format("task {} depends on itself by way of others; take one dependency away",
                                    tasks[static_cast<Index>(stuck)].id));
  }
  return order;
}

std::optional<DayNumber> end_of(DayNumber begin, Clock const& span, WorkingCalendar const& calendar) {
  return span.days == 0 ? std::optional{begin} : due_day(begin, span, calendar);
}

}  // namespace

TaskPlan plan_tasks(std::span<PlannedTask const> tasks, WorkingCalendar const& known) {
  // What lies beyond the calendar is put in order by plain weeks; its days are not named.
  auto const calendar = known.extended();
  std::unordered_map<std::int64_t, Index> places;
  for (Index i = 0; i < tasks.size(); ++i) places.emplace(tasks[i].id, i);
  std::vector<std::vector<Index>> before(tasks.size());
  for (Index i = 0; i < tasks.size(); ++i) {
    for (auto const id : tasks[i].depends_on) {
      auto const found = places.find(id);
      if (found != places.end()) before[i].push_back(found->second);
    }
  }
  auto const order = in_order(tasks, before);

  TaskPlan plan;
  plan.dates.resize(tasks.size());
  for (auto const i : order) {
    auto& dates = plan.dates[i];
    dates.begin = tasks[i].from;
    dates.ready = true;
    for (auto const b : before[i]) {
      dates.ready = dates.ready && tasks[b].done.has_value();
      if (!plan.dates[b].due || !dates.begin) {
        dates.begin.reset();
      } else {
        dates.begin = std::max(*dates.begin, *plan.dates[b].due);
      }
    }
    if (tasks[i].done) {
      dates.due = tasks[i].done;
      if (dates.begin) dates.begin = std::min(*dates.begin, *tasks[i].done);
    } else if (dates.begin) {
      dates.due = end_of(*dates.begin, tasks[i].span, calendar);
    }
    if (dates.due) plan.end = std::max(plan.end.value_or(*dates.due), *dates.due);
  }
  // Backward by trial: how far an end may move is what the tasks after it leave, which the calendar makes uneven.
  std::vector<DayNumber> latest(tasks.size(), plan.end.value_or(0));
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    auto const i = *at;
    // What is done waits for nobody any more.
    if (tasks[i].done || before[i].empty()) continue;
    // The latest begin from which it still ends in time; its earliest one does.
    auto begin = latest[i];
    while (begin > plan.dates[i].begin.value()) {
      auto const end = end_of(begin, tasks[i].span, calendar);
      if (end && *end <= latest[i]) break;
      --begin;
    }
    for (auto const b : before[i]) latest[b] = std::min(latest[b], begin);
  }
  for (auto const i : order) {
    auto& dates = plan.dates[i];
    if (tasks[i].done) continue;
    dates.slack_days = latest[i] - dates.due.value();
    dates.critical = *dates.slack_days == 0;
    if (dates.critical) plan.critical_path.push_back(tasks[i].id);
  }
  auto const forget = [&](std::optional<DayNumber>& day) {
    if (day && !known.covers(*day)) day.reset();
  };
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (tasks[i].done) continue;
    forget(plan.dates[i].begin);
    forget(plan.dates[i].due);
  }
  forget(plan.end);
  return plan;
}

TaskPlan forecast_tasks(std::span<PlannedTask const> tasks, TaskPlan const& plan, DayNumber today,
                        WorkingCalendar const& calendar) {
  std::vector<PlannedTask> moved{tasks.begin(), tasks.end()};
  for (std::size_t i = 0; i < moved.size(); ++i) {
    auto& task = moved[i];
    auto const& due = plan.dates[i].due;
    if (task.done || (task.begun && (!due || *due >= today))) continue;
    task.from = std::max(task.from, today);
    if (task.begun) task.span.days = std::min(task.span.days, 1);
  }
  return plan_tasks(moved, calendar);
}

}  // namespace lianzhao::lifecycle
