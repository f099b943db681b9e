#include "pipeline/insight.h"

#include <algorithm>

#include <fmt/format.h>

#include "domain/chain_not_found.h"
#include "kernel/error.h"

namespace lianzhao::pipeline {

Insight::Insight(std::shared_ptr<Knowledge const> knowledge, std::shared_ptr<atlas::Atlas const> atlas)
    : knowledge_{std::move(knowledge)}, atlas_{std::move(atlas)} {
  if (atlas_->provenance().library_fingerprint != knowledge_->library.fingerprint())
    throw Failure{{ErrorKind::kConflict, "snapshot_stale",
                   "the snapshot was built with another chain library; run `lianzhao atlas build` to build it again"}};
}

atlas::Filter Insight::filter() const {
  atlas::Filter filter;
  filter.min_confidence = knowledge_->rules.min_confidence;
  return filter;
}

diagnose::Place Insight::place_of_region(RegionCode code) const {
  auto const today = knowledge_->regions->explain_code(code);
  auto const* const region = today.match == CodeMatch::kToday || today.match == CodeMatch::kChanged
                                 ? knowledge_->regions->find(today.code)
                                 : nullptr;
  if (region == nullptr)
    throw not_found("region_not_found",
                    fmt::format("{} is no region; give a six-digit code of GB/T 2260 such as 220500 (通化市)", code));
  diagnose::Place place;
  place.id = fmt::format("{:06}", region->code);
  place.name_zh = region->name;
  place.name_en = region->name_en.empty() ? region->name : region->name_en;
  place.region_code = region->code;
  place.rows = atlas_->rows_of_region(region->code);
  if (region->precision != PointPrecision::kNone) {
    place.longitude = region->longitude;
    place.latitude = region->latitude;
  }
  return place;
}

diagnose::Place Insight::place_of_zone(std::string_view id) const {
  auto const* const zone = knowledge_->find_zone(id);
  if (zone == nullptr) {
    std::string known;
    for (auto const& z : knowledge_->zones) known += (known.empty() ? "" : ", ") + z.id;
    throw not_found("zone_not_found", fmt::format("there is no zone \"{}\"; known are: {}", id,
                                                  known.empty() ? "none (write DIR/zones.yaml)" : known));
  }
  auto rows = atlas_->rows_of_zone(id);
  if (!rows)
    throw Failure{{ErrorKind::kConflict, "snapshot_stale",
                   fmt::format("the snapshot does not know the zone \"{}\" yet; run `lianzhao atlas build`", id)}};
  diagnose::Place place;
  place.id = zone->id;
  place.name_zh = zone->name;
  place.name_en = zone->name_en.empty() ? zone->name : zone->name_en;
  place.rows = std::move(*rows);
  if (zone->longitude != 0) {
    place.longitude = zone->longitude;
    place.latitude = zone->latitude;
  }
  return place;
}

std::shared_ptr<diagnose::Peers const> Insight::peers(RegionLevel level, atlas::Filter const& filter) const {
  // Whoever plays with the filters makes many of them; regions × nodes of one take a few megabytes.
  constexpr std::size_t kKept = 8;
  auto const lock = std::lock_guard{mutex_};
  auto const found = std::find_if(peers_.begin(), peers_.end(),
                                  [&](auto const& p) { return p->level == level && p->filter == filter; });
  auto peers = found != peers_.end() ? *found
                                     : std::make_shared<diagnose::Peers const>(
                                           diagnose::compare_regions(*atlas_, knowledge_->library, level, filter));
  if (found != peers_.end()) peers_.erase(found);
  peers_.push_front(peers);
  if (peers_.size() > kKept) peers_.pop_back();
  return peers;
}

RegionLevel Insight::compared_level(diagnose::Place const& place) const {
  if (place.region_code == kUnknownRegion) return RegionLevel::kCity;
  if (place.region_code == kChina) return RegionLevel::kProvince;
  return region_level(place.region_code);
}

diagnose::Diagnosis Insight::diagnosis(diagnose::Place const& place, std::string_view chain_id,
                                       atlas::Filter const& filter) const {
  auto const* const chain = knowledge_->library.find_chain(chain_id);
  if (chain == nullptr) throw chain_not_found(knowledge_->library, chain_id);
  return diagnose::diagnose(*atlas_, knowledge_->library, knowledge_->graph, *knowledge_->regions,
                            *peers(compared_level(place), filter), place, *chain, knowledge_->rules);
}

recommend::Targets Insight::targets(diagnose::Place const& place, std::string_view node_id,
                                    TargetWeights const& weights, std::size_t top, atlas::Filter const& filter,
                                    recommend::Branches branches) const {
  auto const node = knowledge_->library.find_node(node_id);
  if (!node)
    throw not_found(
        "node_not_found",
        fmt::format("there is no node \"{}\"; ids are like biomedicine/vaccine, see `lianzhao chain list`", node_id));
  return recommend::rank_targets(*atlas_, knowledge_->library, knowledge_->graph, *peers(compared_level(place), filter),
                                 *node, place.rows, counts(place, filter), weights, top, branches);
}

std::vector<std::uint64_t> Insight::counts(diagnose::Place const& place, atlas::Filter const& filter) const {
  std::vector<std::uint64_t> out;
  for (std::size_t n = 0; n < knowledge_->library.node_count(); ++n)
    out.push_back(atlas_->aggregate(atlas::Subject::of_node(static_cast<NodeIndex>(n)), place.rows, filter).count);
  return out;
}

}  // namespace lianzhao::pipeline
