#pragma once

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"
#include "store/campaign_repository.h"

namespace lianzhao::serve {

/// A visit lies within the days of its campaign, and is done when its day has come.
/// @throws Failure "visit_outside", "visit_to_come".
void require_visit(store::Campaign const&, store::Visit const&);

struct ListCampaigns {
  Workspace workspace;
  api::CampaignPage operator()(api::ListCampaignsParams const&, api::NoBody, Call&) const;
};
struct CreateCampaign {
  Workspace workspace;
  /// The same within a change that does more. @returns its id.
  std::int64_t apply(Change&, api::CampaignRequest const&, Call&) const;
  api::CampaignDetail operator()(api::CreateCampaignParams const&, api::CampaignRequest const&, Call&) const;
};
struct GetCampaign {
  Workspace workspace;
  api::CampaignDetail operator()(api::GetCampaignParams const&, api::NoBody, Call&) const;
};
struct UpdateCampaign {
  Workspace workspace;
  /// The same within a change that does more.
  void apply(Change&, api::UpdateCampaignParams const&, api::UpdateCampaignRequest const&, Call&) const;
  api::CampaignDetail operator()(api::UpdateCampaignParams const&, api::UpdateCampaignRequest const&, Call&) const;
};
struct AddVisit {
  Workspace workspace;
  /// The same within a change that does more.
  void apply(Change&, api::AddVisitParams const&, api::VisitRequest const&, Call&) const;
  api::CampaignDetail operator()(api::AddVisitParams const&, api::VisitRequest const&, Call&) const;
};
struct RemoveVisit {
  Workspace workspace;
  api::CampaignDetail operator()(api::RemoveVisitParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
