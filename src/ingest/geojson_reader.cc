#include "ingest/geojson_reader.h"

#include <charconv>
#include <cmath>
#include <optional>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/error.h"

namespace lianzhao::ingest {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxDepth = 12;  // a MultiPolygon in a collection needs nine

std::optional<RegionCode> code_of(json::value const* value) {
  if (value == nullptr) return std::nullopt;
  std::string digits;
  if (auto const* text = value->if_string()) {
    digits = std::string{text->data(), text->size()};
  } else if (value->is_int64() || value->is_uint64()) {
    digits = fmt::format("{}", value->to_number<std::int64_t>());
  } else {
    return std::nullopt;
  }
  auto const six = without_country(digits);
  RegionCode code = 0;
  auto const [end, error] = std::from_chars(six.data(), six.data() + six.size(), code);
  if (error != std::errc{} || end != six.data() + six.size() || code < 100'000 || code > 999'999) {
    return std::nullopt;
  }
  return code;
}

/// Reads one geometry; counts points into `points`.
class GeometryReader {
 public:
  GeometryReader(geo::CoordinateSystem from, GeoJsonLimits const& limits) : from_{from}, limits_{limits} {}

  /// Empty text when `shape` was read, else what is wrong.
  std::string read(json::value const* geometry, geo::MultiPolygon& shape) {
    auto const* object = geometry == nullptr ? nullptr : geometry->if_object();
    if (object == nullptr) return "it has no geometry";
    auto const* type = object->if_contains("type");
    auto const* coordinates = object->if_contains("coordinates");
    auto const* parts = coordinates == nullptr ? nullptr : coordinates->if_array();
    if (type == nullptr || !type->is_string() || parts == nullptr) return "its geometry has no type or coordinates";
    auto const& kind = type->get_string();
    if (kind == "Polygon") {
      shape.emplace_back();
      return polygon(*parts, shape.back());
    }
    if (kind != "MultiPolygon")
      return fmt::format("its geometry is a {}, only areas have a place here", std::string_view{kind});
    for (auto const& part : *parts) {
      if (!part.is_array()) return "a polygon is no list of rings";
      shape.emplace_back();
      if (auto problem = polygon(part.get_array(), shape.back()); !problem.empty()) return problem;
    }
    return shape.empty() ? "it has no polygon" : "";
  }

  bool outside() const { return outside_; }

 private:
  std::string polygon(json::array const& rings, geo::Polygon& out) {
    if (rings.empty()) return "a polygon has no ring";
    for (auto const& ring : rings) {
      auto const* points = ring.if_array();
      if (points == nullptr || points->size() < 4) return "a ring has fewer than four points";
      points_ += points->size();
      if (points_ > limits_.points) {
        throw Failure{{ErrorKind::kOverLimit, "file_too_large",
                       fmt::format("the file has more than {} points; simplify it or split it", limits_.points)}};
      }
      auto& read = out.emplace_back();
      read.reserve(points->size());
      for (auto const& point : *points) {
        auto const* pair = point.if_array();
        if (pair == nullptr || pair->size() < 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number()) {
          return "a point is no pair of numbers";
        }
        auto const lon = (*pair)[0].to_number<double>();
        auto const lat = (*pair)[1].to_number<double>();
        if (!(lon >= 70 && lon <= 140 && lat >= 0 && lat <= 60)) {
          outside_ = true;
          return fmt::format("the point {}, {} lies outside China; longitude comes first", lon, lat);
        }
        read.push_back(geo::to_wgs84({lat, lon}, from_));
      }
      auto const same = [](geo::LatLon a, geo::LatLon b) { return a.lat == b.lat && a.lon == b.lon; };
      if (!same(read.front(), read.back())) return "a ring is not closed: its last point must repeat the first";
    }
    return "";
  }

  geo::CoordinateSystem from_;
  GeoJsonLimits const& limits_;
  std::size_t points_ = 0;
  bool outside_ = false;

 public:
  void next() { outside_ = false; }
};

json::array features_of(json::value& document) {
  auto* object = document.if_object();
  auto const* type = object == nullptr ? nullptr : object->if_contains("type");
  if (type != nullptr && type->is_string()) {
    if (type->get_string() == "Feature") return json::array{std::move(document)};
    auto* features = object->if_contains("features");
    if (type->get_string() == "FeatureCollection" && features != nullptr && features->is_array()) {
      return std::move(features->get_array());
    }
  }
  throw invalid_input("bad_geojson", "the file is no GeoJSON FeatureCollection; export the regions as one");
}

}  // namespace

GeoJson read_geojson(std::string_view text, geo::CoordinateSystem from, GeoJsonLimits const& limits) {
  if (text.size() > limits.bytes) {
    throw Failure{{ErrorKind::kOverLimit, "file_too_large",
                   fmt::format("{} bytes are more than the {} that are read; simplify the shapes or split the file",
                               text.size(), limits.bytes)}};
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code error;
  auto document = json::parse({text.data(), text.size()}, error, {}, options);
  if (error) throw invalid_input("bad_geojson", fmt::format("the file is no JSON: {}", error.message()));
  auto const features = features_of(document);
  if (features.size() > limits.features) {
    throw Failure{{ErrorKind::kOverLimit, "file_too_large",
                   fmt::format("{} features are more than the {} that are read", features.size(), limits.features)}};
  }

  GeoJson out;
  out.read = features.size();
  GeometryReader geometry{from, limits};
  for (std::size_t i = 0; i < features.size(); ++i) {
    GeoFeature feature;
    feature.index = i;
    auto const* object = features[i].if_object();
    auto const* properties_value = object == nullptr ? nullptr : object->if_contains("properties");
    auto const* properties = properties_value == nullptr ? nullptr : properties_value->if_object();
    auto code = object == nullptr ? std::nullopt : code_of(object->if_contains("id"));
    if (properties != nullptr) {
      for (auto const* key : {"adcode", "code", "gb", "id"}) {
        if (!code) code = code_of(properties->if_contains(key));
      }
      if (auto const* name = properties->if_contains("name"); name != nullptr && name->is_string()) {
        feature.name = std::string{name->get_string().data(), name->get_string().size()};
      }
    }
    auto const shown = feature.name.empty() ? std::string{"without a name"} : feature.name;
    if (!code) {
      out.problems.push_back(
          {i, "no_code", fmt::format("feature {} ({}) has no six-digit code as id, adcode or code", i, shown)});
      continue;
    }
    feature.code = *code;
    geometry.next();
    auto const problem = geometry.read(object->if_contains("geometry"), feature.shape);
    if (!problem.empty()) {
      out.problems.push_back({i, geometry.outside() ? "outside_china" : "bad_geometry",
                              fmt::format("feature {} ({} {}): {}", i, feature.code, shown, problem)});
      continue;
    }
    out.features.push_back(std::move(feature));
  }
  return out;
}

}  // namespace lianzhao::ingest
