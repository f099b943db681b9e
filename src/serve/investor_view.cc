#include "serve/investor_view.h"

#include <algorithm>
#include <map>
#include <set>

#include "store/account_repository.h"
#include "store/project_ledger.h"
#include "store/project_repository.h"
#include "store/task_repository.h"
#include "store/team_repository.h"
#include "text/normalize.h"

namespace lianzhao::serve {

api::Question to_api(store::Question const& q, Workspace const& workspace) {
  auto const late = !q.answered_at && q.due && *q.due < civil_day(now());
  auto const estimated = q.due && workspace.rules().calendar.estimated(*q.due);
  return {q.id,      q.project_id, q.text,   q.asked_by,         q.asked_at,   day_text(q.due),
          estimated, late,         q.answer, q.answered_by_name, q.answered_at};
}

api::InvestorPage investor_page(store::Session& sql, Workspace const& workspace, store::Invitation const& invitation) {
  auto const project = store::ProjectRepository{sql}.find(invitation.project_id, {}).value();
  auto const* const zone = workspace.knowledge().find_zone(project.zone_id);
  api::InvestorPage page;
  page.name = project.name;
  page.zone_name = zone ? zone->name : project.zone_id;
  page.zone_name_en = zone && !zone->name_en.empty() ? zone->name_en : page.zone_name;
  page.stage = project.stage;
  page.state = project.state;
  page.expires_ms = invitation.expires_at;
  page.invited = invitation.name;
  auto const passed = store::ProjectLedger{sql}.stages(project.id);
  for (auto const& gate : workspace.rules().gates) {
    api::InvestorStage stage{gate.stage, gate.name, gate.name_en, std::nullopt};
    for (auto const& [name, day] : passed) {
      if (name == gate.stage) stage.day = format_day(day);
    }
    page.stages.push_back(std::move(stage));
  }
  std::map<std::int64_t, bool> left;
  auto const gone = [&](std::int64_t account_id) {
    auto const [place, fresh] = left.emplace(account_id, false);
    if (fresh) {
      auto const account = store::AccountRepository{sql}.find(account_id);
      place->second = !account || account->disabled;
    }
    return place->second;
  };
  for (auto const& task : store::TaskRepository{sql}.of_project(project.id)) {
    // Tasks in own words may be internal; those from the list of errands are what the zone offers everybody.
    if (task.state == "dropped" || task.template_id.empty()) continue;
    api::InvestorStep step;
    step.name = task.name;
    step.name_en = task.name;
    step.stage = task.stage;
    step.state = task.state;
    step.ready = task.ready;
    if (task.assignee_id && !gone(*task.assignee_id)) step.who = task.assignee_name;
    step.begin = day_text(task.begin_day);
    step.due = day_text(task.due_day);
    step.done = day_text(task.done_day);
    step.estimated = task.due_day && workspace.rules().calendar.estimated(*task.due_day);
    for (auto const& known : workspace.rules().tasks) {
      if (known.id != task.template_id) continue;
      if (!known.name_en.empty()) step.name_en = known.name_en;
      step.authority = known.authority;
      step.authority_en = known.authority_en.empty() ? known.authority : known.authority_en;
      if (task.state == "done") continue;
      step.documents = known.documents;
      step.documents_en = known.documents_en.empty() ? known.documents : known.documents_en;
    }
    page.steps.push_back(std::move(step));
  }
  // Who is gone can not be called, and one person is one contact whatever he does.
  std::map<std::int64_t, std::size_t> places;
  for (auto const& member : store::TeamRepository{sql}.members(project.id, false)) {
    if (member.account_gone) continue;
    auto const [place, fresh] = places.emplace(member.account_id, page.contacts.size());
    if (fresh) page.contacts.push_back({member.display_name, {}});
    page.contacts[place->second].roles.push_back(member.role);
  }
  // Two people invited to one project may be two parties; an address that was renewed is for who had the old one.
  auto const name = text::name_match_form(invitation.name);
  std::set<std::int64_t> his{invitation.id};
  for (auto const& each : store::InvestorRepository{sql}.invitations(project.id)) {
    if (!name.empty() && text::name_match_form(each.name) == name) his.insert(each.id);
  }
  for (auto const& question : store::InvestorRepository{sql}.questions(project.id)) {
    if (his.contains(question.invitation_id)) page.questions.push_back(to_api(question, workspace));
  }
  // Of each stage what he said last.
  std::map<std::string, store::Rating> ratings;
  for (auto const id : his) {
    for (auto& rating : store::InvestorRepository{sql}.ratings(project.id, id)) {
      auto& last = ratings[rating.stage];
      if (last.at <= rating.at) last = std::move(rating);
    }
  }
  for (auto const& [stage, rating] : ratings) page.ratings.push_back({stage, rating.rating, rating.text, rating.at});
  return page;
}

}  // namespace lianzhao::serve
