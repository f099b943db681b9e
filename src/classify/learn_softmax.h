#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lianzhao::classify {

/// Rows of a sparse matrix, one after another.
struct SparseRows {
  std::vector<std::size_t> begin{0};  ///< [rows + 1]
  std::vector<std::uint32_t> column;
  std::vector<float> value;

  std::size_t size() const { return begin.size() - 1; }
  void end_row() { begin.push_back(column.size()); }
};

/// Linear scores of labels: w[column * stride + label], and a bias per label.
struct LinearWeights {
  std::size_t columns = 0;
  std::size_t labels = 0;
  std::size_t stride = 0;  ///< labels rounded up, so that rows of weights vectorise
  std::vector<float> w;
  std::vector<float> bias;

  LinearWeights() = default;
  LinearWeights(std::size_t column_count, std::size_t label_count);
  /// Adds this row's scores to `scores` [stride], which begins as the bias.
  void score(std::span<std::uint32_t const> columns_of_row, std::span<float const> values,
             std::span<float> scores) const;
};

/// What is minimised: sum over rows of row_weight × cross entropy + decay/2 × ‖w‖².
struct SoftmaxOptions {
  int epochs = 20;
  double rate = 0.5;     ///< of AdaGrad
  double decay = 1e-4;   ///< L2
  double smoothing = 0;  ///< share of the target spread over all labels
  double dropout = 0;    ///< share of the features left out of a row, anew at each visit
  std::uint64_t seed = 1;
};

/// Multinomial logistic regression by stochastic gradient with AdaGrad steps (Duchi, Hazan, Singer, JMLR 12, 2011).
/// Deterministic for a seed. Only rows named in `rows_used` are read.
LinearWeights train_softmax(SparseRows const&, std::span<std::uint32_t const> label, std::span<float const> row_weight,
                            std::span<std::uint32_t const> rows_used, std::size_t columns, std::size_t labels,
                            SoftmaxOptions const&);

/// Cross entropy of the rows plus the decay term, and its gradient (same shape as the weights); the oracle's view.
double softmax_objective(SparseRows const&, std::span<std::uint32_t const> label, std::span<float const> row_weight,
                         LinearWeights const&, double decay, LinearWeights* gradient);

/// Turns scores into probabilities, in place. Sums to 1; safe for large scores.
void softmax_in_place(std::span<float> scores);

}  // namespace lianzhao::classify
