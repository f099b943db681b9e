#include "diagnose/rank_skill.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace lianzhao::diagnose {
namespace {

struct Ranking {
  std::vector<double> score;
  std::vector<std::uint8_t> came;
  std::vector<std::uint32_t> cluster;

  void add(double s, int c, std::uint32_t in) {
    score.push_back(s);
    came.push_back(static_cast<std::uint8_t>(c));
    cluster.push_back(in);
  }
  RankSkill skill(std::size_t clusters) const { return rank_skill(score, came, cluster, clusters); }
};

/// Every pair of a positive and a negative, a tie half.
double auc_by_pairs(Ranking const& r) {
  double won = 0;
  double pairs = 0;
  for (std::size_t i = 0; i < r.score.size(); ++i)
    for (std::size_t j = 0; j < r.score.size(); ++j) {
      if (r.came[i] == 0 || r.came[j] != 0) continue;
      pairs += 1;
      won += r.score[i] > r.score[j] ? 1 : r.score[i] == r.score[j] ? 0.5 : 0;
    }
  return won / pairs;
}

/// Regions with a level of their own in score and outcome, so that their candidates hang together; few distinct scores,
/// so that there are ties.
Ranking random_ranking(std::mt19937& rng, std::uint32_t clusters, int per_cluster) {
  Ranking r;
  std::normal_distribution<double> normal;
  for (std::uint32_t c = 0; c < clusters; ++c) {
    auto const level = normal(rng);
    for (int i = 0; i < per_cluster; ++i) {
      auto const own = normal(rng);
      r.add(std::round(2 * (level + own)), level + own + 2 * normal(rng) > 1.5 ? 1 : 0, c);
    }
  }
  return r;
}

TEST(RankSkill, the_area_is_the_share_of_pairs_won) {
  std::mt19937 rng{20261128};
  for (int round = 0; round < 20; ++round) {
    auto const r = random_ranking(rng, 12, 10);
    EXPECT_NEAR(r.skill(12).auc, auc_by_pairs(r), 1e-12);
  }
}

// DeLong's example in small: every candidate a cluster of its own. Positives 3, 1; negatives 2, 0.
// Placements: 3 → 1, 1 → 1/2; 2 → 1/2, 0 → 1; area 3/4.
TEST(RankSkill, the_error_of_lone_candidates_is_as_worked_on_paper) {
  Ranking r;
  r.add(3, 1, 0);
  r.add(1, 1, 1);
  r.add(2, 0, 2);
  r.add(0, 0, 3);
  auto const skill = r.skill(4);
  EXPECT_DOUBLE_EQ(skill.auc, 0.75);
  // Four parts of ±1/4 ÷ 2, squared and summed, × 4/3.
  EXPECT_DOUBLE_EQ(skill.standard_error, std::sqrt(4 * (0.125 * 0.125) * 4.0 / 3.0));
}

TEST(RankSkill, the_error_agrees_with_drawing_clusters_anew) {
  std::mt19937 rng{7};
  constexpr std::uint32_t kClusters = 60;
  auto const r = random_ranking(rng, kClusters, 12);
  auto const skill = r.skill(kClusters);
  std::uniform_int_distribution<std::uint32_t> draw{0, kClusters - 1};
  double sum = 0;
  double squares = 0;
  constexpr int kDraws = 600;
  for (int d = 0; d < kDraws; ++d) {
    Ranking again;
    for (std::uint32_t c = 0; c < kClusters; ++c) {
      auto const from = draw(rng);
      for (std::size_t i = 0; i < r.score.size(); ++i)
        if (r.cluster[i] == from) again.add(r.score[i], r.came[i], c);
    }
    auto const auc = again.skill(kClusters).auc;
    sum += auc;
    squares += auc * auc;
  }
  auto const drawn = std::sqrt(squares / kDraws - sum / kDraws * sum / kDraws);
  EXPECT_NEAR(skill.standard_error / drawn, 1, 0.15);
}

TEST(RankSkill, two_scores_that_rank_alike_differ_by_nothing) {
  std::mt19937 rng{3};
  auto const r = random_ranking(rng, 20, 8);
  auto twice = r;
  for (auto& s : twice.score) s = 2 * s + 5;
  EXPECT_EQ(difference_error(r.skill(20), twice.skill(20)), 0);
  auto other = r;
  for (auto& s : other.score) s = -s;
  EXPECT_NEAR(difference_error(r.skill(20), other.skill(20)), 2 * r.skill(20).standard_error, 1e-12);
}

TEST(RankSkill, without_both_outcomes_there_is_no_area) {
  Ranking r;
  r.add(1, 1, 0);
  r.add(2, 1, 1);
  EXPECT_TRUE(std::isnan(r.skill(2).auc));
}

TEST(PrecisionAt, a_tie_across_the_border_counts_by_its_share) {
  Ranking r;
  r.add(9, 1, 0);
  r.add(5, 1, 0);
  r.add(5, 0, 0);
  r.add(5, 0, 0);
  r.add(1, 1, 0);
  EXPECT_DOUBLE_EQ(precision_at(1, r.score, r.came), 1);
  EXPECT_DOUBLE_EQ(precision_at(2, r.score, r.came), (1 + 1.0 / 3) / 2);
  EXPECT_DOUBLE_EQ(precision_at(4, r.score, r.came), 2.0 / 4);
  EXPECT_DOUBLE_EQ(precision_at(100, r.score, r.came), 3.0 / 5) << "all there are";
}

}  // namespace
}  // namespace lianzhao::diagnose
