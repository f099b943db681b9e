#include "classify/learn.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <random>

#include "classify/learn_documents.h"
#include "kernel/error.h"
#include "kernel/parallel.h"

namespace lianzhao::classify {

namespace {

/// How the two experts and the labels' frequencies are mixed: score = a·logistic + b·centroid + c·ln(count).
struct Mix {
  std::array<double, 3> share{1, 0, 0};
};

/// Two views of the same matrix. Both are linear in the features, so their mixture is one linear model again.
struct Experts {
  LinearWeights logistic;
  LinearWeights centroid;
  std::vector<float> log_count;  ///< of documents, by label
};

Experts train_experts(Documents const& documents, std::span<std::uint32_t const> used, std::uint64_t seed) {
  Experts experts;
  auto const labels = documents.labels.size();
  SoftmaxOptions options;
  options.seed = seed;
  options.decay = 3e-4;
  options.dropout = 0.4;
  constexpr std::size_t kVisits = 40'000;  // of rows, all epochs together, before the gain is not worth the time
  options.epochs = static_cast<int>(std::clamp<std::size_t>(kVisits / std::max<std::size_t>(1, used.size()), 3, 20));
  experts.logistic =
      train_softmax(documents.matrix, documents.label, documents.weight, used, documents.keys.size(), labels, options);
  // Mean of a label's documents, length 1 (Rocchio): steadier than the regression where a label has few.
  experts.centroid = LinearWeights{documents.keys.size(), labels};
  auto& centroid = experts.centroid;
  experts.log_count.assign(labels, 0.5F);
  for (auto const row : used) {
    auto const label = documents.label[row];
    auto const weight = documents.weight[row];
    for (auto k = documents.matrix.begin[row]; k < documents.matrix.begin[row + 1]; ++k) {
      centroid.w[documents.matrix.column[k] * centroid.stride + label] += weight * documents.matrix.value[k];
    }
    experts.log_count[label] += documents.count[row];
  }
  std::vector<double> squares(labels);
  for (std::size_t f = 0; f < centroid.columns; ++f) {
    for (std::size_t l = 0; l < labels; ++l) {
      auto const value = static_cast<double>(centroid.w[f * centroid.stride + l]);
      squares[l] += value * value;
    }
  }
  for (auto& square : squares) square = square > 0 ? 1 / std::sqrt(square) : 0;
  for (std::size_t f = 0; f < centroid.columns; ++f) {
    for (std::size_t l = 0; l < labels; ++l) {
      centroid.w[f * centroid.stride + l] *= static_cast<float>(squares[l]);
    }
  }
  for (auto& count : experts.log_count) count = std::log(count);
  return experts;
}

/// Scores of a row that was held back, by both experts.
struct Judged {
  std::uint32_t label;
  std::size_t fold;
  std::vector<float> logistic;
  std::vector<float> centroid;
};

struct HeldBack {
  std::vector<Judged> rows;
  std::vector<std::vector<float>> log_count;  ///< [fold]
};

struct Outcome {
  double log_loss = 0;
  std::size_t first = 0;
  std::size_t among_three = 0;
  std::array<double, 10> surplus{};  ///< by the first label's probability: sum of (probability − right)

