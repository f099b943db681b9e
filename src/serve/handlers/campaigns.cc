#include "serve/handlers/campaigns.h"

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "serve/lead_view.h"
#include "serve/stale_version.h"
#include "store/campaign_repository.h"

namespace lianzhao::serve {

namespace {

api::Campaign to_api(store::Campaign const& c) {
  return {c.id,
          c.zone_id,
          c.name,
          c.kind,
          format_day(c.begin_day),
          format_day(c.end_day),
          c.route,
          c.plan,
          c.people,
          c.cost_fen,
          c.report,
          c.leads,
          c.projects,
          c.with_contract,
          c.contracted_fen,
          c.version};
}

api::Visit to_api(store::Visit const& v) {
  return {v.id, v.enterprise, v.enterprise_key, format_day(v.day), v.note, v.done, v.version};
}

/// With what came of it, as the viewer is entitled to see it.
store::Campaign counted(store::Session& sql, Viewer const& viewer, store::Campaign campaign) {
  std::vector<store::Campaign> one = {std::move(campaign)};
  store::CampaignRepository{sql}.count(one, scope_of(viewer));
  return std::move(one.front());
}

store::Campaign find_campaign(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto campaign = store::CampaignRepository{sql}.find(id);
  if (!campaign || !viewer.sees_zone(campaign->zone_id)) {
    throw not_found("campaign_not_found", fmt::format("there is no campaign {}", id));
  }
  return *campaign;
}

api::CampaignDetail campaign_detail(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                    std::int64_t id) {
  constexpr DayNumber kYear = 365;
  auto campaigns = store::CampaignRepository{sql};
  auto const campaign = counted(sql, viewer, campaigns.find(id).value());
  auto const until = campaign.end_day + kYear;
  auto const outcome = campaigns.outcome(id, until, scope_of(viewer));
  api::CampaignDetail detail;
  detail.campaign = to_api(campaign);
  detail.first_year = {format_day(until),     until < civil_day(now()), outcome.leads,         outcome.projects,
                       outcome.with_contract, outcome.in_production,    outcome.contracted_fen};
  detail.may_change = may_change(viewer, campaign.zone_id);
  for (auto const& v : campaigns.visits(id)) {
    detail.visits.push_back(to_api(v));
  }
  store::LeadFilter filter;
  filter.campaign_id = id;
  filter.sort = "reported";
  auto const today = civil_day(now());
  for (auto const& lead : store::LeadRepository{sql}.list(filter, scope_of(viewer), {500, 0}).rows) {
    detail.leads.push_back(serve::to_api(lead, workspace, today));
  }
  return detail;
}

void require_order(store::Campaign const& campaign) {
  constexpr DayNumber kLongest = 366;
  static auto const kFirst = parse_day("2000-01-01").value();
  static auto const kLast = parse_day("2099-12-31").value();
  if (campaign.begin_day < kFirst || campaign.end_day > kLast || campaign.end_day - campaign.begin_day > kLongest) {
    throw invalid_input("campaign_span",
                        fmt::format("{} to {}: a campaign lies between 2000 and 2099 and takes at most a year",
                                    format_day(campaign.begin_day), format_day(campaign.end_day)));
  }
  if (campaign.begin_day <= campaign.end_day) return;
  throw invalid_input("bad_days", fmt::format("it ends on {}, before it begins on {}", format_day(campaign.end_day),
                                              format_day(campaign.begin_day)));
}

}  // namespace

void require_visit(store::Campaign const& campaign, store::Visit const& visit) {
  if (visit.day < campaign.begin_day || visit.day > campaign.end_day) {
    throw invalid_input("visit_outside",
                        fmt::format("day: {} is not within the campaign, {} to {}", format_day(visit.day),
                                    format_day(campaign.begin_day), format_day(campaign.end_day)));
  }
  if (visit.done && visit.day > civil_day(now())) {
    throw invalid_input("visit_to_come", fmt::format("done: {} is in the future", format_day(visit.day)));
  }
}

api::CampaignPage ListCampaigns::operator()(api::ListCampaignsParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  auto found = store::CampaignRepository{sql}.list(call.viewer.zones, params.zone_id, {params.limit, params.offset});
  store::CampaignRepository{sql}.count(found.rows, scope_of(call.viewer));
  api::CampaignPage page;
  page.total = found.total;
  for (auto const& campaign : found.rows) page.items.push_back(to_api(campaign));
  return page;
}

std::int64_t CreateCampaign::apply(Change& change, api::CampaignRequest const& body, Call& call) const {
  require_zone(workspace, body.zone_id);
  require_change(call.viewer, body.zone_id);
  store::Campaign campaign;
  campaign.zone_id = body.zone_id;
  campaign.name = body.name;
  campaign.kind = body.kind;
  campaign.begin_day = checked_day("begin", body.begin);
  campaign.end_day = checked_day("end", body.end);
  campaign.route = body.route.value_or("");
  campaign.plan = body.plan.value_or("");
  campaign.people = body.people.value_or("");
  campaign.cost_fen = body.cost_fen;
  require_order(campaign);
  auto const id = store::CampaignRepository{change.sql()}.add(campaign);
  change.note("campaign", id, 1);
  return id;
}

api::CampaignDetail CreateCampaign::operator()(api::CreateCampaignParams const&, api::CampaignRequest const& body,
                                               Call& call) const {
  auto change = Change{workspace, call.viewer, api::CreateCampaign::kId};
  auto const id = apply(change, body, call);
  auto detail = campaign_detail(change.sql(), workspace, call.viewer, id);
  change.commit();
  return detail;
}

api::CampaignDetail GetCampaign::operator()(api::GetCampaignParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  return campaign_detail(sql, workspace, call.viewer, find_campaign(sql, call.viewer, params.campaign_id).id);
}

void UpdateCampaign::apply(Change& change, api::UpdateCampaignParams const& params,
                           api::UpdateCampaignRequest const& body, Call& call) const {
  auto campaign = find_campaign(change.sql(), call.viewer, params.campaign_id);
  require_change(call.viewer, campaign.zone_id);
  auto const stale = [&](store::Campaign const& current) {
    return StaleVersion{body.version, current.version, to_json(to_api(counted(change.sql(), call.viewer, current)))};
  };
  if (campaign.version != body.version) throw stale(campaign);
  auto const before = campaign;
  if (body.name) campaign.name = *body.name;
  if (body.begin) campaign.begin_day = checked_day("begin", *body.begin);
  if (body.end) campaign.end_day = checked_day("end", *body.end);
  if (body.route) campaign.route = *body.route;
  if (body.plan) campaign.plan = *body.plan;
  if (body.people) campaign.people = *body.people;
  if (body.cost_fen) campaign.cost_fen = body.cost_fen;
  if (body.report) campaign.report = *body.report;
  require_order(campaign);
  if (campaign == before) return;
  auto campaigns = store::CampaignRepository{change.sql()};
  if (!campaigns.update(campaign)) throw stale(campaigns.find(campaign.id).value());
  change.note("campaign", campaign.id, campaign.version + 1);
}

api::CampaignDetail UpdateCampaign::operator()(api::UpdateCampaignParams const& params,
                                               api::UpdateCampaignRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::UpdateCampaign::kId};
  apply(change, params, body, call);
  auto detail = campaign_detail(change.sql(), workspace, call.viewer, params.campaign_id);
  change.commit();
  return detail;
}

