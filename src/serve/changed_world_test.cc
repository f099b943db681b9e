// What the workspace does when the world around it changes: zones are renamed or dissolved, people leave.
#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

class ChangedWorld : public WorkspaceApi {
 protected:
  /// The same data under another list of zones.
  void restart_with(std::string_view zones) {
    server_.reset();
    std::ofstream{folder_.path() / "zones.yaml"} << zones;
    start({});
  }
};

TEST_P(ChangedWorld, a_renamed_zone_keeps_all_that_is_its_own) {
  project("officer", "甲项目");
  restart_with(
      "zones:\n"
      "  - {id: east, name: 东部新区, level: provincial, regions: [220104]}\n"
      "  - {id: west, name: 西区, level: provincial, regions: [220102]}\n");
  EXPECT_THAT(call("officer", "GET", "/api/v1/zones").body, HasSubstr("东部新区"));
  EXPECT_EQ(must("officer", "GET", "/projects", "", 200).at("total").as_int64(), 1);
}

TEST_P(ChangedWorld, what_belonged_to_a_dissolved_zone_is_still_seen_and_can_be_worked_on) {
  auto const id = project("officer", "甲项目");
  auto const given = lead("officer", "east", "乙公司", "建厂");
  restart_with("zones:\n  - {id: west, name: 西区, level: provincial, regions: [220102]}\n");
  for (auto const* const who : {"officer", "administrator"}) {
    for (auto const* const page : {"/projects", "/board", "/leads", "/alarms", "/tasks", "/my-day", "/kpis",
                                   "/forecast", "/leads/conversion", "/zones", "/workload"}) {
      auto const reply = call(who, "GET", fmt::format("/api/v1{}", page));
      EXPECT_LT(reply.status, 500) << page << " as " << who << ": " << reply.body;
    }
    EXPECT_EQ(must(who, "GET", "/projects", "", 200).at("total").as_int64(), 1) << who;
    EXPECT_EQ(must(who, "GET", "/leads", "", 200).at("total").as_int64(), 1) << who;
    must(who, "GET", fmt::format("/projects/{}", id), "", 200);
    must(who, "GET", fmt::format("/leads/{}", given), "", 200);
  }
  must("officer", "POST", fmt::format("/projects/{}/notes", id), R"({"text":"仍在推进"})", 201);
  // Nothing new for a zone that is none any more, and the refusal names it.
  auto const refused = call("officer", "POST", "/api/v1/leads",
                            R"({"zone_id":"east","channel":"referral","investor":"丙公司","idea":"建厂"})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("east"));
  EXPECT_THAT(call("neighbour", "GET", "/api/v1/projects").body, Not(HasSubstr("甲项目")));
}

TEST_P(ChangedWorld, who_left_stays_named_where_he_worked_and_gets_nothing_new) {
  auto const id = project("officer", "甲项目");
  enter("colleague");
  auto const accounts = json::parse(call("administrator", "GET", "/api/v1/accounts").body).as_array();
  std::int64_t colleague = 0;
  for (auto const& each : accounts) {
    if (each.at("name") == "u-colleague") colleague = each.at("id").as_int64();
  }
  // Answers and requests name accounts alike; who kept an id as text, as it once was, is still understood.
  must("officer", "POST", fmt::format("/projects/{}/team", id),
       fmt::format(R"({{"account_id":"{}","role":"agent"}})", colleague), 201);
  must("officer", "POST", fmt::format("/projects/{}/team", id), R"({"account_id":"1x","role":"agent"})", 400);
  must("administrator", "PATCH", fmt::format("/accounts/{}", colleague), R"({"disabled":true})", 200);
  EXPECT_EQ(call("colleague", "GET", "/api/v1/me").status, 401);
  EXPECT_THAT(call("officer", "GET", fmt::format("/api/v1/projects/{}/team", id)).body, HasSubstr("u-colleague"));
  must("officer", "POST", fmt::format("/projects/{}/team", id),
       fmt::format(R"({{"account_id":{},"role":"specialist"}})", colleague), 404);
  must("administrator", "POST", fmt::format("/accounts/{}/forgetting", colleague), R"({"name":"u-colleague"})", 204);
  EXPECT_EQ(call("officer", "GET", fmt::format("/api/v1/projects/{}", id)).status, 200);
  auto const members = call("officer", "GET", fmt::format("/api/v1/projects/{}/team", id));
  EXPECT_EQ(members.status, 200);
  EXPECT_THAT(members.body, Not(HasSubstr("u-colleague")));
}

INSTANTIATE_TEST_SUITE_P(Databases, ChangedWorld, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

}  // namespace
}  // namespace lianzhao::serve
