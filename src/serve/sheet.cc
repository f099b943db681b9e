#include "serve/sheet.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <tuple>

#include <fmt/format.h>

#include "ingest/table_reader.h"
#include "kernel/hash.h"
#include "kernel/money_sum.h"
#include "serve/id_token.h"
#include "serve/messages.h"
#include "serve/workspace.h"
#include "text/normalize.h"
#include "text/utf8.h"

namespace lianzhao::serve {

namespace {

/// A decimal as people write it, 1,234.5; none where anything else stands there.
std::optional<double> number_in(std::string given) {
  std::erase(given, ',');
  double value = 0;
  auto const* const end = given.data() + given.size();
  auto const read = std::from_chars(given.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
}

constexpr std::size_t kMostErrors = 1'000;
/// Heading of what is wrong with rows that are given back.
constexpr std::string_view kReasons = "未导入的原因";
constexpr std::string_view kReasonsEn = "Why it was not taken in";

/// The apostrophe that an export puts before what begins like a formula is no part of the text.
std::string cell_text(std::string_view field) {
  auto text = text::squeeze_blanks(field);
  if (text.size() > 1 && text[0] == '\'' && std::string_view{" =+-@"}.find(text[1]) != std::string_view::npos) {
    text.erase(0, 1);
  }
  return text::squeeze_blanks(text);
}

/// What stands under the rows of an export, also of older ones, and the example of a template: no row.
bool is_note(std::span<std::string_view const> fields) {
  if (!fields.empty() && text::squeeze_blanks(fields.front()).starts_with(kExampleMark)) return true;
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

/// 万元 in brackets of either width.
std::string half_brackets(std::string title) {
  for (auto const& [wide, narrow] : {std::pair{"（", "("}, std::pair{"）", ")"}}) {
    for (auto at = title.find(wide); at != std::string::npos; at = title.find(wide)) {
      title.replace(at, std::string_view{wide}.size(), narrow);
    }
  }
  return title;
}

/// What a cell said, in four letters: 24 bits, so that one change in sixteen million is mistaken for none where two
/// people change the same record.
std::string mark_of(std::string_view key, std::string_view kept) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";
  auto hash = stable_hash(kept, stable_hash(key));
  std::string mark;
  for (int i = 0; i < 4; ++i, hash >>= 6U) mark += kLetters[hash & 63U];
  return mark;
}

/// Version and marks as an export wrote them; without marks where somebody wrote the version by hand.
struct Exported {
  std::optional<std::int64_t> version;
  std::set<std::string, std::less<>> marks;

  explicit Exported(std::string_view cell) {
    auto const blank = std::min(cell.find(' '), cell.size());
    version = number_of(cell.substr(0, blank));
    for (auto at = blank + 1; at + 4 <= cell.size(); at += 4) marks.emplace(cell.substr(at, 4));
  }
  bool said(std::string_view key, std::string_view value) const { return marks.contains(mark_of(key, value)); }
};

/// 1 亩 is 10,000/15 square metres, so a square metre is 0.0015 亩: four decimals say it exactly.
std::string mu_text(std::int64_t square_metres) {
  constexpr std::int64_t kTenThousandths = 15;
  constexpr std::int64_t kOne = 10'000;
  auto const all = square_metres * kTenThousandths;
  auto text = fmt::format("{}.{:04}", all / kOne, all % kOne);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

report::Cell cell_of(SheetColumn const& column, std::string const& kept, std::string_view language) {
  if (kept.empty() && column.kind != CellKind::kTruth) return {};
  switch (column.kind) {
    case CellKind::kWan:
    case CellKind::kSignedWan:
      return report::Fen{number_of(kept).value_or(0)};
    case CellKind::kCount:
      return number_of(kept).value_or(0);
    case CellKind::kMu:
      return mu_text(number_of(kept).value_or(0));
    case CellKind::kWord:
      return word_of(column.words, kept, language);
    case CellKind::kTruth:
      return std::string{kept.empty() ? (language == "en" ? "no" : "否") : (language == "en" ? "yes" : "是")};
    case CellKind::kText:
    case CellKind::kDay:
      break;
  }
  return kept;
}

/// As it stands in the spreadsheet.
std::string shown(SheetColumn const& column, std::string const& kept, std::string_view language) {
  if (kept.empty() && column.kind != CellKind::kTruth) return "";
  if (column.kind == CellKind::kWan || column.kind == CellKind::kSignedWan)
    return report::wan_yuan(number_of(kept).value_or(0));
  if (column.kind == CellKind::kCount) return kept;
  return std::get<std::string>(cell_of(column, kept, language));
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
    table.columns.push_back({language == "en" ? column.title_en : column.title, report::ColumnKind::kText});
  }
  table.notes.push_back(fmt::format("{} {}", language == "en" ? "as of" : "截至", format_day(civil_day(now()))));
  return table;
}

void add_record(report::Table& table, std::span<SheetColumn const> columns, TableRecord const& record, std::int64_t id,
                std::int64_t version, std::string_view language) {
  auto& cells = table.rows.emplace_back();
  std::string marks;
  for (auto const& column : columns) {
    auto const found = record.find(column.key);
    if (column.key == "id") {
      cells.emplace_back(id);
    } else if (column.key == "version") {
      cells.emplace_back(fmt::format("{} {}", version, marks));
    } else if (found == record.end()) {
      cells.emplace_back();
    } else {
      cells.push_back(cell_of(column, found->second, language));
      marks += mark_of(column.key, found->second);
    }
  }
}

std::string kept(std::optional<std::int64_t> number) {
  return number ? std::to_string(*number) : "";
}

std::string kept_truth(bool value) {
  return value ? "1" : "";
}

std::string kept_day(std::optional<DayNumber> day) {
  return day ? format_day(*day) : "";
}

std::optional<std::int64_t> number_of(std::string_view kept) {
  std::int64_t value = 0;
  auto const* const end = kept.data() + kept.size();
  auto const read = std::from_chars(kept.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
}

Sheet::Sheet(std::filesystem::path const& file, std::vector<SheetColumn> columns, std::string language)
    : language_{std::move(language)}, columns_{std::move(columns)} {
  {
    // A workbook is a ZIP archive.
    std::array<char, 2> begin{};
    std::ifstream{file, std::ios::binary}.read(begin.data(), begin.size());
    workbook_ = begin == std::array{'P', 'K'};
  }
  auto const table = ingest::open_table(file);
  read_heading(table->header());
  std::erase_if(columns_, [&](SheetColumn const& each) { return each.rare && !places_.contains(each.key); });
  std::vector<SheetColumn const*> present;
  for (auto const& column : columns_) {
    if (places_.contains(column.key)) present.push_back(&column);
  }
  ingest::TableRow row;
  auto creates = false;
  while (table->next(row)) {
    if (rows_.size() == kMostRows) {
      throw Failure{{ErrorKind::kOverLimit, "too_many_rows",
                     fmt::format("more than {} rows; divide the spreadsheet", kMostRows)}};
    }
    if (!row.problem && is_note(row.fields)) continue;
    auto const at = rows_.size();
    lines_.push_back(static_cast<std::int64_t>(row.line));
    bad_.push_back(false);
    ids_.emplace_back();
    rows_.emplace_back();
    reasons_.emplace_back();
    if (row.problem) {
      auto const unreadable = said("unreadable", fmt::format("the row cannot be read: {}", row.problem));
      complain(lines_.back(), "", "", unreadable);
      // Nothing of it can be given back but where it stood.
      reasons_[at] = with_values(said("row_reason", "row {row}: {reason}"),
                                 {{"row", std::to_string(lines_.back())}, {"reason", unreadable}});
      bad_[at] = true;
      continue;
    }
    for (auto const& field : row.fields) rows_.back().push_back(cell_text(field));
    read_id(at);
    creates = creates || !ids_[at];
    for (auto const* const there : present) {
      auto const& column = *there;
      auto const& value = text(at, column.key);
      auto const elsewhere = !column.unless.empty() && !text(at, column.unless).empty();
      if (column.required && value.empty() && !elsewhere) wrong(at, column.key, "empty", "must not be empty");
      if (text::count_code_points(value) > column.longest) {
        wrong(at, column.key, "too_long", fmt::format("longer than {} characters", column.longest));
      }
    }
  }
  // Who changes records needs only the columns that he changes.
  for (auto const& column : columns_) {
    if (column.required && !places_.contains(column.key) && !places_.contains(column.unless) &&
        (creates || rows_.empty())) {
      complain(0, title_of(column), "", said("column_missing", "the column is missing"));
    }
  }
  if (auto const trouble = table->trouble()) complain(0, "", "", trouble->message);
}

void Sheet::read_heading(std::vector<std::string> const& header) {
  header_ = header;
  for (std::size_t i = 0; i < header.size(); ++i) {
    auto const title = text::squeeze_blanks(header[i]);
    if (title.empty()) continue;
    // Of rows that were given back to be mended; what was said then says nothing of them now.
    if (title == kReasons || title == kReasonsEn) {
      reasons_place_ = i;
      continue;
    }
    auto const known = std::find_if(columns_.begin(), columns_.end(), [&](SheetColumn const& column) {
      auto const given = half_brackets(title);
      return given == column.key || given == column.title || given == column.title_en;
    });
    if (known == columns_.end()) {
      complain(0, title, "", said("no_such_column", "no such column; see the list of known ones"), i);
    } else if (!places_.emplace(known->key, i).second) {
      complain(0, title, "", said("column_twice", "the column is there twice"), i);
    }
  }
}

void Sheet::read_id(std::size_t row) {
  auto const& given = text(row, "id");
  if (given.empty()) return;
  ids_[row] = number_of(given).value_or(0);
  if (*ids_[row] < 1) {
    wrong(row, "id", "no_id", "you see no such record; leave it blank for a new one");
  } else if (!seen_ids_.insert(*ids_[row]).second) {
    wrong(row, "id", "id_twice", "stands in a row above already");
  }
}

std::string const& Sheet::text(std::size_t row, std::string_view key) const {
  static std::string const kNothing;
  auto const place = places_.find(key);
  if (place == places_.end() || place->second >= rows_[row].size()) return kNothing;
  return rows_[row][place->second];
}

std::optional<std::int64_t> Sheet::wan(std::size_t row, std::string_view key) {
  auto const& given = text(row, key);
  if (given.empty()) return std::nullopt;
  auto const number = number_in(given);
  constexpr auto most = static_cast<double>(kMostFen) / 1e6;
  auto const least = column_of(key).kind == CellKind::kSignedWan ? -most : 0.0;
  if (!number || !(*number >= least) || *number > most) {
    wrong(row, key, least < 0 ? "no_signed_amount" : "no_amount", "is no amount in 万元 from 0 to 1,000,000,000");
    return std::nullopt;
  }
  return std::llround(*number * 1e6);
}

std::optional<DayNumber> Sheet::day(std::size_t row, std::string_view key) {
  auto const& given = text(row, key);
  if (given.empty()) return std::nullopt;
  auto const day = written_day(given);
  if (!day) wrong(row, key, "no_day", "is no day; write YYYY-MM-DD");
  if (day && before_first_day(*day)) {
    wrong(row, key, "day_too_early", fmt::format("lies before {}", kFirstDay));
    return std::nullopt;
  }
  return day;
}

std::string Sheet::word(std::size_t row, std::string_view key) {
  auto const& given = text(row, key);
  if (given.empty()) return "";
  auto const& its = column_of(key);
  std::string known;
  for (auto const& word : its.words) {
    if (means(word, given)) return word.code;
    if (!known.empty()) known += language_ == "en" ? ", " : "、";
    known += language_ == "en" ? word.en : word.zh;
  }
  complain(row, key, with_values(said(its.problem, "is none of {words}"), {{"words", known}}));
  return "";
}

SheetColumn const& Sheet::column_of(std::string_view key) const {
  return *std::find_if(columns_.begin(), columns_.end(), [&](SheetColumn const& each) { return each.key == key; });
}

std::optional<std::string> Sheet::value(std::size_t row, SheetColumn const& its) {
  auto const& given = text(row, its.key);
  if (given.empty()) return "";
  switch (its.kind) {
    case CellKind::kWan:
    case CellKind::kSignedWan:
      if (auto const fen = wan(row, its.key)) return kept(fen);
      return std::nullopt;
    case CellKind::kCount:
      if (auto const number = count(row, its.key)) return kept(number);
      return std::nullopt;
    case CellKind::kMu:
      if (auto const square_metres = mu(row, its.key)) return kept(square_metres);
      return std::nullopt;
    case CellKind::kDay:
      if (auto const it = day(row, its.key)) return kept_day(it);
      return std::nullopt;
    case CellKind::kWord:
      if (auto code = word(row, its.key); !code.empty()) return code;
      return std::nullopt;
    case CellKind::kTruth:
      return kept_truth(truth(row, its.key));
    case CellKind::kText:
      break;
  }
  return given;
}

TableRecord Sheet::changes(std::size_t row, TableRecord const& now, std::int64_t version) {
  TableRecord wanted;
  auto const exported = Exported{text(row, "version")};
  for (auto const& its : columns_) {
    auto const found = now.find(its.key);
    auto const place = places_.find(its.key);
    if (found == now.end() || place == places_.end()) continue;
    auto const& is = found->second;
    auto const was = its.kind == CellKind::kText ? text::squeeze_blanks(is) : is;
    auto const stands = shown(its, was, language_);
    // What no list knows any more, and was not touched, is no problem of this row.
    if (text(row, its.key) == stands) continue;
    auto const given = value(row, its);
    if (!given || *given == was) continue;
    if (exported.version != version && exported.said(its.key, *given)) continue;  // theirs, not this row's
    if (!its.fixed.empty()) {
      wrong(row, its.key, its.fixed, "is not changed by an import");
    } else if (given->empty() && its.required) {
      continue;  // told already
    } else if (exported.version != version && !exported.said(its.key, is)) {
      complain(
          row, its.key,
          with_values(said("changed_meanwhile",
                           "somebody changed it to {now} since; write that, or {version} as the version for yours"),
                      {{"now", stands.empty() ? "∅" : stands}, {"version", std::to_string(version)}}));
    } else {
      changed(row, its.key, stands, shown(its, *given, language_));
      wanted.emplace(its.key, *given);
    }
  }
  return wanted;
}

std::optional<std::int64_t> Sheet::mu(std::size_t row, std::string_view key) {
  auto const& given = text(row, key);
  if (given.empty()) return std::nullopt;
  auto const number = number_in(given);
  constexpr double kMost = 1e8;  // more than the land of a province
  constexpr double kSquareMetres = 10'000.0 / 15;
  if (number && *number >= 0 && *number <= kMost) {
    return std::llround(*number * kSquareMetres);
  }
  wrong(row, key, "no_mu", "is no number of 亩");
  return std::nullopt;
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

void Sheet::wrong(std::size_t row, std::string_view key, std::string_view code, std::string message,
                  NamedFailure::Values const& values) {
  complain(row, key, with_values(said(code, std::move(message)), values));
}

void Sheet::wrong(std::size_t row, std::string_view key, Error const& error) {
  complain(row, key, message(language_, fmt::format("error.{}", error.code)).value_or(error.message));
}

void Sheet::wrong(std::size_t row, std::string_view key, NamedFailure const& failure) {
  auto text = message(language_, fmt::format("error.{}", failure.error().code));
  auto values = failure.values();
  values.emplace_back("field_name", title_of(column_of(key)));
  for (auto const& [name, value] : failure.values()) {
    if (name != "rule") continue;
    if (auto said = message(language_, fmt::format("error.field.{}", value))) text = std::move(said);
  }
  complain(row, key, text ? with_values(*text, values) : failure.error().message);
}

void Sheet::known(std::size_t row, std::string_view key) {
  wrong(row, key, "known", "is entered already, here or in a row above");
}

std::string Sheet::said(std::string_view code, std::string message) const {
  return serve::message(language_, fmt::format("error.cell.{}", code)).value_or(std::move(message));
}

std::string Sheet::title_of(SheetColumn const& column) const {
  return language_ == "en" ? column.title_en : column.title;
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
  auto const colon = language_ == "en" ? ": " : "：";
  if (!reasons_[row].empty()) reasons_[row] += language_ == "en" ? "; " : "；";
  reasons_[row] += title + colon + message;
  // What is not in the spreadsheet comes behind what is.
  if (auto const there = places_.find(key); there != places_.end()) place = there->second;
  complain(lines_[row], std::move(title), text(row, key), std::move(message), place);
}

void Sheet::complain(std::int64_t line, std::string column, std::string value, std::string message, std::size_t place) {
  ++problems_;
  head_problems_ += line == 0 ? 1 : 0;
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

void Sheet::changed(std::size_t row, std::string_view key, std::string was, std::string becomes) {
  changed_rows_.insert(row);
  auto const place = places_.find(key);
  changes_.push_back({row,
                      place == places_.end() ? 0 : place->second,
                      {lines_[row], title_of(column_of(key)), std::move(was), std::move(becomes)}});
}

std::string Sheet::left_rows() const {
  report::Table table;
  table.title = "rows";
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (i != reasons_place_) table.columns.push_back({header_[i], report::ColumnKind::kText});
  }
  table.columns.push_back({std::string{language_ == "en" ? kReasonsEn : kReasons}, report::ColumnKind::kText});
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (!bad_[row]) continue;
    auto& cells = table.rows.emplace_back();
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (i == reasons_place_) continue;
      cells.push_back(i < rows_[row].size() ? report::Cell{rows_[row][i]} : report::Cell{});
    }
    cells.emplace_back(reasons_[row]);
  }
  return workbook_ ? report::to_xlsx(table) : report::to_csv(table);
}

api::ImportReport Sheet::report() const {
  api::ImportReport report;
  auto changes = changes_;
  std::erase_if(changes, [&](Changed const& each) { return bad_[each.row]; });
  std::stable_sort(changes.begin(), changes.end(), [](Changed const& a, Changed const& b) {
    return std::tie(a.change.row, a.place) < std::tie(b.change.row, b.place);
  });
  report.changed_cells = static_cast<std::int64_t>(changes.size());
  if (changes.size() > kMostErrors) changes.resize(kMostErrors);
  for (auto& each : changes) report.changes.push_back(std::move(each.change));
  report.rows = static_cast<std::int64_t>(rows_.size());
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (bad_[row]) continue;
    ++report.good;
    if (changed_rows_.contains(row)) {
      ++report.changed;
    } else if (ids_[row] || same_rows_.contains(row)) {
      ++report.unchanged;
    } else {
      ++report.added;
    }
    report.begin_unknown += begin_unknown_.contains(row) ? 1 : 0;
  }
  report.problems = static_cast<std::int64_t>(problems_);
  report.head_sound = head_problems_ == 0;
  auto ordered = errors_;
  put_in_order(ordered);
  for (auto& each : ordered) report.errors.push_back(std::move(each.error));
  for (auto const& column : columns_) {
    if (!column.rare) report.columns.push_back(title_of(column));
  }
  return report;
}

api::ImportReport Sheet::taken() const {
  auto report = this->report();
  report.imported = report.added + report.changed;
  report.left = report.rows - report.good;
  if (report.left > 0) report.left_file = base64(left_rows());
  return report;
}

}  // namespace lianzhao::serve
