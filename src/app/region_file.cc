#include "app/region_file.h"

#include <algorithm>
#include <cstddef>

#include "ingest/byte_source.h"
#include "ingest/geojson_reader.h"
#include "kernel/error.h"

namespace lianzhao::app {

std::string read_region_file(std::filesystem::path const& path) {
  auto const source = ingest::open_bytes(path);
  std::string out;
  auto const limit = ingest::GeoJsonLimits{}.bytes + 1;
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  while (out.size() < limit) {
    auto const before = out.size();
    out.resize(before + std::min(kPiece, limit - before));
    auto const read = source->read(out.data() + before, out.size() - before);
    out.resize(before + read);
    if (read == 0) break;
  }
  if (auto const trouble = source->trouble()) throw Failure{*trouble};
  return out;
}

}  // namespace lianzhao::app
