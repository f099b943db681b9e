#include "serve/handlers/gates.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/money_sum.h"
#include "kernel/named_failure.h"
#include "serve/documents.h"
#include "serve/project_view.h"
#include "store/workspace_repository.h"
#include "text/currency.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

api::ProjectDetail finish(Change& change, Workspace const& workspace, Viewer const& viewer, std::int64_t id) {
  auto detail = project_detail(change.sql(), workspace, viewer, id);
  change.commit();
  return detail;
}

DayNumber past_day(std::string_view field, std::string_view given) {
  auto const day = checked_day(field, given);
  if (day <= civil_day(now())) return day;
  throw NamedFailure{{ErrorKind::kInvalidInput, "day_in_future", fmt::format("{}: {} is in the future", field, given)},
                     {{"field", std::string{field}}, {"value", std::string{given}}}};
}

/// @throws Failure "wrong_gate" when the stage is not the next one, "project_state" when it rests or has ended.
void require_next(store::Project const& project, std::string_view stage) {
  if (project.state != "active") {
    throw Failure{{ErrorKind::kConflict, "project_state",
                   fmt::format("project {} is {}; resume it first", project.id, project.state)}};
  }
  auto const wanted = stage_index(project.stage).value_or(0) + 1;
  if (stage_index(stage) != wanted) {
    throw Failure{{ErrorKind::kConflict, "wrong_gate",
                   fmt::format("project {} is in stage {}: {} is not its next stage{}", project.id, project.stage,
                               stage, wanted < kStages.size() ? fmt::format(", {} is", kStages[wanted]) : "")}};
  }
}

std::string stage_name(Workspace const& workspace, Viewer const& viewer, std::string_view stage) {
  for (auto const& gate : workspace.rules().gates) {
    if (gate.stage == stage) return viewer.language == "en" ? gate.name_en : gate.name;
  }
  return std::string{stage};
}

/// A day of the stage that would put it before or after another.
NamedFailure out_of_order(Workspace const& workspace, Viewer const& viewer, std::string_view code,
                          std::string_view stage, DayNumber day, std::string_view other, DayNumber other_day) {
  return {{ErrorKind::kInvalidInput, std::string{code},
           fmt::format("{} on {}: the project entered {} on {}; correct that day first if it is wrong", stage,
                       format_day(day), other, format_day(other_day))},
          {{"field", "day"},
           {"stage", stage_name(workspace, viewer, stage)},
           {"day", format_day(day)},
           {"other", stage_name(workspace, viewer, other)},
           {"other_day", format_day(other_day)}}};
}

/// Days of stages go with their order; what waits for verification counts as passed.
/// @throws NamedFailure "stage_day_too_early", "stage_day_too_late".
void require_in_order(Workspace const& workspace, Viewer const& viewer, store::ProjectLedger& ledger,
                      std::int64_t project_id, std::string_view stage, DayNumber day) {
  auto const index = stage_index(stage).value();
  auto days = ledger.stages(project_id);
  if (!ledger.begin_known(project_id)) std::erase_if(days, [](auto const& each) { return each.first == kStages[0]; });
  for (auto const& each : ledger.evidence(project_id)) {
    if (each.verdict == "waiting") days.emplace_back(each.stage, each.day);
  }
  for (auto const& [other, on] : days) {
    auto const at = stage_index(other).value();
    if (at < index && on > day) {
      throw out_of_order(workspace, viewer, "stage_day_too_early", stage, day, other, on);
    }
    if (at > index && on < day) throw out_of_order(workspace, viewer, "stage_day_too_late", stage, day, other, on);
  }
}

