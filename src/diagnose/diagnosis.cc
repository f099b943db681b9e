#include "diagnose/diagnosis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "diagnose/gap_type.h"
#include "diagnose/statement.h"
#include "geo/distance.h"
#include "kernel/error.h"

namespace lianzhao::diagnose {

namespace {

using atlas::Atlas;
using atlas::Filter;
using atlas::Subject;

std::optional<double> ratio(double numerator, double denominator) {
  if (!(denominator > 0)) return std::nullopt;
  return numerator / denominator;
}

/// Ages and growth from a histogram of founding years; `last_year` is where the register ends.
void measure_foundings(std::vector<std::pair<int, std::uint64_t>> const& by_year, int last_year, int span,
                       NodeMeasures& m) {
  std::uint64_t known = 0;
  for (auto const& [year, count] : by_year) {
    if (year == 0) continue;
    known += count;
    if (year > last_year - span) m.founded_recent += count;
    if (year <= last_year - span && year > last_year - 2 * span) m.founded_before += count;
  }
  m.founding_growth = ratio(static_cast<double>(m.founded_recent), static_cast<double>(m.founded_before));
  if (m.founding_growth) *m.founding_growth -= 1;
  if (known == 0) return;
  // The two in the middle, one and the same of an odd number.
  auto const year_of = [&](std::uint64_t position) {
    std::uint64_t passed = 0;
    for (auto const& [year, count] : by_year) {
      if (year == 0) continue;
      passed += count;
      if (position < passed) return year;
    }
    return last_year;
  };
  m.median_age_years = last_year - (year_of((known - 1) / 2) + year_of(known / 2)) / 2.0;
}

/// Finds the nearest county with enterprises of a node. Keeps what it has counted: nodes share suppliers.
class Reach {
 public:
  Reach(Atlas const& atlas, RegionTable const& regions, Place const& place, Filter const& filter, double reach_m)
      : atlas_{atlas}, regions_{regions}, place_{place}, filter_{filter}, reach_m_{reach_m} {
    elsewhere_ = atlas.without(place.rows);
  }

  void find(InputCoverage& input) {
    if (!place_.longitude || !place_.latitude) return;
    auto [entry, fresh] = counties_.try_emplace(input.node);
    if (fresh) {
      for (auto const& [code, aggregate] :
           atlas_.by_region(Subject::of_node(input.node), elsewhere_, RegionLevel::kCounty, filter_)) {
        auto const* const region = regions_.find(code);
        if (region != nullptr && region->longitude != 0) entry->second.push_back(region);
      }
    }
    auto best = reach_m_;
    for (auto const* const region : entry->second) {
      auto const away = geo::distance_m({*place_.latitude, *place_.longitude}, {region->latitude, region->longitude});
      if (away > best) continue;
      best = away;
      input.supply = Supply::kInReach;
      input.nearest_region = region->code;
      input.distance_m = away;
    }
  }

