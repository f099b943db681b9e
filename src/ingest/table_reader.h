#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/byte_source.h"
#include "kernel/error.h"

namespace lianzhao::ingest {

/// One row as found. Views are valid until the next call of `next`.
struct TableRow {
  std::uint64_t line = 0;                    ///< where it begins, 1-based; the row number in a workbook
  std::span<std::string_view const> fields;  ///< UTF-8, quotes removed; as many as the row has, not as the header has
  std::string_view raw;                      ///< the bytes as found; the first 4 KiB of a longer row
  bool repaired = false;                     ///< another encoding than the file's, NUL bytes or stray quotes
  /// Why the fields cannot be used: "bad_encoding", "row_too_long", "bad_json", "stray_quote"; null when they can.
  char const* problem = nullptr;
};

/// Largest row, in bytes; a longer one is skipped and reported.
inline constexpr std::size_t kLongestRow = 8 << 20;

/// Rows of a table, read once from front to back, in memory that does not grow with the file. Not shared by threads.
class TableReader {
 public:
  virtual ~TableReader() = default;

  /// Column headings, trimmed. Of NDJSON the keys met so far, those of the first thousand lines from the start: they
  /// grow as rows are read.
  virtual std::vector<std::string> const& header() const = 0;
  /// Whether each row names its cells itself (NDJSON), so that one column may stand in for another.
  virtual bool keys_vary() const { return false; }

  /// The next row, blank ones passed over; false at the end.
  virtual bool next(TableRow&) = 0;

  /// What cut the input short, once `next` has returned false.
  virtual std::optional<Error> trouble() const = 0;

  virtual std::uint64_t position() const = 0;  ///< bytes of the file, for a progress bar
  virtual std::uint64_t size() const = 0;      ///< 0 when not known
};

/// Opens CSV (comma, tab, semicolon or bar; UTF-8, GB18030 or UTF-16), NDJSON or XLSX, plain or gzip, by what the first
/// bytes say; of a workbook the first visible sheet with headings. Lines before the headings (a title, a date) are
/// passed over: headings are the first row that is at least as wide as the rows after it.
/// @throws Failure "file_unreadable", "empty_table" (no heading row), "bad_workbook".
std::unique_ptr<TableReader> open_table(std::filesystem::path const&);

/// A table of a file: the file itself, or a sheet of a workbook.
struct NamedTable {
  std::string sheet;                                   ///< empty when the file is the table
  bool hidden = false;                                 ///< a sheet that its authors did not want to be seen
  std::function<std::unique_ptr<TableReader>()> open;  ///< once; throws as open_table
};

/// All tables of a file, in their order.
/// @throws Failure "file_unreadable", "bad_workbook", "too_large" (a workbook from standard input over 256 MiB).
std::vector<NamedTable> tables_of(std::filesystem::path const&);

/// CSV, NDJSON or XLSX from bytes that are already open.
std::unique_ptr<TableReader> read_table(std::unique_ptr<ByteSource>);

}  // namespace lianzhao::ingest
