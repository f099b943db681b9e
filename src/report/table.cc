#include "report/table.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::report {

namespace {

constexpr std::int64_t kFenPerWanYuan = 1'000'000;

struct TemporaryFile {
  std::string path = (std::filesystem::temp_directory_path() / "lianzhao-XXXXXX").string();

  TemporaryFile() {
    auto const fd = ::mkstemp(path.data());
    if (fd < 0) throw Failure{{ErrorKind::kUnavailable, "xlsx_failed", "no temporary file can be made at " + path}};
    ::close(fd);
  }
  TemporaryFile(TemporaryFile const&) = delete;
  TemporaryFile& operator=(TemporaryFile const&) = delete;
  ~TemporaryFile() { ::unlink(path.c_str()); }
};

std::string heading(Column const& column) {
  return column.kind == ColumnKind::kMoneyFen ? column.title + "(万元)" : column.title;
}

/// Spreadsheets run what begins like a formula; an apostrophe makes it text. Blanks and ends of lines before it are
/// passed over, for some programs do. Source: OWASP, CSV Injection.
std::string inert(std::string_view text) {
  auto const first = text.find_first_not_of(" \t\r\n");
  auto const begin = first == std::string_view::npos ? text.substr(0, 1) : text.substr(first, 1);
  if (!begin.empty() && std::string_view{"=+-@\t\r\n"}.find(begin.front()) != std::string_view::npos)
    return "'" + std::string{text};
  return std::string{text};
}

void append_quoted(std::string& out, std::string_view text) {
  if (text.find_first_of("\",\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (auto const c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string plain(Cell const& cell, ColumnKind kind) {
  if (auto const* const text = std::get_if<std::string>(&cell)) return inert(*text);
  if (auto const* const money = std::get_if<Fen>(&cell)) return wan_yuan(money->fen);
  if (auto const* const integer = std::get_if<std::int64_t>(&cell)) {
    if (kind == ColumnKind::kMoneyFen) return wan_yuan(*integer);
    if (kind == ColumnKind::kDay) return format_day(static_cast<DayNumber>(*integer));
    return fmt::format("{}", *integer);
  }
  if (auto const* const number = std::get_if<double>(&cell))
    return kind == ColumnKind::kPercent ? fmt::format("{}%", *number * 100) : fmt::format("{}", *number);
  return {};
}

}  // namespace

std::string wan_yuan(std::int64_t fen) {
  auto const negative = fen < 0;
  auto const magnitude = negative ? 0 - static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen);
  auto text = fmt::format("{}{}.{:06}", negative ? "-" : "", magnitude / kFenPerWanYuan, magnitude % kFenPerWanYuan);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string to_csv(Table const& table) {
  std::string out = "\xEF\xBB\xBF";
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (c > 0) out += ',';
    append_quoted(out, inert(heading(table.columns[c])));
  }
  out += "\r\n";
  for (auto const& row : table.rows) {
    LIANZHAO_ASSERT(row.size() == table.columns.size(), "a row has a cell for each column");
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ',';
      append_quoted(out, plain(row[c], table.columns[c].kind));
    }
    out += "\r\n";
  }
  if (!table.notes.empty()) out += "\r\n";
  // Marked, so that who reads the rows back in knows that these are none.
  for (auto const& note : table.notes) {
    append_quoted(out, "# " + note);
    out += "\r\n";
  }
  return out;
}

std::string to_xlsx(Table const& table) {
  constexpr std::size_t kMostRows = 1'048'575;
  if (table.rows.size() > kMostRows)
    throw Failure{{ErrorKind::kOverLimit, "too_many_rows",
                   fmt::format("{} rows do not fit a spreadsheet of {}; narrow the filter or export CSV",
                               table.rows.size(), kMostRows)}};
  // The library writes files only; the name is taken first so that nobody else's file can be met.
  TemporaryFile const file;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  auto* const workbook = workbook_new_opt(file.path.c_str(), &options);
  if (workbook == nullptr) throw Failure{{ErrorKind::kInternal, "xlsx_failed", "the workbook could not be made"}};
  auto* const sheet = workbook_add_worksheet(workbook, "数据");
  auto* const bold = workbook_add_format(workbook);
  format_set_bold(bold);
  auto* const day = workbook_add_format(workbook);
  format_set_num_format(day, "yyyy-mm-dd");
  auto* const percent = workbook_add_format(workbook);
  format_set_num_format(percent, "0.00%");
  auto const columns = static_cast<lxw_col_t>(table.columns.size());
  worksheet_freeze_panes(sheet, 1, 0);
  if (columns > 0) worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(columns - 1), 18, nullptr);
  for (lxw_col_t c = 0; c < columns; ++c) worksheet_write_string(sheet, 0, c, heading(table.columns[c]).c_str(), bold);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    LIANZHAO_ASSERT(table.rows[r].size() == table.columns.size(), "a row has a cell for each column");
    auto const line = static_cast<lxw_row_t>(r + 1);
    for (lxw_col_t c = 0; c < columns; ++c) {
      auto const& cell = table.rows[r][c];
      auto const kind = table.columns[c].kind;
      if (auto const* const text = std::get_if<std::string>(&cell)) {
        // Written as a string cell it is text whatever it begins with; cells are at most 32,767 characters long.
        if (worksheet_write_string(sheet, line, c, text->c_str(), nullptr) == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
          worksheet_write_string(sheet, line, c, "(文本超过 32767 字，见 CSV)", nullptr);
      } else if (auto const* const integer = std::get_if<std::int64_t>(&cell)) {
        constexpr std::int64_t kExcelEpoch = 25'569;  // 1970-01-01 as a spreadsheet counts days
        auto const value = static_cast<double>(*integer);
        if (kind == ColumnKind::kMoneyFen)
          worksheet_write_number(sheet, line, c, value / kFenPerWanYuan, nullptr);
        else if (kind == ColumnKind::kDay)
          worksheet_write_number(sheet, line, c, static_cast<double>(*integer + kExcelEpoch), day);
        else
          worksheet_write_number(sheet, line, c, value, nullptr);
      } else if (auto const* const money = std::get_if<Fen>(&cell)) {
        worksheet_write_number(sheet, line, c, static_cast<double>(money->fen) / kFenPerWanYuan, nullptr);
      } else if (auto const* const number = std::get_if<double>(&cell)) {
        worksheet_write_number(sheet, line, c, *number, kind == ColumnKind::kPercent ? percent : nullptr);
      }
    }
  }
  auto* const notes = workbook_add_worksheet(workbook, "说明");
  worksheet_set_column(notes, 0, 0, 100, nullptr);
  // Marked here too: a title such as 企业 would be taken for the heading of another register.
  worksheet_write_string(notes, 0, 0, ("# " + table.title).c_str(), bold);
  for (std::size_t i = 0; i < table.notes.size(); ++i)
    worksheet_write_string(notes, static_cast<lxw_row_t>(i + 1), 0, ("# " + table.notes[i]).c_str(), nullptr);
  auto const error = workbook_close(workbook);
  if (error != LXW_NO_ERROR)
    throw Failure{{ErrorKind::kInternal, "xlsx_failed",
                   fmt::format("the workbook could not be written: {}", lxw_strerror(error))}};
  return read_file(file.path);
}

}  // namespace lianzhao::report
