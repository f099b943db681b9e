// The shipped chains, weights and grammar together, on the project's own
// labelled examples: floors that a change may not fall through, and whether a
// confidence means what it says.
#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include <boost/json.hpp>
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

// All six chains. A tag that only names what contains a labelled node is neither right nor wrong: it follows from the
// label.
TEST(TaggingQuality, own_scopes_of_all_chains_are_tagged_and_look_alikes_are_not) {
  auto const library = ingest::load_chain_library();
  classify::Tagger const tagger{library};
  classify::Tagger::Buffers buffers;
  classify::EnterpriseTags found;
  std::istringstream lines{read_file(std::filesystem::path{LIANZHAO_SOURCE_DIR} / "reference/labelled_scopes.ndjson")};
  std::set<std::string> names;
  int right = 0;
  int wrong = 0;
  int missed = 0;
  int look_alikes = 0;
  int fooled = 0;
  for (std::string line; std::getline(lines, line);) {
    auto const row = boost::json::parse(line).as_object();
    auto const text = [&](char const* key) { return std::string{row.at(key).as_string()}; };
    EXPECT_TRUE(names.insert(text("name")).second) << "twice: " << text("name");
    std::set<std::string> wanted;
    std::set<std::string> implied;
    for (auto const& label : row.at("nodes").as_array()) {
      auto const id = std::string{label.as_string()};
      wanted.insert(id);
      auto node = library.find_node(id);
      ASSERT_TRUE(node) << "label of " << text("name") << " is no node: " << id;
      while ((node = library.parent_of(*node))) implied.insert(library.node(*node).id);
    }
    auto const look_alike = wanted.empty();
    tagger.tag({text("name"), text("business_scope"), ""}, buffers, found);
    for (auto const& tag : found.nodes) {
      auto const& id = library.node(tag.node).id;
      if (wanted.erase(id) > 0) {
        ++right;
      } else if (!implied.count(id)) {
        ++wrong;
      }
    }
    missed += static_cast<int>(wanted.size());
    if (look_alike) ++look_alikes;
    if (look_alike && !found.nodes.empty()) ++fooled;
  }
  auto const precision = right / static_cast<double>(right + wrong);
  auto const recall = right / static_cast<double>(right + missed);
  fmt::print("{} rows, {} right, {} wrong, {} missed: precision {:.3f}, recall {:.3f}; {} of {} look-alikes tagged\n",
             names.size(), right, wrong, missed, precision, recall, fooled, look_alikes);
  EXPECT_GE(names.size(), 900U);
  EXPECT_GE(precision, 0.93);
  EXPECT_GE(recall, 0.90);
  EXPECT_LE(fooled, 0.05 * look_alikes);
}

}  // namespace
}  // namespace lianzhao::app
