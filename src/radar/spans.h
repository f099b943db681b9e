#pragma once

#include <string_view>
#include <vector>

#include "domain/region_table.h"
#include "radar/span_model.h"

namespace lianzhao::radar {

/// Companies and addresses that a text names, by word lists and rules alone, no model: types "company" and "address".
/// `regions` may be null. O(characters); texts beyond a million characters are cut.
std::vector<NamedSpan> find_spans(std::string_view utf8, RegionTable const* regions);

}  // namespace lianzhao::radar
