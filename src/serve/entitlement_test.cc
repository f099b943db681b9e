#include <algorithm>

#include "serve/workspace_api_test.h"
#include "store/data_folder.h"

/// Whose rows, rights and reports are whose: what one zone must not take from, or learn of, another.
namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

class EntitlementApi : public WorkspaceApi {
 protected:
  std::unique_ptr<store::Database> database() const {
    store::DataFolder folder;
    folder.path = folder_.path();
    folder.database = database_;
    return store::open_workspace(folder);
  }

  json::object lead_of(std::string const& as, std::int64_t id) {
    return must(as, "GET", fmt::format("/leads/{}", id), "", 200).at("lead").as_object();
  }
  std::int64_t version_of(std::string const& as, std::int64_t id) { return lead_of(as, id).at("version").as_int64(); }

  void decide(std::string const& as, std::int64_t id, std::string const& state) {
    must(as, "POST", fmt::format("/leads/{}/decision", id),
         fmt::format(R"({{"state":"{}","reason":"原因","version":{}}})", state, version_of(as, id)), 200);
  }

  void age(std::int64_t id, int days) {
    auto const db = database();
    auto sql = db->writer();
    auto const by = std::int64_t{days} * 24 * 3600 * 1000;
    sql.execute(
        "UPDATE lead SET reported_at = reported_at - ?, identity_at = identity_at - ?, next_due = next_due - ?,"
        " protected_until = protected_until - ? WHERE id = ?",
        by, by, std::int64_t{days}, std::int64_t{days}, id);
  }

