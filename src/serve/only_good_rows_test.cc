#include <fstream>
#include <sstream>

#include <sodium.h>

#include "report/table.h"
#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

/// A table with the rows of one kind, the second of which is half wrong.
struct Kind {
  std::string table;
  std::string heading;
  std::string first;
  std::string wrong;
  std::string third;
  std::string mistake;  ///< in the wrong row
  std::string mended;   ///< what it should have been
};

std::vector<Kind> const kKinds{
    {"leads", "开发区,招商方式,投资方,项目设想", "东区,referral,甲公司,建厂", "东区,猜猜看,乙公司,建厂",
     "东区,fund,丙公司,建厂", "猜猜看", "referral"},
    {"projects", "开发区,项目名称,投资方,计划投资(万元)", "东区,项目一,甲公司,1", "东区,项目二,乙公司,很多",
     "东区,项目三,丙公司,3", "很多", "2"},
    {"amounts", "项目名称,种类,金额(万),日期,依据", "基础,计划投资,1,2026-01-05,甲", "基础,计划投资,2,某天,乙",
     "基础,计划投资,3,2026-01-07,丙", "某天", "2026-01-06"},
    {"measures", "项目名称,指标,承诺或实际,数值,日期,依据", "基础,jobs,promised,10,2026-01-05,甲",
     "基础,plant_m2,promised,许多,2026-01-05,乙", "基础,land_m2,promised,30,2026-01-05,丙", "许多", "20"},
    {"campaigns", "开发区,活动,种类,开始,结束", "东区,一趟,trip,2026-01-05,2026-01-06",
     "东区,二趟,trip,2026-01-05,后来", "东区,三趟,fair,2026-01-05,2026-01-06", "后来", "2026-01-07"},
    {"tasks", "项目名称,代办事项,用时(天)", "基础,办一,5", "基础,办二,好久", "基础,办三,7", "好久", "6"},
    {"promises", "项目名称,承诺方,种类,内容,期限", "基础,investor,jobs,用工一百,2027-01-05",
     "基础,investor,jobs,用工二百,某天", "基础,investor,output,产值一亿,2027-01-07", "某天", "2027-01-06"},
    {"visits", "活动,企业,日期", "春招,甲企业,2026-03-02", "春招,乙企业,某天", "春招,丙企业,2026-03-04", "某天",
     "2026-03-03"},
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string from_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  EXPECT_EQ(sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                              nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL),
            0);
  bytes.resize(size);
  return bytes;
}

