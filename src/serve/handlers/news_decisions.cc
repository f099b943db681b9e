#include <algorithm>
#include <charconv>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "pipeline/news_desk.h"
#include "pipeline/news_fields.h"
#include "serve/documents.h"
#include "serve/handlers/news.h"
#include "serve/lead_view.h"
#include "serve/news_view.h"
#include "serve/passwords.h"
#include "serve/project_view.h"
#include "store/audit_log.h"
#include "store/news_dossier_repository.h"
#include "store/register_reader.h"
#include "text/currency.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace lianzhao::serve {

namespace {

constexpr std::int64_t kMostTaughtArticles = 20'000;
/// Why a lead or proof that came from the news ended; read by people of both languages.
constexpr auto kTakenBack = "撤销 / taken back";

/// Writes the event; on PostgreSQL somebody else can have been faster since it was read.
void save(Change& change, Workspace const& workspace, Viewer const& viewer, store::NewsEvent const& event) {
  auto news = store::NewsRepository{change.sql()};
  if (news.update_event(event)) return;
  require_version(change.sql(), workspace, viewer, news.find_event(event.id, {}).value(), event.version);
}

api::NewsEventDetail finish(Change& change, Workspace const& workspace, Viewer const& viewer,
                            store::NewsEvent const& event, std::string_view detail) {
  if (event.dossier_id) pipeline::NewsDesk::refresh_dossier(change.sql(), *event.dossier_id);
  change.note("news_event", event.id, event.version + 1, detail);
  auto shown = news_event_detail(change.sql(), workspace, viewer, event.id);
  change.commit();
  return shown;
}

void require_new(store::NewsEvent const& event) {
  if (event.state == "new") return;
  throw Failure{{ErrorKind::kConflict, "event_decided",
                 fmt::format("event {} is {} already; take that back first", event.id, event.state)}};
}

/// Of an event that is about one project again: where people put it, else one of its own.
std::int64_t dossier_for(store::Session& sql, store::NewsEvent const& event) {
  auto dossiers = store::NewsDossierRepository{sql};
  if (auto const ruled = dossiers.ruled(event.id)) return *ruled;
  return dossiers.add(event.zone_id);
}

store::NewsDecision decision(Viewer const& viewer, store::NewsEvent const& event, std::string_view kind) {
  store::NewsDecision made;
  made.event_id = event.id;
  made.kind = kind;
  made.account_id = viewer.account_id;
  made.at = now();
  return made;
}

/// @throws Failure "unknown_enterprise" for a key that the register does not have.
void require_enterprise(Workspace const& workspace, std::string const& key) {
  auto sql = workspace.insights.register_database().reader();
  if (!store::RegisterReader{sql}.find_key(key))
    throw invalid_input("unknown_enterprise", fmt::format("the register has no enterprise \"{}\"", key));
}

std::string one_line(std::string_view field, std::string text) {
  if (text.find_first_of("\t\n") != std::string::npos)
    throw invalid_input("bad_words",
                        fmt::format("\"{}\" of {} has a tab or a line end; write it in one line", text, field));
  return text;
}

/// 50000, 2.4
bool is_decimal(std::string_view text) {
  auto const digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  auto const point = text.find('.');
  return point == std::string_view::npos ? digits(text)
                                         : digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

std::string capacity_lines(std::vector<api::NewsCapacityRequest> const& all) {
  std::string lines;
  for (auto const& one : all) {
    if (!is_decimal(one.value))
      throw invalid_input("bad_number", fmt::format("\"{}\" is no number; write 50000 or 2.4", one.value));
    lines += fmt::format("{}\t{}\t{}\t{}\t{}\t\n", one_line("capacity", one.product.value_or("")), one.value,
                         one_line("capacity", one.unit), one.per.value_or(""), one.qualifier.value_or("exact"));
  }
  return lines;
}

/// The event with what the request says of each field.
store::NewsEvent corrected(Workspace const& workspace, store::NewsEvent event,
                           api::CorrectNewsEventRequest const& body) {
  if (body.kind) event.kind = *body.kind;
  if (body.project) event.project = *body.project;
  if (body.enterprises) {
    std::string lines;
    for (auto const& x : *body.enterprises) {
      if (x.name.find_first_of("\t\n") != std::string::npos) {
        throw invalid_input("bad_name", fmt::format("\"{}\" is no name", x.name));
      }
      auto const key = x.enterprise_key.value_or("");
      // One that an update of the register left out may stay.
      auto const kept = std::any_of(event.enterprises.begin(), event.enterprises.end(),
                                    [&](auto const& old) { return old.enterprise_key == key; });
      if (!key.empty() && !kept) require_enterprise(workspace, key);
      lines += fmt::format("{}\t{}\t{}\n", x.name, x.role, key);
    }
    pipeline::set_field(event, "enterprises", lines);
  }
  if (body.amount || body.amount_currency || body.amount_kind || body.amount_qualifier) {
    if (!body.amount && !event.amount) throw invalid_input("amount_missing", "say how much: amount is empty");
    if (body.amount) event.amount = body.amount;
    if (body.amount_currency) event.amount_currency = *body.amount_currency;
    if (event.amount_currency.empty()) event.amount_currency = "CNY";
    if (!text::is_currency(event.amount_currency)) {
      throw invalid_input("bad_currency", fmt::format("\"{}\" is not a currency by ISO 4217; write CNY, USD, …",
                                                      event.amount_currency));
    }
    if (body.amount_kind) event.amount_kind = *body.amount_kind;
    if (event.amount_kind.empty()) event.amount_kind = "total_investment";
    if (body.amount_qualifier) event.amount_qualifier = *body.amount_qualifier;
    if (event.amount_qualifier.empty()) event.amount_qualifier = "exact";
  }
  if (body.land_m2) event.land_m2 = body.land_m2;
  if (body.building_m2) event.building_m2 = body.building_m2;
  if (body.jobs || body.jobs_qualifier) {
    if (!body.jobs && !event.jobs) throw invalid_input("jobs_missing", "say how many: jobs is empty");
    if (body.jobs) event.jobs = body.jobs;
    if (body.jobs_qualifier) event.jobs_qualifier = *body.jobs_qualifier;
    if (event.jobs_qualifier.empty()) event.jobs_qualifier = "exact";
  }
  if (body.products) {
    event.products.clear();
    for (auto const& product : *body.products) event.products += one_line("products", product) + '\n';
  }
  if (body.capacity) event.capacity = capacity_lines(*body.capacity);
  if (body.stage) event.stage = *body.stage;
  if (body.region_code) {
    RegionCode code = 0;
    std::from_chars(body.region_code->data(), body.region_code->data() + body.region_code->size(), code);
    auto const* const region = workspace.knowledge().regions->find(code);
    if (region == nullptr) {
      throw invalid_input("unknown_region", fmt::format("there is no region {}", *body.region_code));
    }
    event.region_code = code;
    event.place_name = region->name;
  }
  if (body.place_zone) event.place_zone = *body.place_zone;
  if (body.place_zone_id) {
    if (!body.place_zone_id->empty()) require_zone(workspace, *body.place_zone_id);
    event.place_zone_id = *body.place_zone_id;
  }
  if (body.date_from || body.date_to) {
    auto const from = body.date_from ? std::optional{checked_day("date_from", *body.date_from)} : event.date_from;
    auto const to = body.date_to ? std::optional{checked_day("date_to", *body.date_to)} : event.date_to;
    if (from && to && *from > *to) throw invalid_input("days_reversed", "date_from lies after date_to");
    pipeline::set_field(event, "date", fmt::format("{}/{}", day_text(from).value_or(""), day_text(to).value_or("")));
  }
  if (body.node) {
    require_node(workspace, *body.node);
    event.node = *body.node;
  }
  if (body.count) event.project_count = body.count;
  for (auto const& field : body.unknown.value_or(std::vector<std::string>{})) {
    if (field == "kind") throw invalid_input("bad_field", "kind is always known");
    pipeline::set_field(event, field, "");
  }
  for (std::string_view const text : {std::string_view{event.project}, std::string_view{event.place_zone}}) {
    if (text.find_first_of("\t\n") != std::string_view::npos) {
      throw invalid_input("bad_name", fmt::format("\"{}\" is no name", text));
    }
  }
  return event;
}

/// Evidence of the fields that the request shows the words of, within the article.
std::map<std::string, std::vector<store::NewsEvidence>> given_spans(store::NewsRepository& news,
                                                                    store::NewsEvent const& event,
                                                                    api::CorrectNewsEventRequest const& body) {
  std::map<std::string, std::vector<store::NewsEvidence>> spans;
  if (!body.spans) return spans;
  auto const length = text::count_code_points(news.find_article(event.article_id, {}).value().text);
  for (auto const& span : *body.spans) {
    if (span.begin >= span.end || static_cast<std::size_t>(span.end) > length) {
      throw invalid_input("bad_span", fmt::format("{} to {} are no words of the article, which has {} characters",
                                                  span.begin, span.end, length));
    }
    spans[span.field].push_back({span.field, span.begin, span.end});
  }
  return spans;
}

/// The words that prove a field still, now that it says something else: those that say the new name too, and those of a
/// sum or an enterprise of which only the kind, the role or the key was corrected.
std::vector<store::NewsEvidence> still_proving(std::vector<store::NewsEvidence> const& evidence,
                                               store::NewsEvent const& before, store::NewsEvent const& event,
                                               std::string_view field, std::string_view article_text) {
  auto const proves = [&](store::NewsEvidence const& words) {
    auto const said = text::code_point_slice(article_text, static_cast<std::uint32_t>(words.begin),
                                             static_cast<std::uint32_t>(words.end));
    if (field == "project") return !event.project.empty() && said.find(event.project) != std::string_view::npos;
    if (field == "enterprises") {
      return std::any_of(event.enterprises.begin(), event.enterprises.end(), [&](store::NewsEnterprise const& x) {
        auto const old = std::any_of(before.enterprises.begin(), before.enterprises.end(),
                                     [&](store::NewsEnterprise const& y) { return y.name == x.name; });
        return said.find(x.name) != std::string_view::npos || (old && x.name.find(said) != std::string::npos);
      });
    }
    if (field == "products") return ("\n" + event.products).find(fmt::format("\n{}\n", said)) != std::string::npos;
    return field == "amount" && before.amount && event.amount == before.amount &&
           event.amount_currency == before.amount_currency;
  };
  std::vector<store::NewsEvidence> kept;
  for (auto const& words : evidence) {
    if (words.field == field && proves(words)) kept.push_back(words);
  }
  return kept;
}

store::NewsEnterprise const* main_enterprise(store::NewsEvent const& event) {
  for (std::string_view const role : {"investor", "builder", "acquirer", "partner", "other", "target"}) {
    for (auto const& enterprise : event.enterprises) {
      if (enterprise.role == role) return &enterprise;
    }
  }
  return nullptr;
}

std::string source_line(store::NewsEvent const& event) {
  auto line = event.article_title;
  if (!event.article_source.empty()) line += "，" + event.article_source;
  if (event.published_day) line += "，" + format_day(*event.published_day);
  if (!event.article_url.empty()) line += " " + event.article_url;
  return line;
}

/// What the project costs in yuan, where the amount says that.
std::optional<std::int64_t> size_of(store::NewsEvent const& event) {
  auto const tells = event.amount_kind == "total_investment" || event.amount_kind == "fixed_assets" ||
                     event.amount_kind == "contract_total";
  return tells && event.amount_currency == "CNY" ? event.amount : std::nullopt;
}

std::int64_t become_lead(Change& change, Workspace const& workspace, Viewer const& viewer,
                         store::NewsEvent const& event, api::AcceptNewsEventRequest const& body) {
  store::Lead lead;
  lead.zone_id = body.zone_id.value_or(event.zone_id);
  if (lead.zone_id.empty()) throw invalid_input("zone_missing", "say for which zone the lead is: zone_id is empty");
  require_zone(workspace, lead.zone_id);
  require_change(viewer, lead.zone_id);
  auto const* const enterprise = main_enterprise(event);
  lead.channel = body.channel.value_or("chain");
  if (body.investor) {
    lead.investor = *body.investor;
  } else if (enterprise != nullptr) {
    lead.investor = enterprise->name;
  } else {
    throw invalid_input("investor_missing", "the news names no enterprise: say who invests");
  }
  if (enterprise != nullptr && lead.investor == enterprise->name) lead.enterprise_key = enterprise->enterprise_key;
  lead.idea = body.idea.value_or(event.project.empty() ? event.article_title : event.project);
  if (workspace.knowledge().library.find_node(event.node)) lead.node = event.node;
  lead.size_fen = size_of(event);
  auto const id = hand_in(change, workspace, viewer, std::move(lead));
  store::LeadRepository{change.sql()}.add_step(
      {0, id, "note", source_line(event), now(), viewer.account_id, std::nullopt, false, ""});
  return id;
}

/// The article as a file that can be shown as proof.
std::int64_t proof_document(Workspace const& workspace, store::DataFolder const& folder, Viewer const& viewer,
                            store::NewsEvent const& event) {
  auto const text = [&] {
    auto sql = workspace.database.reader();
    return store::NewsRepository{sql}.find_article(event.article_id, {}).value().text;
  }();
  std::filesystem::create_directories(folder.uploads());
  auto const file = folder.uploads() / ("news-" + random_token().substr(0, 16));
  write_file_atomically(file, source_line(event) + "\n\n" + text + "\n");
  auto const stored =
      store_document(workspace.database, folder, viewer, fmt::format("news-{}.txt", event.article_id), file);
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  return stored.id;
}

/// Evidence for the next gate where the news says it was passed, else a line of the project's history.
std::optional<std::int64_t> become_proof(Change& change, Viewer const& viewer, store::Project const& project,
                                         store::NewsEvent const& event, std::int64_t document_id) {
  auto const text = source_line(event);
  auto const next = stage_index(project.stage).value_or(0) + 1;
  auto const fits = project.state == "active" && stage_index(event.stage) == next && event.day &&
                    *event.day >= project.stage_since && *event.day <= civil_day(now());
  if (!fits) {
    record(change, viewer, project, history_line("news", text, {}, std::nullopt, event.day));
    return std::nullopt;
  }
  require_known(project, "day", *event.day);
  store::Evidence evidence;
  evidence.project_id = project.id;
  evidence.stage = event.stage;
  evidence.document = event.article_title.empty() ? event.project : event.article_title;
  evidence.document_id = document_id;
  evidence.day = *event.day;
  evidence.note = text;
  evidence.given_by = viewer.account_id;
  evidence.given_at = now();
  auto const id = store::ProjectLedger{change.sql()}.add_evidence(evidence);
  record(change, viewer, project, history_line("evidence", evidence.document, {}, event.stage, evidence.day));
  return id;
}

void take_lead_back(Change& change, Workspace const& workspace, Viewer const& viewer, std::int64_t lead_id) {
  auto leads = store::LeadRepository{change.sql()};
  auto lead = leads.find(lead_id, {}).value();
  if (lead.version != 1 || lead.state != "reported") {
    throw Failure{{ErrorKind::kConflict, "undo_too_late",
                   fmt::format("lead {} was worked on since; withdraw it there", lead_id)}};
  }
  lead.decision_reason = kTakenBack;
  lead.last_step_at = now();
  store::LeadStep step{
      0, lead_id, "withdrawn", lead.decision_reason, lead.last_step_at, viewer.account_id, std::nullopt, false, ""};
  note_due(lead, step);
  leads.add_step(step);
  lead.state = "withdrawn";
  set_next_step(workspace, change.sql(), lead);
  if (!leads.update(lead)) require_version(workspace, leads.find(lead_id, {}).value(), lead.version);
  change.note("lead", lead_id, lead.version + 1, lead.state);
}

void take_proof_back(Change& change, Viewer const& viewer, std::int64_t project_id, std::int64_t evidence_id) {
  auto ledger = store::ProjectLedger{change.sql()};
  auto evidence = ledger.find_evidence(project_id, evidence_id).value();
  evidence.verdict_note = kTakenBack;
  evidence.verified_by = viewer.account_id;
  evidence.verified_at = now();
  auto const waiting = evidence.verdict == "waiting";
  evidence.verdict = "refused";
  if (!waiting || !ledger.set_verdict(evidence)) {
    throw Failure{{ErrorKind::kConflict, "undo_too_late",
                   fmt::format("the proof was judged since; project {} says how", project_id)}};
  }
  auto const project = store::ProjectRepository{change.sql()}.find(project_id, {}).value();
  record(change, viewer, project, history_line("refused", evidence.verdict_note, {}, evidence.stage, evidence.day));
}

}  // namespace

api::NewsEventDetail CorrectNewsEvent::operator()(api::CorrectNewsEventParams const& params,
                                                  api::CorrectNewsEventRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::CorrectNewsEvent::kId};
  auto const before = find_news_event_to_change(change.sql(), call.viewer, params.event_id);
  require_version(change.sql(), workspace, call.viewer, before, body.version);
  auto news = store::NewsRepository{change.sql()};
  auto event = corrected(workspace, before, body);
  auto const spans = given_spans(news, before, body);
  auto const evidence = news.evidence(event.id);
  auto const article_text = news.find_article(event.article_id, {}).value().text;
  std::string changed;
  for (auto const field : pipeline::kNewsFields) {
    auto made = decision(call.viewer, event, "corrected");
    made.field = field;
    made.was = pipeline::field_text(before, field);
    made.is_now = pipeline::field_text(event, field);
    made.spans_were = pipeline::spans_text(evidence, field);
    auto const given = spans.find(made.field);
    made.spans_now = given != spans.end() ? pipeline::spans_text(given->second, field)
                     : made.was == made.is_now
                         ? made.spans_were
                         : pipeline::spans_text(still_proving(evidence, before, event, field, article_text), field);
    if (made.was == made.is_now && made.spans_were == made.spans_now) continue;
    made.reason = body.reason.value_or("");
    news.add_decision(made);
    if (made.spans_were != made.spans_now) {
      news.set_evidence(event.id, field, pipeline::spans_from(made.spans_now, field));
    }
    changed += (changed.empty() ? "" : ",") + made.field;
  }
  if (changed.empty()) throw invalid_input("nothing_changed", "the correction says what the event says already");
  if (event.kind == "group" && event.dossier_id) {
    auto const left = *event.dossier_id;
    event.dossier_id.reset();
    save(change, workspace, call.viewer, event);
    pipeline::NewsDesk::refresh_dossier(change.sql(), left);
  } else {
    if (event.kind == "project" && !event.dossier_id) event.dossier_id = dossier_for(change.sql(), event);
    save(change, workspace, call.viewer, event);
  }
  pipeline::NewsDesk::refresh_keys(change.sql(), event);
  return finish(change, workspace, call.viewer, event, changed);
}

