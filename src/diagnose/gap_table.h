#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "atlas/atlas.h"
#include "diagnose/diagnosis.h"
#include "diagnose/peers.h"
#include "diagnose/supply_graph.h"
#include "domain/chain.h"
#include "domain/diagnosis_rules.h"

namespace lianzhao::diagnose {

/// When a node counts as there.
enum class Arrival : std::uint8_t {
  kFounded,      ///< as the diagnosis has it: at least `present_count` enterprises
  kSpecialised,  ///< more of it than the country's average: RCA >= 1
};

/// "founded", "specialised"
std::string_view arrival_name(Arrival);
std::optional<Arrival> arrival_from(std::string_view);

/// What is known of a gap on a day; the columns of GapTable::features. All but shares and marks as ln(1 + number).
enum class GapFeature : std::uint8_t {
  kRegionSize,      ///< enterprises of the region
  kRegionRecent,    ///< of them founded in the recent span
  kChainHere,       ///< enterprises of the region in the node's chain
  kHere,            ///< in the node itself: 0 of a gap that is quite empty
  kNodeSize,        ///< enterprises of the country in the node
  kNodeRecent,      ///< of them founded in the recent span
  kNeighbours,      ///< in the node, in the rest of the province
  kDensity,         ///< relatedness ω, 0…1
  kSupplyCoverage,  ///< share of direct inputs that are there; 0 without inputs
  kCustomers,       ///< share of direct customers that are there; 0 without customers
  kFill,            ///< 1 where the diagnosis says `fill`
  kExtend,          ///< 1 where it says `extend`
};
inline constexpr Eigen::Index kGapFeatures = 12;
std::string_view gap_feature_name(GapFeature);

struct Gap {
  std::uint32_t region;  ///< position in Peers::regions
  NodeIndex node;
  NodeType type;  ///< as the diagnosis has it
};

/// What a region lacked on a day, for every region of a level and every node that contains no other (an enterprise of
/// a part is also one of the whole, and would come twice): with all that was known of it then. Enterprises whose day of
/// founding is unknown, or later, count nowhere; those that closed since count, for the day they closed is not known
/// and that they did was not known then.
struct GapTable {
  DayNumber known_until = 0;
  Arrival arrival = Arrival::kFounded;
  Peers peers;
  std::vector<Gap> gaps;                                                         ///< by region, then node
  Eigen::Matrix<float, Eigen::Dynamic, kGapFeatures, Eigen::RowMajor> features;  ///< one row per gap
  std::vector<double> chain_quotient;  ///< per gap: location quotient of the node's chain in the region

  float feature(std::size_t gap, GapFeature f) const {
    return features(static_cast<Eigen::Index>(gap), static_cast<Eigen::Index>(f));
  }
};

GapTable gaps_as_of(atlas::Atlas const&, ChainLibrary const&, SupplyGraph const&, DiagnosisRules const&, RegionLevel,
                    Arrival, DayNumber known_until);

/// The filter that lets pass what was founded in [from, to], as the rules want tags to be.
atlas::Filter founded_between(DiagnosisRules const&, std::optional<DayNumber> from, DayNumber to);

/// Per gap 1 where the node is there by the later day, else 0. @param later the same regions' peers as of that day.
std::vector<std::uint8_t> arrivals(GapTable const&, Peers const& later, DiagnosisRules const&);

/// The chance of each gap to be closed within a span, learned from what became of gaps before: logistic regression on
/// the standardised features, ridge 1. Source: Hosmer, Lemeshow, Applied Logistic Regression (1989); Newton's steps.
struct GapModel {
  DayNumber known_until = 0;  ///< the gaps it learned from are those of this day
  DayNumber learned_by = 0;   ///< and what came until this one
  std::uint64_t gaps = 0;
  std::uint64_t came = 0;
  Eigen::Matrix<double, kGapFeatures, 1> mean;
  Eigen::Matrix<double, kGapFeatures, 1> scale;   ///< standard deviation; 1 where a feature never varies
  Eigen::Matrix<double, kGapFeatures, 1> weight;  ///< of the standardised feature
  double constant = 0;

  /// ln(p / (1 − p)) of every gap.
  std::vector<double> log_odds(GapTable const&) const;
};

/// Absent with fewer than 20 gaps that were closed, or that were not: nothing can be learned from those.
std::optional<GapModel> learn_gaps(GapTable const&, std::vector<std::uint8_t> const& came, DayNumber learned_by);

}  // namespace lianzhao::diagnose
