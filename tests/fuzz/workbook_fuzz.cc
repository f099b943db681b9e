// uses: ingest
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include <unistd.h>

#include "ingest/table_reader.h"
#include "kernel/error.h"
#include "kernel/file.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  static auto const kFile =
      std::filesystem::temp_directory_path() / ("workbook_fuzz_" + std::to_string(getpid()) + ".xlsx");
  write_file_atomically(kFile, {reinterpret_cast<char const*>(data), size});
  try {
    auto const table = ingest::open_table(kFile);
    ingest::TableRow row;
    while (table->next(row)) {
    }
  } catch (Failure const&) {
  }
  return 0;
}