  double calibration_error(double count) const {
    double sum = 0;
    for (auto const bin : surplus) sum += std::abs(bin);
    return sum / count;
  }
};

void judge(Judged const& row, std::vector<float> const& log_count, Mix const& mix, std::vector<double>& scores,
           Outcome& outcome) {
  auto const labels = row.logistic.size();
  scores.resize(labels);
  double top = -1e300;
  for (std::size_t l = 0; l < labels; ++l) {
    scores[l] = mix.share[0] * static_cast<double>(row.logistic[l]) +
                mix.share[1] * static_cast<double>(row.centroid[l]) + mix.share[2] * static_cast<double>(log_count[l]);
    top = std::max(top, scores[l]);
  }
  double total = 0;
  std::size_t better = 0;
  for (std::size_t l = 0; l < labels; ++l) {
    total += std::exp(scores[l] - top);
    // Of equal ones the lower label comes first, as in predict().
    if (scores[l] > scores[row.label] || (scores[l] == scores[row.label] && l < row.label)) ++better;
  }
  outcome.log_loss += top + std::log(total) - scores[row.label];
  outcome.first += better == 0 ? 1 : 0;
  auto const probability = 1 / total;  // of the first label
  auto const bin = std::min<std::size_t>(9, static_cast<std::size_t>(probability * 10));
  outcome.surplus.at(bin) += probability - (better == 0 ? 1.0 : 0.0);
  outcome.among_three += better < 3 ? 1 : 0;
}

/// The mixture with the least log loss on the rows of all folds but `without`: a few steps along each share. Three
/// numbers for hundreds of rows; there is nothing to overfit.
Mix fit_mix(HeldBack const& held, std::size_t without) {
  constexpr std::size_t kEnoughScores = 400'000;
  auto const labels = held.rows.empty() ? std::size_t{1} : held.rows.front().logistic.size();
  auto const most = std::max<std::size_t>(100, kEnoughScores / labels);
  std::vector<Judged const*> rows;
  for (auto const& row : held.rows) {
    if (row.fold != without && rows.size() < most) rows.push_back(&row);
  }
  std::vector<double> scores;
  auto const loss = [&](Mix const& mix) {
    Outcome outcome;
    for (auto const* row : rows) judge(*row, held.log_count[row->fold], mix, scores, outcome);
    return outcome.log_loss;
  };
  Mix best;
  if (rows.empty()) return best;
  auto least = loss(best);
  constexpr std::array<double, 3> kStep{0.5, 2, 0.3};
  // A tenth of the steps at the end: the shares are also how sure the model is (their common factor is a temperature).
  for (auto const fineness : {1.0, 0.1}) {
    for (int round = 0; round < 5; ++round) {
      for (std::size_t s = 0; s < kStep.size(); ++s) {
        for (auto const step : {1.0, -1.0, 0.3, -0.3}) {
          auto trial = best;
          trial.share.at(s) += fineness * step * kStep.at(s);
          if (s < 2 && trial.share.at(s) < 0) continue;
          auto const found = loss(trial);
          if (found < least) {
            least = found;
            best = trial;
          }
        }
      }
    }
  }
  return best;
}

/// Deals rows to folds so that each label is spread evenly. `fold` of the rest (knowledge) is `folds`.
std::vector<std::size_t> deal_folds(Documents const& documents, std::size_t folds, std::uint64_t seed) {
  std::vector<std::uint32_t> order(documents.rows);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  std::mt19937_64 dice{seed ^ 0x9e3779b97f4a7c15ULL};
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice() % i]);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return documents.label[a] < documents.label[b]; });
  std::vector<std::size_t> fold(documents.label.size(), folds);
  for (std::size_t i = 0; i < order.size(); ++i) fold[order[i]] = i % folds;
  return fold;
}

HeldBack hold_back(Documents const& documents, std::size_t folds, LearnOptions const& options) {
  HeldBack held;
  held.log_count.resize(folds);
  auto const fold = deal_folds(documents, folds, options.seed);
  constexpr std::size_t kMostScores = 20'000'000;  // kept at once, by each expert
  auto const most_a_fold = std::max<std::size_t>(1, kMostScores / documents.labels.size() / folds);
  std::vector<std::vector<Judged>> judged(folds);
  std::atomic<std::size_t> done{0};
  std::mutex telling;
  parallel_for(folds, 1, [&](std::size_t begin, std::size_t end) {
    for (auto f = begin; f < end; ++f) {
      std::vector<std::uint32_t> used;
      for (std::size_t i = 0; i < fold.size(); ++i) {
        if (fold[i] != f) used.push_back(static_cast<std::uint32_t>(i));
      }
      auto const experts = train_experts(documents, used, options.seed);
      held.log_count[f] = experts.log_count;
      std::vector<float> scores(experts.logistic.stride);
      for (std::size_t i = 0; i < documents.rows && judged[f].size() < most_a_fold; ++i) {
        if (fold[i] != f) continue;
        auto const from = documents.matrix.begin[i];
        auto const count = documents.matrix.begin[i + 1] - from;
        std::span<std::uint32_t const> const columns{documents.matrix.column.data() + from, count};
        std::span<float const> const values{documents.matrix.value.data() + from, count};
        auto const of = [&](LinearWeights const& expert) {
          expert.score(columns, values, scores);
          return std::vector<float>{scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(expert.labels)};
        };
        judged[f].push_back({documents.label[i], f, of(experts.logistic), of(experts.centroid)});
      }
      auto const now = ++done;
      if (options.progress) {
        std::lock_guard const lock{telling};
        options.progress("cross-validate", now, folds);
      }
    }
  });
  // Alternating between folds, so that the first rows are of all of them.
  for (std::size_t i = 0;; ++i) {
    bool any = false;
    for (auto& rows : judged) {
      if (i >= rows.size()) continue;
      held.rows.push_back(std::move(rows[i]));
      any = true;
    }
    if (!any) break;
  }
  return held;
}

