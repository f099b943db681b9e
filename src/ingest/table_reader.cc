#include "ingest/table_reader.h"

#include <fmt/format.h>

#include "ingest/csv_reader.h"
#include "ingest/trim.h"
#include "ingest/workbook_reader.h"

namespace lianzhao::ingest {

namespace {

constexpr std::string_view kZipMark = "PK\x03\x04";
/// Of OLE2 compound files: .xls of Excel 97 to 2003, and workbooks with a password.
constexpr std::string_view kCompoundMark = "\xD0\xCF\x11\xE0";
constexpr std::size_t kLargestInMemory = std::size_t{256} << 20;

std::unique_ptr<LineBuffer> begin(std::unique_ptr<ByteSource> source) {
  auto buffer = std::make_unique<LineBuffer>(std::move(source));
  while (buffer->rest().size() < kZipMark.size() && buffer->more()) {
  }
  return buffer;
}

/// A workbook is a zip archive, which is read by its end: one that comes as a stream is kept whole.
Workbook workbook_from(LineBuffer& buffer, std::string name) {
  std::string bytes;
  do {
    bytes += buffer.rest();
    buffer.take(buffer.rest().size());
    if (bytes.size() > kLargestInMemory) {
      throw Failure{{ErrorKind::kOverLimit, "too_large",
                     fmt::format("{} is a workbook of more than {} MiB that comes as a stream; save it to a file and "
                                 "give its name",
                                 name, kLargestInMemory >> 20U)}};
    }
  } while (buffer.more());
  return Workbook{std::move(bytes), std::move(name)};
}

/// `name` is what messages call it: not where it lies, for it may be an upload.
std::unique_ptr<TableReader> lines_from(std::unique_ptr<LineBuffer> buffer, std::string const& name) {
  if (buffer->rest().starts_with(kCompoundMark)) {
    throw invalid_input(
        "old_workbook",
        fmt::format("{} is an old Excel workbook (.xls), or one with a password; open it and save it as .xlsx or CSV",
                    name));
  }
  if (trimmed(buffer->rest()).starts_with('{')) return read_ndjson(std::move(buffer));
  return read_csv(std::move(buffer));
}

std::vector<NamedTable> sheets_of(Workbook const& book) {
  std::vector<NamedTable> tables;
  for (std::size_t i = 0; i < book.sheets().size(); ++i) {
    auto const& sheet = book.sheets()[i];
    tables.push_back({sheet.name, sheet.hidden, [book, i] { return book.open(i); }});
  }
  return tables;
}

std::string name_of(std::filesystem::path const& path) {
  return path == "-" ? "standard input" : path.string();
}

/// The same without its folder.
std::string short_name_of(std::filesystem::path const& path) {
  return path == "-" ? "standard input" : path.filename().string();
}

}  // namespace

std::unique_ptr<TableReader> read_table(std::unique_ptr<ByteSource> source) {
  auto buffer = begin(std::move(source));
  if (buffer->rest().starts_with(kZipMark)) return workbook_from(*buffer, "the table").open_first();
  return lines_from(std::move(buffer), "the table");
}

std::unique_ptr<TableReader> open_table(std::filesystem::path const& path) {
  if (path != "-" && is_workbook(path)) return Workbook{path}.open_first();
  auto buffer = begin(open_bytes(path));
  if (buffer->rest().starts_with(kZipMark)) return workbook_from(*buffer, name_of(path)).open_first();
  return lines_from(std::move(buffer), short_name_of(path));
}

std::vector<NamedTable> tables_of(std::filesystem::path const& path) {
  if (path != "-" && is_workbook(path)) return sheets_of(Workbook{path});
  auto buffer = begin(open_bytes(path));
  if (buffer->rest().starts_with(kZipMark)) return sheets_of(workbook_from(*buffer, name_of(path)));
  // std::function wants what can be copied.
  auto const kept = std::make_shared<std::unique_ptr<LineBuffer>>(std::move(buffer));
  return {{"", false, [kept, name = short_name_of(path)] { return lines_from(std::move(*kept), name); }}};
}

}  // namespace lianzhao::ingest
