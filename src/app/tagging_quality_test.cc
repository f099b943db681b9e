// The shipped chains, weights and grammar together, on the project's own
// labelled examples: floors that a change may not fall through, and whether a
// confidence means what it says.
#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "classify/tagger.h"
#include "classify/tagger_buffers.h"
#include "ingest/chain_reader.h"
#include "kernel/file.h"

namespace lianzhao::app {
namespace {

constexpr std::string_view kChain = "biomedicine/";

struct Bin {
  double least;
  int tags = 0;
  int right = 0;
};

TEST(TaggingQuality, own_examples_are_tagged_with_the_promised_precision_and_recall) {
  auto const library = ingest::load_chain_library();
  classify::Tagger const tagger{library};
  classify::Tagger::Buffers buffers;
  classify::EnterpriseTags found;
  std::istringstream table{
      read_file(std::filesystem::path{LIANZHAO_SOURCE_DIR} / "reference/labelled/enterprise_nodes.tsv")};
  std::array bins{Bin{0.5}, Bin{0.8}, Bin{0.95}};
  int rows = 0;
  int right = 0;
  int wrong = 0;
  int missed = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line[0] == '#' || line.rfind("name\t", 0) == 0) continue;
    std::istringstream cells{line};
    std::string name;
    std::string scope;
    std::string labels;
    std::getline(cells, name, '\t');
    std::getline(cells, scope, '\t');
    std::getline(cells, labels, '\t');
    std::set<std::string> wanted;
    std::istringstream list{labels};
    for (std::string id; std::getline(list, id, ',');) {
      wanted.insert(std::string{kChain} + id);
      EXPECT_TRUE(library.find_node(std::string{kChain} + id)) << "label of " << name << " is no node: " << id;
    }
    ++rows;
    tagger.tag({name, scope, ""}, buffers, found);
    for (auto const& tag : found.nodes) {
      auto const& id = library.node(tag.node).id;
      if (id.rfind(kChain, 0) != 0) continue;
      auto const holds = wanted.erase(id) > 0;
      holds ? ++right : ++wrong;
      auto bin = std::find_if(bins.rbegin(), bins.rend(), [&](Bin const& b) { return tag.confidence >= b.least; });
      ++bin->tags;
      if (holds) ++bin->right;
    }
    missed += static_cast<int>(wanted.size());
  }
  auto const precision = right / static_cast<double>(right + wrong);
  auto const recall = right / static_cast<double>(right + missed);
  fmt::print(
      "{} rows, {} right, {} wrong, {} missed: precision {:.3f}, recall "
      "{:.3f}\n",
      rows, right, wrong, missed, precision, recall);
  for (auto const& bin : bins) fmt::print("confidence from {:.2f}: {} of {} right\n", bin.least, bin.right, bin.tags);
  EXPECT_GE(rows, 100);
  EXPECT_GE(precision, 0.93);
  EXPECT_GE(recall, 0.85);
  EXPECT_GE(bins[2].right, 0.9 * bins[2].tags);
}

}  // namespace
}  // namespace lianzhao::app
