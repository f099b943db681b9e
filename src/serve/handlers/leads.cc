#include "serve/handlers/leads.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/accounts.h"
#include "serve/lead_view.h"
#include "serve/project_view.h"
#include "store/account_repository.h"
#include "store/campaign_repository.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

constexpr Instant kDayMs = 24LL * 3600 * 1000;

/// First instant of a civil day in China.
Instant begin_of(DayNumber day) {
  return Instant{day} * kDayMs - 8LL * 3600 * 1000;
}

/// @throws Failure "campaign_not_found", also for one of another zone.
void require_campaign(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto const campaign = store::CampaignRepository{sql}.find(id);
  if (campaign && viewer.sees_zone(campaign->zone_id)) return;
  throw not_found("campaign_not_found", fmt::format("there is no campaign {}", id));
}

/// The lead was read in this transaction; on PostgreSQL somebody else can still have been faster.
void save(Change& change, Workspace const& workspace, store::Lead const& lead) {
  auto leads = store::LeadRepository{change.sql()};
  if (!leads.update(lead)) require_version(workspace, leads.find(lead.id, {}).value(), lead.version);
}

/// The investor as the history tells it.
std::string named(store::Lead const& lead) {
  return lead.credit_code.empty() ? lead.investor : fmt::format("{} ({})", lead.investor, lead.credit_code);
}

api::LeadDetail finish(Change& change, Workspace const& workspace, Viewer const& viewer, std::int64_t id) {
  // Read without the scope: who hands a lead over does not see it afterwards, but still sees what he did.
  auto const lead = store::LeadRepository{change.sql()}.find(id, {}).value();
  auto detail = lead_detail(change.sql(), workspace, viewer, lead);
  change.commit();
  return detail;
}

/// A step was taken: what comes next and by when follows from it.
api::LeadDetail took_step(Change& change, Workspace const& workspace, Viewer const& viewer, store::Lead lead,
                          Instant at, std::string_view what) {
  lead.last_step_at = at;
  set_next_step(workspace, change.sql(), lead);
  save(change, workspace, lead);
  change.note("lead", lead.id, lead.version + 1, what);
  return finish(change, workspace, viewer, lead.id);
}

}  // namespace

std::vector<api::Colleague> ListColleagues::operator()(api::ListColleaguesParams const& params, api::NoBody,
                                                       Call& call) const {
  std::vector<api::Colleague> shown;
  auto sql = workspace.database.reader();
  for (auto const& account : colleagues_of(sql, call.viewer)) {
    if (params.zone_id && !may_change(viewer_of(account), *params.zone_id)) continue;
    shown.push_back({account.id, account.display_name, account.role});
  }
  return shown;
}

api::LeadPage ListLeads::operator()(api::ListLeadsParams const& params, api::NoBody, Call& call) const {
  store::LeadFilter filter;
  filter.zone_id = params.zone_id;
  filter.channel = params.channel;
  filter.words = params.q;
  filter.reporter_id = params.reporter_id;
  filter.officer_id = params.officer_id;
  filter.sort = params.sort;
  auto const today = civil_day(now());
  if (params.late.value_or(0) == 1) filter.late_on = today;
  if (params.state) {
    for (std::size_t begin = 0; begin <= params.state->size();) {
      auto const end = std::min(params.state->find(',', begin), params.state->size());
      auto const state = params.state->substr(begin, end - begin);
      if (state == "open") {
        filter.states.insert(filter.states.end(), {"reported", "answered", "assessed", "fed_back"});
      } else {
        filter.states.push_back(state);
      }
      begin = end + 1;
    }
  }
  auto sql = workspace.database.reader();
  auto const found = lead_page(sql, workspace, scope_of(call.viewer), filter, {params.limit, params.offset});
  api::LeadPage page;
  page.total = found.total;
  for (auto const& lead : found.rows) page.items.push_back(to_api(lead, workspace, today));
  return page;
}

api::LeadDetail HandInLead::operator()(api::HandInLeadParams const&, api::LeadRequest const& body, Call& call) const {
  require_zone(workspace, body.zone_id);
  require_node(workspace, body.node.value_or(""));
  auto const& viewer = call.viewer;
  store::Lead lead;
  lead.zone_id = body.zone_id;
  lead.channel = body.channel;
  lead.investor = body.investor;
  lead.credit_code = checked_credit_code(body.credit_code.value_or(""));
  lead.enterprise_key = body.enterprise_key.value_or("");
  lead.idea = body.idea;
  lead.node = body.node.value_or("");
  lead.size_fen = body.size_fen;
  lead.needs = body.needs.value_or("");
  lead.contact = body.contact.value_or("");
  lead.reporter_name = body.reporter_name.value_or("");
  lead.confidential = body.confidential.value_or(false);
  lead.campaign_id = body.campaign_id;
  auto change = Change{workspace, viewer, api::HandInLead::kId};
  if (lead.campaign_id) require_campaign(change.sql(), viewer, *lead.campaign_id);
  auto const id = hand_in(change, workspace, viewer, std::move(lead));
  return finish(change, workspace, viewer, id);
}

