#include <chrono>
#include <future>
#include <limits>
#include <thread>

#include "serve/workspace_api_test.h"
#include "store/data_folder.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

/// What nobody can mean is refused, and what adds up adds up.
using Truth = WorkspaceApi;
INSTANTIATE_TEST_SUITE_P(Workspace, Truth, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

std::string days_ago(int days) {
  return format_day(civil_day(now()) - days);
}

std::string money(std::string_view kind, std::string_view currency, std::int64_t hundredths, std::string_view day,
                  std::string_view more = "") {
  return fmt::format(R"({{"kind":"{}","source":"foreign","currency":"{}","amount":{},"day":"{}","reason":"凭证"{}}})",
                     kind, currency, hundredths, day, more);
}

TEST_P(Truth, a_sum_over_many_projects_never_wraps) {
  // Ten times what int64 holds in one column: more than anybody can enter one by one, so the table of amounts is filled
  // as an older version allowed it.
  for (int i = 0; i < 2; ++i) project("officer", fmt::format("巨额{}", i));
  enter("officer");
  {
    auto const folder = store::DataFolder{folder_.path(), database_};
    auto database = store::open_workspace_as_it_is(folder);
    auto sql = database->writer();
    for (auto id = 1; id <= 2; ++id) {
      for (int i = 0; i < 600; ++i) {
        sql.execute(
            "INSERT INTO project_amount (project_id, kind, source, currency, amount, amount_fen, day, reason, at)"
            " VALUES (?, 'contracted', 'unknown', 'CNY', 9000000000000000, 9000000000000000, 20000, 'x', 0)",
            id);
      }
      sql.execute("UPDATE project SET contracted_fen = 5400000000000000000 WHERE id = ?", id);
    }
  }
  // A note makes the lists read them again.
  for (auto id = 1; id <= 2; ++id) {
    must("officer", "POST", fmt::format("/projects/{}/notes", id), R"({"text":"再读"})", 201);
  }
  for (auto const* const url : {"/board", "/board?q=%E5%BB%BA"}) {
    auto const board = must("officer", "GET", url, "", 200).at("list").as_array();
    EXPECT_EQ(board[0].at("contracted_fen").as_int64(), std::numeric_limits<std::int64_t>::max()) << url;
  }
}

TEST_P(Truth, one_amount_is_ten_trillion_yuan_at_most_and_never_nothing) {
  auto const url = fmt::format("/projects/{}/amounts", project("officer", "甲项目"));
  auto const refused = [&](std::string const& body) {
    return std::string{must("officer", "POST", url, body, 400).at("code").as_string()};
  };
  EXPECT_EQ(refused(money("contracted", "CNY", 0, "2025-01-01")), "amount_zero");
  EXPECT_EQ(refused(money("contracted", "CNY", 1'000'000'000'000'001, "2025-01-01")), "amount_too_large");
  must("officer", "POST", url, money("contracted", "CNY", 900'000'000'000'000, "2025-01-01"), 201);
  EXPECT_EQ(refused(money("contracted", "CNY", 900'000'000'000'000, "2025-01-01")), "amount_too_large");
}

TEST_P(Truth, no_more_is_taken_back_than_was_there_on_the_day) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}/amounts", id);
  auto const refused = [&](std::string const& body) {
    return std::string{must("officer", "POST", url, body, 400).at("code").as_string()};
  };
  EXPECT_EQ(refused(money("arrived", "USD", -10'000, "2025-03-01")), "amount_below_zero") << "nothing has arrived";
  must("officer", "POST", url, money("arrived", "USD", 10'000, "2025-03-10"), 201);
  EXPECT_EQ(refused(money("arrived", "USD", -5'000, "2025-03-01")), "amount_below_zero") << "before it arrived";
  EXPECT_EQ(refused(money("arrived", "EUR", -5'000, "2025-03-20")), "amount_below_zero") << "other money";
  must("officer", "POST", url, money("arrived", "USD", -6'000, "2025-03-20"), 201);
  EXPECT_EQ(refused(money("arrived", "USD", -5'000, "2025-03-15")), "amount_below_zero")
      << "10,000 are there then, but 5,000 less leave too little for the day on which 6,000 go";
  must("officer", "POST", url, money("arrived", "USD", -4'000, "2025-03-20"), 201);
  must("officer", "POST", url, money("arrived", "CNY", 700, "2025-03-10"), 201);
  auto const other = fmt::format(
      R"({{"kind":"arrived","source":"in_province","currency":"CNY","amount":-700,"day":"2025-04-01","reason":"冲"}})");
  EXPECT_EQ(refused(other), "amount_below_zero") << "from another source";
  must("officer", "POST", url, money("arrived", "CNY", -700, "2025-04-01"), 201);
}

TEST_P(Truth, days_that_cannot_be_are_refused) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  auto const code = [&](std::string const& method, std::string const& at, std::string const& body) {
    return std::string{must("officer", method, at, body, 400).at("code").as_string()};
  };
  EXPECT_EQ(code("PATCH", url, fmt::format(R"({{"version":1,"above_scale":"{}"}})", today())), "not_producing");
  auto const producing =
      project("officer", "已投产", R"(,"stages":[{"stage":"in_production","day":"2025-01-01","note":"投产"}])");
  auto const its = fmt::format("/projects/{}", producing);
  auto const version = must("officer", "GET", its, "", 200).at("project").at("version").as_int64();
  EXPECT_EQ(code("PATCH", its, fmt::format(R"({{"version":{},"above_scale":"2097-01-01"}})", version)),
            "day_in_future");
  must("officer", "PATCH", its, fmt::format(R"({{"version":{},"above_scale":"2025-06-01"}})", version), 200);
  for (auto const* const kind : {"promised", "real"}) {
    EXPECT_EQ(code("POST", url + "/measures",
                   fmt::format(R"({{"measure":"land_m2","kind":"{}","year":2097,"value":5,"day":"{}","reason":"证"}})",
                               kind, today())),
              "bad_year");
  }
  EXPECT_EQ(code("POST", "/projects",
                 R"({"zone_id":"east","name":"古","investor":"古公司","idea":"",)"
                 R"("stages":[{"stage":"signed","day":"1800-01-01","note":"c"}]})"),
            "day_too_early");
  EXPECT_EQ(code("POST", url + "/tasks", R"({"name":"旧事","days":5,"begin":"1990-01-01"})"), "day_before_calendar");
  enter("officer");
  auto const report = must("officer", "POST", "/imports/projects?name=p.csv",
                           "开发区,项目名称,投资方,阶段,进入阶段日期\n东区,x,y,签约,1800-01-01\n", 200);
  EXPECT_THAT(json::serialize(report), HasSubstr("1978-01-01"));
}

TEST_P(Truth, visits_lie_within_their_campaign_and_are_done_when_their_day_has_come) {
  auto const campaign = [&](std::string const& begin, std::string const& end, int status) {
    return must("officer", "POST", "/campaigns",
                fmt::format(R"({{"zone_id":"east","name":"行","kind":"trip","begin":"{}","end":"{}"}})", begin, end),
                status);
  };
  auto const refused = campaign("1979-01-01", "2099-01-01", 400);
  EXPECT_EQ(refused.at("code").as_string(), "campaign_span");
  EXPECT_THAT(json::serialize(refused), Not(HasSubstr("文章")));
  campaign(days_ago(3), days_ago(-30), 201);
  auto const visit = [&](std::string const& day, std::string const& more, int status) {
    auto const reply = must("officer", "POST", "/campaigns/1/visits",
                            fmt::format(R"({{"enterprise":"甲公司","day":"{}"{}}})", day, more), status);
    return status == 400 ? std::string{reply.at("code").as_string()} : "";
  };
  EXPECT_EQ(visit(days_ago(4), "", 400), "visit_outside");
  EXPECT_EQ(visit(days_ago(-31), "", 400), "visit_outside");
  EXPECT_EQ(visit(days_ago(-5), R"(,"done":true)", 400), "visit_to_come");
  visit(days_ago(-5), "", 201);
  visit(days_ago(3), R"(,"done":true)", 201);
  auto const report =
      must("officer", "POST", "/imports/visits?name=v.csv",
           fmt::format("活动,企业,日期,已走访\n行,乙公司,{},\n行,丙公司,{},是\n", days_ago(40), days_ago(-5)), 200);
  EXPECT_EQ(report.at("errors").as_array().size(), 2U) << json::serialize(report);
}

TEST_P(Truth, what_a_zone_gives_rests_on_a_law_and_what_is_fulfilled_is_some_of_it) {
  auto const url = fmt::format("/projects/{}/promises", project("officer", "甲项目"));
  auto const promise = [&](std::string_view side, std::string_view kind, std::string_view more, int status) {
    auto const reply =
        must("officer", "POST", url,
             fmt::format(R"({{"side":"{}","kind":"{}","text":"事","due":"2027-01-01"{}}})", side, kind, more), status);
    return status == 201 ? std::string{} : std::string{reply.at("code").as_string()};
  };
  for (auto const* const kind : {"incentive", "land", "tax"}) {
    EXPECT_EQ(promise("zone", kind, "", 400), "legal_basis_missing") << kind;
  }
  EXPECT_EQ(promise("zone", "other", R"(,"amount_fen":100)", 400), "legal_basis_missing");
  EXPECT_EQ(promise("investor", "incentive", R"(,"legal_basis":"x")", 400), "incentive_of_investor");
  promise("zone", "utility", "", 201);
  promise("zone", "land", R"(,"legal_basis":"土地管理法")", 201);
  promise("investor", "investment", R"(,"amount_fen":1000)", 201);
  auto const change = [&](std::string_view state, std::int64_t fen, int status) {
    auto const version = must("officer", "GET", url, "", 200).at("list").as_array().at(2).at("version").as_int64();
    auto const reply =
        must("officer", "PATCH", "/promises/3",
             fmt::format(R"({{"version":{},"reason":"到账","state":"{}","fulfilled_fen":{}}})", version, state, fen),
             status);
    return status == 200 ? std::string{} : std::string{reply.at("code").as_string()};
  };
  EXPECT_EQ(change("fulfilled", 0, 400), "fulfilled_nothing");
  EXPECT_EQ(change("partly", 200'000, 400), "fulfilled_in_full");
  EXPECT_EQ(change("fulfilled", 400, 400), "fulfilled_in_part");
  change("partly", 400, 200);
  change("fulfilled", 1200, 200);
}

TEST_P(Truth, nobody_is_asked_to_verify_what_rests) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  must("officer", "POST", url + "/evidence",
       fmt::format(R"({{"stage":"signed","document":"合同","day":"{}","version":1}})", today()), 201);
  auto const waits = [&] {
    return json::serialize(must("colleague", "GET", "/my-day", "", 200)).find("甲项目") != std::string::npos;
  };
  EXPECT_TRUE(waits());
  must("officer", "POST", url + "/state", R"({"state":"suspended","reason":"资金未到","version":2})", 200);
  EXPECT_FALSE(waits());
  must("officer", "POST", url + "/state", R"({"state":"active","reason":"资金到了","version":3})", 200);
  EXPECT_TRUE(waits());
}

TEST_P(Truth, the_history_goes_back_to_its_beginning) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  for (int i = 0; i < 7; ++i) {
    must("officer", "POST", url + "/notes", fmt::format(R"({{"text":"第{}条"}})", i), 201);
  }
  std::vector<std::string> seen;
  std::string before;
  for (;;) {
    auto const page = must("viewer", "GET", fmt::format("{}/history?limit=3{}", url, before), "", 200).at("list");
    for (auto const& line : page.as_array()) seen.emplace_back(line.at("kind").as_string());
    if (page.as_array().size() < 3) break;
    before = fmt::format("&before={}", page.as_array().back().at("id").as_int64());
  }
  ASSERT_EQ(seen.size(), 8U);
  EXPECT_EQ(seen.back(), "created");
  must("neighbour", "GET", url + "/history", "", 404);
}

TEST_P(Truth, a_renewed_address_shows_what_was_asked_before) {
  auto const url = fmt::format("/projects/{}", project("officer", "甲项目"));
  auto const invite = [&](std::string const& name) {
    auto const made =
        must("officer", "POST", url + "/invitations", fmt::format(R"({{"name":"{}","days":30}})", name), 201);
    return "/investor/" + std::string{made.at("token").as_string()};
  };
  auto const page = [&](std::string const& at) {
    return json::parse(call("", "GET", "/api/v1" + at).body).as_object();
  };
  auto const first = invite("甲公司 王总");
  ASSERT_EQ(call("", "POST", "/api/v1" + first + "/questions", R"({"text":"地价多少"})").status, 201);
  must("officer", "POST", "/questions/1/answer", R"({"text":"按基准地价"})", 200);
  must("officer", "DELETE", url + "/invitations/1", "", 204);
  EXPECT_THAT(json::serialize(page(invite("甲公司王总")).at("questions")), HasSubstr("按基准地价"));
  EXPECT_TRUE(page(invite("另一方")).at("questions").as_array().empty()) << "somebody else may be another party";
}

TEST_P(Truth, of_a_confidential_lead_others_learn_nothing) {
  lead("officer", "east", "长春秘密药业有限公司", "原料药", R"(,"confidential":true)");
  auto const asked = R"({"investor":"长春秘密药业有限公司","idea":"原料药"})";
  for (auto const* const as : {"neighbour", "viewer", "desk"}) {
    EXPECT_TRUE(must(as, "POST", "/leads/known", asked, 200).at("list").as_array().empty()) << as;
  }
  EXPECT_EQ(must("colleague", "POST", "/leads/known", asked, 200).at("list").as_array().size(), 1U);
  EXPECT_EQ(must("province", "POST", "/leads/known", asked, 200).at("list").as_array().size(), 1U);
  // Who reports the same is told that he is not the first: not where the first is, nor until when.
  auto const second =
      must("neighbour", "POST", "/leads",
           R"({"zone_id":"west","channel":"referral","investor":"长春秘密药业有限公司","idea":"原料药"})", 201);
  EXPECT_FALSE(second.at("lead").at("first_report").as_bool());
  EXPECT_TRUE(second.at("lead").at("first_zone_id").is_null());
  EXPECT_THAT(json::serialize(second), Not(HasSubstr("east")));
}

TEST_P(Truth, events_are_told_to_who_may_see_what_they_are_about) {
  for (auto const* const as : {"officer", "neighbour", "desk", "viewer", "colleague"}) enter(as);
  std::map<std::string, std::future<Reply>> listening;
  for (auto const* const as : {"neighbour", "desk", "viewer", "colleague"}) {
    listening[as] = std::async(std::launch::async, [this, as] { return call(as, "GET", "/api/v1/events"); });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds{700});
  auto const secret = project("officer", "密", R"(,"confidential":true)");
  auto const open = project("officer", "明");
  std::this_thread::sleep_for(std::chrono::milliseconds{900});
  server_->stop();
  auto const told = [&](std::string const& as) { return listening.at(as).get().body; };
  auto const event = [](std::int64_t id) { return fmt::format(R"("noun":"project","id":{},)", id); };
  auto const colleague = told("colleague");
  EXPECT_THAT(colleague, HasSubstr(event(secret)));
  EXPECT_THAT(colleague, HasSubstr(event(open)));
  auto const neighbour = told("neighbour");
  EXPECT_THAT(neighbour, Not(HasSubstr(event(secret))));
  EXPECT_THAT(neighbour, Not(HasSubstr(event(open)))) << "of another zone";
  for (auto const* const as : {"desk", "viewer"}) {
    auto const text = told(as);
    EXPECT_THAT(text, Not(HasSubstr(event(secret)))) << as;
    EXPECT_THAT(text, HasSubstr(event(open))) << as;
  }
}

TEST_P(Truth, whom_a_neighbours_lead_protects_nobody_registers_without_a_word) {
  auto const first = lead("officer", "east", "长春甲乙药业有限公司", "原料药生产");
  auto const refused = [&](std::string const& as, std::string const& url, std::string const& body, int status) {
    return must(as, "POST", url, body, status);
  };
  auto const wanted =
      std::string{R"({"zone_id":"west","name":"原料药","investor":"长春甲乙药业有限公司","idea":"原料药生产")"};
  auto const conflict = refused("neighbour", "/projects", wanted + "}", 409);
  EXPECT_EQ(conflict.at("code").as_string(), "protected_elsewhere");
  EXPECT_THAT(json::serialize(conflict), HasSubstr("东区"));
  auto const second = lead("neighbour", "west", "长春甲乙药业有限公司", "原料药生产");
  auto const url = fmt::format("/leads/{}/project", second);
  EXPECT_EQ(refused("neighbour", url, R"({"name":"原料药","version":1})", 409).at("code").as_string(),
            "protected_elsewhere");
  constexpr auto kDespite = R"({"name":"原料药","version":1,"despite_protection":"投资方只愿落在西区"})";
  EXPECT_EQ(refused("neighbour", url, kDespite, 403).at("code").as_string(), "override_not_yours");
  must("rival", "POST", url, kDespite, 201);
  auto const told = json::serialize(must("officer", "GET", fmt::format("/leads/{}", first), "", 200).at("steps"));
  EXPECT_THAT(told, HasSubstr("despite_protection"));
  EXPECT_THAT(told, HasSubstr("西区：投资方只愿落在西区"));
  // The holder himself, and who got it handed over, go on.
  must("officer", "POST", fmt::format("/leads/{}/project", first), R"({"name":"原料药","version":1})", 201);
  // A declined lead protects nobody.
  auto const declined = lead("officer", "east", "吉林丙丁化工有限公司", "树脂");
  must("officer", "POST", fmt::format("/leads/{}/decision", declined),
       R"({"state":"declined","reason":"高耗能","version":1})", 200);
  must("neighbour", "POST", "/projects",
       R"({"zone_id":"west","name":"树脂","investor":"吉林丙丁化工有限公司","idea":"树脂"})", 201);
}

TEST_P(Truth, one_investor_by_two_names_is_first_only_once) {
  lead("officer", "east", "金赛药业", "重组蛋白注射液项目");
  auto const second = must("neighbour", "POST", "/leads",
                           R"({"zone_id":"west","channel":"referral","investor":"长春金赛药业有限责任公司",)"
                           R"("idea":"拟建设年产五百万支的生长激素制剂生产线并配套研发中心"})",
                           201);
  EXPECT_FALSE(second.at("lead").at("first_report").as_bool());
  // Two registered names with one core may be two: both are told.
  auto const one = lead("officer", "east", "长春华兴药业有限公司", "片剂");
  auto const two =
      must("neighbour", "POST", "/leads",
           R"({"zone_id":"west","channel":"referral","investor":"通化华兴药业有限公司","idea":"中药饮片基地"})", 201);
  EXPECT_TRUE(two.at("lead").at("first_report").as_bool());
  ASSERT_EQ(two.at("known").as_array().size(), 1U);
  EXPECT_FALSE(two.at("known").at(0).at("same_investor").as_bool());
  auto const other = must("officer", "GET", fmt::format("/leads/{}", one), "", 200).at("known").as_array();
  ASSERT_EQ(other.size(), 1U) << "the other side sees it too";
  EXPECT_EQ(other[0].at("why").as_string(), "short_name");
}

}  // namespace
}  // namespace lianzhao::serve
