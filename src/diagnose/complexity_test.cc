#include "diagnose/complexity.h"

#include <cmath>
#include <random>

#include <Eigen/Eigenvalues>
#include <gtest/gtest.h>

#include "kernel/error.h"

namespace lianzhao::diagnose {
namespace {

Matrix random_activity(unsigned seed, Eigen::Index regions, Eigen::Index activities) {
  std::mt19937 rng{seed};
  std::uniform_int_distribution<int> value{0, 60};
  return Matrix::NullaryExpr(regions, activities, [&] { return std::max(0, value(rng) - 30) * 1.0; });
}

// Region 0 has 6 of its 8 jobs (3/4) in activity 0, which holds 8 of all 16 (1/2): 3/4 over 1/2 is 1.5.
TEST(Rca, matches_a_table_worked_on_paper) {
  Matrix const jobs{{6, 2}, {2, 6}};
  EXPECT_TRUE(revealed_comparative_advantage(jobs).isApprox(Matrix{{1.5, 0.5}, {0.5, 1.5}}));
}

TEST(Rca, averages_to_one_when_weighted_by_region_size) {
  auto const x = random_activity(1, 40, 25);
  Eigen::RowVectorXd const mean = x.rowwise().sum().transpose() / x.sum() * revealed_comparative_advantage(x);
  EXPECT_TRUE(mean.isApprox(Eigen::RowVectorXd::Ones(25), 1e-12));
}

TEST(Rca, is_undefined_in_empty_rows_and_columns_and_nowhere_else) {
  Matrix x = random_activity(2, 5, 4);
  x.row(2).setZero();
  x.col(1).setZero();
  auto const rca = revealed_comparative_advantage(x);
  for (Eigen::Index r = 0; r < 5; ++r)
    for (Eigen::Index a = 0; a < 4; ++a) {
      EXPECT_EQ(std::isfinite(rca(r, a)), r != 2 && a != 1);
      if (!std::isfinite(rca(r, a))) continue;
      EXPECT_EQ(rca(r, a) > 0, x(r, a) > 0) << "nothing of something there is, is 0";
    }
  auto const m = presence(rca);
  EXPECT_EQ(m.row(2).cast<int>().sum(), 0);
  EXPECT_EQ(m.col(1).cast<int>().sum(), 0);
  EXPECT_THROW(revealed_comparative_advantage(Matrix{{1, -1}}), Failure);
}

TEST(Proximity, agrees_with_counting_by_hand) {
  auto const m = presence(revealed_comparative_advantage(random_activity(3, 130, 20)));
  auto const phi = proximity(m);
  for (Eigen::Index a = 0; a < 20; ++a)
    for (Eigen::Index b = 0; b < 20; ++b) {
      int both = 0;
      int with_a = 0;
      int with_b = 0;
      for (Eigen::Index r = 0; r < 130; ++r) {
        both += m(r, a) & m(r, b);
        with_a += m(r, a);
        with_b += m(r, b);
      }
      EXPECT_DOUBLE_EQ(phi(a, b), std::min(double(both) / with_a, double(both) / with_b));
    }
}

TEST(Density, agrees_with_the_formula_written_out) {
  auto const m = presence(revealed_comparative_advantage(random_activity(4, 30, 300)));
  auto const phi = proximity(m);
  auto const omega = density(m, phi);
  for (Eigen::Index r = 0; r < 30; r += 7)
    for (Eigen::Index a = 0; a < 300; a += 11) {
      double near = 0;
      double all = 0;
      for (Eigen::Index b = 0; b < 300; ++b) {
        near += m(r, b) * phi(a, b);
        all += phi(a, b);
      }
      EXPECT_NEAR(omega(r, a), near / all, 1e-12);
    }
  EXPECT_TRUE(density(Presence::Zero(2, 3), Matrix::Zero(3, 3)).array().isNaN().all()) << "of what nobody has, unknown";
}

TEST(EconomicComplexity, agrees_with_a_dense_eigensolver) {
  for (unsigned seed = 5; seed < 9; ++seed) {
    auto const m = presence(revealed_comparative_advantage(random_activity(seed, 60, 35)));
    auto const index = economic_complexity(m);
    Eigen::MatrixXd const x = m.cast<double>();
    Eigen::VectorXd const d = x.rowwise().sum();
    Eigen::VectorXd const u = x.colwise().sum().transpose();
    Eigen::MatrixXd const dense = d.cwiseSqrt().cwiseInverse().asDiagonal() * x * u.cwiseInverse().asDiagonal() *
                                  x.transpose() * d.cwiseSqrt().cwiseInverse().asDiagonal();
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> const solver{dense};
    Eigen::VectorXd eci = solver.eigenvectors().col(58).cwiseQuotient(d.cwiseSqrt());
    eci.array() -= eci.mean();
    eci /= std::sqrt(eci.squaredNorm() / 60);
    if (eci.dot((d.array() - d.mean()).matrix()) < 0) eci = -eci;
    EXPECT_LT((eci - index.region).cwiseAbs().maxCoeff(), 1e-8);
    EXPECT_NEAR(index.activity.mean(), 0, 1e-12);
    EXPECT_NEAR(index.activity.squaredNorm() / 35, 1, 1e-12);
  }
}

TEST(EconomicComplexity, says_undefined_where_it_is_not_defined) {
  Presence m = presence(revealed_comparative_advantage(random_activity(9, 12, 9)));
  m.row(3).setZero();
  m.col(4).setZero();
  auto const index = economic_complexity(m);
  EXPECT_TRUE(std::isnan(index.region[3]));
  EXPECT_TRUE(std::isnan(index.activity[4]));
  EXPECT_TRUE(std::isfinite(index.region[1]));
  for (auto const& degenerate : {Presence(0, 0), Presence(Presence::Ones(1, 5)), Presence(Presence::Ones(6, 5))})
    EXPECT_EQ(economic_complexity(degenerate).region.size(), degenerate.rows());
  EXPECT_TRUE(std::isnan(economic_complexity(Presence::Ones(6, 5)).region[0]));
}

// Nested triangle of two: F after one step is (2, 1) / 1.5 and Q is (1/2, 1) / 0.75.
TEST(Fitness, matches_a_step_worked_on_paper) {
  Presence const m{{1, 1}, {1, 0}};
  auto const one = fitness_complexity(m, 1);
  EXPECT_NEAR(one.region[0], 2 / 1.5, 1e-15);
  EXPECT_NEAR(one.region[1], 1 / 1.5, 1e-15);
  EXPECT_NEAR(one.activity[0], 0.5 / 0.75, 1e-15);
  EXPECT_NEAR(one.activity[1], 1 / 0.75, 1e-15);
}

TEST(Fitness, keeps_a_mean_of_one_and_stays_finite) {
  auto const m = presence(revealed_comparative_advantage(random_activity(10, 50, 40)));
  for (int const n : {1, 20, 10'000}) {
    auto const f = fitness_complexity(m, n);
    EXPECT_NEAR(f.region.mean(), 1, 1e-9) << n;
    EXPECT_NEAR(f.activity.mean(), 1, 1e-9) << n;
  }
  EXPECT_THROW(fitness_complexity(m, 0), Failure);
}

}  // namespace
}  // namespace lianzhao::diagnose
