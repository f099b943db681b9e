// Any bytes are a list of zones or a Failure that says where; a zone that was read answers about an enterprise.
// uses: ingest domain
// seeds: demo/zones.yaml
#include <cstdint>
#include <string_view>

#include "ingest/region_reader.h"
#include "ingest/zone_reader.h"
#include "kernel/error.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  auto const text = std::string_view{reinterpret_cast<char const*>(data), size};
  try {
    Enterprise enterprise;
    enterprise.region_code = 220104;
    enterprise.address = std::string{text};
    for (auto const& zone : ingest::read_zones(text, "zones.yaml", ingest::region_table())) {
      static_cast<void>(zone_contains(zone, enterprise));
    }
  } catch (Failure const&) {
  }
  return 0;
}
