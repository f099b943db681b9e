#include <algorithm>
#include <iostream>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/exit_code.h"
#include "app/region_file.h"
#include "ingest/region_reader.h"
#include "ingest/region_shapes.h"
#include "kernel/error.h"
#include "kernel/log.h"

namespace lianzhao::app {

namespace {

struct Options {
  std::vector<std::filesystem::path> files;
  std::string system = "wgs84";
};

void run(Options const& options, CommandContext& context) {
  auto const system = geo::coordinate_system_from(options.system);
  if (!system) throw invalid_input("bad_coordinate_system", options.system + " is not one of wgs84, gcj02, bd09");
  ingest::ShapeImport total;
  boost::json::array problems;
  boost::json::array files;
  for (auto const& path : options.files) {
    auto const done = ingest::import_region_shapes(read_region_file(path), *system, path.filename().string(),
                                                   ingest::region_table(), context.data);
    total.read += done.read;
    total.accepted += done.accepted;
    total.rejected += done.rejected;
    total.resolved += done.resolved;
    for (auto const& problem : done.problems) {
      log::warn("{}: {}", path.string(), problem.message);
      problems.push_back({{"file", path.filename().string()},
                          {"feature", problem.index},
                          {"reason", problem.reason},
                          {"message", problem.message}});
    }
    for (auto const& file : done.files) {
      auto const name = boost::json::value(file);
      if (std::find(files.begin(), files.end(), name) == files.end()) files.push_back(name);
    }
  }
  if (context.json) {
    std::cout << boost::json::serialize(boost::json::object{{"read", total.read},
                                                            {"accepted", total.accepted},
                                                            {"rejected", total.rejected},
                                                            {"resolved", total.resolved},
                                                            {"files", files},
                                                            {"problems", problems}})
              << "\n";
  } else {
    std::cout << fmt::format(
        "{} shapes read: {} accepted ({} under an abolished code that was resolved), {} rejected; {} files in {}\n",
        total.read, total.accepted, total.resolved, total.rejected, files.size(), (context.data / "shapes").string());
  }
  context.exit_code = total.rejected == 0 ? kDone : kSomeRejected;
}

}  // namespace

void add_import_regions(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* command = import_command(parser).add_subcommand(
      "regions", "take in authorised shapes of provinces, prefectures or counties (GeoJSON with six-digit codes)");
  command->add_option("files", options->files, "GeoJSON files; - is standard input")->required();
  command->add_option("--system", options->system, "coordinates of the files: wgs84, gcj02 or bd09")
      ->capture_default_str();
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