/// On no day from its own on is less there than nothing: what is taken back has come before, of the same currency and,
/// of money that arrived, from the same source.
/// @throws Failure "amount_zero", "amount_too_large", "amount_below_zero" with the day and what is there.
void require_amount(std::vector<store::Amount> const& there, store::Amount const& added) {
  if (added.amount == 0 || added.amount_fen == 0) {
    throw invalid_input("amount_zero", "an amount of 0 says nothing; leave it out while it is not known");
  }
  MoneySum whole;
  std::map<DayNumber, MoneySum> own;  ///< of each day, in its currency
  std::map<DayNumber, MoneySum> yuan;
  auto const count = [&](store::Amount const& each) {
    if (each.kind != added.kind) return;
    if (each.amount_fen) {
      yuan[each.day] += *each.amount_fen;
      whole += *each.amount_fen;
    }
    auto const same = each.currency == added.currency && (added.kind != "arrived" || each.source == added.source);
    if (same) own[each.day] += each.amount;
  };
  for (auto const& each : there) count(each);
  count(added);
  if (added.amount_fen && (*added.amount_fen > kMostFen || (*added.amount_fen > 0 && whole.fen() > kMostFen))) {
    throw invalid_input("amount_too_large", fmt::format("{} fen, {} in all, are more than {} fen for one project",
                                                        *added.amount_fen, whole.fen(), kMostFen));
  }
  if (added.amount > 0) return;
  auto const require_there = [&](std::map<DayNumber, MoneySum> const& days, std::int64_t taken,
                                 std::string_view currency) {
    MoneySum sum;
    for (auto const& [day, moved] : days) {
      sum += moved;
      if (day < added.day || sum.fen() >= 0) continue;
      throw invalid_input("amount_below_zero",
                          fmt::format("on {} only {} of {} are there in hundredths of {}: {} cannot be taken back",
                                      format_day(day), sum.fen() - taken, added.kind, currency, -taken));
    }
  };
  require_there(own, added.amount, added.currency);
  if (added.amount_fen) require_there(yuan, *added.amount_fen, "CNY");
}

}  // namespace

api::ProjectDetail GiveEvidence::operator()(api::GiveEvidenceParams const& params, api::EvidenceRequest const& body,
                                            Call& call) const {
  auto change = Change{workspace, call.viewer, api::GiveEvidence::kId};
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  require_version(project, body.version);
  require_next(project, body.stage);
  require_own_document(change.sql(), call.viewer, body.document_id);
  store::Evidence evidence;
  evidence.project_id = project.id;
  evidence.stage = body.stage;
  evidence.document = body.document;
  evidence.document_id = body.document_id;
  evidence.day = past_day("day", body.day);
  require_known(project, "day", evidence.day);
  // Since when it is talked about may be unknown: the day it was entered forbids nothing.
  auto const since_known = project.stage != kStages[0] || store::ProjectLedger{change.sql()}.begin_known(project.id);
  if (since_known && evidence.day < project.stage_since) {
    throw out_of_order(workspace, call.viewer, "day_before_stage", body.stage, evidence.day, project.stage,
                       project.stage_since);
  }
  evidence.note = body.note.value_or("");
  evidence.given_by = call.viewer.account_id;
  evidence.given_at = now();
  store::ProjectLedger{change.sql()}.add_evidence(evidence);
  record(change, call.viewer, project, history_line("evidence", body.document, {}, body.stage, evidence.day));
  return finish(change, workspace, call.viewer, project.id);
}

api::ProjectDetail VerifyEvidence::operator()(api::VerifyEvidenceParams const& params,
                                              api::EvidenceVerdictRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::VerifyEvidence::kId};
  auto project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  auto ledger = store::ProjectLedger{change.sql()};
  auto evidence = ledger.find_evidence(project.id, params.evidence_id);
  if (!evidence) {
    throw not_found("evidence_not_found", fmt::format("project {} has no evidence {}", project.id, params.evidence_id));
  }
  auto const judged = Failure{{ErrorKind::kConflict, "evidence_judged",
                               fmt::format("evidence {} is {} already", evidence->id, evidence->verdict)}};
  if (!evidence->judgeable()) throw judged;
  // With --open there is one user without a name; persons cannot be told apart there.
  if (!call.viewer.open && evidence->given_by == call.viewer.account_id) {
    throw Failure{
        {ErrorKind::kForbidden, "own_evidence", "whoever gave the evidence cannot verify it; ask a colleague"}};
  }
  auto const note = body.note;
  if (!body.verified && text::squeeze_blanks(note).empty()) {
    throw invalid_input("refusal_without_reason", "say why the evidence is refused: note is empty");
  }
  // The gate was entered as passed before this project was kept here: it stays so, verified now or still not.
  auto const taken_over = evidence->verdict == "taken_over";
  evidence->verdict = !body.verified ? "refused" : taken_over ? "taken_over" : "verified";
  evidence->verdict_note = note;
  evidence->verified_by = call.viewer.account_id;
  evidence->verified_at = now();
  if (body.verified && !taken_over) require_next(project, evidence->stage);
  if (!ledger.set_verdict(*evidence)) throw judged;
  if (taken_over) {
    record(change, call.viewer, project,
           history_line(body.verified ? "passed" : "refused", body.verified ? evidence->document : note, {},
                        evidence->stage, evidence->day));
  } else if (body.verified) {
    ledger.refuse_waiting(project.id, evidence->stage, "该阶段已凭另一份材料通过", now());
    if (!ledger.begin_known(project.id)) ledger.begin_no_later(project.id, evidence->day);
    ledger.pass_stage(project.id, evidence->stage, evidence->day, evidence->id);
    project.stage = evidence->stage;
    project.stage_since = evidence->day;
    save_project(change, call.viewer, project,
                 history_line("passed", evidence->document, {}, evidence->stage, evidence->day));
  } else {
    record(change, call.viewer, project, history_line("refused", note, {}, evidence->stage, evidence->day));
  }
  return finish(change, workspace, call.viewer, project.id);
}

