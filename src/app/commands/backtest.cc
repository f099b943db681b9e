#include "diagnose/backtest.h"

#include <cmath>
#include <memory>
#include <unordered_map>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/data.h"
#include "kernel/clock.h"
#include "kernel/error.h"
#include "pipeline/backtest.h"
#include "pipeline/shown_name.h"
#include "store/register_reader.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;
using diagnose::Backtest;

struct Options {
  int until = 0;
  int horizon = 5;
  std::string level = "city";
  std::string chain;
  std::string arrival = "founded";
  std::string listed = "likelihood";
  std::size_t top = 20;
};

json::value finite_or_null(double value) {
  return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}

json::value day_or_null(std::optional<DayNumber> day) {
  return day ? json::value(format_day(*day)) : json::value(nullptr);
}

json::value to_json(diagnose::GapSkills const& skills) {
  auto const base = static_cast<double>(skills.came) / static_cast<double>(skills.gaps);
  json::array rankings;
  for (auto const& r : skills.rankings) {
    auto const [low, high] = diagnose::interval_95(r.skill.auc, r.skill.standard_error);
    auto const [less, more] = diagnose::interval_95(r.less_diagnosis, r.less_diagnosis_error);
    json::array precision;
    for (std::size_t i = 0; i < diagnose::kPrecisionAt.size(); ++i) {
      auto const k = std::min<std::uint64_t>(diagnose::kPrecisionAt[i], skills.gaps);
      precision.push_back({{"k", k},
                           {"precision", r.precision[i]},
                           {"hits", r.precision[i] * static_cast<double>(k)},
                           {"lift", r.precision[i] / base}});
    }
    rankings.push_back({{"ranking", diagnose::gap_ranking_name(r.ranking)},
                        {"auc", r.skill.auc},
                        {"auc_low", finite_or_null(low)},
                        {"auc_high", finite_or_null(high)},
                        {"auc_less_diagnosis", r.less_diagnosis},
                        {"auc_less_diagnosis_low", finite_or_null(less)},
                        {"auc_less_diagnosis_high", finite_or_null(more)},
                        {"precision_at", precision}});
  }
  return {{"gaps", skills.gaps},
          {"came", skills.came},
          {"base_rate", skills.gaps > 0 ? json::value(base) : json::value(nullptr)},
          {"rankings", rankings}};
}

using Enterprises = std::unordered_map<std::uint32_t, Enterprise>;

/// The enterprises that prove the lists, by their number in the register.
Enterprises proof(OpenedData const& data, Backtest const& test) {
  Enterprises out;
  std::vector<std::int64_t> ids;
  auto session = data.register_database->reader();
  auto const fetch = [&] {
    for (auto const& stored : store::RegisterReader{session}.find_all(ids))
      out.emplace(static_cast<std::uint32_t>(stored.id), stored.enterprise);
    ids.clear();
  };
  constexpr std::size_t kAtOnce = 5'000;
  for (auto const* const list : {&test.listed, &test.unforeseen})
    for (auto const& gap : *list)
      for (auto const row : gap.first) {
        ids.push_back(data.insight->atlas().enterprise_id(row));
        if (ids.size() == kAtOnce) fetch();
      }
  fetch();
  return out;
}

json::array to_json(OpenedData const& data, Enterprises const& enterprises,
                    std::vector<diagnose::ListedGap> const& list) {
  auto const& insight = *data.insight;
  json::array out;
  for (auto const& gap : list) {
    json::array first;
    for (auto const row : gap.first) {
      auto const found = enterprises.find(insight.atlas().enterprise_id(row));
      if (found == enterprises.end()) continue;
      first.push_back({{"enterprise_key", found->second.enterprise_key},
                       {"name", pipeline::shown_name(found->second)},
                       {"founded", day_or_null(insight.atlas().row(row).founded)}});
    }
    auto const* const region = insight.knowledge().regions->find(gap.region);
    out.push_back({{"rank", gap.rank},
                   {"tied", gap.tied},
                   {"score", gap.score},
                   {"region_code", fmt::format("{:06}", gap.region)},
                   {"region", region != nullptr ? region->name : ""},
                   {"node", insight.knowledge().library.node(gap.node).id},
                   {"node_name", insight.knowledge().library.node(gap.node).name},
                   {"type", diagnose::node_type_name(gap.type)},
                   {"came", gap.came},
                   {"founded_within", gap.founded},
                   {"enterprises", first}});
  }
  return out;
}

json::value to_json(std::optional<diagnose::GapModel> const& model) {
  if (!model) return nullptr;
  json::array weights;
  for (Eigen::Index f = 0; f < diagnose::kGapFeatures; ++f)
    weights.push_back({{"feature", diagnose::gap_feature_name(static_cast<diagnose::GapFeature>(f))},
                       {"weight", model->weight[f]},
                       {"mean", model->mean[f]},
                       {"scale", model->scale[f]}});
  return {{"known_until", format_day(model->known_until)},
          {"learned_by", format_day(model->learned_by)},
          {"gaps", model->gaps},
          {"came", model->came},
          {"constant", model->constant},
          {"weights", weights}};
}

