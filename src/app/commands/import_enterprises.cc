#include <iostream>
#include <memory>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "app/import_json.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/log.h"
#include "pipeline/import_register.h"
#include "pipeline/knowledge.h"
#include "pipeline/search.h"
#include "pipeline/snapshot.h"
#include "store/data_folder.h"

namespace lianzhao::app {

namespace {

void print(pipeline::ImportReport const& report) {
  std::cout << fmt::format(
      "{} rows read in {:.1f} s: {} accepted, {} updated, {} duplicates, {} rejected; {} repaired, {} with an invalid "
      "credit code, {} with an old registration number in its place\n",
      report.read, report.seconds, report.accepted, report.updated, report.duplicates, report.rejected, report.repaired,
      report.invalid_codes, report.old_numbers);
  if (report.notes > 0) std::cout << fmt::format("  notes of tables, passed over: {}\n", report.notes);
  for (auto const& [reason, count] : report.reasons) std::cout << fmt::format("  rejected, {}: {}\n", reason, count);
  if (!report.reject_file.empty()) std::cout << "  rejected rows: " << report.reject_file.string() << "\n";
  if (!report.flag_file.empty()) std::cout << "  codes to look into: " << report.flag_file.string() << "\n";
  if (!report.date_file.empty()) {
    std::cout << fmt::format("  {} founded after today, which is taken as unknown: {}\n", report.later_foundings,
                             report.date_file.string());
  }
}

/// What became of tables and headings, on standard error: nobody should have to ask for it.
void tell_tables(pipeline::ImportReport const& report) {
  for (auto const& table : report.tables) {
    auto const name = table.sheet.empty() ? table.file : fmt::format("{}, sheet {}", table.file, table.sheet);
    if (!table.passed_over.empty()) {
      log::warn("{}: passed over: {}", name, table.passed_over);
      continue;
    }
    std::vector<std::string> used;
    for (auto const& [heading, field] : table.columns.used) used.push_back(fmt::format("{} = {}", heading, field));
    log::info("{}: {} rows; columns: {}", name, table.rows, fmt::join(used, ", "));
    std::vector<std::string> known;
    for (auto const& [heading, meaning] : table.columns.not_kept) {
      known.push_back(fmt::format("{} = {}", heading, meaning));
    }
    if (!known.empty()) log::info("{}: columns known and not kept: {}", name, fmt::join(known, ", "));
    if (!table.columns.ignored.empty()) {
      log::warn("{}: columns not recognised and ignored: {} (--map FILE says what they are)", name,
                ingest::shown_headings(table.columns.ignored));
    }
  }
}

struct Options {
  pipeline::ImportRequest request;
  std::filesystem::path map_file;
  bool no_snapshot = false;
  bool no_search = false;
};

/// Tags, snapshot and search index of what was taken in; what each cost goes into `json` or onto the screen.
void refresh(store::Database& database, store::DataFolder const& folder, Options const& options, bool print_it,
             boost::json::object& json) {
  auto const knowledge = pipeline::load_knowledge(folder.path);
  auto const snapshot = pipeline::refresh_snapshot(database, folder, knowledge, progress_bar(), {});
  end_progress();
  json["snapshot"] = boost::json::object{{"tagged", snapshot.tagged},
                                         {"tags", snapshot.tags},
                                         {"bytes", snapshot.bytes},
                                         {"seconds_tagging", snapshot.seconds_tagging},
                                         {"seconds_building", snapshot.seconds_building}};
  if (print_it) {
    std::cout << fmt::format("{} of {} enterprises tagged in {:.1f} s, snapshot built in {:.1f} s ({} MB)\n",
                             snapshot.tagged, snapshot.enterprises, snapshot.seconds_tagging, snapshot.seconds_building,
                             snapshot.bytes >> 20U)
              << std::flush;
  }
  if (options.no_search) return;
  auto const search = pipeline::refresh_search(database, folder, progress_bar(), {});
  end_progress();
  json["search"] = boost::json::object{{"bytes", search.bytes},
                                       {"seconds_reading", search.seconds_reading},
                                       {"seconds_writing", search.seconds_writing}};
  if (print_it) {
    std::cout << fmt::format("search index built in {:.1f} s ({} MB)\n",
                             search.seconds_reading + search.seconds_writing, search.bytes >> 20U);
  }
}

void run(Options const& options, CommandContext& context) {
  auto request = options.request;
  store::DataFolder const folder{context.data, context.database};
  request.rejects = folder.rejects();
  if (!options.map_file.empty()) {
    constexpr std::size_t kLongestMap = std::size_t{1} << 20U;
    request.column_map = {options.map_file.string(), read_file(options.map_file, kLongestMap)};
  }
  auto const database = store::open_register(folder);
  auto const report = pipeline::import_register(*database, request, progress_bar());
  end_progress();
  for (auto const& warning : report.warnings) log::warn("{}", warning);
  tell_tables(report);
  auto json = to_json(report);
  if (!context.json) print(report);
  std::optional<Error> not_refreshed;
  try {
    if (!options.no_snapshot) refresh(*database, folder, options, !context.json, json);
  } catch (Failure const& failure) {
    // A full disk, mostly. What was taken in is safe, and its counts are told.
    end_progress();
    not_refreshed = failure.error();
    json["not_refreshed"] = not_refreshed->message;
  }
  if (context.json) print_json(json);
  if (not_refreshed) {
    throw Failure{
        {not_refreshed->kind, "taken_in_but_not_shown",
         fmt::format("the register was taken in, but map and search still show what was there before: {}; when "
                     "that is mended, run `lianzhao atlas build` and `lianzhao search build`",
                     not_refreshed->message)}};
  }
  context.exit_code = report.rejected == 0 && report.warnings.empty() ? kDone : kSomeRejected;
}

}  // namespace

void add_import_enterprises(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* command = import_command(parser).add_subcommand(
      "enterprises", "take in a register of enterprises (CSV, XLSX or NDJSON, UTF-8 or GB18030, plain or gzip)");
  command->add_option("files", options->request.files, "register files; - is standard input")->required();
  command->add_option("--map", options->map_file, "YAML file of `field: heading` where headings are not recognised");
  command->add_flag("--partial", options->request.partial, "keep what could be read of a file that breaks off");
  command->add_flag("--no-snapshot", options->no_snapshot,
                    "neither tags nor snapshot nor search index: `atlas build` makes them later");
  command->add_flag("--no-search", options->no_search, "no search index: `search build` makes it later");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
