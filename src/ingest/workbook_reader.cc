#include "ingest/workbook_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <deque>
#include <fstream>
#include <map>
#include <set>
#include <vector>

#include <expat.h>
#include <fmt/format.h>
#include <zip.h>

#include "ingest/trim.h"
#include "kernel/clock.h"

namespace lianzhao::ingest {

namespace {

constexpr std::uint64_t kLargestSheet = std::uint64_t{2} << 30;
constexpr std::uint64_t kLargestTexts = std::uint64_t{512} << 20;
constexpr std::size_t kMostColumns = 16'384;

/// Names the file but not where it lies, which is nobody's business: it may be an upload.
Failure bad_workbook(std::filesystem::path const& path, std::string_view why) {
  return invalid_input("bad_workbook", fmt::format("{} is not a readable workbook ({}); save it as .xlsx or .csv",
                                                   path.filename().string(), why));
}

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

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

/// One XML file of the archive, parsed as it is inflated. Entities cannot be declared: no expansion bombs.
class XmlEntry {
 public:
  XmlEntry(zip_t* archive, std::filesystem::path const& path, std::string const& name, std::uint64_t limit)
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
    XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* self, XML_Char const*, XML_Char const*, XML_Char const*,
                                                     int) { static_cast<XmlEntry*>(self)->refuse_doctype(); });
  }
  XmlEntry(XmlEntry const&) = delete;
  XmlEntry& operator=(XmlEntry const&) = delete;
  virtual ~XmlEntry() = default;

  /// Feeds one piece; false at the end.
  bool advance() {
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
  void read_all() {
    while (advance()) {
    }
  }
  std::uint64_t bytes_read() const { return read_; }

 protected:
  virtual void begin(std::string_view element, char const** attributes) = 0;
  virtual void end(std::string_view element) = 0;
  virtual void text(std::string_view) {}
  std::filesystem::path const& path() const { return path_; }

 private:
  void refuse_doctype() { XML_StopParser(parser_.get(), XML_FALSE); }

  std::filesystem::path path_;
  std::uint64_t limit_;
  std::uint64_t read_ = 0;
  std::unique_ptr<zip_file_t, CloseEntry> entry_;
  std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
};

/// xl/sharedStrings.xml: the texts that cells point to.
class SharedTexts : public XmlEntry {
 public:
  using XmlEntry::XmlEntry;
  std::vector<std::string> texts;

 private:
  void begin(std::string_view element, char const**) override {
    if (element == "si") texts.emplace_back();
    if (element == "rPh") phonetic_ = true;
    in_text_ = element == "t" && !phonetic_;
  }
  void end(std::string_view element) override {
    if (element == "rPh") phonetic_ = false;
    in_text_ = false;
  }
  void text(std::string_view s) override {
    if (in_text_ && !texts.empty()) texts.back() += s;
  }
  bool in_text_ = false;
  bool phonetic_ = false;
};

/// xl/styles.xml: which cell formats show a number as a day.
class Styles : public XmlEntry {
 public:
  using XmlEntry::XmlEntry;
  std::vector<bool> is_day;

 private:
  void begin(std::string_view element, char const** attributes) override {
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
  void end(std::string_view element) override {
    if (element == "cellXfs") in_formats_ = false;
  }
  std::set<std::string> day_formats_;
  bool in_formats_ = false;
};

struct SheetEntry {
  Workbook::SheetName shown;
  std::string relation;
};

/// xl/workbook.xml: the sheets, and whether days count from 1904.
class WorkbookParts : public XmlEntry {
 public:
  using XmlEntry::XmlEntry;
  std::vector<SheetEntry> sheets;
  bool from_1904 = false;

 private:
  void begin(std::string_view element, char const** attributes) override {
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
  void end(std::string_view) override {}
};

class Relations : public XmlEntry {
 public:
  using XmlEntry::XmlEntry;
  std::map<std::string, std::string> targets;

 private:
  void begin(std::string_view element, char const** attributes) override {
    if (element == "Relationship")
      targets[std::string{attribute(attributes, "Id")}] = std::string{attribute(attributes, "Target")};
  }
  void end(std::string_view) override {}
};

/// Cells merged down several rows: what the first one holds is said of all of them.
struct MergedDown {
  std::uint64_t first_row = 0;
  std::uint64_t last_row = 0;
  std::size_t column = 0;
};

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

/// The merged cells of a sheet, which stand behind its rows: hence a look at it before they are read.
class MergedCells : public XmlEntry {
 public:
  using XmlEntry::XmlEntry;
  std::vector<MergedDown> merged;

