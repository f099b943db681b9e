#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/handlers/tasks.h"
#include "serve/project_view.h"
#include "store/account_repository.h"
#include "store/task_repository.h"
#include "store/team_repository.h"

namespace lianzhao::serve {

namespace {

std::vector<api::Member> team_of(store::Session& sql, std::int64_t project_id) {
  std::vector<api::Member> shown;
  for (auto const& m : store::TeamRepository{sql}.members(project_id, true)) {
    shown.push_back(
        {m.id, m.account_id, m.display_name, m.role, format_day(m.since_day), day_text(m.left_day), m.note});
  }
  return shown;
}

/// @throws Failure "account_not_found" for nobody, an investor, somebody disabled or of other zones.
store::Account colleague(store::Session& sql, store::Project const& project, std::int64_t id) {
  auto account = store::AccountRepository{sql}.find(id);
  auto const fits = account && !account->disabled && account->role != "investor" && account->role != "viewer" &&
                    (account->zones.empty() ||
                     std::find(account->zones.begin(), account->zones.end(), project.zone_id) != account->zones.end());
  if (!fits) throw not_found("account_not_found", fmt::format("nobody with id {} works in the project's zone", id));
  return *account;
}

}  // namespace

std::vector<api::Member> ListTeam::operator()(api::ListTeamParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  return team_of(sql, find_project(sql, call.viewer, params.project_id).id);
}

std::vector<api::Member> AddMember::operator()(api::AddMemberParams const& params, api::MemberRequest const& body,
                                               Call& call) const {
  auto change = Change{workspace, call.viewer, api::AddMember::kId};
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  auto const account = colleague(change.sql(), project, body.account_id);
  auto team = store::TeamRepository{change.sql()};
  for (auto const& m : team.members(project.id, false)) {
    if (m.account_id == account.id && m.role == body.role) {
      throw Failure{{ErrorKind::kConflict, "in_team",
                     fmt::format("{} is in the team as {} already", account.display_name, body.role)}};
    }
  }
  join_team(change, call.viewer, project, account, body.role);
  auto shown = team_of(change.sql(), project.id);
  change.commit();
  return shown;
}

std::vector<api::Member> HandOver::operator()(api::HandOverParams const& params, api::HandOverRequest const& body,
                                              Call& call) const {
  auto change = Change{workspace, call.viewer, api::HandOver::kId};
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  auto team = store::TeamRepository{change.sql()};
  auto const member = team.find(project.id, params.member_id);
  if (!member || member->left_day) {
    throw not_found("member_not_found", fmt::format("nobody with number {} is in the team", params.member_id));
  }
  auto tasks = store::TaskRepository{change.sql()};
  std::int64_t open = 0;
  for (auto const& task : tasks.of_project(project.id)) {
    open += task.assignee_id == member->account_id && (task.state == "open" || task.state == "doing") ? 1 : 0;
  }
  std::string successor;
  if (body.to_account_id) {
    auto const account = colleague(change.sql(), project, *body.to_account_id);
    if (account.id == member->account_id) {
      throw invalid_input("hand_over_to_self", fmt::format("{} cannot follow himself", account.display_name));
    }
    require_worker(change.sql(), call.viewer, project.zone_id, account.id);
    auto const members = team.members(project.id, false);
    auto const there = std::any_of(members.begin(), members.end(), [&](store::Member const& m) {
      return m.account_id == account.id && m.role == member->role;
    });
    if (!there) {
      team.add({0, project.id, account.id, member->role, civil_day(now()), std::nullopt, "", "", ""});
    }
    tasks.reassign(project.id, member->account_id, account.id);
    successor = account.display_name;
  } else if (open > 0) {
    throw Failure{{ErrorKind::kConflict, "tasks_open",
                   fmt::format("{} has {} open tasks here; name who takes them", member->display_name, open)}};
  }
  team.leave(member->id, civil_day(now()), body.note);
  auto facts = Facts{{"event", "left"}, {"name", member->display_name}, {"role", member->role}};
  if (!successor.empty()) facts["successor"] = successor;
  record(change, call.viewer, project, history_line("team", body.note, facts));
  auto shown = team_of(change.sql(), project.id);
  change.commit();
  return shown;
}

std::vector<api::Workload> ListWorkload::operator()(api::ListWorkloadParams const& params, api::NoBody,
                                                    Call& call) const {
  auto sql = workspace.database.reader();
  auto const loads = store::TeamRepository{sql}.loads(params.zone_id, scope_of(call.viewer), civil_day(now()));
  std::vector<api::Workload> shown;
  for (auto const& account : colleagues_of(sql, call.viewer)) {
    auto const load = std::find_if(loads.begin(), loads.end(),
                                   [&](store::Load const& each) { return each.account_id == account.id; });
    auto const found = load == loads.end() ? store::Load{} : *load;
    shown.push_back(
        {account.id, account.display_name, account.role, found.projects, found.open_tasks, found.late_tasks});
  }
  return shown;
}

}  // namespace lianzhao::serve
