#include <iostream>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "kernel/log.h"
#include "pipeline/import_register.h"
#include "store/data_folder.h"

namespace lianzhao::app {

namespace {

void print(pipeline::ImportReport const& report) {
  std::cout << fmt::format(
      "{} rows read in {:.1f} s: {} accepted, {} updated, {} duplicates, {} rejected; {} repaired, {} with an invalid "
      "credit code\n",
      report.read, report.seconds, report.accepted, report.updated, report.duplicates, report.rejected, report.repaired,
      report.invalid_codes);
  for (auto const& [reason, count] : report.reasons) std::cout << fmt::format("  rejected, {}: {}\n", reason, count);
  if (!report.reject_file.empty()) std::cout << "  rejected rows: " << report.reject_file.string() << "\n";
  if (!report.flag_file.empty()) std::cout << "  invalid codes: " << report.flag_file.string() << "\n";
}

boost::json::object to_json(pipeline::ImportReport const& report) {
  boost::json::object reasons;
  for (auto const& [reason, count] : report.reasons) reasons[reason] = count;
  boost::json::object json{{"read", report.read},
                           {"accepted", report.accepted},
                           {"updated", report.updated},
                           {"duplicates", report.duplicates},
                           {"repaired", report.repaired},
                           {"rejected", report.rejected},
                           {"invalid_codes", report.invalid_codes},
                           {"seconds", report.seconds},
                           {"reasons", reasons}};
  json["reject_file"] = nullptr;
  json["flag_file"] = nullptr;
  if (!report.reject_file.empty()) json["reject_file"] = report.reject_file.string();
  if (!report.flag_file.empty()) json["flag_file"] = report.flag_file.string();
  return json;
}

void run(pipeline::ImportRequest const& options, CommandContext& context) {
  auto request = options;
  store::DataFolder const folder{context.data, context.database};
  request.rejects = folder.rejects();
  auto const database = store::open_register(folder);
  auto const report = pipeline::import_register(*database, request, progress_bar());
  end_progress();
  for (auto const& warning : report.warnings) log::warn("{}", warning);
  if (context.json) {
    print_json(to_json(report));
  } else {
    print(report);
  }
  context.exit_code = report.rejected == 0 && report.warnings.empty() ? kDone : kSomeRejected;
}

}  // namespace

void add_import_enterprises(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<pipeline::ImportRequest>();
  auto* command = import_command(parser).add_subcommand(
      "enterprises", "take in a register of enterprises (CSV, XLSX or NDJSON, UTF-8 or GB18030, plain or gzip)");
  command->add_option("files", options->files, "register files; - is standard input")->required();
  command->add_option("--map", options->column_map, "YAML file of `field: heading` where headings are not recognised");
  command->add_flag("--partial", options->partial, "keep what could be read of a file that breaks off");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
