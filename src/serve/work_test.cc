#include <cctype>
#include <filesystem>

#include "serve/http.h"
#include "serve/workspace_api_test.h"
#include "store/audit_log.h"
#include "store/data_folder.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

using WorkApi = WorkspaceApi;
INSTANTIATE_TEST_SUITE_P(Workspace, WorkApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(WorkApi, errands_from_templates_wait_for_each_other_and_show_the_critical_path) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}/tasks", id);
  auto plan = must("officer", "POST", url, R"({"stage":"negotiation"})", 201);
  auto const& tasks = plan.at("tasks").as_array();
  ASSERT_EQ(tasks.size(), 6U);
  EXPECT_FALSE(plan.at("critical_path").as_array().empty());
  EXPECT_TRUE(plan.at("forecasts").as_array().empty()) << "nothing is late";
  EXPECT_EQ(plan.at("forecast_end"), plan.at("end"));
  EXPECT_THAT(json::serialize(must("administrator", "GET", "/audit", "", 200)),
              HasSubstr(R"("subject":"project:1","subject_name":"甲项目")"));
  EXPECT_NE(tasks[0].at("basis").as_string(), "");
  // The review before signing waits for three others.
  must("officer", "PATCH", "/tasks/5", R"({"version":1,"state":"done"})", 409);
  for (int task = 1; task <= 4; ++task) {
    must("officer", "PATCH", fmt::format("/tasks/{}", task), R"({"version":1,"state":"done"})", 200);
  }
  auto const done = must("officer", "PATCH", "/tasks/5", R"({"version":1,"state":"done"})", 200);
  EXPECT_EQ(done.at("done").as_string(), today());
  must("officer", "PATCH", "/tasks/6", R"({"version":1,"state":"dropped"})", 400);
  must("officer", "PATCH", "/tasks/1", R"({"version":2,"depends_on":[5]})", 400);
  auto const stale = must("colleague", "PATCH", "/tasks/6", R"({"version":9,"note":"x"})", 409);
  EXPECT_EQ(stale.at("current").at("version").as_int64(), 1);
  EXPECT_GE(must("officer", "GET", "/task-templates", "", 200).at("list").as_array().size(), 60U);
}

TEST_P(WorkApi, the_staff_knows_all_zones_by_name_but_sees_the_rows_of_its_own) {
  auto const list = must("officer", "GET", "/zones", "", 200);
  auto const& zones = list.at("list").as_array();
  ASSERT_EQ(zones.size(), 2U);
  for (auto const& zone : zones) EXPECT_EQ(zone.at("seen").as_bool(), zone.at("id").as_string() == "east");
  must("officer", "GET", "/zones/west", "", 404);
  must("investor", "GET", "/zones", "", 403);
}

TEST_P(WorkApi, days_of_a_year_without_a_notice_are_told_as_estimates) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}/tasks", id);
  auto const plan = must("officer", "POST", url, R"({"stage":"negotiation","begin":"2029-09-28"})", 201);
  EXPECT_TRUE(plan.at("end_estimated").as_bool());
  EXPECT_GT(plan.at("end").as_string(), "2029-10-08");
  auto const beyond = must("officer", "POST", url, R"({"stage":"signed","begin":"2040-01-01"})", 201);
  EXPECT_TRUE(beyond.at("end").is_null()) << "beyond the last year nothing is guessed";
  EXPECT_FALSE(beyond.at("end_estimated").as_bool());
}

