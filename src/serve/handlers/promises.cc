#include "serve/handlers/promises.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/project_view.h"
#include "serve/stale_version.h"
#include "store/promise_repository.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

constexpr double kSquareMetresPerMu = 2000.0 / 3;

/// `known_until`: of the project; whether it was kept afterwards nobody knows.
api::Promise to_api(store::Promise const& p, std::optional<DayNumber> known_until) {
  auto const today = civil_day(now());
  auto const late = (p.state == "open" || p.state == "partly") && p.due < std::min(today, known_until.value_or(today));
  return {p.id,
          p.project_id,
          p.side,
          p.kind,
          p.text,
          p.amount_fen,
          p.fulfilled_fen,
          p.legal_basis,
          p.review,
          format_day(p.due),
          format_day(p.first_due),
          p.slipped,
          late,
          p.state,
          p.reason,
          p.version};
}

/// What was fulfilled and what was promised fit the state; unknown amounts fit any.
/// @throws Failure "fulfilled_nothing", "fulfilled_in_part", "fulfilled_in_full".
void require_fulfilment(store::Promise const& p) {
  if ((p.state != "fulfilled" && p.state != "partly") || !p.fulfilled_fen) return;
  if (*p.fulfilled_fen == 0) {
    throw invalid_input("fulfilled_nothing", "fulfilled_fen: 0 of it are neither all nor a part");
  }
  if (!p.amount_fen) return;
  if (p.state == "fulfilled" && *p.fulfilled_fen < *p.amount_fen) {
    throw invalid_input("fulfilled_in_part",
                        fmt::format("{} of {} fen are a part: say partly", *p.fulfilled_fen, *p.amount_fen));
  }
  if (p.state == "partly" && *p.fulfilled_fen >= *p.amount_fen) {
    throw invalid_input("fulfilled_in_full",
                        fmt::format("{} of {} fen are no part: say fulfilled", *p.fulfilled_fen, *p.amount_fen));
  }
}

}  // namespace

bool needs_legal_basis(store::Promise const& p) {
  return p.side == "zone" &&
         (p.kind == "incentive" || p.kind == "land" || p.kind == "tax" || p.amount_fen.value_or(0) > 0);
}

void require_promise(store::Promise const& promise) {
  if (promise.side == "investor" && promise.kind == "incentive") {
    throw invalid_input("incentive_of_investor",
                        "an incentive is given by the zone; what the investor promises is of another kind");
  }
  if (needs_legal_basis(promise) && text::squeeze_blanks(promise.legal_basis).empty()) {
    throw invalid_input("legal_basis_missing",
                        "what the zone gives (incentive, land, tax, money) names the law or State Council rule that "
                        "allows it (公平竞争审查条例, in force 2024-08-01): legal_basis is empty");
  }
}

std::int64_t make_promise(Change& change, Viewer const& viewer, store::Project const& project, store::Promise promise) {
  require_promise(promise);
  promise.project_id = project.id;
  auto const id = store::PromiseRepository{change.sql()}.add(promise);
  auto facts = Facts{{"event", "made"}, {"side", promise.side}, {"promise_kind", promise.kind}};
  if (promise.amount_fen) facts["amount_fen"] = std::to_string(*promise.amount_fen);
  record(change, viewer, project, history_line("promise", promise.text, facts, std::nullopt, promise.due));
  change.note("promise", id, 1);
  return id;
}

std::vector<api::Promise> ListPromises::operator()(api::ListPromisesParams const& params, api::NoBody,
                                                   Call& call) const {
  auto sql = workspace.database.reader();
  auto const project = find_project(sql, call.viewer, params.project_id);
  std::vector<api::Promise> shown;
  for (auto const& promise : store::PromiseRepository{sql}.of_project(project.id)) {
    shown.push_back(to_api(promise, project.known_until));
  }
  return shown;
}

api::Promise AddPromise::operator()(api::AddPromiseParams const& params, api::PromiseRequest const& body,
                                    Call& call) const {
  auto change = Change{workspace, call.viewer, api::AddPromise::kId};
  auto const project = find_project_to_change(change.sql(), call.viewer, params.project_id);
  store::Promise promise;
  promise.side = body.side;
  promise.kind = body.kind;
  promise.text = body.text;
  promise.amount_fen = body.amount_fen;
  promise.legal_basis = body.legal_basis.value_or("");
  promise.review = body.review.value_or("");
  promise.due = checked_day("due", body.due);
  auto const id = make_promise(change, call.viewer, project, std::move(promise));
  auto shown = to_api(store::PromiseRepository{change.sql()}.find(id).value(), project.known_until);
  change.commit();
  return shown;
}

