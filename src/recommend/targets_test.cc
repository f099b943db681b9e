#include "recommend/targets.h"

#include <cmath>
#include <filesystem>
#include <random>

#include <gtest/gtest.h>

#include "atlas/builder.h"
#include "kernel/error.h"

namespace lianzhao::recommend {
namespace {

// a/raw → a/drug → a/shop, and a/other apart.
ChainLibrary small_library() {
  Chain chain;
  chain.id = "a";
  for (auto const* id : {"a/raw", "a/drug", "a/shop", "a/other"}) {
    ChainNode node;
    node.id = id;
    chain.nodes.push_back(node);
  }
  chain.supply_edges = {{"a/raw", "a/drug", {}, ""}, {"a/drug", "a/shop", {}, ""}};
  std::vector<Chain> chains;
  chains.push_back(std::move(chain));
  return ChainLibrary{std::move(chains), "f"};
}

struct TargetsTest : testing::Test {
  std::filesystem::path path = std::filesystem::path{testing::TempDir()} / "lianzhao_targets_test.bin";
  ChainLibrary library = small_library();
  diagnose::SupplyGraph graph{library};
  std::shared_ptr<atlas::Atlas const> atlas;
  diagnose::Peers peers;

  void SetUp() override {
    std::mt19937 rng{7};
    atlas::AtlasBuilder builder{library, {}};
    for (std::uint32_t i = 0; i < 600; ++i) {
      std::vector<atlas::NodeTag> tags;
      for (NodeIndex n = 0; n < 4; ++n)
        if (rng() % 3 == 0) tags.push_back({n, static_cast<std::uint8_t>(60 + rng() % 141)});
      atlas::BuilderRow row{i, static_cast<RegionCode>(220100 + 100 * (rng() % 5)), 10'000, {}, {}, tags, {}};
      if (rng() % 4 != 0) row.registered_capital_fen = static_cast<std::int64_t>(rng() % 50) * 1'000'000;
      row.status = rng() % 10 == 0 ? EnterpriseStatus::kRevoked : EnterpriseStatus::kActive;
      builder.add(row);
    }
    builder.write(path, {});
    atlas = atlas::Atlas::open(path);
    atlas::Filter filter;
    filter.min_confidence = 0.5;
    peers = diagnose::compare_regions(*atlas, library, RegionLevel::kCity, filter);
  }
  void TearDown() override { std::filesystem::remove(path); }

  Targets rank(std::size_t top, TargetWeights const& weights = {}) const {
    return rank_targets(*atlas, library, graph, peers, 1, atlas->rows_of_region(220100), {5, 0, 2, 0}, weights, top);
  }
};

TEST_F(TargetsTest, a_score_is_the_sum_of_its_points_and_unknown_has_none) {
  auto const targets = rank(1000);
  ASSERT_GT(targets.ranked.size(), 50U);
  EXPECT_EQ(targets.ranked.size(), targets.candidates);
  for (auto const& target : targets.ranked) {
    double sum = 0;
    double known_weight = 0;
    for (auto const& part : target.contributions) {
      EXPECT_EQ(part.known, part.value.has_value());
      EXPECT_EQ(part.known, part.points.has_value());
      EXPECT_EQ(part.known, part.unknown_reason.empty());
      sum += part.points.value_or(0);
      if (part.known) known_weight += part.weight;
    }
    EXPECT_NEAR(sum, target.score, 1e-9);
    EXPECT_NEAR(known_weight, target.known_weight, 1e-9);
    EXPECT_FALSE(target.contributions[1].known) << "a register carries no output";
    EXPECT_GE(target.score, 0);
    EXPECT_LE(target.score, 100);
  }
}

TEST_F(TargetsTest, the_best_come_first_and_fewer_are_the_same_ones) {
  auto const all = rank(1000);
  auto const few = rank(7);
  ASSERT_EQ(few.ranked.size(), 7U);
  for (std::size_t i = 0; i + 1 < all.ranked.size(); ++i) EXPECT_GE(all.ranked[i].score, all.ranked[i + 1].score);
  for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(few.ranked[i].row, all.ranked[i].row);
}

TEST_F(TargetsTest, candidates_do_the_node_lie_elsewhere_and_still_exist) {
  for (auto const& target : rank(1000).ranked) {
    auto const view = atlas->row(target.row);
    EXPECT_NE(view.region_code, 220100U);
    EXPECT_EQ(view.status, EnterpriseStatus::kActive);
    EXPECT_TRUE(std::any_of(view.tags.begin(), view.tags.end(), [](auto tag) { return tag.node == 1; }));
    EXPECT_GE(target.confidence, 0.5);
  }
}

// The drug maker's neighbours are raw (5 here) and shop (2 here): both present, so its tie is 2 of 2 at least.
TEST_F(TargetsTest, ties_name_the_local_neighbours) {
  for (auto const& target : rank(1000).ranked) {
    ASSERT_GE(target.ties.size(), 2U);
    EXPECT_EQ(target.ties[0].node, 0);
    EXPECT_EQ(target.ties[0].local_count, 5U);
    EXPECT_EQ(target.ties[0].kind, Tie::Kind::kSupplier);
  }
}

TEST_F(TargetsTest, percentiles_average_to_fifty) {
  auto const targets = rank(1000);
  for (std::size_t c : {0U, 3U}) {
    double sum = 0;
    int known = 0;
    for (auto const& target : targets.ranked) {
      if (!target.contributions[c].known) continue;
      sum += *target.contributions[c].percentile;
      ++known;
    }
    EXPECT_NEAR(sum / known, 50, 1e-9);
  }
}

TEST_F(TargetsTest, weights_decide_and_bad_ones_are_refused) {
  auto const by_capital = rank(1000, {1, 0, 0, 0});
  std::int64_t last = std::numeric_limits<std::int64_t>::max();
  for (auto const& target : by_capital.ranked) {
    if (!target.contributions[0].known) continue;
    auto const capital = *atlas->row(target.row).registered_capital_fen;
    EXPECT_LE(capital, last);
    last = capital;
  }
  EXPECT_THROW(rank(5, {0, 0, 0, 0}), Failure);
  EXPECT_THROW(rank(5, {1, -1, 0, 0}), Failure);
  EXPECT_THROW(rank(5, {std::nan(""), 1, 0, 0}), Failure);
  EXPECT_THROW(rank(0), Failure);
}

}  // namespace
}  // namespace lianzhao::recommend