  /// An account with other zones than those of its role here.
  std::int64_t account(std::string const& as, std::string const& role, std::string const& zones) {
    auto const reply = call("administrator", "POST", "/api/v1/accounts",
                            fmt::format(R"({{"name":"u-{}","role":"{}","zones":{}}})", as, role, zones));
    EXPECT_EQ(reply.status, 201) << reply.body;
    settle(as, "u-" + as, std::string{json::parse(reply.body).as_object().at("password").as_string()});
    return id_of("u-" + as);
  }
  std::int64_t id_of(std::string const& name) {
    auto const all = must("administrator", "GET", "/accounts", "", 200);
    for (auto const& each : all.at("list").as_array()) {
      if (each.at("name").as_string() == name) return each.at("id").as_int64();
    }
    return 0;
  }
};
INSTANTIATE_TEST_SUITE_P(Workspace, EntitlementApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(EntitlementApi, an_administrator_of_zones_manages_these_and_nobody_above) {
  auto const bound = account("bound", "administrator", R"(["east"])");
  auto const officer = account("officer", "officer", R"(["east"])");
  auto const wide = account("wide", "officer", R"(["east","west"])");
  auto const chief = id_of("admin");
  auto const patch = [&](std::int64_t id, std::string const& body, int status) {
    return must("bound", "PATCH", fmt::format("/accounts/{}", id), body, status);
  };
  EXPECT_EQ(patch(bound, R"({"zones":[]})", 403).at("code").as_string(), "beyond_own_zones");
  EXPECT_THAT(json::serialize(patch(bound, R"({"zones":["east","west"]})", 403)), HasSubstr("west"));
  patch(chief, R"({"role":"viewer"})", 404);
  patch(wide, R"({"disabled":true})", 404);
  patch(officer, R"({"display_name":"王工"})", 200);
  must("bound", "POST", fmt::format("/accounts/{}/password", chief), "", 404);
  must("bound", "DELETE", fmt::format("/accounts/{}/second-factor", chief), "", 404);
  must("bound", "POST", fmt::format("/accounts/{}/forgetting", chief), R"({"name":"admin"})", 404);
  must("bound", "POST", "/accounts", R"({"name":"new1","role":"administrator"})", 403);
  must("bound", "POST", "/accounts", R"({"name":"new2","role":"officer","zones":["west"]})", 403);
  must("bound", "POST", "/accounts", R"({"name":"new3","role":"officer","zones":["east"]})", 201);
  auto const seen = json::serialize(must("bound", "GET", "/accounts", "", 200));
  EXPECT_THAT(seen, HasSubstr("u-officer"));
  EXPECT_THAT(seen, Not(HasSubstr(R"("name":"admin")")));
  EXPECT_THAT(seen, Not(HasSubstr("u-wide")));
  EXPECT_EQ(must("bound", "GET", "/audit", "", 403).at("code").as_string(), "bound_to_zones");
  // Somebody must be left who can look after the whole installation.
  must("administrator", "PATCH", fmt::format("/accounts/{}", chief), R"({"zones":["east"]})", 409);
}

TEST_P(EntitlementApi, an_unknown_zone_is_refused) {
  auto const officer = account("officer", "officer", R"(["east"])");
  auto const refused =
      must("administrator", "PATCH", fmt::format("/accounts/{}", officer), R"({"zones":["nope"]})", 400);
  EXPECT_EQ(refused.at("code").as_string(), "unknown_zone");
  EXPECT_THAT(json::serialize(refused), HasSubstr("nope"));
  must("administrator", "POST", "/accounts", R"({"name":"abc","role":"officer","zones":["nope"]})", 400);
}

TEST_P(EntitlementApi, a_lead_about_somebody_else_is_as_old_as_that) {
  auto const old = lead("neighbour", "west", "旧公司", "做饲料");
  age(old, 100);
  auto const other = lead("officer", "east", "新能源集团", "电池工厂");
  auto const renamed = must("neighbour", "PATCH", fmt::format("/leads/{}", old),
                            R"({"version":1,"investor":"新能源集团","idea":"电池工厂"})", 200);
  EXPECT_FALSE(renamed.at("lead").at("first_report").as_bool());
  EXPECT_EQ(renamed.at("lead").at("first_lead_id").as_int64(), other);
  EXPECT_EQ(renamed.at("lead").at("first_zone_id").as_string(), "east");
  auto const& last = renamed.at("steps").as_array().back();
  EXPECT_EQ(last.at("kind").as_string(), "renamed");
  EXPECT_THAT(std::string{last.at("text").as_string()}, HasSubstr("旧公司"));
  EXPECT_TRUE(lead_of("officer", other).at("first_report").as_bool());
  // Where nobody has it, it counts from the day of the change.
  must("neighbour", "PATCH", fmt::format("/leads/{}", old), R"({"version":2,"investor":"无人知公司"})", 200);
  auto const known =
      must("officer", "GET", "/leads/known?investor=%E6%97%A0%E4%BA%BA%E7%9F%A5%E5%85%AC%E5%8F%B8", "", 200);
  EXPECT_EQ(known.at("list").at(0).at("reported").as_string(), today());
}

TEST_P(EntitlementApi, who_followed_a_lead_that_is_about_somebody_else_by_now_is_first) {
  auto const first = lead("neighbour", "west", "甲公司", "做饲料");
  auto const second = lead("officer", "east", "甲公司", "做饲料");
  auto const third = lead("colleague", "east", "甲公司", "做饲料");
  must("neighbour", "PATCH", fmt::format("/leads/{}", first), R"({"version":1,"investor":"乙集团"})", 200);
  EXPECT_TRUE(lead_of("officer", second).at("first_report").as_bool());
  EXPECT_EQ(lead_of("officer", third).at("first_lead_id").as_int64(), second);
}

TEST_P(EntitlementApi, a_lead_that_is_reopened_does_not_take_back_what_another_has_got) {
  auto const first = lead("neighbour", "west", "甲公司", "做饲料");
  decide("neighbour", first, "declined");
  auto const second = lead("officer", "east", "甲公司", "做饲料");
  EXPECT_TRUE(lead_of("officer", second).at("first_report").as_bool());
  decide("neighbour", first, "reopened");
  EXPECT_EQ(lead_of("neighbour", first).at("first_lead_id").as_int64(), second);
  EXPECT_TRUE(lead_of("officer", second).at("first_report").as_bool());
}

// 20 are shown; who has the first report is asked among all.
TEST_P(EntitlementApi, the_first_report_is_found_among_many_that_have_it_not) {
  auto const first = lead("neighbour", "west", "甲公司", "做饲料");
  for (int i = 0; i < 25; ++i) lead("officer", "east", "甲公司", "做饲料");
  auto const last = lead("officer", "east", "甲公司", "做饲料");
  EXPECT_EQ(lead_of("officer", last).at("first_lead_id").as_int64(), first);
}

TEST_P(EntitlementApi, both_have_the_credit_and_who_was_put_first_meanwhile_stays_first) {
  auto const first = lead("officer", "east", "乙集团", "精细化工园");
  auto const second = lead("neighbour", "west", "乙集团", "精细化工产业园");
  auto const third = lead("rival", "west", "乙集团", "化工园");
  for (auto const& [as, id] : {std::pair{"neighbour", second}, std::pair{"rival", third}}) {
    must(as, "POST", fmt::format("/leads/{}/disputes", id),
         fmt::format(R"({{"against_lead_id":{},"text":"三月"}})", first), 201);
  }
  for (auto const dispute : {1, 2}) {
    must("officer", "POST", fmt::format("/disputes/{}/statements", dispute), R"({"text":"四月"})", 201);
  }
  must("province", "POST", "/disputes/2/decision", R"({"in_favour_of":"claimant","reason":"充分"})", 200);
  must("province", "POST", "/disputes/1/decision", R"({"in_favour_of":"both","reason":"都有"})", 200);
  EXPECT_TRUE(lead_of("rival", third).at("first_report").as_bool());
  auto const shared = must("neighbour", "GET", fmt::format("/leads/{}", second), "", 200);
  EXPECT_EQ(shared.at("lead").at("first_lead_id").as_int64(), third);
  EXPECT_TRUE(shared.at("lead").at("protected_until").is_null());
  EXPECT_EQ(shared.at("credits").as_array().size(), 2U);
}

TEST_P(EntitlementApi, leads_are_taken_in_with_what_was_decided_only_by_who_may_decide_it) {
  auto const table = [&](std::string const& as, std::string const& zone, std::string const& state) {
    return must(as, "POST", "/imports/leads?name=a.csv&commit=1",
                fmt::format("开发区,招商方式,投资方,项目设想,状态,理由\n{},自荐,{}公司{},建厂,{},原因\n", zone, as,
                            state, state),
                200)
        .at("imported")
        .as_int64();
  };
  for (auto const* const state : {"不予受理", "已答复", "已反馈"}) {
    EXPECT_EQ(table("officer", "东区", state), 1) << state;
    EXPECT_EQ(table("officer", "西区", state), 0) << state;
    EXPECT_EQ(table("desk", "东区", state), 0) << state;
  }
  EXPECT_EQ(table("officer", "西区", "已报送"), 1);
  EXPECT_EQ(table("desk", "东区", ""), 1);
}

TEST_P(EntitlementApi, work_is_handed_over_to_who_may_do_it) {
  auto const id = project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"送材料","days":3})", 201);
  enter("desk");
  auto const member = must("officer", "GET", fmt::format("/projects/{}/team", id), "", 200).at("list").at(0);
  auto const refused =
      must("officer", "POST", fmt::format("/projects/{}/team/{}/hand-over", id, member.at("id").as_int64()),
           fmt::format(R"({{"to_account_id":{},"note":"调岗"}})", id_of("u-desk")), 400);
  EXPECT_EQ(refused.at("code").as_string(), "cannot_work_here");
}

