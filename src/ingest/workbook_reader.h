#pragma once

#include <filesystem>
#include <memory>

#include "ingest/table_reader.h"

namespace lianzhao::ingest {

/// Whether the file begins like an Office Open XML workbook (a zip archive).
bool is_workbook(std::filesystem::path const&);

/// The first sheet of an XLSX workbook, streamed. Title rows are passed over; headings in two rows (a merged cell over
/// several columns) are read as one, the lower name where there is one. Days are written YYYY-MM-DD.
/// Limits: 2 GiB a sheet, 512 MiB of shared texts, 16,384 columns.
/// @throws Failure "bad_workbook" (also for .xls and encrypted files), "empty_table".
std::unique_ptr<TableReader> open_workbook(std::filesystem::path const&);

}  // namespace lianzhao::ingest
