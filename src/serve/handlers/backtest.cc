#include "serve/handlers/backtest.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

#include "kernel/error.h"
#include "pipeline/backtest.h"
#include "pipeline/shown_name.h"
#include "serve/place.h"
#include "store/register_reader.h"

namespace lianzhao::serve {

namespace {

std::int64_t whole(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

std::optional<double> if_finite(double value) {
  return std::isfinite(value) ? std::optional{value} : std::nullopt;
}

/// The last year after which the register still holds a whole span.
int last_year_to_ask(pipeline::Insight const& insight, int horizon) {
  auto const newest = insight.atlas().provenance().newest_founding;
  if (!newest)
    throw Failure{{ErrorKind::kConflict, "undated_register",
                   "no enterprise of the register has a day of founding; import a register with one"}};
  return static_cast<int>(civil_date(*newest + 1).year()) - 1 - horizon;
}

api::GapSkills to_api(diagnose::GapSkills const& skills) {
  api::GapSkills shown;
  shown.gaps = whole(skills.gaps);
  shown.came = whole(skills.came);
  auto const base = static_cast<double>(skills.came) / static_cast<double>(skills.gaps);
  shown.base_rate = if_finite(base);
  for (auto const& r : skills.rankings) {
    api::RankingSkill one;
    one.ranking = diagnose::gap_ranking_name(r.ranking);
    one.auc = r.skill.auc;
    auto const [low, high] = diagnose::interval_95(r.skill.auc, r.skill.standard_error);
    one.auc_low = if_finite(low);
    one.auc_high = if_finite(high);
    one.auc_less_diagnosis = r.less_diagnosis;
    auto const [less, more] = diagnose::interval_95(r.less_diagnosis, r.less_diagnosis_error);
    one.auc_less_diagnosis_low = if_finite(less);
    one.auc_less_diagnosis_high = if_finite(more);
    for (std::size_t i = 0; i < diagnose::kPrecisionAt.size(); ++i) {
      auto const k = std::min<std::uint64_t>(diagnose::kPrecisionAt[i], skills.gaps);
      one.precision_at.push_back(
          {whole(k), r.precision[i], r.precision[i] * static_cast<double>(k), r.precision[i] / base});
    }
    shown.rankings.push_back(std::move(one));
  }
  return shown;
}

}  // namespace

api::Backtest GetBacktest::operator()(api::GetBacktestParams const& params, api::NoBody, Call&) const {
  auto const insight = insights.get();
  auto const& library = insight->knowledge().library;
  diagnose::BacktestQuestion question;
  question.horizon = static_cast<int>(params.horizon);
  question.until = params.until ? static_cast<int>(*params.until) : last_year_to_ask(*insight, question.horizon);
  question.level = level_from(params.level);
  question.arrival = *diagnose::arrival_from(params.arrival);
  question.listed = *diagnose::gap_ranking_from(params.ranking);
  question.top = static_cast<std::size_t>(params.top);
  auto const test = pipeline::backtest(*insight, question, params.chain.value_or(""));

  std::unordered_map<std::int64_t, Enterprise> proof;
  {
    std::vector<std::int64_t> ids;
    for (auto const* const list : {&test.listed, &test.unforeseen})
      for (auto const& gap : *list)
        for (auto const row : gap.first) ids.push_back(insight->atlas().enterprise_id(row));
    auto sql = insights.register_database().reader();
    for (auto& one : store::RegisterReader{sql}.find_all(ids)) proof.emplace(one.id, std::move(one.enterprise));
  }
  auto const listed = [&](std::vector<diagnose::ListedGap> const& gaps) {
    std::vector<api::BacktestedGap> all;
    for (auto const& gap : gaps) {
      api::BacktestedGap one;
      one.rank = whole(gap.rank);
      one.tied = whole(gap.tied);
      one.score = gap.score;
      one.region_code = region_code_text(gap.region);
      one.node = library.node(gap.node).id;
      one.type = diagnose::node_type_name(gap.type);
      one.came = gap.came;
      one.founded_within = whole(gap.founded);
      for (auto const row : gap.first) {
        auto const found = proof.find(insight->atlas().enterprise_id(row));
        if (found == proof.end()) continue;  // deleted from the register since the snapshot was built
        one.enterprises.push_back({found->second.enterprise_key, pipeline::shown_name(found->second),
                                   format_day(*insight->atlas().row(row).founded)});
      }
      all.push_back(std::move(one));
    }
    return all;
  };

  api::Backtest shown;
  shown.until = question.until;
  shown.horizon = question.horizon;
  shown.level = params.level;
  shown.chain = params.chain;
  shown.arrival = params.arrival;
  shown.known_until = format_day(test.known_until);
  shown.came_by = format_day(test.came_by);
  shown.register_ends = format_day(*test.register_ends);
  shown.complete = *test.register_ends >= test.came_by;
  shown.undated = whole(test.undated);
  shown.dated_before = whole(test.dated_before);
  shown.dated_within = whole(test.dated_within);
  shown.regions = whole(test.regions);
  shown.nodes = whole(test.nodes);
  shown.skills = to_api(test.all);
  for (auto const& type : test.types)
    shown.types.push_back({std::string{diagnose::node_type_name(type.type)}, whole(type.gaps), whole(type.came)});
  for (auto const& of_chain : test.chains)
    shown.chains.push_back({library.chains()[of_chain.chain].id, to_api(of_chain.skills)});
  if (test.model) {
    shown.learned_from = format_day(test.model->known_until);
    shown.learned_by = format_day(test.model->learned_by);
    for (Eigen::Index f = 0; f < diagnose::kGapFeatures; ++f)
      shown.weights.push_back({std::string{diagnose::gap_feature_name(static_cast<diagnose::GapFeature>(f))},
                               test.model->weight[f], test.model->mean[f], test.model->scale[f]});
  }
  shown.listed_by = diagnose::gap_ranking_name(test.question.listed);
  shown.listed = listed(test.listed);
  shown.unforeseen = listed(test.unforeseen);
  shown.fingerprint = test.fingerprint;
  shown.command = fmt::format(
      "lianzhao backtest --data DIR --until {} --horizon {} --level {}{} --arrival {} --ranking {} --top {}",
      question.until, question.horizon, params.level, params.chain ? " --chain " + *params.chain : "", params.arrival,
      params.ranking, params.top);
  return shown;
}

}  // namespace lianzhao::serve