TEST_P(EntitlementApi, what_is_a_project_under_way_elsewhere_is_known) {
  project("officer", "甲项目");
  auto const made = must("neighbour", "POST", "/leads",
                         R"({"zone_id":"west","channel":"fund","investor":"甲公司","idea":"仓库"})", 201);
  EXPECT_FALSE(made.at("lead").at("first_report").as_bool());
  EXPECT_TRUE(made.at("lead").at("first_project_id").is_int64());
  EXPECT_EQ(made.at("lead").at("first_zone_id").as_string(), "east");
  EXPECT_TRUE(made.at("lead").at("protected_until").is_null());
  EXPECT_EQ(made.at("known").at(0).at("noun").as_string(), "project");
  EXPECT_FALSE(made.at("known").at(0).at("visible").as_bool());
}

TEST_P(EntitlementApi, all_leads_about_the_same_follow_who_won_the_dispute) {
  auto const first = lead("officer", "east", "乙集团", "精细化工园");
  auto const second = lead("neighbour", "west", "乙集团", "精细化工产业园");
  auto const third = lead("colleague", "east", "乙集团", "化工园");
  must("neighbour", "POST", fmt::format("/leads/{}/disputes", second), R"({"against_lead_id":null,"text":"三月"})",
       201);
  must("officer", "POST", "/disputes/1/statements", R"({"text":"四月"})", 201);
  must("province", "POST", "/disputes/1/decision", R"({"in_favour_of":"claimant","reason":"充分"})", 200);
  EXPECT_EQ(lead_of("officer", first).at("first_lead_id").as_int64(), second);
  EXPECT_EQ(lead_of("officer", third).at("first_lead_id").as_int64(), second);
  EXPECT_EQ(must("officer", "POST", fmt::format("/leads/{}/disputes", third),
                 fmt::format(R"({{"against_lead_id":{},"text":"x"}})", first), 409)
                .at("code")
                .as_string(),
            "not_the_first");
}

