#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace lianzhao::ingest {

/// Where a map shape comes from; pages say 示意图 unless it is kImported.
enum class ShapeSource { kBundled, kImported };

struct MapShape {
  std::string geojson;  ///< a FeatureCollection; features carry today's code as id and properties.code
  ShapeSource source = ShapeSource::kBundled;
};

/// The outlines drawn when looking into a region: "china" (also "100000") holds the provinces, a province's code its
/// prefectures, a prefecture's code its counties. What was imported under DIR/shapes comes first; the schematic shapes
/// in the binary know China and the provinces. Absent when neither has it: the counties are shown as points then.
/// Any other spelling of `name` is absent too, so that a request cannot name another file.
std::optional<MapShape> find_map_shape(std::filesystem::path const& data_dir, std::string_view name);

}  // namespace lianzhao::ingest
