#include "classify/learn_softmax.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace lianzhao::classify {

namespace {

constexpr std::size_t kLane = 8;

/// Small and the same on every platform, unlike std::uniform_*_distribution.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_{seed} {}
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool chance(std::uint32_t of_65536) { return (engine_() & 0xFFFFU) < of_65536; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace

LinearWeights::LinearWeights(std::size_t column_count, std::size_t label_count)
    : columns{column_count},
      labels{label_count},
      stride{(label_count + kLane - 1) / kLane * kLane},
      w(column_count * stride),
      bias(stride) {}

void LinearWeights::score(std::span<std::uint32_t const> columns_of_row, std::span<float const> values,
                          std::span<float> scores) const {
  std::copy(bias.begin(), bias.end(), scores.begin());
  auto* const to = scores.data();
  for (std::size_t i = 0; i < columns_of_row.size(); ++i) {
    auto const* const from = w.data() + columns_of_row[i] * stride;
    auto const value = values[i];
    for (std::size_t y = 0; y < stride; ++y) to[y] += value * from[y];
  }
}

void softmax_in_place(std::span<float> scores) {
  if (scores.empty()) return;
  auto const top = *std::max_element(scores.begin(), scores.end());
  double total = 0;
  for (auto& score : scores) {
    score = std::exp(score - top);
    total += static_cast<double>(score);
  }
  auto const scale = static_cast<float>(1 / total);
  for (auto& score : scores) score *= scale;
}

LinearWeights train_softmax(SparseRows const& rows, std::span<std::uint32_t const> label,
                            std::span<float const> row_weight, std::span<std::uint32_t const> rows_used,
                            std::size_t columns, std::size_t labels, SoftmaxOptions const& options) {
  LinearWeights model{columns, labels};
  std::vector<float> squares(columns, 1e-3F);  // of gradients, one a column: labels share their step
  float bias_squares = 1e-3F;
  std::vector<float> scores(model.stride);
  std::vector<std::uint32_t> order{rows_used.begin(), rows_used.end()};
  std::vector<std::uint32_t> kept_columns;
  std::vector<float> kept_values;
  Dice dice{options.seed};
  auto const drop = static_cast<std::uint32_t>(options.dropout * 65536);
  auto const keep_scale = static_cast<float>(1 / (1 - options.dropout));
  auto const rate = static_cast<float>(options.rate);
  auto const decay = static_cast<float>(options.decay);
  auto const spread = static_cast<float>(options.smoothing / static_cast<double>(labels));
  auto const target = static_cast<float>(1 - options.smoothing) + spread;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice.below(i)]);
    for (auto const row : order) {
      auto const from = rows.begin[row];
      auto const count = rows.begin[row + 1] - from;
      std::span<std::uint32_t const> row_columns{rows.column.data() + from, count};
      std::span<float const> values{rows.value.data() + from, count};
      if (drop > 0) {
        kept_columns.clear();
        kept_values.clear();
        for (std::size_t k = 0; k < count; ++k) {
          if (dice.chance(drop)) continue;
          kept_columns.push_back(row_columns[k]);
          kept_values.push_back(values[k] * keep_scale);
        }
        row_columns = kept_columns;
        values = kept_values;
      }
      model.score(row_columns, values, scores);
      softmax_in_place(std::span{scores}.first(labels));
      auto const y = label[row];
      float norm = 0;
      for (std::size_t l = 0; l < labels; ++l) {
        scores[l] = (scores[l] - (l == y ? target : spread)) * row_weight[row];
        norm += scores[l] * scores[l];
      }
      for (auto l = labels; l < model.stride; ++l) scores[l] = 0;
      for (std::size_t k = 0; k < row_columns.size(); ++k) {
        auto const column = row_columns[k];
        auto const value = values[k];
        squares[column] += norm * value * value;
        auto const step = rate / std::sqrt(squares[column]);
        auto* const to = model.w.data() + column * model.stride;
        auto const shrink = 1 - std::min(0.5F, step * decay);
        auto const move = step * value;
        auto const* const gradient = scores.data();
        for (std::size_t l = 0; l < model.stride; ++l) to[l] = to[l] * shrink - move * gradient[l];
      }
      bias_squares += norm;
      auto const step = 0.1F * rate / std::sqrt(bias_squares);
      for (std::size_t l = 0; l < labels; ++l) model.bias[l] -= step * scores[l];
    }
  }
  return model;
}

double softmax_objective(SparseRows const& rows, std::span<std::uint32_t const> label,
                         std::span<float const> row_weight, LinearWeights const& model, double decay,
                         LinearWeights* gradient) {
  double total = 0;
  if (gradient != nullptr) *gradient = LinearWeights{model.columns, model.labels};
  std::vector<float> scores(model.stride);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto const from = rows.begin[row];
    auto const count = rows.begin[row + 1] - from;
    std::span<std::uint32_t const> const columns{rows.column.data() + from, count};
    std::span<float const> const values{rows.value.data() + from, count};
    model.score(columns, values, scores);
    softmax_in_place(std::span{scores}.first(model.labels));
    total -= static_cast<double>(row_weight[row]) * std::log(std::max(1e-30, static_cast<double>(scores[label[row]])));
    if (gradient == nullptr) continue;
    scores[label[row]] -= 1;
    for (std::size_t l = 0; l < model.labels; ++l) {
      auto const slope = scores[l] * row_weight[row];
      gradient->bias[l] += slope;
      for (std::size_t k = 0; k < count; ++k) gradient->w[columns[k] * model.stride + l] += values[k] * slope;
    }
  }
  for (std::size_t i = 0; i < model.w.size(); ++i) {
    total += decay / 2 * static_cast<double>(model.w[i]) * static_cast<double>(model.w[i]);
    if (gradient != nullptr) gradient->w[i] += static_cast<float>(decay) * model.w[i];
  }
  return total;
}

}  // namespace lianzhao::classify
