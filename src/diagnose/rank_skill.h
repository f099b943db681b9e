#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace lianzhao::diagnose {

/// How well a score tells what came from what did not.
struct RankSkill {
  std::uint64_t positives = 0;
  std::uint64_t negatives = 0;
  double auc = 0;             ///< chance that a positive outscores a negative, a tie counts half; NaN without both
  double standard_error = 0;  ///< of the AUC when clusters are drawn anew; NaN with fewer than two clusters
  /// Each cluster's part in the error of the AUC: Σ of squares × I / (I − 1) is its variance, and of the difference of
  /// two scores on the same candidates when the parts are subtracted first.
  std::vector<double> cluster_part;
};

/// Area under the ROC curve by ranks (Mann–Whitney U / (m n), ties at their mean rank), with a standard error that
/// allows for candidates of one cluster, here a region, hanging together.
/// @param score finite, one per candidate. @param came 1 or 0. @param cluster of each candidate, 0 … clusters − 1.
/// O(n log n). Sources: DeLong, DeLong, Clarke-Pearson (1988), Biometrics 44(3), 837–845, for the parts of single
/// candidates; Obuchowski (1997), Biometrics 53(2), 567–578, for their sums over clusters.
RankSkill rank_skill(std::span<double const> score, std::span<std::uint8_t const> came,
                     std::span<std::uint32_t const> cluster, std::size_t clusters);

/// Standard error of the difference of two AUCs of the same candidates and clusters; NaN with fewer than two clusters.
double difference_error(RankSkill const&, RankSkill const&);

/// value ± 1.96 standard errors.
std::pair<double, double> interval_95(double value, double standard_error);

/// Share of what came among the `k` highest scores. Where a tie lies across the border, what is expected when the tie
/// is broken at random; of all candidates when there are fewer than `k`; NaN without any.
double precision_at(std::size_t k, std::span<double const> score, std::span<std::uint8_t const> came);

}  // namespace lianzhao::diagnose