TEST_P(EntitlementApi, evidence_of_a_dispute_is_open_to_both_sides_and_who_decides) {
  lead("officer", "east", "乙集团", "精细化工园");
  auto const second = lead("neighbour", "west", "乙集团", "精细化工产业园");
  auto const reply = call("neighbour", "POST", "/api/v1/documents?name=a.txt", "minutes of March");
  ASSERT_EQ(reply.status, 201) << reply.body;
  auto const uploaded = json::parse(reply.body).at("id");
  auto const id = uploaded.is_string() ? std::stoll(std::string{uploaded.as_string()}) : uploaded.as_int64();
  must("neighbour", "POST", fmt::format("/leads/{}/disputes", second),
       fmt::format(R"({{"against_lead_id":null,"text":"三月","document_id":{}}})", id), 201);
  auto const url = fmt::format("/api/v1/documents/{}", id);
  for (auto const* const role : {"province", "desk", "officer", "leader", "rival"}) {
    enter(role);
    EXPECT_THAT(call(role, "GET", url).body, HasSubstr("minutes of March")) << role;
  }
  enter("agent");
  EXPECT_EQ(call("agent", "GET", url).status, 404) << "neither lead is his";
}

TEST_P(EntitlementApi, what_is_confidential_shows_in_no_dispute_transfer_or_campaign) {
  auto const campaign =
      must("officer", "POST", "/campaigns",
           fmt::format(R"({{"zone_id":"east","name":"北京行","kind":"trip","begin":"{0}","end":"{0}"}})", today()), 201)
          .at("campaign")
          .at("id")
          .as_int64();
  auto const secret = lead("officer", "east", "机密集团", "秘密工厂",
                           fmt::format(R"(,"confidential":true,"campaign_id":{})", campaign));
  auto const other = lead("neighbour", "west", "机密集团", "秘密工厂");
  must("officer", "POST", fmt::format("/leads/{}/project", secret), R"({"name":"机密项目","version":1})", 201);
  must("neighbour", "POST", fmt::format("/leads/{}/disputes", other), R"({"against_lead_id":null,"text":"机密陈述"})",
       201);
  must("neighbour", "POST", fmt::format("/leads/{}/transfers", other),
       fmt::format(R"({{"zone_id":"east","reason":"机密理由","kept_share":0.3,"version":{}}})",
                   version_of("neighbour", other)),
       201);
  for (auto const* const role : {"desk", "viewer", "agent"}) {
    EXPECT_THAT(json::serialize(must(role, "GET", "/disputes", "", 200)), Not(HasSubstr("机密"))) << role;
  }
  EXPECT_THAT(json::serialize(must("agent", "GET", "/transfers", "", 200)), Not(HasSubstr("机密")));
  EXPECT_THAT(json::serialize(must("leader", "GET", "/disputes", "", 200)), HasSubstr("机密陈述"));
  EXPECT_THAT(json::serialize(must("leader", "GET", "/transfers", "", 200)), HasSubstr("机密理由"));
  for (auto const* const role : {"desk", "viewer", "agent", "leader"}) {
    auto const sees = role == std::string_view{"leader"} ? 1 : 0;
    auto const listed = must(role, "GET", "/campaigns", "", 200).at("items").at(0).as_object();
    auto const detail = must(role, "GET", fmt::format("/campaigns/{}", campaign), "", 200);
    for (auto const* const count : {"leads", "projects"}) {
      EXPECT_EQ(listed.at(count).as_int64(), sees) << role << " " << count;
      EXPECT_EQ(detail.at("campaign").at(count).as_int64(), sees) << role << " " << count;
      EXPECT_EQ(detail.at("first_year").at(count).as_int64(), sees) << role << " " << count;
    }
  }
}

