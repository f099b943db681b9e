#include "diagnose/diagnosis.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "atlas/builder.h"

namespace lianzhao::diagnose {
namespace {

// Paper-sized chain: raw → extract → drug → shop; herb feeds extract as well; ads stand apart.
ChainLibrary small_library() {
  Chain chain;
  chain.id = "a";
  auto const add = [&](char const* id, int importance = 3) {
    ChainNode node;
    node.id = id;
    node.name = id;
    node.name_en = id;
    node.importance = importance;
    chain.nodes.push_back(node);
  };
  add("a/raw");
  add("a/extract");
  add("a/drug");
  add("a/shop");
  add("a/herb", 5);
  add("a/ads");
  chain.supply_edges = {{"a/raw", "a/extract", {}, ""},
                        {"a/extract", "a/drug", {}, ""},
                        {"a/drug", "a/shop", {}, ""},
                        {"a/herb", "a/raw", {}, ""}};
  std::vector<Chain> chains;
  chains.push_back(std::move(chain));
  return ChainLibrary{std::move(chains), "f"};
}

struct DiagnosisTest : testing::Test {
  std::filesystem::path path = std::filesystem::path{testing::TempDir()} / "lianzhao_diagnosis_test.bin";
  ChainLibrary library = small_library();
  SupplyGraph graph{library};
  RegionTable regions{{{kChina, kUnknownRegion, RegionLevel::kCountry, "全国", "China", 0, 0},
                       {220000, kChina, RegionLevel::kProvince, "吉林省", "Jilin", 125.3, 43.9},
                       {220100, 220000, RegionLevel::kCity, "长春市", "Changchun", 125.32, 43.88},
                       {220102, 220100, RegionLevel::kCounty, "南关区", "Nanguan", 125.35, 43.86},
                       {220500, 220000, RegionLevel::kCity, "通化市", "Tonghua", 125.94, 41.73},
                       {220502, 220500, RegionLevel::kCounty, "东昌区", "Dongchang", 125.95, 41.73}},
                      {}};
  std::shared_ptr<atlas::Atlas const> atlas;
  Peers peers;
  DiagnosisRules rules;
  std::uint32_t next_id = 0;

  void build(std::vector<std::tuple<RegionCode, int, std::vector<NodeIndex>>> const& groups,
             std::vector<char const*> const& founded = {"2003-05-01"}) {
    atlas::AtlasBuilder builder{library, {}};
    for (auto const& [region, count, nodes] : groups)
      for (int i = 0; i < count; ++i) {
        std::vector<atlas::NodeTag> tags;
        for (auto const n : nodes) tags.push_back({n, 200});
        auto const* const day = founded[static_cast<std::size_t>(i) % founded.size()];
        builder.add({next_id++, region, *parse_day(day), std::int64_t{100}, EnterpriseStatus::kActive, tags, {}});
      }
    builder.write(path, {});
    atlas = atlas::Atlas::open(path);
    atlas::Filter filter;
    filter.min_confidence = rules.min_confidence;
    peers = compare_regions(*atlas, library, RegionLevel::kCity, filter);
  }
  void TearDown() override { std::filesystem::remove(path); }

