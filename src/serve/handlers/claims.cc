#include "serve/handlers/claims.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/lead_view.h"

namespace lianzhao::serve {

namespace {

constexpr std::int64_t kWhole = 10000;

Failure refused(std::string code, std::string message) {
  return Failure{{ErrorKind::kConflict, std::move(code), std::move(message)}};
}

/// @throws StaleVersion.
void save(Change& change, Workspace const& workspace, store::Lead const& lead) {
  auto leads = store::LeadRepository{change.sql()};
  if (!leads.update(lead)) require_version(workspace, leads.find(lead.id, {}).value(), lead.version);
  change.note("lead", lead.id, lead.version + 1);
}

store::Dispute find_dispute(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto dispute = store::ClaimRepository{sql}.find_dispute(id);
  if (!dispute || !sees_dispute(sql, viewer, *dispute))
    throw not_found("dispute_not_found", fmt::format("there is no dispute {}", id));
  return *dispute;
}

/// The side somebody speaks for: the zone that is his, or the lead that is his where both are.
std::string side_of(store::Session& sql, Viewer const& viewer, store::Dispute const& dispute) {
  auto const claims = may_change(viewer, dispute.claimant_zone_id);
  auto const responds = may_change(viewer, dispute.respondent_zone_id);
  if (claims != responds) return claims ? "claimant" : "respondent";
  auto leads = store::LeadRepository{sql};
  auto const his = [&](std::int64_t lead_id) {
    auto const lead = leads.find(lead_id, {});
    return viewer.account_id && lead &&
           (lead->reporter_id == viewer.account_id || lead->officer_id == viewer.account_id);
  };
  if (claims && his(dispute.lead_id)) return "claimant";
  if (claims && his(dispute.against_lead_id)) return "respondent";
  throw Failure{{ErrorKind::kForbidden, "not_a_party",
                 fmt::format("dispute {} is between others; only they say their part", dispute.id)}};
}

/// The decision is carried out: who has the first report, and whose is the credit.
void carry_out(Change& change, Workspace const& workspace, store::Dispute const& dispute, std::string_view favour) {
  if (favour == "respondent") return;
  auto leads = store::LeadRepository{change.sql()};
  auto claimant = leads.find(dispute.lead_id, {}).value();
  auto respondent = leads.find(dispute.against_lead_id, {}).value();
  auto const until = civil_day(claimant.identity_at) + workspace.rules().lead.protection_days;
  if (respondent.first_lead_id && *respondent.first_lead_id != claimant.id) {
    // Another decision has put a third one first meanwhile, who was not heard here: he stays.
    claimant.first_lead_id = respondent.first_lead_id;
    claimant.protected_until.reset();
  } else {
    claimant.first_lead_id.reset();
    claimant.first_project_id.reset();
    claimant.protected_until = until;
    if (favour == "claimant") {
      respondent.first_lead_id = claimant.id;
      respondent.first_project_id.reset();
      respondent.protected_until.reset();
      point_followers(change, respondent.id, claimant);
    }
  }
  if (favour == "both" && claimant.zone_id != respondent.zone_id) {
    for (auto const id : {claimant.id, respondent.id}) {
      store::ClaimRepository{change.sql()}.set_credits(
          id, {{claimant.zone_id, kWhole / 2}, {respondent.zone_id, kWhole / 2}});
    }
  }
  save(change, workspace, claimant);
  save(change, workspace, respondent);
}

}  // namespace

api::LeadDetail ProposeLeadTransfer::operator()(api::ProposeLeadTransferParams const& params,
                                                api::TransferRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::ProposeLeadTransfer::kId};
  auto const lead = find_lead_to_change(change.sql(), call.viewer, params.lead_id);
  require_zone(workspace, body.zone_id);
  require_version(workspace, lead, body.version);
  if (!lead.open())
    throw refused("lead_ended", fmt::format("lead {} is {} and stays where it is", lead.id, lead.state));
  if (lead.zone_id == body.zone_id) {
    throw invalid_input("same_zone", fmt::format("lead {} is in the zone {} already", lead.id, body.zone_id));
  }
  auto claims = store::ClaimRepository{change.sql()};
  for (auto const& transfer : claims.transfers_of(lead.id)) {
    if (transfer.state == "proposed") {
      throw refused("transfer_open", fmt::format("lead {} is offered to the zone {} already; wait for its answer",
                                                 lead.id, transfer.to_zone_id));
    }
  }
  store::LeadTransfer transfer;
  transfer.lead_id = lead.id;
  transfer.from_zone_id = lead.zone_id;
  transfer.to_zone_id = body.zone_id;
  transfer.reason = body.reason;
  transfer.kept_share = std::llround(body.kept_share * static_cast<double>(kWhole));
  transfer.account_id = call.viewer.account_id;
  transfer.at = now();
  auto const id = claims.add_transfer(transfer);
  change.note("transfer", id, 1, fmt::format("lead:{}", lead.id));
  save(change, workspace, lead);
  auto detail =
      lead_detail(change.sql(), workspace, call.viewer, store::LeadRepository{change.sql()}.find(lead.id, {}).value());
  change.commit();
  return detail;
}

