#include "pipeline/import_register.h"

#include <csignal>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ingest/register_row.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "store/data_folder.h"
#include "store/register_reader.h"

namespace lianzhao::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr char const* kHeader = "企业名称,统一社会信用代码,成立日期,注册资本,经营范围,省份,城市,住所\n";

class Import : public testing::Test {
 protected:
  Import()
      : folder_{fs::temp_directory_path() / fmt::format("lianzhao_import_{}_{}",
                                                        testing::UnitTest::GetInstance()->current_test_info()->name(),
                                                        getpid())} {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Import() override { fs::remove_all(folder_); }

  fs::path file(std::string const& name, std::string_view bytes) {
    write_file_atomically(folder_ / name, bytes);
    return folder_ / name;
  }
  ImportReport import(std::vector<fs::path> files, bool partial = false) {
    auto const database = store::open_register({folder_ / "data", {}});
    return import_register(*database, {std::move(files), {}, folder_ / "data" / "rejects", partial});
  }
  std::int64_t stored() {
    auto const database = store::open_register({folder_ / "data", {}});
    auto session = database->reader();
    return store::RegisterReader{session}.count();
  }
  std::optional<store::StoredEnterprise> find(std::string_view key) {
    auto const database = store::open_register({folder_ / "data", {}});
    auto session = database->reader();
    return store::RegisterReader{session}.find_key(key);
  }
  std::optional<store::StoredEnterprise> named(std::string const& name) {
    for (auto const region : {RegionCode{220100}, RegionCode{350100}, kUnknownRegion}) {
      if (auto found = find(ingest::name_key(name, region))) return found;
    }
    return std::nullopt;
  }
  static void expect_adds_up(ImportReport const& report) {
    EXPECT_EQ(report.read, report.accepted + report.updated + report.duplicates + report.rejected);
    EXPECT_LE(report.repaired, report.accepted + report.updated);
  }
  static std::string many_rows(int count) {
    std::string text = kHeader;
    for (auto i = 0; i < count; ++i)
      text += fmt::format("第{}公司,,2004-01-05,100万元,生产第{}种药品,吉林,长春,某路{}号\n", i, i, i);
    return text;
  }

  fs::path folder_;
};

TEST_F(Import, former_names_are_kept_however_the_register_divides_them) {
  auto const csv =
      "企业名称,统一社会信用代码,曾用名\n"
      "甲药业有限公司,,\"甲制药厂;甲药业有限公司；乙(吉林)有限公司(1999-03-01至2004-05-06)\"\n"
      "丙有限公司,,\"Bing Co., Ltd.|丙厂，丁厂\"\n"
      "戊有限公司,,-\n";
  expect_adds_up(import({file("a.csv", csv)}));
  EXPECT_EQ(named("甲药业有限公司")->enterprise.former_names, "甲制药厂、乙（吉林）有限公司");
  EXPECT_EQ(named("丙有限公司")->enterprise.former_names, "Bing Co., Ltd.、丙厂、丁厂");
  EXPECT_EQ(named("戊有限公司")->enterprise.former_names, "");
  EXPECT_EQ(import({file("a.csv", csv)}).duplicates, 3U);
}

// Lists that name an enterprise as it was called before come without its code.
TEST_F(Import, a_row_without_code_under_a_former_name_is_the_enterprise_that_bore_it) {
  auto const now = std::string{
      "企业名称,统一社会信用代码,曾用名,经营范围,省份,城市\n"
      "榕甲药业有限公司,91350100M000100Y43,榕甲制药厂,疫苗生产,福建,福州\n"};
  auto const before = std::string{
      "企业名称,经营范围,注册资本,省份,城市\n"
      "榕甲制药厂,药品生产,100万元,福建,福州\n"};
  auto const elsewhere = std::string{
      "企业名称,省份,城市\n"
      "榕甲制药厂,福建,厦门\n"
      "榕甲制药厂,,\n"};
  for (auto const now_first : {true, false}) {
    fs::remove_all(folder_ / "data");
    auto const first = import({file("1.csv", now_first ? now : before)});
    auto const second = import({file("2.csv", now_first ? before : now)});
    EXPECT_EQ(first.accepted, 1U);
    EXPECT_EQ(second.updated, 1U) << now_first;
    auto const one = now_first ? find("91350100M000100Y43") : named("榕甲制药厂");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->enterprise.name, "榕甲药业有限公司");
    EXPECT_EQ(one->enterprise.credit_code, "91350100M000100Y43");
    EXPECT_EQ(one->enterprise.former_names, "榕甲制药厂");
    // What it said under its old name is older: it fills what is blank and replaces nothing.
    EXPECT_EQ(one->enterprise.business_scope, "疫苗生产");
    EXPECT_EQ(one->enterprise.registered_capital_fen, 100'000'000);
    EXPECT_EQ(import({file("2.csv", before)}).duplicates, 1U);
    EXPECT_EQ(import({file("2.csv", now)}).duplicates, 1U);
    EXPECT_EQ(import({file("3.csv", elsewhere)}).accepted, 2U);
  }
}

