#include "serve/lead_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "lifecycle/lead_clock.h"
#include "serve/stale_version.h"
#include "store/project_repository.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

/// Decides who was first: the oldest lead about the same that is still protected, else this one.
void set_first_report(store::Session& sql, Workspace const& workspace, store::Lead& lead, DayNumber today) {
  store::Known const* first = nullptr;
  auto const matches = find_matches(sql, workspace, identity_of(workspace, lead), std::nullopt, std::nullopt);
  for (auto const& match : matches) {
    auto const& known = match.known;
    auto const holds = known.noun == "lead" && match.judged.repeats && !known.first_lead_id && known.protected_until &&
                       *known.protected_until >= today && known.state != "declined" && known.state != "withdrawn";
    if (holds && (!first || known.reported_at < first->reported_at)) first = &known;
  }
  if (first) {
    lead.first_lead_id = first->id;
  } else {
    lead.protected_until = today + workspace.rules().lead.protection_days;
  }
}

}  // namespace

api::Lead to_api(store::Lead const& l, Workspace const& workspace, DayNumber today) {
  api::Lead shown;
  shown.id = l.id;
  shown.zone_id = l.zone_id;
  shown.channel = l.channel;
  shown.state = l.state;
  shown.investor = l.investor;
  shown.credit_code = l.credit_code;
  shown.enterprise_key = l.enterprise_key;
  shown.idea = l.idea;
  shown.node = l.node;
  shown.size_fen = l.size_fen;
  shown.needs = l.needs;
  shown.contact = l.contact;
  shown.reporter_id = l.reporter_id;
  shown.reporter_name = l.reporter_name;
  shown.officer_id = l.officer_id;
  shown.officer_name = l.officer_name;
  shown.confidential = l.confidential;
  shown.reported_ms = l.reported_at;
  shown.first_report = !l.first_lead_id;
  shown.first_lead_id = l.first_lead_id;
  shown.protected_until = day_text(l.protected_until);
  shown.next_step = l.next_step;
  shown.next_due = day_text(l.next_due);
  shown.late = l.next_due && *l.next_due < today;
  shown.due_unknown = l.next_step && !l.next_due;
  shown.due_estimated = l.next_due && workspace.rules().calendar.estimated(*l.next_due);
  shown.campaign_id = l.campaign_id;
  shown.project_id = l.project_id;
  shown.decision_reason = l.decision_reason;
  shown.version = l.version;
  return shown;
}

api::LeadTransfer to_api(store::LeadTransfer const& t, Viewer const& viewer, bool confidential) {
  auto const hidden = confidential && !scope_of(viewer).confidential;
  return {t.id,
          t.lead_id,
          hidden ? "" : t.investor,
          t.from_zone_id,
          t.to_zone_id,
          hidden ? "" : t.reason,
          static_cast<double>(t.kept_share) / 10000,
          t.state,
          t.by,
          t.at,
          hidden ? "" : t.answer,
          t.answered_by_name,
          t.answered_at};
}

api::Dispute to_api(store::Dispute const& d) {
  api::Dispute shown;
  shown.id = d.id;
  shown.state = d.state;
  shown.lead_id = d.lead_id;
  shown.against_lead_id = d.against_lead_id;
  shown.claimant_zone_id = d.claimant_zone_id;
  shown.respondent_zone_id = d.respondent_zone_id;
  shown.opened_ms = d.opened_at;
  for (auto const& s : d.statements) {
    shown.statements.push_back({s.side, s.text, s.document_id, s.document_name, s.by, s.at});
  }
  shown.in_favour_of = d.in_favour_of;
  shown.reason = d.reason;
  shown.decided_by = d.decided_by_name;
  shown.decided_ms = d.decided_at;
  return shown;
}

store::PageOf<store::Lead> lead_page(store::Session& sql, Workspace const& workspace, store::Scope const& scope,
                                     store::LeadFilter const& filter, store::Page const& page) {
  auto leads = store::LeadRepository{sql};
  // What is kept in memory does not tell.
  if (filter.words || filter.campaign_id || filter.silent_since || filter.reported_from || filter.reported_before ||
      filter.sort != "due") {
    return leads.list(filter, scope, page);
  }
  auto const found = workspace.figures.look(sql).leads(scope, filter, page);
  return {found.total, leads.of_ids(found.ids)};
}

api::LeadDetail lead_detail(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                            store::Lead const& lead) {
  api::LeadDetail detail;
  detail.lead = to_api(lead, workspace, civil_day(now()));
  auto leads = store::LeadRepository{sql};
  for (auto const& s : leads.steps(lead.id)) {
    detail.steps.push_back({s.id, s.kind, s.text, s.at, s.by, day_text(s.due), s.late});
  }
  detail.known =
      to_api(sql, viewer, find_matches(sql, workspace, identity_of(workspace, lead), lead.id, lead.project_id));
  auto claims = store::ClaimRepository{sql};
  for (auto const& [zone, share] : claims.credits(lead.id)) {
    detail.credits.push_back({zone, static_cast<double>(share) / 10000});
  }
  if (detail.credits.empty()) detail.credits.push_back({lead.zone_id, 1});
  for (auto const& transfer : claims.transfers_of(lead.id)) {
    detail.transfers.push_back(to_api(transfer, viewer, lead.confidential));
  }
  for (auto const& dispute : claims.disputes_of(lead.id)) detail.disputes.push_back(to_api(dispute));
  detail.may_change = may_change(viewer, lead.zone_id);
  return detail;
}

store::Lead find_lead(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto lead = store::LeadRepository{sql}.find(id, scope_of(viewer));
  if (!lead) throw not_found("lead_not_found", fmt::format("there is no lead {}", id));
  return *lead;
}

