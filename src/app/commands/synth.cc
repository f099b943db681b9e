#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/console.h"
#include "ingest/chain_reader.h"
#include "ingest/region_reader.h"
#include "ingest/synthetic_register.h"

namespace lianzhao::app {

namespace {

struct Options {
  std::uint64_t count = 100'000;
  std::uint64_t seed = 1;
  std::filesystem::path out;
  std::filesystem::path chains;
};

void run(Options const& options, CommandContext& context) {
  auto const begin = std::chrono::steady_clock::now();
  ingest::SyntheticRegister const synthetic{ingest::load_chain_library(options.chains), ingest::region_table(),
                                            options.seed};
  OutputFile file{options.out};
  ingest::write_synthetic_register(synthetic, options.count, [&](std::string_view piece) { file.append(piece); });
  file.commit();
  if (file.to_stdout()) return;
  auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (context.json) {
    print_json(boost::json::object{{"rows", options.count}, {"bytes", file.size()}, {"seconds", seconds}});
  } else {
    std::cout << fmt::format("{} synthetic enterprises in {} ({} bytes, {:.1f} s)\n", options.count,
                             options.out.string(), file.size(), seconds);
  }
}

}  // namespace

void add_synth(CLI::App& parser, CommandContext& context) {
  auto const options = std::make_shared<Options>();
  auto* synth = parser.add_subcommand("synth", "make synthetic data, marked 模拟");
  synth->require_subcommand(1);
  auto* command = synth->add_subcommand("enterprises", "a register of enterprises that do not exist, as CSV");
  command->add_option("--count", options->count, "how many")->capture_default_str();
  command->add_option("--seed", options->seed, "the same seed makes the same register")->capture_default_str();
  command->add_option("--out", options->out, "the file to write; - is standard output")->required();
  command->add_option("--chains", options->chains, "folder of chain files whose words are used");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace lianzhao::app