TEST_P(WorkApi, amounts_of_a_trillion_and_days_since_the_opening_are_kept_as_they_are) {
  auto const id = project("officer", "甲项目");
  auto const contract = [&](std::string_view day, int status) {
    return must("officer", "POST", fmt::format("/projects/{}/amounts", id),
                fmt::format(R"({{"kind":"contracted","source":"unknown","currency":"CNY","amount":100000000000000,)"
                            R"("day":"{}","reason":"合同"}})",
                            day),
                status);
  };
  EXPECT_THAT(json::serialize(contract("1949-10-01", 400)), HasSubstr("1978-01-01"));
  contract("1978-01-01", 201);
  contract("2020-02-29", 201);
  // What has been contracted lies behind us.
  EXPECT_THAT(json::serialize(contract("9999-12-31", 400).at("params")), HasSubstr("9999-12-31"));
  for (auto const* const day : {"1978-01-01", "9999-12-31"}) {
    must("officer", "POST", fmt::format("/projects/{}/promises", id),
         fmt::format(R"({{"side":"zone","kind":"land","text":"交地","due":"{}","legal_basis":"土地管理法"}})", day),
         201);
  }
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"旧事","days":3650,"begin":"1978-01-01"})",
       400);
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"远事","days":5,"begin":"9999-12-31"})",
       400);
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"远古","days":1,"begin":"0001-01-01"})",
       400);
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"无此日","days":1,"begin":"2027-02-29"})",
       400);
  auto const detail = must("officer", "GET", fmt::format("/projects/{}", id), "", 200);
  EXPECT_EQ(detail.at("project").at("contracted_fen").as_int64(), 200'000'000'000'000);
  auto const table = call("officer", "GET", "/api/v1/exports/projects?format=csv");
  EXPECT_THAT(table.body, HasSubstr("200000000")) << "ten thousands of yuan";
  EXPECT_EQ(call("officer", "GET", "/api/v1/kpis").status, 200);
  EXPECT_EQ(call("officer", "GET", "/api/v1/alarms").status, 200);
}

TEST_P(WorkApi, nothing_is_lost_in_a_hand_over) {
  auto const id = project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"stage":"negotiation"})", 201);
  enter("agent");
  std::int64_t agent = 0;
  auto const colleagues = must("officer", "GET", "/colleagues", "", 200);
  for (auto const& c : colleagues.at("list").as_array()) {
    if (c.at("role").as_string() == "agent") agent = c.at("id").as_int64();
  }
  must("agent", "GET", fmt::format("/projects/{}", id), "", 404);
  auto const member = must("officer", "GET", fmt::format("/projects/{}/team", id), "", 200).at("list").at(0);
  auto const url = fmt::format("/projects/{}/team/{}/hand-over", id, member.at("id").as_int64());
  must("officer", "POST", url, R"({"to_account_id":null,"note":"调岗"})", 409);
  must("officer", "POST", url, fmt::format(R"({{"to_account_id":{},"note":"合同原件在档案室"}})", agent), 200);
  auto const tasks = must("agent", "GET", fmt::format("/projects/{}/tasks", id), "", 200);
  for (auto const& task : tasks.at("tasks").as_array()) EXPECT_EQ(task.at("assignee_id").as_int64(), agent);
  auto const detail = must("agent", "GET", fmt::format("/projects/{}", id), "", 200);
  EXPECT_THAT(json::serialize(detail), HasSubstr("合同原件在档案室"));
}

TEST_P(WorkApi, the_calendar_feed_shows_the_own_tasks_to_who_has_the_address) {
  auto const id = project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"送材料","days":3})", 201);
  auto const path = std::string{must("officer", "POST", "/me/calendar", "", 201).at("path").as_string()};
  auto const feed = call("", "GET", path);
  EXPECT_EQ(feed.status, 200);
  EXPECT_THAT(feed.head, HasSubstr("text/calendar"));
  EXPECT_THAT(feed.body, HasSubstr("送材料"));
  must("officer", "POST", "/me/calendar", "", 201);
  EXPECT_EQ(call("", "GET", path).status, 404) << "a new address ends the old one";
}

TEST_P(WorkApi, alarms_say_why_and_what_to_do) {
  project("officer", "久未开工", R"(,"stages":[{"stage":"signed","day":"2020-01-01","note":"合同"}])");
  auto const page = must("leader", "GET", "/alarms?kind=after_signed", "", 200);
  ASSERT_EQ(page.at("total").as_int64(), 1);
  auto const& alarm = page.at("items").at(0);
  EXPECT_THAT(std::string{alarm.at("why").as_string()}, HasSubstr("2020-01-01"));
  EXPECT_THAT(std::string{alarm.at("action").as_string()}, HasSubstr("营业执照"));
  EXPECT_EQ(must("leader", "GET", "/alarms?kind=funds_missing", "", 200).at("total").as_int64(), 1);
  EXPECT_EQ(must("neighbour", "GET", "/alarms", "", 200).at("total").as_int64(), 0);
  EXPECT_FALSE(must("officer", "GET", "/my-day", "", 200).at("alarms").as_array().empty());
}

