#include "radar/events.h"
#include "serve/news_api_test.h"
#include "serve/router.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;

using testing::HasSubstr;
using testing::Not;

INSTANTIATE_TEST_SUITE_P(News, NewsApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres), engine_name);

TEST_P(NewsApi, a_pasted_article_becomes_events_with_the_words_that_prove_them) {
  auto const id = event("officer", kSigned);
  auto const detail = must("officer", "GET", fmt::format("/radar/events/{}", id), "", 200);
  auto const& shown = detail.at("event").as_object();
  EXPECT_THAT(std::string{shown.at("project").as_string()}, HasSubstr("人参精深加工项目"));
  EXPECT_EQ(shown.at("amount_fen").as_int64(), 30'000'000'000);
  EXPECT_EQ(shown.at("amount_kind").as_string(), "total_investment");
  EXPECT_EQ(shown.at("stage").as_string(), "signed");
  EXPECT_EQ(shown.at("region_code").as_string(), "220104");
  EXPECT_EQ(shown.at("state").as_string(), "new");
  EXPECT_TRUE(shown.at("dossier_id").is_int64());
  EXPECT_EQ(shown.at("enterprises").at(0).at("name").as_string(), "甲药业股份有限公司");
  bool amount_proven = false;
  for (auto const& words : detail.at("evidence").as_array()) {
    if (words.at("field").as_string() == "amount") amount_proven = words.at("text").as_string() == "3亿元";
  }
  EXPECT_TRUE(amount_proven) << json::serialize(detail.at("evidence"));
  EXPECT_EQ(proof(detail, "place"), std::vector<std::string>{"长春市朝阳区"});
  EXPECT_EQ(proof(detail, "node").empty(), shown.at("node").as_string().empty());
  EXPECT_TRUE(detail.at("may_change").as_bool());
  EXPECT_FALSE(detail.at("undoable").as_bool());
}

TEST_P(NewsApi, the_same_text_and_its_copies_bring_nothing_twice) {
  auto const first = paste("officer", kSigned);
  auto const again = paste("colleague", kSigned);
  EXPECT_EQ(again.at("known").as_int64(), 1);
  EXPECT_EQ(again.at("article_ids"), first.at("article_ids"));
  EXPECT_EQ(again.at("events").as_int64(), 0);
  auto const copy = paste("officer", std::string{kSigned} + "编辑整理，供参考。\n");
  EXPECT_EQ(copy.at("copies").as_int64(), 1);
  EXPECT_EQ(copy.at("events").as_int64(), 0) << "what the original said is not said again";
  auto const article =
      must("officer", "GET", fmt::format("/radar/articles/{}", first.at("article_ids").at(0).as_int64()), "", 200);
  EXPECT_EQ(article.at("copies").as_array().size(), 1U);
  auto const page = must("officer", "GET", "/radar/events", "", 200);
  EXPECT_EQ(page.at("total").as_int64(), 1);
}

TEST_P(NewsApi, reports_of_one_project_are_one_dossier_with_its_contradictions) {
  auto const first = event("officer", kSigned);
  auto const second = event("officer", kStarted);
  auto const detail = must("officer", "GET", fmt::format("/radar/events/{}", second), "", 200);
  auto const dossier_id = detail.at("event").at("dossier_id").as_int64();
  auto const dossier = must("officer", "GET", fmt::format("/radar/dossiers/{}", dossier_id), "", 200);
  ASSERT_EQ(dossier.at("events").as_array().size(), 2U) << json::serialize(dossier);
  EXPECT_EQ(dossier.at("events").at(0).at("id").as_int64(), first) << "by day";
  EXPECT_EQ(dossier.at("dossier").at("stage").as_string(), "construction");
  EXPECT_EQ(dossier.at("dossier").at("amount_fen").as_int64(), 50'000'000'000);
  ASSERT_EQ(dossier.at("contradictions").as_array().size(), 1U);
  EXPECT_EQ(dossier.at("contradictions").at(0).at("kind").as_string(), "amount");
  auto const landings = must("officer", "GET", "/radar/landings?by=county", "", 200).at("list").as_array();
  ASSERT_EQ(landings.size(), 1U) << "a project counts once";
  EXPECT_EQ(landings[0].at("key").as_string(), "220104");
  EXPECT_EQ(landings[0].at("year").as_int64(), 2023);
  EXPECT_EQ(must("officer", "GET", "/radar/dossiers?year=2023&region=220000", "", 200).at("total").as_int64(),
            landings[0].at("projects").as_int64());
  // Rejected, the later report says nothing any more.
  act("officer", second, "reject", R"({"version":1,"reason":"重复"})", 200);
  auto const after = must("officer", "GET", fmt::format("/radar/dossiers/{}", dossier_id), "", 200);
  EXPECT_EQ(after.at("dossier").at("stage").as_string(), "signed");
  EXPECT_TRUE(after.at("contradictions").as_array().empty());
}

TEST_P(NewsApi, an_accepted_event_becomes_a_lead_and_can_be_taken_back) {
  auto const id = event("officer", kSigned);
  auto const accepted = act("officer", id, "accept", R"({"version":1,"outcome":"lead"})", 200);
  EXPECT_EQ(accepted.at("event").at("state").as_string(), "accepted");
  auto const lead_id = accepted.at("event").at("lead_id").as_int64();
  auto const made = must("officer", "GET", fmt::format("/leads/{}", lead_id), "", 200);
  EXPECT_EQ(made.at("lead").at("investor").as_string(), "甲药业股份有限公司");
  EXPECT_EQ(made.at("lead").at("size_fen").as_int64(), 30'000'000'000);
  EXPECT_THAT(json::serialize(made.at("steps")), HasSubstr("东区日报"));
  act("colleague", id, "accept", R"({"version":1,"outcome":"noted"})", 409);
  act("colleague", id, "reject", R"({"version":2})", 409);
  auto const undone = act("officer", id, "undo", R"({"version":2})", 200);
  EXPECT_EQ(undone.at("event").at("state").as_string(), "new");
  EXPECT_TRUE(undone.at("event").at("lead_id").is_null());
  EXPECT_TRUE(undone.at("decisions").at(0).at("undone").as_bool());
  EXPECT_EQ(must("officer", "GET", fmt::format("/leads/{}", lead_id), "", 200).at("lead").at("state").as_string(),
            "withdrawn");
  // Once somebody has worked on the lead, it is not taken back from here.
  auto const again = act("officer", id, "accept", R"({"version":3,"outcome":"lead"})", 200);
  must("officer", "PATCH", fmt::format("/leads/{}", again.at("event").at("lead_id").as_int64()),
       R"({"version":1,"needs":"土地"})", 200);
  EXPECT_EQ(act("officer", id, "undo", R"({"version":4})", 409).at("code").as_string(), "undo_too_late");
}

TEST_P(NewsApi, news_that_an_own_project_moved_on_is_proof_that_somebody_else_verifies) {
  auto const project_id = project("officer", "人参精深加工项目",
                                  R"(,"stages":[{"stage":"signed","day":"2023-04-17","note":"合同"},)"
                                  R"({"stage":"registered","day":"2023-06-01","note":"备案"}])");
  must("officer", "POST", "/projects",
       R"({"zone_id":"east","name":"人参精深加工","investor":"甲药业股份有限公司","idea":"人参精深加工项目"})", 201);
  auto const id = event("officer", kStarted);
  auto const detail = must("officer", "GET", fmt::format("/radar/events/{}", id), "", 200);
  ASSERT_FALSE(detail.at("concerns").as_array().empty()) << json::serialize(detail);
  EXPECT_TRUE(detail.at("concerns").at(0).at("stage_may_have_changed").as_bool());
  auto const accepted = act("officer", id, "accept",
                            fmt::format(R"({{"version":1,"outcome":"project","project_id":{}}})", project_id), 200);
  EXPECT_EQ(accepted.at("event").at("project_id").as_int64(), project_id);
  auto const shown = must("officer", "GET", fmt::format("/projects/{}", project_id), "", 200);
  EXPECT_EQ(shown.at("project").at("stage").as_string(), "registered") << "not before it is verified";
  auto const& proof = shown.at("evidence").as_array().back().as_object();
  EXPECT_EQ(proof.at("stage").as_string(), "construction");
  EXPECT_EQ(proof.at("day").as_string(), "2024-05-09");
  auto const document = call(
      "officer", "GET", fmt::format("/api/v1/projects/{}/evidence/{}/document", project_id, proof.at("id").as_int64()));
  EXPECT_THAT(document.body, HasSubstr("挖掘机")) << "the article itself is attached";
  auto const verified =
      must("colleague", "POST", fmt::format("/projects/{}/evidence/{}/verdict", project_id, proof.at("id").as_int64()),
           R"({"verified":true,"note":""})", 200);
  EXPECT_EQ(verified.at("project").at("stage").as_string(), "construction");
  EXPECT_EQ(act("officer", id, "undo", R"({"version":2})", 409).at("code").as_string(), "undo_too_late");
}

TEST_P(NewsApi, corrections_keep_what_was_and_are_taken_back_one_by_one) {
  auto const id = event("officer", kSigned);
  auto corrected = act("officer", id, "",
                       R"({"version":1,"amount":31000000000,"stage":"construction","unknown":["land_m2"],)"
                       R"("spans":[{"field":"stage","begin":3,"end":5}],"reason":"核对原文"})",
                       200);
  EXPECT_EQ(corrected.at("event").at("amount_fen").as_int64(), 31'000'000'000);
  EXPECT_EQ(corrected.at("event").at("stage").as_string(), "construction");
  EXPECT_TRUE(corrected.at("event").at("land_m2").is_null());
  EXPECT_EQ(corrected.at("decisions").as_array().size(), 3U);
  EXPECT_EQ(corrected.at("decisions").at(0).at("reason").as_string(), "核对原文");
  auto const stale = act("colleague", id, "", R"({"version":1,"project":"别的项目"})", 409);
  EXPECT_EQ(stale.at("code").as_string(), "stale_version");
  EXPECT_EQ(stale.at("current").at("version").as_int64(), 2);
  EXPECT_EQ(must("officer", "GET", "/radar/corrections", "", 200).at("list").as_array().size(), 3U);
  for (int version = 2; version < 5; ++version) {
    corrected = act("officer", id, "undo", fmt::format(R"({{"version":{}}})", version), 200);
  }
  EXPECT_EQ(corrected.at("event").at("amount_fen").as_int64(), 30'000'000'000);
  EXPECT_EQ(corrected.at("event").at("stage").as_string(), "signed");
  EXPECT_FALSE(corrected.at("undoable").as_bool());
  EXPECT_TRUE(must("officer", "GET", "/radar/corrections", "", 200).at("list").as_array().empty());
  act("officer", id, "undo", R"({"version":5})", 409);
  act("officer", id, "", R"({"version":5})", 400);
  act("officer", id, "", R"({"version":5,"spans":[{"field":"stage","begin":9,"end":9999}]})", 400);
  act("officer", id, "", R"({"version":5,"node":"no/such"})", 400);
  act("officer", id, "", R"({"version":5,"region_code":"999999"})", 400);
}

TEST_P(NewsApi, what_a_project_will_make_and_for_whom_it_has_work_is_kept_corrected_and_exported) {
  auto const id =
      event("officer",
            "云澜碳酸锂项目签约\n2023-04-18 来源：东区日报\n"
            "本报讯 4月17日，甲锂业有限公司投资的云澜碳酸锂项目在朝阳区签约。项目总投资8亿元，占地100亩，总建筑面积"
            "12万平方米，建成后年产碳酸锂5万吨、氢氧化锂2万吨，主要生产高纯碳酸锂等，可提供就业岗位500余个。\n");
  auto const detail = must("officer", "GET", fmt::format("/radar/events/{}", id), "", 200);
  auto const& shown = detail.at("event").as_object();
  EXPECT_EQ(shown.at("building_m2").as_int64(), 120'000) << json::serialize(shown);
  EXPECT_EQ(shown.at("jobs").as_int64(), 500);
  EXPECT_EQ(shown.at("jobs_qualifier").as_string(), "over");
  ASSERT_EQ(shown.at("capacity").as_array().size(), 2U);
  EXPECT_EQ(
      json::serialize(shown.at("capacity").at(1)),
      R"({"product":"氢氧化锂","value":"20000","unit":"吨","per":"year","qualifier":"exact","text":"氢氧化锂2万吨"})");
  EXPECT_EQ(json::serialize(shown.at("products")), R"(["碳酸锂","氢氧化锂","高纯碳酸锂"])");
  EXPECT_EQ(proof(detail, "jobs"), (std::vector<std::string>{"就业岗位500余个"}));
  // 朝阳区 is one of Beijing and one of Changchun.
  EXPECT_EQ(shown.at("region_code").as_string(), "");
  EXPECT_EQ(json::serialize(shown.at("place_candidates")), R"(["110105","220104"])");

  auto corrected =
      act("officer", id, "",
          R"({"version":1,"jobs":600,"jobs_qualifier":"about","products":["碳酸锂","氢氧化锂"],)"
          R"("capacity":[{"product":"碳酸锂","value":"2.5","unit":"万吨","per":"year"}],"unknown":["building_m2"],)"
          R"("region_code":"220104"})",
          200);
  auto const& now = corrected.at("event").as_object();
  EXPECT_EQ(now.at("jobs").as_int64(), 600);
  EXPECT_TRUE(now.at("building_m2").is_null());
  ASSERT_EQ(now.at("capacity").as_array().size(), 1U);
  EXPECT_EQ(now.at("capacity").at(0).at("value").as_string(), "2.5");
  EXPECT_EQ(proof(corrected, "products"), (std::vector<std::string>{"碳酸锂", "氢氧化锂"})) << "of those that stay";
  EXPECT_TRUE(now.at("place_candidates").as_array().empty()) << "somebody chose";
  auto const csv = call("officer", "GET", "/api/v1/radar/events/export?format=csv&language=zh").body;
  EXPECT_THAT(csv, HasSubstr("2.5 万吨/年 碳酸锂"));
  EXPECT_THAT(csv, HasSubstr("碳酸锂；氢氧化锂"));
  for (int version = 2; version < 7; ++version)
    corrected = act("officer", id, "undo", fmt::format(R"({{"version":{}}})", version), 200);
  auto const& again = corrected.at("event").as_object();
  EXPECT_EQ(again.at("building_m2").as_int64(), 120'000);
  EXPECT_EQ(again.at("jobs").as_int64(), 500);
  EXPECT_EQ(again.at("capacity").as_array().size(), 2U);
  EXPECT_EQ(again.at("place_candidates").as_array().size(), 2U);
  act("officer", id, "", R"({"version":7,"capacity":[{"value":"many","unit":"吨"}]})", 400);
  act("officer", id, "", R"({"version":7,"products":["a\tb"]})", 400);
}

TEST_P(NewsApi, what_people_accepted_is_taught_as_labelled_sentences) {
  auto const id = event("officer", kSigned);
  EXPECT_EQ(call("officer", "GET", "/api/v1/radar/corrections/export").body, "") << "nobody has judged anything";
  act("officer", id, "accept", R"({"version":1,"outcome":"noted"})", 200);
  auto const lines = call("officer", "GET", "/api/v1/radar/corrections/export").body;
  auto const first = json::parse(lines.substr(0, lines.find('\n'))).as_object();
  auto const text = std::string{first.at("text").as_string()};
  EXPECT_THAT(text, HasSubstr("甲药业股份有限公司"));
  EXPECT_EQ(first.at("spans").at(0).at("type").as_string(), "company");
  enter("neighbour");
  EXPECT_EQ(call("neighbour", "GET", "/api/v1/radar/corrections/export").body, "");
}

TEST_P(NewsApi, a_report_in_the_words_of_an_earlier_one_with_other_facts_is_no_copy) {
  auto const replaced = [](std::string text, std::string const& from, std::string const& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
    return text;
  };
  auto const start = event("officer", kStarted);
  auto const dossier_url = fmt::format(
      "/radar/dossiers/{}",
      must("officer", "GET", fmt::format("/radar/events/{}", start), "", 200).at("event").at("dossier_id").as_int64());
  auto const dearer = paste("officer", replaced(kStarted, "5亿元", "9亿元"));
  EXPECT_EQ(dearer.at("copies").as_int64(), 0);
  EXPECT_EQ(dearer.at("events").as_int64(), 1);
  auto later = replaced(replaced(kStarted, "开工建设", "正式投产"), "项目开工", "项目投产");
  later = replaced(replaced(later, "2024-05-10", "2024-09-10"), "5月9日", "9月9日");
  EXPECT_EQ(paste("officer", later).at("events").as_int64(), 1);
  auto const dossier = must("officer", "GET", dossier_url, "", 200);
  EXPECT_EQ(dossier.at("events").as_array().size(), 3U);
  EXPECT_EQ(dossier.at("dossier").at("stage").as_string(), "in_production");
  EXPECT_EQ(dossier.at("contradictions").at(0).at("kind").as_string(), "amount");
  EXPECT_EQ(paste("officer", later + "编辑整理，供参考。\n").at("copies").as_int64(), 1);
  // A correction makes a reprint of the original no news.
  auto const version =
      must("officer", "GET", fmt::format("/radar/events/{}", start), "", 200).at("event").at("version").as_int64();
  act("officer", start, "", fmt::format(R"({{"version":{},"amount":60000000000}})", version), 200);
  auto const reprint = paste("officer", std::string{kStarted} + "编辑整理，供参考。\n");
  EXPECT_EQ(reprint.at("copies").as_int64(), 1);
  EXPECT_EQ(reprint.at("events").as_int64(), 0);
}

TEST_P(NewsApi, words_that_no_longer_say_what_a_field_says_prove_it_no_more) {
  auto const id = event("officer", kSigned);
  auto corrected = act("officer", id, "", R"({"version":1,"amount":31000000000,"stage":"construction"})", 200);
  EXPECT_TRUE(proof(corrected, "amount").empty());
  EXPECT_TRUE(proof(corrected, "stage").empty());
  EXPECT_EQ(corrected.at("decisions").at(0).at("by").as_string(), "u-officer");
  corrected = act("officer", id, "", R"({"version":2,"project":"人参精深加工项目","amount_kind":"fixed_assets"})", 200);
  EXPECT_FALSE(proof(corrected, "project").empty()) << "the words say the new name too";
  for (int version = 3; version < 7; ++version) {
    if (!corrected.at("undoable").as_bool()) break;
    corrected = act("officer", id, "undo", fmt::format(R"({{"version":{}}})", version), 200);
  }
  EXPECT_EQ(proof(corrected, "amount"), std::vector<std::string>{"3亿元"});
}

TEST_P(NewsApi, what_cannot_be_is_refused_and_no_password_is_shown) {
  auto const id = event("officer", kSigned);
  auto const code = [](json::object const& answer) { return std::string{answer.at("code").as_string()}; };
  EXPECT_EQ(code(act("officer", id, "", R"({"version":1,"amount":100,"amount_currency":"ZZZ"})", 400)), "bad_currency");
  EXPECT_EQ(
      code(act("officer", id, "",
               R"({"version":1,"enterprises":[{"name":"甲","role":"investor","enterprise_key":"nosuch"}]})", 400)),
      "unknown_enterprise");
  EXPECT_EQ(
      code(must("officer", "POST", "/radar/watches", R"({"zone_id":"east","kind":"enterprise","value":" "})", 400)),
      "bad_request");
  EXPECT_EQ(code(must("officer", "GET", "/radar/events?from=2024-02-01&to=2024-01-01", "", 400)), "days_reversed");
  EXPECT_EQ(code(must("officer", "GET", "/radar/landings?year_from=2024&year_to=2023", "", 400)), "days_reversed");
  for (auto const* const address :
       {"http://", "https:///news", "http://:80/", "ftp://x/", "https://example.org:99999/rss"}) {
    auto const body = json::serialize(json::object{{"zone_id", "east"}, {"kind", "feed"}, {"address", address}});
    EXPECT_EQ(code(must("officer", "POST", "/radar/feeds", body, 400)), "bad_address") << address;
  }
  auto const reply = call("officer", "POST", "/api/v1/radar/feeds",
                          R"({"zone_id":"east","kind":"feed","address":"https://me:secret@example.org/rss"})");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(reply.body, HasSubstr("address_with_user"));
  EXPECT_THAT(reply.body, Not(HasSubstr("secret")));
}

TEST_P(NewsApi, money_of_other_countries_is_exported_in_its_own_units_and_ranked_apart) {
  auto const told = [](std::string const& name, std::string const& money, std::string const& tail) {
    return fmt::format("{0}签约\n2023-04-18 来源：东区日报\n本报讯 4月17日，{1}的{0}在长春市朝阳区签约。{2}\n", name,
                       money, tail);
  };
  event("officer",
        told("三和电子元件项目", "总投资30亿日元", "三和公司负责人表示，将尽快启动前期工作，争取早日建成。"));
  event("officer", told("白山冷链物流园项目", "总投资2亿元", "园区表示，将为企业提供全程服务，帮助办理各项手续。"));
  paste("officer",
        "一季度签约喜人\n2023-04-19 来源：东区日报\n本报讯 今年一季度，长春市朝阳区共签约31个项目，总投资200亿元，"
        "涉及装备制造、生物医药等领域，创历史新高，为全年招商引资打下坚实基础。\n");
  auto const csv = call("officer", "GET", "/api/v1/radar/events/export").body;
  EXPECT_THAT(csv, HasSubstr(",3000000000,JPY,总投资,确数,"));
  EXPECT_THAT(csv, HasSubstr(",20000,200000000,CNY,总投资,确数,"));
  EXPECT_THAT(csv, HasSubstr(",签约,"));
  EXPECT_THAT(csv, HasSubstr("合计"));
  EXPECT_THAT(csv, Not(HasSubstr("total_investment")));
  EXPECT_THAT(call("officer", "GET", "/api/v1/radar/events/export?language=en").body, HasSubstr("total investment"));
  auto const listed = must("officer", "GET", "/radar/events?sort=-amount", "", 200).at("items").as_array();
  ASSERT_EQ(listed.size(), 3U);
  EXPECT_EQ(listed[0].at("amount_currency").as_string(), "CNY");
  EXPECT_EQ(listed[0].at("kind").as_string(), "project");
  EXPECT_EQ(listed[1].at("amount_currency").as_string(), "JPY");
  EXPECT_EQ(listed[2].at("kind").as_string(), "group") << "a whole group is no large project";
  auto const largest = must("officer", "GET", "/radar/digest", "", 200).at("largest").as_array();
  ASSERT_EQ(largest.size(), 2U);
  EXPECT_EQ(largest[0].at("amount_currency").as_string(), "CNY");
}

TEST_P(NewsApi, a_sign_of_expansion_needs_an_enterprise_and_shows_on_it) {
  auto const id = event("officer", kSigned);
  EXPECT_EQ(act("officer", id, "accept", R"({"version":1,"outcome":"target"})", 400).at("code").as_string(),
            "enterprise_missing");
  EXPECT_EQ(act("officer", id, "accept", R"({"version":1,"outcome":"target","enterprise_key":"nosuch"})", 400)
                .at("code")
                .as_string(),
            "unknown_enterprise");
  auto const key = registered("北湖精密制造有限公司");
  act("officer", id, "accept", fmt::format(R"({{"version":1,"outcome":"target","enterprise_key":"{}"}})", key), 200);
  auto const signals = "/radar/signals?enterprise_key=" + key;
  EXPECT_EQ(must("officer", "GET", signals, "", 200).at("list").as_array().size(), 1U);
  EXPECT_TRUE(must("neighbour", "GET", signals, "", 200).at("list").as_array().empty());
  act("officer", id, "undo", R"({"version":2})", 200);
  EXPECT_TRUE(must("officer", "GET", signals, "", 200).at("list").as_array().empty());
}

TEST_P(NewsApi, filters_narrow_the_inbox_and_the_export_alike) {
  auto const first = event("officer", kSigned);
  event("officer", kStarted);
  auto const total = [&](std::string const& query) {
    return must("officer", "GET", "/radar/events?" + query, "", 200).at("total").as_int64();
  };
  EXPECT_EQ(total("stage=signed"), 1);
  EXPECT_EQ(total("region=220000"), 2);
  EXPECT_EQ(total("region=210000"), 0);
  EXPECT_EQ(total("from=2024-01-01&to=2024-12-31"), 1);
  EXPECT_EQ(total("q=" + percent_encoded("甲药业")), 2);
  EXPECT_EQ(total("q=" + percent_encoded("%")), 0) << "a wildcard is a letter";
  EXPECT_EQ(total("kind=group"), 0);
  act("officer", first, "reject", R"({"version":1})", 200);
  EXPECT_EQ(total("state=new"), 1);
  auto const page = must("officer", "GET", "/radar/events?state=new", "", 200);
  EXPECT_EQ(page.at("states").as_array().size(), 2U) << "how many there are of the others";
  auto const csv = call("officer", "GET", "/api/v1/radar/events/export?stage=signed").body;
  EXPECT_THAT(csv, HasSubstr("人参精深加工项目"));
  EXPECT_THAT(csv, HasSubstr("3亿元"));
  EXPECT_THAT(csv, HasSubstr("30000"));
  EXPECT_THAT(csv, Not(HasSubstr("省报")));
  EXPECT_EQ(call("officer", "GET", "/api/v1/radar/events/export?format=xlsx").body.substr(0, 2), "PK");
}

TEST_P(NewsApi, what_is_watched_is_marked_and_told_in_the_digest) {
  event("officer", kSigned);
  auto const watch = must("officer", "POST", "/radar/watches",
                          R"({"zone_id":"east","kind":"enterprise","value":"甲药业股份有限公司"})", 201);
  EXPECT_EQ(watch.at("events").as_int64(), 1);
  must("officer", "POST", "/radar/watches", R"({"zone_id":"east","kind":"enterprise","value":"甲药业股份有限公司"})",
       409);
  must("officer", "POST", "/radar/watches", R"({"zone_id":"east","kind":"region","value":"999999"})", 400);
  auto const region =
      must("officer", "POST", "/radar/watches", R"({"zone_id":"east","kind":"region","value":"220000"})", 201);
  EXPECT_EQ(region.at("label").as_string(), "吉林省");
  auto const page =
      must("officer", "GET", fmt::format("/radar/events?watch_id={}", watch.at("id").as_int64()), "", 200);
  EXPECT_EQ(page.at("total").as_int64(), 1);
  EXPECT_EQ(page.at("items").at(0).at("watch_ids").as_array().size(), 2U);
  auto const digest = must("officer", "GET", "/radar/digest", "", 200);
  EXPECT_EQ(digest.at("events").as_int64(), 1);
  EXPECT_EQ(digest.at("projects").as_int64(), 1);
  EXPECT_EQ(digest.at("amount_fen").as_int64(), 30'000'000'000);
  EXPECT_EQ(digest.at("watched").as_array().size(), 1U);
  must("neighbour", "DELETE", fmt::format("/radar/watches/{}", watch.at("id").as_int64()), "", 404);
  must("officer", "DELETE", fmt::format("/radar/watches/{}", watch.at("id").as_int64()), "", 204);
  EXPECT_EQ(must("officer", "GET", "/radar/watches", "", 200).at("list").as_array().size(), 1U);
}

TEST_P(NewsApi, an_inbox_is_seen_by_those_of_its_zone_only) {
  auto const id = event("officer", kSigned);
  must("desk", "GET", fmt::format("/radar/events/{}", id), "", 200);
  must("neighbour", "GET", fmt::format("/radar/events/{}", id), "", 404);
  EXPECT_EQ(must("neighbour", "GET", "/radar/events", "", 200).at("total").as_int64(), 0);
  EXPECT_TRUE(must("neighbour", "GET", "/radar/landings", "", 200).at("list").as_array().empty());
  EXPECT_EQ(must("neighbour", "GET", "/radar/digest", "", 200).at("events").as_int64(), 0);
  EXPECT_EQ(must("province", "GET", "/radar/events", "", 200).at("total").as_int64(), 1);
  paste("neighbour", kSigned, "east", 403);
  paste("officer", kSigned, "", 404);
  paste("administrator", kSigned, "", 201);
  EXPECT_EQ(must("officer", "GET", "/radar/events", "", 200).at("total").as_int64(), 1) << "that inbox is of no zone";
  paste("officer", kSigned, "nowhere", 400);
  act("desk", id, "reject", R"({"version":1})", 403);
  // The same text in two inboxes is two articles: what one zone makes of it is none of the other's business.
  EXPECT_EQ(paste("neighbour", kSigned, "west").at("events").as_int64(), 1);
  auto const accepted = act("officer", id, "accept", R"({"version":1,"outcome":"lead"})", 200);
  auto const lead_id = accepted.at("event").at("lead_id").as_int64();
  EXPECT_GT(lead_id, 0);
  EXPECT_TRUE(must("agent", "GET", fmt::format("/radar/events/{}", id), "", 200).at("event").at("lead_id").is_null())
      << "an agent sees the lead only when it is his";
}

TEST_P(NewsApi, pages_without_an_article_are_refused_and_say_why) {
  auto const refused = paste(
      "officer", "<html><body><ul><li><a href='/a'>首页</a></li><li><a href='/b'>新闻</a></li></ul></body></html>",
      "east", 400);
  EXPECT_EQ(refused.at("code").as_string(), "no_article");
  must("officer", "POST", "/radar/articles", R"({"zone_id":"east"})", 400);
  EXPECT_EQ(must("officer", "POST", "/radar/articles", R"({"zone_id":"east","url":"http://127.0.0.1/"})", 409)
                .at("code")
                .as_string(),
            "fetching_off");
  auto const reply = call("officer", "POST", "/api/v1/radar/files?name=a.txt&zone_id=east", kSigned);
  EXPECT_EQ(reply.status, 201) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr(R"("events":1)"));
}

/// From the contract, so that none is forgotten: whoever is of another zone finds none of the radar's rows.
TEST_P(NewsApi, rows_of_an_inbox_do_not_exist_for_another_zone) {
  event("officer", kSigned);
  must("officer", "POST", "/radar/watches", R"({"zone_id":"east","kind":"region","value":"220000"})", 201);
  must("officer", "POST", "/radar/feeds", R"({"zone_id":"east","kind":"folder","address":"x","enabled":false})", 201);
  enter("neighbour");
  enter("rival");
  std::map<std::string, std::string, std::less<>> const bodies{
      {"correct_news_event", R"({"version":1,"project":"x"})"},
      {"accept_news_event", R"({"version":1,"outcome":"noted"})"},
      {"reject_news_event", R"({"version":1})"},
      {"undo_news_event", R"({"version":1})"},
      {"join_news_dossiers", R"({"other_id":2})"},
      {"take_out_of_news_dossier", R"({"event_id":1})"},
      {"switch_news_lesson", R"({"in_force":false})"},
      {"update_news_feed", R"({"version":1,"name":"x"})"}};
  int tried = 0;
  for (auto const& operation : api::operations()) {
    if (!operation.path.starts_with("/radar/")) continue;
    EXPECT_EQ(operation.rows, "zones") << operation.id;
    auto path = std::string{operation.path};
    auto const one_row = path.find('{') != std::string::npos;
    for (auto brace = path.find('{'); brace != std::string::npos; brace = path.find('{')) {
      path.replace(brace, path.find('}') - brace + 1, "1");
    }
    if (operation.method != "GET" && !one_row) continue;
    if (operation.id == "list_expansion_signals") path += "?enterprise_key=x";
    auto const body = bodies.find(operation.id);
    if (operation.body == api::BodyKind::kJson) {
      ASSERT_NE(body, bodies.end()) << operation.id;
    }
    auto const* const stranger = operation.right == api::Right::kDecide ? "rival" : "neighbour";
    auto const reply =
        call(stranger, std::string{operation.method}, "/api/v1" + path, body == bodies.end() ? "" : body->second);
    EXPECT_THAT(reply.body, Not(HasSubstr("人参"))) << operation.id;
    EXPECT_EQ(reply.status, one_row ? 404 : 200) << operation.id << ": " << reply.body;
    tried += one_row ? 1 : 0;
  }
  EXPECT_GE(tried, 11);
}

}  // namespace
}  // namespace lianzhao::serve