 private:
  void begin(std::string_view element, char const** attributes) override {
    constexpr std::size_t kMost = 1'000'000;
    if (element != "mergeCell" || merged.size() == kMost) return;
    auto const range = attribute(attributes, "ref");
    auto const colon = std::min(range.find(':'), range.size());
    auto const [column, row] = cell_place(range.substr(0, colon));
    auto const [last_column, last_row] = cell_place(range.substr(std::min(colon + 1, range.size())));
    if (column > 0 && column <= kMostColumns && last_row > row) merged.push_back({row, last_row, column - 1});
  }
  void end(std::string_view) override {}
};

struct SheetRow {
  std::uint64_t number = 0;
  std::vector<std::string> cells;
};

/// The day a spreadsheet's serial number means; it counts the 29th of February 1900, which never was.
std::string day_text(double serial, bool from_1904) {
  auto const days = static_cast<std::int64_t>(std::floor(serial)) + (from_1904 ? 1462 : 0);
  if (days < 61 || days > 2'958'465) return fmt::format("{}", serial);
  constexpr std::int64_t kUnixEpoch = 25'569;
  return format_day(static_cast<DayNumber>(days - kUnixEpoch));
}

class Sheet : public XmlEntry {
 public:
  Sheet(zip_t* archive, std::filesystem::path const& path, std::string const& name,
        std::vector<std::string> const& texts, std::vector<bool> const& is_day, bool from_1904)
      : XmlEntry{archive, path, name, kLargestSheet}, texts_{texts}, is_day_{is_day}, from_1904_{from_1904} {}

  /// The next row with a value in it; false at the end.
  bool next(SheetRow& row) {
    while (rows_.empty() && !ended_) ended_ = !advance();
    if (rows_.empty()) return false;
    row = std::move(rows_.front());
    rows_.pop_front();
    return true;
  }

