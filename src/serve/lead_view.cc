#include "serve/lead_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "lifecycle/lead_clock.h"
#include "serve/accounts.h"
#include "serve/stale_version.h"
#include "store/account_repository.h"
#include "store/daily_work_repository.h"
#include "store/project_repository.h"
#include "text/normalize.h"
#include "text/simplified.h"

namespace lianzhao::serve {

namespace {

/// Absent where nothing was due.
std::optional<std::int64_t> days_late(Workspace const& workspace, store::LeadStep const& step) {
  if (!step.due) return std::nullopt;
  if (!step.late) return 0;
  auto const& calendar = workspace.rules().calendar;
  auto const at = civil_day(step.at);
  auto days = calendar.working_days_between(*step.due, at);
  if (!days) days = calendar.extended().working_days_between(*step.due, at);
  return days ? std::optional{std::int64_t{*days}} : std::nullopt;
}

/// "biomedicine/equipment" → "biomedicine"
std::string chain_of(std::string_view node) {
  return std::string{node.substr(0, node.find('/'))};
}

/// Those that may be about the same.
std::vector<Match> judged(std::vector<store::Known> all, Workspace const& workspace,
                          lifecycle::Identity const& identity, std::optional<std::int64_t> lead_id,
                          std::optional<std::int64_t> project_id) {
  std::vector<Match> matches;
  for (auto& known : all) {
    if (known.id == (known.noun == "lead" ? lead_id : project_id)) continue;
    auto const other = lifecycle::Identity{known.credit_code, known.investor_form, known.short_name,
                                           lifecycle::character_pairs(known.idea), chain_of(known.node)};
    auto const judged = lifecycle::judge(identity, other, workspace.rules().lead.similar_idea);
    if (judged.why != lifecycle::Likeness::kNone) matches.push_back({std::move(known), judged});
  }
  return matches;
}

/// What has the first report of the same on the day instead of this lead: the oldest that holds it.
std::optional<store::Known> holder(store::Session& sql, Workspace const& workspace, store::Lead const& lead,
                                   DayNumber today) {
  auto const identity = identity_of(workspace, lead);
  std::optional<store::Known> first;
  auto const own = lead.id == 0 ? std::nullopt : std::optional{lead.id};
  auto holding = store::LeadRepository{sql}.holding(lifecycle::asked_keys(identity), today);
  for (auto& match : judged(std::move(holding), workspace, identity, own, lead.project_id)) {
    if (!match.judged.repeats) continue;
    // A project that began as this lead is no other.
    if (own && match.known.noun == "project" && match.known.lead_id == own) continue;
    if (!first || match.known.reported_at < first->reported_at) first = std::move(match.known);
  }
  return first;
}

void follow(store::Session& sql, store::Lead& lead, store::Known const& first) {
  lead.protected_until.reset();
  lead.first_lead_id.reset();
  lead.first_project_id.reset();
  if (first.noun == "lead") {
    lead.first_lead_id = first.id;
    return;
  }
  lead.first_project_id = first.id;
  // A dispute is between leads: with the one that the project began as.
  auto const origin = first.lead_id ? store::LeadRepository{sql}.find(*first.lead_id, {}) : std::nullopt;
  if (origin && origin->id != lead.id) lead.first_lead_id = origin->first_lead_id.value_or(origin->id);
  if (lead.first_lead_id == lead.id) lead.first_lead_id.reset();
}

/// Decides who is first: the oldest about the same that holds the first report, else this one.
void set_first_report(store::Session& sql, Workspace const& workspace, store::Lead& lead, DayNumber today) {
  if (auto const first = holder(sql, workspace, lead, today)) return follow(sql, lead, *first);
  lead.first_lead_id.reset();
  lead.first_project_id.reset();
  lead.protected_until = civil_day(lead.identity_at) + workspace.rules().lead.protection_days;
}

/// Those who decide for the zone, by name; the administrators where nobody else does.
std::string who_decides(store::Session& sql, std::string_view zone_id) {
  std::vector<std::string> names;
  auto const all = store::AccountRepository{sql}.all();
  for (std::string_view const role : {"leader", "desk", "administrator"}) {
    for (auto const& account : all) {
      if (account.role != role || account.disabled) continue;
      auto const viewer = viewer_of(account);
      if (viewer.sees_zone(zone_id)) names.push_back(account.display_name);
    }
    if (!names.empty()) break;
  }
  constexpr std::size_t kMost = 3;
  if (names.size() > kMost) names.resize(kMost);
  return fmt::format("{}", fmt::join(names, "、"));
}

void save_follower(Change& change, store::Lead const& lead) {
  if (store::LeadRepository{change.sql()}.update(lead)) change.note("lead", lead.id, lead.version + 1, "first_report");
}

}  // namespace

std::optional<std::int64_t> protecting_lead(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                            store::Lead const& asked, std::optional<std::string> const& despite) {
  auto const first = holder(sql, workspace, asked, civil_day(now()));
  if (!first || first->noun != "lead" || first->zone_id == asked.zone_id) return std::nullopt;
  if (!despite) {
    // Who may not see a confidential lead is told that he may not go on, and neither where it lies nor until when.
    auto const told =
        !first->confidential || store::LeadRepository{sql}.seen({first->id}, scope_of(viewer)).contains(first->id);
    if (!told) {
      throw Failure{{ErrorKind::kConflict, "protected_confidentially",
                     "another zone has the first report of this investor; ask who decides for both zones"}};
    }
    auto const* const zone = workspace.knowledge().find_zone(first->zone_id);
    auto const name = zone ? zone->name : first->zone_id;
    auto const until = first->protected_until ? format_day(*first->protected_until) : std::string{};
    throw NamedFailure{{ErrorKind::kConflict, "protected_elsewhere",
                        fmt::format("{} has the first report of this investor, protected until {}; have it handed "
                                    "over, open a dispute, or wait",
                                    name, until)},
                       {{"zone", name}, {"until", until}, {"who", who_decides(sql, asked.zone_id)}}};
  }
  if (!role_may(viewer.role, api::Right::kDecide)) {
    auto const who = who_decides(sql, asked.zone_id);
    throw NamedFailure{{ErrorKind::kForbidden, "override_not_yours",
                        fmt::format("only who decides for the zone may register an investor whom another zone's lead "
                                    "protects; ask {}",
                                    who)},
                       {{"who", who}}};
  }
  return first->id;
}

void tell_protecting_lead(Change& change, Workspace const& workspace, Viewer const& viewer, std::int64_t lead_id,
                          std::string_view zone_id, std::string_view why, std::optional<std::int64_t> by_lead) {
  auto leads = store::LeadRepository{change.sql()};
  auto const* const zone = workspace.knowledge().find_zone(zone_id);
  leads.add_step({0, lead_id, "despite_protection",
                  fmt::format("{}：{}", zone ? std::string_view{zone->name} : zone_id, why), now(), viewer.account_id,
                  std::nullopt, false, "", "", by_lead});
  change.note("lead", lead_id, leads.find(lead_id, {}).value().version, "despite_protection");
}

void require_unprotected(Change& change, Workspace const& workspace, Viewer const& viewer, store::Lead const& asked,
                         std::optional<std::string> const& despite) {
  store::LeadRepository{change.sql()}.lock_reports();
  if (auto const lead = protecting_lead(change.sql(), workspace, viewer, asked, despite)) {
    tell_protecting_lead(change, workspace, viewer, *lead, asked.zone_id, *despite,
                         asked.id > 0 ? std::optional{asked.id} : std::nullopt);
  }
}

void point_followers(Change& change, std::int64_t from, store::Lead const& to) {
  auto leads = store::LeadRepository{change.sql()};
  for (auto const id : leads.followers(from)) {
    if (id == to.id) continue;
    auto lead = leads.find(id, {}).value();
    lead.first_lead_id = to.first_lead_id.value_or(to.id);
    if (lead.first_lead_id == lead.id) continue;
    save_follower(change, lead);
  }
}

void reopened_first_report(Change& change, Workspace const& workspace, store::Lead& lead) {
  if (!lead.first()) return;
  auto const first = holder(change.sql(), workspace, lead, civil_day(now()));
  if (!first) return;
  follow(change.sql(), lead, *first);
  if (lead.first_lead_id) point_followers(change, lead.id, lead);
}

void changed_first_report(Change& change, Workspace const& workspace, store::Lead& lead,
                          lifecycle::Identity const& before) {
  auto const after = identity_of(workspace, lead);
  auto const threshold = workspace.rules().lead.similar_idea;
  auto const another = after.name_form != before.name_form || after.credit_code != before.credit_code;
  if (!another && after.idea == before.idea) return;
  auto const today = civil_day(now());
  if (!lifecycle::judge(before, after, threshold).repeats) {
    // Somebody else: nothing that was said of the first investor counts for this one.
    lead.identity_at = now();
    set_first_report(change.sql(), workspace, lead, today);
  } else if (lead.first()) {
    // The same as before, but now also like another that has the first report: whoever is changed gives way.
    if (auto const first = holder(change.sql(), workspace, lead, today)) follow(change.sql(), lead, *first);
  }
}

void release_followers(Change& change, Workspace const& workspace, store::Lead const& lead,
                       lifecycle::Identity const& before) {
  auto leads = store::LeadRepository{change.sql()};
  auto const after = identity_of(workspace, lead);
  auto const same = after.name_form == before.name_form && after.credit_code == before.credit_code;
  if (same && after.idea == before.idea) return;
  auto const threshold = workspace.rules().lead.similar_idea;
  for (auto const id : leads.followers(lead.id)) {
    auto follower = leads.find(id, {}).value();
    auto const its = identity_of(workspace, follower);
    // Whom a decision put behind it stays there.
    if (!lifecycle::judge(before, its, threshold).repeats) continue;
    if (lead.first() && lifecycle::judge(after, its, threshold).repeats) continue;
    set_first_report(change.sql(), workspace, follower, civil_day(now()));
    save_follower(change, follower);
  }
}

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
  shown.first_report = l.first();
  shown.first_lead_id = l.first_lead_id;
  shown.first_project_id = l.first_project_id;
  shown.first_zone_id = l.first_zone_id;
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

api::LeadTransfer to_api(store::LeadTransfer const& t) {
  return {t.id,
          t.lead_id,
          t.investor,
          t.from_zone_id,
          t.to_zone_id,
          t.reason,
          static_cast<double>(t.kept_share) / 10000,
          t.state,
          t.by,
          t.at,
          t.answer,
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

bool sees_in(Viewer const& viewer, store::Lead const& lead, std::initializer_list<std::string_view> zones) {
  auto const scope = scope_of(viewer);
  auto const me = viewer.account_id;
  auto const own = me && lead.reporter_id == me;
  auto const assigned = me && lead.officer_id == me;
  return std::any_of(zones.begin(), zones.end(),
                     [&](std::string_view zone) { return scope.sees(zone, lead.confidential, own, assigned); });
}

bool sees_transfer(store::Session& sql, Viewer const& viewer, store::LeadTransfer const& t) {
  if (viewer.account_id && t.account_id == viewer.account_id) return true;
  auto const lead = store::LeadRepository{sql}.find(t.lead_id, {});
  return lead && sees_in(viewer, *lead, {t.from_zone_id, t.to_zone_id});
}

bool sees_dispute(store::Session& sql, Viewer const& viewer, store::Dispute const& d) {
  auto leads = store::LeadRepository{sql};
  auto const claimant = leads.find(d.lead_id, {});
  auto const respondent = leads.find(d.against_lead_id, {});
  if (!claimant || !respondent) return false;
  auto const one = sees_in(viewer, *claimant, {claimant->zone_id, d.claimant_zone_id});
  auto const other = sees_in(viewer, *respondent, {respondent->zone_id, d.respondent_zone_id});
  // What is said speaks of both leads.
  auto const hidden =
      !scope_of(viewer).confidential && ((claimant->confidential && !one) || (respondent->confidential && !other));
  return (one || other) && !hidden;
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

std::optional<std::int64_t> disputed_with(store::Session& sql, store::Lead const& lead) {
  if (lead.first_lead_id) return lead.first_lead_id;
  std::optional<std::int64_t> other;
  for (auto const& step : store::LeadRepository{sql}.steps(lead.id)) {
    if (step.kind == "despite_protection" && step.other_lead_id) other = step.other_lead_id;
  }
  return other;
}

api::LeadDetail lead_detail(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                            store::Lead const& lead) {
  api::LeadDetail detail;
  detail.lead = to_api(lead, workspace, civil_day(now()));
  auto leads = store::LeadRepository{sql};
  for (auto const& s : leads.steps(lead.id)) {
    detail.steps.push_back({s.id, s.kind, s.text, s.at, s.by, day_text(s.due),
                            s.due_step.empty() ? std::nullopt : std::optional{s.due_step}, s.late,
                            days_late(workspace, s)});
  }
  detail.known =
      to_api(sql, viewer, find_matches(sql, workspace, identity_of(workspace, lead), lead.id, lead.project_id));
  auto claims = store::ClaimRepository{sql};
  for (auto const& [zone, share] : claims.credits(lead.id)) {
    detail.credits.push_back({zone, static_cast<double>(share) / 10000});
  }
  if (detail.credits.empty()) detail.credits.push_back({lead.zone_id, 1});
  for (auto const& transfer : claims.transfers_of(lead.id)) {
    detail.transfers.push_back(to_api(transfer));
  }
  for (auto const& dispute : claims.disputes_of(lead.id)) {
    if (sees_dispute(sql, viewer, dispute)) detail.disputes.push_back(to_api(dispute));
  }
  detail.may_change = may_change(viewer, lead.zone_id);
  detail.may_dispute = detail.may_change && disputed_with(sql, lead).has_value();
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
  return {lead.credit_code, lead.investor_form, lead.short_name, lifecycle::character_pairs(lead.idea),
          chain_of(lead.node)};
}

std::vector<Match> find_matches(store::Session& sql, Workspace const& workspace, lifecycle::Identity const& identity,
                                std::optional<std::int64_t> lead_id, std::optional<std::int64_t> project_id) {
  auto matches = judged(store::LeadRepository{sql}.known(lifecycle::asked_keys(identity)), workspace, identity, lead_id,
                        project_id);
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
    // Of what is confidential who may not see it learns nothing, not even that there is something (decision 0114).
    if (!visible && known.confidential) continue;
    api::KnownMatch match;
    match.noun = known.noun;
    match.visible = visible;
    match.why = lifecycle::word_of(judged.why);
    match.similarity = judged.similarity;
    match.same_investor = judged.repeats;
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
  lead.investor_form = lifecycle::investor_form(lead.investor);
  if (lead.investor_form.empty()) {
    throw invalid_input("name_missing", fmt::format("\"{}\" is no name of an investor", lead.investor));
  }
  lead.short_name = lifecycle::short_name(lead.investor, *workspace.knowledge().regions);
}

std::int64_t renew_forms(Workspace const& workspace) {
  constexpr std::string_view kDone = "investor_forms";
  constexpr std::int64_t kForms = 1;  ///< counts up with what lifecycle::investor_form does
  std::vector<std::pair<std::string_view, store::LeadRepository::Written>> old;
  {
    auto sql = workspace.database.reader();
    if (store::DailyWorkRepository{sql}.last_number(kDone).value_or(0) >= kForms) return 0;
    for (std::string_view const noun : {"lead", "project"}) {
      for (auto& each : store::LeadRepository{sql}.written(noun)) {
        if (text::simplified(each.investor) == each.investor && text::simplified(each.idea) == each.idea) continue;
        old.emplace_back(noun, std::move(each));
      }
    }
  }
  auto sql = workspace.database.writer();
  auto transaction = store::Transaction{sql};
  auto leads = store::LeadRepository{sql};
  for (auto const& [noun, each] : old) {
    auto const form = lifecycle::investor_form(each.investor);
    auto const name = lifecycle::short_name(each.investor, *workspace.knowledge().regions);
    leads.set_forms(noun, each.id, form, name);
    leads.set_keys(noun, each.id,
                   lifecycle::stored_keys({each.credit_code, form, name, lifecycle::character_pairs(each.idea)}));
  }
  store::DailyWorkRepository{sql}.note_number(kDone, kForms);
  transaction.commit();
  return static_cast<std::int64_t>(old.size());
}

std::int64_t hand_in(Change& change, Workspace const& workspace, Viewer const& viewer, store::Lead lead) {
  set_lead_names(workspace, lead);
  lead.reporter_id = viewer.account_id;
  if (lead.reported_at == 0) lead.reported_at = now();
  lead.identity_at = lead.reported_at;
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

void note_due(store::Lead const& lead, store::LeadStep& step) {
  if (!lead.next_step || !lead.next_due) return;
  auto const rank = [](std::string_view kind) {
    return kind == "feedback" || kind == "report" ? 3 : kind == "assessment" ? 2 : kind == "answer" ? 1 : 0;
  };
  auto const late = civil_day(step.at) > *lead.next_due;
  // Whoever ends a lead owes no further step; what he owed by then he was late with.
  auto const ends = step.kind == "declined" || step.kind == "withdrawn" || step.kind == "converted";
  if (ends ? !late : rank(step.kind) < rank(*lead.next_step)) return;
  step.due_step = *lead.next_step;
  step.due = lead.next_due;
  step.late = late;
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
