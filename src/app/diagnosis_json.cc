#include "app/diagnosis_json.h"

#include <optional>

#include <boost/json.hpp>

namespace lianzhao::app {

namespace {

namespace json = boost::json;

template <typename T>
json::value or_null(std::optional<T> const& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::array ids(pipeline::Insight const& insight, std::vector<NodeIndex> const& nodes) {
  json::array out;
  for (auto const node : nodes) out.emplace_back(insight.knowledge().library.node(node).id);
  return out;
}

}  // namespace

json::value to_json(pipeline::Insight const& insight, diagnose::NodeDiagnosis const& d) {
  auto const& node = insight.knowledge().library.node(d.node);
  auto const& m = d.measures;
  json::array inputs;
  for (auto const& input : m.inputs)
    inputs.push_back({{"node", insight.knowledge().library.node(input.node).id},
                      {"supply", diagnose::supply_name(input.supply)},
                      {"local_count", input.local_count},
                      {"nearest_region", input.nearest_region == kUnknownRegion ? json::value(nullptr)
                                                                                : json::value(input.nearest_region)},
                      {"distance_m", or_null(input.distance_m)},
                      {"cost_share", or_null(input.cost_share)}});
  return {{"node", node.id},
          {"name", node.name},
          {"name_en", node.name_en},
          {"tier", tier_name(node.tier)},
          {"importance", node.importance},
          {"type", diagnose::node_type_name(d.type)},
          {"reason", d.reason},
          {"measures",
           {{"count", m.count},
            {"national_count", m.national_count},
            {"region_total", m.region_total},
            {"national_total", m.national_total},
            {"share", or_null(m.share)},
            {"location_quotient", or_null(m.location_quotient)},
            {"rca", or_null(m.rca)},
            {"density", or_null(m.density)},
            {"complexity", or_null(m.complexity)},
            {"registered_capital_fen",
             m.count > 0 && m.capital_known == 0 ? json::value(nullptr) : json::value(m.capital_fen)},
            {"capital_known", m.capital_known},
            {"median_age_years", or_null(m.median_age_years)},
            {"founded_recent", m.founded_recent},
            {"founded_before", m.founded_before},
            {"founding_growth", or_null(m.founding_growth)},
            {"rank", or_null(m.rank)},
            {"regions_with", m.regions_with},
            {"supply_coverage", or_null(m.supply_coverage)}}},
          {"inputs", inputs},
          {"present_suppliers", ids(insight, m.present_suppliers)},
          {"present_customers", ids(insight, m.present_customers)},
          {"statement", d.statement.zh},
          {"statement_en", d.statement.en}};
}

}  // namespace lianzhao::app
