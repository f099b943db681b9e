#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

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

}  // namespace
}  // namespace lianzhao::app
