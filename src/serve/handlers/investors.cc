#include "serve/handlers/investors.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "lifecycle/lead_clock.h"
#include "serve/investor_view.h"
#include "serve/passwords.h"
#include "serve/project_view.h"

namespace lianzhao::serve {

namespace {

api::Invitation to_api(store::Invitation const& i) {
  return {i.id, i.name, i.created_at, i.expires_at, i.seen_at, i.revoked};
}

/// @throws Failure "invitation_not_found": never there, over or revoked look the same from outside.
store::Invitation find_invitation(store::Session& sql, std::string_view token) {
  auto invitation = store::InvestorRepository{sql}.find(token_hash(token), now());
  if (!invitation) {
    throw not_found("invitation_not_found", "this address does not work any more; ask the zone for a new one");
  }
  return *invitation;
}

/// Somebody without an account, who speaks for an investor.
Viewer nobody() {
  return {};
}

}  // namespace

std::vector<api::Invitation> ListInvitations::operator()(api::ListInvitationsParams const& params, api::NoBody,
                                                         Call& call) const {
  auto sql = workspace.database.reader();
  auto const project = find_project(sql, call.viewer, params.project_id);
  std::vector<api::Invitation> shown;
  for (auto const& each : store::InvestorRepository{sql}.invitations(project.id)) shown.push_back(to_api(each));
  return shown;
}

api::NewInvitation InviteInvestor::operator()(api::InviteInvestorParams const& params,
                                              api::InvitationRequest const& body, Call& call) const {
  auto const token = random_token();
  auto change = Change{workspace, call.viewer, api::InviteInvestor::kId};
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  store::Invitation invitation;
  invitation.project_id = project.id;
  invitation.name = body.name;
  invitation.account_id = call.viewer.account_id;
  invitation.created_at = now();
  invitation.expires_at = invitation.created_at + Instant{body.days} * 24 * 3600 * 1000;
  invitation.id = store::InvestorRepository{change.sql()}.add_invitation(invitation, token_hash(token));
  record(
      change, call.viewer, project,
      history_line("investor", "", {{"event", "invited"}, {"name", body.name}, {"days", std::to_string(body.days)}}));
  change.commit();
  return {to_api(invitation), token, "/investor/" + token};
}

void RevokeInvitation::operator()(api::RevokeInvitationParams const& params, api::NoBody, Call& call) const {
  auto change = Change{workspace, call.viewer, api::RevokeInvitation::kId};
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  auto investors = store::InvestorRepository{change.sql()};
  if (!investors.revoke(project.id, params.invitation_id)) {
    throw not_found("invitation_not_found",
                    fmt::format("project {} has no invitation {}", project.id, params.invitation_id));
  }
  auto facts = Facts{{"event", "revoked"}};
  for (auto const& each : investors.invitations(project.id)) {
    if (each.id == params.invitation_id) facts["name"] = each.name;
  }
  record(change, call.viewer, project, history_line("investor", "", facts));
  change.commit();
}

std::vector<api::Question> ListQuestions::operator()(api::ListQuestionsParams const& params, api::NoBody,
                                                     Call& call) const {
  auto sql = workspace.database.reader();
  auto const project = find_project(sql, call.viewer, params.project_id);
  std::vector<api::Question> shown;
  for (auto const& each : store::InvestorRepository{sql}.questions(project.id))
    shown.push_back(to_api(each, workspace));
  return shown;
}

std::vector<api::ProjectRating> ListRatings::operator()(api::ListRatingsParams const& params, api::NoBody,
                                                        Call& call) const {
  auto sql = workspace.database.reader();
  auto const project = find_project(sql, call.viewer, params.project_id);
  std::vector<api::ProjectRating> shown;
  for (auto const& each : store::InvestorRepository{sql}.ratings(project.id, std::nullopt)) {
    shown.push_back({each.stage, each.rating, each.text, each.by, each.at});
  }
  return shown;
}

api::Question AnswerQuestion::operator()(api::AnswerQuestionParams const& params, api::AnswerRequest const& body,
                                         Call& call) const {
  auto change = Change{workspace, call.viewer, api::AnswerQuestion::kId};
  auto investors = store::InvestorRepository{change.sql()};
  auto const question = investors.find_question(params.question_id);
  auto const project = question
                           ? store::ProjectRepository{change.sql()}.find(question->project_id, scope_of(call.viewer))
                           : std::nullopt;
  if (!project) throw not_found("question_not_found", fmt::format("there is no question {}", params.question_id));
  require_change(call.viewer, project->zone_id);
  if (!investors.answer(question->id, body.text, call.viewer.account_id, now())) {
    throw Failure{{ErrorKind::kConflict, "question_answered",
                   fmt::format("question {} was answered by {}", question->id, question->answered_by_name)}};
  }
  record(change, call.viewer, *project,
         history_line("investor", body.text, {{"event", "answered"}, {"question", question->text}}));
  change.note("question", question->id, 2);
  auto shown = to_api(investors.find_question(question->id).value(), workspace);
  change.commit();
  return shown;
}

api::InvestorPage GetInvestorPage::operator()(api::GetInvestorPageParams const& params, api::NoBody, Call&) const {
  store::Invitation invitation;
  {
    auto sql = workspace.database.reader();
    invitation = find_invitation(sql, params.token);
    // Once a quarter of an hour is enough to know that he looks.
    constexpr auto kQuarter = Instant{15} * 60 * 1000;
    if (now() - invitation.seen_at.value_or(0) < kQuarter) return investor_page(sql, workspace, invitation);
  }
  auto sql = workspace.database.writer();
  store::InvestorRepository{sql}.note_seen(invitation.id, now());
  return investor_page(sql, workspace, invitation);
}

api::InvestorPage AskQuestion::operator()(api::AskQuestionParams const& params, api::QuestionRequest const& body,
                                          Call&) const {
  auto change = Change{workspace, nobody(), api::AskQuestion::kId};
  auto const invitation = find_invitation(change.sql(), params.token);
  auto investors = store::InvestorRepository{change.sql()};
  constexpr std::ptrdiff_t kMostOpen = 50;
  auto const asked = investors.questions(invitation.project_id);
  if (std::count_if(asked.begin(), asked.end(), [](auto const& q) { return !q.answered_at; }) >= kMostOpen) {
    throw Failure{{ErrorKind::kOverLimit, "too_many_questions",
                   fmt::format("{} questions wait for an answer; wait for it first", kMostOpen)}};
  }
  store::Question question;
  question.project_id = invitation.project_id;
  question.invitation_id = invitation.id;
  question.text = body.text;
  question.asked_at = now();
  question.due =
      lifecycle::due_day(civil_day(question.asked_at), workspace.rules().alarms.question, workspace.rules().calendar);
  auto const id = investors.add_question(question);
  change.note("question", id, 1);
  auto page = investor_page(change.sql(), workspace, invitation);
  change.commit();
  return page;
}

api::InvestorPage RateStage::operator()(api::RateStageParams const& params, api::RatingRequest const& body,
                                        Call&) const {
  auto change = Change{workspace, nobody(), api::RateStage::kId};
  auto const invitation = find_invitation(change.sql(), params.token);
  auto const project = store::ProjectRepository{change.sql()}.find(invitation.project_id, {}).value();
  store::InvestorRepository{change.sql()}.add_rating(
      {project.id, invitation.id, project.stage, body.rating, body.text, now(), ""});
  record(change, nobody(), project,
         history_line("investor", body.text,
                      {{"event", "rated"}, {"name", invitation.name}, {"rating", std::to_string(body.rating)}},
                      project.stage));
  auto page = investor_page(change.sql(), workspace, invitation);
  change.commit();
  return page;
}

}  // namespace lianzhao::serve