TEST_P(WorkApi, an_incentive_names_its_law_and_slipping_is_counted) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}/promises", id);
  auto const promise = [](std::string const& more) {
    return R"({"side":"zone","kind":"incentive","text":"设备补贴","due":"2026-06-30")" + more + "}";
  };
  must("officer", "POST", url, promise(""), 400);
  must("officer", "POST", url, promise(R"(,"legal_basis":"国发〔2024〕1号")"), 201);
  auto changed =
      must("officer", "PATCH", "/promises/1", R"({"version":1,"reason":"设备晚到","due":"2026-12-31"})", 200);
  EXPECT_EQ(changed.at("slipped").as_int64(), 1);
  EXPECT_EQ(changed.at("first_due").as_string(), "2026-06-30");
  must("neighbour", "PATCH", "/promises/1", R"({"version":2,"reason":"x"})", 404);
  for (auto const* const kind : {"promised", "real"}) {
    must("officer", "POST", fmt::format("/projects/{}/measures", id),
         fmt::format(R"({{"measure":"land_m2","kind":"{}","value":20000,"day":"{}","reason":"合同"}})", kind, today()),
         201);
  }
  must("officer", "POST", fmt::format("/projects/{}/measures", id),
       fmt::format(R"({{"measure":"tax_fen","kind":"promised","value":30000000,"day":"{}","reason":"合同"}})", today()),
       201);
  auto const results = must("officer", "GET", fmt::format("/projects/{}/results", id), "", 200).at("list").as_array();
  auto const& tax = results.at(2);
  EXPECT_NEAR(tax.at("promised_per_mu").to_number<double>(), 1'000'000, 0.01) << "20,000 m² are 30 mu";
  EXPECT_TRUE(tax.at("met").is_null()) << "not known yet is neither met nor missed";
}

TEST_P(WorkApi, every_figure_opens_the_list_behind_it) {
  for (int i = 0; i < 4; ++i) {
    project(
        "officer", fmt::format("项目{}", i),
        i < 3
            ? R"(,"stages":[{"stage":"signed","day":"2024-02-01","note":"c"},{"stage":"construction","day":"2024-08-01","note":"p"}])"
            : R"(,"stages":[{"stage":"signed","day":"2024-03-01","note":"c"}])");
  }
  auto const kpis = must("leader", "GET", "/kpis", "", 200);
  for (auto const& value : kpis.at("list").as_array()) {
    if (value.at("denominator").to_number<double>() == 0) {
      EXPECT_TRUE(value.at("value").is_null());
      continue;
    }
    for (auto const* const part : {"numerator", "denominator"}) {
      auto const rows =
          must("leader", "GET",
               fmt::format("/kpis/{}/rows?version={}&part={}&limit=500", std::string{value.at("id").as_string()},
                           std::string{value.at("version").as_string()}, part),
               "", 200);
      double sum = 0;
      for (auto const& row : rows.at("items").as_array()) sum += row.at("value").to_number<double>();
      EXPECT_DOUBLE_EQ(sum, value.at(part).to_number<double>()) << value;
    }
  }
  auto const before = must("leader", "GET", "/kpis?as_of=2024-06-30", "", 200);
  EXPECT_THAT(json::serialize(before), HasSubstr(R"("id":"construction_rate")"));
  auto const times = must("leader", "GET", "/stage-times", "", 200).at("list").as_array();
  EXPECT_EQ(times.size(), 6U);
  EXPECT_EQ(must("leader", "GET", "/forecast", "", 200).at("list").as_array().size(), 6U);
}

