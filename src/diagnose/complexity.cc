#include "diagnose/complexity.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <Eigen/Eigenvalues>

#include "kernel/error.h"
#include "kernel/parallel.h"

namespace lianzhao::diagnose {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

std::size_t as_size(Eigen::Index i) {
  return static_cast<std::size_t>(i);
}
Eigen::Index as_index(std::size_t i) {
  return static_cast<Eigen::Index>(i);
}

/// M with its empty rows and columns taken out, as lists of column numbers per row: what the iterations walk over.
struct Bipartite {
  std::vector<Eigen::Index> regions;     ///< original row numbers
  std::vector<Eigen::Index> activities;  ///< original column numbers
  std::vector<std::vector<std::uint32_t>> of_region;
  Eigen::VectorXd diversity;
  Eigen::VectorXd ubiquity;

  explicit Bipartite(Eigen::Ref<Presence const> const& present) {
    std::vector<std::uint32_t> column(as_size(present.cols()));
    for (Eigen::Index a = 0; a < present.cols(); ++a) {
      if (present.col(a).maxCoeff() == 0) continue;
      column[as_size(a)] = static_cast<std::uint32_t>(activities.size());
      activities.push_back(a);
    }
    for (Eigen::Index r = 0; r < present.rows(); ++r) {
      std::vector<std::uint32_t> has;
      for (Eigen::Index a = 0; a < present.cols(); ++a)
        if (present(r, a) != 0) has.push_back(column[as_size(a)]);
      if (has.empty()) continue;
      regions.push_back(r);
      of_region.push_back(std::move(has));
    }
    diversity.resize(as_index(regions.size()));
    ubiquity = Eigen::VectorXd::Zero(as_index(activities.size()));
    for (std::size_t r = 0; r < regions.size(); ++r) {
      diversity[as_index(r)] = static_cast<double>(of_region[r].size());
      for (auto const a : of_region[r]) ubiquity[a] += 1;
    }
  }

  /// Σ_a M(r, a) v(a)
  Eigen::VectorXd sum_over_activities(Eigen::VectorXd const& v) const {
    Eigen::VectorXd out(diversity.size());
    for (std::size_t r = 0; r < of_region.size(); ++r) {
      double sum = 0;
      for (auto const a : of_region[r]) sum += v[a];
      out[as_index(r)] = sum;
    }
    return out;
  }

  /// Σ_r M(r, a) v(r)
  Eigen::VectorXd sum_over_regions(Eigen::VectorXd const& v) const {
    Eigen::VectorXd out = Eigen::VectorXd::Zero(ubiquity.size());
    for (std::size_t r = 0; r < of_region.size(); ++r)
      for (auto const a : of_region[r]) out[a] += v[as_index(r)];
    return out;
  }
};

Eigen::VectorXd spread(Eigen::VectorXd const& values, std::vector<Eigen::Index> const& where, Eigen::Index size) {
  Eigen::VectorXd out = Eigen::VectorXd::Constant(size, kUndefined);
  for (std::size_t i = 0; i < where.size(); ++i) out[where[i]] = values[as_index(i)];
  return out;
}

/// Absent spread (all values equal) has no z-score.
bool standardise(Eigen::VectorXd& v) {
  v.array() -= v.mean();
  auto const deviation = std::sqrt(v.squaredNorm() / static_cast<double>(v.size()));
  if (!(deviation > 1e-12)) return false;
  v /= deviation;
  return true;
}

/// Largest eigenvector orthogonal to `known` of the symmetric operator, by Lanczos with full reorthogonalisation:
/// a dense solver is cubic and takes seconds where this takes milliseconds.
template <typename Operator>
Eigen::VectorXd second_eigenvector(Operator const& apply, Eigen::VectorXd const& known) {
  auto const n = known.size();
  auto const steps = std::min<Eigen::Index>(n - 1, 400);
  Eigen::MatrixXd basis(n, steps + 1);
  Eigen::VectorXd alpha(steps);
  Eigen::VectorXd beta = Eigen::VectorXd::Zero(steps);
  auto const clean = [&](Eigen::VectorXd& v, Eigen::Index count) {
    for (int pass = 0; pass < 2; ++pass) {
      v -= known * known.dot(v);
      v -= basis.leftCols(count) * (basis.leftCols(count).transpose() * v);
    }
  };
  // A fixed start without symmetry: the same input gives the same output, and no eigenvector is orthogonal to it by
  // construction.
  Eigen::VectorXd start(n);
  for (Eigen::Index i = 0; i < n; ++i) start[i] = std::sin(1.0 + 1.6180339887498949 * static_cast<double>(i + 1));
  clean(start, 0);
  basis.col(0) = start.normalized();
  for (Eigen::Index k = 0; k < steps; ++k) {
    Eigen::VectorXd w = apply(Eigen::VectorXd{basis.col(k)});
    alpha[k] = basis.col(k).dot(w);
    clean(w, k + 1);
    beta[k] = w.norm();
    auto const exhausted = beta[k] < 1e-13 || k + 1 == steps;
    if (exhausted || (k + 1) % 8 == 0) {
      Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> ritz;
      ritz.computeFromTridiagonal(alpha.head(k + 1), beta.head(k));
      auto const residual = std::abs(beta[k] * ritz.eigenvectors()(k, k));
      if (exhausted || residual < 1e-12) return basis.leftCols(k + 1) * ritz.eigenvectors().col(k);
    }
    basis.col(k + 1) = w / beta[k];
  }
  return Eigen::VectorXd::Zero(n);
}

}  // namespace

