#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
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
  std::string match_key;         ///< name_key of name and region: what finds the enterprise when no code does
  std::string suggested_code;    ///< see CreditCodeCheck
  bool old_number = false;       ///< the column of credit codes holds a registration number of fifteen digits
  bool repaired = false;         ///< something was put right: encoding, shifted columns, blanks, width
  bool note = false;             ///< a remark of the table, as our own exports end with ("# …" alone): no row at all
  char const* reject = nullptr;  ///< why the row is refused; null when it is not
  std::string later_founding;    ///< a date of founding after the day of the import, as given; it counts as unknown
};

/// "h:" and a hash of the name, compared as text::name_match_form does, and the city of the region.
std::string name_key(std::string_view name, RegionCode region);

/// Whether one cell alone says something and begins with #: what exports write under their rows, and before their
/// notes.
bool is_note(std::span<std::string_view const> cells);

/// Turns rows into enterprises by docs/methods/import.md. Reuses buffers; one per thread.
///
/// Reasons of rejection: those of TableRow::problem, "no_name", "name_too_long", "unreadable_text" (characters already
/// lost before the file was written), "shifted_columns" (that could not be put right), "too_many_fields" (and more than
/// one way, or none, to put them together), "repeated_header", "not_an_enterprise" (sums, remarks, JSON).
class RegisterRowReader {
 public:
  /// `today`: no enterprise is founded later.
  /// @param cells_of whether rows name their cells themselves (NDJSON), so that none can stand in the wrong column
  RegisterRowReader(std::vector<std::string> header, ColumnMap columns, RegionTable const& regions, DayNumber today,
                    ColumnsOf cells_of = ColumnsOf::kTable);

  /// The table has more columns than it had (NDJSON).
  void widen(std::vector<std::string> header, ColumnMap columns);

  /// Of a note nothing else is told.
  void read(TableRow const& row, RegisterRow& out);

 private:
  using Cells = std::span<std::string_view const>;

  /// How many cells contradict their column.
  int contradictions(Cells cells);
  /// Whether a cell of a place stands one column too far left or right, or a capital lost its last digits to the next.
  bool has_moved(Cells cells);
  /// Puts the pieces of a row with `spare` fields too many together, by commas inside of texts and capitals. False when
  /// there is no way, or more than one, in which every cell fits its column.
  bool join(Cells cells, std::size_t spare);
  /// Takes out the one blank cell that shifted the others. False likewise.
  bool drop_blank(Cells cells);
  /// Continues at column `column` and cell `cell`; `pieces_` holds how many cells each column before took.
  void place(Cells cells, std::size_t column, std::size_t cell, std::size_t spare);
  /// Whether a text can stand in a column; `pieces` says of how many cells it was put together.
  bool fits(std::size_t column, std::string_view text, std::size_t pieces, std::string_view next);
  /// Whether the text is the name of a region, or ends like one.
  bool is_place(std::string_view text, bool province);
  RegisterField const* field_of(std::size_t column) const;

  RegionCode stated_region(std::span<std::string_view const> cells);
  Capital capital_of(Cells cells, std::string const& text);
  void decide_region(std::span<std::string_view const> cells, Enterprise& out);
  std::string_view text_of(std::span<std::string_view const> cells, RegisterField field) const;

  static constexpr std::size_t kLongestPlace = 90;  ///< bytes; 双江拉祜族佤族布朗族傣族自治县 has 45

  std::vector<std::string> header_;
  ColumnMap columns_;
  RegionTable const& regions_;
  std::unordered_map<std::string, RegionCode> stated_;  ///< by province, city and county as given
  std::string stated_key_;
  std::unordered_map<std::string, Capital> capitals_;
  std::unordered_map<std::string, bool> places_;
  std::string placed_;  ///< the last province that is one: nearly always the next one, too
  DayNumber today_;
  bool named_;                                        ///< by each row
  std::vector<std::optional<RegisterField>> fields_;  ///< by column
  std::vector<std::string_view> aligned_;
  std::string joined_;
  std::vector<std::size_t> pieces_;
  std::vector<std::size_t> solution_;
  int solutions_ = 0;
  std::vector<bool> dead_;  ///< by column and spare fields left: no way leads on from here
};

}  // namespace lianzhao::ingest
