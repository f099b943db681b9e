#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "atlas/atlas.h"
#include "diagnose/diagnosis.h"
#include "diagnose/peers.h"
#include "pipeline/knowledge.h"
#include "recommend/targets.h"

namespace lianzhao::pipeline {

/// One snapshot and what is computed once for it. Immutable to its users; safe from any thread.
class Insight {
 public:
  /// @throws Failure "snapshot_stale" when the snapshot was built with another chain library than `knowledge`.
  Insight(std::shared_ptr<Knowledge const> knowledge, std::shared_ptr<atlas::Atlas const> atlas);

  Knowledge const& knowledge() const { return *knowledge_; }
  atlas::Atlas const& atlas() const { return *atlas_; }
  /// Which enterprises count as in a node by the rules, when nothing else is asked for.
  atlas::Filter filter() const;

  /// A region by today's or an old code, or a zone by its id.
  /// @throws Failure "region_not_found", "zone_not_found" (not in the list, or not in this snapshot).
  diagnose::Place place_of_region(RegionCode) const;
  diagnose::Place place_of_zone(std::string_view id) const;

  /// Regions of a level by the enterprises that pass the filter. Computed at the first call; the last few are kept.
  std::shared_ptr<diagnose::Peers const> peers(RegionLevel, atlas::Filter const&) const;

  /// With whom a place is compared: regions of its own level, a zone with prefectures, the country with provinces.
  RegionLevel compared_level(diagnose::Place const&) const;

  /// @throws Failure "chain_not_found".
  diagnose::Diagnosis diagnosis(diagnose::Place const&, std::string_view chain_id, atlas::Filter const&) const;
  /// @throws Failure "node_not_found".
  recommend::Targets targets(diagnose::Place const&, std::string_view node_id, TargetWeights const&, std::size_t top,
                             atlas::Filter const&, recommend::Branches = recommend::Branches::kLeftOut) const;

  /// Enterprises of a place per node of the library.
  std::vector<std::uint64_t> counts(diagnose::Place const&, atlas::Filter const&) const;

 private:
  std::shared_ptr<Knowledge const> knowledge_;
  std::shared_ptr<atlas::Atlas const> atlas_;
  mutable std::mutex mutex_;
  mutable std::deque<std::shared_ptr<diagnose::Peers const>> peers_;  ///< last asked for first
};

}  // namespace lianzhao::pipeline