TEST_P(WorkApi, an_invited_investor_sees_his_project_and_nothing_internal) {
  auto const id = project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/notes", id), R"({"text":"内部: 对方资金紧张"})", 201);
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"stage":"negotiation"})", 201);
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"内部: 查对方诉讼"})", 201);
  auto const made =
      must("officer", "POST", fmt::format("/projects/{}/invitations", id), R"({"name":"王总","days":30})", 201);
  auto const page = "/api/v1/investor/" + std::string{made.at("token").as_string()};
  auto const seen = call("", "GET", page);
  EXPECT_EQ(seen.status, 200) << seen.body;
  EXPECT_THAT(seen.body, HasSubstr("公平竞争审查"));
  EXPECT_THAT(seen.body, Not(HasSubstr("内部")));
  EXPECT_EQ(call("", "POST", page + "/questions", R"({"text":"土地何时挂牌?"})").status, 201);
  EXPECT_EQ(call("", "POST", page + "/ratings", R"({"rating":5,"text":"很好"})").status, 201);
  EXPECT_EQ(call("", "POST", page + "/ratings", R"({"rating":6,"text":""})").status, 400);
  must("neighbour", "POST", "/questions/1/answer", R"({"text":"x"})", 404);
  must("officer", "POST", "/questions/1/answer", R"({"text":"下月中旬"})", 200);
  EXPECT_THAT(call("", "GET", page).body, HasSubstr("下月中旬"));
  must("officer", "DELETE", fmt::format("/projects/{}/invitations/1", id), "", 204);
  EXPECT_EQ(call("", "GET", page).status, 404);
}

TEST_P(WorkApi, the_investor_is_told_who_does_what_by_when_in_his_language) {
  auto const id = project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"stage":"negotiation"})", 201);
  must("officer", "PATCH", "/tasks/1", R"({"version":1,"state":"done"})", 200);
  auto const made =
      must("officer", "POST", fmt::format("/projects/{}/invitations", id), R"({"name":"王总","days":30})", 201);
  auto const page = json::parse(call("", "GET", "/api/v1/investor/" + std::string{made.at("token").as_string()}).body);
  auto const& steps = page.at("steps").as_array();
  EXPECT_EQ(steps.at(0).at("name_en").as_string(), "Site and resource matching");
  EXPECT_EQ(steps.at(0).at("done").as_string(), today());
  EXPECT_EQ(steps.at(1).at("authority").as_string(), "发展改革部门");
  EXPECT_TRUE(steps.at(2).at("ready").as_bool()) << "what it depends on is done";
  EXPECT_FALSE(steps.at(4).at("ready").as_bool());
  EXPECT_EQ(page.at("state").as_string(), "active");
  EXPECT_EQ(page.at("expires_ms").as_int64(), made.at("invitation").at("expires_ms").as_int64());
}

TEST_P(WorkApi, the_team_reads_the_last_word_of_every_investor) {
  auto const id = project("officer", "甲项目");
  for (auto const* const name : {"王总", "李总"}) {
    auto const made = must("officer", "POST", fmt::format("/projects/{}/invitations", id),
                           fmt::format(R"({{"name":"{}","days":30}})", name), 201);
    auto const url = "/api/v1/investor/" + std::string{made.at("token").as_string()} + "/ratings";
    ASSERT_EQ(call("", "POST", url, R"({"rating":2,"text":"慢"})").status, 201);
    if (name == std::string{"李总"}) continue;
    ASSERT_EQ(call("", "POST", url, R"({"rating":4,"text":"好了"})").status, 201);
  }
  auto const ratings = must("officer", "GET", fmt::format("/projects/{}/ratings", id), "", 200).at("list").as_array();
  ASSERT_EQ(ratings.size(), 2U);
  EXPECT_EQ(ratings.at(0).at("by").as_string(), "王总");
  EXPECT_EQ(ratings.at(0).at("rating").as_int64(), 4) << "the later word of one stage replaces the one before";
  EXPECT_EQ(ratings.at(1).at("rating").as_int64(), 2);
  must("neighbour", "GET", fmt::format("/projects/{}/ratings", id), "", 404);
}

TEST_P(WorkApi, the_load_of_a_colleague_counts_only_what_the_caller_sees) {
  auto const id = project("officer", "甲项目");
  project("officer", "密项目", R"(,"confidential":true)");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"旧事","days":0,"begin":"2026-01-08"})",
       201);
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"新事","days":30})", 201);
  auto const load_of_officer = [&](std::string const& as) {
    auto const load = must(as, "GET", "/workload", "", 200);
    for (auto const& each : load.at("list").as_array()) {
      if (each.at("role").as_string() == "officer" && each.at("projects").as_int64() > 0) return each.as_object();
    }
    return json::object{};
  };
  auto const load = load_of_officer("officer");
  EXPECT_EQ(load.at("projects").as_int64(), 2);
  EXPECT_EQ(load.at("open_tasks").as_int64(), 2);
  EXPECT_EQ(load.at("late_tasks").as_int64(), 1);
  EXPECT_EQ(load_of_officer("viewer").at("projects").as_int64(), 1) << "confidential ones are not counted for him";
  EXPECT_TRUE(load_of_officer("neighbour").empty());
}

