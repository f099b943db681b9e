#include "diagnose/peers.h"

#include <algorithm>
#include <cmath>

namespace lianzhao::diagnose {

std::optional<std::size_t> Peers::find_region(RegionCode code) const {
  auto const found = std::lower_bound(regions.begin(), regions.end(), code);
  if (found == regions.end() || *found != code) return std::nullopt;
  return static_cast<std::size_t>(found - regions.begin());
}

Peers compare_regions(atlas::Atlas const& atlas, ChainLibrary const& library, RegionLevel level,
                      atlas::Filter const& filter) {
  using atlas::Subject;
  Peers p;
  p.level = level;
  p.filter = filter;
  auto const nodes = library.node_count();
  auto const everywhere = atlas.rows_of_region(kChina);
  auto any = filter;
  any.min_confidence = 0;
  for (auto const& [code, aggregate] : atlas.by_region(Subject::everything(), everywhere, level, any)) {
    p.national_total += aggregate.count;
    if (!tiles_level(code, level)) continue;
    p.regions.push_back(code);
    p.region_total.push_back(aggregate.count);
  }

  std::vector<Subject> subjects;
  std::vector<bool> contains(nodes);
  for (std::size_t n = 0; n < nodes; ++n) {
    auto const node = static_cast<NodeIndex>(n);
    subjects.push_back(Subject::of_node(node));
    if (auto const parent = library.parent_of(node)) contains[*parent] = true;
  }
  p.activities_of.resize(nodes);
  for (std::size_t n = 0; n < nodes; ++n) {
    if (contains[n]) continue;
    for (std::optional<NodeIndex> at = static_cast<NodeIndex>(n); at; at = library.parent_of(*at))
      p.activities_of[*at].push_back(p.activities.size());
    p.activities.push_back(static_cast<NodeIndex>(n));
  }

  auto const cells = atlas.matrix(subjects, p.regions, filter);
  p.count.resize(p.regions.size() * nodes);
  for (std::size_t n = 0; n < nodes; ++n) {
    p.national.push_back(atlas.aggregate(subjects[n], everywhere, filter).count);
    for (std::size_t r = 0; r < p.regions.size(); ++r) p.count[r * nodes + n] = cells[n * p.regions.size() + r].count;
  }
  Matrix activity{static_cast<Eigen::Index>(p.regions.size()), static_cast<Eigen::Index>(p.activities.size())};
  for (std::size_t r = 0; r < p.regions.size(); ++r) {
    std::uint64_t sum = 0;
    for (std::size_t a = 0; a < p.activities.size(); ++a) {
      auto const x = p.count_at(r, p.activities[a]);
      activity(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(a)) = static_cast<double>(x);
      sum += x;
    }
    p.region_leaf_sum.push_back(sum);
  }
  for (auto const a : p.activities) p.leaf_sum += p.national[a];
  auto const present = presence(revealed_comparative_advantage(activity));
  p.proximity = proximity(present);
  p.complexity = economic_complexity(present);
  return p;
}

Eigen::VectorXd relatedness(Peers const& p, std::vector<std::uint64_t> const& counts) {
  Presence present = Presence::Zero(1, static_cast<Eigen::Index>(p.activities.size()));
  double own = 0;
  for (auto const a : p.activities) own += static_cast<double>(counts[a]);
  for (std::size_t a = 0; a < p.activities.size(); ++a) {
    auto const here = static_cast<double>(counts[p.activities[a]]);
    auto const all = static_cast<double>(p.national[p.activities[a]]);
    // RCA >= 1 without dividing: x / own >= all / leaf_sum.
    if (here > 0 && here * static_cast<double>(p.leaf_sum) >= all * own) present(0, static_cast<Eigen::Index>(a)) = 1;
  }
  return density(present, p.proximity).row(0).transpose();
}

std::optional<double> mean_over_parts(Peers const& p, Eigen::VectorXd const& of_activity, NodeIndex node) {
  double sum = 0;
  double known = 0;
  for (auto const a : p.activities_of.at(node)) {
    auto const value = of_activity[static_cast<Eigen::Index>(a)];
    if (!std::isfinite(value)) continue;
    sum += value;
    known += 1;
  }
  if (known == 0) return std::nullopt;
  return sum / known;
}

}  // namespace lianzhao::diagnose
