#include "ingest/workbook_parts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "kernel/clock.h"

namespace lianzhao::ingest::workbook {

namespace {

std::string_view attribute(char const** attributes, std::string_view name) {
  for (auto at = attributes; *at != nullptr; at += 2)
    if (name == at[0]) return at[1];
  return {};
}

/// Local name of an element: workbooks of some programs prefix everything.
std::string_view local(char const* name) {
  std::string_view const s{name};
  auto const colon = s.rfind(':');
  return colon == std::string_view::npos ? s : s.substr(colon + 1);
}

/// Column and row of "AB12"; column 0 when it is none.
std::pair<std::size_t, std::uint64_t> cell_place(std::string_view reference) {
  std::size_t column = 0;
  std::size_t at = 0;
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && column <= kMostColumns; ++at) {
    column = column * 26 + static_cast<std::size_t>(reference[at] - 'A' + 1);
  }
  std::uint64_t row = 0;
  std::from_chars(reference.data() + at, reference.data() + reference.size(), row);
  return {column, row};
}

/// The day a spreadsheet's serial number means; it counts the 29th of February 1900, which never was.
std::string day_text(double serial, bool from_1904) {
  auto const days = static_cast<std::int64_t>(std::floor(serial)) + (from_1904 ? 1462 : 0);
  if (days < 61 || days > 2'958'465) return fmt::format("{}", serial);
  constexpr std::int64_t kUnixEpoch = 25'569;
  return format_day(static_cast<DayNumber>(days - kUnixEpoch));
}

}  // namespace

Failure bad_workbook(std::filesystem::path const& path, std::string_view why) {
  return invalid_input("bad_workbook", fmt::format("{} is not a readable workbook ({}); save it as .xlsx or .csv",
                                                   path.filename().string(), why));
}

XmlEntry::XmlEntry(zip_t* archive, std::filesystem::path const& path, std::string const& name, std::uint64_t limit)
    : path_{path}, limit_{limit}, entry_{zip_fopen(archive, name.c_str(), 0)}, parser_{XML_ParserCreate("UTF-8")} {
  if (!entry_) throw bad_workbook(path, "it has no " + name);
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(
      parser_.get(),
      [](void* self, XML_Char const* element, XML_Char const** attributes) {
        static_cast<XmlEntry*>(self)->begin(local(element), attributes);
      },
      [](void* self, XML_Char const* element) { static_cast<XmlEntry*>(self)->end(local(element)); });
  XML_SetCharacterDataHandler(parser_.get(), [](void* self, XML_Char const* text, int length) {
    static_cast<XmlEntry*>(self)->text({text, static_cast<std::size_t>(length)});
  });
  XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* self, XML_Char const*, XML_Char const*, XML_Char const*, int) {
    static_cast<XmlEntry*>(self)->refuse_doctype();
  });
}

bool XmlEntry::advance() {
  char chunk[1 << 16];
  auto const count = zip_fread(entry_.get(), chunk, sizeof chunk);
  if (count < 0) throw bad_workbook(path_, "it is damaged, or encrypted");
  read_ += static_cast<std::uint64_t>(count);
  if (read_ > limit_) throw bad_workbook(path_, fmt::format("a part is larger than {} bytes unpacked", limit_));
  if (XML_Parse(parser_.get(), chunk, static_cast<int>(count), count == 0 ? 1 : 0) != XML_STATUS_OK)
    throw bad_workbook(path_, fmt::format("XML line {}: {}", XML_GetCurrentLineNumber(parser_.get()),
                                          XML_ErrorString(XML_GetErrorCode(parser_.get()))));
  return count > 0;
}

void Styles::begin(std::string_view element, char const** attributes) {
  if (element == "numFmt") {
    auto const code = attribute(attributes, "formatCode");
    // Quoted parts and colours may hold any letter; what counts is a y with an m or d outside of them.
    bool quoted = false;
    bool year = false;
    for (auto const c : code) {
      if (c == '"') quoted = !quoted;
      if (!quoted && (c == 'y' || c == 'Y')) year = true;
    }
    if (year) day_formats_.insert(std::string{attribute(attributes, "numFmtId")});
  } else if (element == "cellXfs") {
    in_formats_ = true;
  } else if (element == "xf" && in_formats_) {
    auto const id = std::string{attribute(attributes, "numFmtId")};
    // Built-in formats that show a date: ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 in Chinese locales.
    auto const number = std::atoi(id.c_str());
    auto const built_in = (number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) ||
                          number == 36 || (number >= 50 && number <= 54) || number == 57 || number == 58;
    is_day.push_back(built_in || day_formats_.contains(id));
  }
}

