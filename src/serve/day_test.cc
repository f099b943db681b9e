#include <map>

#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

/// What the pages of the day, the figures and the campaigns ask for beyond the life of a project.
using DayApi = WorkspaceApi;
INSTANTIATE_TEST_SUITE_P(Workspace, DayApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(DayApi, tasks_are_mine_my_teams_or_all_that_i_may_see) {
  auto const id = project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"送材料","days":3})", 201);
  auto const total = [&](std::string const& as, std::string const& whose) {
    return must(as, "GET", "/tasks?whose=" + whose, "", 200).at("total").as_int64();
  };
  EXPECT_EQ(total("officer", "mine"), 1);
  EXPECT_EQ(total("officer", "team"), 1);
  EXPECT_EQ(total("colleague", "mine"), 0);
  EXPECT_EQ(total("colleague", "team"), 0);
  EXPECT_EQ(total("colleague", "all"), 1);
  EXPECT_EQ(total("neighbour", "all"), 0);
  must("officer", "GET", "/tasks?whose=theirs", "", 400);
}

TEST_P(DayApi, an_alarm_names_its_project_and_speaks_both_languages) {
  auto const id = project("officer", "久未落地", R"(,"stages":[{"stage":"signed","day":"2020-01-01","note":"合同"}])");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id),
       fmt::format(R"({{"name":"送材料","days":1,"begin":"{}"}})", format_day(civil_day(now()) - 60)), 201);
  auto const page = must("leader", "GET", "/alarms", "", 200);
  std::map<std::string, json::object> by_kind;
  for (auto const& alarm : page.at("items").as_array()) {
    EXPECT_EQ(alarm.at("project_id").as_int64(), id);
    by_kind[std::string{alarm.at("kind").as_string()}] = alarm.as_object();
  }
  EXPECT_EQ(by_kind.at("task_overdue").at("noun").as_string(), "task");
  EXPECT_THAT(std::string{by_kind.at("task_overdue").at("why").as_string()}, HasSubstr("，已超"));
  for (auto const& count : page.at("counts").as_array()) {
    EXPECT_NE(count.at("name_en").as_string(), count.at("name").as_string());
    if (count.at("kind").as_string() == "after_signed") {
      EXPECT_EQ(count.at("name").as_string(), "已签约未落地");
      EXPECT_EQ(count.at("name_en").as_string(), "signed, not registered");
    }
  }
  lead("officer", "east", "乙公司", "建厂");
  EXPECT_TRUE(must("neighbour", "GET", "/alarms", "", 200).at("items").as_array().empty());
}

TEST_P(DayApi, help_asked_for_before_an_errand_begins_rings_since_today) {
  auto const id = project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id),
       fmt::format(R"({{"name":"送材料","days":3,"begin":"{}"}})", format_day(civil_day(now()) + 30)), 201);
  must("officer", "PATCH", "/tasks/1", R"({"version":1,"escalated":true})", 200);
  auto const alarms = must("leader", "GET", "/alarms?kind=task_escalated", "", 200).at("items").as_array();
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].at("since").as_string(), today());
}

TEST_P(DayApi, figures_are_exported_as_shown_and_only_what_one_may_see) {
  project("officer", "甲项目", R"(,"stages":[{"stage":"signed","day":"2024-02-01","note":"c"}])");
  auto const csv = [&](std::string const& as, std::string const& more) {
    enter(as);
    auto const reply = call(as, "GET", "/api/v1/exports/kpis?by=zone" + more);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.body;
  };
  EXPECT_THAT(csv("leader", "&figures=construction_rate@1"), HasSubstr("开工率,1,东区,0,%,0,个,1,个,0,"));
  EXPECT_THAT(csv("leader", "&figures=construction_rate@1"), Not(HasSubstr("投产率,")));
  EXPECT_THAT(csv("leader", "&language=en"), HasSubstr("Production rate,1,"));
  EXPECT_THAT(csv("neighbour", ""), Not(HasSubstr("东区")));
  EXPECT_EQ(call("", "GET", "/api/v1/exports/kpis").status, 401);
}

TEST_P(DayApi, a_definition_tells_its_terms_and_stage_times_who_is_still_there) {
  project("officer", "甲项目", R"(,"stages":[{"stage":"signed","day":"2024-02-01","note":"c"}])");
  auto const definitions = must("viewer", "GET", "/kpi-definitions", "", 200).at("list").as_array();
  for (auto const& kpi : definitions) {
    if (kpi.at("id").as_string() != "fulfilment_rate" || kpi.at("version").as_string() != "2") continue;
    EXPECT_EQ(kpi.at("numerator_term").at("reached").as_string(), "construction");
    EXPECT_TRUE(kpi.at("numerator_term").at("not_ended").as_bool());
    EXPECT_EQ(kpi.at("denominator_term").at("reached").as_string(), "signed");
  }
  auto const times = must("viewer", "GET", "/stage-times", "", 200).at("list").as_array();
  for (auto const& time : times) {
    std::int64_t censored = 0;
    for (auto const& stay : time.at("censored").as_array()) censored += stay.at("projects").as_int64();
    EXPECT_EQ(censored, time.at("still").as_int64());
  }
  EXPECT_EQ(times[1].at("still").as_int64(), 1) << "signed and still not registered";
}