void UpdatePromise::apply(Change& change, api::UpdatePromiseParams const& params, api::UpdatePromiseRequest const& body,
                          Call& call) const {
  auto promises = store::PromiseRepository{change.sql()};
  auto promise = promises.find(params.promise_id);
  auto const missing = not_found("promise_not_found", fmt::format("there is no promise {}", params.promise_id));
  if (!promise) throw missing;
  auto const project = store::ProjectRepository{change.sql()}.find(promise->project_id, scope_of(call.viewer));
  if (!project) throw missing;
  require_change(call.viewer, project->zone_id);
  auto const stale = [&](store::Promise const& current) {
    return StaleVersion{body.version, current.version, to_json(to_api(current, project->known_until))};
  };
  if (promise->version != body.version) throw stale(*promise);
  auto const before = *promise;
  auto facts = Facts{{"event", "changed"}, {"side", promise->side}, {"promise", promise->text}};
  if (body.due) {
    auto const due = checked_day("due", *body.due);
    // Only backwards is slipping.
    if (due > promise->due) ++promise->slipped;
    facts["from_due"] = format_day(promise->due);
    facts["to_due"] = *body.due;
    promise->due = due;
  }
  if (body.fulfilled_fen) {
    promise->fulfilled_fen = *body.fulfilled_fen;
    facts["fulfilled_fen"] = std::to_string(*body.fulfilled_fen);
  }
  if (body.state) {
    facts["from"] = promise->state;
    facts["to"] = *body.state;
    promise->state = *body.state;
  }
  require_fulfilment(*promise);
  promise->reason = body.reason;
  if (*promise == before) return;
  if (!promises.update(*promise)) throw stale(promises.find(promise->id).value());
  record(change, call.viewer, *project, history_line("promise", body.reason, facts, std::nullopt, promise->due));
  change.note("promise", promise->id, promise->version + 1, promise->state);
}

api::Promise UpdatePromise::operator()(api::UpdatePromiseParams const& params, api::UpdatePromiseRequest const& body,
                                       Call& call) const {
  auto change = Change{workspace, call.viewer, api::UpdatePromise::kId};
  apply(change, params, body, call);
  auto const promise = store::PromiseRepository{change.sql()}.find(params.promise_id).value();
  auto shown = to_api(promise, store::ProjectRepository{change.sql()}.find(promise.project_id, {}).value().known_until);
  change.commit();
  return shown;
}

std::vector<api::ProjectResult> GetResults::operator()(api::GetResultsParams const& params, api::NoBody,
                                                       Call& call) const {
  auto sql = workspace.database.reader();
  auto const project = find_project(sql, call.viewer, params.project_id);
  auto const measures = store::ProjectLedger{sql}.measures(project.id);
  struct Value {
    std::optional<std::int64_t> amount;
    std::optional<std::int64_t> year;
  };
  // Of several years the newest: measures come in rising order.
  auto const value = [&](std::string_view measure, std::string_view kind) {
    Value found;
    for (auto const& m : measures) {
      if (m.measure != measure || m.kind != kind) continue;
      found.amount = m.value;
      found.year = m.year ? std::optional{std::int64_t{*m.year}} : std::nullopt;
    }
    return found;
  };
  auto const land_promised = value("land_m2", "promised").amount;
  auto const land_real = value("land_m2", "real").amount;
  auto const per_mu = [](std::optional<std::int64_t> amount, std::optional<std::int64_t> land) {
    return amount && land && *land > 0
               ? std::optional{static_cast<double>(*amount) / (static_cast<double>(*land) / kSquareMetresPerMu)}
               : std::nullopt;
  };
  std::vector<api::ProjectResult> results;
  auto const add = [&](std::string measure, std::string unit, Value const& promised, Value const& real) {
    api::ProjectResult r;
    r.measure = std::move(measure);
    r.unit = std::move(unit);
    r.promised = promised.amount;
    r.real = real.amount;
    r.year = real.year;
    r.promised_per_mu = per_mu(promised.amount, land_promised);
    // Land that was not measured again is what the contract says.
    r.real_per_mu = per_mu(real.amount, land_real ? land_real : land_promised);
    if (r.promised && r.real && *r.promised > 0) {
      r.reached = static_cast<double>(*r.real) / static_cast<double>(*r.promised);
      r.met = *r.real >= *r.promised;
    }
    results.push_back(std::move(r));
  };
  add("investment", "fen", {project.contracted_fen, std::nullopt}, {project.fixed_asset_fen, std::nullopt});
  add("output", "fen", value("output_fen", "promised"), value("output_fen", "real"));
  add("tax", "fen", value("tax_fen", "promised"), value("tax_fen", "real"));
  add("jobs", "persons", value("jobs", "promised"), value("jobs", "real"));
  add("plant", "m2", value("plant_m2", "promised"), value("plant_m2", "real"));
  return results;
}

}  // namespace lianzhao::serve
