#include "diagnose/rank_skill.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "kernel/error.h"

namespace lianzhao::diagnose {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Positions by falling score.
std::vector<std::uint32_t> by_score(std::span<double const> score) {
  std::vector<std::uint32_t> order(score.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return score[a] > score[b]; });
  return order;
}

/// Calls `visit(begin, end)` for each run of equal scores in the order.
template <typename Visit>
void for_ties(std::span<double const> score, std::vector<std::uint32_t> const& order, Visit const& visit) {
  for (std::size_t begin = 0; begin < order.size();) {
    auto end = begin + 1;
    while (end < order.size() && score[order[end]] == score[order[begin]]) ++end;
    if (!visit(begin, end)) return;
    begin = end;
  }
}

double variance(std::vector<double> const& parts) {
  auto const clusters = static_cast<double>(parts.size());
  if (parts.size() < 2) return kUndefined;
  return std::inner_product(parts.begin(), parts.end(), parts.begin(), 0.0) * clusters / (clusters - 1);
}

}  // namespace

RankSkill rank_skill(std::span<double const> score, std::span<std::uint8_t const> came,
                     std::span<std::uint32_t const> cluster, std::size_t clusters) {
  LIANZHAO_ASSERT(score.size() == came.size() && score.size() == cluster.size(), "one of each per candidate");
  RankSkill out;
  for (auto const c : came) (c != 0 ? out.positives : out.negatives) += 1;
  auto const m = static_cast<double>(out.positives);
  auto const n = static_cast<double>(out.negatives);
  if (out.positives == 0 || out.negatives == 0) {
    out.auc = out.standard_error = kUndefined;
    return out;
  }
  // Placement of a positive: the share of negatives below it, ties half; of a negative: the share of positives above.
  std::vector<double> sum(clusters);
  std::vector<double> positives_in(clusters);
  std::vector<double> negatives_in(clusters);
  std::vector<double> negative_sum(clusters);
  double positives_above = 0;
  double negatives_above = 0;
  double total = 0;
  auto const order = by_score(score);
  for_ties(score, order, [&](std::size_t begin, std::size_t end) {
    double positives = 0;
    for (auto i = begin; i < end; ++i) positives += came[order[i]];
    auto const negatives = static_cast<double>(end - begin) - positives;
    auto const of_positive = (n - negatives_above - negatives / 2) / n;
    auto const of_negative = (positives_above + positives / 2) / m;
    for (auto i = begin; i < end; ++i) {
      auto const in = cluster[order[i]];
      if (came[order[i]] != 0) {
        sum[in] += of_positive;
        positives_in[in] += 1;
      } else {
        negative_sum[in] += of_negative;
        negatives_in[in] += 1;
      }
    }
    total += positives * of_positive;
    positives_above += positives;
    negatives_above += negatives;
    return true;
  });
  out.auc = total / m;
  for (std::size_t i = 0; i < clusters; ++i) {
    if (positives_in[i] + negatives_in[i] == 0) continue;
    out.cluster_part.push_back((sum[i] - positives_in[i] * out.auc) / m +
                               (negative_sum[i] - negatives_in[i] * out.auc) / n);
  }
  out.standard_error = std::sqrt(variance(out.cluster_part));
  return out;
}

double difference_error(RankSkill const& one, RankSkill const& other) {
  if (one.cluster_part.size() != other.cluster_part.size()) return kUndefined;
  auto parts = one.cluster_part;
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] -= other.cluster_part[i];
  return std::sqrt(variance(parts));
}

std::pair<double, double> interval_95(double value, double standard_error) {
  constexpr double kTwoSided = 1.959964;
  return {value - kTwoSided * standard_error, value + kTwoSided * standard_error};
}

double precision_at(std::size_t k, std::span<double const> score, std::span<std::uint8_t const> came) {
  k = std::min(k, score.size());
  if (k == 0) return kUndefined;
  double hits = 0;
  auto const order = by_score(score);
  for_ties(score, order, [&](std::size_t begin, std::size_t end) {
    double positives = 0;
    for (auto i = begin; i < end; ++i) positives += came[order[i]];
    auto const taken = std::min(end, k) - begin;
    hits += positives * static_cast<double>(taken) / static_cast<double>(end - begin);
    return end < k;
  });
  return hits / static_cast<double>(k);
}

}  // namespace lianzhao::diagnose
