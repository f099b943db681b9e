#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

/// What the pages heed when something is entered one by one, tables heed too.
class TableRules : public WorkspaceApi {
 protected:
  json::object in(std::string const& kind, std::string const& table, std::string const& more = "&commit=1",
                  std::string const& as = "officer") {
    return must(as, "POST", fmt::format("/imports/{}?name=t.csv{}", kind, more), table, 200);
  }
  static std::string problems(json::object const& report) { return json::serialize(report.at("errors")); }
  static std::int64_t number(json::object const& report, std::string const& key) { return report.at(key).as_int64(); }
  json::object detail(std::int64_t id) { return must("officer", "GET", fmt::format("/projects/{}", id), "", 200); }
  std::int64_t id_of(std::string const& name) {
    auto const page = must("officer", "GET", "/projects?limit=100", "", 200);
    for (auto const& each : page.at("items").as_array()) {
      if (each.at("name").as_string() == name) return each.at("id").as_int64();
    }
    ADD_FAILURE() << name;
    return 0;
  }
  std::string said(json::object const& report) {
    return std::string{report.at("errors").as_array().at(0).at("message").as_string()};
  }
  std::string refused(std::string const& as, std::string const& body, int status) {
    enter(as);
    auto const reply = call(as, "POST", "/api/v1/projects", body);
    EXPECT_EQ(reply.status, status) << reply.body;
    return std::string{json::parse(reply.body).at("message").as_string()};
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, TableRules, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(TableRules, whom_a_lead_of_another_zone_protects_is_told_as_by_the_page_and_not_taken) {
  auto const first = lead("neighbour", "west", "长春甲乙药业有限公司", "原料药生产");
  std::string const table =
      "开发区,项目名称,投资方,建设内容\n东区,原料药,长春甲乙药业有限公司,原料药生产\n东区,别的,别的公司,别的\n";
  auto const by_hand = refused(
      "officer", R"({"zone_id":"east","name":"原料药","investor":"长春甲乙药业有限公司","idea":"原料药生产"})", 409);
  EXPECT_THAT(by_hand, HasSubstr("西区"));
  for (auto const* const more : {"", "&commit=1"}) {
    auto const report = in("projects", table, more);
    EXPECT_EQ(number(report, "problems"), 1) << problems(report);
    EXPECT_EQ(said(report), by_hand) << "the same words, with who and until when";
    EXPECT_EQ(number(report, "imported"), 0);
  }
  EXPECT_EQ(number(in("projects", table, "&commit=1&only_good=1"), "imported"), 1);
  std::string const despite =
      "开发区,项目名称,投资方,建设内容,保护期内仍登记的理由\n"
      "东区,原料药,长春甲乙药业有限公司,原料药生产,投资方只愿落在东区\n";
  auto const not_his = refused("officer",
                               R"({"zone_id":"east","name":"原料药","investor":"长春甲乙药业有限公司",)"
                               R"("idea":"原料药生产","despite_protection":"投资方只愿落在东区"})",
                               403);
  EXPECT_EQ(said(in("projects", despite)), not_his);
  // Who decides and takes tables in: an administrator of the zone; a leader registers that one on the page.
  auto const taken = in("projects", despite, "&commit=1", "administrator");
  EXPECT_EQ(number(taken, "imported"), 1) << problems(taken);
  auto const told = json::serialize(must("neighbour", "GET", fmt::format("/leads/{}", first), "", 200).at("steps"));
  EXPECT_THAT(told, HasSubstr("despite_protection"));
  EXPECT_THAT(told, HasSubstr("东区：投资方只愿落在东区"));
}

TEST_P(TableRules, a_confidential_lead_protects_without_telling_where) {
  lead("neighbour", "west", "长春甲乙药业有限公司", "原料药生产", R"(,"confidential":true)");
  auto const by_hand = refused(
      "officer", R"({"zone_id":"east","name":"原料药","investor":"长春甲乙药业有限公司","idea":"原料药生产"})", 409);
  std::string const table =
      "开发区,项目名称,投资方,建设内容\n东区,原料药,长春甲乙药业有限公司,原料药生产\n东区,别的,别的公司,别的\n";
  // Looking costs nothing, so it is no way to search; who writes is told as by the page.
  auto const looked = in("projects", table, "");
  EXPECT_EQ(problems(looked), "[]");
  EXPECT_EQ(number(looked, "good"), 2);
  auto const report = in("projects", table);
  EXPECT_EQ(number(report, "imported"), 0);
  EXPECT_EQ(said(report), by_hand);
  EXPECT_THAT(problems(report), Not(HasSubstr("西区")));
  auto const good = in("projects", table, "&commit=1&only_good=1");
  EXPECT_EQ(number(good, "imported"), 1);
  EXPECT_EQ(number(good, "left"), 1);
  EXPECT_THAT(std::string{good.at("left_file").as_string()}, Not(HasSubstr("西区")));
}

TEST_P(TableRules, land_may_be_told_in_mu) {
  auto const table = in("projects",
                        "开发区,项目名称,投资方,承诺用地(亩),实际用地（亩）,实际用地(平方米)\n"
                        "东区,甲,甲公司,15,,\n东区,乙,甲公司,18.5175,1.5,1000\n东区,丙,甲公司,0.15,2,1333\n");
  EXPECT_EQ(number(table, "imported"), 3) << problems(table);
  auto const land = [&](std::string const& name, std::string const& kind) {
    auto const shown = detail(id_of(name));
    for (auto const& each : shown.at("measures").as_array()) {
      if (each.at("measure") == "land_m2" && each.at("kind").as_string() == kind) return each.at("value").as_int64();
    }
    return std::int64_t{-1};
  };
  EXPECT_EQ(land("甲", "promised"), 10'000);
  EXPECT_EQ(land("甲", "real"), -1) << "unknown is not zero";
  EXPECT_EQ(land("乙", "promised"), 12'345);
  EXPECT_EQ(land("乙", "real"), 1'000);
  EXPECT_EQ(land("丙", "promised"), 100);
  EXPECT_EQ(land("丙", "real"), 1'333) << "two hundredths of a mu apart or less: what was told in square metres";
  auto const bad = in("projects",
                      "开发区,项目名称,投资方,承诺用地(亩),承诺用地(平方米)\n"
                      "东区,丁,甲公司,15,9000\n东区,戊,甲公司,不少,\n东区,己,甲公司,-1,\n");
  EXPECT_EQ(number(bad, "problems"), 3) << problems(bad);
  EXPECT_EQ(number(bad, "imported"), 0);
  // Of a project that is there the measures have their own table, whichever unit it is told in.
  enter("officer");
  auto const exported = call("officer", "GET", "/api/v1/exports/projects?format=csv").body;
  EXPECT_THAT(exported, HasSubstr("承诺用地(平方米)"));
  EXPECT_THAT(exported, Not(HasSubstr("亩")));
  auto const row = [&](std::string const& mu) {
    return in("projects", fmt::format("编号,版本,承诺用地(亩)\n{},1,{}\n", id_of("乙"), mu), "");
  };
  EXPECT_EQ(problems(row("18.5175")), "[]");
  EXPECT_THAT(problems(row("19")), HasSubstr("指标"));
  auto const measures = in("measures",
                           "项目名称,指标,承诺或实际,数值,日期,依据\n乙,土地(亩),promised,30,2026-01-05,补充协议\n"
                           "乙,用地(亩),real,1.5,2026-01-05,测绘\n");
  EXPECT_EQ(number(measures, "imported"), 1) << problems(measures);
  EXPECT_EQ(number(measures, "unchanged"), 1) << "1.5 mu are the 1,000 square metres in force";
  EXPECT_EQ(land("乙", "promised"), 20'000);
}

TEST_P(TableRules, rows_name_their_project_by_its_id_and_namesakes_are_never_guessed) {
  auto const one = project("officer", "同名");
  auto const two = project("officer", "同名");
  auto const other = project("officer", "另一个");
  struct Table {
    std::string kind;
    std::string heading;  ///< after the project
    std::string row;
  };
  for (auto const& [kind, heading, row] :
       {Table{"amounts", "种类,金额(万),日期,依据", "计划投资,1,2026-01-05,甲"},
        Table{"measures", "指标,承诺或实际,数值,日期,依据", "jobs,promised,10,2026-01-05,甲"},
        Table{"tasks", "代办事项,用时(天)", "办一,5"},
        Table{"promises", "承诺方,种类,内容,期限", "investor,jobs,用工一百,2027-01-05"}}) {
    auto const by = [&](std::string const& columns, std::string const& project_cells) {
      return in(kind, fmt::format("{},{}\n{},{}\n", columns, heading, project_cells, row), "");
    };
    auto const several = by("项目名称", "同名");
    EXPECT_EQ(number(several, "good"), 0);
    EXPECT_THAT(said(several), HasSubstr(fmt::format("{}, {}", one, two))) << kind;
    EXPECT_THAT(said(several), HasSubstr("项目编号"));
    EXPECT_EQ(number(by("项目名称,项目编号", fmt::format("同名,{}", two)), "good"), 1) << kind;
    EXPECT_EQ(number(by("项目编号", std::to_string(two)), "good"), 1) << kind << ": the id is enough";
    EXPECT_EQ(number(by("项目编号,项目名称", ",另一个"), "good"), 1) << kind << ": and so is the name";
    EXPECT_THAT(said(by("项目名称,项目编号", fmt::format("同名,{}", other))), HasSubstr("另一个"))
        << kind << ": whose id it is";
    EXPECT_EQ(number(by("项目编号", "987654"), "good"), 0) << kind;
    EXPECT_EQ(number(by("项目编号", "x"), "good"), 0) << kind;
    EXPECT_EQ(number(by("项目编号,项目名称", ","), "good"), 0) << kind << ": one of them must be there";
    auto const none = in(kind, fmt::format("{}\n{}\n", heading, row), "");
    EXPECT_FALSE(none.at("head_sound").as_bool()) << kind;
    EXPECT_THAT(problems(none), HasSubstr("项目名称"));
    EXPECT_EQ(number(in(kind, fmt::format("项目编号,{}\n{},{}\n", heading, two, row)), "imported"), 1) << kind;
    EXPECT_THAT(call("officer", "GET", fmt::format("/api/v1/exports/{}?format=csv", kind)).body, HasSubstr("项目编号"));
  }
  EXPECT_EQ(detail(one).at("amounts").as_array().size(), 0U);
  EXPECT_EQ(detail(two).at("amounts").as_array().size(), 1U);
  // An id of another zone's project is none.
  auto const hidden = must("neighbour", "POST", "/projects",
                           R"({"zone_id":"west","name":"外区","investor":"丁公司","idea":"建厂"})", 201)
                          .at("project")
                          .at("id")
                          .as_int64();
  auto const table = [&](std::int64_t id) {
    return said(in("tasks", fmt::format("项目编号,代办事项\n{},办一\n", id), ""));
  };
  EXPECT_EQ(table(hidden), table(987'654));
}

TEST_P(TableRules, since_when_it_is_talked_about_is_unknown_where_nobody_says) {
  std::string const table =
      "开发区,项目名称,投资方,阶段,在谈日期\n东区,不知,甲公司,在谈,\n东区,知道,乙公司,在谈,2025-03-01\n"
      "东区,没写阶段,丙公司,,\n";
  EXPECT_EQ(number(in("projects", table, ""), "begin_unknown"), 2);
  auto const taken = in("projects", table);
  EXPECT_EQ(number(taken, "imported"), 3) << problems(taken);
  EXPECT_EQ(number(taken, "begin_unknown"), 2) << "and it is told";
  auto const began = [&](std::string const& name) {
    return detail(id_of(name)).at("stages").as_array().at(0).at("day");
  };
  EXPECT_TRUE(began("不知").is_null());
  EXPECT_TRUE(began("没写阶段").is_null());
  EXPECT_EQ(began("知道"), "2025-03-01");
  // What is not known does not become known by an export.
  enter("officer");
  auto const exported = call("officer", "GET", "/api/v1/exports/projects?format=csv").body;
  auto const line_of = [&](std::string const& name) {
    auto const begin = exported.find(name);
    return exported.substr(begin, exported.find('\n', begin) - begin);
  };
  EXPECT_THAT(line_of("不知"), HasSubstr(",在谈,,")) << "neither the day of the stage nor of the beginning";
  EXPECT_THAT(line_of("不知"), Not(HasSubstr(today())));
  EXPECT_THAT(line_of("知道"), HasSubstr(",在谈,2025-03-01,"));
  EXPECT_EQ(problems(in("projects", exported, "")), "[]");
  // It is signed before the day it was taken in: nothing stands against it, and nobody signed fast.
  auto const pass = [&](std::string const& name, std::string const& day) {
    auto const id = id_of(name);
    auto const version = detail(id).at("project").at("version").as_int64();
    auto const given =
        must("officer", "POST", fmt::format("/projects/{}/evidence", id),
             fmt::format(R"({{"stage":"signed","document":"合同","day":"{}","version":{}}})", day, version), 201);
    must(
        "colleague", "POST",
        fmt::format("/projects/{}/evidence/{}/verdict", id, given.at("evidence").as_array().back().at("id").as_int64()),
        R"({"verified":true,"note":""})", 200);
  };
  pass("不知", format_day(civil_day(now()) - 10));
  EXPECT_EQ(detail(id_of("不知")).at("project").at("stage"), "signed");
  auto const fast = [&] { return must("leader", "GET", "/alarms?kind=signed_fast", "", 200).at("total").as_int64(); };
  EXPECT_EQ(fast(), 0);
  auto const times = must("leader", "GET", "/stage-times", "", 200).at("list").as_array();
  EXPECT_EQ(times[0].at("begin_unknown").as_int64(), 1) << "left out, and counted as left out";
  EXPECT_EQ(times[0].at("passed").as_int64(), 0);
  // Who knows enters it afterwards.
  auto const id = id_of("没写阶段");
  auto const version = detail(id).at("project").at("version").as_int64();
  must("officer", "POST", fmt::format("/projects/{}/stage-days", id),
       fmt::format(R"({{"stage":"negotiation","day":"2025-05-01","reason":"会议纪要","version":{}}})", version), 200);
  EXPECT_EQ(began("没写阶段"), "2025-05-01");
}

}  // namespace
}  // namespace lianzhao::serve
