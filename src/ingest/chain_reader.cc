#include "ingest/chain_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include <fmt/format.h>
#include <sodium.h>

#include "chain_files.h"
#include "ingest/chain_source.h"
#include "ingest/yaml_tree.h"
#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {

namespace {

constexpr std::size_t kMaxFiles = 256;
constexpr std::size_t kMaxNodes = 20'000;

/// Feeds fields to the hash so that no two contents run together: each is preceded by its size.
class ContentHash {
 public:
  ContentHash() { crypto_generichash_init(&state_, nullptr, 0, 16); }
  void add(std::string_view text) {
    auto const size = std::to_string(text.size()) + ":";
    update(size);
    update(text);
  }
  void add(std::vector<std::string> const& texts) {
    add(std::to_string(texts.size()));
    for (auto const& text : texts) add(text);
  }
  std::string hex() {
    std::array<unsigned char, 16> out{};
    crypto_generichash_final(&state_, out.data(), out.size());
    std::string text;
    for (auto const byte : out) text += fmt::format("{:02x}", byte);
    return text;
  }

 private:
  void update(std::string_view text) {
    crypto_generichash_update(&state_, reinterpret_cast<unsigned char const*>(text.data()), text.size());
  }
  crypto_generichash_state state_{};
};

bool is_error(ChainProblem const& problem) {
  return problem.severity == ProblemSeverity::kError;
}

void append(std::vector<ChainProblem>& all, ProblemList const& of_file) {
  auto sorted = of_file.all();
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](ChainProblem const& a, ChainProblem const& b) { return a.line < b.line; });
  all.insert(all.end(), sorted.begin(), sorted.end());
}

}  // namespace

std::string_view severity_name(ProblemSeverity severity) {
  return severity == ProblemSeverity::kError ? "error" : "warning";
}

bool ChainReading::has_errors() const {
  return std::any_of(problems.begin(), problems.end(), is_error);
}

ChainReading read_chains(std::span<ChainText const> texts) {
  ChainReading out;
  std::map<std::string, std::string> file_of_chain;
  std::size_t nodes = 0;
  for (auto const& text : texts) {
    ProblemList problems{text.file};
    YamlFault fault;
    auto const tree = read_yaml_tree(text.text, fault);
    if (!tree) {
      problems.error(fault.line, fault.code, fault.message, fault.way_out);
      append(out.problems, problems);
      continue;
    }
    auto source = read_chain_source(text.file, *tree, problems);
    nodes += source.nodes.size();
    if (nodes > kMaxNodes) {
      problems.error(source.line, "over_limit", fmt::format("more than {} nodes in the library", kMaxNodes),
                     "take chains out that are not used");
      append(out.problems, problems);
      break;
    }
    check_chain(source, problems);
    if (!source.chain.id.empty()) {
      auto const [first, fresh] = file_of_chain.emplace(source.chain.id, text.file);
      if (!fresh)
        problems.error(source.line, "duplicate_id",
                       fmt::format("chain {} is defined in {} already", source.chain.id, first->second),
                       "rename one of the chains");
    }
    append(out.problems, problems);
    if (std::any_of(problems.all().begin(), problems.all().end(), is_error)) continue;
    for (auto& node : source.nodes) source.chain.nodes.push_back(std::move(node.node));
    for (auto& edge : source.edges) source.chain.supply_edges.push_back(std::move(edge.edge));
    out.chains.push_back(std::move(source.chain));
  }
  return out;
}

std::vector<ChainText> shipped_chain_texts() {
  std::vector<ChainText> texts;
  for (auto const& file : embedded::chain_files())
    texts.push_back({"chains/" + std::string{file.name}, std::string{file.bytes}});
  return texts;
}

std::vector<ChainText> chain_texts_at(std::filesystem::path const& path) {
  constexpr std::size_t kLimit = std::size_t{4} << 20;
  if (path == "-") return {{"standard input", read_file("/dev/stdin", kLimit)}};
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(path)) {
    for (auto const& entry : std::filesystem::directory_iterator{path})
      if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml") files.push_back(entry.path());
    if (files.empty() || files.size() > kMaxFiles)
      throw invalid_input("no_chains", fmt::format("{} holds {} chain files; one to {} *.yaml are needed",
                                                   path.string(), files.size(), kMaxFiles));
    std::sort(files.begin(), files.end());
  } else {
    files.push_back(path);
  }
  std::vector<ChainText> texts;
  texts.reserve(files.size());
  for (auto const& file : files) texts.push_back({file.string(), read_file(file, kLimit)});
  return texts;
}

ChainLibrary load_chain_library(std::filesystem::path const& folder) {
  auto const texts = folder.empty() ? shipped_chain_texts() : chain_texts_at(folder);
  auto reading = read_chains(texts);
  auto const first = std::find_if(reading.problems.begin(), reading.problems.end(), is_error);
  if (first != reading.problems.end())
    throw invalid_input("bad_chain_library",
                        fmt::format("{}:{}: {}: {}; `lianzhao chain check {}` lists every mistake", first->file,
                                    first->line, first->message, first->way_out, folder.string()));
  auto fingerprint = chain_fingerprint(reading.chains);
  return ChainLibrary{std::move(reading.chains), std::move(fingerprint)};
}

std::string chain_fingerprint(std::span<Chain const> chains) {
  std::vector<Chain const*> ordered;
  for (auto const& chain : chains) ordered.push_back(&chain);
  std::sort(ordered.begin(), ordered.end(), [](Chain const* a, Chain const* b) { return a->id < b->id; });
  ContentHash hash;
  for (auto const* const chain : ordered) {
    for (auto const* const text : {&chain->id, &chain->name, &chain->name_en, &chain->version, &chain->description})
      hash.add(*text);
    hash.add(chain->sources);
    hash.add(std::to_string(chain->nodes.size()));
    for (auto const& node : chain->nodes) {
      for (auto const* const text : {&node.id, &node.name, &node.name_en, &node.parent, &node.definition})
        hash.add(*text);
      hash.add(tier_name(node.tier));
      hash.add(node_activity_name(node.activity));
      hash.add(std::to_string(node.importance));
      for (auto const* const texts : {&node.synonyms, &node.keywords, &node.exclude, &node.industry_codes,
                                      &node.products, &node.chain_leaders, &node.sources})
        hash.add(*texts);
    }
    hash.add(std::to_string(chain->supply_edges.size()));
    for (auto const& edge : chain->supply_edges) {
      hash.add(edge.from);
      hash.add(edge.to);
      hash.add(edge.cost_share ? fmt::format("{}", *edge.cost_share) : "");
      hash.add(edge.source);
    }
  }
  return hash.hex();
}

}  // namespace lianzhao::ingest
