#include <filesystem>
#include <fstream>

#include "serve/workspace_api_test.h"

/// Who leaves: what he has in hand is told, handed over, and rings while nobody has it. And where mail reaches people.
namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

class LeavingApi : public WorkspaceApi {
 protected:
  std::int64_t account(std::string const& as) {
    enter(as);
    auto const all = must("administrator", "GET", "/accounts", "", 200).at("list").as_array();
    for (auto const& each : all) {
      if (each.at("name").as_string() == "u-" + as) return each.at("id").as_int64();
    }
    return 0;
  }
  void disable(std::string const& as, bool disabled) {
    must("administrator", "PATCH", fmt::format("/accounts/{}", account(as)),
         fmt::format(R"({{"disabled":{}}})", disabled), 200);
  }
  json::object work_of(std::string const& as) {
    return must("administrator", "GET", fmt::format("/accounts/{}/work", account(as)), "", 200);
  }
  std::int64_t ringing() {
    auto const page = must("leader", "GET", "/alarms?kind=owner_gone", "", 200);
    return page.at("total").as_int64();
  }
};

INSTANTIATE_TEST_SUITE_P(Leaving, LeavingApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(LeavingApi, evidence_of_somebody_who_has_gone_is_brought_to_the_leader_until_it_is_judged) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  // Given by a colleague who is in no team of it.
  enter("colleague");
  auto const given =
      must("colleague", "POST", url + "/evidence",
           fmt::format(R"({{"stage":"signed","document":"合同甲一","day":"{}","version":1}})", today()), 201);
  auto const evidence_id = given.at("evidence").at(0).at("id").as_int64();
  auto const rung = [&] {
    return must("leader", "GET", "/alarms?kind=evidence_giver_gone", "", 200).at("items").as_array();
  };
  EXPECT_TRUE(rung().empty()) << "he is there to be asked";
  disable("colleague", true);
  ASSERT_EQ(rung().size(), 1U);
  EXPECT_EQ(rung()[0].at("id").as_int64(), id);
  EXPECT_THAT(std::string{rung()[0].at("why").as_string()}, HasSubstr("合同甲一 (u-colleague)"));
  auto const day = [&](std::string const& as) { return json::serialize(must(as, "GET", "/my-day", "", 200)); };
  EXPECT_THAT(day("leader"), HasSubstr("evidence_giver_gone")) << "though he is in no team";
  EXPECT_THAT(day("rival"), Not(HasSubstr("evidence_giver_gone"))) << "of another zone";
  disable("colleague", false);
  EXPECT_TRUE(rung().empty());
  disable("colleague", true);
  must("officer", "POST", fmt::format("{}/evidence/{}/verdict", url, evidence_id), R"({"verified":true,"note":""})",
       200);
  EXPECT_TRUE(rung().empty()) << "somebody else has verified it";
}

