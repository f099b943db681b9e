#include <memory>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/exit_code.h"
#include "ingest/chain_reader.h"
#include "kernel/error.h"

namespace lianzhao::app {

namespace {

namespace json = boost::json;

void print(json::object const& document) {
  fmt::print("{}\n", json::serialize(document));
}

/// What stands in the files; a file that cannot be read is a problem like others and keeps none of them back.
std::vector<ingest::ChainText> texts_of(std::vector<std::string> const& files,
                                        std::vector<ingest::ChainProblem>& unread) {
  if (files.empty()) return ingest::shipped_chain_texts();
  std::vector<ingest::ChainText> texts;
  for (auto const& file : files) {
    try {
      for (auto& text : ingest::chain_texts_at(file)) texts.push_back(std::move(text));
    } catch (Failure const& failure) {
      unread.push_back({file, 1, ingest::ProblemSeverity::kError, failure.error().code, failure.error().message,
                        "name a chain file, a folder of them, or - for standard input"});
    }
  }
  return texts;
}

void check(std::vector<std::string> const& files, CommandContext& context) {
  std::vector<ingest::ChainProblem> problems;
  auto const texts = texts_of(files, problems);
  auto const reading = ingest::read_chains(texts);
  if (reading.has_errors() || !problems.empty()) context.exit_code = kFailed;
  problems.insert(problems.end(), reading.problems.begin(), reading.problems.end());
  std::size_t nodes = 0;
  for (auto const& chain : reading.chains) nodes += chain.nodes.size();
  if (context.json) {
    json::array told;
    for (auto const& p : problems)
      told.push_back({{"file", p.file},
                      {"line", p.line},
                      {"severity", ingest::severity_name(p.severity)},
                      {"code", p.code},
                      {"message", p.message},
                      {"way_out", p.way_out}});
    print(
        {{"files", texts.size()}, {"chains", reading.chains.size()}, {"nodes", nodes}, {"problems", std::move(told)}});
    return;
  }
  for (auto const& p : problems)
    fmt::print("{}:{}: {} [{}]: {}\n  → {}\n", p.file, p.line, ingest::severity_name(p.severity), p.code, p.message,
               p.way_out);
  fmt::print("{} files, {} chains without an error holding {} nodes, {} problems\n", texts.size(),
             reading.chains.size(), nodes, problems.size());
}

void list(std::string const& folder, CommandContext const& context) {
  auto const library = ingest::load_chain_library(folder);
  json::array chains;
  for (auto const& chain : library.chains()) {
    std::size_t words = 0;
    for (auto const& node : chain.nodes) words += node.keywords.size() + node.synonyms.size();
    if (!context.json)
      fmt::print("{}\t{}\t{}\t{} nodes\t{} supply edges\t{} words\n", chain.id, chain.name, chain.name_en,
                 chain.nodes.size(), chain.supply_edges.size(), words);
    chains.push_back({{"id", chain.id},
                      {"name", chain.name},
                      {"name_en", chain.name_en},
                      {"version", chain.version},
                      {"nodes", chain.nodes.size()},
                      {"supply_edges", chain.supply_edges.size()},
                      {"keywords", words}});
  }
  if (context.json) print({{"fingerprint", library.fingerprint()}, {"chains", std::move(chains)}});
}

}  // namespace

void add_chain(CLI::App& parser, CommandContext& context) {
  auto* const chain = parser.add_subcommand("chain", "the chain library");
  chain->require_subcommand(1);
  struct Options {
    std::vector<std::string> files;
    std::string folder;
  };
  auto const options = std::make_shared<Options>();
  auto* const check_command = chain->add_subcommand("check", "every mistake in chain files, with line and way out");
  check_command->add_option("FILE", options->files,
                            "chain files or folders, - for standard input; the shipped library when none is given");
  check_command->callback([options, &context] { check(options->files, context); });
  auto* const list_command = chain->add_subcommand("list", "the chains and how much they hold");
  list_command->add_option("--chains", options->folder, "a folder of chain files instead of the shipped library");
  list_command->callback([options, &context] { list(options->folder, context); });
}

}  // namespace lianzhao::app
