#include "serve/workspace_api_test.h"

/// What was entered wrong or too late is put right, what was not changed stays as it is, and what is refused is named.
namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

class CorrectionsApi : public WorkspaceApi {
 protected:
  static std::string day(int days_ago) { return format_day(civil_day(now()) - days_ago); }
  json::object project_of(std::int64_t id) {
    return must("officer", "GET", fmt::format("/projects/{}", id), "", 200).at("project").as_object();
  }
  static std::int64_t version_in(json::object const& detail, char const* noun) {
    return detail.at(noun).at("version").as_int64();
  }
  /// Of one stage as the project page shows it.
  json::object stage_of(std::string const& as, std::int64_t id, std::string const& stage) {
    auto const detail = must(as, "GET", fmt::format("/projects/{}", id), "", 200);
    for (auto const& each : detail.at("stages").as_array()) {
      if (each.at("stage").as_string() == stage) return each.as_object();
    }
    return {};
  }
  json::object correct(std::string const& as, std::int64_t id, std::string const& stage, std::string const& to,
                       int status) {
    return must(as, "POST", fmt::format("/projects/{}/stage-days", id),
                fmt::format(R"({{"stage":"{}","day":"{}","reason":"合同原件","version":{}}})", stage, to,
                            project_of(id).at("version").as_int64()),
                status);
  }
};

