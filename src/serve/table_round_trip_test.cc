#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/file.h"
#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

/// Export, change, import again.
class TableRoundTrip : public WorkspaceApi {
 protected:
  std::string out(std::string const& kind, std::string const& more = "", std::string const& as = "officer") {
    enter(as);
    auto const reply = call(as, "GET", fmt::format("/api/v1/exports/{}?format=csv{}", kind, more));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.body;
  }
  json::object in(std::string const& kind, std::string const& table, std::string const& more = "&commit=1",
                  std::string const& as = "officer") {
    return must(as, "POST", fmt::format("/imports/{}?name=t.csv{}", kind, more), table, 200);
  }
  static std::vector<std::string> changes(json::object const& report) {
    std::vector<std::string> all;
    for (auto const& each : report.at("changes").as_array()) {
      all.push_back(fmt::format("{} {}: {} -> {}", each.at("row").as_int64(),
                                std::string{each.at("column").as_string()}, std::string{each.at("was").as_string()},
                                std::string{each.at("becomes").as_string()}));
    }
    return all;
  }
  static std::string problems(json::object const& report) { return json::serialize(report.at("errors")); }
  json::object shown(std::string const& url, std::string const& what) {
    return must("officer", "GET", url, "", 200).at(what).as_object();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, TableRoundTrip, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(TableRoundTrip, what_is_changed_in_the_spreadsheet_changes_the_records_and_doubles_nothing) {
  auto const one = project("officer", "甲项目");
  project("officer", "乙项目");
  for (std::string const language : {"zh", "en"}) {
    for (std::string const again : {"", "&again=1"}) {
      auto const same = in("projects", out("projects", "&language=" + language), "&commit=1" + again);
      EXPECT_EQ(problems(same), "[]");
      EXPECT_EQ(same.at("imported").as_int64(), 0);
      EXPECT_EQ(same.at("good").as_int64(), 2);
    }
  }
  auto table = replaced(out("projects"), "甲项目,甲公司,,建厂", "甲一项目,甲公司,,\"建厂,二期\"");
  // A new row under them: no id.
  table += "东区,丙项目,丙公司\r\n";
  auto const checked = in("projects", table, "");
  EXPECT_EQ(problems(checked), "[]");
  EXPECT_EQ(checked.at("added").as_int64(), 1);
  EXPECT_EQ(checked.at("changed").as_int64(), 1);
  EXPECT_EQ(checked.at("imported").as_int64(), 0);
  auto const wanted = changes(checked);
  ASSERT_EQ(wanted.size(), 2U);
  EXPECT_THAT(wanted[0], HasSubstr("项目名称: 甲项目 -> 甲一项目"));
  EXPECT_THAT(wanted[1], HasSubstr("建设内容: 建厂 -> 建厂,二期"));
  EXPECT_EQ(shown(fmt::format("/projects/{}", one), "project").at("name"), "甲项目") << "only looked at";
  EXPECT_EQ(in("projects", table).at("imported").as_int64(), 2);
  EXPECT_EQ(shown(fmt::format("/projects/{}", one), "project").at("name"), "甲一项目");
  EXPECT_EQ(must("officer", "GET", "/projects", "", 200).at("total").as_int64(), 3);
  EXPECT_THAT(json::serialize(must("officer", "GET", fmt::format("/projects/{}", one), "", 200).at("history")),
              HasSubstr(R"("fields":"name,idea")"));
}

TEST_P(TableRoundTrip, what_others_changed_since_stays_and_only_what_both_changed_is_a_conflict) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  auto const table = out("projects");
  must("colleague", "PATCH", url, R"({"version":1,"idea":"建二厂"})", 200);
  // Something else changed here: both changes stand.
  auto const other = in("projects", replaced(table, "甲项目,甲公司", "甲新项目,甲公司"));
  EXPECT_EQ(problems(other), "[]");
  EXPECT_EQ(shown(url, "project").at("name"), "甲新项目");
  EXPECT_EQ(shown(url, "project").at("idea"), "建二厂");
  // The same cell: nothing is overwritten, and it says how to go on.
  auto const conflicting = replaced(table, ",建厂,", ",建三厂,");
  auto const told = in("projects", conflicting);
  EXPECT_EQ(told.at("imported").as_int64(), 0);
  EXPECT_THAT(problems(told), HasSubstr("建二厂"));
  EXPECT_EQ(shown(url, "project").at("idea"), "建二厂");
  auto const version = shown(url, "project").at("version").as_int64();
  auto const mine = in("projects", fmt::format("编号,版本,建设内容\n{},{},建三厂\n", id, version));
  EXPECT_EQ(problems(mine), "[]");
  EXPECT_EQ(shown(url, "project").at("idea"), "建三厂");
  // Without any version nobody knows what the row was based on.
  EXPECT_EQ(in("projects", fmt::format("编号,建设内容\n{},建四厂\n", id)).at("imported").as_int64(), 0);
}

TEST_P(TableRoundTrip, what_an_import_may_not_change_is_told_cell_by_cell_with_the_way_to_do_it) {
  auto const id = project("officer", "甲项目");
  auto const report =
      in("projects", fmt::format("编号,版本,阶段,合同投资(万元),状态,来源\n{},1,签约,500,搁置,报纸\n", id));
  ASSERT_EQ(report.at("errors").as_array().size(), 4U) << problems(report);
  EXPECT_THAT(problems(report), HasSubstr("提交材料"));
  EXPECT_THAT(problems(report), HasSubstr("逐笔登记"));
  EXPECT_THAT(problems(report), HasSubstr("项目页上办"));
  EXPECT_TRUE(shown(fmt::format("/projects/{}", id), "project").at("contracted_fen").is_null());
  // One wrong row and nothing of the others.
  auto const other = project("officer", "乙项目");
  auto const half = in("projects", fmt::format("编号,版本,建设内容,阶段\n{},1,扩建,\n{},1,建厂,投产\n", other, id));
  EXPECT_EQ(half.at("imported").as_int64(), 0);
  EXPECT_EQ(shown(fmt::format("/projects/{}", other), "project").at("idea"), "建厂");
}

TEST_P(TableRoundTrip, an_id_of_a_neighbour_is_refused_exactly_as_one_that_is_none) {
  auto const project_id = project("officer", "甲项目");
  auto const secret = project("officer", "密项目", R"(,"confidential":true)");
  auto const lead_id = lead("officer", "east", "甲公司", "建厂");
  must("officer", "POST", fmt::format("/projects/{}/tasks", project_id), R"({"name":"送样品"})", 201);
  must("officer", "POST", fmt::format("/projects/{}/promises", project_id),
       R"({"side":"investor","kind":"tax","text":"纳税","due":"2030-01-01"})", 201);
  must("officer", "POST", "/campaigns",
       R"({"zone_id":"east","name":"行","kind":"trip","begin":"2026-03-01","end":"2026-03-05"})", 201);
  must("officer", "POST", "/campaigns/1/visits", R"({"enterprise":"甲公司","day":"2026-03-02"})", 201);
  auto const said = [&](std::string const& kind, std::string const& column, std::string const& value, std::int64_t id) {
    auto const report = in(kind, fmt::format("编号,版本,{}\n{},1,{}\n", column, id, value), "&commit=1", "neighbour");
    EXPECT_EQ(report.at("imported").as_int64(), 0);
    return json::serialize(report.at("errors").at(0).at("message"));
  };
  for (auto const& [kind, column, value, id] :
       {std::tuple{"projects", "建设内容", "x", project_id}, std::tuple{"projects", "建设内容", "x", secret},
        std::tuple{"leads", "项目设想", "x", lead_id}, std::tuple{"tasks", "说明", "x", std::int64_t{1}},
        std::tuple{"promises", "期限", "2031-01-01", std::int64_t{1}},
        std::tuple{"visits", "纪要", "x", std::int64_t{1}}}) {
    EXPECT_EQ(said(kind, column, value, id), said(kind, column, value, 4711)) << kind;
  }
  must("viewer", "POST", "/imports/projects?name=a.csv", "编号\n1\n", 403);
  EXPECT_THAT(problems(in("projects", "编号,建设内容\nx,1\n")), HasSubstr("编号"));
  EXPECT_THAT(problems(in("projects", fmt::format("编号,建设内容\n{0},建厂\n{0},建厂\n", project_id))),
              HasSubstr("上面的行"));
}

TEST_P(TableRoundTrip, leads_errands_promises_and_visits_are_changed_by_their_rows_too) {
  auto const lead_id = lead("officer", "east", "甲公司", "建厂", R"(,"size_fen":100000000)");
  auto table = replaced(out("leads"), "以商招商", "驻外");
  auto report = in("leads", replaced(table, ",100,", ",,"));
  EXPECT_EQ(report.at("imported").as_int64(), 1) << problems(report);
  auto const changed = shown(fmt::format("/leads/{}", lead_id), "lead");
  EXPECT_EQ(changed.at("channel"), "stationed");
  EXPECT_TRUE(changed.at("size_fen").is_null()) << "blank is unknown";
  EXPECT_THAT(problems(in("leads", replaced(out("leads"), "已报送", "不予受理"))), HasSubstr("线索页"));

  auto const id = project("officer", "甲项目");
  enter("colleague");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"送样品","days":3})", 201);
  report = in("tasks", replaced(replaced(out("tasks"), "u-officer,3,", "u-colleague,4,"), "待办", "在办"));
  EXPECT_EQ(report.at("imported").as_int64(), 1) << problems(report);
  EXPECT_EQ(report.at("changes").as_array().size(), 3U) << json::serialize(report);
  auto const task = must("officer", "GET", fmt::format("/projects/{}/tasks", id), "", 200).at("tasks").at(0);
  EXPECT_EQ(task.at("state"), "doing");
  EXPECT_EQ(task.at("days").as_int64(), 4);
  EXPECT_EQ(task.at("assignee_name"), "u-colleague");
  // Only with what it needs: the rule of the single change.
  EXPECT_EQ(in("tasks", replaced(out("tasks"), "在办", "不再办理")).at("imported").as_int64(), 0);

  must("officer", "POST", fmt::format("/projects/{}/promises", id),
       R"({"side":"investor","kind":"tax","text":"纳税","due":"2030-01-01"})", 201);
  table = replaced(out("promises"), "2030-01-01", "2031-01-01");
  EXPECT_THAT(problems(in("promises", table)), HasSubstr("理由")) << "why it slips";
  report = in("promises", replaced(table, "履行中,,", "履行中,市场不好,"));
  EXPECT_EQ(report.at("imported").as_int64(), 1) << problems(report);
  auto const promise = must("officer", "GET", fmt::format("/projects/{}/promises", id), "", 200).at("list").at(0);
  EXPECT_EQ(promise.at("due"), "2031-01-01");
  EXPECT_EQ(promise.at("slipped").as_int64(), 1);

  must("officer", "POST", "/campaigns",
       R"({"zone_id":"east","name":"行","kind":"trip","begin":"2026-03-01","end":"2026-03-05"})", 201);
  must("officer", "POST", "/campaigns/1/visits", R"({"enterprise":"甲公司","day":"2026-03-02"})", 201);
  report = in("visits", replaced(out("visits"), "2026-03-02,否,", "2026-03-03,是,想看厂房"));
  EXPECT_EQ(report.at("imported").as_int64(), 1) << problems(report);
  auto const visits = must("officer", "GET", "/campaigns/1", "", 200).at("visits").as_array();
  ASSERT_EQ(visits.size(), 1U);
  EXPECT_EQ(visits.at(0).at("day"), "2026-03-03");
  EXPECT_EQ(visits.at(0).at("note"), "想看厂房");
}