std::vector<api::LeadTransfer> ListLeadTransfers::operator()(api::ListLeadTransfersParams const&, api::NoBody,
                                                             Call& call) const {
  auto sql = workspace.database.reader();
  std::vector<api::LeadTransfer> shown;
  for (auto const& transfer : store::ClaimRepository{sql}.transfers(call.viewer.zones)) {
    if (sees_transfer(sql, call.viewer, transfer)) shown.push_back(to_api(transfer));
  }
  return shown;
}

api::LeadTransfer AnswerLeadTransfer::operator()(api::AnswerLeadTransferParams const& params,
                                                 api::TransferAnswerRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::AnswerLeadTransfer::kId};
  auto claims = store::ClaimRepository{change.sql()};
  auto const transfer = claims.find_transfer(params.transfer_id);
  if (!transfer || !sees_transfer(change.sql(), call.viewer, *transfer))
    throw not_found("transfer_not_found", fmt::format("there is no transfer {}", params.transfer_id));
  require_change(call.viewer, transfer->to_zone_id);
  if (!body.accepted && body.reason.empty()) {
    throw invalid_input("reason_missing", "say why the lead is declined: reason is empty");
  }
  if (!claims.answer_transfer(transfer->id, body.accepted ? "accepted" : "declined", body.reason,
                              call.viewer.account_id, now())) {
    throw refused("transfer_answered", fmt::format("transfer {} is {} already", transfer->id, transfer->state));
  }
  auto lead = store::LeadRepository{change.sql()}.find(transfer->lead_id, {}).value();
  if (body.accepted) {
    if (!lead.open()) throw refused("lead_ended", fmt::format("lead {} is {} meanwhile", lead.id, lead.state));
    // What the giving zone has is divided; shares of others stay as they are.
    auto shares = claims.credits(lead.id);
    if (shares.empty()) shares.emplace_back(transfer->from_zone_id, kWhole);
    std::int64_t given = 0;
    for (auto& [zone, share] : shares) {
      if (zone != transfer->from_zone_id) continue;
      auto const kept = share * transfer->kept_share / kWhole;
      given = share - kept;
      share = kept;
    }
    auto const receiver =
        std::find_if(shares.begin(), shares.end(), [&](auto const& s) { return s.first == transfer->to_zone_id; });
    if (receiver != shares.end()) {
      receiver->second += given;
    } else {
      shares.emplace_back(transfer->to_zone_id, given);
    }
    claims.set_credits(lead.id, shares);
    lead.zone_id = transfer->to_zone_id;
    lead.officer_id = call.viewer.role == "administrator" ? std::nullopt : call.viewer.account_id;
    lead.last_step_at = now();
    store::LeadRepository{change.sql()}.add_step({0, lead.id, "transferred",
                                                  fmt::format("{} → {}", transfer->from_zone_id, transfer->to_zone_id),
                                                  lead.last_step_at, call.viewer.account_id, std::nullopt, false, ""});
  }
  save(change, workspace, lead);
  change.note("transfer", transfer->id, 2, body.accepted ? "accepted" : "declined");
  auto shown = to_api(claims.find_transfer(transfer->id).value());
  change.commit();
  return shown;
}

