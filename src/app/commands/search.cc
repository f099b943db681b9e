#include "pipeline/search.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/data.h"
#include "kernel/error.h"
#include "pipeline/snapshot.h"

namespace lianzhao::app {

namespace {

void build(bool force, CommandContext& context) {
  auto const folder = data_folder(context);
  auto const database = store::open_register(folder);
  auto const atlas = pipeline::CurrentAtlas{folder.atlas()}.get();
  if (!atlas) throw not_found("no_snapshot", "there is no snapshot yet; run `lianzhao atlas build` first");
  auto const report = pipeline::refresh_search(*database, folder, *atlas, progress_bar(), {}, force);
  end_progress();
  if (context.json)
    print_json({{"enterprises", report.enterprises},
                {"bytes", report.bytes},
                {"already_fresh", report.already_fresh},
                {"seconds_reading", report.seconds_reading},
                {"seconds_writing", report.seconds_writing}});
  else if (report.already_fresh)
    fmt::print("the search index of {} enterprises is up to date\n", report.enterprises);
  else
    fmt::print("{} enterprises: {} MB in {:.1f} s\n", report.enterprises, report.bytes >> 20U,
               report.seconds_reading + report.seconds_writing);
}

}  // namespace

void add_search(CLI::App& parser, CommandContext& context) {
  auto* const search = parser.add_subcommand("search", "the full-text index over names, scopes and products");
  search->require_subcommand(1);
  auto const force = std::make_shared<bool>(false);
  auto* const command = search->add_subcommand("build", "build the index anew where it is stale");
  command->add_flag("--force", *force, "also when nothing has changed");
  command->callback([force, &context] { build(*force, context); });
}

}  // namespace lianzhao::app
