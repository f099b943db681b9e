#include "ingest/chain_reader.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/industry_reader.h"
#include "ingest/yaml_tree.h"
#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {
namespace {

using testing::Each;
using testing::HasSubstr;

constexpr auto kHead = R"(chain: tea
name: 茶
name_en: Tea
version: "1"
sources:
  book: A book on tea
nodes:
)";

std::string node(std::string const& id, std::string const& more = {}) {
  return "  - id: " + id + "\n    name: 某" + id + "\n    name_en: Some " + id +
         "\n    tier: midstream\n    definition: A thing.\n    sources: [book p. 1]\n" + more;
}

ChainReading read(std::string const& text) {
  auto const texts = std::vector<ChainText>{{"tea.yaml", text}};
  return read_chains(texts);
}

/// "code@line" of each problem.
std::vector<std::string> found(ChainReading const& reading) {
  std::vector<std::string> out;
  for (auto const& p : reading.problems) out.push_back(p.code + "@" + std::to_string(p.line));
  return out;
}

auto const kTwo = node("leaf", "    keywords: [茶青]\n") + node("brick", "    keywords: [砖茶]\n");
auto const kEdge = std::string{"supply_edges:\n  - {from: leaf, to: brick}\n"};

TEST(ChainReader, reads_a_right_chain_with_global_ids_and_cited_sources) {
  auto const reading = read(kHead + kTwo + kEdge);
  ASSERT_THAT(found(reading), testing::IsEmpty());
  ASSERT_EQ(reading.chains.size(), 1U);
  auto const& chain = reading.chains.front();
  EXPECT_EQ(chain.nodes.front().id, "tea/leaf");
  EXPECT_THAT(chain.nodes.front().sources, testing::ElementsAre("A book on tea, p. 1"));
  EXPECT_EQ(chain.supply_edges.front().to, "tea/brick");
}

TEST(ChainReader, names_the_line_of_each_mistake_in_the_shape) {
  auto const reading = read(kHead + kTwo +
                            "    keyword: [x]\n"   // 21
                            "    importance: 9\n"  // 22
                            "    products: tea\n"  // 23
                            "    activity: brew\n" +
                            kEdge  // 24
  );
  EXPECT_THAT(found(reading),
              testing::ElementsAre("unknown_key@22", "out_of_range@23", "wrong_type@24", "unknown_value@25"));
  EXPECT_THAT(reading.problems.front().way_out, HasSubstr("did you mean \"keywords\""));
  EXPECT_TRUE(reading.chains.empty());
}

TEST(ChainReader, tells_the_way_of_a_supply_cycle) {
  auto const reading = read(kHead + kTwo + kEdge + "  - {from: brick, to: leaf}\n");
  ASSERT_THAT(found(reading), testing::ElementsAre("supply_cycle@24"));
  EXPECT_THAT(reading.problems.front().message, HasSubstr("leaf → brick → leaf"));
}

TEST(ChainReader, tells_the_way_of_a_parent_cycle_once) {
  auto const reading =
      read(kHead + node("a", "    parent: b\n    keywords: [茶甲]\n") +
           node("b", "    parent: c\n    keywords: [茶乙]\n") + node("c", "    parent: a\n    keywords: [茶丙]\n"));
  ASSERT_THAT(found(reading), testing::ElementsAre("parent_cycle@14"));
  EXPECT_THAT(reading.problems.front().message, HasSubstr("a → b → c → a"));
}

TEST(ChainReader, finds_ends_parents_ids_and_codes_that_do_not_exist) {
  auto const reading = read(kHead + kTwo + "    parent: nobody\n    industry_codes: [1530, 9999]\n" + kEdge +
                            "  - {from: leaf, to: pot}\n  - {from: leaf, to: brick}\n");
  EXPECT_THAT(found(reading), testing::ElementsAre("unknown_parent@22", "unknown_industry_code@23",
                                                   "unknown_edge_end@26", "duplicate_edge@27"));
  EXPECT_THAT(found(read(kHead + kTwo + node("leaf") + kEdge)), testing::Contains("duplicate_id@22"));
}

TEST(ChainReader, finds_a_node_that_nothing_joins) {
  EXPECT_THAT(found(read(kHead + kTwo + node("pot", "    keywords: [茶壶]\n") + kEdge)),
              testing::ElementsAre("orphan@22"));
}

