#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <expat.h>
#include <zip.h>

#include "ingest/workbook_reader.h"
#include "kernel/error.h"

/// The XML files that an Office Open XML workbook consists of. For the workbook reader only.
namespace lianzhao::ingest::workbook {

inline constexpr std::uint64_t kLargestSheet = std::uint64_t{2} << 30;
inline constexpr std::uint64_t kLargestTexts = std::uint64_t{512} << 20;
inline constexpr std::size_t kMostColumns = 16'384;

/// Names the file but not where it lies, which is nobody's business: it may be an upload.
Failure bad_workbook(std::filesystem::path const& path, std::string_view why);

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

/// One XML file of the archive, parsed as it is inflated. Entities cannot be declared: no expansion bombs.
class XmlEntry {
 public:
  /// @throws Failure "bad_workbook" when the archive has none of the name.
  XmlEntry(zip_t* archive, std::filesystem::path const& path, std::string const& name, std::uint64_t limit);
  XmlEntry(XmlEntry const&) = delete;
  XmlEntry& operator=(XmlEntry const&) = delete;
  virtual ~XmlEntry() = default;

  /// Feeds one piece; false at the end.
  bool advance();
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
  void begin(std::string_view element, char const**) override;
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
  void begin(std::string_view element, char const** attributes) override;
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
  void begin(std::string_view element, char const** attributes) override;
  void end(std::string_view) override {}
};

class Relations : public XmlEntry {
 public:
  using XmlEntry::XmlEntry;
  std::map<std::string, std::string> targets;

 private:
  void begin(std::string_view element, char const** attributes) override;
  void end(std::string_view) override {}
};

/// Cells merged down several rows: what the first one holds is said of all of them.
struct MergedDown {
  std::uint64_t first_row = 0;
  std::uint64_t last_row = 0;
  std::size_t column = 0;
};

/// The merged cells of a sheet, which stand behind its rows: hence a look at it before they are read.
class MergedCells : public XmlEntry {
 public:
  using XmlEntry::XmlEntry;
  std::vector<MergedDown> merged;

 private:
  void begin(std::string_view element, char const** attributes) override;
  void end(std::string_view) override {}
};

struct SheetRow {
  std::uint64_t number = 0;
  std::vector<std::string> cells;
};

class Sheet : public XmlEntry {
 public:
  Sheet(zip_t* archive, std::filesystem::path const& path, std::string const& name,
        std::vector<std::string> const& texts, std::vector<bool> const& is_day, bool from_1904)
      : XmlEntry{archive, path, name, kLargestSheet}, texts_{texts}, is_day_{is_day}, from_1904_{from_1904} {}

  /// The next row with a value in it; false at the end.
  bool next(SheetRow& row);

 private:
  void begin(std::string_view element, char const** attributes) override;

  void end(std::string_view element) override;

  void text(std::string_view s) override {
    if (in_value_ && !phonetic_) value_ += s;
  }

  std::string cell_text();

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

}  // namespace lianzhao::ingest::workbook
