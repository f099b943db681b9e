#include <algorithm>

#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;

/// What is known from a publication only: nothing of it after a day.
class KnownUntil : public WorkspaceApi {
 protected:
  static std::string day(int ago) { return format_day(civil_day(now()) - ago); }
  static std::string signed_on(int ago) {
    return fmt::format(R"(,"stages":[{{"stage":"signed","day":"{}","note":"报道"}}])", day(ago));
  }
  std::int64_t alarms(std::int64_t id) {
    auto const page = must("leader", "GET", "/alarms", "", 200);
    auto const& rows = page.at("items").as_array();
    return std::count_if(rows.begin(), rows.end(),
                         [&](json::value const& row) { return row.at("project_id") == json::value(id); });
  }
  json::object shown(std::int64_t id) {
    return must("officer", "GET", fmt::format("/projects/{}", id), "", 200).at("project").as_object();
  }
  json::object patch(std::int64_t id, std::string const& fields, int status = 200) {
    return must("officer", "PATCH", fmt::format("/projects/{}", id),
                fmt::format(R"({{"version":{},{}}})", shown(id).at("version").as_int64(), fields), status);
  }
  json::object kpi(std::string const& more = "") {
    auto const kpis = must("leader", "GET", "/kpis" + more, "", 200);
    for (auto const& each : kpis.at("list").as_array()) {
      if (each.at("id") == "fulfilment_rate" && each.at("version") == "1") return each.as_object();
    }
    return {};
  }
};
INSTANTIATE_TEST_SUITE_P(Workspace, KnownUntil, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(KnownUntil, no_clock_of_a_project_runs_on_after_the_last_day_that_is_known_of_it) {
  auto const id = project("officer", "报道的项目", signed_on(400) + fmt::format(R"(,"known_until":"{}")", day(400)));
  auto const followed = project("officer", "跟踪的项目", signed_on(400));
  EXPECT_EQ(shown(id).at("known_until"), json::value(day(400)));
  EXPECT_TRUE(shown(followed).at("known_until").is_null());
  EXPECT_GT(alarms(followed), 0);
  EXPECT_EQ(alarms(id), 0);

  // As of its last day the clock had run, and says how long until then.
  patch(id, fmt::format(R"("known_until":"{}")", day(10)));
  auto const page = must("leader", "GET", "/alarms?kind=after_signed", "", 200);
  for (auto const& row : page.at("items").as_array()) {
    auto const own = row.at("project_id") == json::value(id);
    EXPECT_EQ(row.at("days").as_int64(), own ? 390 : 400);
    EXPECT_EQ(row.at("known_until"), own ? json::value(day(10)) : json::value());
  }
  EXPECT_EQ(alarms(id), alarms(followed));

  patch(id, fmt::format(R"("known_until":"{}")", day(400)));
  EXPECT_EQ(alarms(id), 0);
  patch(id, R"("known_until":null)");
  EXPECT_EQ(alarms(id), alarms(followed));
}

TEST_P(KnownUntil, a_promise_whose_day_comes_after_it_is_not_said_to_be_broken) {
  auto const id = project("officer", "报道的项目", signed_on(400) + fmt::format(R"(,"known_until":"{}")", day(400)));
  auto const made =
      must("officer", "POST", fmt::format("/projects/{}/promises", id),
           fmt::format(R"({{"side":"investor","kind":"investment","text":"到位一亿元","due":"{}"}})", day(100)), 201);
  EXPECT_FALSE(made.at("late").as_bool());
  EXPECT_EQ(alarms(id), 0);
  patch(id, R"("known_until":null)");
  auto const list = must("officer", "GET", fmt::format("/projects/{}/promises", id), "", 200);
  EXPECT_TRUE(list.at("list").at(0).at("late").as_bool());
  EXPECT_EQ(must("leader", "GET", "/alarms?kind=promise_overdue", "", 200).at("total").as_int64(), 1);
}

TEST_P(KnownUntil, setting_and_clearing_it_are_changes_like_others) {
  auto const id = project("officer", "项目", signed_on(400));
  auto const version = shown(id).at("version").as_int64();
  patch(id, fmt::format(R"("known_until":"{}")", day(30)));
  EXPECT_EQ(shown(id).at("version").as_int64(), version + 1);
  auto const line =
      must("officer", "GET", fmt::format("/projects/{}", id), "", 200).at("history").as_array().at(0).as_object();
  EXPECT_EQ(line.at("kind"), "changed");
  EXPECT_EQ(line.at("facts").at("fields"), "known_until");
  // The same again changes nothing.
  patch(id, fmt::format(R"("known_until":"{}")", day(30)));
  EXPECT_EQ(shown(id).at("version").as_int64(), version + 1);
  auto const audit = must("administrator", "GET", "/audit?limit=1", "", 200);
  EXPECT_EQ(audit.at("list").at(0).at("action"), "update_project");
  EXPECT_EQ(std::string{audit.at("list").at(0).at("subject").as_string()}, fmt::format("project:{}", id));
}

TEST_P(KnownUntil, nothing_is_entered_of_days_after_it_and_it_does_not_lie_before_what_is_entered) {
  auto const id = project("officer", "项目", signed_on(400));
  EXPECT_EQ(patch(id, fmt::format(R"("known_until":"{}")", day(401)), 400).at("code"), "known_until_too_early");
  EXPECT_EQ(patch(id, fmt::format(R"("known_until":"{}")", day(-1)), 400).at("code"), "day_in_future");
  patch(id, fmt::format(R"("known_until":"{}")", day(300)));
  auto const version = [&] { return shown(id).at("version").as_int64(); };
  auto const evidence = [&](int ago, int status) {
    return must(
        "officer", "POST", fmt::format("/projects/{}/evidence", id),
        fmt::format(R"({{"stage":"registered","document":"执照","day":"{}","version":{}}})", day(ago), version()),
        status);
  };
  EXPECT_EQ(evidence(299, 400).at("code"), "after_known_until");
  auto const amount = fmt::format(
      R"({{"kind":"arrived","source":"unknown","currency":"CNY","amount":100,"day":"{}","reason":"凭证"}})", day(299));
  EXPECT_EQ(must("officer", "POST", fmt::format("/projects/{}/amounts", id), amount, 400).at("code"),
            "after_known_until");
  EXPECT_EQ(
      must("officer", "POST", fmt::format("/projects/{}/stage-days", id),
           fmt::format(R"({{"stage":"signed","day":"{}","reason":"合同","version":{}}})", day(20), version()), 400)
          .at("code"),
      "after_known_until");
  evidence(300, 201);
  // What waits for its verdict is known of too.
  EXPECT_EQ(patch(id, fmt::format(R"("known_until":"{}")", day(301)), 400).at("code"), "known_until_too_early");
  patch(id, R"("known_until":null)");
  must("officer", "POST", fmt::format("/projects/{}/amounts", id), amount, 201);
}

TEST_P(KnownUntil, figures_of_later_days_leave_it_out_and_times_are_censored_there) {
  auto const begun = [&](int ago) {
    return fmt::format(R"(,"stages":[{{"stage":"negotiation","day":"{}","note":"报道"}},)"
                       R"({{"stage":"signed","day":"{}","note":"报道"}}])",
                       day(ago + 50), day(ago));
  };
  auto const id = project("officer", "报道的项目", begun(400) + fmt::format(R"(,"known_until":"{}")", day(300)));
  project("officer", "跟踪的项目", begun(400));
  auto const now_known = kpi();
  EXPECT_EQ(now_known.at("denominator").to_number<double>(), 1);
  EXPECT_EQ(now_known.at("unknown").as_int64(), 1);
  auto const then = kpi("?as_of=" + day(300));
  EXPECT_EQ(then.at("denominator").to_number<double>(), 2);
  EXPECT_EQ(then.at("unknown").as_int64(), 0);

  auto const forecast = [&] { return must("leader", "GET", "/forecast", "", 200).at("list").as_array(); };
  auto const registered = [&](json::array const& rows) {
    return *std::find_if(rows.begin(), rows.end(),
                         [](json::value const& row) { return row.at("stage") == "registered"; });
  };
  EXPECT_EQ(registered(forecast()).at("candidates").as_int64(), 1);
  EXPECT_EQ(registered(forecast()).at("out_of_sight").as_int64(), 1);
  // Both are in the stage still; the one not watched any more leaves the risk set then.
  auto const times = must("leader", "GET", "/stage-times", "", 200).at("list").as_array();
  auto const& of_signed = times.at(1).as_object();
  ASSERT_EQ(of_signed.at("stage"), "signed");
  std::vector<std::int64_t> censored;
  for (auto const& each : of_signed.at("censored").as_array()) censored.push_back(each.at("days").as_int64());
  EXPECT_EQ(censored, (std::vector<std::int64_t>{100, 400}));
  patch(id, R"("known_until":null)");
  EXPECT_EQ(registered(forecast()).at("candidates").as_int64(), 2);
  EXPECT_EQ(registered(forecast()).at("out_of_sight").as_int64(), 0);
}

TEST_P(KnownUntil, a_table_says_it_too_and_takes_it_out_and_in) {
  enter("officer");
  auto const head = std::string{"开发区,项目名称,投资方,签约日期,计划投资(万元),实际用工(人),资料截至\n"};
  auto const early = must("officer", "POST", "/imports/projects?name=p.csv&commit=1",
                          head + fmt::format("东区,报道的项目,甲公司,{},100,20,{}\n", day(400), day(401)), 200);
  EXPECT_EQ(early.at("imported").as_int64(), 0);
  EXPECT_EQ(early.at("errors").at(0).at("column"), "资料截至");
  auto const report = must("officer", "POST", "/imports/projects?name=p.csv&commit=1",
                           head + fmt::format("东区,报道的项目,甲公司,{},100,20,{}\n", day(400), day(390)), 200);
  ASSERT_EQ(report.at("imported").as_int64(), 1) << json::serialize(report);
  auto const id = must("officer", "GET", "/projects", "", 200).at("items").at(0).at("id").as_int64();
  EXPECT_EQ(shown(id).at("known_until"), json::value(day(390)));
  EXPECT_EQ(shown(id).at("planned_fen").as_int64(), 100'000'000);
  EXPECT_EQ(alarms(id), 0);
  auto table = call("officer", "GET", "/api/v1/exports/projects").body;
  auto const at = table.find(day(390));
  ASSERT_NE(at, std::string::npos) << table;
  auto const changed =
      must("officer", "POST", "/imports/projects?name=p.csv&commit=1", table.replace(at, 10, day(380)), 200);
  EXPECT_EQ(changed.at("imported").as_int64(), 1) << json::serialize(changed);
  EXPECT_EQ(shown(id).at("known_until"), json::value(day(380)));
}

}  // namespace
}  // namespace lianzhao::serve
