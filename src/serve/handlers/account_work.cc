#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/handlers/accounts.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "serve/task_view.h"
#include "store/lead_repository.h"
#include "store/task_repository.h"
#include "store/team_repository.h"

namespace lianzhao::serve {

namespace {

constexpr store::Page kAll{1'000'000, 0};

/// Of the zones that who asks works for: what lies in others is not his to see or to give away.
api::AccountWork work_of(store::Session& sql, Viewer const& viewer, std::int64_t account_id) {
  auto const scope = scope_of(viewer);
  std::map<std::int64_t, api::AccountProject> by_project;
  api::AccountWork work;
  for (auto const& member : store::TeamRepository{sql}.of_account(account_id, scope)) {
    auto& project = by_project[member.project_id];
    project.project_id = member.project_id;
    project.roles.push_back(member.role);
  }
  store::TaskFilter open;
  open.assignee_id = account_id;
  for (auto const& task : store::TaskRepository{sql}.list(open, scope, kAll).rows) {
    auto& project = by_project[task.project_id];
    project.project_id = task.project_id;
    ++project.tasks;
    ++work.tasks;
  }
  for (auto& [id, project] : by_project) {
    auto const row = store::ProjectRepository{sql}.find(id, {}).value();
    project.name = row.name;
    project.zone_id = row.zone_id;
    work.projects.push_back(std::move(project));
  }
  store::LeadFilter leads;
  leads.officer_id = account_id;
  leads.states = {"reported", "answered", "assessed", "fed_back"};
  for (auto const& lead : store::LeadRepository{sql}.list(leads, scope, kAll).rows) {
    // The officer, not who reported it and sees it therefore.
    if (lead.officer_id == account_id) work.leads.push_back({lead.id, lead.investor, lead.zone_id});
  }
  return work;
}

void hand_over_project(Change& change, Viewer const& viewer, api::AccountProject const& work,
                       store::Account const& from, store::Account const& to, std::string const& note) {
  auto team = store::TeamRepository{change.sql()};
  auto const today = civil_day(now());
  auto const members = team.members(work.project_id, false);
  auto project = store::ProjectRepository{change.sql()}.find(work.project_id, {}).value();
  auto const moved = store::TaskRepository{change.sql()}.reassign(work.project_id, from.id, to.id);
  for (auto const& member : members) {
    if (member.account_id != from.id) continue;
    auto const there = std::any_of(members.begin(), members.end(), [&](store::Member const& each) {
      return each.account_id == to.id && each.role == member.role;
    });
    if (!there) team.add({0, work.project_id, to.id, member.role, today, std::nullopt, "", "", ""});
    team.leave(member.id, today, note);
    project.version = record(
        change, viewer, project,
        history_line(
            "team", note,
            {{"event", "left"}, {"name", member.display_name}, {"role", member.role}, {"successor", to.display_name}}));
  }
  // Errands of somebody who was in no team: whoever takes them comes into it, and the figures hear of it.
  if (moved > 0) join_for_errand(change, viewer, project, to.id);
}

}  // namespace

api::AccountWork GetAccountWork::operator()(api::GetAccountWorkParams const& params, api::NoBody, Call& call) const {
  auto const account = accounts.find_managed(call.viewer, params.account_id);
  auto sql = workspace.database.reader();
  return work_of(sql, call.viewer, account.id);
}

api::AccountWork HandOverAccount::operator()(api::HandOverAccountParams const& params,
                                             api::HandOverAccountRequest const& body, Call& call) const {
  auto const from = accounts.find_managed(call.viewer, params.account_id);
  if (body.to_account_id == from.id) {
    throw invalid_input("hand_over_to_self", fmt::format("{} cannot follow himself", from.display_name));
  }
  auto change = Change{workspace, call.viewer, api::HandOverAccount::kId};
  auto const to = store::AccountRepository{change.sql()}.find(body.to_account_id);
  if (!to || to->disabled) {
    throw not_found("account_not_found", fmt::format("there is no account {} that works", body.to_account_id));
  }
  auto const able = [&](std::string const& zone_id) { return may_change(viewer_of(*to), zone_id); };
  auto const work = work_of(change.sql(), call.viewer, from.id);
  auto done = false;
  for (auto const& project : work.projects) {
    if (!able(project.zone_id)) continue;
    hand_over_project(change, call.viewer, project, from, *to, body.note);
    done = true;
  }
  auto leads = store::LeadRepository{change.sql()};
  for (auto const& each : work.leads) {
    if (!able(each.zone_id)) continue;
    auto lead = leads.find(each.lead_id, {}).value();
    lead.officer_id = to->id;
    if (!leads.update(lead)) require_version(workspace, leads.find(lead.id, {}).value(), lead.version);
    leads.add_step({0, lead.id, "note", body.note, now(), call.viewer.account_id, std::nullopt, false, ""});
    change.note("lead", lead.id, lead.version + 1, "officer_id");
    done = true;
  }
  if (!done && (!work.projects.empty() || !work.leads.empty())) {
    require_worker(change.sql(), call.viewer,
                   work.projects.empty() ? work.leads.front().zone_id : work.projects.front().zone_id, to->id);
  }
  auto left = work_of(change.sql(), call.viewer, from.id);
  change.commit();
  return left;
}

}  // namespace lianzhao::serve
