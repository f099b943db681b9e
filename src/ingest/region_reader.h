#pragma once

#include <string_view>

#include "domain/region_table.h"

namespace lianzhao::ingest {

/// The table in the binary (reference/regions.tsv, reference/region_changes.tsv). Built at the first call, then shared
/// by every thread; about 20 ms and 3 MB.
RegionTable const& region_table();

/// Reads the two files: tab-separated, UTF-8, a header line, in the columns of reference/README.md.
/// @throws Failure "bad_region_table" naming the line, also past 100,000 lines or a line of 1,000 bytes.
RegionTable read_region_table(std::string_view regions_tsv, std::string_view changes_tsv);

}  // namespace lianzhao::ingest