class OnlyGoodRows : public WorkspaceApi {
 protected:
  json::object in(std::string const& kind, std::string const& table, std::string const& more,
                  std::string const& as = "officer") {
    return must(as, "POST", fmt::format("/imports/{}?name=t.csv{}", kind, more), table, 200);
  }
  static std::int64_t number(json::object const& report, std::string const& key) { return report.at(key).as_int64(); }
  /// rows = imported + unchanged + left, of what was taken in.
  static void expect_sum(json::object const& report) {
    EXPECT_EQ(number(report, "rows"), number(report, "imported") + number(report, "unchanged") + number(report, "left"))
        << json::serialize(report);
  }
  static std::string left(json::object const& report) {
    auto const& file = report.at("left_file");
    return file.is_null() ? "" : from_base64(file.as_string());
  }
  std::int64_t total(std::string const& url) { return must("officer", "GET", url, "", 200).at("total").as_int64(); }
  void expect_whole_audit() {
    EXPECT_TRUE(must("administrator", "GET", "/audit/verification", "", 200).at("sound").as_bool());
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, OnlyGoodRows, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(OnlyGoodRows, of_every_table_are_taken_in_when_asked_and_the_others_come_back_to_be_mended) {
  project("officer", "基础");
  must("officer", "POST", "/campaigns",
       R"({"zone_id":"east","name":"春招","kind":"trip","begin":"2026-03-01","end":"2026-03-10"})", 201);
  for (auto const& kind : kKinds) {
    auto const table = fmt::format("{}\r\n{}\r\n{}\r\n{}\r\n", kind.heading, kind.first, kind.wrong, kind.third);
    auto const checked = in(kind.table, table, "&only_good=1");
    EXPECT_EQ(number(checked, "imported"), 0) << kind.table << ": only looked at";
    EXPECT_EQ(number(checked, "good"), 2) << kind.table << json::serialize(checked);
    EXPECT_EQ(number(checked, "added"), 2) << kind.table;
    EXPECT_EQ(number(checked, "problems"), 1) << kind.table;
    EXPECT_TRUE(checked.at("head_sound").as_bool());
    auto const refused = in(kind.table, table, "&commit=1");
    EXPECT_EQ(number(refused, "imported"), 0) << kind.table << ": not without being asked";
    EXPECT_EQ(number(refused, "left"), 0);
    EXPECT_TRUE(refused.at("left_file").is_null());
    auto const taken = in(kind.table, table, "&commit=1&only_good=1");
    EXPECT_EQ(number(taken, "imported"), 2) << kind.table << json::serialize(taken);
    EXPECT_EQ(number(taken, "left"), 1);
    expect_sum(taken);
    auto const file = left(taken);
    EXPECT_THAT(file, HasSubstr(kind.heading + ",未导入的原因\r\n")) << kind.table;
    EXPECT_THAT(file, HasSubstr(kind.wrong + ",")) << kind.table;
    EXPECT_THAT(file, HasSubstr("：")) << "the column and what is wrong in it";
    EXPECT_THAT(file, Not(HasSubstr(kind.first)));
    EXPECT_THAT(file, Not(HasSubstr(kind.third)));
    // Mended it goes in as it is, the reasons and all; what is in already is not taken again.
    auto const mended = in(kind.table, replaced(file, kind.mistake, kind.mended), "&commit=1");
    EXPECT_EQ(json::serialize(mended.at("errors")), "[]") << kind.table;
    EXPECT_EQ(number(mended, "imported"), 1) << kind.table;
    auto const again = in(kind.table, replaced(table, kind.mistake, kind.mended), "&commit=1&only_good=1");
    EXPECT_EQ(number(again, "imported"), 0) << kind.table << ": nothing twice " << json::serialize(again);
    expect_sum(again);
  }
  EXPECT_EQ(total("/leads"), 3);
  EXPECT_EQ(total("/projects"), 4);
  expect_whole_audit();
}

TEST_P(OnlyGoodRows, what_only_shows_while_it_is_written_leaves_nothing_of_its_row) {
  auto const id = project("officer", "基础");
  // That an item is not 0, and that more is not taken back than came, is asked of the project as it is then.
  std::string const table =
      "项目名称,种类,金额(万),日期,依据\n"
      "基础,到位资金,10,2026-01-05,第一笔\n"
      "基础,到位资金,0,2026-01-05,空的\n"
      "基础,到位资金,20,2026-01-06,第二笔\n";
  auto const history = [&] {
    return must("officer", "GET", fmt::format("/projects/{}", id), "", 200).at("history").as_array().size();
  };
  auto const lines = history();
  EXPECT_EQ(number(in("amounts", table, "&commit=1"), "imported"), 0);
  EXPECT_EQ(history(), lines);
  auto const taken = in("amounts", table, "&commit=1&only_good=1");
  EXPECT_EQ(number(taken, "imported"), 2) << json::serialize(taken);
  expect_sum(taken);
  EXPECT_THAT(left(taken), HasSubstr("空的"));
  EXPECT_EQ(history(), lines + 2);
  auto const shown = must("officer", "GET", fmt::format("/projects/{}", id), "", 200);
  EXPECT_EQ(shown.at("project").at("arrived_fen").as_int64(), 30'000'000);
  EXPECT_EQ(shown.at("amounts").as_array().size(), 2U);
  expect_whole_audit();
}

TEST_P(OnlyGoodRows, a_part_waits_for_the_row_of_its_whole) {
  std::string const table =
      "开发区,项目名称,投资方,上级项目,计划投资(万元)\n"
      "东区,一期,甲公司,园区,1\n"
      "东区,园区,甲公司,,许多\n"
      "东区,二期,甲公司,园区,2\n"
      "东区,别的,乙公司,,3\n"
      "东区,好园区二期,丙公司,好园区,3\n"
      "东区,好园区,丙公司,,5\n";
  auto const checked = in("projects", table, "");
  EXPECT_EQ(number(checked, "good"), 3) << json::serialize(checked);
  auto const taken = in("projects", table, "&commit=1&only_good=1");
  EXPECT_EQ(number(taken, "imported"), 3);
  EXPECT_EQ(number(taken, "left"), 3);
  expect_sum(taken);
  EXPECT_EQ(number(in("projects", replaced(left(taken), "许多", "6"), "&commit=1"), "imported"), 3);
  EXPECT_EQ(total("/projects"), 6);
  auto const park = must("officer", "GET", "/projects?q=%E5%A5%BD%E5%9B%AD%E5%8C%BA%E4%BA%8C%E6%9C%9F", "", 200);
  EXPECT_FALSE(park.at("items").as_array().at(0).at("parent_id").is_null()) << json::serialize(park);
}

TEST_P(OnlyGoodRows, changes_are_taken_row_by_row_and_what_is_the_same_is_counted) {
  auto const one = project("officer", "甲项目");
  auto const two = project("officer", "乙项目");
  project("officer", "丙项目");
  enter("officer");
  auto table = call("officer", "GET", "/api/v1/exports/projects?format=csv").body;
  table = replaced(replaced(table, "甲项目,甲公司", "甲一项目,甲公司"), "乙项目,甲公司", "乙二项目,甲公司");
  // The node of the second is none.
  auto const at = table.find("乙二项目,甲公司,,建厂,");
  ASSERT_NE(at, std::string::npos) << table;
  table.insert(at + std::string_view{"乙二项目,甲公司,,建厂,"}.size(), "没有的环节");
  auto const taken = in("projects", table, "&commit=1&only_good=1");
  EXPECT_EQ(number(taken, "rows"), 3) << json::serialize(taken);
  EXPECT_EQ(number(taken, "imported"), 1);
  EXPECT_EQ(number(taken, "unchanged"), 1);
  EXPECT_EQ(number(taken, "left"), 1);
  EXPECT_EQ(taken.at("changes").as_array().size(), 1U) << "only what has changed";
  auto const name = [&](std::int64_t id) {
    return must("officer", "GET", fmt::format("/projects/{}", id), "", 200).at("project").at("name");
  };
  EXPECT_EQ(name(one), "甲一项目");
  EXPECT_EQ(name(two), "乙项目");
  EXPECT_EQ(number(in("projects", replaced(left(taken), "没有的环节", ""), "&commit=1"), "imported"), 1);
  EXPECT_EQ(name(two), "乙二项目");
}

TEST_P(OnlyGoodRows, nothing_is_taken_while_the_head_is_wrong) {
  std::string const table = "开发区,项目名称,投资方,不认识的列\n东区,项目一,甲公司,x\n东区,,乙公司,y\n";
  auto const report = in("projects", table, "&commit=1&only_good=1");
  EXPECT_FALSE(report.at("head_sound").as_bool());
  EXPECT_EQ(number(report, "imported"), 0);
  EXPECT_EQ(number(report, "left"), 0);
  EXPECT_TRUE(report.at("left_file").is_null());
  EXPECT_EQ(total("/projects"), 0);
}

TEST_P(OnlyGoodRows, rows_that_come_back_run_nothing_and_keep_their_kind_of_file) {
  enter("officer");
  std::string const formula = "=HYPERLINK(\"http://example.org\")";
  auto const csv = left(in("leads",
                           "开发区,招商方式,投资方,项目设想\r\n东区,referral,好公司,建厂\r\n"
                           "东区,猜猜看,\"=HYPERLINK(\"\"http://example.org\"\")\",@SUM(A1)\r\n",
                           "&commit=1&only_good=1"));
  EXPECT_THAT(csv, HasSubstr("\"'=HYPERLINK(")) << csv;
  EXPECT_THAT(csv, HasSubstr("'@SUM(A1)"));
  report::Table table;
  for (auto const* const title : {"开发区", "招商方式", "投资方", "项目设想", "统一社会信用代码"}) {
    table.columns.push_back({title, report::ColumnKind::kText});
  }
  table.rows = {{"东区", "fund", "另一家", "建厂", ""}, {"东区", "猜猜看", formula, "建厂", "91220101MA0Y1234XX"}};
  auto const taken = in("leads", report::to_xlsx(table), "&commit=1&only_good=1");
  EXPECT_EQ(number(taken, "imported"), 1) << json::serialize(taken);
  auto const workbook = left(taken);
  ASSERT_TRUE(workbook.starts_with("PK"));
  // Given in again it says the same of the same cells: nothing of them was lost, no number made of a code.
  auto const again = in("leads", workbook, "");
  EXPECT_EQ(number(again, "rows"), 1);
  EXPECT_EQ(json::serialize(again.at("errors")).size(), json::serialize(taken.at("errors")).size())
      << json::serialize(again) << json::serialize(taken);
  EXPECT_THAT(json::serialize(again.at("errors")), HasSubstr("91220101MA0Y1234XX"));
}

}  // namespace
}  // namespace lianzhao::serve