 private:
  void begin(std::string_view element, char const** attributes) override {
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

  void end(std::string_view element) override {
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

  void text(std::string_view s) override {
    if (in_value_ && !phonetic_) value_ += s;
  }

  std::string cell_text() {
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

  std::vector<std::string> const& texts_;
  std::vector<bool> const& is_day_;
  bool from_1904_;
  SheetRow current_;
  std::uint64_t last_row_ = 0;
  std::size_t column_ = 0;
  std::string type_;
  std::size_t style_ = 0;
  std::string value_;
  bool in_value_ = false;
  bool phonetic_ = false;
  bool ended_ = false;
  std::deque<SheetRow> rows_;
};

std::size_t filled(SheetRow const& row) {
  return static_cast<std::size_t>(
      std::count_if(row.cells.begin(), row.cells.end(), [](std::string const& c) { return !trimmed(c).empty(); }));
}

/// Whether a cell could be a heading: has letters, no digit at its start.
bool like_heading(std::string_view cell) {
  cell = trimmed(cell);
  return cell.empty() || (cell.size() <= 60 && (cell.front() < '0' || cell.front() > '9'));
}

}  // namespace

struct Workbook::Parts {
  std::filesystem::path path;  ///< or what messages call the bytes
  std::string bytes;           ///< of a workbook in memory; before the archive, which reads them to its end
  Archive archive;
  std::uint64_t size = 0;
  std::vector<SheetName> names;
  std::vector<std::string> files;  ///< in the archive, by sheet
  std::vector<std::string> texts;
  std::vector<bool> is_day;
  bool from_1904 = false;

  void read() {
    if (!archive) throw bad_workbook(path, "the archive cannot be opened");
    WorkbookParts parts{archive.get(), path, "xl/workbook.xml", 16 << 20};
    parts.read_all();
    Relations relations{archive.get(), path, "xl/_rels/workbook.xml.rels", 16 << 20};
    relations.read_all();
    for (auto const& sheet : parts.sheets) {
      auto const& target = relations.targets[sheet.relation];
      if (target.empty()) continue;
      names.push_back(sheet.shown);
      files.push_back(target.starts_with('/') ? target.substr(1) : "xl/" + target);
    }
    auto const visible = std::any_of(names.begin(), names.end(), [](auto const& name) { return !name.hidden; });
    if (!visible) throw bad_workbook(path, "it has no visible sheet");
    from_1904 = parts.from_1904;
    if (zip_name_locate(archive.get(), "xl/sharedStrings.xml", 0) >= 0) {
      SharedTexts shared{archive.get(), path, "xl/sharedStrings.xml", kLargestTexts};
      shared.read_all();
      texts = std::move(shared.texts);
    }
    if (zip_name_locate(archive.get(), "xl/styles.xml", 0) >= 0) {
      Styles styles{archive.get(), path, "xl/styles.xml", 64 << 20};
      styles.read_all();
      is_day = std::move(styles.is_day);
    }
  }
};

namespace {

/// Whether the bytes occur in an entry. Merged cells are named behind all rows, and most registers have none: to look
/// for the word costs a fraction of reading the sheet as XML.
bool entry_contains(zip_t* archive, std::string const& name, std::string_view wanted) {
  auto const entry = std::unique_ptr<zip_file_t, CloseEntry>{zip_fopen(archive, name.c_str(), 0)};
  if (!entry) return false;
  std::string window;
  std::array<char, 1 << 16> buffer;
  std::uint64_t read = 0;
  for (;;) {
    auto const count = zip_fread(entry.get(), buffer.data(), buffer.size());
    if (count <= 0) return false;
    read += static_cast<std::uint64_t>(count);
    if (read > kLargestSheet) return false;
    // What spans two pieces is found too.
    window.erase(0, window.size() - std::min(window.size(), wanted.size() - 1));
    window.append(buffer.data(), static_cast<std::size_t>(count));
    if (window.find(wanted) != std::string::npos) return true;
  }
}

class WorkbookReader : public TableReader {
 public:
  WorkbookReader(std::shared_ptr<Workbook::Parts> parts, std::size_t sheet) : parts_{std::move(parts)} {
    auto const& file = parts_->files.at(sheet);
    zip_stat_t stat{};
    if (zip_stat(parts_->archive.get(), file.c_str(), 0, &stat) == 0) {
      unpacked_ = stat.size;
      packed_ = stat.comp_size;
    }
    if (entry_contains(parts_->archive.get(), file, "mergeCell")) {
      MergedCells merged{parts_->archive.get(), parts_->path, file, kLargestSheet};
      try {
        merged.read_all();
      } catch (Failure const&) {  // told where it matters: reading the rows comes to the same place
      }
      merged_ = std::move(merged.merged);
      std::sort(merged_.begin(), merged_.end(), [](auto const& a, auto const& b) { return a.first_row < b.first_row; });
    }
    sheet_ = std::make_unique<Sheet>(parts_->archive.get(), parts_->path, file, parts_->texts, parts_->is_day,
                                     parts_->from_1904);
    find_header();
  }

  std::vector<std::string> const& header() const override { return header_; }
  std::optional<Error> trouble() const override { return trouble_; }
  /// In bytes of the file, which is packed.
  std::uint64_t position() const override {
    return unpacked_ == 0 ? 0
                          : static_cast<std::uint64_t>(static_cast<double>(sheet_->bytes_read()) /
                                                       static_cast<double>(unpacked_) * static_cast<double>(packed_));
  }
  std::uint64_t size() const override { return packed_; }

  bool next(TableRow& row) override {
    do {
      if (!ahead_.empty()) {
        current_ = std::move(ahead_.front());
        ahead_.pop_front();
      } else {
        try {
          if (!next_row(current_)) return false;
        } catch (Failure const& failure) {
          trouble_ = failure.error();
          return false;
        }
      }
    } while (filled(current_) == 0);
    current_.cells.resize(header_.size());
    fields_.assign(current_.cells.begin(), current_.cells.end());
    raw_.clear();
    for (auto const& cell : current_.cells) raw_ += (raw_.empty() ? "" : "\t") + cell;
    row = {current_.number, fields_, std::string_view{raw_}.substr(0, 4096), false, nullptr};
    return true;
  }

 private:
  /// The next row of the sheet with what cells merged from above say of it.
  bool next_row(SheetRow& row) {
    if (!sheet_->next(row)) return false;
    if (merged_.empty() || filled(row) == 0) return true;
    std::erase_if(open_, [&](auto const& one) { return one.first.last_row < row.number; });
    for (auto const& [cell, value] : open_) {
      if (row.number <= cell.first_row) continue;
      if (row.cells.size() <= cell.column) row.cells.resize(cell.column + 1);
      if (row.cells[cell.column].empty()) row.cells[cell.column] = value;
    }
    for (; next_merged_ < merged_.size() && merged_[next_merged_].first_row <= row.number; ++next_merged_) {
      auto const& cell = merged_[next_merged_];
      auto const here = cell.first_row == row.number && cell.column < row.cells.size();
      if (here && !row.cells[cell.column].empty()) open_.emplace_back(cell, row.cells[cell.column]);
    }
    return true;
  }

  void find_header() {
    SheetRow row;
    while (ahead_.size() < 30 && next_row(row)) ahead_.push_back(std::move(row));
    std::size_t widest = 0;
    for (auto const& candidate : ahead_) widest = std::max(widest, filled(candidate));
    while (!ahead_.empty() && filled(ahead_.front()) * 2 <= widest) ahead_.pop_front();
    if (ahead_.empty()) throw invalid_input("empty_table", "the sheet has no heading row");
    auto const first = std::move(ahead_.front());
    ahead_.pop_front();
    for (auto const& cell : first.cells) header_.emplace_back(trimmed(cell));
    if (ahead_.empty()) return;
    auto const& second = ahead_.front().cells;
    auto const all_headings = std::all_of(second.begin(), second.end(), [](auto const& c) { return like_heading(c); });
    bool fills_gap = false;
    for (std::size_t c = 0; c < second.size(); ++c)
      fills_gap = fills_gap || ((c >= header_.size() || header_[c].empty()) && !trimmed(second[c]).empty());
    if (!all_headings || !fills_gap) return;
    header_.resize(std::max(header_.size(), second.size()));
    for (std::size_t c = 0; c < second.size(); ++c)
      if (!trimmed(second[c]).empty()) header_[c] = std::string{trimmed(second[c])};
    ahead_.pop_front();
  }

  std::shared_ptr<Workbook::Parts> parts_;
  std::unique_ptr<Sheet> sheet_;
  std::uint64_t unpacked_ = 0;
  std::uint64_t packed_ = 0;
  std::vector<MergedDown> merged_;
  std::size_t next_merged_ = 0;
  std::vector<std::pair<MergedDown, std::string>> open_;  ///< merged cells that reach down to here, with their value
  std::vector<std::string> header_;
  std::deque<SheetRow> ahead_;
  SheetRow current_;
  std::vector<std::string_view> fields_;
  std::string raw_;
  std::optional<Error> trouble_;
};

}  // namespace

bool is_workbook(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  char magic[4] = {};
  file.read(magic, sizeof magic);
  return file.gcount() == 4 && std::memcmp(magic, "PK\x03\x04", 4) == 0;
}

Workbook::Workbook(std::filesystem::path const& path) : parts_{std::make_shared<Parts>()} {
  parts_->path = path;
  int error = 0;
  parts_->archive.reset(zip_open(path.c_str(), ZIP_RDONLY, &error));
  parts_->read();
}

Workbook::Workbook(std::string bytes, std::string name) : parts_{std::make_shared<Parts>()} {
  parts_->path = std::move(name);
  parts_->bytes = std::move(bytes);
  auto* const source = zip_source_buffer_create(parts_->bytes.data(), parts_->bytes.size(), 0, nullptr);
  if (source != nullptr) {
    parts_->archive.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (!parts_->archive) zip_source_free(source);
  }
  parts_->read();
}

std::vector<Workbook::SheetName> const& Workbook::sheets() const {
  return parts_->names;
}

std::unique_ptr<TableReader> Workbook::open(std::size_t sheet) const {
  return std::make_unique<WorkbookReader>(parts_, sheet);
}

std::unique_ptr<TableReader> Workbook::open_first() const {
  std::optional<Failure> first;
  for (std::size_t i = 0; i < sheets().size(); ++i) {
    if (sheets()[i].hidden) continue;
    try {
      return open(i);
    } catch (Failure const& failure) {
      if (failure.error().code != "empty_table") throw;
      if (!first) first = failure;
    }
  }
  throw *first;
}

}  // namespace lianzhao::ingest
