#pragma once

#include <memory>

#include "ingest/line_buffer.h"
#include "ingest/table_reader.h"

namespace lianzhao::ingest {

/// See open_table. Quotes open a field only at its start, and across lines only where the closing quote stands before a
/// separator or a line end, the fields are as many as the headings, and no rows would be swallowed (docs/methods/
/// import.md). Other quotes are characters and the row marked repaired; where no reading gives the width of the table
/// the row has the problem "stray_quote". Lines may end in LF, CRLF or CR.
std::unique_ptr<TableReader> read_csv(std::unique_ptr<LineBuffer>);

/// One JSON object a line. Text as it is, numbers as written, lists joined by '、', null as empty.
std::unique_ptr<TableReader> read_ndjson(std::unique_ptr<LineBuffer>);

}  // namespace lianzhao::ingest