api::NewsEventDetail AcceptNewsEvent::operator()(api::AcceptNewsEventParams const& params,
                                                 api::AcceptNewsEventRequest const& body, Call& call) const {
  std::optional<std::int64_t> document_id;
  if (body.outcome == "project") {
    // The file first, for it is stored in a transaction of its own; bytes that nobody refers to are only room.
    auto const event = [&] {
      auto sql = workspace.database.reader();
      auto found = find_news_event_to_change(sql, call.viewer, params.event_id);
      require_version(sql, workspace, call.viewer, found, body.version);
      require_new(found);
      if (!body.project_id) throw invalid_input("project_missing", "say of which project it is proof");
      find_project_to_change(sql, call.viewer, *body.project_id);
      return found;
    }();
    document_id = proof_document(workspace, folder, call.viewer, event);
  }
  auto change = Change{workspace, call.viewer, api::AcceptNewsEvent::kId};
  auto event = find_news_event_to_change(change.sql(), call.viewer, params.event_id);
  require_version(change.sql(), workspace, call.viewer, event, body.version);
  require_new(event);
  auto news = store::NewsRepository{change.sql()};
  event.state = "accepted";
  event.outcome = body.outcome;
  event.reason = body.reason.value_or("");
  event.decided_by = call.viewer.account_id;
  event.decided_at = now();
  auto made = decision(call.viewer, event, "accepted");
  made.field = body.outcome;
  made.reason = event.reason;
  if (body.outcome == "lead") {
    event.lead_id = become_lead(change, workspace, call.viewer, event, body);
    made.is_now = std::to_string(*event.lead_id);
  } else if (body.outcome == "project") {
    auto const project = find_project_to_change(change.sql(), call.viewer, *body.project_id);
    event.project_id = project.id;
    event.evidence_id = become_proof(change, call.viewer, project, event, *document_id);
    made.is_now = std::to_string(project.id);
  } else if (body.outcome == "target") {
    auto const* const enterprise = main_enterprise(event);
    made.is_now = body.enterprise_key.value_or(enterprise != nullptr ? enterprise->enterprise_key : "");
    if (made.is_now.empty()) {
      throw invalid_input("enterprise_missing", "no enterprise of the register is resolved: say which one expands");
    }
    require_enterprise(workspace, made.is_now);
    news.add_signal(event.zone_id, made.is_now, event.id, call.viewer.account_id, made.at);
  }
  news.add_decision(made);
  save(change, workspace, call.viewer, event);
  return finish(change, workspace, call.viewer, event, body.outcome);
}

