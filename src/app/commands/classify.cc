#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <system_error>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/classify_rows.h"
#include "app/commands/commands.h"
#include "app/exit_code.h"
#include "classify/tagger.h"
#include "ingest/chain_reader.h"
#include "ingest/table_reader.h"
#include "kernel/error.h"
#include "kernel/log.h"

namespace lianzhao::app {

namespace {

struct Options {
  std::filesystem::path in;
  std::filesystem::path out;
  std::filesystem::path chains;
};

void run(Options const& options, CommandContext& context) {
  auto const begin = std::chrono::steady_clock::now();
  auto const library = ingest::load_chain_library(options.chains);
  classify::Tagger const tagger{library};
  auto const table = ingest::open_table(options.in);

  auto const to_stdout = options.out == "-";
  // Written beside its name and moved there when whole, so that a failed run leaves no half file behind.
  auto partial = options.out;
  partial += ".partial";
  std::ofstream file;
  if (!to_stdout) {
    file.open(partial, std::ios::binary);
    if (!file) throw invalid_input("file_unwritable", fmt::format("{} cannot be written", options.out.string()));
  }
  std::ostream& out = to_stdout ? std::cout : file;
  ClassifyReport report;
  try {
    report = classify_rows(*table, tagger,
                           [&](std::string_view lines) {
                             if (!out.write(lines.data(), static_cast<std::streamsize>(lines.size()))) {
                               throw invalid_input(
                                   "file_unwritable",
                                   fmt::format("{} cannot be written: is the disk full?", options.out.string()));
                             }
                           },
                           {});
    out.flush();
    if (!out)
      throw invalid_input("file_unwritable",
                          fmt::format("{} cannot be written: is the disk full?", options.out.string()));
  } catch (...) {
    if (!to_stdout) {
      file.close();
      std::error_code ignored;
      std::filesystem::remove(partial, ignored);
    }
    throw;
  }
  if (!to_stdout) {
    file.close();
    std::filesystem::rename(partial, options.out);
  }
  auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  log::info("{} rows read, {} tagged with nodes, {} without a name or not readable, {:.1f} s", report.read,
            report.tagged, report.rejected, seconds);
  if (context.json && !to_stdout) {
    std::cout << boost::json::serialize(boost::json::object{{"read", report.read},
                                                            {"written", report.written},
                                                            {"tagged", report.tagged},
                                                            {"rejected", report.rejected},
                                                            {"seconds", seconds}})
              << '\n';
  }
  if (report.rejected > 0) context.exit_code = kSomeRejected;
}

}  // namespace

void add_classify(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* const command =
      parser.add_subcommand("classify", "tag the rows of a register file with chain nodes and an industry code");
  command->add_option("--in", options->in, "CSV, XLSX or NDJSON, plain or gzip; - is standard input")->required();
  command->add_option("--out", options->out, "NDJSON, one line a row; - is standard output")->required();
  command->add_option("--chains", options->chains, "folder of chain files instead of the shipped library");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
