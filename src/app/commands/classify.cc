#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/classify_rows.h"
#include "app/commands/commands.h"
#include "app/console.h"
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

  OutputFile out{options.out};
  auto const report = classify_rows(*table, tagger, [&](std::string_view lines) { out.append(lines); }, {});
  out.commit();
  auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  log::info("{} rows read, {} tagged with nodes, {} without a name or not readable, {:.1f} s", report.read,
            report.tagged, report.rejected, seconds);
  if (context.json && !out.to_stdout()) {
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