api::NewsEventDetail RejectNewsEvent::operator()(api::RejectNewsEventParams const& params,
                                                 api::RejectNewsEventRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::RejectNewsEvent::kId};
  auto event = find_news_event_to_change(change.sql(), call.viewer, params.event_id);
  require_version(change.sql(), workspace, call.viewer, event, body.version);
  require_new(event);
  event.state = "rejected";
  event.reason = body.reason.value_or("");
  event.decided_by = call.viewer.account_id;
  event.decided_at = now();
  auto made = decision(call.viewer, event, "rejected");
  made.reason = event.reason;
  if (body.no_project.value_or(false)) made.field = "project";
  store::NewsRepository{change.sql()}.add_decision(made);
  save(change, workspace, call.viewer, event);
  return finish(change, workspace, call.viewer, event, "rejected");
}

api::NewsEventDetail UndoNewsEvent::operator()(api::UndoNewsEventParams const& params,
                                               api::UndoNewsEventRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::UndoNewsEvent::kId};
  auto event = find_news_event_to_change(change.sql(), call.viewer, params.event_id);
  require_version(change.sql(), workspace, call.viewer, event, body.version);
  auto news = store::NewsRepository{change.sql()};
  auto const decisions = news.decisions(event.id);
  auto const last = std::find_if(decisions.rbegin(), decisions.rend(), [](auto const& c) { return !c.undone; });
  if (last == decisions.rend()) {
    throw Failure{{ErrorKind::kConflict, "nothing_to_undo", fmt::format("event {} is as it was read", event.id)}};
  }
  if (last->kind == "corrected") {
    pipeline::set_field(event, last->field, last->was);
    news.set_evidence(event.id, last->field, pipeline::spans_from(last->spans_were, last->field));
    if (last->field == "kind" && event.kind == "project" && !event.dossier_id) {
      event.dossier_id = dossier_for(change.sql(), event);
    }
  } else {
    if (event.outcome == "lead") take_lead_back(change, workspace, call.viewer, event.lead_id.value());
    if (event.evidence_id) take_proof_back(change, call.viewer, event.project_id.value(), *event.evidence_id);
    if (event.outcome == "target") news.remove_signals(event.id);
    event.state = "new";
    event.outcome.clear();
    event.lead_id.reset();
    event.project_id.reset();
    event.evidence_id.reset();
    event.reason.clear();
    event.decided_by.reset();
    event.decided_at.reset();
  }
  news.undo_decision(last->id, call.viewer.account_id, now());
  save(change, workspace, call.viewer, event);
  pipeline::NewsDesk::refresh_keys(change.sql(), event);
  return finish(change, workspace, call.viewer, event, "undo:" + last->kind);
}