TEST_P(TableRoundTrip, a_spreadsheet_of_projects_gives_intensity_and_tax_per_mu) {
  enter("officer");
  auto const year = std::stoi(today().substr(0, 4)) - 1;
  // 100,000 m2 are 150 mu: 3,000 万元 of tax are 20 万元 per mu.
  auto const table = fmt::format(
      "开发区,项目名称,投资方,在谈日期,签约日期,注册日期,投产日期,合同投资（万元）,固定资产投资(万元),承诺用地(平方米),"
      "实际用地(平方米),实际用工(人),{0}年实际产值(万元),{0}年实际税收(万元),承诺年税收(万元)\n"
      "东区,甲项目,甲公司,2020-01-10,2020-03-01,2020-04-01,2022-05-01,40000,30000,100000,100000,300,50000,3000,5000\n"
      "东区,乙项目,乙公司,,2021-03-01,,,8000,,,,,,,\n",
      year);
  auto const report = in("projects", table);
  EXPECT_EQ(problems(report), "[]");
  ASSERT_EQ(report.at("imported").as_int64(), 2);
  auto const kpis = must("officer", "GET", "/kpis", "", 200).at("list").as_array();
  std::map<std::string, double> values;
  for (auto const& each : kpis) {
    if (!each.at("value").is_null())
      values[std::string{each.at("id").as_string()}] = each.at("value").to_number<double>();
  }
  // In fen: of taxes per mu, of fixed assets per square metre.
  EXPECT_NEAR(values.at("tax_per_mu"), 20 * 1e6, 1) << json::serialize(kpis);
  EXPECT_NEAR(values.at("investment_intensity"), 30'000 * 1e6 / 100'000, 1) << json::serialize(kpis);
  auto const first = must("officer", "GET", "/projects/1", "", 200);
  EXPECT_EQ(first.at("project").at("stage"), "in_production") << "the last stage that has a day";
  EXPECT_EQ(first.at("project").at("stage_since"), "2022-05-01");
  EXPECT_EQ(first.at("measures").as_array().size(), 6U);
  // Out and in again: nothing changes, and a measure that does is told where it is changed.
  auto const out_again = out("projects");
  EXPECT_THAT(out_again, HasSubstr(fmt::format("{}年实际税收(万元)", year)));
  EXPECT_THAT(out_again, HasSubstr("2020-03-01"));
  auto const same = in("projects", out_again);
  EXPECT_EQ(problems(same), "[]");
  EXPECT_EQ(same.at("imported").as_int64(), 0);
  EXPECT_THAT(problems(in("projects", fmt::format("编号,版本,实际用工(人)\n1,{},400\n",
                                                  first.at("project").at("version").as_int64()))),
              HasSubstr("指标"));
}