api::Dispute OpenDispute::operator()(api::OpenDisputeParams const& params, api::DisputeRequest const& body,
                                     Call& call) const {
  auto change = Change{workspace, call.viewer, api::OpenDispute::kId};
  auto const lead = find_lead_to_change(change.sql(), call.viewer, params.lead_id);
  auto leads = store::LeadRepository{change.sql()};
  auto const usual = disputed_with(change.sql(), lead);
  auto const against_id = body.against_lead_id ? body.against_lead_id : usual;
  auto const against = against_id ? leads.find(*against_id, {}) : std::nullopt;
  // Only a lead that looks like this one can be disputed with: ids of other zones' leads are not to be tried out.
  auto const matches = find_matches(change.sql(), workspace, identity_of(workspace, lead), lead.id, lead.project_id);
  auto const alike = against && std::any_of(matches.begin(), matches.end(), [&](Match const& m) {
                       return m.known.noun == "lead" && m.known.id == against->id;
                     });
  if (!against || against->id == lead.id || (!alike && usual != against->id)) {
    throw not_found("lead_not_found", fmt::format("no lead that resembles lead {} has the first report", lead.id));
  }
  if (against->first_lead_id && *against->first_lead_id != lead.id) {
    throw refused("not_the_first", fmt::format("lead {} has not the first report, lead {} has it; dispute with that",
                                               against->id, *against->first_lead_id));
  }
  auto claims = store::ClaimRepository{change.sql()};
  for (auto const& dispute : claims.disputes_of(lead.id)) {
    auto const same = (dispute.lead_id == lead.id && dispute.against_lead_id == against->id) ||
                      (dispute.lead_id == against->id && dispute.against_lead_id == lead.id);
    if (same && dispute.state == "open") {
      throw refused("dispute_open", fmt::format("dispute {} about these two is open", dispute.id));
    }
  }
  require_own_document(change.sql(), call.viewer, body.document_id);
  store::Dispute dispute;
  dispute.lead_id = lead.id;
  dispute.against_lead_id = against->id;
  dispute.claimant_zone_id = lead.zone_id;
  dispute.respondent_zone_id = against->zone_id;
  dispute.opened_at = now();
  dispute.id = claims.add_dispute(dispute);
  claims.add_statement({dispute.id, "claimant", body.text, body.document_id, call.viewer.account_id, now(), "", ""});
  for (auto const id : {lead.id, against->id}) {
    leads.add_step({0, id, "dispute", "", now(), call.viewer.account_id, std::nullopt, false, ""});
    change.note("lead", id, leads.find(id, {}).value().version, "dispute");
  }
  change.note("dispute", dispute.id, 1);
  auto shown = to_api(claims.find_dispute(dispute.id).value());
  change.commit();
  return shown;
}

std::vector<api::Dispute> ListDisputes::operator()(api::ListDisputesParams const&, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  std::vector<api::Dispute> shown;
  for (auto const& dispute : store::ClaimRepository{sql}.disputes(call.viewer.zones)) {
    if (sees_dispute(sql, call.viewer, dispute)) shown.push_back(to_api(dispute));
  }
  return shown;
}

api::Dispute AddDisputeStatement::operator()(api::AddDisputeStatementParams const& params,
                                             api::DisputeStatementRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::AddDisputeStatement::kId};
  auto claims = store::ClaimRepository{change.sql()};
  auto const dispute = find_dispute(change.sql(), call.viewer, params.dispute_id);
  auto const side = side_of(change.sql(), call.viewer, dispute);
  if (dispute.state != "open") throw refused("dispute_decided", fmt::format("dispute {} is decided", dispute.id));
  require_own_document(change.sql(), call.viewer, body.document_id);
  claims.add_statement({dispute.id, side, body.text, body.document_id, call.viewer.account_id, now(), "", ""});
  change.note("dispute", dispute.id, 1, side);
  auto shown = to_api(claims.find_dispute(dispute.id).value());
  change.commit();
  return shown;
}

api::Dispute DecideDispute::operator()(api::DecideDisputeParams const& params, api::DisputeDecisionRequest const& body,
                                       Call& call) const {
  auto change = Change{workspace, call.viewer, api::DecideDispute::kId};
  auto claims = store::ClaimRepository{change.sql()};
  store::LeadRepository{change.sql()}.lock_reports();
  auto const dispute = find_dispute(change.sql(), call.viewer, params.dispute_id);
  auto const above =
      call.viewer.sees_zone(dispute.claimant_zone_id) && call.viewer.sees_zone(dispute.respondent_zone_id);
  auto const spoke = std::any_of(dispute.statements.begin(), dispute.statements.end(), [&](auto const& s) {
    return call.viewer.account_id && s.account_id == call.viewer.account_id;
  });
  if (!above || spoke) {
    throw Failure{
        {ErrorKind::kForbidden, "not_above_both",
         fmt::format("dispute {} is decided by somebody who is in charge of both zones and took no part", dispute.id)}};
  }
  auto const answered = std::any_of(dispute.statements.begin(), dispute.statements.end(),
                                    [](auto const& s) { return s.side == "respondent"; });
  auto const until = civil_day(dispute.opened_at) + workspace.rules().lead.dispute_days;
  if (!answered && civil_day(now()) <= until) {
    throw refused("not_heard", fmt::format("the other side has not said its part and may until {}", format_day(until)));
  }
  if (!claims.decide(dispute.id, body.in_favour_of, body.reason, call.viewer.account_id, now())) {
    throw refused("dispute_decided", fmt::format("dispute {} is decided", dispute.id));
  }
  carry_out(change, workspace, dispute, body.in_favour_of);
  change.note("dispute", dispute.id, 2, body.in_favour_of);
  auto shown = to_api(claims.find_dispute(dispute.id).value());
  change.commit();
  return shown;
}

}  // namespace lianzhao::serve
