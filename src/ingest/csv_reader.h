#pragma once

#include <memory>

#include "ingest/line_buffer.h"
#include "ingest/table_reader.h"

namespace lianzhao::ingest {

/// See open_table. Quotes open a field only at its start; a quote that is never closed, or that would swallow rows,
/// is taken as a character and the row marked repaired.
std::unique_ptr<TableReader> read_csv(std::unique_ptr<LineBuffer>);

/// One JSON object a line. Text as it is, numbers as written, lists joined by '、', null as empty.
std::unique_ptr<TableReader> read_ndjson(std::unique_ptr<LineBuffer>);

}  // namespace lianzhao::ingest
