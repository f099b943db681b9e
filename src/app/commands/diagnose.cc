#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/data.h"
#include "app/diagnosis_json.h"
#include "diagnose/diagnosis.h"
#include "kernel/clock.h"

namespace lianzhao::app {

namespace {

struct Options {
  pipeline::FilterWords filter;
  std::string region;
  std::string zone;
  std::string chain;
};

void run(Options const& options, CommandContext& context) {
  auto const data = open_data(context);
  auto const& insight = *data.insight;
  auto const place = place_of(insight, options.region, options.zone);
  auto const diagnosis =
      insight.diagnosis(place, options.chain, pipeline::filter_of(insight.knowledge().rules, options.filter));
  if (!context.json) {
    for (auto const& d : diagnosis.nodes)
      fmt::print("{:<11} {}  {}\n", diagnose::node_type_name(d.type), insight.knowledge().library.node(d.node).id,
                 d.statement.zh);
    return;
  }
  boost::json::array nodes;
  for (auto const& d : diagnosis.nodes) nodes.push_back(to_json(insight, d));
  print_json(
      {{"place", {{"id", place.id}, {"name", place.name_zh}, {"name_en", place.name_en}}},
       {"chain", diagnosis.chain},
       {"compared_with", diagnosis.level == RegionLevel::kProvince ? "province"
                         : diagnosis.level == RegionLevel::kCity   ? "city"
                                                                   : "county"},
       {"as_of", diagnosis.as_of ? boost::json::value(format_day(*diagnosis.as_of)) : boost::json::value(nullptr)},
       {"register_as_of", format_instant(insight.atlas().provenance().register_as_of)},
       {"fingerprint", diagnosis.fingerprint},
       // What recomputes every figure below, DIR standing for the data folder.
       {"command", fmt::format("lianzhao diagnose --data DIR {} --chain {}{}",
                               options.zone.empty() ? "--region " + options.region : "--zone " + options.zone,
                               options.chain, pipeline::command_options(options.filter))},
       {"nodes", nodes}});
}

}  // namespace

void add_diagnose(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* const command = parser.add_subcommand("diagnose", "what a place has and lacks of a chain, with the proof");
  command->add_option("--region", options->region, "six-digit code of GB/T 2260");
  command->add_option("--zone", options->zone, "id of a zone");
  command->add_option("--chain", options->chain, "id of a chain, e.g. biomedicine")->required();
  add_filter_options(*command, options->filter);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
