#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "api_types.h"
#include "lifecycle/likeness.h"
#include "serve/workspace.h"
#include "store/claim_repository.h"
#include "store/lead_repository.h"

namespace lianzhao::serve {

api::Lead to_api(store::Lead const&, Workspace const&, DayNumber today);
api::LeadTransfer to_api(store::LeadTransfer const&);
api::Dispute to_api(store::Dispute const&);

/// Whether he is entitled to the lead where it lies in one of the zones: it has lain in one and is to lie in another.
bool sees_in(Viewer const&, store::Lead const&, std::initializer_list<std::string_view> zones);
/// Whether he is entitled to its lead in the zone that gives or in the one that takes.
bool sees_transfer(store::Session&, Viewer const&, store::LeadTransfer const&);
/// Whether he is entitled to one of the two leads, and what is confidential of both is for him too.
bool sees_dispute(store::Session&, Viewer const&, store::Dispute const&);

/// Leads of the scope in the order of the filter.
store::PageOf<store::Lead> lead_page(store::Session&, Workspace const&, store::Scope const&, store::LeadFilter const&,
                                     store::Page const&);

/// The lead a dispute of it is with, unless another is named: the one that has the first report, or the last that was
/// registered in spite of its protection.
std::optional<std::int64_t> disputed_with(store::Session&, store::Lead const&);

/// Everything of a lead, as this viewer sees it.
api::LeadDetail lead_detail(store::Session&, Workspace const&, Viewer const&, store::Lead const&);

/// @throws Failure "lead_not_found", also where he may not see it.
store::Lead find_lead(store::Session&, Viewer const&, std::int64_t id);
/// Likewise, and he may change it.
store::Lead find_lead_to_change(store::Session&, Viewer const&, std::int64_t id);
/// @throws StaleVersion.
void require_version(Workspace const&, store::Lead const&, std::int64_t version);

/// Within its protection nobody registers the investor of another zone's lead, unless that zone hands it over, a
/// dispute is decided, or who decides for the zone says why he does it all the same (docs/methods/leads.md): the lead
/// of the other zone is told so in its history, and rings. `asked`: investor, idea and zone; id of the lead that is to
/// become a project.
/// @throws Failure "protected_elsewhere", "override_not_yours".
void require_unprotected(Change&, Workspace const&, Viewer const&, store::Lead const& asked,
                         std::optional<std::string> const& despite);
/// The same of what may only be looked at; whether it still holds is to be asked again in the transaction that writes.
/// @returns the lead that protects it, where somebody says why he does it all the same.
std::optional<std::int64_t> protecting_lead(store::Session&, Workspace const&, Viewer const&, store::Lead const& asked,
                                            std::optional<std::string> const& despite);
/// Writes into the history of the protecting lead why another zone registers its investor, and as which lead, so that
/// it rings.
void tell_protecting_lead(Change&, Workspace const&, Viewer const&, std::int64_t lead_id, std::string_view zone_id,
                          std::string_view why, std::optional<std::int64_t> by_lead);

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

/// Fills the forms the investor is found by. @throws Failure "name_missing".
void set_lead_names(Workspace const&, store::Lead&);
/// Leads and projects that an older program took in with traditional characters are found by today's forms from then
/// on; once in the life of a workspace. Returns how many.
std::int64_t renew_forms(Workspace const&);
/// Takes a new lead in, reported now unless it says when: who was first is decided, its clocks begin. Returns its id.
std::int64_t hand_in(Change&, Workspace const&, Viewer const&, store::Lead);

/// Leads that are not the first because of `from` are not because of `to`, or of whom that follows.
void point_followers(Change&, std::int64_t from, store::Lead const& to);
/// Who had the first report and ended does not take it back from who got it meanwhile.
void reopened_first_report(Change&, Workspace const&, store::Lead&);
/// The lead is said to be about something else than `before`: about another investor it is as old as that change, and
/// where somebody has the first report already it gives way. Before it is saved.
void changed_first_report(Change&, Workspace const&, store::Lead&, lifecycle::Identity const& before);
/// Those that were not the first because of it and are about something else by now. After it and its keys were saved.
void release_followers(Change&, Workspace const&, store::Lead const&, lifecycle::Identity const& before);

/// Notes in a step by when it, or the step that it stands for, had to be taken. Before the lead moves on.
void note_due(store::Lead const&, store::LeadStep&);
/// Sets what is due next from what has been done.
void set_next_step(Workspace const&, store::Session&, store::Lead&);

}  // namespace lianzhao::serve