TEST(ChainReader, finds_a_keyword_of_two_nodes_unless_one_excludes_or_contains_or_does_otherwise) {
  auto const claimed = [](std::string const& more) {
    return found(
        read(kHead + kTwo + node("cake", "    keywords: [砖茶]\n" + more) + kEdge + "  - {from: leaf, to: cake}\n"));
  };
  EXPECT_THAT(claimed(""), testing::ElementsAre("keyword_claimed_twice@28"));
  EXPECT_THAT(claimed("    exclude: [青砖茶]\n"), testing::IsEmpty());
  EXPECT_THAT(claimed("    activity: retail\n"), testing::IsEmpty());
  EXPECT_THAT(claimed("    exclude: [其他]\n"), testing::ElementsAre("keyword_claimed_twice@28"));
}

TEST(ChainReader, finds_a_keyword_that_its_own_node_excludes) {
  EXPECT_THAT(found(read(kHead + node("leaf", "    keywords: [茶青, 绿茶]\n    exclude: [茶青]\n"))),
              testing::ElementsAre("keyword_excluded@14"));
  EXPECT_THAT(found(read(kHead + node("leaf", "    keywords: [茶青]\n    exclude: [茶青色]\n"))), testing::IsEmpty());
}

TEST(ChainReader, warns_of_a_product_that_another_node_has_as_a_keyword) {
  auto const made = [](std::string const& more) {
    return found(read(kHead + kTwo + node("cup", "    keywords: [茶杯]\n    products: [砖茶]\n" + more) + kEdge +
                      "  - {from: leaf, to: cup}\n"));
  };
  EXPECT_THAT(made(""), testing::ElementsAre("product_claimed@22"));
  EXPECT_THAT(made("    parent: brick\n"), testing::Not(testing::Contains("product_claimed@22")));
}

TEST(ChainReader, wants_at_least_one_node) {
  auto const head = std::string{kHead};
  EXPECT_THAT(found(read(head.substr(0, head.find("nodes:")) + "nodes: []\n")), testing::ElementsAre("no_nodes@1"));
}

TEST(ChainReader, counts_a_name_among_the_words_of_its_node) {
  EXPECT_THAT(
      found(read(kHead + kTwo + node("cake", "    keywords: [某leaf]\n") + kEdge + "  - {from: leaf, to: cake}\n")),
      testing::ElementsAre("keyword_claimed_twice@28"));
}

TEST(ChainReader, refuses_words_that_stand_in_every_scope) {
  EXPECT_THAT(found(read(kHead + node("leaf", "    keywords: [茶, 销售, AB]\n"))),
              testing::ElementsAre("keyword_too_short@14", "keyword_too_general@14", "keyword_too_short@14"));
}

TEST(ChainReader, wants_a_source_for_a_cost_share_and_at_most_the_whole_cost) {
  auto const shares = [](std::string const& a, std::string const& b) {
    return found(read(kHead + kTwo + node("paper", "    keywords: [茶纸]\n") +
                      "supply_edges:\n  - {from: leaf, to: brick" + a + "}\n  - {from: paper, to: brick" + b + "}\n"));
  };
  EXPECT_THAT(shares(", cost_share: 0.7, source: book", ", cost_share: 0.3, source: book p. 2"), testing::IsEmpty());
  EXPECT_THAT(shares(", cost_share: 0.7", ""), testing::ElementsAre("cost_share_without_source@30"));
  EXPECT_THAT(shares(", cost_share: 1.7, source: book", ""), testing::ElementsAre("bad_cost_share@30"));
  EXPECT_THAT(shares(", cost_share: 0.7, source: book", ", cost_share: 0.4, source: book"),
              testing::ElementsAre("cost_shares_above_one@31"));
  EXPECT_THAT(shares(", cost_share: 0.7, source: film", ""), testing::Contains("unknown_source@30"));
}

TEST(ChainReader, says_where_yaml_is_broken_and_reads_the_other_files) {
  auto const texts =
      std::vector<ChainText>{{"broken.yaml", "chain: a\nnodes: [\n  - id: x\n"}, {"tea.yaml", kHead + kTwo + kEdge}};
  auto const reading = read_chains(texts);
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems.front().file, "broken.yaml");
  EXPECT_EQ(reading.problems.front().code, "bad_yaml");
  EXPECT_GE(reading.problems.front().line, 2);
  EXPECT_EQ(reading.chains.size(), 1U);
}

