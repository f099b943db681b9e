#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ListInvitations {
  Workspace workspace;
  std::vector<api::Invitation> operator()(api::ListInvitationsParams const&, api::NoBody, Call&) const;
};
struct InviteInvestor {
  Workspace workspace;
  api::NewInvitation operator()(api::InviteInvestorParams const&, api::InvitationRequest const&, Call&) const;
};
struct RevokeInvitation {
  Workspace workspace;
  void operator()(api::RevokeInvitationParams const&, api::NoBody, Call&) const;
};
struct ListQuestions {
  Workspace workspace;
  std::vector<api::Question> operator()(api::ListQuestionsParams const&, api::NoBody, Call&) const;
};
struct ListRatings {
  Workspace workspace;
  std::vector<api::ProjectRating> operator()(api::ListRatingsParams const&, api::NoBody, Call&) const;
};
struct AnswerQuestion {
  Workspace workspace;
  api::Question operator()(api::AnswerQuestionParams const&, api::AnswerRequest const&, Call&) const;
};
struct GetInvestorPage {
  Workspace workspace;
  api::InvestorPage operator()(api::GetInvestorPageParams const&, api::NoBody, Call&) const;
};
struct AskQuestion {
  Workspace workspace;
  api::InvestorPage operator()(api::AskQuestionParams const&, api::QuestionRequest const&, Call&) const;
};
struct RateStage {
  Workspace workspace;
  api::InvestorPage operator()(api::RateStageParams const&, api::RatingRequest const&, Call&) const;
};

}  // namespace lianzhao::serve
