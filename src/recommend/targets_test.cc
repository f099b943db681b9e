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
      row.branch = rng() % 6 == 0;
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

  Targets rank(std::size_t top, TargetWeights const& weights = {}, Branches branches = Branches::kLeftOut) const {
    return rank_targets(*atlas, library, graph, peers, 1, atlas->rows_of_region(220100), {5, 0, 2, 0}, weights, top,
                        branches);
  }
};

TEST_F(TargetsTest, a_score_is_the_sum_of_its_points_and_unknown_has_those_of_the_middle) {
  auto const targets = rank(1000);
  ASSERT_GT(targets.ranked.size(), 50U);
  EXPECT_EQ(targets.ranked.size(), targets.candidates);
  for (auto const& target : targets.ranked) {
    double sum = 0;
    double known_weight = 0;
    std::size_t known = 0;
    for (auto const& part : target.contributions) {
      EXPECT_EQ(part.known, part.value.has_value());
      EXPECT_EQ(part.known, part.percentile.has_value());
      EXPECT_EQ(part.known, part.unknown_reason.empty());
      EXPECT_NEAR(part.points, part.weight * part.percentile.value_or(50), 1e-9);
      sum += part.points;
      if (part.known) known_weight += part.weight;
      known += part.known ? 1U : 0U;
    }
    EXPECT_NEAR(sum, target.score, 1e-9);
    EXPECT_EQ(target.known, known);
    EXPECT_NEAR(known_weight, target.known_weight, 1e-9);
    EXPECT_FALSE(target.contributions[1].known) << "a register carries no output";
    EXPECT_GE(target.score, 0);
    EXPECT_LE(target.score, 100);
  }
}

// Every number once more from the rows themselves, without sorting, memory or shortcuts.
TEST_F(TargetsTest, scores_and_order_are_those_of_counting_one_by_one) {
  for (auto const branches : {Branches::kLeftOut, Branches::kRanked}) {
    for (auto const& weights : {TargetWeights{}, TargetWeights{5, 1, 3, 0}, TargetWeights{0, 1, 0, 0}}) {
      struct Candidate {
        atlas::Row row;
        std::array<std::optional<double>, 4> values;
        double score = 0;
        double known_weight = 0;
      };
      std::vector<Candidate> candidates;
      std::uint64_t left_out = 0;
      for (atlas::Row r = 0; r < atlas->size(); ++r) {
        auto const view = atlas->row(r);
        std::vector<NodeIndex> nodes;
        for (auto const tag : view.tags)
          if (tag.confidence >= 100) nodes.push_back(tag.node);
        if (view.region_code == 220100 || view.status == EnterpriseStatus::kRevoked) continue;
        if (std::find(nodes.begin(), nodes.end(), 1) == nodes.end()) continue;
        if (view.branch && branches == Branches::kLeftOut) {
          ++left_out;
          continue;
        }
        Candidate candidate{r, {}, 0, 0};
        if (view.registered_capital_fen) candidate.values[0] = static_cast<double>(*view.registered_capital_fen);
        double sum = 0;
        int with = 0;
        for (auto const n : nodes)
          for (std::size_t a = 0; a < peers.activities.size(); ++a)
            if (peers.activities[a] == n) {
              sum += peers.complexity.activity[static_cast<Eigen::Index>(a)];
              ++with;
            }
        if (with > 0) candidate.values[2] = sum / with;
        // Of a/raw the customer is a/drug; of a/drug the supplier a/raw, the customer a/shop; of a/shop the supplier
        // a/drug. Present here are a/raw and a/shop.
        auto const has = [&](NodeIndex n) { return std::find(nodes.begin(), nodes.end(), n) != nodes.end(); };
        double const all = 2 + (has(0) ? 1 : 0) + (has(2) ? 1 : 0);
        candidate.values[3] = 2 / all;
        candidates.push_back(candidate);
      }
      double const total =
          weights.investment_intensity + weights.output_efficiency + weights.technology + weights.chain_tie;
      std::array const weight{weights.investment_intensity / total, weights.output_efficiency / total,
                              weights.technology / total, weights.chain_tie / total};
      for (auto& candidate : candidates) {
        for (std::size_t c = 0; c < 4; ++c) {
          double percentile = 50;
          if (candidate.values[c]) {
            double below = 0;
            double equal = 0;
            double known = 0;
            for (auto const& other : candidates) {
              if (!other.values[c]) continue;
              known += 1;
              below += *other.values[c] < *candidate.values[c] ? 1 : 0;
              equal += *other.values[c] == *candidate.values[c] ? 1 : 0;
            }
            percentile = 100 * (below + equal / 2) / known;
            candidate.known_weight += weight[c];
          }
          candidate.score += percentile * weight[c];
        }
      }
      auto const targets = rank(1000, weights, branches);
      ASSERT_EQ(targets.ranked.size(), candidates.size());
      EXPECT_EQ(targets.branches_left_out, left_out);
      EXPECT_EQ(left_out > 0, branches == Branches::kLeftOut) << "the register has branches";
      for (auto const& target : targets.ranked) {
        auto const found = std::find_if(candidates.begin(), candidates.end(),
                                        [&](auto const& candidate) { return candidate.row == target.row; });
        ASSERT_NE(found, candidates.end());
        EXPECT_NEAR(target.score, found->score, 1e-9);
        EXPECT_NEAR(target.known_weight, found->known_weight, 1e-9);
        EXPECT_EQ(target.contributions[0].value, found->values[0]);
        EXPECT_EQ(target.contributions[3].value, found->values[3]);
      }
    }
  }
}

TEST_F(TargetsTest, who_states_no_capital_stands_where_one_of_middling_capital_would) {
  auto const targets = rank(1000, {1, 0, 0, 0});
  bool unknown_seen = false;
  for (auto const& target : targets.ranked) {
    if (target.contributions[0].known) continue;
    unknown_seen = true;
    EXPECT_DOUBLE_EQ(target.score, 50);
  }
  ASSERT_TRUE(unknown_seen);
  EXPECT_TRUE(targets.ranked.front().contributions[0].known);
  EXPECT_GT(targets.ranked.front().score, 90);
  EXPECT_TRUE(targets.ranked.back().contributions[0].known);
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
