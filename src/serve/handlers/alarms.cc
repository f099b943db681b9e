#include <algorithm>
#include <map>

#include "lifecycle/alarm_text.h"
#include "serve/handlers/figures.h"
#include "serve/investor_view.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/task_view.h"
#include "store/figure_repository.h"

namespace lianzhao::serve {

namespace {

/// Those that are furthest beyond their limit first.
std::vector<api::Alarm> ring(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                             std::optional<std::string> const& zone_id, std::optional<std::int64_t> account_id,
                             std::map<std::string, api::AlarmCount>& counts) {
  auto const today = civil_day(now());
  auto const& rules = workspace.rules();
  std::vector<api::Alarm> alarms;
  for (auto& row : store::FigureRepository{sql}.alarms(scope_of(viewer), zone_id, rules, today, account_id)) {
    auto const days = today - row.since;
    auto text = lifecycle::alarm_text(row.kind, rules, row.since, days, row.limit_days, row.detail);
    auto& count = counts[row.kind];
    count.kind = row.kind;
    count.name = text.name;
    count.name_en = text.name_en;
    ++count.count;
    alarms.push_back({row.kind, row.noun, row.id, row.project_id, row.title, row.zone_id, format_day(row.since), days,
                      row.limit_days, text.why, text.why_en, text.action, text.action_en});
  }
  std::sort(alarms.begin(), alarms.end(), [](api::Alarm const& a, api::Alarm const& b) {
    return std::tuple{a.limit_days - a.days, a.kind, a.id} < std::tuple{b.limit_days - b.days, b.kind, b.id};
  });
  return alarms;
}

}  // namespace

api::AlarmPage ListAlarms::operator()(api::ListAlarmsParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  std::map<std::string, api::AlarmCount> counts;
  auto alarms = ring(sql, workspace, call.viewer, params.zone_id, std::nullopt, counts);
  if (params.kind) std::erase_if(alarms, [&](api::Alarm const& a) { return a.kind != *params.kind; });
  api::AlarmPage page;
  page.total = static_cast<std::int64_t>(alarms.size());
  for (auto& [kind, count] : counts) page.counts.push_back(std::move(count));
  auto const begin = std::min(alarms.size(), static_cast<std::size_t>(params.offset));
  auto const end = std::min(alarms.size(), begin + static_cast<std::size_t>(params.limit));
  page.items.assign(std::make_move_iterator(alarms.begin() + static_cast<std::ptrdiff_t>(begin)),
                    std::make_move_iterator(alarms.begin() + static_cast<std::ptrdiff_t>(end)));
  return page;
}

api::MyDay GetMyDay::operator()(api::GetMyDayParams const&, api::NoBody, Call& call) const {
  constexpr store::Page kFirst{50, 0};
  auto const today = civil_day(now());
  auto const scope = scope_of(call.viewer);
  auto const me = call.viewer.account_id;
  auto sql = workspace.database.reader();
  api::MyDay day;
  day.day = format_day(today);
  store::TaskFilter tasks;
  tasks.assignee_id = me;
  for (auto const& task : store::TaskRepository{sql}.list(tasks, scope, kFirst).rows) {
    day.tasks.push_back(to_api(task, workspace, today));
  }
  store::LeadFilter leads;
  leads.officer_id = me;
  leads.states = {"reported", "answered", "assessed", "fed_back"};
  for (auto const& lead : store::LeadRepository{sql}.list(leads, scope, kFirst).rows) {
    day.leads.push_back(to_api(lead, today));
  }
  if (role_may(call.viewer.role, api::Right::kEdit) && call.viewer.role != "desk") {
    store::ProjectFilter waiting;
    waiting.evidence_waiting_for = me.value_or(-1);
    for (auto const& project : store::ProjectRepository{sql}.list(waiting, scope, kFirst).rows) {
      day.evidence.push_back(to_api(project));
    }
  }
  for (auto const& question : store::InvestorRepository{sql}.open_questions(scope, me)) {
    day.questions.push_back(to_api(question));
  }
  std::map<std::string, api::AlarmCount> counts;
  day.alarms = ring(sql, workspace, call.viewer, std::nullopt, me, counts);
  if (day.alarms.size() > 50) day.alarms.resize(50);
  return day;
}

}  // namespace lianzhao::serve
