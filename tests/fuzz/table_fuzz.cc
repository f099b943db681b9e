// uses: ingest
// seeds: tests/fuzz/seeds/table
// CSV and NDJSON, plain and gzip, in any encoding; and what becomes of their rows.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ingest/columns.h"
#include "ingest/region_reader.h"
#include "ingest/register_row.h"
#include "ingest/table_reader.h"
#include "kernel/error.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  std::string_view const bytes{reinterpret_cast<char const*>(data), size};
  try {
    auto const table = ingest::read_table(ingest::bytes_in_memory(bytes));
    ingest::ColumnMap columns;
    for (std::size_t i = 0; i < ingest::kRegisterFields && i < table->header().size(); ++i) columns.column[i] = i;
    ingest::RegisterRowReader rows{table->header(), columns, ingest::region_table(), civil_day(now())};
    ingest::TableRow row;
    ingest::RegisterRow out;
    while (table->next(row)) {
      rows.read(row, out);
      if (!out.note && out.reject == nullptr && out.enterprise.name.empty()) __builtin_trap();
    }
  } catch (Failure const&) {
  }
  return 0;
}
