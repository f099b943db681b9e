#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;

INSTANTIATE_TEST_SUITE_P(Workspace, WorkspaceApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(WorkspaceApi, who_reports_first_is_protected_across_zones) {
  lead("officer", "east", "吉林敖东药业集团股份有限公司", "年产五千吨中药饮片项目");
  auto const second =
      must("neighbour", "POST", "/leads",
           R"({"zone_id":"west","channel":"inbound","investor":"敖东药业","idea":"中药饮片年产五千吨"})", 201);
  EXPECT_FALSE(second.at("lead").at("first_report").as_bool());
  auto const& known = second.at("known").as_array().at(0).as_object();
  EXPECT_FALSE(known.at("visible").as_bool());
  EXPECT_EQ(known.at("zone_id").as_string(), "east");
  EXPECT_TRUE(known.at("protected_until").is_string());
  EXPECT_EQ(known.at("idea").as_string(), "") << "what the other zone knows stays with it";
  auto const other = must("neighbour", "POST", "/leads",
                          R"({"zone_id":"west","channel":"fund","investor":"金赛药业","idea":"生长激素"})", 201);
  EXPECT_TRUE(other.at("lead").at("first_report").as_bool());
}

TEST_P(WorkspaceApi, a_lead_goes_its_steps_by_the_clock_and_becomes_a_project) {
  auto const id = lead("viewer", "east", "甲公司", "建厂", R"(,"size_fen":5000000000)");
  auto detail = must("officer", "GET", fmt::format("/leads/{}", id), "", 200);
  EXPECT_EQ(detail.at("lead").at("next_step").as_string(), "answer");
  for (auto const* const kind : {"answer", "assessment", "feedback"}) {
    detail = must("officer", "POST", fmt::format("/leads/{}/steps", id),
                  fmt::format(R"({{"kind":"{}","text":"done"}})", kind), 201);
  }
  EXPECT_EQ(detail.at("lead").at("state").as_string(), "fed_back");
  EXPECT_EQ(detail.at("lead").at("next_step").as_string(), "report");
  auto const version = detail.at("lead").at("version").as_int64();
  auto const made = must("officer", "POST", fmt::format("/leads/{}/project", id),
                         fmt::format(R"({{"name":"甲公司项目","version":{}}})", version), 201);
  EXPECT_EQ(made.at("project").at("stage").as_string(), "negotiation");
  EXPECT_EQ(made.at("project").at("planned_fen").as_int64(), 5000000000);
  must("officer", "POST", fmt::format("/leads/{}/project", id),
       fmt::format(R"({{"name":"again","version":{}}})", version + 1), 409);
  auto const conversion = must("leader", "GET", "/leads/conversion?by=channel", "", 200);
  EXPECT_EQ(conversion.at("list").at(0).at("converted").as_int64(), 1);
  EXPECT_EQ(conversion.at("list").at(0).at("with_contract").as_int64(), 0);
}

TEST_P(WorkspaceApi, of_two_who_change_the_same_the_second_sees_both_states) {
  auto const id = lead("officer", "east", "甲公司", "建厂");
  must("officer", "PATCH", fmt::format("/leads/{}", id), R"({"version":1,"needs":"土地 50 亩"})", 200);
  auto const stale =
      must("colleague", "PATCH", fmt::format("/leads/{}", id), R"({"version":1,"contact":"王先生"})", 409);
  EXPECT_EQ(stale.at("code").as_string(), "stale_version");
  EXPECT_EQ(stale.at("current").at("needs").as_string(), "土地 50 亩");
  EXPECT_EQ(stale.at("current").at("version").as_int64(), 2);
}

TEST_P(WorkspaceApi, credit_is_shared_when_a_lead_is_transferred) {
  auto const id = lead("officer", "east", "甲公司", "建厂");
  auto const url = fmt::format("/leads/{}/transfers", id);
  must("officer", "POST", url, R"({"zone_id":"west","reason":"没有合适地块","kept_share":0.4,"version":1})", 201);
  must("officer", "POST", url, R"({"zone_id":"west","reason":"again","kept_share":0,"version":2})", 409);
  must("officer", "POST", "/transfers/1/answer", R"({"accepted":true,"reason":""})", 403);
  must("neighbour", "POST", "/transfers/1/answer", R"({"accepted":true,"reason":"好"})", 200);
  auto const detail = must("neighbour", "GET", fmt::format("/leads/{}", id), "", 200);
  EXPECT_EQ(detail.at("lead").at("zone_id").as_string(), "west");
  double sum = 0;
  for (auto const& credit : detail.at("credits").as_array()) sum += credit.at("share").to_number<double>();
  EXPECT_DOUBLE_EQ(sum, 1);
  EXPECT_EQ(detail.at("credits").as_array().size(), 2U);
  must("colleague", "GET", fmt::format("/leads/{}", id), "", 404);
  must("officer", "GET", fmt::format("/leads/{}", id), "", 200);  // who reported it goes on seeing it
}

TEST_P(WorkspaceApi, a_dispute_hears_both_sides_and_is_decided_above_them) {
  auto const first = lead("officer", "east", "乙集团", "精细化工园");
  auto const second = lead("neighbour", "west", "乙集团", "精细化工产业园");
  auto const opened = must("neighbour", "POST", fmt::format("/leads/{}/disputes", second),
                           R"({"against_lead_id":null,"text":"我们三月就接触了"})", 201);
  EXPECT_EQ(opened.at("against_lead_id").as_int64(), first);
  must("province", "POST", "/disputes/1/decision", R"({"in_favour_of":"claimant","reason":"证据充分"})", 409);
  must("officer", "POST", "/disputes/1/statements", R"({"text":"四月首次拜访记录"})", 201);
  must("leader", "POST", "/disputes/1/decision", R"({"in_favour_of":"respondent","reason":"x"})", 403);
  must("province", "POST", "/disputes/1/decision", R"({"in_favour_of":"claimant","reason":"证据充分"})", 200);
  auto const lost = must("officer", "GET", fmt::format("/leads/{}", first), "", 200);
  EXPECT_EQ(lost.at("lead").at("first_lead_id").as_int64(), second);
  must("province", "POST", "/disputes/1/decision", R"({"in_favour_of":"both","reason":"y"})", 409);
}

TEST_P(WorkspaceApi, a_gate_is_passed_with_evidence_that_somebody_else_verified) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}/evidence", id);
  auto const evidence =
      fmt::format(R"({{"stage":"signed","document":"投资协议 1 号","day":"{}","version":1}})", today());
  must("officer", "POST", url,
       fmt::format(R"({{"stage":"construction","document":"x","day":"{}","version":1}})", today()), 409);
  must("officer", "POST", url, R"({"stage":"signed","document":"x","day":"2999-01-01","version":1})", 400);
  auto detail = must("officer", "POST", url, evidence, 201);
  EXPECT_EQ(detail.at("project").at("stage").as_string(), "negotiation") << "not before it is verified";
  EXPECT_FALSE(detail.at("evidence").at(0).at("may_verify").as_bool());
  must("officer", "POST", url + "/1/verdict", R"({"verified":true,"note":""})", 403);
  detail = must("colleague", "POST", url + "/1/verdict", R"({"verified":true,"note":""})", 200);
  EXPECT_EQ(detail.at("project").at("stage").as_string(), "signed");
  must("colleague", "POST", url + "/1/verdict", R"({"verified":false,"note":"late"})", 409);
  EXPECT_EQ(detail.at("history").at(0).at("kind").as_string(), "passed");
}

