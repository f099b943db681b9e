#include "serve/news_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

/// An article about one project, long enough to be one.
std::string article(std::string const& project, std::string const& stage, std::string const& enterprise,
                    std::string const& tail) {
  return fmt::format(
      "{0}{2}\n2024-03-0{3} 来源：东区日报\n"
      "本报讯 3月{3}日，总投资5亿元的{0}在长春市朝阳区{2}。该项目由{1}投资建设，"
      "主要建设生产车间和仓库，将带动当地上下游企业共同发展。\n"
      "当地有关部门表示，将为项目提供全程服务，帮助企业办理各项手续，推动项目早日见效。{4}\n",
      project, enterprise, stage, tail.size() % 9 + 1, tail);
}

class NewsLessonsApi : public NewsApi {
 protected:
  json::object learn(std::string const& as) {
    return finished(as, must(as, "POST", "/radar/lessons/learn", R"({"zone_id":"east"})", 202));
  }
  std::vector<json::object> lessons(std::string const& as) {
    auto const page = must(as, "GET", "/radar/lessons?zone_id=east", "", 200);
    std::vector<json::object> found;
    for (auto const& each : page.at("items").as_array()) found.push_back(each.as_object());
    return found;
  }
  std::string project_of(std::int64_t id) {
    auto const detail = must("officer", "GET", fmt::format("/radar/events/{}", id), "", 200);
    return std::string{detail.at("event").at("project").as_string()};
  }
};

