#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "domain/region_table.h"
#include "domain/zone.h"

namespace lianzhao::ingest {

/// Reads zones.yaml (format: docs/methods/regions.md). Abolished region codes are resolved to today's.
/// @throws Failure "bad_zones" that names file, line, value and way out: unknown keys and levels, doubled ids, codes
///         that are no region, a zone that nothing can belong to; also beyond 4 MB, 5,000 zones or 1,000 patterns.
std::vector<Zone> read_zones(std::string_view yaml, std::string_view file_name, RegionTable const&);

/// The zones of DIR/zones.yaml; none when there is no such file.
std::vector<Zone> load_zones(std::filesystem::path const& data_dir, RegionTable const&);

}  // namespace lianzhao::ingest
