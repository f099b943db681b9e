#include "serve/place.h"

#include <charconv>

#include <fmt/format.h>

#include "domain/chain_not_found.h"
#include "kernel/error.h"

namespace lianzhao::serve {

std::string level_name(RegionLevel level) {
  switch (level) {
    case RegionLevel::kCountry:
      return "country";
    case RegionLevel::kProvince:
      return "province";
    case RegionLevel::kCity:
      return "city";
    case RegionLevel::kCounty:
      break;
  }
  return "county";
}

RegionLevel level_from(std::string_view name) {
  if (name == "province") return RegionLevel::kProvince;
  return name == "city" ? RegionLevel::kCity : RegionLevel::kCounty;
}

std::string region_code_text(RegionCode code) {
  return code == kUnknownRegion ? "" : fmt::format("{:06}", code);
}

diagnose::Place place_of(pipeline::Insight const& insight, Viewer const& viewer,
                         std::optional<std::string> const& region, std::optional<std::string> const& zone) {
  if (region && zone) {
    throw NamedFailure{{ErrorKind::kInvalidInput, "wrong_place",
                        fmt::format("both region {} and zone \"{}\" are given; give one of them", *region, *zone)},
                       {{"region", *region}, {"zone", *zone}}};
  }
  if (zone) {
    if (!viewer.sees_zone(*zone)) throw not_found("zone_not_found", fmt::format("there is no zone \"{}\"", *zone));
    return insight.place_of_zone(*zone);
  }
  RegionCode code = kChina;
  if (region) std::from_chars(region->data(), region->data() + region->size(), code);
  return insight.place_of_region(code);
}

atlas::Subject subject_of(ChainLibrary const& library, std::optional<std::string> const& chain,
                          std::optional<std::string> const& node) {
  if (node) {
    auto const index = library.find_node(*node);
    if (!index) throw not_found("node_not_found", fmt::format("the library has no node \"{}\"", *node));
    return atlas::Subject::of_node(*index);
  }
  if (!chain) return atlas::Subject::everything();
  auto const* const found = library.find_chain(*chain);
  if (!found) throw chain_not_found(library, *chain);
  return atlas::Subject::of_chain(static_cast<std::size_t>(found - library.chains().data()));
}

}  // namespace lianzhao::serve
