#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "kernel/clock.h"

namespace lianzhao::report {

enum class ColumnKind : std::uint8_t {
  kText,
  kInteger,
  kNumber,
  kPercent,   ///< a share 0…1, written as per cent
  kMoneyFen,  ///< int64 fen, written in 万元
  kDay,       ///< DayNumber as int64
};

struct Column {
  std::string title;  ///< as shown; money gets "(万元)" added
  ColumnKind kind = ColumnKind::kText;
};

/// Money in any column, under the heading as it is: written in 万元, as a number.
struct Fen {
  std::int64_t fen = 0;
};

/// monostate is unknown: an empty cell. Numbers leave as numbers, whatever their sign; only text is guarded against
/// being taken for a formula.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, Fen>;

struct Table {
  std::string title;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  ///< each as long as `columns`
  std::vector<std::string> notes;       ///< where it is from, as of when, which filters
};

/// UTF-8 with a byte order mark (spreadsheets guess a local encoding without it), CRLF, RFC 4180. The notes follow
/// after an empty line, each after "# ".
std::string to_csv(Table const&);

/// An Office Open XML workbook with one sheet for the rows and one for the notes, marked by "# " as in CSV. At most
/// 1,048,575 rows.
/// @throws Failure "too_many_rows".
std::string to_xlsx(Table const&);

/// The exact decimal in 万元, trailing zeros cut: 123456 fen is "0.123456", 12000000 fen is "12".
std::string wan_yuan(std::int64_t fen);

}  // namespace lianzhao::report