TEST(ChainReader, refuses_bombs_before_they_grow) {
  EXPECT_THAT(found(read("a: &a [x, x]\nb: [*a, *a]\n")), testing::ElementsAre("alias_refused@1"));
  EXPECT_THAT(found(read("a: " + std::string(10'000, '['))), testing::ElementsAre("over_limit@1"));
  EXPECT_THAT(found(read("a: b\nc: \xFF\n")), testing::ElementsAre("bad_encoding@2"));
  EXPECT_THAT(found(read("")), testing::ElementsAre("bad_yaml@1"));
  EXPECT_THAT(found(read(std::string(5U << 20, 'a'))), testing::ElementsAre("over_limit@1"));
}

TEST(ChainReader, puts_parents_first_and_knows_a_library_by_its_content) {
  auto const child_first = read(kHead + node("a", "    parent: b\n    keywords: [茶甲]\n") + node("b"));
  ASSERT_EQ(child_first.chains.size(), 1U);
  EXPECT_EQ(child_first.chains[0].nodes[0].id, "tea/b");
  auto const print = [](std::string const& text) { return chain_fingerprint(read(text).chains); };
  auto const once = print(kHead + kTwo + kEdge);
  EXPECT_EQ(once.size(), 32U);
  EXPECT_EQ(once, print("# a remark\n" + (kHead + kTwo) + kEdge));
  EXPECT_NE(once, print(kHead + kTwo + "    importance: 4\n" + kEdge));
}

TEST(ChainLibrary, that_is_shipped_has_no_problem_and_loads) {
  auto const texts = shipped_chain_texts();
  auto const reading = read_chains(texts);
  for (auto const& p : reading.problems)
    ADD_FAILURE() << p.file << ":" << p.line << ": " << p.code << ": " << p.message << "; " << p.way_out;
  auto const library = load_chain_library();
  EXPECT_EQ(library.chains().size(), texts.size());
  EXPECT_EQ(library.fingerprint(),
            load_chain_library(std::filesystem::path{LIANZHAO_SOURCE_DIR} / "chains").fingerprint());
}

TEST(ChainLibrary, that_is_wrong_does_not_load_and_the_failure_names_the_line) {
  auto const folder = std::filesystem::path{testing::TempDir()} / "wrong_chains";
  std::filesystem::create_directories(folder);
  write_file_atomically(folder / "tea.yaml", kHead + kTwo);
  try {
    load_chain_library(folder);
    FAIL() << "must not load";
  } catch (Failure const& failure) {
    EXPECT_EQ(failure.error().code, "bad_chain_library");
    EXPECT_THAT(failure.error().message, HasSubstr("tea.yaml:8: node leaf"));
  }
}

TEST(ChainSchema, has_the_keys_of_the_reader) {
  YamlFault fault;
  auto const schema =
      read_yaml_tree(read_file(std::filesystem::path{LIANZHAO_SOURCE_DIR} / "chains/schema.json"), fault);
  ASSERT_TRUE(schema) << fault.line << fault.message;
  auto const keys = [](YamlValue const* map) {
    std::vector<std::string> out;
    for (auto const& [key, value] : map->find("properties")->entries) out.push_back(key.text);
    return out;
  };
  auto const list = [](auto const& names) { return std::vector<std::string>{names.begin(), names.end()}; };
  auto const* const definitions = schema->find("definitions");
  EXPECT_THAT(keys(&*schema), testing::UnorderedElementsAreArray(list(chain_keys())));
  EXPECT_THAT(keys(definitions->find("node")), testing::UnorderedElementsAreArray(list(node_keys())));
  EXPECT_THAT(keys(definitions->find("supply_edge")), testing::UnorderedElementsAreArray(list(supply_edge_keys())));
}

TEST(IndustryTable, finds_a_folded_group_by_either_spelling) {
  auto const& table = industry_table();
  ASSERT_NE(table.find("275"), nullptr);
  EXPECT_EQ(table.find("275"), table.find("2750"));
  EXPECT_EQ(table.find("2750")->name, "兽用药品制造");
  EXPECT_EQ(table.find("2799"), nullptr);
  EXPECT_EQ(table.parent_of(*table.find("2750"))->code, "27");
  EXPECT_TRUE(table.lies_in("2761", "276"));
  EXPECT_TRUE(table.lies_in("2761", "C"));
  EXPECT_FALSE(table.lies_in("2761", "271"));
}

TEST(IndustryTable, gives_every_entry_a_way_up_to_a_section) {
  auto const& table = industry_table();
  EXPECT_GT(table.industries().size(), 1'700U);
  for (auto const& industry : table.industries()) {
    auto const* at = &industry;
    while (auto const* const up = table.parent_of(*at)) {
      ASSERT_LT(up->level, at->level) << at->code;
      at = up;
    }
    EXPECT_EQ(at->level, 1) << industry.code;
  }
}

}  // namespace
}  // namespace lianzhao::ingest
