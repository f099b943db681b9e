#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "ingest/table_reader.h"

namespace lianzhao::ingest {

/// Whether the file begins like an Office Open XML workbook (a zip archive).
bool is_workbook(std::filesystem::path const&);

/// An XLSX workbook whose visible sheets are read one after the other, each streamed. Title rows are passed over;
/// headings in two rows (a merged cell over several columns) are read as one, the lower name where there is one. What
/// stands in a cell merged down several rows stands in each of them. Cells to the right of the headings are left out.
/// Days are written YYYY-MM-DD. Limits: 2 GiB a sheet, 512 MiB of shared texts, 16,384 columns.
///
/// Readers may outlive the workbook; all of them belong to one thread.
class Workbook {
 public:
  /// @throws Failure "bad_workbook" (also for .xls and encrypted files).
  explicit Workbook(std::filesystem::path const&);
  /// From bytes in memory; `name` is what messages call them.
  Workbook(std::string bytes, std::string name);

  struct SheetName {
    std::string name;
    bool hidden = false;
  };
  std::vector<SheetName> const& sheets() const;
  /// @throws Failure "bad_workbook"; "empty_table" when the sheet has no heading row.
  std::unique_ptr<TableReader> open(std::size_t sheet) const;
  /// The first visible sheet that has a heading row. @throws Failure as `open`.
  std::unique_ptr<TableReader> open_first() const;

  struct Parts;

 private:
  std::shared_ptr<Parts> parts_;
};

}  // namespace lianzhao::ingest
