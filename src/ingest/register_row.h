#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "domain/enterprise.h"
#include "domain/region_table.h"
#include "ingest/cell.h"
#include "ingest/columns.h"
#include "ingest/table_reader.h"

namespace lianzhao::ingest {

/// What a row of a register became.
struct RegisterRow {
  Enterprise enterprise;
  std::string match_key;         ///< "h:" + hash of name and city: what finds the enterprise when no code does
  std::string suggested_code;    ///< see CreditCodeCheck
  bool old_number = false;       ///< the column of credit codes holds a registration number of fifteen digits
  bool repaired = false;         ///< something was put right: encoding, shifted columns, blanks, width
  char const* reject = nullptr;  ///< why the row is refused; null when it is not
};

/// Turns rows into enterprises by docs/methods/import.md. Reuses buffers; one per thread.
///
/// Reasons of rejection: those of TableRow::problem, "no_name", "name_too_long", "unreadable_text" (characters already
/// lost before the file was written), "shifted_columns" (that could not be put right), "too_many_fields",
/// "repeated_header".
class RegisterRowReader {
 public:
  RegisterRowReader(std::vector<std::string> header, ColumnMap columns, RegionTable const& regions);

  void read(TableRow const& row, RegisterRow& out);

 private:
  /// How many cells contradict their column.
  int contradictions(std::span<std::string_view const> cells);
  /// Puts the cells of a row that has shifted into their columns. False when it cannot be done.
  bool align(std::span<std::string_view const> cells, int contradicting);
  RegionCode stated_region(std::span<std::string_view const> cells);
  Capital const& capital_of(std::string const& text);
  void decide_region(std::span<std::string_view const> cells, Enterprise& out);
  std::string_view text_of(std::span<std::string_view const> cells, RegisterField field) const;

  std::vector<std::string> header_;
  ColumnMap columns_;
  RegionTable const& regions_;
  std::unordered_map<std::string, RegionCode> stated_;  ///< by province, city and county as given
  std::string stated_key_;
  std::unordered_map<std::string, Capital> capitals_;
  std::vector<std::string_view> aligned_;
  std::string joined_;
};

}  // namespace lianzhao::ingest
