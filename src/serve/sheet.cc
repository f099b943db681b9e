#include "serve/sheet.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "ingest/table_reader.h"
#include "serve/messages.h"
#include "text/normalize.h"
#include "text/utf8.h"

namespace lianzhao::serve {

namespace {

constexpr std::size_t kMostErrors = 1'000;

/// The apostrophe that an export puts before what begins like a formula is no part of the text.
std::string cell_text(std::string_view field) {
  auto text = text::squeeze_blanks(field);
  if (text.size() > 1 && text[0] == '\'' && std::string_view{" =+-@"}.find(text[1]) != std::string_view::npos) {
    text.erase(0, 1);
  }
  return text::squeeze_blanks(text);
}

/// What stands under the rows of an export, also of older ones: no row.
bool is_note(std::span<std::string_view const> fields) {
  std::string only;
  for (auto const field : fields) {
    auto text = text::squeeze_blanks(field);
    if (text.empty()) continue;
    if (!only.empty()) return false;
    only = std::move(text);
  }
  constexpr std::string_view kAsOf = "as of ";
  return only.starts_with("#") || (only.starts_with(kAsOf) && parse_day(std::string_view{only}.substr(kAsOf.size())));
}

/// As people write days: 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日.
std::optional<DayNumber> written_day(std::string_view given) {
  constexpr std::string_view kSigns[] = {"-", "/", ".", "年", "月", "日", "号"};
  std::array<int, 3> parts{};
  std::size_t part = 0;
  std::string separators;
  while (!given.empty()) {
    if (part == parts.size()) return std::nullopt;
    auto const read = std::from_chars(given.data(), given.data() + given.size(), parts[part]);
    auto const digits = static_cast<std::size_t>(read.ptr - given.data());
    if (read.ec != std::errc{} || given.front() == '-' || digits > (part == 0 ? 4U : 2U)) return std::nullopt;
    given.remove_prefix(digits);
    ++part;
    for (auto const sign : kSigns) {
      if (!given.starts_with(sign)) continue;
      separators += sign;
      given.remove_prefix(sign.size());
      break;
    }
  }
  // One way of writing throughout.
  if (separators != "--" && separators != "//" && separators != ".." && separators != "年月日" &&
      separators != "年月号" && separators != "年月") {
    return std::nullopt;
  }
  if (part != parts.size()) return std::nullopt;
  return parse_day(fmt::format("{:04}-{:02}-{:02}", parts[0], parts[1], parts[2]));
}

}  // namespace

std::string word_of(std::span<SheetWord const> words, std::string_view code, std::string_view language) {
  for (auto const& word : words) {
    if (word.code == code) return language == "en" ? word.en : word.zh;
  }
  return std::string{code};
}

report::Table table_of(std::span<SheetColumn const> columns, std::string_view language, std::string title) {
  report::Table table;
  table.title = std::move(title);
  for (auto const& column : columns) {
    table.columns.push_back(
        {std::string{language == "en" ? column.title_en : column.title}, report::ColumnKind::kText});
  }
  table.notes.push_back(fmt::format("{} {}", language == "en" ? "as of" : "截至", format_day(civil_day(now()))));
  return table;
}

report::Cell wan_cell(std::optional<std::int64_t> fen) {
  return fen ? report::Cell{report::Fen{*fen}} : report::Cell{};
}

report::Cell truth_cell(bool value) {
  return std::string{value ? "是" : "否"};
}

report::Cell day_cell(std::optional<DayNumber> day) {
  return day ? report::Cell{format_day(*day)} : report::Cell{};
}

Sheet::Sheet(std::filesystem::path const& file, std::span<SheetColumn const> columns, std::string language)
    : language_{std::move(language)}, columns_{columns.begin(), columns.end()} {
  auto const table = ingest::open_table(file);
  auto const& header = table->header();
  for (std::size_t i = 0; i < header.size(); ++i) {
    auto const title = text::squeeze_blanks(header[i]);
    if (title.empty()) continue;
    std::string_view key;
    for (auto const& column : columns_) {
      if (title == column.key || title == column.title || title == column.title_en) key = column.key;
    }
    if (key.empty()) {
      complain(0, title, "", said("no_such_column", "no such column; see the list of known ones"));
    } else if (!places_.emplace(key, i).second) {
      complain(0, title, "", said("column_twice", "the column is there twice"));
    }
  }
  for (auto const& column : columns_) {
    if (column.required && !places_.contains(column.key)) {
      complain(0, title_of(column), "", said("column_missing", "the column is missing"));
    }
  }
  ingest::TableRow row;
  while (table->next(row)) {
    if (rows_.size() == kMostRows) {
      throw Failure{{ErrorKind::kOverLimit, "too_many_rows",
                     fmt::format("more than {} rows; divide the spreadsheet", kMostRows)}};
    }
    if (!row.problem && is_note(row.fields)) continue;
    auto const at = rows_.size();
    lines_.push_back(static_cast<std::int64_t>(row.line));
    bad_.push_back(false);
    rows_.emplace_back();
    if (row.problem) {
      complain(lines_.back(), "", "", said("unreadable", fmt::format("the row cannot be read: {}", row.problem)));
      bad_[at] = true;
      continue;
    }
    for (auto const& field : row.fields) rows_.back().push_back(cell_text(field));
    for (auto const& column : columns_) {
      if (!places_.contains(column.key)) continue;
      auto const& value = text(at, column.key);
      if (column.required && value.empty()) wrong(at, column.key, "empty", "must not be empty");
      if (text::count_code_points(value) > column.longest) {
        wrong(at, column.key, "too_long", fmt::format("longer than {} characters", column.longest));
      }
    }
  }
  if (auto const trouble = table->trouble()) complain(0, "", "", trouble->message);
}

std::string const& Sheet::text(std::size_t row, std::string_view key) const {
  static std::string const kNothing;
  auto const place = places_.find(key);
  if (place == places_.end() || place->second >= rows_[row].size()) return kNothing;
  return rows_[row][place->second];
}

std::optional<std::int64_t> Sheet::wan(std::size_t row, std::string_view key) {
  auto given = text(row, key);
  std::erase(given, ',');
  if (given.empty()) return std::nullopt;
  double value = 0;
  auto const* const end = given.data() + given.size();
  auto const read = std::from_chars(given.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end || !(value >= 0) || value > 9e9) {
    wrong(row, key, "no_amount", "is no amount in 万元 from 0 to 9,000,000,000");
    return std::nullopt;
  }
  return std::llround(value * 1e6);
}

std::optional<DayNumber> Sheet::day(std::size_t row, std::string_view key) {
  auto const& given = text(row, key);
  if (given.empty()) return std::nullopt;
  auto const day = written_day(given);
  if (!day) wrong(row, key, "no_day", "is no day; write YYYY-MM-DD");
  return day;
}

std::string Sheet::word(std::size_t row, std::string_view key, std::span<SheetWord const> words,
                        std::string_view problem) {
  auto const& given = text(row, key);
  if (given.empty()) return "";
  std::string known;
  for (auto const& word : words) {
    if (means(word, given)) return word.code;
    if (!known.empty()) known += language_ == "en" ? ", " : "、";
    known += language_ == "en" ? word.en : word.zh;
  }
  complain(row, key, with_values(said(problem, "is none of {words}"), {{"words", known}}));
  return "";
}

std::optional<std::int64_t> Sheet::count(std::size_t row, std::string_view key) {
  auto const& given = text(row, key);
  if (given.empty()) return std::nullopt;
  std::int64_t value = 0;
  auto const* const end = given.data() + given.size();
  auto const read = std::from_chars(given.data(), end, value);
  if (read.ec == std::errc{} && read.ptr == end && value >= 0) return value;
  wrong(row, key, "no_count", "is no whole number");
  return std::nullopt;
}

bool Sheet::truth(std::size_t row, std::string_view key) {
  auto const& given = text(row, key);
  if (given.empty() || given == "否" || given == "no" || given == "0") return false;
  if (given != "是" && given != "yes" && given != "1") wrong(row, key, "no_truth", "is neither 是 nor 否");
  return true;
}

void Sheet::wrong(std::size_t row, std::string_view key, std::string_view code, std::string message) {
  complain(row, key, said(code, std::move(message)));
}

void Sheet::wrong(std::size_t row, std::string_view key, Error const& error) {
  complain(row, key, message(language_, fmt::format("error.{}", error.code)).value_or(error.message));
}

void Sheet::known(std::size_t row, std::string_view key) {
  wrong(row, key, "known", "is entered already, here or in a row above");
}

std::string Sheet::said(std::string_view code, std::string message) const {
  return serve::message(language_, fmt::format("error.cell.{}", code)).value_or(std::move(message));
}

std::string Sheet::title_of(SheetColumn const& column) const {
  return std::string{language_ == "en" ? column.title_en : column.title};
}

void Sheet::complain(std::size_t row, std::string_view key, std::string message) {
  bad_[row] = true;
  std::string title{key};
  auto place = columns_.size();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].key != key) continue;
    title = title_of(columns_[i]);
    place += i;
  }
  // What is not in the spreadsheet comes behind what is.
  if (auto const there = places_.find(key); there != places_.end()) place = there->second;
  complain(lines_[row], std::move(title), text(row, key), std::move(message), place);
}