api::ProjectDetail CorrectStageDay::operator()(api::CorrectStageDayParams const& params,
                                               api::StageDayRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::CorrectStageDay::kId};
  auto project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  require_version(project, body.version);
  if (stage_index(body.stage) > stage_index(project.stage)) {
    throw Failure{{ErrorKind::kConflict, "stage_not_passed",
                   fmt::format("project {} is in stage {} and has not passed {} yet; give the evidence for its gate",
                               project.id, project.stage, body.stage)}};
  }
  auto ledger = store::ProjectLedger{change.sql()};
  if (!may_correct_stage(call.viewer, project, ledger.evidence_of_stage(project.id, body.stage))) {
    throw Failure{
        {ErrorKind::kForbidden, "stage_verified",
         fmt::format("the day of {} was verified; a leader who did not give the evidence may correct it", body.stage)}};
  }
  auto const day = past_day("day", body.day);
  require_known(project, "day", day);
  auto passed = ledger.stages(project.id);
  auto const begin_known = ledger.begin_known(project.id);
  if (!begin_known) std::erase_if(passed, [](auto const& each) { return each.first == kStages[0]; });
  auto const before =
      std::find_if(passed.begin(), passed.end(), [&](auto const& each) { return each.first == body.stage; });
  if (before != passed.end() && before->second == day) {
    return project_detail(change.sql(), workspace, call.viewer, project.id);
  }
  require_in_order(workspace, call.viewer, ledger, project.id, body.stage, day);
  auto const begins = body.stage == kStages[0];
  if (!begin_known) ledger.begin_no_later(project.id, day);
  auto const corrected = ledger.correct_stage(project.id, body.stage, day);
  if (!corrected || (begins && !begin_known)) {
    std::optional<std::int64_t> evidence_id;
    if (!begins || !begin_known) {
      store::Evidence evidence;
      evidence.project_id = project.id;
      evidence.stage = body.stage;
      evidence.document = body.reason;
      evidence.day = day;
      evidence.given_by = call.viewer.account_id;
      evidence.given_at = now();
      evidence.verdict = "taken_over";
      evidence_id = ledger.add_evidence(evidence);
    }
    if (!corrected) ledger.pass_stage(project.id, body.stage, day, begins ? std::nullopt : evidence_id);
  }
  if (project.stage == body.stage) project.stage_since = day;
  Facts facts{{"to", format_day(day)}};
  if (before != passed.end()) facts["from"] = format_day(before->second);
  save_project(change, call.viewer, project, history_line("stage_day", body.reason, facts, body.stage, day));
  return finish(change, workspace, call.viewer, project.id);
}

api::FileAnswer GetEvidenceDocument::operator()(api::GetEvidenceDocumentParams const& params, api::NoBody,
                                                Call& call) const {
  auto sql = workspace.database.reader();
  auto const project = find_project(sql, call.viewer, params.project_id);
  auto const evidence = store::ProjectLedger{sql}.find_evidence(project.id, params.evidence_id);
  auto const document = evidence && evidence->document_id
                            ? store::WorkspaceRepository{sql}.find_document(*evidence->document_id)
                            : std::nullopt;
  if (!document) {
    throw not_found("document_not_found", fmt::format("evidence {} has no file", params.evidence_id));
  }
  return {read_file(document_file(folder, document->hash)), document->media_type, document->name};
}