  Diagnosis of(RegionCode code) {
    auto const* const region = regions.find(code);
    return diagnose(*atlas, library, graph, regions, peers,
                    {std::to_string(code), region->name, region->name_en, code, atlas->rows_of_region(code),
                     region->longitude, region->latitude},
                    library.chains()[0], rules);
  }
};

// Tonghua has 4 extractors and 1 shop among 10 enterprises; Changchun 1 extractor, 20 raw, 6 shops among 90.
TEST_F(DiagnosisTest, every_type_on_a_chain_worked_on_paper) {
  build({{220502, 4, {1}},
         {220502, 1, {3}},
         {220502, 5, {}},
         {220102, 1, {1}},
         {220102, 20, {0}},
         {220102, 6, {3}},
         {220102, 63, {}}});
  auto const d = of(220500);
  ASSERT_EQ(d.nodes.size(), 6U);
  EXPECT_EQ(d.nodes[1].type, NodeType::kStrong);
  EXPECT_EQ(d.nodes[1].measures.count, 4U);
  EXPECT_DOUBLE_EQ(*d.nodes[1].measures.location_quotient, (4.0 / 10) / (5.0 / 100));
  EXPECT_DOUBLE_EQ(*d.nodes[1].measures.share, 0.8);
  EXPECT_EQ(d.nodes[1].measures.rank, 1U);
  EXPECT_EQ(d.nodes[3].type, NodeType::kStrengthen) << "one shop";
  EXPECT_EQ(d.nodes[3].reason, "few");
  EXPECT_EQ(d.nodes[2].type, NodeType::kFill) << "no drug between extract and shop";
  EXPECT_EQ(d.nodes[2].reason, "between_present");
  EXPECT_EQ(d.nodes[0].type, NodeType::kExtend) << "raw is one step before extract";
  EXPECT_EQ(d.nodes[0].reason, "before_present");
  EXPECT_EQ(d.nodes[4].type, NodeType::kNone) << "herb is two steps away";
  EXPECT_EQ(d.nodes[5].type, NodeType::kNone);
}

TEST_F(DiagnosisTest, a_missing_input_of_weight_is_a_gap_and_not_an_extension) {
  build({{220502, 4, {0}}, {220102, 3, {4}}});
  auto const d = of(220500);
  EXPECT_EQ(d.nodes[4].type, NodeType::kFill);
  EXPECT_EQ(d.nodes[4].reason, "input_of_present");
  EXPECT_EQ(d.nodes[1].type, NodeType::kExtend);
  EXPECT_EQ(d.nodes[1].reason, "after_present");
}

// Changchun's centre lies 244 km from Tonghua's: out of reach at 200 km, in reach at 300.
TEST_F(DiagnosisTest, inputs_are_local_in_reach_or_nowhere) {
  build({{220502, 4, {1}}, {220102, 20, {0}}});
  auto const far = of(220500).nodes[1].measures;
  ASSERT_EQ(far.inputs.size(), 1U);
  EXPECT_EQ(far.inputs[0].supply, Supply::kNowhere);
  EXPECT_EQ(far.supply_coverage, 0.0);
  rules.reach_m = 300'000;
  auto const near = of(220500).nodes[1].measures;
  EXPECT_EQ(near.inputs[0].supply, Supply::kInReach);
  EXPECT_EQ(near.inputs[0].nearest_region, 220102U);
  EXPECT_NEAR(*near.inputs[0].distance_m, 243'000, 3'000);
  EXPECT_EQ(of(220100).nodes[0].measures.supply_coverage, 0.0);
  EXPECT_FALSE(of(220100).nodes[4].measures.supply_coverage.has_value()) << "herb needs nothing";
}

TEST_F(DiagnosisTest, the_median_of_an_even_number_lies_between_the_two_in_the_middle) {
  build({{220502, 4, {0}}, {220102, 3, {0}}}, {"2020-01-01", "1998-01-01", "2003-01-01", "2010-01-01"});
  EXPECT_EQ(of(220500).nodes[0].measures.median_age_years, 2020 - (2003 + 2010) / 2.0);
  EXPECT_EQ(of(220100).nodes[0].measures.median_age_years, 2020 - 2003);
}

TEST_F(DiagnosisTest, what_cannot_be_known_is_absent) {
  build({{220102, 2, {0}}});
  auto const d = of(220500);
  for (auto const& node : d.nodes) {
    EXPECT_FALSE(node.measures.location_quotient.has_value()) << "a place without enterprises has no quotient";
    EXPECT_FALSE(node.measures.median_age_years.has_value());
    EXPECT_FALSE(node.measures.founding_growth.has_value());
    EXPECT_EQ(node.type, NodeType::kNone);
  }
  EXPECT_FALSE(d.nodes[5].measures.share.has_value()) << "nobody in the country does it";
}

// a/whole contains a/one, a/two and a/nobody; nobody in the country does the last.
TEST_F(DiagnosisTest, a_containing_node_has_the_mean_of_its_known_parts_and_an_unknown_part_is_no_zero) {
  Chain chain;
  chain.id = "a";
  for (auto const* const id : {"a/whole", "a/one", "a/two", "a/nobody", "a/empty", "a/empty_part"}) {
    ChainNode node;
    node.id = node.name = node.name_en = id;
    chain.nodes.push_back(node);
  }
  for (std::size_t part : {1U, 2U, 3U}) chain.nodes[part].parent = "a/whole";
  chain.nodes[5].parent = "a/empty";
  std::vector<Chain> chains;
  chains.push_back(std::move(chain));
  library = ChainLibrary{std::move(chains), "f"};
  graph = SupplyGraph{library};
  build({{220502, 4, {1}}, {220502, 1, {2}}, {220102, 1, {1}}, {220102, 6, {2}}});
  auto const d = of(220500);
  auto const density = [&](std::size_t node) { return d.nodes[node].measures.density; };
  ASSERT_TRUE(density(1) && density(2));
  // Each region is specialised in one of the two, and they are never found together: ω is 1 and 0.
  EXPECT_DOUBLE_EQ(*density(1), 1);
  EXPECT_DOUBLE_EQ(*density(2), 0);
  EXPECT_FALSE(density(3).has_value());
  ASSERT_TRUE(density(0).has_value());
  EXPECT_DOUBLE_EQ(*density(0), 0.5) << "the mean of two, not of three";
  EXPECT_FALSE(density(4).has_value()) << "none of its parts is known";
  EXPECT_FALSE(density(5).has_value());
}

TEST_F(DiagnosisTest, the_statement_carries_its_numbers) {
  build({{220502, 4, {1}}, {220502, 6, {}}, {220102, 1, {1}}, {220102, 89, {}}});
  auto const d = of(220500);
  for (auto const* part : {"截至 2003-05-01", "通化市", "10 户", "4 户", "80.00%", "8.00", "1.25"})
    EXPECT_NE(d.nodes[1].statement.zh.find(part), std::string::npos) << part << " in " << d.nodes[1].statement.zh;
  for (auto const* part : {"Tonghua", "4 of 10", "8.00", "strong"})
    EXPECT_NE(d.nodes[1].statement.en.find(part), std::string::npos) << part << " in " << d.nodes[1].statement.en;
}

}  // namespace
}  // namespace lianzhao::diagnose
