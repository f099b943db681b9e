#include "ingest/table_reader.h"

#include "ingest/csv_reader.h"
#include "ingest/trim.h"
#include "ingest/workbook_reader.h"

namespace lianzhao::ingest {

std::unique_ptr<TableReader> read_table(std::unique_ptr<ByteSource> source) {
  auto buffer = std::make_unique<LineBuffer>(std::move(source));
  buffer->more();
  if (trimmed(buffer->rest()).starts_with('{')) return read_ndjson(std::move(buffer));
  return read_csv(std::move(buffer));
}

std::unique_ptr<TableReader> open_table(std::filesystem::path const& path) {
  // A workbook is a zip archive, which is read by its end: it needs a file of its own.
  if (is_workbook(path)) return open_workbook(path);
  return read_table(open_bytes(path));
}

}  // namespace lianzhao::ingest
