#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "classify/tagger.h"
#include "ingest/table_reader.h"
#include "kernel/progress.h"

namespace lianzhao::app {

struct ClassifyReport {
  std::uint64_t read = 0;      ///< = written + rejected
  std::uint64_t written = 0;   ///< rows that became a line
  std::uint64_t tagged = 0;    ///< of these, with at least one node
  std::uint64_t rejected = 0;  ///< without a name, or not readable
};

/// Tags every row of a register file and hands the lines of NDJSON to `write` in the order of the rows. Memory does
/// not grow with the file; all processors work.
/// @throws Failure "no_name_column" when no heading is that of a name; what cut the input short.
ClassifyReport classify_rows(ingest::TableReader&, classify::Tagger const&,
                             std::function<void(std::string_view)> const& write, Progress const& progress);

}  // namespace lianzhao::app
