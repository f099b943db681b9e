// Whatever the bytes are, they give features whose rings are closed and inside China, or a Failure; never a crash.
// uses: ingest geo domain
// seeds: tests/fuzz/seeds/geojson.lines
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ingest/geojson_reader.h"
#include "kernel/error.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  auto const text = std::string_view{reinterpret_cast<char const*>(data), size};
  try {
    auto const read = ingest::read_geojson(text, geo::CoordinateSystem::kGcj02, {1 << 20, 100, 10'000});
    if (read.read != read.features.size() + read.problems.size()) std::abort();
    for (auto const& feature : read.features) {
      if (feature.shape.empty()) std::abort();
      static_cast<void>(geo::contains(feature.shape, geo::inner_point(feature.shape)));
      if (!(geo::area_m2(feature.shape) >= 0)) std::abort();
    }
  } catch (Failure const&) {
  }
  return 0;
}