TEST_P(TableRoundTrip, days_of_stages_that_contradict_each_other_are_told) {
  enter("officer");
  auto const one = [&](std::string const& columns, std::string const& cells) {
    return problems(in("projects", "开发区,项目名称,投资方," + columns + "\n东区,甲,甲公司," + cells + "\n"));
  };
  EXPECT_THAT(one("签约日期,开工日期", "2022-01-01,2021-01-01"), HasSubstr("早于前一个阶段"));
  EXPECT_THAT(one("阶段,签约日期,开工日期", "签约,2021-01-01,2022-01-01"), HasSubstr("后面的阶段"));
  EXPECT_THAT(one("阶段,进入阶段日期,签约日期", "签约,2021-02-01,2021-01-01"), HasSubstr("请留一个"));
  EXPECT_THAT(one("投产日期", "2090-01-01"), HasSubstr("将来"));
  EXPECT_THAT(one("2090年实际税收(万元)", "5"), HasSubstr("将来"));
  EXPECT_EQ(one("阶段,进入阶段日期,在谈日期", "签约,2021-02-01,2021-01-01"), "[]");
}

TEST_P(TableRoundTrip, money_by_source_and_currency_measures_and_campaigns_come_as_tables) {
  project("officer", "甲项目");
  auto const amounts = std::string{"项目名称,种类,资金来源,币种,金额(万),折人民币(万元),日期,依据\n"};
  auto report = in("amounts", amounts +
                                  "甲项目,合同金额,省外,,5000,,2026-01-05,合同第3条\n"
                                  "甲项目,到位资金,境外,USD,100,720,2026-02-05,银行回单\n"
                                  "甲项目,到位资金,境外,USD,-20,-144,2026-03-05,冲回\n"
                                  "甲项目,固投,,,800,,2026-03-05,入统\n");
  EXPECT_EQ(report.at("imported").as_int64(), 4) << problems(report);
  auto const detail = must("officer", "GET", "/projects/1", "", 200);
  EXPECT_EQ(detail.at("project").at("contracted_fen").as_int64(), 5'000'000'000);
  EXPECT_EQ(detail.at("project").at("arrived_fen").as_int64(), 576'000'000);
  EXPECT_EQ(detail.at("project").at("fixed_asset_fen").as_int64(), 800'000'000);
  auto const table = out("amounts");
  EXPECT_EQ(in("amounts", table).at("imported").as_int64(), 0) << "nothing is entered twice";
  EXPECT_THAT(problems(in("amounts", replaced(table, "5000", "6000"))), HasSubstr("另记一笔"));
  EXPECT_THAT(problems(in("amounts", amounts + "甲项目,到位资金,境外,XXZ,1,,2026-01-05,x\n")), HasSubstr("CNY"));
  // The rule of the single item: no sum below zero, and then nothing of the table.
  report = in("amounts", amounts + "甲项目,计划投资,,,1,,2026-01-05,x\n甲项目,到位资金,,,-9000,,2026-01-05,x\n");
  EXPECT_EQ(report.at("imported").as_int64(), 0);
  EXPECT_TRUE(must("officer", "GET", "/projects/1", "", 200).at("project").at("planned_fen").is_null());

  auto const measures = std::string{"项目名称,指标,承诺或实际,年份,数值,日期,依据\n"};
  report =
      in("measures", measures + "甲项目,用地,承诺,,66667,2026-01-05,合同\n甲项目,税收,实际,2025,300,2026-01-05,税单\n");
  EXPECT_EQ(report.at("imported").as_int64(), 2) << problems(report);
  EXPECT_EQ(in("measures", out("measures")).at("imported").as_int64(), 0);
  report = in("measures", replaced(out("measures"), ",300,", ",320,"));
  EXPECT_THAT(changes(report), testing::ElementsAre(HasSubstr("数值: 300 -> 320")));
  EXPECT_THAT(out("measures"), HasSubstr("2025,320,"));

  report =
      in("campaigns", "开发区,活动,种类,开始,结束,费用(万元)\n东区,长三角行,外出招商,2026-03-01,2026-03-05,12.5\n");
  EXPECT_EQ(report.at("imported").as_int64(), 1) << problems(report);
  report = in("campaigns", replaced(out("campaigns"), "12.5", "13"));
  EXPECT_EQ(report.at("imported").as_int64(), 1) << problems(report);
  EXPECT_EQ(shown("/campaigns/1", "campaign").at("cost_fen").as_int64(), 13'000'000);
  EXPECT_EQ(
      in("campaigns", "开发区,活动,种类,开始,结束\n东区,反,外出招商,2026-03-05,2026-03-01\n").at("imported").as_int64(),
      0);
  for (std::string const kind : {"amounts", "measures", "campaigns"}) {
    EXPECT_THAT(out(kind, "", "neighbour"), Not(HasSubstr("东区"))) << kind;
    EXPECT_THAT(out(kind, "", "neighbour"), Not(HasSubstr("甲项目"))) << kind;
  }
  EXPECT_EQ(in("amounts", amounts + "甲项目,到位资金,,,1,,2026-01-05,x\n", "&commit=1", "neighbour").at("imported"), 0);
}

TEST_P(TableRoundTrip, a_template_is_explained_and_read_as_an_empty_table) {
  enter("officer");
  for (std::string const kind :
       {"leads", "projects", "amounts", "measures", "tasks", "promises", "campaigns", "visits"}) {
    for (std::string const more : {"?format=csv", "?format=xlsx&language=en", "?format=csv&language=en"}) {
      auto const reply = call("officer", "GET", fmt::format("/api/v1/tables/{}/template{}", kind, more));
      ASSERT_EQ(reply.status, 200) << reply.body;
      auto const name = more.find("xlsx") == std::string::npos ? "t.csv" : "t.xlsx";
      auto const report = must("officer", "POST", fmt::format("/imports/{}?name={}", kind, name), reply.body, 200);
      EXPECT_EQ(problems(report), "[]") << kind << more;
      EXPECT_EQ(report.at("rows").as_int64(), 0) << kind << more;
    }
  }
  auto const leads = call("officer", "GET", "/api/v1/tables/leads/template?format=csv").body;
  EXPECT_THAT(leads, HasSubstr("必填"));
  EXPECT_THAT(leads, HasSubstr("乡情招商"));
  EXPECT_THAT(leads, HasSubstr("东区"));
  EXPECT_THAT(leads, Not(HasSubstr("西区"))) << "the zone of a neighbour";
}

}  // namespace
}  // namespace lianzhao::serve
