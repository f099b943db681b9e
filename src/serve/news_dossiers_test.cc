#include "serve/news_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

constexpr auto kOther =
    "梅河口冷链物流园项目开工\n2024-06-10 来源：省报\n"
    "本报讯 6月9日，总投资2亿元的梅河口冷链物流园项目在长春市朝阳区开工建设。该项目由丙物流有限公司投资建设，"
    "施工单位已经进场，预计年底前完成主体工程。\n"
    "记者在现场看到，多台挖掘机正在平整场地，工人们忙着搭建临时设施。\n";
constexpr auto kLater =
    "人参精深加工项目投产\n2025-08-10 来源：市报\n"
    "本报讯 8月9日，总投资5亿元的人参精深加工项目在长春市朝阳区正式投产。该项目由甲药业股份有限公司投资建设，"
    "投产后将带动周边农户增收，企业负责人表示将继续扩大生产。\n"
    "当地有关部门表示，将为企业提供全程服务，帮助企业开拓市场。\n";

class NewsDossiersApi : public NewsApi {
 protected:
  std::int64_t dossier_of(std::int64_t event_id) {
    auto const detail = must("officer", "GET", fmt::format("/radar/events/{}", event_id), "", 200);
    return detail.at("event").at("dossier_id").as_int64();
  }
  json::object dossier(std::string const& as, std::int64_t id, int status = 200) {
    return must(as, "GET", fmt::format("/radar/dossiers/{}", id), "", status);
  }
  json::object join(std::string const& as, std::int64_t id, std::int64_t other, int status = 200) {
    return must(as, "POST", fmt::format("/radar/dossiers/{}/join", id), fmt::format(R"({{"other_id":{}}})", other),
                status);
  }
  json::object take_out(std::string const& as, std::int64_t id, std::int64_t event_id, int status = 200) {
    return must(as, "POST", fmt::format("/radar/dossiers/{}/take-out", id),
                fmt::format(R"({{"event_id":{}}})", event_id), status);
  }
};

