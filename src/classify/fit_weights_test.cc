#include "classify/fit_weights.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace lianzhao::classify {
namespace {

/// Examples that truly follow `truth`.
std::vector<JudgedEvidence> drawn_from(EvidenceWeights const& truth, std::size_t count, std::mt19937& dice) {
  std::vector<JudgedEvidence> examples;
  std::uniform_real_distribution<double> chance{0, 1};
  for (std::size_t i = 0; i < count; ++i) {
    JudgedEvidence example;
    for (std::size_t k = 0; k < 4; ++k) example.evidence[k] = dice() % 2 == 0 ? 1.0F : 0.0F;
    example.right = chance(dice) < confidence_of(example.evidence, truth);
    examples.push_back(example);
  }
  return examples;
}

TEST(FitWeights, no_examples_leave_the_prior) {
  auto const fitted = fit_weights({}, shipped_weights());
  EXPECT_DOUBLE_EQ(fitted.bias, shipped_weights().bias);
  for (std::size_t k = 0; k < kEvidenceKinds; ++k) EXPECT_DOUBLE_EQ(fitted.weight[k], shipped_weights().weight[k]);
}

TEST(FitWeights, nothing_beside_the_answer_is_better) {
  std::mt19937 dice{5};
  EvidenceWeights const truth{-1, {2, -1, 0.5}};
  auto const examples = drawn_from(truth, 200, dice);
  auto const prior = EvidenceWeights{};
  auto const fitted = fit_weights(examples, prior);
  auto const reached = fit_objective(examples, fitted, prior);
  for (std::size_t k = 0; k < kEvidenceKinds; ++k) {
    for (auto const step : {-0.01, 0.01}) {
      auto beside = fitted;
      beside.weight[k] += step;
      EXPECT_GT(fit_objective(examples, beside, prior), reached) << k;
    }
  }
}

TEST(FitWeights, the_weights_that_made_the_examples_come_back) {
  std::mt19937 dice{9};
  EvidenceWeights const truth{-1, {2, -1, 0.5, 1}};
  auto const examples = drawn_from(truth, 20'000, dice);
  auto const fitted = fit_weights(examples, EvidenceWeights{});
  EXPECT_NEAR(fitted.bias, truth.bias, 0.15);
  for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(fitted.weight[k], truth.weight[k], 0.15);
  EXPECT_LT(calibration_error(examples, fitted), 0.02);
}

TEST(FitWeights, examples_without_an_exception_do_not_run_away) {
  JudgedEvidence sure;
  sure.evidence[0] = 1;
  sure.right = true;
  std::vector<JudgedEvidence> const examples(1000, sure);
  auto const fitted = fit_weights(examples, EvidenceWeights{});
  EXPECT_TRUE(std::isfinite(fitted.bias));
  EXPECT_LT(fitted.weight[0], 10);
}

}  // namespace
}  // namespace lianzhao::classify