namespace {

/// `asked`: what is known of the lead that somebody is about to hand in.
template <typename Asked>
std::vector<api::KnownMatch> known_leads(Workspace const& workspace, Asked const& params, Call const& call) {
  store::Lead asked;
  asked.investor = params.investor.value_or("");
  asked.investor_form = lifecycle::investor_form(asked.investor);
  if (!asked.investor_form.empty()) {
    asked.short_name = lifecycle::short_name(asked.investor, *workspace.knowledge().regions);
  }
  asked.credit_code = params.credit_code.value_or("");
  asked.idea = params.idea.value_or("");
  auto sql = workspace.database.reader();
  return to_api(sql, call.viewer,
                find_matches(sql, workspace, identity_of(workspace, asked), std::nullopt, std::nullopt));
}

}  // namespace

std::vector<api::KnownMatch> FindKnownLeads::operator()(api::FindKnownLeadsParams const& params, api::NoBody,
                                                        Call& call) const {
  return known_leads(workspace, params, call);
}

std::vector<api::KnownMatch> SearchKnownLeads::operator()(api::SearchKnownLeadsParams const&,
                                                          api::KnownLeadsRequest const& body, Call& call) const {
  return known_leads(workspace, body, call);
}

std::vector<api::LeadConversion> GetLeadConversion::operator()(api::GetLeadConversionParams const& params, api::NoBody,
                                                               Call& call) const {
  store::LeadFilter filter;
  filter.zone_id = params.zone_id;
  if (params.from) filter.reported_from = begin_of(checked_day("from", *params.from));
  if (params.to) filter.reported_before = begin_of(checked_day("to", *params.to) + 1);
  auto sql = workspace.database.reader();
  std::vector<api::LeadConversion> shown;
  for (auto const& c : store::LeadRepository{sql}.conversion(params.by, filter, scope_of(call.viewer))) {
    auto label = c.label;
    if (params.by == "zone") {
      if (auto const* const zone = workspace.knowledge().find_zone(c.key)) label = zone->name;
    }
    shown.push_back(
        {c.key, label, c.leads, c.converted, c.signed_, c.declined, c.open,
         c.leads == 0 ? std::nullopt : std::optional{static_cast<double>(c.signed_) / static_cast<double>(c.leads)},
         c.credited, c.credited_converted, c.credited_signed});
  }
  return shown;
}

api::LeadDetail GetLead::operator()(api::GetLeadParams const& params, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  return lead_detail(sql, workspace, call.viewer, find_lead(sql, call.viewer, params.lead_id));
}

void UpdateLead::apply(Change& change, api::UpdateLeadParams const& params, api::UpdateLeadRequest const& body,
                       Call& call) const {
  // Who is first is one question for all, and this may ask it.
  store::LeadRepository{change.sql()}.lock_reports();
  auto lead = find_lead_to_change(change.sql(), call.viewer, params.lead_id);
  require_version(workspace, lead, body.version);
  auto const before = identity_of(workspace, lead);
  auto const was = named(lead);
  std::string changed;
  auto const set = [&](std::string_view field, auto const& from, auto& to) {
    if (!from || to == *from) return;
    to = *from;
    changed += (changed.empty() ? "" : ",") + std::string{field};
  };
  set("channel", body.channel, lead.channel);
  set("investor", body.investor, lead.investor);
  if (body.credit_code) set("credit_code", std::optional{checked_credit_code(*body.credit_code)}, lead.credit_code);
  set("enterprise_key", body.enterprise_key, lead.enterprise_key);
  set("idea", body.idea, lead.idea);
  if (body.node) require_node(workspace, *body.node);
  set("node", body.node, lead.node);
  set("size_fen", body.size_fen, lead.size_fen);
  set("needs", body.needs, lead.needs);
  set("contact", body.contact, lead.contact);
  set("confidential", body.confidential, lead.confidential);
  if (body.officer_id) {
    if (body.officer_id != lead.officer_id) require_worker(change.sql(), call.viewer, lead.zone_id, *body.officer_id);
    set("officer_id", std::optional{body.officer_id}, lead.officer_id);
  }
  if (changed.empty()) return;
  set_lead_names(workspace, lead);
  auto leads = store::LeadRepository{change.sql()};
  if (auto const is = named(lead); is != was) {
    leads.add_step({0, lead.id, "renamed", fmt::format("{} → {}", was, is), now(), call.viewer.account_id, std::nullopt,
                    false, ""});
  }
  changed_first_report(change, workspace, lead, before);
  set_next_step(workspace, change.sql(), lead);
  save(change, workspace, lead);
  leads.set_keys("lead", lead.id, lifecycle::stored_keys(identity_of(workspace, lead)));
  release_followers(change, workspace, lead, before);
  change.note("lead", lead.id, lead.version + 1, changed);
}

api::LeadDetail UpdateLead::operator()(api::UpdateLeadParams const& params, api::UpdateLeadRequest const& body,
                                       Call& call) const {
  auto change = Change{workspace, call.viewer, api::UpdateLead::kId};
  apply(change, params, body, call);
  return finish(change, workspace, call.viewer, params.lead_id);
}

