#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "domain/region_table.h"
#include "ingest/geojson_reader.h"

namespace lianzhao::ingest {

struct ShapeImport {
  std::size_t read = 0;
  std::size_t accepted = 0;  ///< read = accepted + rejected
  std::size_t rejected = 0;
  std::size_t resolved = 0;          ///< of the accepted: had an abolished code and now lie under today's
  std::vector<GeoProblem> problems;  ///< one for each rejected feature
  std::vector<std::string> files;    ///< written under DIR/shapes, sorted
};

/// Stores authorised shapes under DIR/shapes: counties in a file of their prefecture, prefectures in one of their
/// province, provinces in china.json; find_map_shape prefers them from then on. Shapes that are there and not in the
/// file stay, also the schematic ones of the binary. Abolished codes are resolved to today's (公主岭 220381 → 220184,
/// in the file of 长春); parts that are one region today become one shape. A code that is unknown today and was never
/// in force is rejected. Each file is replaced whole.
/// @throws Failure as read_geojson, and "file_unwritable".
ShapeImport import_region_shapes(std::string_view geojson, geo::CoordinateSystem from, std::string_view source_name,
                                 RegionTable const&, std::filesystem::path const& data_dir);

}  // namespace lianzhao::ingest