LearnedModel blend(Documents documents, std::vector<std::string> columns, Experts const& experts, Mix const& mix) {
  auto const labels = documents.labels.size();
  LearnedModel::Parts parts;
  parts.columns = std::move(columns);
  parts.roles = std::move(documents.roles);
  parts.labels = std::move(documents.labels);
  parts.keys = std::move(documents.keys);
  parts.idf = std::move(documents.idf);
  auto const a = static_cast<float>(mix.share[0]);
  auto const b = static_cast<float>(mix.share[1]);
  auto const c = static_cast<float>(mix.share[2]);
  for (std::size_t l = 0; l < labels; ++l) {
    parts.bias.push_back(a * experts.logistic.bias[l] + c * experts.log_count[l]);
  }
  parts.weights.resize(parts.keys.size() * labels);
  std::vector<float> row(labels);
  for (std::size_t f = 0; f < parts.keys.size(); ++f) {
    float largest = 0;
    for (std::size_t l = 0; l < labels; ++l) {
      auto const at = f * experts.logistic.stride + l;
      row[l] = a * experts.logistic.w[at] + b * experts.centroid.w[at];
      largest = std::max(largest, std::abs(row[l]));
    }
    auto const scale = largest > 0 ? largest / 127 : 1.0F;
    parts.scale.push_back(scale);
    for (std::size_t l = 0; l < labels; ++l) {
      parts.weights[f * labels + l] = static_cast<std::int8_t>(std::lround(row[l] / scale));
    }
  }
  return LearnedModel{std::move(parts)};
}

}  // namespace

Learned learn(std::vector<std::string> columns, std::span<LabelledRow const> rows,
              std::span<KnowledgeText const> knowledge, LearnOptions const& options) {
  if (columns.empty()) throw invalid_input("no_text_columns", "name at least one column of text to learn from");
  LearnReport report;
  std::vector<LabelledRow const*> labelled;
  for (auto const& row : rows) {
    if (!row.label.empty()) labelled.push_back(&row);
  }
  report.rows = labelled.size();
  report.skipped = rows.size() - labelled.size();
  if (labelled.empty()) {
    throw invalid_input("no_labelled_rows",
                        "none of " + std::to_string(rows.size()) + " rows has a label; is --label the right column?");
  }
  std::vector<KnowledgeText const*> texts;
  for (auto const& text : knowledge) {
    if (!text.label.empty() && !text.text.empty()) texts.push_back(&text);
  }
  report.knowledge = texts.size();

  auto documents = make_documents(columns.size(), labelled, texts, options);
  report.labels = documents.labels.size();

  constexpr std::size_t kManyRows = 20'000;  // above, two halves say as much as five fifths
  auto const folds = report.rows > kManyRows ? std::size_t{2} : std::min<std::size_t>(5, report.rows);
  Mix mix;
  if (folds >= 2) {
    auto const held = hold_back(documents, folds, options);
    std::vector<Mix> mix_of(folds);
    for (std::size_t f = 0; f < folds; ++f) mix_of[f] = fit_mix(held, f);
    Outcome outcome;
    std::vector<double> scores;
    for (auto const& row : held.rows) judge(row, held.log_count[row.fold], mix_of[row.fold], scores, outcome);
    auto const count = static_cast<double>(held.rows.size());
    report.folds = folds;
    report.judged = held.rows.size();
    report.top1 = static_cast<double>(outcome.first) / count;
    report.top3 = static_cast<double>(outcome.among_three) / count;
    report.log_loss = outcome.log_loss / count;
    report.calibration_error = outcome.calibration_error(count);
    mix = fit_mix(held, folds);
  }
  std::vector<std::uint32_t> all(documents.label.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
  auto const experts = train_experts(documents, all, options.seed);
  return {blend(std::move(documents), std::move(columns), experts, mix), report};
}

}  // namespace lianzhao::classify