store::Lead find_lead_to_change(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto lead = find_lead(sql, viewer, id);
  require_change(viewer, lead.zone_id);
  return lead;
}

void require_version(Workspace const& workspace, store::Lead const& lead, std::int64_t version) {
  if (lead.version == version) return;
  throw StaleVersion{version, lead.version, to_json(to_api(lead, workspace, civil_day(now())))};
}

lifecycle::Identity identity_of(Workspace const&, store::Lead const& lead) {
  return {lead.credit_code, lead.investor_form, lead.short_name, lifecycle::character_pairs(lead.idea)};
}

std::vector<Match> find_matches(store::Session& sql, Workspace const& workspace, lifecycle::Identity const& identity,
                                std::optional<std::int64_t> lead_id, std::optional<std::int64_t> project_id) {
  std::vector<Match> matches;
  for (auto& known : store::LeadRepository{sql}.known(lifecycle::asked_keys(identity))) {
    if (known.id == (known.noun == "lead" ? lead_id : project_id)) continue;
    auto const other = lifecycle::Identity{known.credit_code, known.investor_form, known.short_name,
                                           lifecycle::character_pairs(known.idea)};
    auto const judged = lifecycle::judge(identity, other, workspace.rules().lead.similar_idea);
    if (judged.why != lifecycle::Likeness::kNone) matches.push_back({std::move(known), judged});
  }
  std::sort(matches.begin(), matches.end(), [](Match const& a, Match const& b) {
    return std::tuple{b.judged.why, b.judged.similarity, a.known.reported_at, a.known.id} <
           std::tuple{a.judged.why, a.judged.similarity, b.known.reported_at, b.known.id};
  });
  constexpr std::size_t kShown = 20;
  if (matches.size() > kShown) matches.erase(matches.begin() + kShown, matches.end());
  return matches;
}

std::vector<api::KnownMatch> to_api(store::Session& sql, Viewer const& viewer, std::vector<Match> const& matches) {
  std::vector<api::KnownMatch> shown;
  auto const scope = scope_of(viewer);
  std::vector<std::int64_t> leads;
  std::vector<std::int64_t> projects;
  for (auto const& match : matches) (match.known.noun == "lead" ? leads : projects).push_back(match.known.id);
  auto const seen_leads = store::LeadRepository{sql}.seen(leads, scope);
  auto const seen_projects = store::ProjectRepository{sql}.seen(projects, scope);
  for (auto const& [known, judged] : matches) {
    auto const visible = (known.noun == "lead" ? seen_leads : seen_projects).contains(known.id);
    api::KnownMatch match;
    match.noun = known.noun;
    match.visible = visible;
    match.why = lifecycle::word_of(judged.why);
    match.similarity = judged.similarity;
    match.zone_id = known.zone_id;
    match.reported = format_day(civil_day(known.reported_at));
    match.protected_until = day_text(known.protected_until);
    if (visible) {
      match.id = known.id;
      match.state = known.state;
      match.investor = known.investor;
      match.idea = known.idea;
    }
    shown.push_back(std::move(match));
  }
  return shown;
}

void set_lead_names(Workspace const& workspace, store::Lead& lead) {
  lead.investor = text::squeeze_blanks(lead.investor);
  lead.investor_form = text::name_match_form(lead.investor);
  if (lead.investor_form.empty()) {
    throw invalid_input("bad_name", fmt::format("\"{}\" is no name of an investor", lead.investor));
  }
  lead.short_name = lifecycle::short_name(lead.investor, *workspace.knowledge().regions);
}

std::int64_t hand_in(Change& change, Workspace const& workspace, Viewer const& viewer, store::Lead lead) {
  set_lead_names(workspace, lead);
  lead.reporter_id = viewer.account_id;
  if (lead.reported_at == 0) lead.reported_at = now();
  lead.last_step_at = lead.reported_at;
  // Whoever works for the zone and brings it, keeps it until somebody else is named.
  auto const works = viewer.role == "officer" || viewer.role == "agent";
  if (works && viewer.sees_zone(lead.zone_id)) lead.officer_id = viewer.account_id;
  auto leads = store::LeadRepository{change.sql()};
  leads.lock_reports();
  set_first_report(change.sql(), workspace, lead, civil_day(lead.reported_at));
  set_next_step(workspace, change.sql(), lead);
  lead.id = leads.add(lead);
  leads.set_keys("lead", lead.id, lifecycle::stored_keys(identity_of(workspace, lead)));
  leads.add_step({0, lead.id, "reported", "", lead.reported_at, viewer.account_id, std::nullopt, false, ""});
  change.note("lead", lead.id, 1);
  return lead.id;
}

void set_next_step(Workspace const& workspace, store::Session& sql, store::Lead& lead) {
  if (!lead.open()) {
    lead.next_step.reset();
    lead.next_due.reset();
    return;
  }
  lifecycle::LeadProgress progress;
  progress.reported = civil_day(lead.reported_at);
  progress.answered = lead.state != "reported";
  progress.assessed = lead.state == "assessed" || lead.state == "fed_back";
  progress.fed_back = lead.state == "fed_back";
  auto const& rules = workspace.rules().lead;
  progress.major = rules.major_fen > 0 && lead.size_fen && *lead.size_fen >= rules.major_fen;
  if (lead.id != 0) {
    for (auto const& step : store::LeadRepository{sql}.steps(lead.id)) {
      if (step.kind == "feedback" || step.kind == "report") progress.last_report = civil_day(step.at);
    }
  }
  auto const due = lifecycle::next_step(progress, rules, workspace.rules().calendar);
  lead.next_step = std::string{due.kind};
  lead.next_due = due.due;
}

}  // namespace lianzhao::serve