TEST_P(EntitlementApi, errands_brought_to_the_leader_reach_leaders_and_the_sponsor) {
  auto const id = project("officer", "甲项目");
  enter("agent");
  enter("leader");
  must("officer", "POST", fmt::format("/projects/{}/team", id),
       fmt::format(R"({{"account_id":{},"role":"sponsor"}})", id_of("u-agent")), 201);
  auto const plan =
      must("officer", "POST", fmt::format("/projects/{}/tasks", id),
           fmt::format(R"({{"name":"送材料","days":1,"begin":"{}"}})", format_day(civil_day(now()) - 60)), 201);
  auto const early =
      must("officer", "POST", fmt::format("/projects/{}/tasks", id), R"({"name":"协调用地","days":30})", 201);
  auto const told = [&](std::string const& as) {
    return json::serialize(must(as, "GET", "/my-day", "", 200).at("alarms"));
  };
  EXPECT_THAT(told("leader"), Not(HasSubstr("送材料"))) << "what is merely late is the officer's";
  for (auto const& task : early.at("tasks").as_array()) {
    must("officer", "PATCH", fmt::format("/tasks/{}", task.at("id").as_int64()),
         fmt::format(R"({{"escalated":true,"version":{}}})", task.at("version").as_int64()), 200);
  }
  for (auto const* const role : {"leader", "agent"}) {
    EXPECT_THAT(told(role), HasSubstr("送材料")) << role;
    EXPECT_THAT(told(role), HasSubstr("协调用地")) << role << ": help may be asked for in time";
    EXPECT_THAT(json::serialize(must(role, "GET", "/alarms", "", 200)), HasSubstr(R"("escalated":true)")) << role;
  }
  EXPECT_THAT(told("rival"), Not(HasSubstr("送材料"))) << "a leader of another zone";
  EXPECT_THAT(told("colleague"), Not(HasSubstr("送材料")));
}

TEST_P(EntitlementApi, who_is_given_an_errand_sees_and_works_on_it) {
  auto const id = project("officer", "甲项目");
  enter("agent");
  auto const agent = id_of("u-agent");
  must("agent", "GET", fmt::format("/projects/{}", id), "", 404);
  must("officer", "POST", fmt::format("/projects/{}/tasks", id),
       fmt::format(R"({{"name":"送材料","days":3,"assignee_id":{}}})", agent), 201);
  auto const mine = must("agent", "GET", "/tasks?whose=mine", "", 200);
  ASSERT_EQ(mine.at("total").as_int64(), 1);
  EXPECT_THAT(json::serialize(must("agent", "GET", "/my-day", "", 200)), HasSubstr("送材料"));
  auto const& task = mine.at("items").at(0);
  must("agent", "PATCH", fmt::format("/tasks/{}", task.at("id").as_int64()),
       fmt::format(R"({{"state":"doing","version":{}}})", task.at("version").as_int64()), 200);
  EXPECT_THAT(json::serialize(must("officer", "GET", fmt::format("/projects/{}/team", id), "", 200)),
              HasSubstr("co_agent"));
}

