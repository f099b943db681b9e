#include "ingest/region_shapes.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "ingest/map_shapes.h"
#include "ingest/region_reader.h"
#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_{fs::temp_directory_path() / ("lianzhao-shapes-" + std::to_string(::getpid()))} {
    fs::remove_all(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

std::string square(std::string const& id, std::string const& name, double lon, double lat) {
  return fmt::format(R"({{"type":"Feature","id":"{0}","properties":{{"name":"{1}"}},"geometry":{{"type":"Polygon",)"
                     R"("coordinates":[[[{2},{3}],[{4},{3}],[{4},{5}],[{2},{5}],[{2},{3}]]]}}}})",
                     id, name, lon, lat, lon + 0.5, lat + 0.5);
}

std::string collection(std::vector<std::string> const& features) {
  return fmt::format(R"({{"type":"FeatureCollection","features":[{}]}})", fmt::join(features, ","));
}

auto const kWgs = geo::CoordinateSystem::kWgs84;

TEST(RegionShapes, counties_go_to_todays_prefecture_and_counts_add_up) {
  Folder folder;
  auto const text = collection({square("220581", "梅河口市", 125.6, 42.4), square("220381", "公主岭市", 124.7, 43.4),
                                square("220599", "nowhere", 125, 42), square("x", "no code", 125, 42),
                                square("220582", "swapped", 41, 126)});
  auto const done = import_region_shapes(text, kWgs, "test.geojson", region_table(), folder.path());
  EXPECT_EQ(done.read, 5U);
  EXPECT_EQ(done.accepted, 2U);
  EXPECT_EQ(done.resolved, 1U);
  EXPECT_EQ(done.rejected, 3U);
  ASSERT_EQ(done.problems.size(), 3U);
  EXPECT_EQ(done.problems[0].reason, "unknown_code");
  EXPECT_EQ(done.problems[1].reason, "no_code");
  EXPECT_EQ(done.problems[2].reason, "outside_china");
  EXPECT_EQ(done.files, (std::vector<std::string>{"220100.json", "220500.json"}));
  auto const shown = find_map_shape(folder.path(), "220100");
  ASSERT_TRUE(shown.has_value());
  EXPECT_EQ(shown->source, ShapeSource::kImported);
  EXPECT_NE(shown->geojson.find("220184"), std::string::npos);
  EXPECT_EQ(read_geojson(shown->geojson).features.size(), 1U);
}

TEST(RegionShapes, importing_again_replaces_and_keeps_the_rest) {
  Folder folder;
  import_region_shapes(collection({square("220581", "a", 125.6, 42.4), square("220582", "b", 126, 41)}), kWgs, "1",
                       region_table(), folder.path());
  import_region_shapes(collection({square("220581", "a", 125.0, 42.0)}), kWgs, "2", region_table(), folder.path());
  auto const read = read_geojson(find_map_shape(folder.path(), "220500")->geojson);
  ASSERT_EQ(read.features.size(), 2U);
  EXPECT_EQ(read.features[0].shape[0][0][0].lon, 125.0);
}

TEST(RegionShapes, a_province_leaves_the_rest_of_china_as_it_was) {
  Folder folder;
  auto const before = read_geojson(find_map_shape({}, "china")->geojson);
  import_region_shapes(collection({square("220000", "吉林省", 125.0, 42.0)}), kWgs, "1", region_table(), folder.path());
  auto const text = find_map_shape(folder.path(), "china")->geojson;
  EXPECT_EQ(read_geojson(text).features.size(), before.features.size());
  EXPECT_NE(text.find("南海诸岛"), std::string::npos);
}

TEST(MapShapes, every_bundled_shape_bears_todays_code_and_china_is_whole) {
  for (auto const province : region_table().children(kChina)) {
    auto const shape = find_map_shape({}, std::to_string(province));
    ASSERT_TRUE(shape.has_value()) << province;
    EXPECT_LT(shape->geojson.size(), 150'000U);
    for (auto const& feature : read_geojson(shape->geojson).features) {
      EXPECT_NE(region_table().find(feature.code), nullptr) << feature.name;
      EXPECT_EQ(region_table().find(feature.code)->name, feature.name);
      EXPECT_TRUE(region_contains(province, feature.code)) << feature.name;
    }
  }
  auto const china = find_map_shape({}, "china");
  ASSERT_TRUE(china.has_value());
  EXPECT_LT(china->geojson.size(), 200'000U);
  auto const read = read_geojson(china->geojson);
  EXPECT_EQ(read.features.size(), 34U);
  // 台湾省 with 钓鱼岛 and 赤尾屿, and the inset of the South China Sea islands (it has no code).
  for (auto const& feature : read.features) {
    if (feature.code != 710000) continue;
    EXPECT_TRUE(geo::contains(feature.shape, {25.743, 123.47}));
    EXPECT_TRUE(geo::contains(feature.shape, {25.92, 124.56}));
  }
  EXPECT_NE(china->geojson.find("南海诸岛"), std::string::npos);
}

// The schematic provinces are to within a few percent as large as the yearbooks say.
TEST(MapShapes, areas_are_those_of_the_yearbook) {
  struct Row {
    RegionCode code;
    double km2;
  };
  auto const read = read_geojson(find_map_shape({}, "china")->geojson);
  for (auto const& row : {Row{220000, 187400}, Row{650000, 1664900}, Row{510000, 486000}, Row{440000, 179700}}) {
    for (auto const& feature : read.features) {
      if (feature.code != row.code) continue;
      EXPECT_NEAR(geo::area_m2(feature.shape) / 1e6, row.km2, row.km2 * 0.05) << row.code;
    }
  }
}

TEST(MapShapes, other_names_find_nothing) {
  EXPECT_FALSE(find_map_shape({}, "../regions").has_value());
  EXPECT_FALSE(find_map_shape({}, "2200000").has_value());
  EXPECT_FALSE(find_map_shape({}, "220500").has_value());
}

TEST(GeoJson, what_is_none_is_refused_with_a_reason) {
  auto const fails = [](std::string_view text, std::string_view code) {
    try {
      read_geojson(text, kWgs, {1000, 1, 5});
      ADD_FAILURE() << text;
    } catch (Failure const& failure) {
      EXPECT_EQ(failure.error().code, code) << text;
    }
  };
  fails("", "bad_geojson");
  fails("[]", "bad_geojson");
  fails("{\"type\":\"Topology\"}", "bad_geojson");
  fails(std::string(400, '[') + std::string(400, ']'), "bad_geojson");
  fails(std::string(1001, ' '), "file_too_large");
  fails(collection({square("220581", "a", 125, 42), square("220582", "b", 126, 41)}), "file_too_large");
}

TEST(GeoJson, an_open_ring_and_a_line_are_problems_of_their_feature) {
  auto const read = read_geojson(
      R"({"type":"FeatureCollection","features":[
        {"type":"Feature","id":220581,"geometry":{"type":"Polygon","coordinates":[[[125,42],[126,42],[126,43],[125,43]]]}},
        {"type":"Feature","properties":{"gb":"156220581"},"geometry":{"type":"LineString","coordinates":[[125,42],[126,42]]}},
        {"type":"Feature","properties":{"adcode":220581},"geometry":null}, 7]})");
  EXPECT_EQ(read.read, 4U);
  EXPECT_EQ(read.problems.size(), 4U);
}

// Real county shapes of Jilin, under a map provider's terms: read where they lie, never shipped.
TEST(RegionShapes, the_counties_of_jilin_are_taken_in) {
  auto const dir = fs::path{LIANZHAO_SOURCE_DIR} / "../shared/data/geo/jilin_county";
  if (!fs::exists(dir)) GTEST_SKIP() << "no " << dir << ": county shapes are not there";
  Folder folder;
  std::size_t read = 0;
  std::size_t accepted = 0;
  for (auto const& file : fs::directory_iterator{dir}) {
    auto const done = import_region_shapes(read_file(file.path()), kWgs, file.path().filename().string(),
                                           region_table(), folder.path());
    read += done.read;
    accepted += done.accepted;
    for (auto const& problem : done.problems) ADD_FAILURE() << problem.message;
  }
  EXPECT_EQ(read, 60U);
  EXPECT_EQ(accepted, read);
  // Every county's own point lies in its shape or at least near by: the shapes are in GCJ-02.
  auto inside = 0;
  auto counted = 0;
  for (auto const prefecture : region_table().children(220000)) {
    auto const shape = find_map_shape(folder.path(), std::to_string(prefecture));
    ASSERT_TRUE(shape.has_value()) << prefecture;
    for (auto const& feature : read_geojson(shape->geojson).features) {
      auto const& region = *region_table().find(feature.code);
      EXPECT_EQ(region.parent, prefecture);
      if (region.precision == PointPrecision::kParent) continue;
      ++counted;
      inside += geo::contains(feature.shape, {region.latitude, region.longitude}) ? 1 : 0;
    }
  }
  EXPECT_GE(inside, counted * 9 / 10) << inside << " of " << counted;
}

}  // namespace
}  // namespace lianzhao::ingest