TEST_P(WorkApi, the_history_says_what_happened_in_codes_and_numbers_not_in_one_language) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  must("officer", "POST", url + "/amounts",
       fmt::format(R"({{"kind":"contracted","source":"unknown","currency":"CNY","amount":2000000000000,"day":"{}",)"
                   R"("reason":"合同第3条"}})",
                   today()),
       201);
  must("officer", "POST", url + "/tasks", R"({"stage":"negotiation"})", 201);
  must("officer", "PATCH", "/tasks/1", R"({"version":1,"state":"doing"})", 200);
  must("officer", "POST", url + "/promises", R"({"side":"zone","kind":"utility","text":"通水通电","due":"2026-06-30"})",
       201);
  must("officer", "PATCH", "/promises/1", R"({"version":1,"reason":"管线未到","due":"2026-12-31"})", 200);
  auto const history = must("officer", "GET", url, "", 200).at("history").as_array();
  auto const& moved_promise = history.at(0);
  EXPECT_EQ(moved_promise.at("text").as_string(), "管线未到");
  EXPECT_EQ(moved_promise.at("facts").at("from_due").as_string(), "2026-06-30");
  EXPECT_EQ(history.at(2).at("facts").at("to").as_string(), "doing");
  EXPECT_EQ(history.at(2).at("facts").at("template_id").as_string(), "site-match");
  auto const& amount = history.at(4);
  EXPECT_EQ(amount.at("kind").as_string(), "amount");
  EXPECT_EQ(amount.at("text").as_string(), "合同第3条") << "only what somebody wrote";
  EXPECT_EQ(amount.at("facts").at("amount_fen").as_string(), "2000000000000");
  EXPECT_EQ(amount.at("facts").at("amount_kind").as_string(), "contracted");
}

TEST_P(WorkApi, a_campaign_shows_what_came_of_it) {
  must("officer", "POST", "/campaigns",
       R"({"zone_id":"east","name":"长三角行","kind":"trip","begin":"2026-03-01","end":"2026-03-05"})", 201);
  must("officer", "POST", "/campaigns",
       R"({"zone_id":"east","name":"x","kind":"trip","begin":"2026-03-05","end":"2026-03-01"})", 400);
  lead("officer", "east", "甲公司", "建厂", R"(,"campaign_id":1)");
  must("officer", "POST", "/campaigns/1/visits", R"({"enterprise":"甲公司","day":"2026-03-02"})", 201);
  auto const detail = must("officer", "GET", "/campaigns/1", "", 200);
  EXPECT_EQ(detail.at("campaign").at("leads").as_int64(), 1);
  EXPECT_EQ(detail.at("visits").as_array().size(), 1U);
  must("neighbour", "GET", "/campaigns/1", "", 404);
}

