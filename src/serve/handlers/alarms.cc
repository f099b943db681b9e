#include "lifecycle/alarm_text.h"
#include "serve/handlers/figures.h"
#include "serve/investor_view.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/task_view.h"

namespace lianzhao::serve {

namespace {

api::AlarmPage shown_page(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                          Figures::View::AlarmsAsked const& asked) {
  // Words are found after the look is over: nobody is to wait for them.
  auto const found = workspace.figures.look(sql).alarms(scope_of(viewer), asked);
  auto const today = civil_day(now());
  auto const& rules = workspace.rules();
  api::AlarmPage page;
  page.total = found.total;
  for (auto const& [kind, count] : found.counts) {
    auto const text = lifecycle::alarm_text(kind, rules, today, 0, 0, "");
    page.counts.push_back({kind, text.name, text.name_en, count});
  }
  for (auto const& [row, zone_id] : found.rows) {
    auto const days = row.days(today);
    auto const text = lifecycle::alarm_text(row.kind, rules, row.since, days, row.limit_days, row.detail);
    auto const project_id = row.noun == "lead" ? std::nullopt : std::optional{row.owner_id};
    page.items.push_back({row.kind, row.noun, row.id, project_id, row.title, zone_id, format_day(row.since), days,
                          row.limit_days, row.escalated, day_text(row.known_until), text.why, text.why_en, text.action,
                          text.action_en});
  }
  return page;
}

}  // namespace

api::AlarmPage ListAlarms::operator()(api::ListAlarmsParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  return shown_page(sql, workspace, call.viewer,
                    {params.zone_id, std::nullopt, false, params.kind, {params.limit, params.offset}});
}

api::MyDay GetMyDay::operator()(api::GetMyDayParams const&, api::NoBody, Call& call) const {
  constexpr store::Page kFirst{50, 0};
  constexpr std::int64_t kNobody = -1;
  auto const today = civil_day(now());
  auto const scope = scope_of(call.viewer);
  auto const me = call.viewer.account_id;
  auto sql = workspace.database.reader();
  api::MyDay day;
  day.day = format_day(today);
  store::TaskFilter tasks;
  tasks.assignee_id = me;
  for (auto const& task : open_tasks(sql, workspace, scope, tasks, kFirst).rows) {
    day.tasks.push_back(to_api(task, workspace, today));
  }
  store::LeadFilter leads;
  leads.officer_id = me;
  leads.states = {"reported", "answered", "assessed", "fed_back"};
  for (auto const& lead : lead_page(sql, workspace, scope, leads, kFirst).rows) {
    day.leads.push_back(to_api(lead, workspace, today));
  }
  if (role_may(call.viewer.role, api::Right::kEdit) && call.viewer.role != "desk") {
    auto const look = workspace.figures.look(sql);
    for (auto const* const project : look.waiting(scope, me.value_or(kNobody), kFirst).rows) {
      day.evidence.push_back(to_api(*project));
    }
  }
  for (auto const& question : store::InvestorRepository{sql}.open_questions(scope, me)) {
    day.questions.push_back(to_api(question, workspace));
  }
  day.alarms =
      shown_page(sql, workspace, call.viewer, {std::nullopt, me, call.viewer.role == "leader", std::nullopt, kFirst})
          .items;
  return day;
}

}  // namespace lianzhao::serve