void AddVisit::apply(Change& change, api::AddVisitParams const& params, api::VisitRequest const& body,
                     Call& call) const {
  auto const campaign = find_campaign(change.sql(), call.viewer, params.campaign_id);
  require_change(call.viewer, campaign.zone_id);
  auto campaigns = store::CampaignRepository{change.sql()};
  store::Visit visit;
  if (body.id) {
    auto found = campaigns.find_visit(campaign.id, *body.id);
    if (!found) throw not_found("visit_not_found", fmt::format("campaign {} has no visit {}", campaign.id, *body.id));
    visit = std::move(*found);
    if (!body.version) {
      throw NamedFailure{
          {ErrorKind::kInvalidInput, "bad_request", "version: say which version of the visit you have seen"},
          {{"field", "version"}, {"rule", "missing"}}};
    }
    if (visit.version != *body.version) throw StaleVersion{*body.version, visit.version, to_json(to_api(visit))};
  }
  auto const before = visit;
  visit.campaign_id = campaign.id;
  visit.enterprise = body.enterprise;
  if (body.enterprise_key) visit.enterprise_key = *body.enterprise_key;
  visit.day = checked_day("day", body.day);
  if (body.note) visit.note = *body.note;
  if (body.done) visit.done = *body.done;
  if (body.id && visit == before) return;
  // What stands in it already may be put right in its other fields.
  if (!body.id || before.day != visit.day || before.done != visit.done) require_visit(campaign, visit);
  if (!body.id) {
    campaigns.add_visit(visit);
  } else if (!campaigns.update_visit(visit)) {
    auto const current = campaigns.find_visit(campaign.id, *body.id).value();
    throw StaleVersion{*body.version, current.version, to_json(to_api(current))};
  }
  campaigns.touch(campaign.id);
  change.note("campaign", campaign.id, campaign.version + 1);
}

api::CampaignDetail AddVisit::operator()(api::AddVisitParams const& params, api::VisitRequest const& body,
                                         Call& call) const {
  auto change = Change{workspace, call.viewer, api::AddVisit::kId};
  apply(change, params, body, call);
  auto detail = campaign_detail(change.sql(), workspace, call.viewer, params.campaign_id);
  change.commit();
  return detail;
}

api::CampaignDetail RemoveVisit::operator()(api::RemoveVisitParams const& params, api::NoBody, Call& call) const {
  auto change = Change{workspace, call.viewer, api::RemoveVisit::kId};
  auto const campaign = find_campaign(change.sql(), call.viewer, params.campaign_id);
  require_change(call.viewer, campaign.zone_id);
  auto campaigns = store::CampaignRepository{change.sql()};
  if (!campaigns.remove_visit(campaign.id, params.visit_id)) {
    throw not_found("visit_not_found",
                    fmt::format("campaign {} has no visit {} that is only planned", campaign.id, params.visit_id));
  }
  campaigns.touch(campaign.id);
  change.note("campaign", campaign.id, campaign.version + 1);
  auto detail = campaign_detail(change.sql(), workspace, call.viewer, campaign.id);
  change.commit();
  return detail;
}

}  // namespace lianzhao::serve
