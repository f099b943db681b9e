// Two tables, split at the first NUL, are read or refused; a text of any bytes names a region of the table or none.
// uses: ingest geo domain
// seeds: tests/fuzz/seeds/regions.tsv
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ingest/region_reader.h"
#include "kernel/error.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  auto const text = std::string_view{reinterpret_cast<char const*>(data), size};
  auto const cut = text.find('\0');
  try {
    auto const table = ingest::read_region_table(text.substr(0, cut), cut < size ? text.substr(cut + 1) : "");
    static_cast<void>(table.resolve_text(text));
  } catch (Failure const&) {
  }
  auto const& real = ingest::region_table();
  for (auto const within : {kUnknownRegion, RegionCode{220000}, RegionCode{220500}}) {
    auto const found = real.find_in_text(text, within);
    if (found.code != kUnknownRegion && real.find(found.code) == nullptr) std::abort();
    if (found.end > size || found.begin > found.end) std::abort();
  }
  return 0;
}
