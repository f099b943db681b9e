#include "ingest/region_shapes.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "ingest/map_shapes.h"
#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {

namespace json = boost::json;

namespace {

/// Five digits are a metre; more only make maps slow.
double rounded(double degrees) {
  return std::round(degrees * 1e5) / 1e5;
}

json::value geometry_of(geo::MultiPolygon const& shape) {
  json::array polygons;
  for (auto const& polygon : shape) {
    json::array rings;
    for (auto const& ring : polygon) {
      json::array points;
      points.reserve(ring.size());
      for (auto const& point : ring) points.push_back(json::array{rounded(point.lon), rounded(point.lat)});
      rings.push_back(std::move(points));
    }
    polygons.push_back(std::move(rings));
  }
  return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

json::value feature_of(Region const& region, geo::MultiPolygon const& shape, std::string_view source_name) {
  auto const code = fmt::format("{:06}", region.code);
  auto const label = geo::inner_point(shape);
  return {{"type", "Feature"},
          {"id", code},
          {"properties",
           {{"name", region.name},
            {"code", code},
            {"cp", {rounded(label.lon), rounded(label.lat)}},
            {"area_km2", std::round(geo::area_m2(shape) / 1e4) / 100},
            {"source", source_name}}},
          {"geometry", geometry_of(shape)}};
}

std::string file_of(Region const& region) {
  return region.parent == kChina ? "china" : fmt::format("{:06}", region.parent);
}

/// Puts the features into the collection that a map of `name` would show so far.
std::string merged(std::string const& name, json::array added, std::filesystem::path const& data_dir) {
  json::object collection{{"type", "FeatureCollection"}, {"features", json::array{}}};
  if (auto const base = find_map_shape(data_dir, name)) {
    boost::system::error_code error;
    auto document = json::parse(base->geojson, error);
    if (error || !document.is_object() || !document.get_object()["features"].is_array()) {
      throw invalid_input("bad_geojson", fmt::format("shapes/{}.json in the data folder is damaged; remove it", name));
    }
    collection = std::move(document.get_object());
  }
  auto& features = collection["features"].get_array();
  for (auto& feature : added) {
    auto const& id = feature.get_object()["id"];
    auto const it = std::find_if(features.begin(), features.end(), [&](json::value const& other) {
      auto const* object = other.if_object();
      auto const* other_id = object == nullptr ? nullptr : object->if_contains("id");
      return other_id != nullptr && *other_id == id;
    });
    if (it == features.end()) {
      features.push_back(std::move(feature));
    } else {
      *it = std::move(feature);
    }
  }
  return json::serialize(collection);
}

}  // namespace

ShapeImport import_region_shapes(std::string_view geojson, geo::CoordinateSystem from, std::string_view source_name,
                                 RegionTable const& table, std::filesystem::path const& data_dir) {
  auto parsed = read_geojson(geojson, from);
  ShapeImport out;
  out.read = parsed.read;
  out.problems = std::move(parsed.problems);
  std::map<RegionCode, geo::MultiPolygon> shapes;
  for (auto& feature : parsed.features) {
    auto const resolved = table.explain_code(feature.code);
    auto const* region = table.find(resolved.code);
    if (region == nullptr || resolved.match == CodeMatch::kEnclosing || region->code == kChina || region->nominal ||
        region->level != region_level(feature.code)) {
      out.problems.push_back(
          {feature.index, "unknown_code",
           fmt::format("feature {} ({}): {} is no region of GB/T 2260, today or before, or was divided since",
                       feature.index, feature.name, feature.code)});
      continue;
    }
    out.resolved += resolved.match == CodeMatch::kChanged ? 1 : 0;
    ++out.accepted;
    auto& shape = shapes[region->code];
    shape.insert(shape.end(), std::make_move_iterator(feature.shape.begin()),
                 std::make_move_iterator(feature.shape.end()));
  }
  out.rejected = out.problems.size();
  std::sort(out.problems.begin(), out.problems.end(),
            [](GeoProblem const& a, GeoProblem const& b) { return a.index < b.index; });

  std::map<std::string, json::array> files;
  for (auto const& [code, shape] : shapes) {
    auto const& region = *table.find(code);
    files[file_of(region)].push_back(feature_of(region, shape, source_name));
  }
  for (auto& [name, features] : files) {
    auto const text = merged(name, std::move(features), data_dir);
    std::filesystem::create_directories(data_dir / "shapes");
    write_file_atomically(data_dir / "shapes" / (name + ".json"), text);
    out.files.push_back(name + ".json");
  }
  return out;
}

}  // namespace lianzhao::ingest