INSTANTIATE_TEST_SUITE_P(News, NewsDossiersApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(NewsDossiersApi, two_dossiers_become_one_and_later_reports_follow_until_it_is_undone) {
  auto const ginseng = event("officer", kSigned);
  auto const cold = event("officer", kOther);
  auto const kept = dossier_of(cold);
  auto const gone = dossier_of(ginseng);
  ASSERT_NE(kept, gone);
  auto const joined = join("officer", kept, gone);
  EXPECT_EQ(joined.at("events").as_array().size(), 2U);
  EXPECT_EQ(joined.at("dossier").at("enterprises").as_array().size(), 2U);
  ASSERT_EQ(joined.at("rulings").as_array().size(), 1U);
  EXPECT_EQ(joined.at("rulings").at(0).at("by").as_string(), "u-officer");
  EXPECT_EQ(dossier("officer", gone).at("joined_into").as_int64(), kept) << "an old link finds the way";
  EXPECT_EQ(must("officer", "GET", "/radar/dossiers", "", 200).at("total").as_int64(), 1);
  auto const started = event("officer", kStarted);
  EXPECT_EQ(dossier_of(started), kept) << "the decision holds for reports to come";
  auto const ruling = joined.at("rulings").at(0).at("id").as_int64();
  must("officer", "POST", fmt::format("/radar/dossier-rulings/{}/undo", ruling), "", 200);
  EXPECT_EQ(dossier_of(ginseng), gone);
  EXPECT_EQ(dossier_of(cold), kept);
  EXPECT_TRUE(dossier("officer", kept).at("rulings").at(0).at("undone").as_bool());
  must("officer", "POST", fmt::format("/radar/dossier-rulings/{}/undo", ruling), "", 409);
}

TEST_P(NewsDossiersApi, a_report_taken_out_stays_out_and_its_own_reports_find_it) {
  auto const signing = event("officer", kSigned);
  auto const start = event("officer", kStarted);
  auto const first = dossier_of(signing);
  ASSERT_EQ(dossier_of(start), first);
  auto const left = take_out("officer", first, start);
  EXPECT_EQ(left.at("events").as_array().size(), 1U);
  EXPECT_EQ(left.at("dossier").at("stage").as_string(), "signed") << "folded anew without it";
  auto const second = dossier_of(start);
  EXPECT_NE(second, first);
  // 5亿元 as the report that was taken out says, not the 3亿元 of the other.
  EXPECT_EQ(dossier_of(event("officer", kLater)), second);
  EXPECT_EQ(dossier_of(signing), first);
  // A correction that makes it a group and back does not lose what was said.
  auto const version =
      must("officer", "GET", fmt::format("/radar/events/{}", start), "", 200).at("event").at("version").as_int64();
  act("officer", start, "", fmt::format(R"({{"version":{},"kind":"group"}})", version), 200);
  act("officer", start, "undo", fmt::format(R"({{"version":{}}})", version + 1), 200);
  EXPECT_EQ(dossier_of(start), second);
  take_out("officer", first, signing, 409);
  take_out("officer", first, start, 409);
  auto const ruling = left.at("rulings").at(0).at("id").as_int64();
  must("officer", "POST", fmt::format("/radar/dossier-rulings/{}/undo", ruling), "", 200);
  EXPECT_EQ(dossier_of(start), first);
}

TEST_P(NewsDossiersApi, only_who_may_change_the_inbox_rules_and_the_audit_tells) {
  auto const one = dossier_of(event("officer", kSigned));
  auto const other = dossier_of(event("officer", kOther));
  join("viewer", one, other, 403);
  join("desk", one, other, 403);
  join("neighbour", one, other, 404);
  join("officer", one, one, 400);
  join("officer", one, 9999, 404);
  must("neighbour", "POST", "/radar/articles",
       json::serialize(json::object{{"zone_id", "west"}, {"text", kSigned}, {"url", ""}}), 201);
  auto const theirs = must("neighbour", "GET", "/radar/dossiers", "", 200).at("items").at(0).at("id").as_int64();
  join("officer", one, theirs, 404);
  join("province", one, theirs, 400);
  auto const joined = join("officer", one, other);
  auto const ruling = joined.at("rulings").at(0).at("id").as_int64();
  must("neighbour", "POST", fmt::format("/radar/dossier-rulings/{}/undo", ruling), "", 404);
  must("viewer", "POST", fmt::format("/radar/dossier-rulings/{}/undo", ruling), "", 403);
  EXPECT_FALSE(dossier("viewer", one).at("may_change").as_bool());
  join("officer", one, other, 409);
  EXPECT_THAT(call("administrator", "GET", "/api/v1/audit?limit=50").body, HasSubstr("join_news_dossiers"));
}

TEST_P(NewsDossiersApi, landings_by_years_open_the_dossiers_they_count_and_are_exported) {
  event("officer", kSigned);
  event("officer", kOther);
  auto const all = must("officer", "GET", "/radar/landings?by=county", "", 200).at("list").as_array();
  EXPECT_EQ(all.size(), 2U);
  auto const later = must("officer", "GET", "/radar/landings?by=county&year_from=2024", "", 200).at("list").as_array();
  ASSERT_EQ(later.size(), 1U);
  EXPECT_EQ(later[0].at("year").as_int64(), 2024);
  EXPECT_EQ(must("officer", "GET", "/radar/dossiers?region=220104&year_from=2024&year_to=2024", "", 200)
                .at("total")
                .as_int64(),
            later[0].at("projects").as_int64());
  EXPECT_EQ(must("officer", "GET", "/radar/dossiers?place_zone=nowhere", "", 200).at("total").as_int64(), 0);
  auto const csv = call("officer", "GET", "/api/v1/radar/landings/export?by=county").body;
  EXPECT_THAT(csv, HasSubstr("2023,2024"));
  EXPECT_THAT(csv, HasSubstr("朝阳区,220104,1,1,2,"));
  EXPECT_THAT(csv, HasSubstr("50000"));
  EXPECT_EQ(call("officer", "GET", "/api/v1/radar/landings/export?by=node&format=xlsx").body.substr(0, 2), "PK");
  enter("neighbour");
  EXPECT_EQ(call("neighbour", "GET", "/api/v1/radar/landings/export?by=county").body.find("220104"), std::string::npos);
}

}  // namespace
}  // namespace lianzhao::serve