TEST_P(DayApi, a_campaign_is_judged_by_its_first_year) {
  auto const made = must(
      "officer", "POST", "/campaigns",
      R"({"zone_id":"east","name":"旧行","kind":"trip","begin":"2020-03-01","end":"2020-03-05","cost_fen":100})", 201);
  EXPECT_TRUE(made.at("may_change").as_bool());
  EXPECT_EQ(made.at("first_year").at("until").as_string(), "2021-03-05");
  EXPECT_TRUE(made.at("first_year").at("over").as_bool());
  lead("officer", "east", "甲公司", "建厂", R"(,"campaign_id":1)");
  auto const old = must("viewer", "GET", "/campaigns/1", "", 200);
  EXPECT_EQ(old.at("campaign").at("leads").as_int64(), 1);
  EXPECT_EQ(old.at("first_year").at("leads").as_int64(), 0) << "it was handed in years later";
  EXPECT_TRUE(old.at("first_year").at("contracted_fen").is_null());
  EXPECT_FALSE(old.at("may_change").as_bool());
  must("officer", "POST", "/campaigns",
       fmt::format(R"({{"zone_id":"east","name":"今行","kind":"trip","begin":"{0}","end":"{0}"}})", today()), 201);
  lead("officer", "east", "乙公司", "建厂", R"(,"campaign_id":2)");
  auto const fresh = must("officer", "GET", "/campaigns/2", "", 200).at("first_year");
  EXPECT_EQ(fresh.at("leads").as_int64(), 1);
  EXPECT_FALSE(fresh.at("over").as_bool());
}

TEST_P(DayApi, two_who_write_on_one_visit_both_keep_their_words) {
  must("officer", "POST", "/campaigns",
       R"({"zone_id":"east","name":"长三角之行","kind":"trip","begin":"2026-03-01","end":"2026-03-05"})", 201);
  must("officer", "POST", "/campaigns/1/visits", R"({"enterprise":"甲公司","day":"2026-03-02"})", 201);
  auto const report = [](std::string_view rest) {
    return fmt::format(R"({{"id":1,"enterprise":"甲公司","day":"2026-03-02",{}}})", rest);
  };
  must("officer", "POST", "/campaigns/1/visits", report(R"("note":"要 50 亩地")"), 400);
  must("officer", "POST", "/campaigns/1/visits", report(R"("version":1,"note":"要 50 亩地")"), 201);
  auto const refused = must("leader", "POST", "/campaigns/1/visits", report(R"("version":1,"note":"下周来考察")"), 409);
  EXPECT_EQ(refused.at("code"), "stale_version");
  EXPECT_EQ(refused.at("current").at("note"), "要 50 亩地");
  // What is not said stays.
  auto const ticked = must("leader", "POST", "/campaigns/1/visits", report(R"("version":2,"done":true)"), 201);
  EXPECT_EQ(ticked.at("visits").at(0).at("note"), "要 50 亩地");
  EXPECT_EQ(ticked.at("visits").at(0).at("done"), true);
}

TEST_P(DayApi, a_planned_visit_can_be_taken_out_and_one_that_was_made_stays) {
  must("officer", "POST", "/campaigns",
       R"({"zone_id":"east","name":"行","kind":"trip","begin":"2026-03-01","end":"2026-03-05"})", 201);
  must("officer", "POST", "/campaigns/1/visits", R"({"enterprise":"甲公司","day":"2026-03-02"})", 201);
  must("officer", "POST", "/campaigns/1/visits", R"({"enterprise":"乙公司","day":"2026-03-02","done":true})", 201);
  must("neighbour", "DELETE", "/campaigns/1/visits/1", "", 404);
  must("viewer", "DELETE", "/campaigns/1/visits/1", "", 403);
  auto const left = must("officer", "DELETE", "/campaigns/1/visits/1", "", 200).at("visits").as_array();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].at("enterprise").as_string(), "乙公司");
  must("officer", "DELETE", "/campaigns/1/visits/2", "", 404);
}

TEST_P(DayApi, what_is_wrong_in_a_spreadsheet_is_said_in_the_language_of_the_page) {
  auto const report = must("officer", "POST", "/imports/leads?name=a.csv",
                           "开发区,招商方式,投资方,项目设想,规模(万元),天气\n无区,以商招商,甲公司,建厂,五千,晴\n", 200);
  auto const said = json::serialize(report);
  EXPECT_THAT(said, HasSubstr("没有这个开发区"));
  EXPECT_THAT(said, HasSubstr("没有这一列"));
  EXPECT_THAT(said, HasSubstr("不是 0 到 10 亿之间的金额"));
  EXPECT_EQ(report.at("imported").as_int64(), 0);
}

}  // namespace
}  // namespace lianzhao::serve