void Sheet::complain(std::int64_t line, std::string column, std::string value, std::string message, std::size_t place) {
  ++problems_;
  constexpr std::size_t kShown = 60;
  if (value.size() > kShown) {
    auto end = kShown;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
    value = value.substr(0, end) + "…";
  }
  errors_.push_back({place, {line, std::move(column), std::move(value), std::move(message)}});
  if (errors_.size() >= 2 * kMostErrors) put_in_order(errors_);
}

void Sheet::put_in_order(std::vector<Problem>& errors) {
  std::stable_sort(errors.begin(), errors.end(), [](Problem const& a, Problem const& b) {
    return std::tie(a.error.row, a.place) < std::tie(b.error.row, b.place);
  });
  if (errors.size() > kMostErrors) errors.resize(kMostErrors);
}

api::ImportReport Sheet::report(std::int64_t imported) const {
  api::ImportReport report;
  report.rows = static_cast<std::int64_t>(rows_.size());
  for (auto const bad : bad_) report.good += bad ? 0 : 1;
  report.imported = imported;
  auto ordered = errors_;
  put_in_order(ordered);
  for (auto& each : ordered) report.errors.push_back(std::move(each.error));
  for (auto const& column : columns_) report.columns.push_back(title_of(column));
  return report;
}

}  // namespace lianzhao::serve