TEST_F(Import, a_former_name_of_two_or_one_that_is_borne_now_finds_nobody) {
  auto const csv =
      "企业名称,统一社会信用代码,曾用名,省份,城市\n"
      "甲公司,91350100M000100Y43,某某制药厂,福建,福州\n"
      "乙公司,91220101MA13XQYL0T,\"某某制药厂、长春丙厂\",福建,福州\n"
      "长春丙厂,91350102NC3UX34E2T,,福建,福州\n";
  import({file("a.csv", csv)});
  auto const report =
      import({file("b.csv", "企业名称,经营范围,省份,城市\n某某制药厂,药品,福建,福州\n长春丙厂,药品,福建,福州\n")});
  EXPECT_EQ(report.accepted, 1U);
  EXPECT_EQ(report.updated, 1U);
  EXPECT_EQ(find("91220101MA13XQYL0T")->enterprise.business_scope, "");
}

TEST_F(Import, every_row_is_accounted_for) {
  auto const csv =
      file("a.csv", std::string{kHeader} +
                        "甲公司,91350100M000100Y43,2004-01-05,\"1,000(万元人民币)\",生产疫苗,福建,福州,鼓楼区某路\n"
                        "甲公司,91350100M000100Y43,2004-01-05,\"1,000(万元人民币)\",生产疫苗,福建,福州,鼓楼区某路\n"
                        "甲公司,91350100M000100Y43,2004-01-05,\"2,000(万元人民币)\",生产疫苗,福建,福州,鼓楼区某路\n"
                        "乙 公司,91350100M000100Y42,N/A,N/A,N/A,吉林,吉林,N/A\n"
                        "丁公司,220101000000018,,,,,,\n"
                        "N/A,,,,,,,\n"
                        "企业名称,统一社会信用代码,成立日期,注册资本,经营范围,省份,城市,住所\n"
                        "丙\xEF\xBF\xBD公司,,,,,,,\n");
  auto const report = import({csv});
  expect_adds_up(report);
  EXPECT_EQ(report.read, 8U);
  EXPECT_EQ(report.accepted, 3U);
  EXPECT_EQ(report.updated, 1U);
  EXPECT_EQ(report.duplicates, 1U);
  EXPECT_EQ(report.rejected, 3U);
  EXPECT_EQ(report.repaired, 1U);
  EXPECT_EQ(report.invalid_codes, 1U);
  EXPECT_EQ(report.old_numbers, 1U);
  auto const codes = read_file(report.flag_file);
  EXPECT_NE(codes.find("\"5\",\"91350100M000100Y42\",\"invalid\",\"\""), std::string::npos) << codes;
  EXPECT_NE(codes.find("\"6\",\"220101000000018\",\"legacy\",\"\""), std::string::npos) << codes;
  EXPECT_EQ(report.reasons.at("no_name"), 1U);
  EXPECT_EQ(report.reasons.at("repeated_header"), 1U);
  EXPECT_EQ(report.reasons.at("unreadable_text"), 1U);
  auto const rejects = read_file(report.reject_file);
  EXPECT_NE(rejects.find("\"a.csv\",\"7\",\"no_name\""), std::string::npos) << rejects;
  auto const enterprise = find("91350100M000100Y43");
  ASSERT_TRUE(enterprise);
  EXPECT_EQ(enterprise->enterprise.registered_capital_fen, 2'000'000'000);
  EXPECT_EQ(enterprise->enterprise.region_code, 350102U);
  EXPECT_EQ(enterprise->enterprise.region_source, RegionSource::kAddress);
}

TEST_F(Import, a_second_import_of_the_same_file_doubles_nothing) {
  auto const csv = file("a.csv", many_rows(1000));
  EXPECT_EQ(import({csv}).accepted, 1000U);
  auto const again = import({csv});
  expect_adds_up(again);
  EXPECT_EQ(again.duplicates, 1000U);
  EXPECT_EQ(stored(), 1000);
}

TEST_F(Import, several_files_and_formats_meet_in_one_register) {
  auto const csv = file("a.csv", many_rows(10));
  auto const json = file("b.ndjson",
                         "{\"企业名称\":\"第3公司\",\"省份\":\"吉林\",\"城市\":\"长春\",\"注册资本\":\"200万元\"}\n"
                         "{\"企业名称\":\"新公司\",\"省份\":\"吉林\",\"城市\":\"长春\"}\n");
  auto const report = import({csv, json});
  expect_adds_up(report);
  EXPECT_EQ(report.accepted, 11U);
  EXPECT_EQ(report.updated, 1U);
}

TEST_F(Import, a_scope_with_stray_commas_is_put_together_again) {
  auto const csv =
      file("a.csv",
           std::string{kHeader} + "甲公司,91350100M000100Y43,2004-01-05,100万元,生产疫苗,销售药品,福建,福州,某路1号\n");
  auto const report = import({csv});
  EXPECT_EQ(report.accepted, 1U);
  EXPECT_EQ(report.repaired, 1U);
  EXPECT_EQ(find("91350100M000100Y43")->enterprise.business_scope, "生产疫苗,销售药品");
}

TEST_F(Import, an_address_or_capital_with_a_comma_keeps_its_end) {
  auto const csv =
      file("a.csv", std::string{kHeader} +
                        "甲公司,91350100M000100Y43,2004-01-05,100万元,生产疫苗,福建,福州,某路1号,附楼,3层\n"
                        "乙公司,,2004-01-05,1,000万元,生产疫苗,吉林,长春,某路2号\n"
                        "丙公司,,2004-01-05,100万元,生产疫苗,销售药品,吉林,长春,某路3号,附楼\n"
                        "丁公司,,2004-01-05,100万元,生产疫苗,,,\n");
  auto const report = import({csv});
  expect_adds_up(report);
  EXPECT_EQ(report.accepted, 4U);
  EXPECT_EQ(report.repaired, 3U);
  EXPECT_EQ(find("91350100M000100Y43")->enterprise.address, "某路1号,附楼,3层");
  EXPECT_EQ(find("91350100M000100Y43")->enterprise.business_scope, "生产疫苗");
  auto const names = {"乙公司", "丙公司"};
  for (auto const* const name : names) ASSERT_TRUE(named(name)) << name;
  EXPECT_EQ(named("乙公司")->enterprise.registered_capital_fen, 1'000'000'000);
  EXPECT_EQ(named("乙公司")->enterprise.business_scope, "生产疫苗");
  EXPECT_EQ(named("丙公司")->enterprise.business_scope, "生产疫苗,销售药品");
  EXPECT_EQ(named("丙公司")->enterprise.address, "某路3号,附楼");
}

TEST_F(Import, a_comma_that_could_belong_to_two_columns_is_not_guessed_at) {
  auto const csv = file("a.csv",
                        "企业名称,经营范围,住所\n甲公司,生产疫苗,某路1号\n乙公司,生产疫苗,销售药品,某路2号\n"
                        "丙公司,生产疫苗,某路3号\n");
  auto const report = import({csv});
  expect_adds_up(report);
  EXPECT_EQ(report.reasons.at("too_many_fields"), 1U);
  // One comma too many and one cell too few: the count fits and the cells do not.
  auto const moved =
      import({file("b.csv", std::string{kHeader} + "丁公司,,2004-01-05,100万元,生产疫苗,销售药品,吉林,长春\n"
                                                   "戊公司,,2004-01-05,1,000万元,生产疫苗,吉林,长春\n")});
  expect_adds_up(moved);
  EXPECT_EQ(moved.reasons.at("shifted_columns"), 2U);
}

TEST_F(Import, quotes_that_open_nothing_swallow_no_enterprise) {
  auto text = many_rows(20);
  auto const at = text.find("生产第5种");
  text.insert(at, "\"");
  text.insert(text.find("生产第9种药品") + std::string{"生产第9种药品"}.size(), "\"");
  auto const report = import({file("a.csv", text + "\"第99公司,,2004-01-05,100万元,生产,吉林,长春,某路\n")});
  expect_adds_up(report);
  EXPECT_EQ(report.read, 21U);
  EXPECT_EQ(report.accepted, 21U);
  EXPECT_TRUE(named("第99公司"));
}

TEST_F(Import, keys_of_ndjson_may_come_late_and_be_spelled_in_two_ways) {
  std::string text;
  for (auto i = 0; i < 1500; ++i) text += fmt::format("{{\"name\":\"第{}公司\",\"city\":\"长春\"}}\n", i);
  text += "{\"name\":\"迟公司\",\"city\":\"长春\",\"scope\":\"生产疫苗\",\"备注\":\"x\"}\n";
  text += "{\"企业名称\":\"别公司\",\"统一社会信用代码\":\"91350100M000100Y43\",\"注册资本(万元)\":\"100\"}\n";
  auto const report = import({file("a.ndjson", text)});
  expect_adds_up(report);
  EXPECT_EQ(report.accepted, 1502U);
  EXPECT_EQ(named("迟公司")->enterprise.business_scope, "生产疫苗");
  ASSERT_TRUE(find("91350100M000100Y43"));
  EXPECT_EQ(find("91350100M000100Y43")->enterprise.name, "别公司");
  EXPECT_EQ(find("91350100M000100Y43")->enterprise.registered_capital_fen, 100'000'000);
  ASSERT_EQ(report.tables.size(), 1U);
  EXPECT_EQ(report.tables[0].columns.used.size(), 6U);
}

TEST_F(Import, lines_that_are_no_enterprises_are_refused_and_blank_ones_are_none) {
  auto const report =
      import({file("a.csv", std::string{kHeader} + "甲公司,,,,,,,\n,,,,,,,\n合计,2,,,,,,\n合 计：3家,,,,,,,\n"
                                                   "备注：以上数据截至2024年,,,,,,,\n总计,,,,,,,\n\"\"\"\",,,,,,长春,\n"
                                                   "注册大厦管理有限公司,,,,,,,\n\"\",\"\",,,,,,\n")});
  expect_adds_up(report);
  EXPECT_EQ(report.read, 7U);
  EXPECT_EQ(report.accepted, 2U);
  EXPECT_EQ(report.reasons.at("not_an_enterprise"), 4U);
  EXPECT_EQ(report.reasons.at("no_name"), 1U);
  auto const json = import({file("b.ndjson", "{\"name\":{\"a\":1}}\n{\"name\":\"乙公司\"}\n")});
  EXPECT_EQ(json.reasons.at("not_an_enterprise"), 1U);
}

TEST_F(Import, named_cells_stand_in_no_wrong_column_and_notes_of_our_tables_are_no_enterprises) {
  auto const named_cells =
      import({file("a.ndjson", "{\"企业名称\":\"甲公司\",\"省份\":\"总局\",\"城市\":\"河北\"}\n")});
  EXPECT_EQ(named_cells.accepted, 1U) << "no cell can have moved";
  auto const exported =
      import({file("b.csv", "企业,行政区划\n乙公司,220102\n# lianzhao targets --data DIR\n# 2026-11-28\n")});
  expect_adds_up(exported);
  EXPECT_EQ(exported.read, 1U);
  EXPECT_EQ(exported.accepted, 1U);
  EXPECT_EQ(exported.rejected, 0U);
  EXPECT_EQ(exported.notes, 2U);
  auto const beside = import({file("c.csv", "企业,行政区划\n# 丙公司,220102\n")});
  EXPECT_EQ(beside.reasons.at("not_an_enterprise"), 1U) << "a row that says more is none of our notes, and is told";
  EXPECT_EQ(beside.notes, 0U);
}

TEST_F(Import, a_founding_after_today_is_unknown_and_told) {
  auto const report = import({file("a.csv", std::string{kHeader} + "甲公司,,2098-01-01,,,吉林,长春,\n")});
  EXPECT_EQ(report.accepted, 1U);
  EXPECT_EQ(report.later_foundings, 1U);
  EXPECT_FALSE(named("甲公司")->enterprise.founded);
  EXPECT_NE(read_file(report.date_file).find("\"2\",\"2098-01-01\",\"甲公司\""), std::string::npos);
}

TEST_F(Import, uploads_are_called_as_their_users_call_them) {
  auto const database = store::open_register({folder_ / "data", {}});
  ImportRequest request;
  request.files = {file("register-4711.xlsx", "PK\x03\x04 none")};
  request.shown_as = {"名录.xlsx"};
  request.rejects = folder_ / "data" / "rejects";
  try {
    import_register(*database, request);
    FAIL();
  } catch (Failure const& failure) {
    EXPECT_NE(failure.error().message.find("名录.xlsx"), std::string::npos) << failure.error().message;
    EXPECT_EQ(failure.error().message.find("4711"), std::string::npos) << failure.error().message;
  }
}

TEST_F(Import, a_shifted_row_is_refused_and_not_guessed_at) {
  auto const csv =
      file("a.csv", std::string{kHeader} + "甲公司,福州市鼓楼区某路,91350100M000100Y43,福州,生产疫苗,N/A,N/A,福建\n");
  auto const report = import({csv});
  EXPECT_EQ(report.rejected, 1U);
  EXPECT_EQ(report.reasons.at("shifted_columns"), 1U);
}

TEST_F(Import, a_file_that_breaks_off_changes_nothing_unless_asked_to) {
  import({file("good.csv", many_rows(5))});
  std::string gzip = "\x1F\x8B\x08";
  gzip += std::string(7, '\0');
  // One stored block that promises more bytes than follow.
  auto const text = std::string{kHeader} + "新公司,,,,,,,\n";
  gzip += std::string{"\x01"} + '\xFF' + '\x7F' + '\x00' + '\x80' + text;
  auto const cut = file("cut.csv.gz", gzip);
  EXPECT_THROW(import({cut}), Failure);
  EXPECT_EQ(stored(), 5);
  auto const report = import({cut}, true);
  EXPECT_EQ(report.accepted, 1U);
  EXPECT_EQ(report.warnings.size(), 1U);
}

TEST_F(Import, killed_in_the_middle_it_leaves_the_register_as_it_was_and_can_be_run_again) {
  import({file("old.csv", many_rows(5))});
  auto const big = file("big.csv", many_rows(60'000));
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  auto const child = fork();
  if (child == 0) {
    auto told = false;
    auto const database = store::open_register({folder_ / "data", {}});
    import_register(*database, {{big}, {}, folder_ / "data" / "rejects"},
                    [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
                      if (told || stage != "import" || done * 2 < total) return;
                      told = true;
                      [[maybe_unused]] auto const written = write(pipe_ends[1], "x", 1);
                      pause();
                    });
    _exit(0);
  }
  ASSERT_GT(child, 0);
  char byte = 0;
  ASSERT_EQ(read(pipe_ends[0], &byte, 1), 1);
  ASSERT_EQ(kill(child, SIGKILL), 0);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  EXPECT_EQ(stored(), 5);
  auto const again = import({big});
  expect_adds_up(again);
  EXPECT_EQ(again.accepted, 59'995U);
  EXPECT_EQ(stored(), 60'000);
}

TEST_F(Import, a_full_disk_is_said_and_the_old_register_stands) {
  import({file("old.csv", many_rows(5))});
  auto const big = file("big.csv", many_rows(60'000));
  auto const child = fork();
  if (child == 0) {
    // A limit on the size of files fails writes as a full disk does.
    signal(SIGXFSZ, SIG_IGN);
    rlimit const limit{2 << 20, 2 << 20};
    setrlimit(RLIMIT_FSIZE, &limit);
    if (freopen((folder_ / "said").c_str(), "w", stderr) == nullptr) _exit(1);
    try {
      auto const database = store::open_register({folder_ / "data", {}});
      import_register(*database, {{big}, {}, folder_ / "data" / "rejects"});
    } catch (Failure const&) {
      _exit(7);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
  EXPECT_EQ(stored(), 5);
  // The database has taken the transaction back by itself: nothing is left to say about that.
  auto const said = read_file(folder_ / "said");
  EXPECT_EQ(said.find("rollback"), std::string::npos) << said;
}

TEST_F(Import, real_registers_add_up) {
  auto const data = fs::path{LIANZHAO_SOURCE_DIR} / "../shared/data/enterprises";
  if (!fs::exists(data / "registrations_jilin.csv.gz")) GTEST_SKIP() << "the shared registers are not here";
  auto const report = import({data / "registrations_jilin.csv.gz"});
  expect_adds_up(report);
  EXPECT_EQ(report.read, 18'928U);
  EXPECT_EQ(report.rejected, 0U);
  auto const again = import({data / "registrations_jilin.csv.gz"});
  EXPECT_EQ(again.accepted, 0U);
}

}  // namespace
}  // namespace lianzhao::pipeline