void WorkbookParts::begin(std::string_view element, char const** attributes) {
  if (element == "sheet") {
    auto& sheet = sheets.emplace_back();
    sheet.shown.name = attribute(attributes, "name");
    auto const state = attribute(attributes, "state");
    sheet.shown.hidden = state == "hidden" || state == "veryHidden";
    for (auto at = attributes; *at != nullptr; at += 2)
      if (local(at[0]) == "id") sheet.relation = at[1];
  }
  if (element == "workbookPr") {
    auto const value = attribute(attributes, "date1904");
    from_1904 = value == "1" || value == "true";
  }
}

void MergedCells::begin(std::string_view element, char const** attributes) {
  constexpr std::size_t kMost = 1'000'000;
  if (element != "mergeCell" || merged.size() == kMost) return;
  auto const range = attribute(attributes, "ref");
  auto const colon = std::min(range.find(':'), range.size());
  auto const [column, row] = cell_place(range.substr(0, colon));
  auto const [last_column, last_row] = cell_place(range.substr(std::min(colon + 1, range.size())));
  if (column > 0 && column <= kMostColumns && last_row > row) merged.push_back({row, last_row, column - 1});
}

bool Sheet::next(SheetRow& row) {
  while (rows_.empty() && !ended_) ended_ = !advance();
  if (rows_.empty()) return false;
  row = std::move(rows_.front());
  rows_.pop_front();
  return true;
}

void Sheet::begin(std::string_view element, char const** attributes) {
  if (element == "row") {
    current_ = {};
    auto const number = attribute(attributes, "r");
    std::uint64_t value = last_row_ + 1;
    std::from_chars(number.data(), number.data() + number.size(), value);
    current_.number = last_row_ = value;
    column_ = 0;
  } else if (element == "c") {
    auto const reference = attribute(attributes, "r");
    if (!reference.empty()) {
      std::size_t column = 0;
      for (auto const c : reference) {
        if (c < 'A' || c > 'Z' || column > kMostColumns) break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
      }
      if (column == 0 || column > kMostColumns) throw bad_workbook(path(), "a cell lies outside the sheet");
      column_ = column - 1;
    }
    type_ = std::string{attribute(attributes, "t")};
    auto const style = attribute(attributes, "s");
    style_ = 0;
    std::from_chars(style.data(), style.data() + style.size(), style_);
    value_.clear();
  } else if (element == "v" || element == "t") {
    in_value_ = true;
  } else if (element == "rPh") {
    phonetic_ = true;
  }
}

void Sheet::end(std::string_view element) {
  if (element == "v" || element == "t") in_value_ = false;
  if (element == "rPh") phonetic_ = false;
  if (element == "c") {
    auto value = cell_text();
    if (!value.empty()) {
      if (current_.cells.size() <= column_) current_.cells.resize(column_ + 1);
      current_.cells[column_] = std::move(value);
    }
    ++column_;
  }
  if (element == "row" && !current_.cells.empty()) rows_.push_back(std::move(current_));
}

std::string Sheet::cell_text() {
  if (type_ == "s") {
    std::size_t index = 0;
    std::from_chars(value_.data(), value_.data() + value_.size(), index);
    return index < texts_.size() ? texts_[index] : std::string{};
  }
  if (type_ == "e") return {};  // #N/A and its kin: nothing is known
  if (type_ == "d") return value_.substr(0, 10);
  if (type_ == "b" || type_ == "str" || type_ == "inlineStr") return value_;
  double number = 0;
  auto const parsed = std::from_chars(value_.data(), value_.data() + value_.size(), number);
  if (value_.empty() || parsed.ec != std::errc{}) return value_;
  if (style_ < is_day_.size() && is_day_[style_]) return day_text(number, from_1904_);
  // 9.1220381e17 is how long codes are kept when typed as numbers: written out again, to the digits that are left.
  if (number == std::floor(number) && std::abs(number) < 1e18) return fmt::format("{:.0f}", number);
  return fmt::format("{}", number);
}

void SharedTexts::begin(std::string_view element, char const**) {
  if (element == "si") texts.emplace_back();
  if (element == "rPh") phonetic_ = true;
  in_text_ = element == "t" && !phonetic_;
}

void Relations::begin(std::string_view element, char const** attributes) {
  if (element == "Relationship")
    targets[std::string{attribute(attributes, "Id")}] = std::string{attribute(attributes, "Target")};
}

}  // namespace lianzhao::ingest::workbook
