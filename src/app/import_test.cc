#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "app/commands/job_works.h"
#include "kernel/file.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::app {
namespace {

// As on a full disk, where the register finds its place and the map does not.
TEST(ImportCommand, what_was_taken_in_is_told_when_the_map_cannot_be_built) {
  testkit::TemporaryFolder folder;
  auto const register_file = folder.path() / "register.csv";
  std::ofstream{register_file}
      << "企业名称,经营范围,地址\n甲药业有限公司,疫苗生产,吉林省长春市\n乙厂,机械加工,吉林省\n";
  // The file that names the snapshot cannot be replaced.
  std::filesystem::create_directories(folder.path() / "data" / "atlas" / "current" / "occupied");
  auto const run = [&](std::string const& arguments) {
    auto const command =
        fmt::format("{} {} --data {} --json >{} 2>{}", LIANZHAO_BINARY, arguments, (folder.path() / "data").string(),
                    (folder.path() / "out").string(), (folder.path() / "errors").string());
    return WEXITSTATUS(std::system(command.c_str()));
  };
  EXPECT_EQ(run("import enterprises " + register_file.string()), 1);
  auto const report = boost::json::parse(read_file(folder.path() / "out")).as_object();
  EXPECT_EQ(report.at("accepted").as_int64(), 2);
  EXPECT_TRUE(report.contains("not_refreshed"));
  EXPECT_NE(read_file(folder.path() / "errors").find("the register was taken in"), std::string::npos);

  std::filesystem::remove_all(folder.path() / "data" / "atlas" / "current");
  EXPECT_EQ(run("import enterprises " + register_file.string()), 0);
  auto const again = boost::json::parse(read_file(folder.path() / "out")).as_object();
  EXPECT_EQ(again.at("duplicates").as_int64(), 2);
  EXPECT_EQ(run("diagnose --region 220100 --chain biomedicine"), 0);
}

TEST(ImportRegions, the_job_of_the_page_counts_as_the_command_does_and_says_what_was_refused) {
  testkit::TemporaryFolder folder;
  auto const square = [](std::string const& code, double east, double north) {
    return fmt::format(R"({{"type":"Feature","id":"{0}","properties":{{"name":"甲"}},"geometry":{{"type":"Polygon",)"
                       R"("coordinates":[[[{1},{2}],[{3},{2}],[{3},{4}],[{1},{4}],[{1},{2}]]]}}}})",
                       code, east, north, east + 0.5, north + 0.5);
  };
  auto const file = folder.path() / "regions-1.geojson";
  std::ofstream{file} << R"({"type":"FeatureCollection","features":[)" << square("220581", 125.5, 42.3) << ","
                      << square("999999", 125.5, 42.3) << "]}";
  store::DataFolder const data{folder.path() / "data", {}};
  std::filesystem::create_directories(data.path);
  auto works = job_works(data);
  auto const work =
      std::find_if(works.begin(), works.end(), [](auto const& each) { return each.first == "import_regions"; });
  ASSERT_NE(work, works.end());
  auto const parameters = boost::json::object{{"file", file.string()}, {"name", "county.geojson"}, {"system", "wgs84"}};
  auto const result =
      boost::json::parse(work->second(boost::json::serialize(parameters), {}, [] { return false; })).as_object();
  EXPECT_EQ(result.at("read").to_number<int>(), 2);
  EXPECT_EQ(result.at("accepted").to_number<int>(), 1);
  EXPECT_EQ(result.at("rejected").to_number<int>(), 1);
  EXPECT_TRUE(std::filesystem::exists(data.path / "shapes"));
  auto const rejects = read_file(std::string{result.at("reject_file").as_string()});
  EXPECT_NE(rejects.find("\n2,"), std::string::npos) << "the second feature: " << rejects;
  EXPECT_NE(rejects.find("999999"), std::string::npos) << rejects;
}

}  // namespace
}  // namespace lianzhao::app