Matrix revealed_comparative_advantage(Eigen::Ref<Matrix const> const& activity) {
  if (!activity.allFinite() || (activity.array() < 0).any())
    throw invalid_input("bad_activity", "activity must be finite and not negative");
  auto const total = activity.sum();
  Eigen::VectorXd const of_region = activity.rowwise().sum();
  Eigen::RowVectorXd const of_activity = activity.colwise().sum();
  Matrix rca = Matrix::Constant(activity.rows(), activity.cols(), kUndefined);
  for (Eigen::Index r = 0; r < activity.rows(); ++r) {
    if (of_region[r] <= 0) continue;
    for (Eigen::Index a = 0; a < activity.cols(); ++a)
      if (of_activity[a] > 0)
        rca(r, a) = activity(r, a) > 0 ? (activity(r, a) / of_region[r]) / (of_activity[a] / total) : 0;
  }
  return rca;
}

Presence presence(Eigen::Ref<Matrix const> const& rca, double threshold) {
  return (rca.array() >= threshold).cast<std::uint8_t>();
}

Matrix proximity(Eigen::Ref<Presence const> const& present) {
  auto const activities = as_size(present.cols());
  auto const words = (as_size(present.rows()) + 63) / 64;
  // Regions of an activity as bits: counting a pair is a popcount, 64 regions at a time.
  std::vector<std::uint64_t> bits(activities * words);
  for (Eigen::Index r = 0; r < present.rows(); ++r)
    for (std::size_t a = 0; a < activities; ++a)
      if (present(r, as_index(a)) != 0) bits[a * words + as_size(r) / 64] |= std::uint64_t{1} << (as_size(r) % 64);
  auto const together = [&](std::size_t a, std::size_t b) {
    auto const* const x = bits.data() + a * words;
    auto const* const y = bits.data() + b * words;
    int count = 0;
    for (std::size_t w = 0; w < words; ++w) count += std::popcount(x[w] & y[w]);
    return count;
  };
  std::vector<int> ubiquity(activities);
  for (std::size_t a = 0; a < activities; ++a) ubiquity[a] = together(a, a);
  Matrix phi = Matrix::Zero(present.cols(), present.cols());
  parallel_for(activities, 16, [&](std::size_t begin, std::size_t end) {
    for (auto a = begin; a < end; ++a)
      for (std::size_t b = 0; b <= a; ++b) {
        auto const most = std::max(ubiquity[a], ubiquity[b]);
        if (most > 0) phi(as_index(a), as_index(b)) = static_cast<double>(together(a, b)) / most;
      }
  });
  phi.triangularView<Eigen::StrictlyUpper>() = phi.transpose();
  return phi;
}

