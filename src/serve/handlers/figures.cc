#include "serve/handlers/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "lifecycle/kpi.h"
#include "lifecycle/stage_times.h"
#include "serve/files.h"

namespace lianzhao::serve {

namespace {

/// @throws Failure "day_in_future": nobody knows yet what will be then.
DayNumber as_of_day(std::optional<std::string> const& as_of) {
  auto const today = civil_day(now());
  auto const day = as_of ? checked_day("as_of", *as_of) : today;
  if (day > today) {
    throw NamedFailure{{ErrorKind::kInvalidInput, "day_in_future", fmt::format("as_of: {} is in the future", *as_of)},
                       {{"field", "as_of"}, {"value", *as_of}}};
  }
  return day;
}

struct Asked {
  DayNumber as_of = 0;
  std::optional<DayNumber> from;
  std::optional<DayNumber> to;
  std::optional<std::string> zone_id;
};

template <typename Params>
Asked asked(Params const& params) {
  Asked asked;
  asked.as_of = as_of_day(params.as_of);
  if (params.from) asked.from = checked_day("from", *params.from);
  if (params.to) asked.to = checked_day("to", *params.to);
  asked.zone_id = params.zone_id;
  return asked;
}

bool within(std::optional<DayNumber> const& day, Asked const& asked) {
  if (!asked.from && !asked.to) return true;
  return day && (!asked.from || *day >= *asked.from) && (!asked.to || *day <= *asked.to);
}

/// Projects and leads as figures count them; both made once for all figures. Holds the look they are seen by.
struct Facts {
  Figures::View view;
  std::vector<lifecycle::KpiFact> made;  ///< as of another day than today
  std::vector<lifecycle::KpiFact const*> projects;
  std::vector<lifecycle::KpiFact const*> leads;
  std::vector<lifecycle::KpiFact const*> const& of(KpiDefinition const& kpi) const {
    return kpi.of == "leads" ? leads : projects;
  }
};

Facts facts_of(store::Session& sql, Workspace const& workspace, Viewer const& viewer, Asked const& asked) {
  auto facts = Facts{workspace.figures.look(sql), {}, {}, {}};
  auto const scope = scope_of(viewer);
  auto const projects = facts.view.projects(scope, asked.zone_id);
  auto const leads = facts.view.leads(scope, asked.zone_id);
  auto const today = asked.as_of == civil_day(now());
  // Never moved afterwards: what is shown points into it.
  if (!today) facts.made.reserve(projects.size() + leads.size());
  auto const take = [&](auto const& seen, std::vector<lifecycle::KpiFact const*>& into) {
    for (auto const* const one : seen) {
      auto const* const fact =
          today ? &one->today : &facts.made.emplace_back(Figures::fact_of(one->facts, asked.as_of));
      if (within(fact->day, asked)) into.push_back(fact);
    }
  };
  take(projects, facts.projects);
  for (auto const* const lead : leads) {
    if (civil_day(lead->facts.reported_at) > asked.as_of) continue;
    take(std::array{lead}, facts.leads);
  }
  return facts;
}

/// Of a request, to keep what it counted: only today is kept, other days are rarely asked for.
std::string key_of(std::string_view operation, Viewer const& viewer, Asked const& asked, std::string_view by) {
  auto const day = [](std::optional<DayNumber> const& value) { return value ? format_day(*value) : ""; };
  return fmt::format("{}|{}|{}|{}|{}|{}|{}", operation, serve::key_of(scope_of(viewer)), asked.zone_id.value_or(""),
                     format_day(asked.as_of), day(asked.from), day(asked.to), by);
}

std::string label_of(Workspace const& workspace, std::string_view by, std::string const& key) {
  if (by == "zone") {
    if (auto const* const zone = workspace.knowledge().find_zone(key)) return zone->name;
  }
  if (by == "chain") {
    if (auto const* const chain = workspace.knowledge().library.find_chain(key)) return chain->name;
  }
  if (by == "node") {
    if (auto const node = workspace.knowledge().library.find_node(key)) {
      return workspace.knowledge().library.node(*node).name;
    }
  }
  return key;
}

api::KpiTerm to_api(KpiTerm const& term) {
  api::KpiTerm shown;
  shown.sum = term.sum;
  if (term.reached) shown.reached = std::string{kStages[*term.reached]};
  shown.verified = term.verified;
  shown.not_ended = term.not_ended;
  shown.on_chain = term.on_chain;
  shown.became = term.became;
  return shown;
}

constexpr double kFenPerWan = 1'000'000;
constexpr double kSquareMetresPerMu = 2000.0 / 3;

/// What a sum is told in outside of the program: 万元, 亩 or a plain count.
double told(double sum, KpiTerm const& term) {
  if (term.sum == "land_m2") return sum / kSquareMetresPerMu;
  return term.sum.ends_with("_fen") ? sum / kFenPerWan : sum;
}
std::string unit_of(KpiTerm const& term, bool english) {
  if (term.sum == "land_m2") return english ? "mu" : "亩";
  if (term.sum.ends_with("_fen")) return english ? "10,000 CNY" : "万元";
  return english ? "count" : "个";
}
/// A ratio to four digits: more is noise in a spreadsheet.
double rounded(double value) {
  return std::round(value * 10'000) / 10'000;
}
report::Cell told_value(std::optional<double> const& value, KpiDefinition const& kpi) {
  if (!value) return {};
  if (kpi.unit == "fen_per_m2") return rounded(*value * kSquareMetresPerMu / kFenPerWan);
  return rounded(kpi.unit == "fen_per_mu" ? *value / kFenPerWan : *value * 100);
}

std::set<std::string, std::less<>> wanted_figures(std::optional<std::string> const& figures) {
  std::set<std::string, std::less<>> wanted;
  if (!figures) return wanted;
  for (std::size_t begin = 0; begin <= figures->size();) {
    auto const end = std::min(figures->find(',', begin), figures->size());
    wanted.insert(figures->substr(begin, end - begin));
    begin = end + 1;
  }
  return wanted;
}

std::string stage_now(lifecycle::KpiFact const& fact) {
  std::string stage;
  for (std::size_t s = 0; s < kStages.size(); ++s) {
    if (fact.passed[s]) stage = kStages[s];
  }
  return fact.became.empty() ? stage : fact.became;
}

std::vector<lifecycle::StageHistory> histories_of(Figures::View const& view, Viewer const& viewer,
                                                  std::optional<std::string> const& zone_id, DayNumber as_of) {
  std::vector<lifecycle::StageHistory> histories;
  auto const today = as_of == civil_day(now());
  for (auto const* const p : view.projects(scope_of(viewer), zone_id)) {
    // A project counts once.
    if (p->facts.part) continue;
    auto passed = today ? p->today.passed : Figures::fact_of(p->facts, as_of).passed;
    auto const state = p->facts.state_since <= as_of ? std::string_view{p->facts.state} : "active";
    std::optional<DayNumber> seen_from;
    if (!p->begin_known) {
      // The day of its first known gate stands for a beginning that nobody has told.
      passed[0].reset();
      seen_from = civil_day(p->row.created_at);
    }
    // Watched as far as something is known of it; afterwards it may have moved on or not.
    auto const last_known = p->facts.known_until.value_or(as_of);
    auto const watched_until = std::min(state == "ended" ? p->facts.state_since : as_of, last_known);
    auto const out_of_sight = last_known < as_of;
    histories.push_back({p->facts.id, passed, seen_from, watched_until, state == "active" && !out_of_sight});
    histories.back().out_of_sight = state == "active" && out_of_sight;
  }
  return histories;
}

}  // namespace

std::vector<api::KpiDefinition> ListKpiDefinitions::operator()(api::ListKpiDefinitionsParams const&, api::NoBody,
                                                               Call&) const {
  std::vector<api::KpiDefinition> shown;
  for (auto const& k : workspace.rules().kpis) {
    shown.push_back({k.id, k.version, k.name, k.name_en, k.of, k.numerator.text, k.denominator.text,
                     k.numerator.text_en, k.denominator.text_en, to_api(k.numerator), to_api(k.denominator), k.unit,
                     k.source, k.source_en});
  }
  return shown;
}

std::vector<api::KpiValue> ListKpis::operator()(api::ListKpisParams const& params, api::NoBody, Call& call) const {
  auto const what = asked(params);
  auto sql = workspace.database.reader();
  auto const version = workspace.figures.look(sql).version();
  auto const count = [&] {
    auto const facts = facts_of(sql, workspace, call.viewer, what);
    std::vector<api::KpiValue> shown;
    for (auto const& kpi : workspace.rules().kpis) {
      auto sums = lifecycle::count(kpi, facts.of(kpi), params.by);
      if (params.by == "all") sums.try_emplace("");
      for (auto const& [key, sum] : sums) {
        shown.push_back({kpi.id, kpi.version, key, label_of(workspace, params.by, key), sum.numerator, sum.denominator,
                         sum.value(kpi), sum.unknown, sum.unverified, sum.verified_value(kpi), format_day(what.as_of)});
      }
    }
    return shown;
  };
  return *workspace.figures.once<std::vector<api::KpiValue>>(version, key_of("kpis", call.viewer, what, params.by),
                                                             count);
}

api::KpiRows ListKpiRows::operator()(api::ListKpiRowsParams const& params, api::NoBody, Call& call) const {
  auto const& kpis = workspace.rules().kpis;
  auto const kpi = std::find_if(kpis.begin(), kpis.end(), [&](KpiDefinition const& k) {
    return k.id == params.kpi_id && k.version == params.version;
  });
  if (kpi == kpis.end()) {
    throw not_found("kpi_not_found",
                    fmt::format("there is no figure \"{}\" in version \"{}\"", params.kpi_id, params.version));
  }
  auto const what = asked(params);
  auto sql = workspace.database.reader();
  auto const facts = facts_of(sql, workspace, call.viewer, what);
  api::KpiRows page;
  for (auto const* const each : facts.of(*kpi)) {
    auto const& fact = *each;
    if (params.by != "all" && lifecycle::group_of(fact, params.by) != params.key.value_or("")) continue;
    auto const share = lifecycle::share_of(fact, *kpi);
    auto const counted = share.part == lifecycle::KpiPart::kBoth || share.part == lifecycle::KpiPart::kDenominator;
    auto const wanted = params.part == "numerator" ? share.part == lifecycle::KpiPart::kBoth
                        : params.part == "unknown" ? share.part == lifecycle::KpiPart::kUnknown
                                                   : counted;
    if (!wanted) continue;
    auto const at = page.total++;
    if (at < params.offset || at >= params.offset + params.limit) continue;
    auto const value = params.part == "unknown"     ? std::nullopt
                       : params.part == "numerator" ? std::optional{share.numerator}
                                                    : std::optional{share.denominator};
    page.items.push_back({kpi->of == "leads" ? "lead" : "project", fact.id, fact.name, fact.zone_id, stage_now(fact),
                          value, share.unverified});
  }
  return page;
}

api::FileAnswer ExportKpis::operator()(api::ExportKpisParams const& params, api::NoBody, Call& call) const {
  auto const what = asked(params);
  auto const english = params.language == "en";
  auto const wanted = wanted_figures(params.figures);
  auto sql = workspace.database.reader();
  auto const facts = facts_of(sql, workspace, call.viewer, what);
  auto const title = [&](std::string_view zh, std::string_view en, report::ColumnKind kind) {
    return report::Column{std::string{english ? en : zh}, kind};
  };
  using report::ColumnKind;
  report::Table table;
  table.title = english ? "figures" : "统计";
  table.columns = {title("指标", "Figure", ColumnKind::kText),
                   title("口径", "Version", ColumnKind::kText),
                   title("分组", "Group", ColumnKind::kText),
                   title("值", "Value", ColumnKind::kNumber),
                   title("单位", "Unit", ColumnKind::kText),
                   title("分子", "Numerator", ColumnKind::kNumber),
                   title("分子单位", "Numerator in", ColumnKind::kText),
                   title("分母", "Denominator", ColumnKind::kNumber),
                   title("分母单位", "Denominator in", ColumnKind::kText),
                   title("未计入（数据不明）", "Left out (not known)", ColumnKind::kInteger),
                   title("其中未核验", "Unverified", ColumnKind::kInteger),
                   title("仅计已核验的值", "Value, verified only", ColumnKind::kNumber),
                   title("截至", "As of", ColumnKind::kText)};
  for (auto const& kpi : workspace.rules().kpis) {
    if (!wanted.empty() && !wanted.contains(fmt::format("{}@{}", kpi.id, kpi.version))) continue;
    auto sums = lifecycle::count(kpi, facts.of(kpi), params.by);
    if (params.by == "all") sums.try_emplace("");
    for (auto const& [key, sum] : sums) {
      table.rows.push_back({english ? kpi.name_en : kpi.name, kpi.version, label_of(workspace, params.by, key),
                            told_value(sum.value(kpi), kpi),
                            std::string{kpi.unit == "share" ? "%"
                                        : english           ? "10,000 CNY per mu"
                                                            : "万元/亩"},
                            told(sum.numerator, kpi.numerator), unit_of(kpi.numerator, english),
                            told(sum.denominator, kpi.denominator), unit_of(kpi.denominator, english), sum.unknown,
                            sum.unverified, told_value(sum.verified_value(kpi), kpi), format_day(what.as_of)});
    }
    table.notes.push_back(english ? fmt::format("{} {}: {} ÷ {} ({})", kpi.name_en, kpi.version, kpi.numerator.text_en,
                                                kpi.denominator.text_en, kpi.source_en)
                                  : fmt::format("{} {}: {} ÷ {} ({})", kpi.name, kpi.version, kpi.numerator.text,
                                                kpi.denominator.text, kpi.source));
  }
  return table_file(table, params.format, "figures");
}

std::vector<api::StageTime> ListStageTimes::operator()(api::ListStageTimesParams const& params, api::NoBody,
                                                       Call& call) const {
  Asked what;
  what.as_of = as_of_day(params.as_of);
  what.zone_id = params.zone_id;
  auto sql = workspace.database.reader();
  auto const version = workspace.figures.look(sql).version();
  auto const count = [&] {
    auto const histories = histories_of(workspace.figures.look(sql), call.viewer, params.zone_id, what.as_of);
    std::vector<api::StageTime> shown;
    for (std::size_t s = 0; s + 1 < kStages.size(); ++s) {
      auto const found = lifecycle::stays_in(histories, s);
      auto const& stays = found.stays;
      auto const curve = lifecycle::survival(stays);
      api::StageTime time;
      time.stage = kStages[s];
      time.next_stage = kStages[s + 1];
      time.projects = static_cast<std::int64_t>(stays.size());
      time.passed = std::count_if(stays.begin(), stays.end(), [](lifecycle::Stay const& stay) { return stay.passed; });
      time.still = time.projects - time.passed;
      if (auto const days = lifecycle::days_until(curve, 0.5)) time.median_days = *days;
      if (auto const days = lifecycle::days_until(curve, 0.75)) time.quartile_days = *days;
      for (auto const& p : curve) {
        time.curve.push_back({p.days, p.at_risk, p.events, p.remaining, p.low, p.high});
      }
      std::map<int, std::int64_t> censored;
      for (auto const& stay : stays) censored[stay.days] += stay.passed ? 0 : 1;
      for (auto const& [days, projects] : censored) {
        if (projects > 0) time.censored.push_back({days, projects});
      }
      std::map<int, std::int64_t> joined;
      for (auto const& stay : stays) {
        if (stay.from >= 0) ++joined[stay.from];
      }
      for (auto const& [days, projects] : joined) time.joined.push_back({days, projects});
      time.begin_unknown = found.begin_unknown;
      time.before_entered = found.before_entered;
      time.end_unknown = found.end_unknown;
      shown.push_back(std::move(time));
    }
    return shown;
  };
  return *workspace.figures.once<std::vector<api::StageTime>>(version, key_of("times", call.viewer, what, ""), count);
}

std::vector<api::Forecast> GetForecast::operator()(api::GetForecastParams const& params, api::NoBody,
                                                   Call& call) const {
  Asked what;
  what.as_of = as_of_day(params.as_of);
  what.zone_id = params.zone_id;
  auto const year = civil_date(what.as_of).year();
  auto const begin = day_number(year / std::chrono::January / 1);
  auto const until = day_number(year / std::chrono::December / 31);
  auto sql = workspace.database.reader();
  auto const version = workspace.figures.look(sql).version();
  auto const count = [&] {
    auto const histories = histories_of(workspace.figures.look(sql), call.viewer, params.zone_id, what.as_of);
    std::vector<api::Forecast> shown;
    for (auto const& f : lifecycle::forecast(histories, begin, what.as_of, until)) {
      if (f.stage == 0) continue;
      shown.push_back({std::string{kStages[f.stage]}, f.passed, f.expected, f.low, f.high, f.candidates,
                       f.without_history, f.out_of_sight, format_day(until),
                       "Kaplan–Meier times per stage, given the time already stayed; projects known today only"});
    }
    return shown;
  };
  return *workspace.figures.once<std::vector<api::Forecast>>(version, key_of("forecast", call.viewer, what, ""), count);
}

}  // namespace lianzhao::serve
