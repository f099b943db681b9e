#pragma once

#include <optional>
#include <vector>

#include "atlas/atlas.h"
#include "diagnose/complexity.h"
#include "diagnose/supply_graph.h"
#include "domain/chain.h"
#include "domain/region.h"

namespace lianzhao::diagnose {

/// The regions of one level with all nodes of the library: what a region is compared with. Computed once per snapshot,
/// level and filter, then shared.
///
/// Activities are the nodes that contain no other. A containing node has counts of its own (an enterprise in two of its
/// parts counts once), but its relatedness and complexity are the mean over its parts: counted beside them it would be
/// related to itself.
struct Peers {
  RegionLevel level = RegionLevel::kCity;
  atlas::Filter filter;
  std::vector<RegionCode> regions;             ///< rising; those with at least one enterprise
  std::vector<std::uint64_t> region_total;     ///< enterprises of any kind, per region
  std::vector<std::uint64_t> region_leaf_sum;  ///< Σ over activities of their count, per region
  std::uint64_t leaf_sum = 0;                  ///< the same over the whole country
  std::vector<std::uint64_t> national;         ///< enterprises of the whole country, per node
  std::uint64_t national_total = 0;            ///< of any kind, whole country
  std::vector<NodeIndex> activities;
  std::vector<std::vector<std::size_t>> activities_of;  ///< per node: positions in `activities` that it contains
  std::vector<std::uint64_t> count;                     ///< [regions × nodes], row by row

  Matrix proximity;  ///< [activities × activities]
  Index complexity;  ///< of regions, of activities; NaN where undefined

  std::uint64_t count_at(std::size_t region, NodeIndex node) const { return count[region * national.size() + node]; }
  std::optional<std::size_t> find_region(RegionCode code) const;
};

/// @param filter which enterprises count, e.g. the confidence of a tag.
Peers compare_regions(atlas::Atlas const&, ChainLibrary const&, RegionLevel level, atlas::Filter const& filter);

/// Relatedness of every activity to what a place has, from its own counts; so also for a zone, which is no peer.
///   ω(a) = Σ_b M(b) φ(a, b) / Σ_b φ(a, b), with M(b) = 1 where the place's RCA of b is at least 1.
/// @param counts enterprises of the place per node of the library.
/// @return per activity; NaN where no region of the level has it.
Eigen::VectorXd relatedness(Peers const&, std::vector<std::uint64_t> const& counts);

/// The mean of a value per activity over the activities of a node of which it is known; absent where it is of none. Of
/// a node that contains no other its own.
std::optional<double> mean_over_parts(Peers const&, Eigen::VectorXd const& of_activity, NodeIndex);

}  // namespace lianzhao::diagnose
