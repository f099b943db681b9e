#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ingest/columns.h"
#include "kernel/progress.h"
#include "store/session.h"

namespace lianzhao::pipeline {

/// A table of a file: what its headings mean, or why it was passed over.
struct ImportedTable {
  std::string file;
  std::string sheet;        ///< of a workbook
  std::string passed_over;  ///< why; empty when it was read
  std::uint64_t rows = 0;   ///< read from it
  std::uint64_t notes = 0;  ///< lines that are remarks of the table and no rows
  ingest::ColumnReport columns;
};

struct ImportRequest {
  std::vector<std::filesystem::path> files;   ///< CSV, XLSX or NDJSON, plain or gzip; "-" is standard input
  std::optional<ingest::MapFile> column_map;  ///< absent: headings are recognised
  std::filesystem::path rejects;              ///< folder for the reject and flag files
  bool partial = false;                       ///< keep what could be read of a file that breaks off
  /// What reports and messages call the files, where that is not their name (uploads); by file, or empty.
  std::vector<std::string> shown_as = {};  // so that requests without it need not name it
};

/// read = accepted + updated + duplicates + rejected, always.
struct ImportReport {
  std::uint64_t read = 0;        ///< rows, without headings, blank ones and notes
  std::uint64_t notes = 0;       ///< lines that are remarks of the tables, as our own exports end with: passed over
  std::uint64_t accepted = 0;    ///< enterprises that were not there
  std::uint64_t updated = 0;     ///< rows that said something new about one that was
  std::uint64_t duplicates = 0;  ///< rows that said nothing new
  std::uint64_t repaired = 0;    ///< of the accepted and updated: rows in which something was put right
  std::uint64_t rejected = 0;
  std::uint64_t invalid_codes = 0;  ///< rows with a credit code that is none, among those not rejected
  std::uint64_t old_numbers = 0;    ///< rows with a registration number of fifteen digits in the column of credit codes
  std::uint64_t later_foundings = 0;  ///< rows founded after the day of the import: unknown then
  double seconds = 0;
  std::map<std::string, std::uint64_t> reasons;  ///< rejected rows by reason
  std::filesystem::path reject_file;             ///< empty when nothing was rejected
  std::filesystem::path flag_file;               ///< rows with invalid codes or old numbers; empty when there are none
  std::filesystem::path date_file;               ///< rows with such a date; empty when there are none
  std::vector<ImportedTable> tables;             ///< in the order of the files
  std::vector<std::string> warnings;             ///< with `partial`: which file broke off and why
};

/// Reads the files into the register in one transaction: when it throws, the disk fills or the process dies, the
/// register is what it was. Reading and storing run side by side.
/// @throws Failure of the readers ("truncated_gzip" and its kin unless `partial`), of map_columns and of the database.
ImportReport import_register(store::Database& register_database, ImportRequest const& request,
                             Progress const& progress = {});

}  // namespace lianzhao::pipeline
