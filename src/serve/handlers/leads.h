#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ListColleagues {
  Workspace workspace;
  std::vector<api::Colleague> operator()(api::ListColleaguesParams const&, api::NoBody, Call&) const;
};
struct ListLeads {
  Workspace workspace;
  api::LeadPage operator()(api::ListLeadsParams const&, api::NoBody, Call&) const;
};
struct HandInLead {
  Workspace workspace;
  api::LeadDetail operator()(api::HandInLeadParams const&, api::LeadRequest const&, Call&) const;
};
struct FindKnownLeads {
  Workspace workspace;
  std::vector<api::KnownMatch> operator()(api::FindKnownLeadsParams const&, api::NoBody, Call&) const;
};
struct SearchKnownLeads {
  Workspace workspace;
  std::vector<api::KnownMatch> operator()(api::SearchKnownLeadsParams const&, api::KnownLeadsRequest const&,
                                          Call&) const;
};
struct GetLeadConversion {
  Workspace workspace;
  std::vector<api::LeadConversion> operator()(api::GetLeadConversionParams const&, api::NoBody, Call&) const;
};
struct GetLead {
  Workspace workspace;
  api::LeadDetail operator()(api::GetLeadParams const&, api::NoBody, Call&) const;
};
struct UpdateLead {
  Workspace workspace;
  /// The same within a change that does more.
  void apply(Change&, api::UpdateLeadParams const&, api::UpdateLeadRequest const&, Call&) const;
  api::LeadDetail operator()(api::UpdateLeadParams const&, api::UpdateLeadRequest const&, Call&) const;
};
struct AddLeadStep {
  Workspace workspace;
  api::LeadDetail operator()(api::AddLeadStepParams const&, api::LeadStepRequest const&, Call&) const;
};
struct DecideLead {
  Workspace workspace;
  api::LeadDetail operator()(api::DecideLeadParams const&, api::LeadDecisionRequest const&, Call&) const;
};
struct ConvertLead {
  Workspace workspace;
  api::ProjectDetail operator()(api::ConvertLeadParams const&, api::ConvertLeadRequest const&, Call&) const;
};

}  // namespace lianzhao::serve