INSTANTIATE_TEST_SUITE_P(News, NewsLessonsApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(NewsLessonsApi, corrected_once_the_next_page_is_right_and_switched_off_it_is_as_before) {
  auto const first = event("officer", article("振兴突破云麓新材料项目", "开工", "甲药业股份有限公司", "一"));
  ASSERT_EQ(project_of(first), "振兴突破云麓新材料项目") << "the case is one that the rules get wrong";
  act("officer", first, "", R"({"version":1,"project":"云麓新材料项目"})", 200);
  EXPECT_EQ(must("officer", "GET", "/radar/lessons?zone_id=east", "", 200).at("waiting").as_int64(), 1);
  auto const job = learn("leader");
  ASSERT_EQ(job.at("state").as_string(), "done") << json::serialize(job);
  EXPECT_EQ(job.at("result").at("added").to_number<int>(), 1);
  EXPECT_EQ(must("officer", "GET", "/radar/lessons?zone_id=east", "", 200).at("waiting").as_int64(), 0);

  auto const second = event("officer", article("振兴突破松河疫苗项目", "签约", "乙制药有限公司", "二二"));
  EXPECT_EQ(project_of(second), "松河疫苗项目");
  auto const learned = lessons("officer");
  ASSERT_EQ(learned.size(), 1U);
  EXPECT_EQ(learned[0].at("kind").as_string(), "project_edge");
  EXPECT_EQ(learned[0].at("words").as_string(), "振兴突破");
  EXPECT_EQ(learned[0].at("events").as_int64(), 1);
  ASSERT_EQ(learned[0].at("causes").as_array().size(), 1U);
  EXPECT_EQ(learned[0].at("causes").at(0).at("event_id").as_int64(), first);
  auto const id = learned[0].at("id").as_int64();
  auto const touched = must("officer", "GET", fmt::format("/radar/events?lesson_id={}", id), "", 200);
  ASSERT_EQ(touched.at("total").as_int64(), 1) << "the figure opens what it counts";
  EXPECT_EQ(touched.at("items").at(0).at("id").as_int64(), second);

  auto const off = must("leader", "PATCH", fmt::format("/radar/lessons/{}", id), R"({"in_force":false})", 200);
  EXPECT_FALSE(off.at("in_force").as_bool());
  EXPECT_EQ(off.at("switched_by").as_string(), "u-leader");
  auto const third = event("officer", article("振兴突破白山碳纤维项目", "开工", "丙材料有限公司", "三三三"));
  EXPECT_EQ(project_of(third), "振兴突破白山碳纤维项目");
  learn("leader");
  EXPECT_FALSE(lessons("officer").at(0).at("in_force").as_bool()) << "learning again does not switch it on";
  auto const all = must("leader", "POST", "/radar/lessons/switch", R"({"zone_id":"east","in_force":true})", 200);
  EXPECT_TRUE(all.at("items").at(0).at("in_force").as_bool());

  // Taken back, the correction teaches nothing any more.
  act("officer", first, "undo", R"({"version":2})", 200);
  EXPECT_EQ(must("officer", "GET", "/radar/lessons?zone_id=east", "", 200).at("waiting").as_int64(), 1);
  EXPECT_EQ(learn("leader").at("result").at("gone").to_number<int>(), 1);
  EXPECT_TRUE(lessons("officer").empty());
  auto const fourth = event("officer", article("振兴突破梅河人参项目", "签约", "丁食品有限公司", "四四四四"));
  EXPECT_EQ(project_of(fourth), "振兴突破梅河人参项目");
}

TEST_P(NewsLessonsApi, a_short_name_tied_to_an_enterprise_is_resolved_on_the_next_page) {
  auto const first = event("officer", article("云麓新材料项目", "开工", "长信集团", "一"));
  auto const key = registered("北湖精密制造有限公司");
  act("officer", first, "",
      fmt::format(R"({{"version":1,"enterprises":[{{"name":"长信集团","role":"investor","enterprise_key":"{}"}}]}})",
                  key),
      200);
  ASSERT_EQ(learn("administrator").at("state").as_string(), "done");
  auto const second = event("officer", article("松河疫苗项目", "签约", "长信集团", "二二"));
  auto const detail = must("officer", "GET", fmt::format("/radar/events/{}", second), "", 200);
  EXPECT_EQ(detail.at("event").at("enterprises").at(0).at("enterprise_key").as_string(), key)
      << json::serialize(detail.at("event"));
}

TEST_P(NewsLessonsApi, what_was_rejected_as_no_project_is_not_read_again) {
  auto const first = event("officer", article("云麓新材料项目", "开工", "甲药业股份有限公司", "一"));
  act("officer", first, "reject", R"({"version":1})", 200);
  learn("leader");
  EXPECT_TRUE(lessons("officer").empty()) << "of no interest is no word about the name";
  act("officer", first, "undo", R"({"version":2})", 200);
  act("officer", first, "reject", R"({"version":3,"no_project":true})", 200);
  learn("leader");
  ASSERT_EQ(lessons("officer").size(), 1U);
  auto const again = paste("officer", article("云麓新材料项目", "签约", "乙制药有限公司", "二二"));
  for (auto const& id : again.at("event_ids").as_array()) EXPECT_NE(project_of(id.as_int64()), "云麓新材料项目");
  EXPECT_EQ(lessons("officer").at(0).at("passed_over").as_int64(), 1);
}

TEST_P(NewsLessonsApi, a_leader_teaches_his_own_inbox_and_nobody_else_does) {
  auto const first = event("officer", article("振兴突破云麓新材料项目", "开工", "甲药业股份有限公司", "一"));
  act("officer", first, "", R"({"version":1,"project":"云麓新材料项目"})", 200);
  for (auto const* const who : {"officer", "agent", "desk", "viewer"}) {
    must(who, "POST", "/radar/lessons/learn", R"({"zone_id":"east"})", 403);
    must(who, "POST", "/radar/lessons/switch", R"({"zone_id":"east","in_force":false})", 403);
  }
  must("rival", "POST", "/radar/lessons/learn", R"({"zone_id":"east"})", 403);
  must("rival", "GET", "/radar/lessons?zone_id=east", "", 404);
  learn("leader");
  auto const id = lessons("leader").at(0).at("id").as_int64();
  must("rival", "PATCH", fmt::format("/radar/lessons/{}", id), R"({"in_force":false})", 404);
  must("officer", "PATCH", fmt::format("/radar/lessons/{}", id), R"({"in_force":false})", 403);
  must("desk", "PATCH", fmt::format("/radar/lessons/{}", id), R"({"in_force":false})", 403);
  EXPECT_TRUE(must("rival", "GET", "/radar/lessons", "", 200).at("items").as_array().empty());
  EXPECT_FALSE(must("officer", "GET", "/radar/lessons", "", 200).at("may_switch").as_bool());
  EXPECT_TRUE(must("leader", "GET", "/radar/lessons", "", 200).at("may_switch").as_bool());
  // Nor does the neighbour's page change: each inbox has its own lessons.
  auto const theirs = paste("neighbour", article("振兴突破松河疫苗项目", "签约", "乙制药有限公司", "二二"), "west");
  auto const event_id = theirs.at("event_ids").at(0).as_int64();
  EXPECT_EQ(must("neighbour", "GET", fmt::format("/radar/events/{}", event_id), "", 200)
                .at("event")
                .at("project")
                .as_string(),
            "振兴突破松河疫苗项目");
  EXPECT_THAT(call("administrator", "GET", "/api/v1/audit?limit=50").body, HasSubstr("learn_news_lessons"));
}

}  // namespace
}  // namespace lianzhao::serve
