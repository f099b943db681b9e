#include "serve/place.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "kernel/error.h"

namespace lianzhao::serve {

namespace {

constexpr std::array<std::string_view, 6> kStatuses{"unknown", "active",       "suspended",
                                                    "revoked", "deregistered", "moved_out"};

DayNumber first_day(std::int64_t year) {
  return day_number(std::chrono::year{static_cast<int>(year)} / 1 / 1);
}

}  // namespace

std::string status_name(EnterpriseStatus status) {
  return std::string{kStatuses.at(static_cast<std::size_t>(status))};
}

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
  if (!found) throw not_found("chain_not_found", fmt::format("the library has no chain \"{}\"", *chain));
  return atlas::Subject::of_chain(static_cast<std::size_t>(found - library.chains().data()));
}

atlas::Filter filter_of(pipeline::Insight const& insight, FilterWords const& words) {
  auto filter = insight.filter();
  if (words.since) filter.founded_from = first_day(*words.since);
  if (words.until) filter.founded_to = first_day(*words.until + 1) - 1;
  if (words.capital_min) filter.capital_from_fen = static_cast<std::int64_t>(std::llround(*words.capital_min * 1e6));
  if (words.capital_max) filter.capital_to_fen = static_cast<std::int64_t>(std::llround(*words.capital_max * 1e6));
  if (words.confidence) filter.min_confidence = *words.confidence;
  if (words.status) {
    filter.statuses = 0;
    auto rest = std::string_view{*words.status};
    while (!rest.empty()) {
      auto const comma = rest.find(',');
      auto const word = rest.substr(0, comma);
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
      auto const found = std::find(kStatuses.begin(), kStatuses.end(), word);
      if (found == kStatuses.end()) {
        throw invalid_input("bad_status",
                            fmt::format("\"{}\" is no status; there are {}", word, fmt::join(kStatuses, ", ")));
      }
      filter.statuses |= std::uint32_t{1} << (found - kStatuses.begin());
    }
  }
  return filter;
}

}  // namespace lianzhao::serve
