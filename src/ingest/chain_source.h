#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/chain.h"
#include "ingest/chain_problem.h"
#include "ingest/yaml_tree.h"

namespace lianzhao::ingest {

/// A node or edge as written, with the lines that problems name.
struct NodeSource {
  ChainNode node;      ///< `id` and `parent` global already
  std::string own_id;  ///< as written
  int line = 0;
  int parent_line = 0;
  std::vector<std::pair<std::string, int>> keywords;  ///< the name, synonyms and keywords, with lines
  std::vector<std::pair<std::string, int>> codes;
};
struct EdgeSource {
  SupplyEdge edge;
  int line = 0;
};
struct ChainSource {
  std::string file;
  Chain chain;  ///< without nodes and edges
  int line = 1;
  std::vector<NodeSource> nodes;
  std::vector<EdgeSource> edges;
};

/// The problems of one file.
class ProblemList {
 public:
  explicit ProblemList(std::string file) : file_{std::move(file)} {}
  void error(int line, std::string code, std::string message, std::string way_out) {
    add(line, ProblemSeverity::kError, std::move(code), std::move(message), std::move(way_out));
  }
  void warning(int line, std::string code, std::string message, std::string way_out) {
    add(line, ProblemSeverity::kWarning, std::move(code), std::move(message), std::move(way_out));
  }
  std::vector<ChainProblem> const& all() const { return problems_; }

 private:
  void add(int line, ProblemSeverity severity, std::string code, std::string message, std::string way_out) {
    problems_.push_back({file_, line, severity, std::move(code), std::move(message), std::move(way_out)});
  }
  std::string file_;
  std::vector<ChainProblem> problems_;
};

/// The shape of a chain file: keys, types, ranges, ids. What is wrong is added to `problems` and left out.
ChainSource read_chain_source(std::string const& file, YamlValue const& root, ProblemList& problems);

/// What only the whole chain shows: ids, parents, edges, cycles, orphans, codes, keywords. Puts nodes into an order
/// with parents first. Needs no error-free shape.
void check_chain(ChainSource& source, ProblemList& problems);

}  // namespace lianzhao::ingest