void print_text(OpenedData const& data, Backtest const& test, Enterprises const& enterprises) {
  auto const& insight = *data.insight;
  fmt::print(
      "known until {}, came by {}{}; {} gaps of {} regions × {} nodes, {} closed ({:.2f} %)\n",
      format_day(test.known_until), format_day(test.came_by),
      *test.register_ends < test.came_by
          ? fmt::format(" (the register ends on {}: what came later is missing)", format_day(*test.register_ends))
          : "",
      test.all.gaps, test.regions, test.nodes, test.all.came,
      100.0 * static_cast<double>(test.all.came) / static_cast<double>(std::max<std::uint64_t>(test.all.gaps, 1)));
  fmt::print("{} enterprises founded before, {} within, {} without a day of founding in no count\n", test.dated_before,
             test.dated_within, test.undated);
  if (!test.model) fmt::print("no likelihood: too few gaps were closed in the span before to learn from\n");
  fmt::print("\n{:<18} {:>6} {:>15} {:>7} {:>7} {:>7}\n", "ranking", "AUC", "95 %", "p@10", "p@50", "p@100");
  for (auto const& r : test.all.rankings) {
    auto const [low, high] = diagnose::interval_95(r.skill.auc, r.skill.standard_error);
    fmt::print("{:<18} {:>6.4f} {:>15} {:>7.3f} {:>7.3f} {:>7.3f}\n", diagnose::gap_ranking_name(r.ranking),
               r.skill.auc, fmt::format("{:.4f}–{:.4f}", low, high), r.precision[0], r.precision[1], r.precision[2]);
  }
  fmt::print("\n");
  for (auto const& type : test.types)
    fmt::print("{:<11} {:>8} gaps {:>7} closed {:>6.2f} %\n", diagnose::node_type_name(type.type), type.gaps, type.came,
               100.0 * static_cast<double>(type.came) / static_cast<double>(type.gaps));
  fmt::print("\n");
  for (auto const& gap : test.listed) {
    auto const* const region = insight.knowledge().regions->find(gap.region);
    std::string proof;
    if (!gap.first.empty())
      if (auto const found = enterprises.find(insight.atlas().enterprise_id(gap.first.front()));
          found != enterprises.end())
        proof = fmt::format("{} {} {}", format_day(*insight.atlas().row(gap.first.front()).founded),
                            found->second.enterprise_key, pipeline::shown_name(found->second));
    fmt::print("{:>5} {} {:<10} {} {}  {}\n", gap.rank, gap.came ? "came  " : "absent",
               diagnose::node_type_name(gap.type), region != nullptr ? region->name : fmt::format("{}", gap.region),
               insight.knowledge().library.node(gap.node).id, proof);
  }
}

void run(Options const& options, CommandContext& context) {
  auto const data = open_data(context);
  auto const& insight = *data.insight;
  diagnose::BacktestQuestion question;
  question.until = options.until;
  question.horizon = options.horizon;
  question.level = options.level == "county" ? RegionLevel::kCounty : RegionLevel::kCity;
  question.arrival = *diagnose::arrival_from(options.arrival);
  question.listed = *diagnose::gap_ranking_from(options.listed);
  question.top = options.top;
  auto const test = pipeline::backtest(insight, question, options.chain);
  auto const enterprises = proof(data, test);
  if (!context.json) {
    print_text(data, test, enterprises);
    return;
  }
  auto document = to_json(test.all).as_object();
  document["until"] = options.until;
  document["horizon"] = options.horizon;
  document["level"] = options.level;
  document["chain"] = options.chain.empty() ? json::value(nullptr) : json::value(options.chain);
  document["arrival"] = options.arrival;
  document["known_until"] = format_day(test.known_until);
  document["came_by"] = format_day(test.came_by);
  document["register_ends"] = day_or_null(test.register_ends);
  document["complete"] = *test.register_ends >= test.came_by;
  document["undated"] = test.undated;
  document["dated_before"] = test.dated_before;
  document["dated_within"] = test.dated_within;
  document["regions"] = test.regions;
  document["nodes"] = test.nodes;
  document["fingerprint"] = test.fingerprint;
  json::array types;
  for (auto const& type : test.types)
    types.push_back({{"type", diagnose::node_type_name(type.type)}, {"gaps", type.gaps}, {"came", type.came}});
  document["types"] = types;
  json::array chains;
  for (auto const& of_chain : test.chains) {
    auto skills = to_json(of_chain.skills).as_object();
    skills["chain"] = insight.knowledge().library.chains()[of_chain.chain].id;
    chains.push_back(skills);
  }
  document["chains"] = chains;
  document["model"] = to_json(test.model);
  document["listed_by"] = diagnose::gap_ranking_name(test.question.listed);
  document["listed"] = to_json(data, enterprises, test.listed);
  document["unforeseen"] = to_json(data, enterprises, test.unforeseen);
  print_json(document);
}

}  // namespace

void add_backtest(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  std::vector<std::string> rankings;
  for (std::size_t k = 0; k < diagnose::kGapRankings; ++k)
    rankings.emplace_back(diagnose::gap_ranking_name(static_cast<diagnose::GapRanking>(k)));
  auto* const command =
      parser.add_subcommand("backtest", "whether the gaps of an earlier year were closed in the years after it");
  command->add_option("--until", options->until, "nothing founded after this year is known")->required();
  command->add_option("--horizon", options->horizon, "years in which a gap may be closed")
      ->capture_default_str()
      ->check(CLI::Range(1, 50));
  command->add_option("--level", options->level, "city or county")
      ->capture_default_str()
      ->check(CLI::IsMember({"city", "county"}));
  command->add_option("--chain", options->chain, "only gaps of this chain");
  command
      ->add_option("--arrival", options->arrival, "when a node is there: founded (one enterprise), specialised (RCA)")
      ->capture_default_str()
      ->check(CLI::IsMember({"founded", "specialised"}));
  command->add_option("--ranking", options->listed, "whose first gaps are listed")
      ->capture_default_str()
      ->check(CLI::IsMember(rankings));
  command->add_option("--top", options->top, "how many are listed")
      ->capture_default_str()
      ->check(CLI::Range(0, 10'000));
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
