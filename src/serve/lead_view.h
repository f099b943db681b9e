#pragma once

#include <vector>

#include "api_types.h"
#include "lifecycle/likeness.h"
#include "serve/workspace.h"
#include "store/claim_repository.h"
#include "store/lead_repository.h"

namespace lianzhao::serve {

api::Lead to_api(store::Lead const&, Workspace const&, DayNumber today);
api::LeadTransfer to_api(store::LeadTransfer const&, Viewer const&, bool confidential);
api::Dispute to_api(store::Dispute const&);

/// Leads of the scope in the order of the filter.
store::PageOf<store::Lead> lead_page(store::Session&, Workspace const&, store::Scope const&, store::LeadFilter const&,
                                     store::Page const&);

/// Everything of a lead, as this viewer sees it.
api::LeadDetail lead_detail(store::Session&, Workspace const&, Viewer const&, store::Lead const&);

/// @throws Failure "lead_not_found", also where he may not see it.
store::Lead find_lead(store::Session&, Viewer const&, std::int64_t id);
/// Likewise, and he may change it.
store::Lead find_lead_to_change(store::Session&, Viewer const&, std::int64_t id);
/// @throws StaleVersion.
void require_version(Workspace const&, store::Lead const&, std::int64_t version);

lifecycle::Identity identity_of(Workspace const&, store::Lead const&);

/// A lead or project that may be about the same, with the reason.
struct Match {
  store::Known known;
  lifecycle::Judged judged;
};
/// The likeliest first, at most 20, of all zones; without the lead itself and the project it became.
std::vector<Match> find_matches(store::Session&, Workspace const&, lifecycle::Identity const&,
                                std::optional<std::int64_t> lead_id, std::optional<std::int64_t> project_id);
std::vector<api::KnownMatch> to_api(store::Session&, Viewer const&, std::vector<Match> const&);

/// Fills the forms the investor is found by. @throws Failure "bad_name".
void set_lead_names(Workspace const&, store::Lead&);
/// Takes a new lead in, reported now unless it says when: who was first is decided, its clocks begin. Returns its id.
std::int64_t hand_in(Change&, Workspace const&, Viewer const&, store::Lead);

/// Sets what is due next from what has been done.
void set_next_step(Workspace const&, store::Session&, store::Lead&);

}  // namespace lianzhao::serve
