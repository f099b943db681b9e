#include "classify/fit_weights.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lianzhao::classify {

namespace {

constexpr std::size_t kSize = kEvidenceKinds + 1;  // the bias comes last
using Vector = std::array<double, kSize>;
using Matrix = std::array<Vector, kSize>;

Vector as_vector(EvidenceWeights const& weights) {
  Vector v{};
  std::copy(weights.weight.begin(), weights.weight.end(), v.begin());
  v.back() = weights.bias;
  return v;
}

EvidenceWeights as_weights(Vector const& v) {
  EvidenceWeights weights;
  std::copy(v.begin(), v.end() - 1, weights.weight.begin());
  weights.bias = v.back();
  return weights;
}

Vector as_vector(EvidenceVector const& evidence) {
  Vector x{};
  for (std::size_t i = 0; i < kEvidenceKinds; ++i) x.at(i) = static_cast<double>(evidence.at(i));
  x.back() = 1;
  return x;
}

double dot(Vector const& a, Vector const& b) {
  double sum = 0;
  for (std::size_t i = 0; i < kSize; ++i) sum += a.at(i) * b.at(i);
  return sum;
}

double firmness_of(std::size_t weight, FitOptions const& options) {
  return weight + 1 == kSize ? options.bias_firmness : options.firmness;
}

/// ln(1 + e^z) without overflow.
double softplus(double z) {
  return z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z));
}

double logistic(double z) {
  return 1 / (1 + std::exp(-z));
}

/// Solves a·x = b for a symmetric positive definite `a` (Cholesky).
Vector solve(Matrix a, Vector b) {
  for (std::size_t j = 0; j < kSize; ++j) {
    for (std::size_t k = 0; k < j; ++k) a.at(j).at(j) -= a.at(j).at(k) * a.at(j).at(k);
    a.at(j).at(j) = std::sqrt(a.at(j).at(j));
    for (std::size_t i = j + 1; i < kSize; ++i) {
      for (std::size_t k = 0; k < j; ++k) a.at(i).at(j) -= a.at(i).at(k) * a.at(j).at(k);
      a.at(i).at(j) /= a.at(j).at(j);
    }
  }
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t k = 0; k < i; ++k) b.at(i) -= a.at(i).at(k) * b.at(k);
    b.at(i) /= a.at(i).at(i);
  }
  for (std::size_t i = kSize; i-- > 0;) {
    for (std::size_t k = i + 1; k < kSize; ++k) b.at(i) -= a.at(k).at(i) * b.at(k);
    b.at(i) /= a.at(i).at(i);
  }
  return b;
}

}  // namespace

double confidence_of(EvidenceVector const& evidence, EvidenceWeights const& weights) {
  return logistic(dot(as_vector(evidence), as_vector(weights)));
}

double fit_objective(std::span<JudgedEvidence const> examples, EvidenceWeights const& weights,
                     EvidenceWeights const& prior, FitOptions const& options) {
  auto const w = as_vector(weights);
  auto const p = as_vector(prior);
  double loss = 0;
  for (std::size_t i = 0; i < kSize; ++i) {
    loss += firmness_of(i, options) / 2 * (w.at(i) - p.at(i)) * (w.at(i) - p.at(i));
  }
  for (auto const& example : examples) {
    auto const z = dot(as_vector(example.evidence), w);
    loss += example.weight * softplus(example.right ? -z : z);
  }
  return loss;
}

EvidenceWeights fit_weights(std::span<JudgedEvidence const> examples, EvidenceWeights const& prior,
                            FitOptions const& options) {
  auto const p = as_vector(prior);
  auto w = p;
  auto reached = fit_objective(examples, prior, prior, options);
  constexpr int kMostSteps = 50;
  for (int step = 0; step < kMostSteps; ++step) {
    Vector gradient{};
    Matrix hessian{};
    for (std::size_t i = 0; i < kSize; ++i) {
      gradient.at(i) = firmness_of(i, options) * (w.at(i) - p.at(i));
      hessian.at(i).at(i) = firmness_of(i, options);
    }
    for (auto const& example : examples) {
      auto const x = as_vector(example.evidence);
      auto const sure = logistic(dot(x, w));
      auto const slope = example.weight * (sure - (example.right ? 1.0 : 0.0));
      auto const bend = example.weight * sure * (1 - sure);
      for (std::size_t i = 0; i < kSize; ++i) {
        if (x.at(i) == 0) continue;
        gradient.at(i) += slope * x.at(i);
        for (std::size_t j = 0; j < kSize; ++j) hessian.at(i).at(j) += bend * x.at(i) * x.at(j);
      }
    }
    auto const move = solve(hessian, gradient);
    auto share = 1.0;
    auto next = w;
    auto found = reached;
    for (int half = 0; half < 20; ++half, share /= 2) {
      for (std::size_t i = 0; i < kSize; ++i) next.at(i) = w.at(i) - share * move.at(i);
      found = fit_objective(examples, as_weights(next), prior, options);
      if (found < reached) break;
    }
    if (!(found < reached - 1e-10 * (1 + reached))) break;
    reached = found;
    w = next;
  }
  return as_weights(w);
}

double calibration_error(std::span<JudgedEvidence const> examples, EvidenceWeights const& weights, double least) {
  std::array<double, 10> surplus{};
  double count = 0;
  for (auto const& example : examples) {
    auto const sure = confidence_of(example.evidence, weights);
    if (sure < least) continue;
    auto const bin = std::min<std::size_t>(9, static_cast<std::size_t>(sure * 10));
    surplus.at(bin) += example.weight * (sure - (example.right ? 1.0 : 0.0));
    count += example.weight;
  }
  double sum = 0;
  for (auto const bin : surplus) sum += std::abs(bin);
  return count > 0 ? sum / count : 0;
}

}  // namespace lianzhao::classify