TEST_P(WorkApi, a_half_wrong_spreadsheet_says_where_and_takes_in_nothing) {
  enter("officer");
  auto const good = std::string{"开发区,招商方式,投资方,项目设想,规模(万元)\n东区,以商招商,甲公司,建厂,5000\n"};
  auto const url = std::string{"/imports/leads?name=a.csv&commit=1"};
  auto report = must("officer", "POST", url, good + "东区,乱写,乙公司,,五千\n", 200);
  EXPECT_EQ(report.at("imported").as_int64(), 0);
  EXPECT_EQ(report.at("good").as_int64(), 1);
  EXPECT_EQ(report.at("errors").as_array().size(), 3U);
  EXPECT_EQ(report.at("errors").at(0).at("row").as_int64(), 3);
  EXPECT_EQ(must("officer", "GET", "/leads", "", 200).at("total").as_int64(), 0);
  report = must("officer", "POST", url, good + "东区,自荐,=cmd|' /C calc'!A1,建厂,\n", 200);
  EXPECT_EQ(report.at("imported").as_int64(), 2);
  auto const exported = call("officer", "GET", "/api/v1/exports/leads");
  EXPECT_THAT(exported.body, HasSubstr("'=cmd")) << "inert in a spreadsheet";
  auto const projects =
      must("officer", "POST", "/imports/projects?name=p.csv&commit=1",
           "开发区,项目名称,投资方,阶段,进入阶段日期,合同投资(万元)\n东区,甲项目,甲公司,开工,2025-05-01,10000\n", 200);
  EXPECT_EQ(projects.at("imported").as_int64(), 1);
  auto const project = must("officer", "GET", "/projects/1", "", 200).at("project");
  EXPECT_EQ(project.at("stage").as_string(), "construction");
  EXPECT_EQ(project.at("contracted_fen").as_int64(), 10'000'000'000);
}

TEST_P(WorkApi, errands_promises_and_visits_go_in_and_out_as_tables) {
  project("officer", "甲项目");
  enter("colleague");
  must("officer", "POST", "/campaigns",
       R"({"zone_id":"east","name":"长三角之行","kind":"trip","begin":"2026-03-01","end":"2026-03-05"})", 201);
  auto const in = [&](std::string const& kind, std::string const& text, std::string const& as = "officer") {
    return must(as, "POST", "/imports/" + kind + "?name=a.csv&commit=1", text, 200);
  };
  auto const tasks = std::string{"项目名称,代办事项,经办人,用时(天),不早于,说明\n"};
  auto report = in("tasks", tasks + "甲项目,送样品,u-colleague,3,2026-03-02,带两份\n甲项目,企业设立登记,,,,\n");
  EXPECT_EQ(report.at("imported").as_int64(), 2) << json::serialize(report);
  auto const plan = must("officer", "GET", "/projects/1/tasks", "", 200).at("tasks").as_array();
  ASSERT_EQ(plan.size(), 2U);
  for (auto const& task : plan) {
    auto const own = task.at("name") == "送样品";
    if (own) {
      EXPECT_EQ(task.at("assignee_name"), "u-colleague");
    }
    EXPECT_EQ(task.at("template_id") == "", own) << "an errand of the list comes with its law and documents";
  }
  report = in("tasks", tasks + "甲项目,送样品,,,,\n乙项目,送样品,谁,0,明天,\n");
  EXPECT_EQ(report.at("imported").as_int64(), 0);
  EXPECT_EQ(report.at("errors").as_array().size(), 5U) << json::serialize(report);
  // What goes out comes in again elsewhere: columns and words are the same.
  auto const out = call("officer", "GET", "/api/v1/exports/tasks").body;
  EXPECT_THAT(out, HasSubstr("甲项目,送样品"));
  EXPECT_THAT(call("neighbour", "GET", "/api/v1/exports/tasks").body, Not(HasSubstr("甲项目")));
  EXPECT_EQ(in("tasks", tasks + "甲项目,盖章,,,,\n", "neighbour").at("imported").as_int64(), 0);

  auto const promises = std::string{"项目名称,承诺方,种类,内容,金额(万元),法律依据,期限\n"};
  report = in("promises", promises + "甲项目,开发区,奖补,设备补助,500,,2027-06-30\n");
  EXPECT_EQ(report.at("errors").at(0).at("column"), "法律依据") << json::serialize(report);
  report =
      in("promises",
         promises + "甲项目,投资方,投资,到位资金,5000,,2027-06-30\n甲项目,zone,land,供地,,土地管理法,2026-12-31\n");
  EXPECT_EQ(report.at("imported").as_int64(), 2) << json::serialize(report);
  EXPECT_EQ(must("officer", "GET", "/projects/1/promises", "", 200).at("list").as_array().size(), 2U);
  EXPECT_THAT(call("officer", "GET", "/api/v1/exports/promises").body, HasSubstr("甲项目,投资方,投资,到位资金,5000"));
  EXPECT_THAT(call("neighbour", "GET", "/api/v1/exports/promises").body, Not(HasSubstr("甲项目")));
  EXPECT_EQ(in("promises", promises + "甲项目,开发区,土地,供地,,土地管理法,2026-12-31\n").at("imported").as_int64(), 0);

  auto const visits = std::string{"活动,企业,日期,已走访,纪要\n"};
  report = in("visits", visits + "长三角之行,丙公司,2026-03-02,是,想看厂房\n");
  EXPECT_EQ(report.at("imported").as_int64(), 1) << json::serialize(report);
  report = in("visits", visits + "长三角之行,丙公司,2026-03-02,,\n别的活动,丁公司,2026-03-02,,\n");
  EXPECT_EQ(report.at("errors").as_array().size(), 2U) << json::serialize(report);
  EXPECT_THAT(call("officer", "GET", "/api/v1/exports/visits").body,
              HasSubstr("长三角之行,丙公司,2026-03-02,是,想看厂房"));
  EXPECT_THAT(call("neighbour", "GET", "/api/v1/exports/visits").body, Not(HasSubstr("丙公司")));
  must("viewer", "POST", "/imports/visits?name=a.csv&commit=1", visits, 403);
}

TEST_P(WorkApi, a_table_is_checked_while_another_writes) {
  project("officer", "甲项目");
  store::DataFolder data;
  data.path = folder_.path();
  data.database = database_;
  auto const elsewhere = store::open_workspace(data);
  auto sql = elsewhere->writer();
  auto transaction = store::Transaction{sql};
  store::AuditLog{sql}.append(std::nullopt, "write", "is held");
  auto const check = [&](std::string const& kind, std::string const& text) {
    return must("officer", "POST", "/imports/" + kind + "?name=a.csv", text, 200).at("good").as_int64();
  };
  EXPECT_EQ(check("leads", "开发区,招商方式,投资方,项目设想\n东区,以商招商,甲公司,建厂\n"), 1);
  EXPECT_EQ(check("projects", "开发区,项目名称,投资方,阶段,进入阶段日期\n东区,乙项目,甲公司,开工,2025-05-01\n"), 1);
  EXPECT_EQ(check("tasks", "项目名称,代办事项\n甲项目,送样品\n"), 1);
  EXPECT_EQ(check("promises", "项目名称,承诺方,种类,内容,期限\n甲项目,开发区,配套,供水,2026-12-31\n"), 1);
  EXPECT_EQ(check("visits", "活动,企业,日期\n长三角之行,丙公司,2026-03-02\n"), 0) << "no such campaign";
}

TEST_P(WorkApi, the_demo_tells_the_article_in_its_true_stages) {
  server_.reset();
  auto const demo = std::filesystem::path{LIANZHAO_SOURCE_DIR} / "demo";
  for (auto const* const name : {"zones.yaml", "projects.yaml"}) {
    std::filesystem::copy_file(demo / name, folder_.path() / name, std::filesystem::copy_options::overwrite_existing);
  }
  start({});
  auto const stage_of = [&](std::string const& name) {
    auto const page = must("administrator", "GET", "/projects?q=" + percent_encoded(name), "", 200);
    EXPECT_EQ(page.at("total").as_int64(), 1) << name;
    return std::string{page.at("items").at(0).at("stage").as_string()};
  };
  EXPECT_EQ(stage_of("精细化工产业园项目"), "construction");
  EXPECT_EQ(stage_of("创新产业园项目"), "construction") << "being prepared for acceptance is not accepted";
  EXPECT_EQ(stage_of("安沃高新"), "in_production");
  auto const campaigns = must("administrator", "GET", "/campaigns", "", 200);
  EXPECT_THAT(json::serialize(campaigns), HasSubstr("19个"));
  auto const forecast = must("administrator", "GET", "/forecast", "", 200);
  EXPECT_THAT(json::serialize(forecast), HasSubstr("in_production"));
  EXPECT_GT(must("administrator", "GET", "/tasks", "", 200).at("total").as_int64(), 0) << "errands to look at";
  auto const before = must("administrator", "GET", "/projects", "", 200).at("total").as_int64();
  server_.reset();
  start({});
  EXPECT_EQ(must("administrator", "GET", "/projects", "", 200).at("total").as_int64(), before) << "entered once";
}

/// A body with what the contract requires and nothing else, so that only the right decides.
json::value least_body(json::object const& schemas, json::object const& schema) {
  if (auto const* const ref = schema.if_contains("$ref")) {
    auto const name = std::string_view{ref->as_string()}.substr(sizeof "#/components/schemas/" - 1);
    return least_body(schemas, schemas.at(name).as_object());
  }
  auto const& type = schema.at("type");
  auto const kind = std::string{type.is_array() ? type.at(0).as_string() : type.as_string()};
  if (type.is_array()) return nullptr;
  if (kind == "object") {
    json::object body;
    for (auto const& name : schema.at("required").as_array()) {
      body[name.as_string()] = least_body(schemas, schema.at("properties").at(name.as_string()).as_object());
    }
    return body;
  }
  if (auto const* const words = schema.if_contains("enum")) return words->at(0);
  if (kind == "integer") return schema.contains("minimum") ? schema.at("minimum") : json::value(1);
  if (kind == "number") return 0;
  if (kind == "boolean") return true;
  if (kind == "array") return json::array{};
  auto const least = schema.contains("minLength") ? schema.at("minLength").to_number<std::size_t>() : 0;
  if (least == 10) return json::value("2026-01-05");
  return json::value(least == 3 ? "CNY" : std::string(least, 'x'));
}

/// Every operation on rows, as everybody who must not see them: from the contract, so that none is forgotten.
TEST_P(WorkApi, rows_are_there_for_those_who_are_entitled_and_nobody_else) {
  auto const secret = lead("officer", "east", "机密公司", "秘密建厂", R"(,"confidential":true)");
  auto const hidden = project("officer", "秘密项目", R"(,"confidential":true)");
  auto const of_project = fmt::format("/projects/{}", hidden);
  must("officer", "POST", of_project + "/tasks", R"({"name":"秘密任务"})", 201);
  must("officer", "POST", of_project + "/promises",
       R"({"side":"investor","kind":"tax","text":"秘密承诺","due":"2026-01-01"})", 201);
  auto const token =
      std::string{must("officer", "POST", of_project + "/invitations", R"({"name":"秘密人","days":1})", 201)
                      .at("token")
                      .as_string()};
  ASSERT_EQ(call("", "POST", "/api/v1/investor/" + token + "/questions", R"({"text":"秘密问题"})").status, 201);
  auto const contract = json::parse(call("", "GET", "/api/v1/openapi.json").body).as_object();
  auto const& schemas = contract.at("components").at("schemas").as_object();
  int tried = 0;
  for (auto const& operation : api::operations()) {
    if (operation.rows != "entitled" || operation.body == api::BodyKind::kUpload) continue;
    auto path = std::string{operation.path};
    auto const one_row = path.find('{') != std::string::npos && path.find("{kpi_id}") == std::string::npos;
    std::string body;
    if (operation.body == api::BodyKind::kJson) {
      std::string method{operation.method};
      for (auto& c : method) c = static_cast<char>(std::tolower(c));
      auto const& schema =
          contract.at("paths").at(path).at(method).at("requestBody").at("content").at("application/json").at("schema");
      body = json::serialize(least_body(schemas, schema.as_object()));
    }
    for (auto brace = path.find('{'); brace != std::string::npos; brace = path.find('{')) {
      auto const name = path.substr(brace, path.find('}') - brace + 1);
      auto const value = name == "{lead_id}" ? std::to_string(secret) : name == "{kpi_id}" ? "fulfilment_rate" : "1";
      path.replace(brace, name.size(), value);
    }
    for (auto const* const role : {"neighbour", "agent", "desk", "viewer"}) {
      enter(role);
      if (operation.method != "GET" && !one_row) continue;
      auto const reply = call(role, std::string{operation.method}, "/api/v1" + path, body);
      auto const what = fmt::format("{} as {}: {} {} {}", operation.id, role, reply.status, reply.body, body);
      EXPECT_THAT(reply.body, Not(HasSubstr("机密公司"))) << what;
      EXPECT_THAT(reply.body, Not(HasSubstr("秘密"))) << what;
      if (!one_row) continue;
      ++tried;
      // The role may be refused before anybody looks for the row.
      auto const refused = !role_may(role == std::string{"neighbour"} ? "officer" : role, operation.right);
      EXPECT_EQ(reply.status, refused ? 403 : 404) << what;
    }
  }
  EXPECT_GT(tried, 100);
  auto const plain = lead("officer", "east", "平常公司", "平常项目");
  must("desk", "GET", fmt::format("/leads/{}", plain), "", 200);
  must("desk", "PATCH", fmt::format("/leads/{}", plain), R"({"version":1,"needs":"x"})", 403);
  must("neighbour", "POST", "/projects", R"({"zone_id":"east","name":"x","investor":"y","idea":"z"})", 403);
}

}  // namespace
}  // namespace lianzhao::serve
