#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/data.h"
#include "pipeline/snapshot.h"

namespace lianzhao::app {

namespace {

void build(bool force, CommandContext& context) {
  auto const folder = data_folder(context);
  auto const database = store::open_register(folder);
  auto const knowledge = pipeline::load_knowledge(context.data);
  auto const report = pipeline::refresh_snapshot(*database, folder, knowledge, progress_bar(), {},
                                                 force ? pipeline::Rebuild::kAlways : pipeline::Rebuild::kIfTaughtAnew);
  end_progress();
  if (context.json)
    print_json({{"enterprises", report.enterprises},
                {"tagged", report.tagged},
                {"tags", report.tags},
                {"fingerprint", report.fingerprint},
                {"bytes", report.bytes},
                {"already_fresh", report.already_fresh},
                {"seconds_tagging", report.seconds_tagging},
                {"seconds_building", report.seconds_building}});
  else if (report.already_fresh)
    fmt::print("the snapshot of {} enterprises is up to date ({})\n", report.enterprises, report.fingerprint);
  else
    fmt::print("{} enterprises, {} tagged with {} tags: {} MB in {:.1f} s ({})\n", report.enterprises, report.tagged,
               report.tags, report.bytes >> 20, report.seconds_tagging + report.seconds_building, report.fingerprint);
}

}  // namespace

void add_atlas(CLI::App& parser, CommandContext& context) {
  auto* const atlas = parser.add_subcommand("atlas", "the snapshot that maps are answered from");
  atlas->require_subcommand(1);
  auto const force = std::make_shared<bool>(false);
  auto* const command =
      atlas->add_subcommand("build", "tag the register and build the snapshot anew where it is stale");
  command->add_flag("--force", *force, "also when nothing has changed");
  command->callback([force, &context] { build(*force, context); });
}

}  // namespace lianzhao::app