TEST_P(EntitlementApi, work_is_given_to_who_can_do_it_there) {
  auto const id = project("officer", "甲项目");
  auto const lead_id = lead("officer", "east", "乙集团", "化工园");
  for (auto const* const role : {"viewer", "neighbour", "colleague"}) enter(role);
  auto const guest = account("guest", "investor", R"(["east"])");
  auto const gone = id_of("u-colleague");
  must("administrator", "PATCH", fmt::format("/accounts/{}", gone), R"({"disabled":true})", 200);
  auto const tasks = fmt::format("/projects/{}/tasks", id);
  auto const made = must("officer", "POST", tasks, R"({"name":"送材料","days":3})", 201);
  auto const task = made.at("tasks").at(0).at("id").as_int64();
  for (auto const account : {id_of("u-viewer"), id_of("u-neighbour"), guest, gone}) {
    auto const refused =
        must("officer", "POST", tasks, fmt::format(R"({{"name":"另一件","days":3,"assignee_id":{}}})", account), 400);
    EXPECT_EQ(refused.at("code").as_string(), "cannot_work_here");
    must("officer", "PATCH", fmt::format("/tasks/{}", task),
         fmt::format(R"({{"version":1,"assignee_id":{}}})", account), 400);
    must("officer", "PATCH", fmt::format("/leads/{}", lead_id),
         fmt::format(R"({{"version":1,"officer_id":{}}})", account), 400);
  }
  auto const nobody = must("officer", "POST", tasks, R"({"name":"另一件","days":3,"assignee_id":9999})", 404);
  EXPECT_THAT(json::serialize(nobody), HasSubstr("9999"));
}

TEST_P(EntitlementApi, a_zone_that_hands_a_lead_over_keeps_its_share_in_the_conversion) {
  auto const id = lead("officer", "east", "甲公司", "建厂");
  must("officer", "POST", fmt::format("/leads/{}/transfers", id),
       R"({"zone_id":"west","reason":"没有地块","kept_share":0.3,"version":1})", 201);
  must("neighbour", "POST", "/transfers/1/answer", R"({"accepted":true,"reason":"好"})", 200);
  auto const of = [&](std::string const& as, std::string const& zone) {
    auto const all = must(as, "GET", "/leads/conversion?by=zone", "", 200);
    for (auto const& row : all.at("list").as_array()) {
      if (row.at("key").as_string() == zone) return row.as_object();
    }
    return json::object{};
  };
  EXPECT_DOUBLE_EQ(of("province", "east").at("credited_leads").to_number<double>(), 0.3);
  EXPECT_EQ(of("province", "east").at("leads").as_int64(), 0) << "it lies there no more";
  EXPECT_DOUBLE_EQ(of("province", "west").at("credited_leads").to_number<double>(), 0.7);
  EXPECT_EQ(of("province", "west").at("leads").as_int64(), 1);
  EXPECT_DOUBLE_EQ(of("leader", "east").at("credited_leads").to_number<double>(), 0.3) << "its share is its own";
  EXPECT_DOUBLE_EQ(of("rival", "west").at("credited_leads").to_number<double>(), 0.7);
}

TEST_P(EntitlementApi, a_later_step_tells_that_the_earlier_one_was_late) {
  auto const id = lead("officer", "east", "甲公司", "建厂");
  age(id, 30);
  auto const detail =
      must("officer", "POST", fmt::format("/leads/{}/steps", id), R"({"kind":"assessment","text":"可行"})", 201);
  auto const& step = detail.at("steps").as_array().back();
  EXPECT_EQ(step.at("kind").as_string(), "assessment");
  EXPECT_EQ(step.at("due_step").as_string(), "answer");
  EXPECT_TRUE(step.at("late").as_bool());
  EXPECT_GE(step.at("late_days").as_int64(), 15);
  EXPECT_LE(step.at("late_days").as_int64(), 30);
  auto const declined = must("officer", "POST", fmt::format("/leads/{}/decision", id),
                             R"({"state":"declined","reason":"无地","version":2})", 200);
  EXPECT_EQ(declined.at("steps").as_array().back().at("due_step").as_string(), "feedback");
  EXPECT_TRUE(declined.at("steps").as_array().back().at("late").as_bool());
}

TEST_P(EntitlementApi, an_idea_of_any_length_the_contract_allows_is_looked_for) {
  std::string idea;
  while (idea.size() < 9000 * 3) idea += "新建年产十万吨电池正极材料工厂";
  lead("officer", "east", "甲公司", idea);
  auto const known = must("officer", "POST", "/leads/known",
                          json::serialize(json::object{{"investor", "乙集团"}, {"idea", idea}}), 200);
  ASSERT_FALSE(known.at("list").as_array().empty());
  EXPECT_EQ(known.at("list").at(0).at("why").as_string(), "idea");
}

}  // namespace
}  // namespace lianzhao::serve
