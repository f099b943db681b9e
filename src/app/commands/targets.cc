#include "recommend/targets.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/data.h"
#include "ingest/rules_reader.h"
#include "store/register_reader.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;

struct Options {
  pipeline::FilterWords filter;
  std::string region;
  std::string zone;
  std::string node;
  std::string weights;
  std::size_t top = 20;
  bool with_branches = false;
};

template <typename T>
json::value or_null(std::optional<T> const& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::value to_json(pipeline::Insight const& insight, recommend::Target const& target, Enterprise const& enterprise) {
  json::array contributions;
  for (auto const& part : target.contributions)
    contributions.push_back({{"criterion", recommend::criterion_name(part.criterion)},
                             {"value", or_null(part.value)},
                             {"unit", recommend::criterion_unit(part.criterion)},
                             {"percentile", or_null(part.percentile)},
                             {"weight", part.weight},
                             {"points", part.points},
                             {"known", part.known},
                             {"unknown_reason", part.known ? json::value(nullptr) : json::value(part.unknown_reason)}});
  json::array ties;
  for (auto const& tie : target.ties)
    ties.push_back({{"kind", tie.kind == recommend::Tie::Kind::kSupplier ? "supplier" : "customer"},
                    {"node", insight.knowledge().library.node(tie.node).id},
                    {"local_count", tie.local_count}});
  return {{"credit_code", enterprise.credit_code},
          {"name", enterprise.name},
          {"region_code", enterprise.region_code},
          {"score", target.score},
          {"known_weight", target.known_weight},
          {"parts", {{"known", target.known}, {"of", target.contributions.size()}}},
          {"confidence", target.confidence},
          {"contributions", contributions},
          {"ties", ties}};
}

void run(Options const& options, CommandContext& context) {
  auto const data = open_data(context);
  auto const& insight = *data.insight;
  auto const place = place_of(insight, options.region, options.zone);
  auto const weights =
      options.weights.empty() ? insight.knowledge().weights : ingest::read_target_weights(options.weights);
  auto const targets = insight.targets(
      place, options.node, weights, options.top, pipeline::filter_of(insight.knowledge().rules, options.filter),
      options.with_branches ? recommend::Branches::kRanked : recommend::Branches::kLeftOut);
  auto session = data.register_database->reader();
  std::vector<std::int64_t> ids;
  for (auto const& target : targets.ranked) ids.push_back(target.enterprise_id);
  auto const enterprises = store::RegisterReader{session}.find_all(ids);
  json::array ranked;
  for (std::size_t i = 0; i < targets.ranked.size() && i < enterprises.size(); ++i) {
    if (context.json)
      ranked.push_back(to_json(insight, targets.ranked[i], enterprises[i].enterprise));
    else
      fmt::print("{:>6.2f}  {} of {} known  {}  {}\n", targets.ranked[i].score, targets.ranked[i].known,
                 targets.ranked[i].contributions.size(), enterprises[i].enterprise.credit_code,
                 enterprises[i].enterprise.name);
  }
  if (context.json)
    print_json({{"place", {{"id", place.id}, {"name", place.name_zh}}},
                {"node", options.node},
                {"candidates", targets.candidates},
                {"branches_left_out", targets.branches_left_out},
                {"fingerprint", insight.atlas().provenance().fingerprint()},
                {"targets", ranked}});
}

}  // namespace

void add_targets(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* const command = parser.add_subcommand("targets", "whom to invite for a node, ranked by a sum that is shown");
  command->add_option("--region", options->region, "six-digit code of GB/T 2260");
  command->add_option("--zone", options->zone, "id of a zone");
  command->add_option("--node", options->node, "global id of a node, e.g. biomedicine/vaccine")->required();
  command->add_option("--top", options->top, "how many")->capture_default_str()->check(CLI::Range(1, 10'000));
  command->add_option("--weights", options->weights, "YAML with the weights of the four criteria")
      ->check(CLI::ExistingFile);
  command->add_flag("--with-branches", options->with_branches, "rank branches (分公司, 门市部, …) too");
  add_filter_options(*command, options->filter);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