void AddAmount::apply(Change& change, api::AddAmountParams const& params, api::AmountRequest const& body,
                      Call& call) const {
  if (!text::is_currency(body.currency)) {
    throw invalid_input("bad_currency",
                        fmt::format("\"{}\" is no currency of ISO 4217; write CNY, USD, …", body.currency));
  }
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  store::Amount amount;
  amount.project_id = project.id;
  amount.kind = body.kind;
  amount.source = body.source;
  amount.currency = body.currency;
  amount.amount = body.amount;
  amount.amount_fen = body.currency == "CNY" ? std::optional{body.amount} : body.amount_fen;
  if (body.currency == "CNY" && body.amount_fen && *body.amount_fen != body.amount) {
    throw invalid_input("bad_amount", fmt::format("{} fen in CNY cannot be {} fen", body.amount, *body.amount_fen));
  }
  if (amount.amount_fen &&
      ((body.amount > 0) != (*amount.amount_fen > 0) || (body.amount < 0) != (*amount.amount_fen < 0))) {
    throw invalid_input("bad_amount", fmt::format("{} {} cannot be {} fen: the signs differ", body.amount,
                                                  body.currency, *amount.amount_fen));
  }
  amount.day = past_day("day", body.day);
  require_known(project, "day", amount.day);
  require_amount(store::ProjectLedger{change.sql()}.amounts(project.id), amount);
  amount.reason = body.reason;
  amount.account_id = call.viewer.account_id;
  amount.at = now();
  store::ProjectLedger{change.sql()}.add_amount(amount);
  auto facts = Facts{{"amount_kind", body.kind}, {"currency", body.currency}, {"amount", std::to_string(body.amount)}};
  if (amount.amount_fen) facts["amount_fen"] = std::to_string(*amount.amount_fen);
  record(change, call.viewer, project, history_line("amount", body.reason, facts, std::nullopt, amount.day));
}

api::ProjectDetail AddAmount::operator()(api::AddAmountParams const& params, api::AmountRequest const& body,
                                         Call& call) const {
  auto change = Change{workspace, call.viewer, api::AddAmount::kId};
  apply(change, params, body, call);
  return finish(change, workspace, call.viewer, params.project_id);
}

void SetMeasure::apply(Change& change, api::SetMeasureParams const& params, api::MeasureRequest const& body,
                       Call& call) const {
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  store::Measure measure;
  measure.project_id = project.id;
  measure.measure = body.measure;
  measure.kind = body.kind;
  if (body.year) measure.year = static_cast<int>(*body.year);
  auto const this_year = static_cast<int>(civil_date(civil_day(now())).year());
  if (body.kind == "real" && measure.year.value_or(0) > this_year) {
    throw invalid_input("bad_year", fmt::format("year: {} has not come yet, so nothing real can be known of it; up to "
                                                "{}, or enter it as promised",
                                                *body.year, this_year));
  }
  auto const land = body.measure == "land_m2" || body.measure == "plant_m2";
  if (land && measure.year.value_or(0) > this_year) {
    throw invalid_input("bad_year", fmt::format("year: land and plant are measured once, not of {}; leave the year "
                                                "out",
                                                *body.year));
  }
  measure.value = body.value;
  measure.day = past_day("day", body.day);
  require_known(project, "day", measure.day);
  measure.reason = body.reason;
  measure.account_id = call.viewer.account_id;
  measure.at = now();
  store::ProjectLedger{change.sql()}.add_measure(measure);
  auto facts = Facts{{"measure", body.measure}, {"measure_kind", body.kind}, {"value", std::to_string(body.value)}};
  if (body.year) facts["year"] = std::to_string(*body.year);
  record(change, call.viewer, project, history_line("measure", body.reason, facts, std::nullopt, measure.day));
}

api::ProjectDetail SetMeasure::operator()(api::SetMeasureParams const& params, api::MeasureRequest const& body,
                                          Call& call) const {
  auto change = Change{workspace, call.viewer, api::SetMeasure::kId};
  apply(change, params, body, call);
  return finish(change, workspace, call.viewer, params.project_id);
}

}  // namespace lianzhao::serve