api::LeadDetail AddLeadStep::operator()(api::AddLeadStepParams const& params, api::LeadStepRequest const& body,
                                        Call& call) const {
  auto change = Change{workspace, call.viewer, api::AddLeadStep::kId};
  auto lead = find_lead_to_change(change.sql(), call.viewer, params.lead_id);
  if (body.version) require_version(workspace, lead, *body.version);
  if (!lead.open() && body.kind != "note") {
    throw Failure{
        {ErrorKind::kConflict, "lead_ended", fmt::format("lead {} is {}; take that back first", lead.id, lead.state)}};
  }
  auto const at = now();
  auto leads = store::LeadRepository{change.sql()};
  store::LeadStep step{0, lead.id, body.kind, body.text, at, call.viewer.account_id, std::nullopt, false, ""};
  note_due(lead, step);
  leads.add_step(step);
  // A later step stands for the earlier ones; an earlier one given again changes nothing.
  auto const rank = [](std::string_view state) {
    return state == "fed_back" ? 3 : state == "assessed" ? 2 : state == "answered" ? 1 : 0;
  };
  auto const to = body.kind == "answer"                              ? "answered"
                  : body.kind == "assessment"                        ? "assessed"
                  : body.kind == "feedback" || body.kind == "report" ? "fed_back"
                                                                     : "reported";
  if (lead.open() && rank(to) > rank(lead.state)) lead.state = to;
  return took_step(change, workspace, call.viewer, std::move(lead), at, body.kind);
}

api::LeadDetail DecideLead::operator()(api::DecideLeadParams const& params, api::LeadDecisionRequest const& body,
                                       Call& call) const {
  auto change = Change{workspace, call.viewer, api::DecideLead::kId};
  store::LeadRepository{change.sql()}.lock_reports();
  auto lead = find_lead_to_change(change.sql(), call.viewer, params.lead_id);
  require_version(workspace, lead, body.version);
  if (lead.state == "converted" || lead.open() == (body.state == "reopened")) {
    throw Failure{{ErrorKind::kConflict, "lead_state",
                   fmt::format("lead {} is {} and cannot be {}", lead.id, lead.state, body.state)}};
  }
  auto leads = store::LeadRepository{change.sql()};
  auto const at = now();
  store::LeadStep decided{0, lead.id, body.state, body.reason, at, call.viewer.account_id, std::nullopt, false, ""};
  note_due(lead, decided);
  leads.add_step(decided);
  if (body.state == "reopened") {
    // Back to where its steps had brought it.
    lead.state = "reported";
    for (auto const& step : leads.steps(lead.id)) {
      if (step.kind == "answer" && lead.state == "reported") lead.state = "answered";
      if (step.kind == "assessment" && lead.state != "fed_back") lead.state = "assessed";
      if (step.kind == "feedback" || step.kind == "report") lead.state = "fed_back";
    }
    lead.decision_reason.clear();
    reopened_first_report(change, workspace, lead);
  } else {
    lead.state = body.state;
    lead.decision_reason = body.reason;
  }
  return took_step(change, workspace, call.viewer, std::move(lead), at, body.state);
}

api::ProjectDetail ConvertLead::operator()(api::ConvertLeadParams const& params, api::ConvertLeadRequest const& body,
                                           Call& call) const {
  auto change = Change{workspace, call.viewer, api::ConvertLead::kId};
  auto lead = find_lead_to_change(change.sql(), call.viewer, params.lead_id);
  require_version(workspace, lead, body.version);
  if (!lead.open()) {
    throw Failure{{ErrorKind::kConflict, "lead_ended", fmt::format("lead {} is {} already", lead.id, lead.state)}};
  }
  if (!lead.first()) require_unprotected(change, workspace, call.viewer, lead, body.despite_protection);
  store::Project project;
  project.zone_id = lead.zone_id;
  project.name = body.name;
  project.investor = lead.investor;
  project.credit_code = lead.credit_code;
  project.enterprise_key = lead.enterprise_key;
  project.idea = lead.idea;
  project.node = lead.node;
  project.lead_id = lead.id;
  project.confidential = lead.confidential;
  project.source = fmt::format("线索 {}", lead.id);
  auto const id = start_project(change, workspace, call.viewer, std::move(project), lead.officer_id);
  if (lead.size_fen) {
    add_known_amount(change, call.viewer, id, "planned", *lead.size_fen, civil_day(lead.reported_at), "线索所报规模");
  }
  auto const at = now();
  store::LeadStep converted{0, lead.id, "converted", body.name, at, call.viewer.account_id, std::nullopt, false, ""};
  note_due(lead, converted);
  store::LeadRepository{change.sql()}.add_step(converted);
  lead.state = "converted";
  lead.project_id = id;
  lead.last_step_at = at;
  set_next_step(workspace, change.sql(), lead);
  save(change, workspace, lead);
  change.note("lead", lead.id, lead.version + 1, fmt::format("project:{}", id));
  auto detail = project_detail(change.sql(), workspace, call.viewer, id);
  change.commit();
  return detail;
}

}  // namespace lianzhao::serve