INSTANTIATE_TEST_SUITE_P(Corrections, CorrectionsApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(CorrectionsApi, a_project_becomes_an_expansion_with_its_parent_and_back) {
  auto const parent = project("officer", "一期");
  auto const id = project("officer", "二期");
  auto const url = fmt::format("/projects/{}", id);
  must("officer", "PATCH", url, R"({"version":1,"kind":"expansion"})", 400);
  auto detail =
      must("officer", "PATCH", url, fmt::format(R"({{"version":1,"kind":"expansion","parent_id":{}}})", parent), 200);
  EXPECT_EQ(detail.at("project").at("kind").as_string(), "expansion");
  EXPECT_EQ(project_of(id).at("kind").as_string(), "expansion") << "and it is kept";
  EXPECT_EQ(detail.at("history").at(0).at("facts").at("fields").as_string(), "kind,parent_id");
  must("officer", "PATCH", url, R"({"version":2,"parent_id":null})", 400);
  must("officer", "PATCH", url, R"({"version":2,"kind":"new","parent_id":null})", 200);
  EXPECT_TRUE(project_of(id).at("parent_id").is_null());
}

TEST_P(CorrectionsApi, a_gate_before_the_stage_names_the_day_and_the_day_can_be_corrected) {
  auto const id = project("officer", "八天前签约");
  auto const give = [&](int status) {
    return must("officer", "POST", fmt::format("/projects/{}/evidence", id),
                fmt::format(R"({{"stage":"signed","document":"投资协议","day":"{}","version":{}}})", day(8),
                            project_of(id).at("version").as_int64()),
                status);
  };
  auto const refused = give(400);
  EXPECT_EQ(refused.at("code").as_string(), "day_before_stage");
  EXPECT_THAT(std::string{refused.at("message").as_string()}, HasSubstr("“在谈”的日期（" + today() + "）"));
  auto const detail = correct("officer", id, "negotiation", day(30), 200);
  EXPECT_EQ(detail.at("project").at("stage_since").as_string(), day(30));
  auto const line = detail.at("history").at(0).as_object();
  EXPECT_EQ(line.at("kind").as_string(), "stage_day");
  EXPECT_EQ(line.at("facts").at("from").as_string(), today());
  EXPECT_EQ(line.at("facts").at("to").as_string(), day(30));
  EXPECT_EQ(line.at("text").as_string(), "合同原件");
  give(201);
  auto const audit = call("administrator", "GET", "/api/v1/audit");
  EXPECT_THAT(audit.body, HasSubstr("correct_stage_day"));
}

TEST_P(CorrectionsApi, days_of_stages_keep_their_order_and_lie_in_the_past) {
  auto const id = project("officer", "有先后",
                          fmt::format(R"(,"stages":[{{"stage":"negotiation","day":"{}","note":"记录"}},)"
                                      R"({{"stage":"signed","day":"{}","note":"合同"}},)"
                                      R"({{"stage":"construction","day":"{}","note":"许可证"}}])",
                                      day(300), day(200), day(100)));
  EXPECT_EQ(correct("officer", id, "signed", day(301), 400).at("code").as_string(), "stage_day_too_early");
  EXPECT_EQ(correct("officer", id, "signed", day(99), 400).at("code").as_string(), "stage_day_too_late");
  EXPECT_EQ(correct("officer", id, "construction", day(-1), 400).at("code").as_string(), "day_in_future");
  EXPECT_EQ(correct("officer", id, "completed", day(1), 409).at("code").as_string(), "stage_not_passed");
  EXPECT_TRUE(stage_of("officer", id, "registered").at("day").is_null()) << "passed, and nobody knows when";
  correct("officer", id, "registered", day(150), 200);
  EXPECT_EQ(stage_of("officer", id, "registered").at("day").as_string(), day(150));
  EXPECT_EQ(project_of(id).at("stage").as_string(), "construction");
  correct("officer", id, "construction", day(120), 200);
  EXPECT_EQ(project_of(id).at("stage_since").as_string(), day(120));
  correct("officer", id, "negotiation", day(400), 200);
  EXPECT_EQ(stage_of("officer", id, "negotiation").at("day").as_string(), day(400));
}

TEST_P(CorrectionsApi, a_day_that_two_vouched_for_is_corrected_by_a_third_who_decides) {
  auto const id = project("officer", "已核验");
  must("officer", "POST", fmt::format("/projects/{}/evidence", id),
       fmt::format(R"({{"stage":"signed","document":"协议","day":"{}","version":1}})", today()), 201);
  must("colleague", "POST", fmt::format("/projects/{}/evidence/1/verdict", id), R"({"verified":true,"note":""})", 200);
  correct("officer", id, "negotiation", day(20), 200);
  for (auto const* const as : {"officer", "colleague"}) {
    EXPECT_FALSE(stage_of(as, id, "signed").at("may_correct").as_bool());
    EXPECT_EQ(correct(as, id, "signed", day(8), 403).at("code").as_string(), "stage_verified");
  }
  correct("viewer", id, "signed", day(8), 403);
  correct("neighbour", id, "signed", day(8), 404);
  EXPECT_TRUE(stage_of("leader", id, "signed").at("may_correct").as_bool());
  auto const detail = correct("leader", id, "signed", day(8), 200);
  EXPECT_EQ(detail.at("evidence").at(0).at("day").as_string(), day(8)) << "what it was passed with says the same";
}

TEST_P(CorrectionsApi, saving_what_is_there_already_changes_no_version) {
  auto const lead_id = lead("officer", "east", "甲公司", "建厂");
  auto const lead_url = fmt::format("/leads/{}", lead_id);
  auto const same =
      must("officer", "PATCH", lead_url,
           R"({"version":1,"idea":"建厂","investor":"甲公司","contact":"","needs":"","channel":"referral"})", 200);
  EXPECT_EQ(version_in(same, "lead"), 1);
  EXPECT_EQ(same.at("steps").as_array().size(),
            must("officer", "GET", lead_url, "", 200).at("steps").as_array().size());
  must("officer", "PATCH", lead_url, R"({"version":7,"idea":"建厂"})", 409);

  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  auto const lines = must("officer", "GET", url, "", 200).at("history").as_array().size();
  auto const kept = must("officer", "PATCH", url,
                         R"({"version":1,"name":"甲项目","investor":"甲公司","kind":"new","parent_id":null,)"
                         R"("confidential":false,"above_scale":null,"node":"","credit_code":""})",
                         200);
  EXPECT_EQ(version_in(kept, "project"), 1);
  EXPECT_EQ(kept.at("history").as_array().size(), lines);

  auto const promised =
      must("officer", "POST", url + "/promises",
           fmt::format(R"({{"side":"investor","kind":"investment","text":"投资","due":"{}"}})", today()), 201);
  auto const promise = fmt::format("/promises/{}", promised.at("id").as_int64());
  auto const body = [](int version) {
    return fmt::format(R"({{"version":{},"reason":"查过","state":"open","due":"{}"}})", version, today());
  };
  EXPECT_EQ(must("officer", "PATCH", promise, body(1), 200).at("version").as_int64(), 2)
      << "a new reason is something new";
  EXPECT_EQ(must("officer", "PATCH", promise, body(2), 200).at("version").as_int64(), 2);

  auto const campaign = must(
      "officer", "POST", "/campaigns",
      fmt::format(R"({{"zone_id":"east","name":"长三角","kind":"trip","begin":"{0}","end":"{0}"}})", today()), 201);
  auto const trip = fmt::format("/campaigns/{}", campaign.at("campaign").at("id").as_int64());
  EXPECT_EQ(version_in(must("officer", "PATCH", trip, R"({"version":1,"name":"长三角","route":""})", 200), "campaign"),
            1);
  EXPECT_EQ(version_in(must("officer", "PATCH", trip, R"({"version":1,"name":"珠三角"})", 200), "campaign"), 2);
}

TEST_P(CorrectionsApi, work_is_offered_to_whom_the_server_would_give_it) {
  for (auto const* const as : {"officer", "desk", "viewer", "neighbour", "agent"}) enter(as);
  auto const all = call("officer", "GET", "/api/v1/colleagues");
  EXPECT_THAT(all.body, HasSubstr("u-viewer"));
  auto const there = must("officer", "GET", "/colleagues?zone_id=east", "", 200).at("list").as_array();
  auto const id = lead("officer", "east", "甲公司", "建厂");
  EXPECT_GE(there.size(), 2U);
  auto version = 1;
  for (auto const& each : there) {
    auto const to = each.at("id").as_int64();
    auto const detail = must("officer", "PATCH", fmt::format("/leads/{}", id),
                             fmt::format(R"({{"version":{},"officer_id":{}}})", version, to), 200);
    version = static_cast<int>(version_in(detail, "lead"));
  }
  auto const names = json::serialize(there);
  for (auto const* const none : {"u-viewer", "u-desk", "u-neighbour"}) EXPECT_THAT(names, Not(HasSubstr(none)));
}

TEST_P(CorrectionsApi, a_refused_field_is_named_with_its_rule_in_the_readers_language) {
  enter("officer");
  auto const said = [&](std::string const& body, std::string const& language) {
    auto const reply = call("officer", "POST", "/api/v1/leads", body, fmt::format("Accept-Language: {}\r\n", language));
    EXPECT_EQ(reply.status, 400) << reply.body;
    return json::parse(reply.body).as_object();
  };
  std::string long_name;
  for (int i = 0; i < 201; ++i) long_name += "链";
  auto const of = [](std::string const& investor, std::string const& more) {
    return fmt::format(R"({{"zone_id":"east","channel":"referral","investor":{},"idea":"建厂"{}}})", investor, more);
  };
  struct Case {
    std::string body;
    std::string rule;
    std::string field;
    std::string zh;
    std::string en;
  };
  for (auto const& each : std::vector<Case>{
           {of("\"" + long_name + "\"", ""), "too_long", "investor", "投资方：太长，现有 201 个字，最多 200 个。",
            "Investor: too long, 201 characters; at most 200."},
           {of("\"  \"", ""), "empty", "investor", "投资方：不能为空。", "Investor: must not be empty."},
           {R"({"zone_id":"east","channel":"referral","idea":"建厂"})", "missing", "investor", "投资方：没有填写。",
            "Investor: is missing."},
           {of("\"甲\"", R"(,"size_fen":"一亿")"), "not_a_whole_number", "size_fen", "投资额：“一亿”不是整数。",
            "is not a whole number."},
           {of("\"甲\"", R"(,"size_fen":-1)"), "too_small", "size_fen", "投资额：-1 太小，不能小于 0。", "at least 0."},
           {of("\"甲\"", R"(,"colour":"red")"), "unknown_field", "", "没有“colour”这个字段。", "no field “colour”"},
           {R"({"zone_id":"east","channel":"mail","investor":"甲","idea":"建厂"})", "not_one_of", "channel",
            "渠道：没有“mail”这一项；可选：referral, chain", "choose one of referral, chain"}}) {
    auto const zh = said(each.body, "zh-CN");
    EXPECT_EQ(zh.at("code").as_string(), "bad_request");
    EXPECT_EQ(zh.at("params").at("rule").as_string(), each.rule);
    EXPECT_EQ(zh.at("params").at("field").as_string(), each.field);
    EXPECT_THAT(std::string{zh.at("message").as_string()}, HasSubstr(each.zh));
    EXPECT_FALSE(zh.at("params").as_object().contains("detail")) << "nothing is left to say in English";
    EXPECT_THAT(std::string{said(each.body, "en-GB").at("message").as_string()}, HasSubstr(each.en));
  }
  auto const id = project("officer", "甲项目");
  auto const day =
      must("officer", "PATCH", fmt::format("/projects/{}", id), R"({"version":1,"above_scale":"2026-13-01"})", 400);
  EXPECT_EQ(day.at("code").as_string(), "bad_day");
  EXPECT_THAT(std::string{day.at("message").as_string()}, HasSubstr("上规日期：“2026-13-01”不是有效日期"));
}

TEST_P(CorrectionsApi, of_a_credit_code_the_likely_right_one_is_offered_in_the_readers_language) {
  auto const id = project("officer", "甲项目");
  auto const refused = must("officer", "PATCH", fmt::format("/projects/{}", id),
                            R"({"version":1,"credit_code":"9135O100M000100Y43"})", 400);
  EXPECT_EQ(refused.at("code").as_string(), "bad_credit_code");
  EXPECT_EQ(refused.at("params").at("field").as_string(), "credit_code");
  EXPECT_THAT(std::string{refused.at("message").as_string()}, HasSubstr("91350100M000100Y43"));
}

TEST_P(CorrectionsApi, a_refusal_says_what_it_is_about) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}", id);
  must("officer", "POST", url + "/evidence",
       fmt::format(R"({{"stage":"signed","document":"协议","day":"{}","version":1}})", today()), 201);
  auto const note = must("colleague", "POST", url + "/evidence/1/verdict", R"({"verified":false,"note":""})", 400);
  EXPECT_THAT(std::string{note.at("message").as_string()}, HasSubstr("退回材料要写明理由"));
  auto const member = must("officer", "GET", url + "/team", "", 200).at("list").at(0).as_object();
  auto const self = must("officer", "POST", fmt::format("{}/team/{}/hand-over", url, member.at("id").as_int64()),
                         fmt::format(R"({{"to_account_id":{},"note":"x"}})", member.at("account_id").as_int64()), 400);
  EXPECT_THAT(std::string{self.at("message").as_string()}, HasSubstr("不能移交给自己"));
  auto const sheet = call("officer", "POST", "/api/v1/imports/projects?name=a.csv",
                          "开发区,项目名称,投资方,建设内容,阶段\n没有的区,甲,乙,建厂,在谈\n,丙,丁,建厂,在谈\n");
  EXPECT_THAT(sheet.body, HasSubstr("没有这个开发区"));
  EXPECT_THAT(sheet.body, Not(HasSubstr("您的角色")));
}

}  // namespace
}  // namespace lianzhao::serve
