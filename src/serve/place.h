#pragma once

#include <optional>
#include <string>

#include "atlas/atlas.h"
#include "pipeline/filter_words.h"
#include "pipeline/insight.h"
#include "serve/viewer.h"

namespace lianzhao::serve {

/// The region or zone asked for; all of China when neither is given.
/// @throws Failure "zone_not_found" also for a zone the viewer has no right to, "wrong_place" when both are given.
diagnose::Place place_of(pipeline::Insight const&, Viewer const&, std::optional<std::string> const& region,
                         std::optional<std::string> const& zone);

/// @throws Failure "node_not_found", "chain_not_found".
atlas::Subject subject_of(ChainLibrary const&, std::optional<std::string> const& chain,
                          std::optional<std::string> const& node);

/// Of operations that take since, until, capital_min, capital_max, status and confidence.
template <typename Params>
pipeline::FilterWords filter_words(Params const& p) {
  return {p.since, p.until, p.capital_min, p.capital_max, p.status, p.confidence};
}
template <typename Params>
atlas::Filter filter_of_params(pipeline::Insight const& insight, Params const& p) {
  return pipeline::filter_of(insight.knowledge().rules, filter_words(p));
}

std::string level_name(RegionLevel);
RegionLevel level_from(std::string_view);  ///< of the contract's words
/// "220000"; empty when unknown.
std::string region_code_text(RegionCode);

}  // namespace lianzhao::serve