Matrix density(Eigen::Ref<Presence const> const& present, Eigen::Ref<Matrix const> const& proximity) {
  LIANZHAO_ASSERT(present.cols() == proximity.rows() && proximity.rows() == proximity.cols(), "shapes must agree");
  Eigen::RowVectorXd const around = proximity.rowwise().sum().transpose();
  Matrix omega = Matrix::Zero(present.rows(), present.cols());
  constexpr Eigen::Index kBlock = 128;  // columns whose proximities stay in the cache while all regions pass by
  auto const blocks = as_size((present.cols() + kBlock - 1) / kBlock);
  parallel_for(blocks, 1, [&](std::size_t begin, std::size_t end) {
    for (auto block = begin; block < end; ++block) {
      auto const first = as_index(block) * kBlock;
      auto const width = std::min(kBlock, present.cols() - first);
      for (Eigen::Index r = 0; r < present.rows(); ++r) {
        auto row = omega.row(r).segment(first, width);
        for (Eigen::Index b = 0; b < present.cols(); ++b)
          if (present(r, b) != 0) row += proximity.row(b).segment(first, width);
        row = (around.segment(first, width).array() > 0)
                  .select(row.array() / around.segment(first, width).array(), kUndefined);
      }
    }
  });
  return omega;
}

Index economic_complexity(Eigen::Ref<Presence const> const& present) {
  Index none{Eigen::VectorXd::Constant(present.rows(), kUndefined),
             Eigen::VectorXd::Constant(present.cols(), kUndefined)};
  if (present.size() == 0) return none;
  Bipartite const m{present};
  if (m.regions.size() < 2 || m.activities.size() < 2) return none;
  // D^-1/2 M U^-1 Mᵀ D^-1/2 is symmetric with the same eigenvalues; its first eigenvector is the root of diversity.
  Eigen::VectorXd const root = m.diversity.cwiseSqrt();
  auto const apply = [&](Eigen::VectorXd const& v) -> Eigen::VectorXd {
    Eigen::VectorXd const over_activities = m.sum_over_regions(v.cwiseQuotient(root)).cwiseQuotient(m.ubiquity);
    return m.sum_over_activities(over_activities).cwiseQuotient(root);
  };
  Eigen::VectorXd eci = second_eigenvector(apply, root.normalized()).cwiseQuotient(root);
  if (!standardise(eci)) return none;
  Eigen::VectorXd const diversity = m.diversity.array() - m.diversity.mean();
  if (eci.dot(diversity) < 0) eci = -eci;
  Eigen::VectorXd pci = m.sum_over_regions(eci).cwiseQuotient(m.ubiquity);
  if (!standardise(pci)) return none;
  return {spread(eci, m.regions, present.rows()), spread(pci, m.activities, present.cols())};
}

Index fitness_complexity(Eigen::Ref<Presence const> const& present, int iterations) {
  if (iterations < 1 || iterations > 10'000)
    throw invalid_input("bad_iterations", "the number of fitness iterations must lie between 1 and 10000");
  Index none{Eigen::VectorXd::Constant(present.rows(), kUndefined),
             Eigen::VectorXd::Constant(present.cols(), kUndefined)};
  if (present.size() == 0) return none;
  Bipartite const m{present};
  if (m.regions.empty()) return none;
  Eigen::VectorXd fitness = Eigen::VectorXd::Ones(m.diversity.size());
  Eigen::VectorXd quality = Eigen::VectorXd::Ones(m.ubiquity.size());
  for (int i = 0; i < iterations; ++i) {
    Eigen::VectorXd const next_fitness = m.sum_over_activities(quality);
    // A fitness that has sunk below what a double holds makes its activities worth nothing, not NaN.
    Eigen::VectorXd const weight = fitness.cwiseMax(std::numeric_limits<double>::min()).cwiseInverse();
    Eigen::VectorXd const next_quality = m.sum_over_regions(weight).cwiseInverse();
    fitness = next_fitness / next_fitness.mean();
    quality = next_quality / next_quality.mean();
  }
  return {spread(fitness, m.regions, present.rows()), spread(quality, m.activities, present.cols())};
}

}  // namespace lianzhao::diagnose