 private:
  Atlas const& atlas_;
  RegionTable const& regions_;
  Place const& place_;
  Filter const& filter_;
  double reach_m_;
  atlas::RowRanges elsewhere_;
  std::map<NodeIndex, std::vector<Region const*>> counties_;
};

Verdict judge_present(NodeMeasures const& m, DiagnosisRules const& rules) {
  if (m.count < rules.strong_count) return {NodeType::kStrengthen, "few"};
  if (!m.location_quotient || *m.location_quotient < rules.strong_quotient)
    return {NodeType::kStrengthen, "quotient_low"};
  return {NodeType::kStrong, "quotient_high"};
}

}  // namespace

std::string_view node_type_name(NodeType type) {
  constexpr std::array<std::string_view, 5> kNames{"none", "fill", "strengthen", "extend", "strong"};
  return kNames.at(static_cast<std::size_t>(type));
}

std::string_view supply_name(Supply supply) {
  constexpr std::array<std::string_view, 3> kNames{"local", "in_reach", "nowhere"};
  return kNames.at(static_cast<std::size_t>(supply));
}

Verdict judge_absent(ChainNode const& node, Surroundings const& around, DiagnosisRules const& rules) {
  if (around.supplier_anywhere && around.customer_anywhere) return {NodeType::kFill, "between_present"};
  if (around.customer && node.importance >= rules.fill_importance) return {NodeType::kFill, "input_of_present"};
  if (around.customer) return {NodeType::kExtend, "before_present"};
  if (around.supplier) return {NodeType::kExtend, "after_present"};
  return {NodeType::kNone, "apart"};
}

Diagnosis diagnose(Atlas const& atlas, ChainLibrary const& library, SupplyGraph const& graph,
                   RegionTable const& regions, Peers const& peers, Place const& place, Chain const& chain,
                   DiagnosisRules const& rules) {
  auto const& filter = peers.filter;
  Diagnosis out;
  out.place_id = place.id;
  out.chain = chain.id;
  out.level = peers.level;
  out.as_of = atlas.provenance().newest_founding;
  if (out.as_of && filter.founded_to) out.as_of = std::min(*out.as_of, *filter.founded_to);
  out.fingerprint = atlas.provenance().fingerprint();

  // Counts of every node of the library: relatedness and suppliers may lie in other chains.
  std::vector<atlas::Aggregate> here;
  std::vector<std::uint64_t> counts;
  for (std::size_t n = 0; n < library.node_count(); ++n) {
    here.push_back(atlas.aggregate(Subject::of_node(static_cast<NodeIndex>(n)), place.rows, filter));
    counts.push_back(here.back().count);
  }
  auto any = filter;
  any.min_confidence = 0;
  auto const region_total = atlas.aggregate(Subject::everything(), place.rows, any).count;
  auto const related = relatedness(peers, counts);
  std::uint64_t leaf_sum = 0;
  for (auto const a : peers.activities) leaf_sum += counts[a];
  auto const peer = place.region_code == kUnknownRegion ? std::nullopt : peers.find_region(place.region_code);
  auto const present = [&](NodeIndex n) { return counts[n] >= rules.present_count; };
  Reach reach{atlas, regions, place, filter, rules.reach_m};

  auto const [first, last] = library.node_range(chain);
  for (NodeIndex n = first; n < last; ++n) {
    NodeDiagnosis d;
    d.node = n;
    auto& m = d.measures;
    m.count = counts[n];
    m.national_count = peers.national[n];
    m.region_total = region_total;
    m.national_total = peers.national_total;
    m.capital_fen = here[n].capital_fen;
    m.capital_known = here[n].capital_known;
    auto const count = static_cast<double>(m.count);
    auto const national = static_cast<double>(m.national_count);
    m.share = ratio(count, national);
    m.location_quotient =
        ratio(count * static_cast<double>(m.national_total), static_cast<double>(m.region_total) * national);
    m.rca = ratio(count * static_cast<double>(peers.leaf_sum), static_cast<double>(leaf_sum) * national);
    // Of a part that nobody in the country does, nothing is known of what goes with it: it is no zero in the mean.
    m.density = mean_over_parts(peers, related, n);
    m.complexity = mean_over_parts(peers, peers.complexity.activity, n);

    for (std::size_t r = 0; r < peers.regions.size(); ++r) m.regions_with += peers.count_at(r, n) > 0 ? 1U : 0U;
    if (peer && m.count > 0) {
      std::uint64_t before = 0;
      for (std::size_t r = 0; r < peers.regions.size(); ++r) before += peers.count_at(r, n) > m.count ? 1U : 0U;
      m.rank = before + 1;
    }
    if (m.count > 0 && out.as_of)
      measure_foundings(atlas.by_founding_year(Subject::of_node(n), place.rows, filter),
                        static_cast<int>(civil_date(*out.as_of).year()), rules.recent_years, m);

    double local_inputs = 0;
    for (auto const& link : graph.suppliers(n)) {
      InputCoverage input;
      input.node = link.node;
      input.local_count = counts[link.node];
      input.cost_share = link.cost_share;
      if (present(link.node)) {
        input.supply = Supply::kLocal;
        local_inputs += 1;
        m.present_suppliers.push_back(link.node);
      } else {
        reach.find(input);
      }
      m.inputs.push_back(input);
    }
    m.supply_coverage = ratio(local_inputs, static_cast<double>(m.inputs.size()));
    for (auto const& link : graph.customers(n))
      if (present(link.node)) m.present_customers.push_back(link.node);

    auto const any_present = [&](std::vector<NodeIndex> const& nodes) {
      return std::any_of(nodes.begin(), nodes.end(), present);
    };
    auto const verdict = present(n) ? judge_present(m, rules)
                                    : judge_absent(library.node(n),
                                                   {.supplier = !m.present_suppliers.empty(),
                                                    .customer = !m.present_customers.empty(),
                                                    .supplier_anywhere = any_present(graph.all_suppliers(n)),
                                                    .customer_anywhere = any_present(graph.all_customers(n))},
                                                   rules);
    d.type = verdict.type;
    d.reason = verdict.reason;
    d.statement = state(library, place, out, d, rules);
    out.nodes.push_back(std::move(d));
  }
  return out;
}

}  // namespace lianzhao::diagnose
