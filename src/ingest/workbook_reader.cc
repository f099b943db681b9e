#include "ingest/workbook_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <fstream>
#include <vector>

#include "ingest/trim.h"
#include "ingest/workbook_parts.h"

namespace lianzhao::ingest {

using namespace workbook;  // its parts are read here only

namespace {

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
