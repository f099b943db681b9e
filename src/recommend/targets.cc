#include "recommend/targets.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "kernel/error.h"

namespace lianzhao::recommend {

namespace {

using diagnose::Peers;
using diagnose::SupplyGraph;

constexpr std::size_t kCapital = 0;
constexpr std::size_t kOutput = 1;
constexpr std::size_t kTechnology = 2;
constexpr std::size_t kTie = 3;

/// Of what is unknown: the mean of the percentiles of what is known.
constexpr double kMiddle = 50;

/// Percentiles of the known values of one criterion.
class Ranking {
 public:
  explicit Ranking(std::vector<double> known) : sorted_{std::move(known)} { std::sort(sorted_.begin(), sorted_.end()); }

  double percentile(double value) const {
    auto const [low, high] = std::equal_range(sorted_.begin(), sorted_.end(), value);
    auto const below = static_cast<double>(low - sorted_.begin());
    auto const equal = static_cast<double>(high - low);
    return 100 * (below + equal / 2) / static_cast<double>(sorted_.size());
  }

 private:
  std::vector<double> sorted_;
};

/// What the direct neighbours of a set of nodes are, and which of them the place has.
struct Neighbourhood {
  std::size_t all = 0;
  std::vector<Tie> present;
};

Neighbourhood neighbours_of(std::vector<NodeIndex> const& nodes, SupplyGraph const& graph,
                            std::vector<std::uint64_t> const& local_counts) {
  std::map<std::pair<NodeIndex, Tie::Kind>, bool> seen;
  for (auto const n : nodes) {
    for (auto const& link : graph.suppliers(n)) seen.emplace(std::pair{link.node, Tie::Kind::kSupplier}, true);
    for (auto const& link : graph.customers(n)) seen.emplace(std::pair{link.node, Tie::Kind::kCustomer}, true);
  }
  Neighbourhood out;
  out.all = seen.size();
  for (auto const& [key, unused] : seen)
    if (local_counts[key.first] > 0) out.present.push_back({key.second, key.first, local_counts[key.first]});
  std::stable_sort(out.present.begin(), out.present.end(),
                   [](Tie const& a, Tie const& b) { return a.local_count > b.local_count; });
  return out;
}

std::array<double, 4> normalised(TargetWeights const& weights) {
  std::array<double, 4> out{weights.investment_intensity, weights.output_efficiency, weights.technology,
                            weights.chain_tie};
  double sum = 0;
  for (auto const w : out) {
    if (!std::isfinite(w) || w < 0)
      throw invalid_input("bad_weights", fmt::format("a weight is {}; weights are numbers of at least 0", w));
    sum += w;
  }
  if (sum <= 0) throw invalid_input("bad_weights", "all weights are 0; at least one criterion has to count");
  for (auto& w : out) w /= sum;
  return out;
}

}  // namespace

std::string_view criterion_name(Criterion criterion) {
  constexpr std::array<std::string_view, 4> kNames{"investment_intensity", "output_efficiency", "technology",
                                                   "chain_tie"};
  return kNames.at(static_cast<std::size_t>(criterion));
}

std::string_view criterion_unit(Criterion criterion) {
  constexpr std::array<std::string_view, 4> kUnits{"fen", "fen_per_m2", "z_score", "share"};
  return kUnits.at(static_cast<std::size_t>(criterion));
}

Targets rank_targets(atlas::Atlas const& atlas, ChainLibrary const& library, SupplyGraph const& graph,
                     Peers const& peers, NodeIndex node, atlas::RowRanges const& here,
                     std::vector<std::uint64_t> const& local_counts, TargetWeights const& weights, std::size_t top,
                     Branches branches) {
  if (top < 1 || top > 10'000)
    throw invalid_input("bad_top", fmt::format("asked for the best {}; between 1 and 10000 can be ranked", top));
  LIANZHAO_ASSERT(local_counts.size() == library.node_count(), "one count per node of the library");
  auto const weight = normalised(weights);
  auto filter = peers.filter;
  filter.statuses &= kNotClosed;
  auto members = atlas.members(atlas::Subject::of_node(node), atlas.without(here), filter);
  Targets out;
  if (branches == Branches::kLeftOut)
    out.branches_left_out = std::erase_if(members, [&](auto const& member) { return atlas.row(member.row).branch; });

  std::vector<double> complexity_of(library.node_count(), std::nan(""));
  for (std::size_t a = 0; a < peers.activities.size(); ++a)
    complexity_of[peers.activities[a]] = peers.complexity.activity[static_cast<Eigen::Index>(a)];

  // Candidates differ in few ways in the nodes they have, so neighbourhoods are computed once per set of nodes.
  std::map<std::vector<NodeIndex>, Neighbourhood> neighbourhoods;
  std::vector<std::vector<NodeIndex>> nodes_of(members.size());
  std::vector<std::array<std::optional<double>, 4>> values(members.size());
  auto const threshold = atlas::quantise(filter.min_confidence);
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto const view = atlas.row(members[i].row);
    double complexity = 0;
    int complexity_known = 0;
    for (auto const tag : view.tags) {
      if (tag.confidence < threshold) continue;
      nodes_of[i].push_back(tag.node);
      if (!std::isfinite(complexity_of[tag.node])) continue;
      complexity += complexity_of[tag.node];
      ++complexity_known;
    }
    auto const [entry, fresh] = neighbourhoods.try_emplace(nodes_of[i]);
    if (fresh) entry->second = neighbours_of(nodes_of[i], graph, local_counts);
    auto const& around = entry->second;
    if (view.registered_capital_fen) values[i][kCapital] = static_cast<double>(*view.registered_capital_fen);
    if (complexity_known > 0) values[i][kTechnology] = complexity / complexity_known;
    if (around.all > 0) values[i][kTie] = static_cast<double>(around.present.size()) / static_cast<double>(around.all);
  }

  std::vector<Ranking> rankings;
  for (std::size_t c = 0; c < kCriteria.size(); ++c) {
    std::vector<double> known;
    for (auto const& v : values)
      if (v[c]) known.push_back(*v[c]);
    rankings.emplace_back(std::move(known));
  }

  out.candidates = members.size();
  std::vector<Target> all(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto& target = all[i];
    target.row = members[i].row;
    target.confidence = atlas::confidence_of(members[i].confidence);
    for (std::size_t c = 0; c < kCriteria.size(); ++c) {
      auto& part = target.contributions[c];
      part.criterion = kCriteria[c];
      part.weight = weight[c];
      part.value = values[i][c];
      part.known = part.value.has_value();
      if (!part.known) {
        part.unknown_reason = c == kCapital  ? "capital_not_stated"
                              : c == kOutput ? "not_in_register"
                                             : "not_computable";
      } else {
        part.percentile = rankings[c].percentile(*part.value);
        target.known_weight += weight[c];
        ++target.known;
      }
      part.points = part.percentile.value_or(kMiddle) * weight[c];
      target.score += part.points;
    }
  }
  auto const order = [&](std::size_t a, std::size_t b) {
    auto const& x = all[a];
    auto const& y = all[b];
    if (x.score != y.score) return x.score > y.score;
    if (x.known_weight != y.known_weight) return x.known_weight > y.known_weight;
    auto const capital_x = values[a][kCapital].value_or(-1);
    auto const capital_y = values[b][kCapital].value_or(-1);
    if (capital_x != capital_y) return capital_x > capital_y;
    return x.row < y.row;
  };
  std::vector<std::size_t> best(all.size());
  for (std::size_t i = 0; i < best.size(); ++i) best[i] = i;
  auto const kept = std::min(top, best.size());
  std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(), order);
  for (std::size_t i = 0; i < kept; ++i) {
    auto& target = all[best[i]];
    target.enterprise_id = atlas.row(target.row).enterprise_id;
    target.ties = neighbourhoods.at(nodes_of[best[i]]).present;
    out.ranked.push_back(std::move(target));
  }
  return out;
}

}  // namespace lianzhao::recommend
