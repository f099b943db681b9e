#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "kernel/file.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::app {
namespace {

struct Output : testing::Test {
  int run(std::string const& arguments) const {
    auto const command = fmt::format("{} {} 2>{}", LIANZHAO_BINARY, arguments, (folder.path() / "errors").string());
    return WEXITSTATUS(std::system(command.c_str()));
  }
  std::filesystem::path write(std::string const& name, std::string const& bytes) const {
    std::ofstream{folder.path() / name} << bytes;
    return folder.path() / name;
  }
  std::string errors() const { return read_file(folder.path() / "errors"); }

  testkit::TemporaryFolder folder;
};

// /dev/full takes nothing, as a full disk does.
TEST_F(Output, what_could_not_be_written_is_no_success) {
  auto const rows = write("rows.csv", "name,scope\n甲药业有限公司,疫苗生产\n");
  EXPECT_EQ(run(fmt::format("classify --in {} --out - >/dev/full", rows.string())), 1);
  EXPECT_NE(errors().find("file_unwritable"), std::string::npos);
  EXPECT_EQ(run("--json chain check >/dev/full"), 1);
  EXPECT_EQ(run("--help >/dev/full"), 0);
  std::filesystem::create_symlink("/dev/full", folder.path() / "full");
  EXPECT_EQ(run(fmt::format("synth enterprises --count 3 --out {}", (folder.path() / "full").string())), 1);
  EXPECT_TRUE(std::filesystem::is_character_file(folder.path() / "full"));
}

TEST_F(Output, a_dash_is_standard_output_and_nothing_else_stands_there) {
  auto const rows = write("rows.csv", "text,label\n钢材冶炼,甲\n棉布织造,乙\n钢铁轧制,甲\n棉纱纺织,乙\n");
  auto const model = folder.path() / "model";
  ASSERT_EQ(
      run(fmt::format("learn --in {} --text text --label label --model {} >/dev/null", rows.string(), model.string())),
      0);
  auto const out = folder.path() / "out";
  ASSERT_EQ(run(fmt::format("--json predict --model {} --in {} --top 1 --out - >{}", model.string(), rows.string(),
                            out.string())),
            0);
  auto const lines = read_file(out);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4);
  EXPECT_EQ(lines.find("predicted"), std::string::npos);
}

TEST_F(Output, knowledge_with_a_weight_that_is_none_is_rejected_and_counted) {
  auto const rows = write("rows.csv", "text,label\n钢材冶炼,甲\n棉布织造,乙\n");
  auto const also = write("also.csv", "text,label,weight\n炼钢,甲,2\n织布,乙,\n纺纱,乙,abc\n炼铁,甲,-1\n轧钢,甲,nan\n");
  auto const out = folder.path() / "out";
  EXPECT_EQ(run(fmt::format("--json learn --in {} --text text --label label --also {} --model {} >{}", rows.string(),
                            also.string(), (folder.path() / "model").string(), out.string())),
            3);
  auto const report = read_file(out);
  EXPECT_NE(report.find("\"rejected\":3"), std::string::npos) << report;
  EXPECT_NE(report.find("\"also\":2"), std::string::npos) << report;
  EXPECT_NE(errors().find("line 4: weight \"abc\""), std::string::npos) << errors();
}

TEST_F(Output, chain_check_reads_standard_input_and_goes_on_behind_a_file_that_is_not_there) {
  auto const chain = write("chain.yaml", "chain: tea\nname: 茶\n");
  auto const out = folder.path() / "out";
  EXPECT_EQ(run(fmt::format("--json chain check - <{} >{}", chain.string(), out.string())), 1);
  EXPECT_NE(read_file(out).find("\"file\":\"standard input\""), std::string::npos);
  EXPECT_EQ(run(fmt::format("--json chain check {} {} >{}", (folder.path() / "gone.yaml").string(), chain.string(),
                            out.string())),
            1);
  EXPECT_NE(read_file(out).find("file_unreadable"), std::string::npos);
  EXPECT_NE(read_file(out).find("no_nodes"), std::string::npos);
}

}  // namespace
}  // namespace lianzhao::app
