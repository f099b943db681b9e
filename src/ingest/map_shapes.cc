#include "ingest/map_shapes.h"

#include <algorithm>

#include "bundled_shapes.h"
#include "kernel/file.h"

namespace lianzhao::ingest {

std::optional<MapShape> find_map_shape(std::filesystem::path const& data_dir, std::string_view name) {
  auto const is_code =
      name.size() == 6 && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!is_code && name != "china") return std::nullopt;
  auto const file = (name == "100000" ? std::string{"china"} : std::string{name}) + ".json";
  auto const imported = data_dir / "shapes" / file;
  if (std::error_code error; !data_dir.empty() && std::filesystem::is_regular_file(imported, error)) {
    return MapShape{read_file(imported), ShapeSource::kImported};
  }
  for (auto const& bundled : embedded::bundled_shapes()) {
    if (bundled.name == file) return MapShape{std::string{bundled.bytes}, ShapeSource::kBundled};
  }
  return std::nullopt;
}

}  // namespace lianzhao::ingest
