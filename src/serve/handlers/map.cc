#include "serve/handlers/map.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "pipeline/shown_name.h"
#include "report/table.h"
#include "serve/files.h"
#include "serve/messages.h"
#include "serve/place.h"
#include "store/register_reader.h"

namespace lianzhao::serve {

namespace {

std::optional<double> ratio(double of, double all) {
  return all > 0 ? std::optional{of / all} : std::nullopt;
}

std::optional<std::string> as_of(pipeline::Insight const& insight) {
  auto const newest = insight.atlas().provenance().newest_founding;
  return newest ? std::optional{format_day(*newest)} : std::nullopt;
}

std::string place_words(std::optional<std::string> const& region, std::optional<std::string> const& zone) {
  return zone ? "--zone " + *zone : "--region " + region.value_or("100000");
}

/// Of no enterprises nothing; of enterprises none of which states a capital, unknown.
std::optional<std::int64_t> known_capital(std::uint64_t count, std::uint64_t capital_known, std::int64_t fen) {
  return count > 0 && capital_known == 0 ? std::nullopt : std::optional{fen};
}

/// Relatedness density of the node in each region of the level.
std::map<RegionCode, double> densities(diagnose::Peers const& peers, NodeIndex node) {
  std::map<RegionCode, double> density;
  auto const nodes = peers.national.size();
  for (std::size_t region = 0; region < peers.regions.size(); ++region) {
    auto const begin = peers.count.begin() + static_cast<std::ptrdiff_t>(region * nodes);
    auto const all = diagnose::relatedness(peers, {begin, begin + static_cast<std::ptrdiff_t>(nodes)});
    if (auto const mean = diagnose::mean_over_parts(peers, all, node)) density[peers.regions[region]] = *mean;
  }
  return density;
}

api::NodeMeasures to_api(ChainLibrary const& library, diagnose::NodeMeasures const& m) {
  auto const ids = [&](std::vector<NodeIndex> const& nodes) {
    std::vector<std::string> all;
    all.reserve(nodes.size());
    for (auto const node : nodes) all.push_back(library.node(node).id);
    return all;
  };
  auto const whole = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  api::NodeMeasures shown;
  shown.count = whole(m.count);
  shown.national_count = whole(m.national_count);
  shown.region_total = whole(m.region_total);
  shown.national_total = whole(m.national_total);
  shown.share = m.share;
  shown.location_quotient = m.location_quotient;
  shown.rca = m.rca;
  shown.density = m.density;
  shown.complexity = m.complexity;
  shown.capital_fen = known_capital(m.count, m.capital_known, m.capital_fen);
  shown.capital_known = whole(m.capital_known);
  shown.median_age_years = m.median_age_years;
  shown.founded_recent = whole(m.founded_recent);
  shown.founded_before = whole(m.founded_before);
  shown.founding_growth = m.founding_growth;
  if (m.rank) shown.rank = whole(*m.rank);
  shown.regions_with = whole(m.regions_with);
  shown.supply_coverage = m.supply_coverage;
  for (auto const& input : m.inputs) {
    api::InputCoverage one;
    one.node = library.node(input.node).id;
    one.supply = diagnose::supply_name(input.supply);
    one.local_count = whole(input.local_count);
    if (input.nearest_region != kUnknownRegion) one.nearest_region = region_code_text(input.nearest_region);
    one.distance_m = input.distance_m;
    one.cost_share = input.cost_share;
    shown.inputs.push_back(std::move(one));
  }
  shown.present_suppliers = ids(m.present_suppliers);
  shown.present_customers = ids(m.present_customers);
  return shown;
}

template <typename Params>
api::Diagnosis diagnosis_of(pipeline::Insight const& insight, Viewer const& viewer, Params const& params) {
  auto const place = place_of(insight, viewer, params.region, params.zone);
  auto const diagnosis = insight.diagnosis(place, params.chain, filter_of_params(insight, params));
  auto const& library = insight.knowledge().library;
  api::Diagnosis shown;
  shown.chain = diagnosis.chain;
  shown.place = diagnosis.place_id;
  shown.level = level_name(diagnosis.level);
  if (diagnosis.as_of) shown.as_of = format_day(*diagnosis.as_of);
  shown.fingerprint = diagnosis.fingerprint;
  shown.command = fmt::format("lianzhao diagnose --data DIR {} --chain {}{}", place_words(params.region, params.zone),
                              params.chain, pipeline::command_options(filter_words(params)));
  for (auto const& d : diagnosis.nodes) {
    auto const& node = library.node(d.node);
    shown.nodes.push_back({node.id,
                           node.name,
                           node.name_en,
                           std::string{diagnose::node_type_name(d.type)},
                           d.reason,
                           {d.statement.zh, d.statement.en},
                           to_api(library, d.measures)});
  }
  return shown;
}

template <typename Params>
api::Targets targets_of(Insights& insights, Viewer const& viewer, Params const& params) {
  auto const insight = insights.get();
  auto const place = place_of(*insight, viewer, params.region, params.zone);
  auto const& library = insight->knowledge().library;
  auto const targets =
      insight->targets(place, params.node, insight->knowledge().weights, static_cast<std::size_t>(params.top),
                       filter_of_params(*insight, params),
                       params.with_branches ? recommend::Branches::kRanked : recommend::Branches::kLeftOut);
  std::vector<std::int64_t> ids;
  for (auto const& target : targets.ranked) ids.push_back(target.enterprise_id);
  auto sql = insights.register_database().reader();
  std::map<std::int64_t, store::StoredEnterprise> stored;
  for (auto& one : store::RegisterReader{sql}.find_all(ids)) stored.emplace(one.id, std::move(one));

  api::Targets shown;
  shown.candidates = static_cast<std::int64_t>(targets.candidates);
  shown.branches_left_out = static_cast<std::int64_t>(targets.branches_left_out);
  shown.command = fmt::format(
      "lianzhao targets --data DIR {} --node {} --top {}{}{}", place_words(params.region, params.zone), params.node,
      params.top, params.with_branches ? " --with-branches" : "", pipeline::command_options(filter_words(params)));
  shown.as_of = as_of(*insight);
  shown.fingerprint = insight->atlas().provenance().fingerprint();
  for (auto const& target : targets.ranked) {
    auto const found = stored.find(target.enterprise_id);
    // Deleted from the register since the snapshot was built.
    if (found == stored.end()) continue;
    auto const& enterprise = found->second.enterprise;
    api::Target one;
    one.enterprise_key = enterprise.enterprise_key;
    one.credit_code = enterprise.credit_code;
    one.name = pipeline::shown_name(enterprise);
    one.region_code = region_code_text(enterprise.region_code);
    one.confidence = target.confidence;
    one.score = target.score;
    one.known_weight = target.known_weight;
    one.parts = {static_cast<std::int64_t>(target.known), static_cast<std::int64_t>(target.contributions.size())};
    for (auto const& part : target.contributions) {
      one.contributions.push_back({std::string{recommend::criterion_name(part.criterion)}, part.value,
                                   std::string{recommend::criterion_unit(part.criterion)}, part.percentile, part.weight,
                                   part.points, part.known, std::string{part.unknown_reason}});
    }
    for (auto const& tie : target.ties) {
      one.ties.push_back({tie.kind == recommend::Tie::Kind::kSupplier ? "supplier" : "customer",
                          library.node(tie.node).id, static_cast<std::int64_t>(tie.local_count)});
    }
    shown.ranked.push_back(std::move(one));
  }
  return shown;
}

/// How the values of a criterion stand in a table, by their unit.
report::ColumnKind kind_of(recommend::Criterion criterion) {
  auto const unit = recommend::criterion_unit(criterion);
  return unit == "fen"     ? report::ColumnKind::kMoneyFen
         : unit == "share" ? report::ColumnKind::kPercent
                           : report::ColumnKind::kNumber;
}

/// The value as a number; where it is unknown the reason, in words.
report::Cell value_cell(api::Contribution const& part, std::string const& language) {
  if (!part.value) return word_in(language, "page.unknown", part.unknown_reason);
  if (part.unit == "fen") return static_cast<std::int64_t>(std::llround(*part.value));
  return *part.value;
}

report::Cell cell(std::optional<double> value) {
  return value ? report::Cell{*value} : report::Cell{};
}

}  // namespace

api::MapValues GetMap::operator()(api::GetMapParams const& params, api::NoBody, Call& call) const {
  auto const insight = insights.get();
  auto const& atlas = insight->atlas();
  auto const place = place_of(*insight, call.viewer, params.region, params.zone);
  auto const subject = subject_of(insight->knowledge().library, params.chain, params.node);
  auto const filter = filter_of_params(*insight, params);
  auto level = RegionLevel::kCounty;
  if (params.level) {
    level = level_from(*params.level);
  } else if (place.region_code != kUnknownRegion) {
    // Below a municipality come its districts: as a prefecture it would be its own only part.
    auto const has_prefectures =
        region_level(place.region_code) == RegionLevel::kProvince && !without_prefectures(place.region_code);
    level = place.region_code == kChina ? RegionLevel::kProvince
            : has_prefectures           ? RegionLevel::kCity
                                        : RegionLevel::kCounty;
  }
  auto const everywhere = atlas.rows_of_region(kChina);
  auto const national = atlas.aggregate(subject, everywhere, filter);
  auto const national_total = atlas.aggregate(atlas::Subject::everything(), everywhere, filter);
  std::map<RegionCode, std::uint64_t> totals;
  for (auto const& part : atlas.by_region(atlas::Subject::everything(), place.rows, level, filter)) {
    totals[part.region_code] = part.aggregate.count;
  }
  std::map<RegionCode, double> density;
  if (params.measure == "density" && params.node) {
    density = densities(*insight->peers(level, filter), *insight->knowledge().library.find_node(*params.node));
  }
  api::MapValues shown;
  shown.as_of = as_of(*insight);
  shown.fingerprint = atlas.provenance().fingerprint();
  std::map<RegionCode, atlas::Aggregate> counted;
  for (auto const& part : atlas.by_region(subject, place.rows, level, filter)) {
    counted[part.region_code] = part.aggregate;
  }
  // Regions without the node stand there too: their zero is known.
  for (auto const& [code, total] : totals) counted.try_emplace(code);
  for (auto const& [code, aggregate] : counted) {
    if (!tiles_level(code, level)) {
      shown.elsewhere += static_cast<std::int64_t>(aggregate.count);
      continue;
    }
    api::RegionValue value;
    value.code = region_code_text(code);
    value.count = static_cast<std::int64_t>(aggregate.count);
    value.capital_fen = known_capital(aggregate.count, aggregate.capital_known, aggregate.capital_fen);
    value.capital_known = static_cast<std::int64_t>(aggregate.capital_known);
    auto const count = static_cast<double>(aggregate.count);
    value.share = ratio(count, static_cast<double>(national.count));
    auto const here = ratio(count, static_cast<double>(totals[code]));
    auto const there = ratio(static_cast<double>(national.count), static_cast<double>(national_total.count));
    if (here && there) value.lq = ratio(*here, *there);
    if (auto const found = density.find(code); found != density.end()) value.density = found->second;
    shown.regions.push_back(std::move(value));
  }
  return shown;
}

std::vector<api::LeadingRegion> ListLeadingRegions::operator()(api::ListLeadingRegionsParams const& params, api::NoBody,
                                                               Call&) const {
  auto const insight = insights.get();
  auto const level = level_from(params.level);
  auto parts =
      insight->atlas().by_region(subject_of(insight->knowledge().library, std::nullopt, params.node),
                                 insight->atlas().rows_of_region(kChina), level, filter_of_params(*insight, params));
  std::erase_if(parts, [&](auto const& part) { return !tiles_level(part.region_code, level); });
  std::stable_sort(parts.begin(), parts.end(),
                   [](auto const& a, auto const& b) { return a.aggregate.count > b.aggregate.count; });
  std::vector<api::LeadingRegion> shown;
  for (auto const& part : parts) {
    if (std::cmp_greater_equal(shown.size(), params.limit)) break;
    shown.push_back({region_code_text(part.region_code), static_cast<std::int64_t>(part.aggregate.count)});
  }
  return shown;
}

api::Diagnosis GetDiagnosis::operator()(api::GetDiagnosisParams const& params, api::NoBody, Call& call) const {
  auto shown = diagnosis_of(*insights.get(), call.viewer, params);
  if (params.node) std::erase_if(shown.nodes, [&](auto const& node) { return node.node != *params.node; });
  return shown;
}

api::Targets ListTargets::operator()(api::ListTargetsParams const& params, api::NoBody, Call& call) const {
  return targets_of(insights, call.viewer, params);
}

api::FileAnswer ExportDiagnosis::operator()(api::ExportDiagnosisParams const& params, api::NoBody, Call& call) const {
  auto const shown = diagnosis_of(*insights.get(), call.viewer, params);
  auto const zh = params.language == "zh";
  using report::ColumnKind;
  report::Table table;
  table.title = zh ? "产业链诊断" : "Chain diagnosis";
  table.columns = {{zh ? "环节" : "Node", ColumnKind::kText},
                   {zh ? "类型" : "Type", ColumnKind::kText},
                   {zh ? "企业数" : "Enterprises", ColumnKind::kInteger},
                   {zh ? "占名录中全国" : "Share of the whole register", ColumnKind::kPercent},
                   {zh ? "区位商" : "Location quotient", ColumnKind::kNumber},
                   {zh ? "关联密度" : "Relatedness density", ColumnKind::kNumber},
                   {zh ? "本地配套率" : "Supply coverage", ColumnKind::kPercent},
                   {zh ? "依据" : "Proof", ColumnKind::kText}};
  for (auto const& node : shown.nodes) {
    table.rows.push_back({zh ? node.name : node.name_en, word_in(params.language, "page.type", node.type),
                          node.measures.count, cell(node.measures.share), cell(node.measures.location_quotient),
                          cell(node.measures.density), cell(node.measures.supply_coverage),
                          zh ? node.statement.zh : node.statement.en});
  }
  table.notes = {shown.command, shown.fingerprint, shown.as_of.value_or("")};
  return table_file(table, params.format, fmt::format("diagnosis-{}-{}", shown.place, shown.chain));
}

api::FileAnswer ExportTargets::operator()(api::ExportTargetsParams const& params, api::NoBody, Call& call) const {
  auto const shown = targets_of(insights, call.viewer, params);
  auto const zh = params.language == "zh";
  using report::ColumnKind;
  report::Table table;
  table.title = zh ? "目标企业" : "Targets";
  table.columns = {{zh ? "企业" : "Enterprise", ColumnKind::kText},
                   {zh ? "统一社会信用代码" : "Credit code", ColumnKind::kText},
                   {zh ? "行政区划" : "Region", ColumnKind::kText},
                   {zh ? "得分" : "Score", ColumnKind::kNumber},
                   {zh ? "已知权重" : "Known weight", ColumnKind::kPercent},
                   {zh ? "已知项数" : "Known parts", ColumnKind::kInteger}};
  for (auto const each : recommend::kCriteria) {
    auto const criterion = std::string{recommend::criterion_name(each)};
    auto const name = word_in(params.language, "page.criterion", criterion);
    table.columns.push_back({fmt::format(fmt::runtime(zh ? "{}得分" : "{}, points"), name), ColumnKind::kNumber});
    table.columns.push_back({fmt::format(fmt::runtime(zh ? "{}百分位" : "{}, percentile"), name), ColumnKind::kNumber});
    table.columns.push_back(
        {word_in(params.language, "page.criterion", fmt::format("{}_by", criterion)), kind_of(each)});
  }
  table.columns.push_back({message(params.language, "page.target.ties").value_or("ties"), ColumnKind::kText});
  auto const& library = insights.knowledge().library;
  for (auto const& target : shown.ranked) {
    auto& row = table.rows.emplace_back(std::vector<report::Cell>{
        target.name, target.credit_code, target.region_code, target.score, target.known_weight, target.parts.known});
    for (auto const& part : target.contributions) {
      row.push_back(part.points);
      row.push_back(cell(part.percentile));
      row.push_back(value_cell(part, params.language));
    }
    std::string ties;
    for (auto const& tie : target.ties) {
      auto const& node = library.node(library.find_node(tie.node).value());
      auto const supplier = tie.kind == "supplier";
      ties += fmt::format("{}{} {} {}",
                          ties.empty() ? ""
                          : zh         ? "；"
                                       : "; ",
                          zh ? (supplier ? "上游" : "下游") : (supplier ? "supplier" : "customer"),
                          zh ? node.name : node.name_en, tie.local_count);
    }
    row.push_back(ties);
  }
  table.notes = {shown.command, shown.fingerprint, shown.as_of.value_or("")};
  return table_file(table, params.format, "targets");
}

}  // namespace lianzhao::serve