TEST_P(LeavingApi, what_somebody_has_in_hand_is_told_and_rings_when_he_is_gone_until_another_has_it) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  for (auto const* const name : {"环评", "能评"}) {
    must("officer", "POST", url + "/tasks", fmt::format(R"({{"name":"{}","days":3}})", name), 201);
  }
  auto const lead_id = lead("officer", "east", "乙公司", "建厂");
  must("officer", "PATCH", fmt::format("/leads/{}", lead_id),
       fmt::format(R"({{"version":1,"officer_id":{}}})", account("officer")), 200);
  auto const work = work_of("officer");
  EXPECT_EQ(work.at("tasks").as_int64(), 2);
  auto const& of_project = work.at("projects").at(0).as_object();
  EXPECT_EQ(of_project.at("name").as_string(), "甲项目");
  EXPECT_EQ(of_project.at("tasks").as_int64(), 2);
  EXPECT_EQ(of_project.at("roles").at(0).as_string(), "lead_officer");
  EXPECT_EQ(work.at("leads").at(0).at("investor").as_string(), "乙公司");
  EXPECT_EQ(ringing(), 0);

  disable("officer", true);
  EXPECT_EQ(ringing(), 2) << "the project and the lead";
  auto const rung = must("leader", "GET", "/alarms?kind=owner_gone", "", 200);
  EXPECT_THAT(json::serialize(rung), HasSubstr("u-officer (2)"));
  disable("officer", false);
  EXPECT_EQ(ringing(), 0) << "back again";
  disable("officer", true);

  auto const over = fmt::format("/accounts/{}/work", account("officer"));
  auto const to = [&](std::string const& as) {
    return fmt::format(R"({{"to_account_id":{},"note":"离职移交"}})", account(as));
  };
  must("administrator", "POST", over, to("neighbour"), 400);
  must("administrator", "POST", over, to("officer"), 400);
  must("leader", "POST", over, to("colleague"), 403);
  auto const left = must("administrator", "POST", over, to("colleague"), 200);
  EXPECT_TRUE(left.at("projects").as_array().empty());
  EXPECT_TRUE(left.at("leads").as_array().empty());
  EXPECT_EQ(ringing(), 0);
  auto const taken = work_of("colleague");
  EXPECT_EQ(taken.at("tasks").as_int64(), 2);
  EXPECT_EQ(taken.at("leads").as_array().size(), 1U);
  auto const history = must("leader", "GET", url, "", 200).at("history").as_array();
  EXPECT_THAT(json::serialize(history), HasSubstr("离职移交"));
}

TEST_P(LeavingApi, an_investor_reads_of_each_person_once_and_of_nobody_who_is_gone) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  auto const join = [&](std::string const& as, std::string const& role) {
    must("officer", "POST", url + "/team", fmt::format(R"({{"account_id":{},"role":"{}"}})", account(as), role), 201);
  };
  join("officer", "agent");
  join("officer", "specialist");
  join("colleague", "co_agent");
  auto const made = must("officer", "POST", url + "/invitations", R"({"name":"投资方代表","days":30})", 201);
  auto const token = std::string{made.at("token").as_string()};
  auto const read = [&]() { return json::parse(call("", "GET", "/api/v1/investor/" + token).body).as_object(); };
  auto page = read();
  ASSERT_EQ(page.at("contacts").as_array().size(), 2U);
  EXPECT_EQ(page.at("contacts").at(0).at("roles").as_array().size(), 3U);
  disable("officer", true);
  page = read();
  ASSERT_EQ(page.at("contacts").as_array().size(), 1U);
  EXPECT_EQ(page.at("contacts").at(0).at("display_name").as_string(), "u-colleague");
}

TEST_P(LeavingApi, everybody_sets_his_own_address_and_is_told_whether_mail_is_sent) {
  auto const me = must("officer", "PATCH", "/me", R"({"email":"zhang@zone.example"})", 200);
  EXPECT_EQ(me.at("email").as_string(), "zhang@zone.example");
  EXPECT_FALSE(me.at("mail").as_bool());
  EXPECT_EQ(must("officer", "GET", "/me", "", 200).at("email").as_string(), "zhang@zone.example");
  auto const bad = must("officer", "PATCH", "/me", R"({"email":"zhang"})", 400);
  EXPECT_EQ(bad.at("params").at("field").as_string(), "email");
  EXPECT_THAT(std::string{bad.at("message").as_string()}, HasSubstr("“zhang”不是邮箱地址"));
  must("officer", "PATCH", "/me", R"({"email":""})", 200);
  auto const made = must("administrator", "POST", "/accounts",
                         R"({"name":"u-li","role":"viewer","zones":["east"],"email":"li@zone.example"})", 201);
  EXPECT_THAT(call("administrator", "GET", "/api/v1/accounts").body, HasSubstr("li@zone.example"));
  std::ofstream{folder_.path() / "mail.yaml"} << "url: smtp://127.0.0.1:1\nfrom: a@zone.example\n";
  EXPECT_TRUE(must("officer", "GET", "/me", "", 200).at("mail").as_bool());
}

}  // namespace
}  // namespace lianzhao::serve
