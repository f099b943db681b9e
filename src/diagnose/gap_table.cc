#include "diagnose/gap_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/Cholesky>

#include "diagnose/gap_type.h"
#include "kernel/parallel.h"

namespace lianzhao::diagnose {

namespace {

using atlas::Subject;

/// Enterprises per region of the province, per node, so that a region's neighbours are the rest.
std::vector<std::uint64_t> by_province(Peers const& peers, std::vector<std::size_t>& province_of_region) {
  std::vector<std::uint64_t> out;
  auto const nodes = peers.national.size();
  RegionCode last = kUnknownRegion;
  for (std::size_t r = 0; r < peers.regions.size(); ++r) {
    if (auto const province = province_of(peers.regions[r]); province != last) {
      last = province;
      out.resize(out.size() + nodes);
    }
    province_of_region.push_back(out.size() / nodes - 1);
    for (std::size_t n = 0; n < nodes; ++n) out[out.size() - nodes + n] += peers.count[r * nodes + n];
  }
  return out;
}

double share_present(std::vector<SupplyLink> const& links, std::vector<std::uint8_t> const& present) {
  if (links.empty()) return 0;
  auto const there = std::count_if(links.begin(), links.end(), [&](auto const& l) { return present[l.node] != 0; });
  return static_cast<double>(there) / static_cast<double>(links.size());
}

float log_of(std::uint64_t number) {
  return static_cast<float>(std::log1p(static_cast<double>(number)));
}

/// RCA >= 1 without dividing, as `relatedness` has it.
bool is_specialised(Peers const& p, std::size_t region, NodeIndex node) {
  auto const here = static_cast<double>(p.count_at(region, node));
  return here > 0 && here * static_cast<double>(p.leaf_sum) >=
                         static_cast<double>(p.national[node]) * static_cast<double>(p.region_leaf_sum[region]);
}

bool is_there(Peers const& p, std::size_t region, NodeIndex node, DiagnosisRules const& rules, Arrival arrival) {
  return arrival == Arrival::kFounded ? p.count_at(region, node) >= rules.present_count
                                      : is_specialised(p, region, node);
}

}  // namespace

std::string_view arrival_name(Arrival arrival) {
  return arrival == Arrival::kFounded ? "founded" : "specialised";
}

std::optional<Arrival> arrival_from(std::string_view name) {
  for (auto const arrival : {Arrival::kFounded, Arrival::kSpecialised})
    if (arrival_name(arrival) == name) return arrival;
  return std::nullopt;
}

std::string_view gap_feature_name(GapFeature feature) {
  constexpr std::array<std::string_view, kGapFeatures> kNames{"region_size", "region_recent", "chain_here", "here",
                                                              "node_size",   "node_recent",   "neighbours", "density",
                                                              "coverage",    "customers",     "fill",       "extend"};
  return kNames.at(static_cast<std::size_t>(feature));
}

atlas::Filter founded_between(DiagnosisRules const& rules, std::optional<DayNumber> from, DayNumber to) {
  atlas::Filter filter;
  filter.founded_from = from;
  filter.founded_to = to;
  filter.min_confidence = rules.min_confidence;
  return filter;
}

GapTable gaps_as_of(atlas::Atlas const& atlas, ChainLibrary const& library, SupplyGraph const& graph,
                    DiagnosisRules const& rules, RegionLevel level, Arrival arrival, DayNumber known_until) {
  GapTable out;
  out.known_until = known_until;
  out.arrival = arrival;
  auto const filter = founded_between(rules, std::nullopt, known_until);
  out.peers = compare_regions(atlas, library, level, filter);
  auto const& peers = out.peers;
  auto const nodes = library.node_count();
  auto const regions = peers.regions.size();
  if (regions == 0) return out;

  auto const everywhere = atlas.rows_of_region(kChina);
  auto const then = civil_date(known_until);
  auto const recent_from =
      day_number(std::chrono::year{static_cast<int>(then.year()) - rules.recent_years + 1} / std::chrono::January / 1);
  auto const recent = founded_between(rules, recent_from, known_until);
  std::vector<std::uint64_t> node_recent;
  for (std::size_t n = 0; n < nodes; ++n)
    node_recent.push_back(atlas.aggregate(Subject::of_node(static_cast<NodeIndex>(n)), everywhere, recent).count);
  std::array const everything{Subject::everything()};
  auto any_recent = recent;
  any_recent.min_confidence = 0;
  auto const region_recent = atlas.matrix(everything, peers.regions, any_recent);
  std::vector<Subject> chains;
  std::vector<std::uint64_t> chain_national;
  std::vector<std::size_t> chain_of(nodes);
  for (std::size_t c = 0; c < library.chains().size(); ++c) {
    chains.push_back(Subject::of_chain(c));
    chain_national.push_back(atlas.aggregate(chains.back(), everywhere, filter).count);
    auto const [first, last] = library.node_range(library.chains()[c]);
    std::fill(chain_of.begin() + first, chain_of.begin() + last, c);
  }
  auto const chain_here = atlas.matrix(chains, peers.regions, filter);
  std::vector<std::size_t> province;
  auto const provinces = by_province(peers, province);

  std::vector<std::size_t> begin{0};
  for (std::size_t r = 0; r < regions; ++r) {
    for (auto const n : peers.activities)
      if (!is_there(peers, r, n, rules, arrival)) out.gaps.push_back({static_cast<std::uint32_t>(r), n, {}});
    begin.push_back(out.gaps.size());
  }
  out.features.resize(static_cast<Eigen::Index>(out.gaps.size()), kGapFeatures);
  out.chain_quotient.resize(out.gaps.size());
  std::vector<std::vector<NodeIndex>> upstream(nodes);
  std::vector<std::vector<NodeIndex>> downstream(nodes);
  std::vector<std::size_t> position(nodes);
  for (std::size_t a = 0; a < peers.activities.size(); ++a) {
    auto const n = peers.activities[a];
    upstream[n] = graph.all_suppliers(n);
    downstream[n] = graph.all_customers(n);
    position[n] = a;
  }

  parallel_for(regions, std::max<std::size_t>(regions / 64, 1), [&](std::size_t first, std::size_t last) {
    std::vector<std::uint8_t> present(nodes);
    for (auto r = first; r < last; ++r) {
      auto const* const row = peers.count.data() + r * nodes;
      std::vector<std::uint64_t> const counts{row, row + nodes};
      auto const related = relatedness(peers, counts);
      for (std::size_t n = 0; n < nodes; ++n) present[n] = counts[n] >= rules.present_count ? 1 : 0;
      auto const any = [&](std::vector<NodeIndex> const& list) {
        return std::any_of(list.begin(), list.end(), [&](auto n) { return present[n] != 0; });
      };
      for (auto g = begin[r]; g < begin[r + 1]; ++g) {
        auto& gap = out.gaps[g];
        auto const n = gap.node;
        auto const coverage = share_present(graph.suppliers(n), present);
        auto const customers = share_present(graph.customers(n), present);
        gap.type = present[n] != 0 ? NodeType::kStrengthen
                                   : judge_absent(library.node(n),
                                                  {.supplier = coverage > 0,
                                                   .customer = customers > 0,
                                                   .supplier_anywhere = any(upstream[n]),
                                                   .customer_anywhere = any(downstream[n])},
                                                  rules)
                                         .type;
        auto const here = chain_here[chain_of[n] * regions + r].count;
        auto const expected =
            static_cast<double>(peers.region_total[r]) * static_cast<double>(chain_national[chain_of[n]]);
        out.chain_quotient[g] =
            expected > 0 ? static_cast<double>(here) * static_cast<double>(peers.national_total) / expected : 0;
        auto const set = [&](GapFeature f, float value) {
          out.features(static_cast<Eigen::Index>(g), static_cast<Eigen::Index>(f)) = value;
        };
        set(GapFeature::kRegionSize, log_of(peers.region_total[r]));
        set(GapFeature::kRegionRecent, log_of(region_recent[r].count));
        set(GapFeature::kChainHere, log_of(here));
        set(GapFeature::kHere, log_of(counts[n]));
        set(GapFeature::kNodeSize, log_of(peers.national[n]));
        set(GapFeature::kNodeRecent, log_of(node_recent[n]));
        set(GapFeature::kNeighbours, log_of(provinces[province[r] * nodes + n] - counts[n]));
        // What no region has is near to nothing: no reason to expect it here.
        auto const density = related[static_cast<Eigen::Index>(position[n])];
        set(GapFeature::kDensity, std::isnan(density) ? 0.0F : static_cast<float>(density));
        set(GapFeature::kSupplyCoverage, static_cast<float>(coverage));
        set(GapFeature::kCustomers, static_cast<float>(customers));
        set(GapFeature::kFill, gap.type == NodeType::kFill ? 1 : 0);
        set(GapFeature::kExtend, gap.type == NodeType::kExtend ? 1 : 0);
      }
    }
  });
  return out;
}

std::vector<std::uint8_t> arrivals(GapTable const& table, Peers const& later, DiagnosisRules const& rules) {
  std::vector<std::uint8_t> out;
  out.reserve(table.gaps.size());
  for (auto const& gap : table.gaps) {
    auto const region = later.find_region(table.peers.regions[gap.region]);
    out.push_back(region && is_there(later, *region, gap.node, rules, table.arrival) ? 1 : 0);
  }
  return out;
}

std::vector<double> GapModel::log_odds(GapTable const& table) const {
  std::vector<double> out(table.gaps.size());
  Eigen::Matrix<double, kGapFeatures, 1> const per_unit = weight.cwiseQuotient(scale);
  auto const base = constant - per_unit.dot(mean);
  for (std::size_t g = 0; g < out.size(); ++g)
    out[g] = base + table.features.row(static_cast<Eigen::Index>(g)).cast<double>().dot(per_unit.transpose());
  return out;
}

std::optional<GapModel> learn_gaps(GapTable const& table, std::vector<std::uint8_t> const& came, DayNumber learned_by) {
  GapModel m;
  m.known_until = table.known_until;
  m.learned_by = learned_by;
  m.gaps = table.gaps.size();
  for (auto const c : came) m.came += c;
  constexpr std::uint64_t kFewest = 20;
  if (m.came < kFewest || m.gaps - m.came < kFewest) return std::nullopt;
  auto const rows = static_cast<Eigen::Index>(m.gaps);
  m.mean = table.features.cast<double>().colwise().mean().transpose();
  m.scale.setZero();
  for (Eigen::Index g = 0; g < rows; ++g)
    m.scale += (table.features.row(g).cast<double>().transpose() - m.mean).cwiseAbs2();
  m.scale = (m.scale / static_cast<double>(rows)).cwiseSqrt();
  for (auto& s : m.scale)
    if (!(s > 1e-9)) s = 1;

  constexpr Eigen::Index kAll = kGapFeatures + 1;
  constexpr int kMostSteps = 30;
  constexpr double kRidge = 1;
  using Vector = Eigen::Matrix<double, kAll, 1>;
  Vector beta = Vector::Zero();
  beta[kGapFeatures] = std::log(static_cast<double>(m.came) / static_cast<double>(m.gaps - m.came));
  for (int step = 0; step < kMostSteps; ++step) {
    Vector gradient = Vector::Zero();
    Eigen::Matrix<double, kAll, kAll> curvature = Eigen::Matrix<double, kAll, kAll>::Zero();
    Vector x;
    x[kGapFeatures] = 1;
    for (Eigen::Index g = 0; g < rows; ++g) {
      x.head<kGapFeatures>() = (table.features.row(g).cast<double>().transpose() - m.mean).cwiseQuotient(m.scale);
      auto const p = 1 / (1 + std::exp(-beta.dot(x)));
      gradient += (came[static_cast<std::size_t>(g)] - p) * x;
      curvature.selfadjointView<Eigen::Lower>().rankUpdate(x, p * (1 - p));
    }
    gradient.head<kGapFeatures>() -= kRidge * beta.head<kGapFeatures>();
    curvature.diagonal().head<kGapFeatures>().array() += kRidge;
    curvature.diagonal()[kGapFeatures] += 1e-9;
    Vector const move = curvature.selfadjointView<Eigen::Lower>().ldlt().solve(gradient);
    // Far from the answer a full step may overshoot; no standardised weight moves by more than 2 at once.
    beta += move * std::min(1.0, 2 / std::max(move.cwiseAbs().maxCoeff(), 1e-12));
    if (move.cwiseAbs().maxCoeff() < 1e-8) break;
  }
  m.weight = beta.head<kGapFeatures>();
  m.constant = beta[kGapFeatures];
  return m;
}

}  // namespace lianzhao::diagnose