TEST_P(WorkspaceApi, amounts_are_items_with_reasons_and_unknown_rates_are_in_no_sum) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}/amounts", id);
  auto const item = [&](std::string const& currency, std::int64_t amount) {
    return fmt::format(
        R"({{"kind":"contracted","source":"foreign","currency":"{}","amount":{},"day":"{}","reason":"合同"}})",
        currency, amount, today());
  };
  must("officer", "POST", url, item("CNY", 100'000), 201);
  must("officer", "POST", url, item("CNY", -40'000), 201);
  auto const detail = must("officer", "POST", url, item("USD", 5'000), 201);
  EXPECT_EQ(detail.at("project").at("contracted_fen").as_int64(), 60'000);
  EXPECT_EQ(detail.at("project").at("unconverted_amounts").as_int64(), 1);
  EXPECT_TRUE(detail.at("project").at("arrived_fen").is_null()) << "unknown is not zero";
  EXPECT_EQ(detail.at("amounts").as_array().size(), 3U);
  must("officer", "POST", url, item("usd", 5), 400);
}

TEST_P(WorkspaceApi, a_project_taken_over_keeps_its_days_and_ends_with_a_reason) {
  auto const id = project("officer", "旧项目",
                          R"(,"stages":[{"stage":"signed","day":"2021-03-01","note":"合同"},)"
                          R"({"stage":"construction","day":"2022-05-01","note":"许可证"}])");
  auto const url = fmt::format("/projects/{}", id);
  auto detail = must("officer", "GET", url, "", 200);
  EXPECT_EQ(detail.at("project").at("stage").as_string(), "construction");
  EXPECT_EQ(detail.at("project").at("stage_since").as_string(), "2022-05-01");
  auto const version = detail.at("project").at("version").as_int64();
  detail = must("officer", "POST", url + "/state",
                fmt::format(R"({{"state":"ended","reason":"转投他处","lost_to":"邻市","version":{}}})", version), 200);
  EXPECT_EQ(detail.at("project").at("lost_to").as_string(), "邻市");
  auto const board = must("leader", "GET", "/board", "", 200);
  EXPECT_EQ(board.at("list").as_array().back().at("total").as_int64(), 1);
  must("officer", "POST", "/projects", R"({"zone_id":"east","name":"x","investor":"y","idea":"z","kind":"expansion"})",
       400);
}

TEST_P(WorkspaceApi, text_of_ten_thousand_characters_is_taken_one_more_is_refused) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "链";
  lead("officer", "east", "甲公司", text);
  auto const reply = call("officer", "POST", "/api/v1/leads",
                          R"({"zone_id":"east","channel":"fund","investor":"a","idea":")" + text + R"(链"})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(reply.body, HasSubstr("现有 10001 个字，最多 10000 个"));
}

}  // namespace
}  // namespace lianzhao::serve