std::vector<api::NewsDecision> ListNewsCorrections::operator()(api::ListNewsCorrectionsParams const& params,
                                                               api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  std::vector<api::NewsDecision> shown;
  for (auto const& decision : store::NewsRepository{sql}.corrections(call.viewer.zones, params.limit)) {
    shown.push_back(to_api(decision));
  }
  return shown;
}

api::FileAnswer ExportNewsCorrections::operator()(api::ExportNewsCorrectionsParams const&, api::NoBody,
                                                  Call& call) const {
  auto sql = workspace.database.reader();
  auto news = store::NewsRepository{sql};
  std::string lines;
  for (auto const id : news.judged_articles(call.viewer.zones, kMostTaughtArticles)) {
    std::vector<pipeline::JudgedEvent> judged;
    for (auto& event : news.events_of_article(id)) {
      auto const decisions = news.decisions(event.id);
      auto const corrected = std::any_of(decisions.begin(), decisions.end(),
                                         [](auto const& c) { return c.kind == "corrected" && !c.undone; });
      if (event.state == "rejected" || (event.state == "new" && !corrected)) continue;
      auto evidence = news.evidence(event.id);
      judged.push_back({std::move(event), std::move(evidence)});
    }
    for (auto const& sentence : pipeline::taught_sentences(news.find_article(id, {}).value().text, judged)) {
      boost::json::array spans;
      for (auto const& span : sentence.spans) {
        spans.push_back({{"begin", span.begin}, {"end", span.end}, {"type", span.type}});
      }
      lines += boost::json::serialize(boost::json::object{{"text", sentence.text}, {"spans", std::move(spans)}}) + "\n";
    }
  }
  return {lines, "application/x-ndjson; charset=utf-8", "radar-labelled.ndjson"};
}

}  // namespace lianzhao::serve
