#include "serve/handlers/library.h"

#include <fmt/format.h>

#include "domain/chain_not_found.h"
#include "ingest/map_shapes.h"
#include "kernel/error.h"
#include "serve/place.h"

namespace lianzhao::serve {

namespace {

api::Region to_api(Region const& region) {
  api::Region shown;
  shown.code = region_code_text(region.code);
  shown.parent = region.parent == kUnknownRegion ? "" : region_code_text(region.parent);
  shown.level = level_name(region.level);
  shown.name = region.name;
  shown.name_en = region.name_en;
  if (region.longitude != 0 || region.latitude != 0) {
    shown.longitude = region.longitude;
    shown.latitude = region.latitude;
  }
  shown.precision = point_precision_name(region.precision);
  return shown;
}

api::ChainNode to_api(ChainNode const& node) {
  api::ChainNode shown;
  shown.id = node.id;
  shown.name = node.name;
  shown.name_en = node.name_en;
  shown.tier = tier_name(node.tier);
  shown.activity = node_activity_name(node.activity);
  if (!node.parent.empty()) shown.parent = node.parent;
  shown.definition = node.definition;
  shown.synonyms = node.synonyms;
  shown.keywords = node.keywords;
  shown.exclude = node.exclude;
  shown.industry_codes = node.industry_codes;
  shown.products = node.products;
  shown.chain_leaders = node.chain_leaders;
  shown.importance = node.importance;
  shown.sources = node.sources;
  return shown;
}

}  // namespace

RegionCode region_code_from(RegionTable const& regions, std::string_view six_digits) {
  auto const resolved = regions.resolve_code(six_digits);
  if (resolved == kUnknownRegion || !regions.find(resolved)) {
    throw not_found("region_not_found", fmt::format("there is no region {}; codes are those of GB/T 2260", six_digits));
  }
  return resolved;
}

std::vector<api::Region> ListRegions::operator()(api::ListRegionsParams const& params, api::NoBody, Call&) const {
  std::vector<api::Region> shown;
  auto const limit = static_cast<std::size_t>(params.limit);
  auto const add = [&](Region const* region) {
    if (region && !region->nominal && shown.size() < limit) shown.push_back(to_api(*region));
  };
  auto const parent =
      params.parent ? std::optional{region_code_from(regions, *params.parent)} : std::optional<RegionCode>{};
  if (params.q) {
    for (auto const* const region : regions.search(*params.q, limit)) {
      if (!parent || region->parent == *parent) add(region);
    }
  } else if (parent) {
    for (auto const code : regions.children(*parent)) add(regions.find(code));
  } else {
    for (auto const& region : regions.regions()) add(&region);
  }
  return shown;
}

api::RegionDetail GetRegion::operator()(api::GetRegionParams const& params, api::NoBody, Call&) const {
  auto const code = region_code_from(regions, params.region_code);
  api::RegionDetail shown;
  shown.region = to_api(*regions.find(code));
  for (auto const* const region : regions.path(code)) shown.path.push_back(to_api(*region));
  for (auto const child : regions.children(code)) shown.children.push_back(to_api(*regions.find(child)));
  shown.asked_code = params.region_code;
  return shown;
}

api::Shapes GetRegionShapes::operator()(api::GetRegionShapesParams const& params, api::NoBody, Call&) const {
  auto shape = ingest::find_map_shape(folder.path, params.region_code);
  if (!shape) {
    throw not_found("no_shapes", fmt::format("no outlines are known within {}; import authorised ones with "
                                             "`import regions`",
                                             params.region_code));
  }
  return {shape->source == ingest::ShapeSource::kImported ? "imported" : "bundled", {std::move(shape->geojson)}};
}

std::vector<api::ChainSummary> ListChains::operator()(api::ListChainsParams const&, api::NoBody, Call&) const {
  std::vector<api::ChainSummary> shown;
  for (auto const& chain : library.chains()) {
    auto& summary = shown.emplace_back();
    summary.id = chain.id;
    summary.name = chain.name;
    summary.name_en = chain.name_en;
    summary.node_count = static_cast<std::int64_t>(chain.nodes.size());
    for (auto const& node : chain.nodes) summary.nodes.push_back({node.id, node.name, node.name_en});
  }
  return shown;
}

api::Chain GetChain::operator()(api::GetChainParams const& params, api::NoBody, Call&) const {
  auto const* const chain = library.find_chain(params.chain_id);
  if (!chain) throw chain_not_found(library, params.chain_id);
  api::Chain shown;
  shown.id = chain->id;
  shown.name = chain->name;
  shown.name_en = chain->name_en;
  shown.version = chain->version;
  shown.description = chain->description;
  shown.sources = chain->sources;
  for (auto const& node : chain->nodes) shown.nodes.push_back(to_api(node));
  for (auto const& edge : chain->supply_edges) {
    shown.supply_edges.push_back({edge.from, edge.to, edge.cost_share, edge.source});
  }
  return shown;
}

}  // namespace lianzhao::serve
