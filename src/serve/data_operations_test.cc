#include <chrono>
#include <filesystem>
#include <thread>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/file.h"
#include "pipeline/import_register.h"
#include "pipeline/knowledge.h"
#include "pipeline/snapshot.h"
#include "serve/server.h"
#include "store/data_folder.h"
#include "testkit/http_client.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;

/// A server for one trusted user over a small register: makers of vaccines in Changchun and Shanghai, old and young.
class DataOperations : public testing::Test {
 protected:
  void SetUp() override {
    std::string rows = "企业名称,成立日期,注册资本,经营范围,省份,城市,住所,经营状态,企业类型\n";
    auto const add = [&](int count, std::string const& place, std::string const& city, int year, char const* status) {
      for (int i = 0; i < count; ++i)
        rows += fmt::format("{0}第{1}疫苗有限公司,{2}-05-01,{3}万元,疫苗生产,{4},{5},{5}某路{1}号,{6},有限责任公司\n",
                            place, i, year, 1000 + i, city == "上海市" ? "上海市" : "吉林省", city, status);
    };
    add(4, "长春", "长春市", 2005, "存续");
    add(3, "春城", "长春市", 2020, "注销");
    add(6, "上海", "上海市", 2010, "存续");
    rows += "长春市朝阳区张小明食杂店,2015-05-01,1万元,零售日用百货,吉林省,长春市,长春市某路1号,存续,个体工商户\n";
    write_file_atomically(folder_.path() / "register.csv", rows);
    store::DataFolder const folder{folder_.path(), {}};
    {
      auto const database = store::open_register(folder);
      auto const report =
          pipeline::import_register(*database, {{folder_.path() / "register.csv"}, {}, folder.rejects(), false});
      ASSERT_EQ(report.accepted, 14U);
      pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(folder.path), {}, {});
    }
    start();
  }

  void start() {
    ServerOptions options;
    options.folder = {folder_.path(), {}};
    options.port = 0;
    options.open = true;
    server_ = std::make_unique<Server>(options, std::vector<std::pair<std::string, JobWork>>{});
  }

  json::value get(std::string const& url) {
    auto const reply = testkit::fetch(server_->port(), "GET", "/api/v1" + url);
    EXPECT_EQ(reply.status, 200) << url << ": " << reply.body;
    return json::parse(reply.body);
  }
  json::value vaccine(std::string const& place_and_filter) {
    return get("/diagnosis?chain=biomedicine&node=biomedicine%2Fvaccine&" + place_and_filter).at("nodes").at(0);
  }
  std::int64_t count(std::string const& place_and_filter) {
    return vaccine(place_and_filter).at("measures").at("count").to_number<std::int64_t>();
  }
  /// The key of an enterprise by its name.
  std::string key_of(char const* escaped_name) {
    auto const page = get(std::string{"/enterprises?q="} + escaped_name);
    EXPECT_EQ(page.at("total").to_number<int>(), 1);
    return std::string{page.at("items").at(0).at("enterprise_key").as_string()};
  }
  void say(std::string const& key, char const* verdict) {
    auto const body = verdict ? fmt::format(R"({{"node":"biomedicine/vaccine","verdict":"{}"}})", verdict)
                              : std::string{R"({"node":"biomedicine/vaccine","verdict":null})"};
    auto const reply = testkit::fetch(server_->port(), "PUT", "/api/v1/enterprises/" + key + "/tags", "", body);
    EXPECT_EQ(reply.status, 200) << reply.body;
  }

  testkit::TemporaryFolder folder_;
  std::unique_ptr<Server> server_;
};

/// 长春第0疫苗有限公司
constexpr char const* kFirst = "%E9%95%BF%E6%98%A5%E7%AC%AC0%E7%96%AB%E8%8B%97%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8";

/// 长春第1疫苗有限公司
constexpr char const* kSecond = "%E9%95%BF%E6%98%A5%E7%AC%AC1%E7%96%AB%E8%8B%97%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8";

TEST_F(DataOperations, filters_reach_the_diagnosis_and_its_command_recomputes_it) {
  EXPECT_EQ(count("region=220100"), 4) << "what was deregistered is no strength";
  EXPECT_EQ(count("region=220100&status=active"), 4);
  EXPECT_EQ(count("region=220100&status=active,deregistered"), 7);
  EXPECT_EQ(count("region=220100&since=2010"), 0);
  EXPECT_EQ(count("region=220100&since=2010&status=deregistered"), 3);
  EXPECT_EQ(count("region=220100&capital_min=1002"), 2);
  auto const diagnosis = get("/diagnosis?chain=biomedicine&region=220100&status=active&since=2001");
  EXPECT_EQ(diagnosis.at("command").as_string(),
            "lianzhao diagnose --data DIR --region 220100 --chain biomedicine --since 2001 --status active");
  auto const bad =
      testkit::fetch(server_->port(), "GET", "/api/v1/diagnosis?chain=biomedicine&region=220100&status=alive");
  EXPECT_EQ(bad.status, 400);
  EXPECT_NE(bad.body.find("alive"), std::string::npos) << bad.body;
}

TEST_F(DataOperations, gaps_of_an_earlier_year_are_held_against_what_came) {
  auto const test = get("/backtest?until=2012&horizon=8&chain=biomedicine&top=3");
  EXPECT_EQ(test.at("regions").to_number<int>(), 2) << "Changchun and Shanghai";
  EXPECT_EQ(test.at("dated_before").to_number<int>(), 10);
  EXPECT_EQ(test.at("dated_within").to_number<int>(), 4);
  EXPECT_EQ(test.at("listed_by").as_string(), "diagnosis") << "nothing could be learned";
  EXPECT_EQ(test.at("listed").as_array().size(), 3U);
  EXPECT_FALSE(test.at("complete").as_bool()) << "the register ends in May of 2020";
  EXPECT_EQ(test.at("command").as_string(),
            "lianzhao backtest --data DIR --until 2012 --horizon 8 --level city --chain biomedicine --arrival founded "
            "--ranking likelihood --top 3");
  auto const late = testkit::fetch(server_->port(), "GET", "/api/v1/backtest?until=2030");
  EXPECT_EQ(late.status, 409);
  EXPECT_NE(late.body.find("nothing_after"), std::string::npos) << late.body;
}

TEST_F(DataOperations, filters_reach_the_targets) {
  auto const candidates = [&](std::string const& filter) {
    return get("/targets?node=biomedicine%2Fvaccine&region=220100" + filter).at("candidates").to_number<int>();
  };
  EXPECT_EQ(candidates(""), 6);
  EXPECT_EQ(candidates("&capital_min=1003"), 3);
  EXPECT_EQ(candidates("&since=2011"), 0);
}

TEST_F(DataOperations, an_exported_table_comes_back_with_its_notes_counted_and_nothing_rejected) {
  for (std::string const format : {"csv", "xlsx"}) {
    auto const reply =
        testkit::fetch(server_->port(), "GET", "/api/v1/enterprises/export?region=310000&language=zh&format=" + format);
    ASSERT_EQ(reply.status, 200);
    auto const file = folder_.path() / ("exported." + format);
    write_file_atomically(file, reply.body);
    testkit::TemporaryFolder other;
    store::DataFolder const folder{other.path(), {}};
    auto const database = store::open_register(folder);
    auto const report = pipeline::import_register(*database, {{file}, {}, folder.rejects(), false});
    EXPECT_EQ(report.read, 6U) << format;
    EXPECT_EQ(report.accepted, 6U) << format;
    EXPECT_EQ(report.rejected, 0U) << format;
    EXPECT_GT(report.notes, 0U) << format;
    EXPECT_EQ(report.read, report.accepted + report.updated + report.duplicates + report.rejected);
  }
}

TEST_F(DataOperations, values_below_zero_leave_as_numbers) {
  auto const csv = testkit::fetch(server_->port(), "GET",
                                  "/api/v1/targets/export?node=biomedicine/vaccine&region=220100&language=zh")
                       .body;
  EXPECT_THAT(csv, testing::HasSubstr("注册资本(万元)"));
  EXPECT_THAT(csv, testing::Not(testing::HasSubstr("'-")));
  EXPECT_THAT(csv, testing::HasSubstr(",1005,")) << "capital in 万元, without a unit in the cell";
}

TEST_F(DataOperations, what_contradicts_itself_is_refused_naming_both_values_and_in_the_readers_language) {
  auto const refused = [&](std::string const& url, std::string const& language) {
    auto const reply = testkit::fetch(server_->port(), "GET", "/api/v1" + url, "Accept-Language: " + language + "\r\n");
    EXPECT_GE(reply.status, 400) << url;
    return json::parse(reply.body).as_object();
  };
  auto const message = [](json::object const& problem) { return std::string{problem.at("message").as_string()}; };
  for (std::string const operation : {"/diagnosis?chain=biomedicine&", "/targets?node=biomedicine%2Fvaccine&",
                                      "/map?measure=count&", "/enterprises?"}) {
    auto const both = refused(operation + "region=220500&zone=meihekou", "zh");
    EXPECT_EQ(both.at("code").as_string(), "wrong_place");
    EXPECT_THAT(message(both), testing::AllOf(testing::HasSubstr("220500"), testing::HasSubstr("meihekou")));
    auto const period = refused(operation + "since=2020&until=2010", "zh");
    EXPECT_EQ(period.at("code").as_string(), "bad_period");
    EXPECT_THAT(message(period), testing::AllOf(testing::HasSubstr("2020"), testing::HasSubstr("2010")));
  }
  for (std::string const url :
       {"/chains/nosuch", "/diagnosis?chain=nosuch&region=220100", "/map?chain=nosuch&measure=count"}) {
    auto const chinese = refused(url, "zh");
    EXPECT_EQ(chinese.at("code").as_string(), "chain_not_found");
    EXPECT_THAT(message(chinese),
                testing::AllOf(testing::HasSubstr("没有产业链“nosuch”"), testing::HasSubstr("biomedicine")));
    EXPECT_FALSE(chinese.at("params").as_object().contains("detail")) << "nothing in English on a Chinese page";
    EXPECT_THAT(message(refused(url, "en")), testing::HasSubstr("There is no chain “nosuch”"));
  }
}

TEST_F(DataOperations, an_old_excel_file_is_refused_with_the_way_out) {
  auto const reply =
      testkit::fetch(server_->port(), "POST", "/api/v1/imports/enterprises?name=register.XLS", "", "\xD0\xCF\x11\xE0");
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(reply.body, testing::AllOf(testing::HasSubstr("old_workbook"), testing::HasSubstr(".xlsx")));
}

TEST_F(DataOperations, the_parts_of_a_municipality_are_its_districts) {
  write_file_atomically(folder_.path() / "beijing.csv",
                        "企业名称,成立日期,经营范围,省份,城市,住所\n"
                        "北京甲疫苗有限公司,2010-05-01,疫苗生产,北京市,北京市,北京市昌平区某某路1号\n"
                        "北京乙疫苗有限公司,2010-05-01,疫苗生产,北京市,北京市,北京市昌平区某某路2号\n"
                        "北京丙疫苗有限公司,2010-05-01,疫苗生产,北京市,北京市,北京市大兴区某某路3号\n");
  server_.reset();
  {
    store::DataFolder const folder{folder_.path(), {}};
    auto const database = store::open_register(folder);
    pipeline::import_register(*database, {{folder_.path() / "beijing.csv"}, {}, folder.rejects(), false});
    pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(folder.path), {}, {});
  }
  start();
  auto const map = get("/map?region=110000&node=biomedicine%2Fvaccine&measure=count");
  std::map<std::string, int> counts;
  for (auto const& region : map.at("regions").as_array()) {
    counts[std::string{region.at("code").as_string()}] = region.at("count").to_number<int>();
  }
  EXPECT_EQ(counts, (std::map<std::string, int>{{"110114", 2}, {"110115", 1}}));
}

TEST_F(DataOperations, capital_that_nobody_states_is_null_and_of_nobody_it_is_zero) {
  write_file_atomically(folder_.path() / "silent.csv",
                        "企业名称,成立日期,经营范围,省份,城市\n吉林某某疫苗有限公司,2010-05-01,疫苗生产,吉林省,吉林市\n"
                        "四平某某商店,2010-05-01,零售日用百货,吉林省,四平市\n");
  server_.reset();
  {
    store::DataFolder const folder{folder_.path(), {}};
    auto const database = store::open_register(folder);
    pipeline::import_register(*database, {{folder_.path() / "silent.csv"}, {}, folder.rejects(), false});
    pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(folder.path), {}, {});
  }
  start();
  auto const map = get("/map?region=220000&node=biomedicine%2Fvaccine&measure=capital");
  std::map<std::string, json::value> regions;
  for (auto const& region : map.at("regions").as_array()) regions[std::string{region.at("code").as_string()}] = region;
  EXPECT_EQ(regions.at("220200").at("count").to_number<int>(), 1);
  EXPECT_TRUE(regions.at("220200").at("capital_fen").is_null());
  EXPECT_EQ(regions.at("220300").at("count").to_number<int>(), 0);
  EXPECT_EQ(regions.at("220300").at("capital_fen"), 0);
  EXPECT_GT(regions.at("220100").at("capital_fen").to_number<std::int64_t>(), 0);
  EXPECT_TRUE(vaccine("region=220200").at("measures").at("capital_fen").is_null());
  EXPECT_EQ(vaccine("region=220300").at("measures").at("capital_fen"), 0);
}

TEST_F(DataOperations, branches_are_ranked_only_where_asked_for_and_a_target_tells_how_much_of_its_score_is_known) {
  std::string const rows =
      "企业名称,成立日期,经营范围,省份,城市\n上海某某疫苗有限公司徐汇分公司,2010-05-01,疫苗生产,上海市,上海市\n";
  write_file_atomically(folder_.path() / "branch.csv", rows);
  server_.reset();
  {
    store::DataFolder const folder{folder_.path(), {}};
    auto const database = store::open_register(folder);
    pipeline::import_register(*database, {{folder_.path() / "branch.csv"}, {}, folder.rejects(), false});
    pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(folder.path), {}, {});
  }
  start();
  auto const url = std::string{"/targets?node=biomedicine%2Fvaccine&region=220100"};
  auto const without = get(url);
  EXPECT_EQ(without.at("candidates").to_number<int>(), 6);
  EXPECT_EQ(without.at("branches_left_out").to_number<int>(), 1);
  auto const with = get(url + "&with_branches=true");
  EXPECT_EQ(with.at("candidates").to_number<int>(), 7);
  EXPECT_EQ(with.at("branches_left_out").to_number<int>(), 0);
  EXPECT_THAT(std::string{with.at("command").as_string()}, testing::HasSubstr(" --with-branches"));
  for (auto const& target : with.at("ranked").as_array()) {
    double sum = 0;
    int known = 0;
    for (auto const& part : target.at("contributions").as_array()) {
      sum += part.at("points").to_number<double>();
      known += part.at("known").as_bool() ? 1 : 0;
    }
    EXPECT_NEAR(target.at("score").to_number<double>(), sum, 1e-9);
    EXPECT_EQ(target.at("parts").at("known").to_number<int>(), known);
    EXPECT_EQ(target.at("parts").at("of").to_number<int>(), 4);
  }
  auto const bad = testkit::fetch(server_->port(), "GET", "/api/v1" + url + "&with_branches=ja");
  EXPECT_EQ(bad.status, 400);
  EXPECT_THAT(bad.body, testing::HasSubstr("ja"));
}

TEST_F(DataOperations, a_users_word_counts_at_once_and_can_be_taken_back) {
  auto const key = key_of(kFirst);
  say(key, "rejected");
  EXPECT_EQ(count("region=220100"), 3);
  EXPECT_EQ(get("/enterprises?node=biomedicine%2Fvaccine&region=220100").at("total").to_number<int>(), 3);
  auto const map = get("/map?region=220000&node=biomedicine%2Fvaccine&measure=count");
  EXPECT_EQ(map.at("regions").at(0).at("count").to_number<int>(), 3);
  say(key, nullptr);
  EXPECT_EQ(count("region=220100"), 4);
  say(key, "confirmed");
  EXPECT_EQ(count("region=220100&confidence=1"), 1) << "what a user says is certain";
}

TEST_F(DataOperations, a_sole_traders_given_name_is_not_shown) {
  auto const found = get("/enterprises?q=%E9%A3%9F%E6%9D%82%E5%BA%97");  // 食杂店
  ASSERT_EQ(found.at("total").to_number<int>(), 1);
  auto const& row = found.at("items").at(0);
  EXPECT_EQ(row.at("name").as_string(), "长春市朝阳区张＊＊食杂店");
  auto const key = std::string{row.at("enterprise_key").as_string()};
  EXPECT_EQ(get("/enterprises/" + key).at("name").as_string(), row.at("name").as_string());
}

TEST_F(DataOperations, an_enterprise_page_names_its_industry) {
  auto const enterprise = get("/enterprises/" + key_of(kFirst));
  EXPECT_EQ(enterprise.at("industry_code").as_string(), "2762");
  EXPECT_EQ(enterprise.at("industry_name").as_string(), "基因工程药物和疫苗制造");
}

TEST_F(DataOperations, a_snapshot_of_other_zones_or_a_damaged_one_is_built_anew_at_the_start) {
  EXPECT_TRUE(get("/jobs").as_array().empty()) << "nothing to do";
  auto const counts_within = [&](std::string const& place, std::int64_t expected) {
    for (int tries = 0; tries < 600; ++tries) {
      auto const reply = testkit::fetch(server_->port(), "GET", "/api/v1/diagnosis?chain=biomedicine&" + place);
      if (reply.status == 200) return count(place) == expected;
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return false;
  };
  server_.reset();
  write_file_atomically(folder_.path() / "zones.yaml",
                        "zones:\n  - {id: road, name: 某路区, level: provincial, seat: "
                        "220100, within: [220100], patterns: [某路]}\n");
  start();
  EXPECT_TRUE(counts_within("zone=road", 4));
  server_.reset();
  for (auto const& entry : std::filesystem::directory_iterator{folder_.path() / "atlas"}) {
    if (entry.path().extension() != ".atlas") continue;
    auto bytes = read_file(entry.path());
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_file_atomically(entry.path(), bytes);
  }
  start();
  EXPECT_TRUE(counts_within("zone=road", 4));
}

TEST_F(DataOperations, tables_speak_the_language_they_are_asked_in) {
  auto const table = [&](std::string const& url) {
    return testkit::fetch(server_->port(), "GET", "/api/v1" + url).body;
  };
  auto const targets = table("/targets/export?node=biomedicine/vaccine&region=220100&language=zh");
  EXPECT_THAT(targets, testing::HasSubstr("投资强度得分"));
  EXPECT_THAT(targets, testing::HasSubstr("登记数据里没有")) << "why a criterion is unknown";
  EXPECT_THAT(targets, testing::Not(testing::HasSubstr("investment_intensity")));
  auto const diagnosis = table("/diagnosis/export?chain=biomedicine&region=220100&language=zh");
  EXPECT_THAT(diagnosis, testing::HasSubstr("补链"));
  EXPECT_THAT(diagnosis, testing::Not(testing::HasSubstr("extend")));
  auto const enterprises = table("/enterprises/export?region=220100&language=zh");
  EXPECT_THAT(enterprises, testing::HasSubstr("存续"));
  EXPECT_THAT(enterprises, testing::Not(testing::HasSubstr("biomedicine/")));
}

TEST_F(DataOperations, what_is_said_of_an_enterprise_by_its_code_is_said_of_it_under_every_key) {
  auto const rows =
      std::string{"企业名称,统一社会信用代码,经营范围\n长春第0疫苗有限公司,91220101MA13XQYL0T,疫苗生产\n"};
  write_file_atomically(folder_.path() / "codes.csv", rows);
  auto const key = key_of(kFirst);
  store::DataFolder const folder{folder_.path(), {}};
  auto const database = store::open_register(folder);
  pipeline::import_register(*database, {{folder_.path() / "codes.csv"}, {}, folder.rejects(), false});
  say("91220101MA13XQYL0T", "rejected");
  for (auto const& each : {key, std::string{"91220101MA13XQYL0T"}}) {
    auto const shown = get("/enterprises/" + each);
    EXPECT_EQ(shown.at("enterprise_key").as_string(), key);
    EXPECT_EQ(shown.at("tags").at(0).at("verdict").as_string(), "rejected") << each;
  }
}

TEST_F(DataOperations, what_verdicts_taught_is_listed_and_heeded_by_the_next_build) {
  auto const tag_of = [&](char const* name) {
    auto const enterprise = get("/enterprises/" + key_of(name));
    for (auto const& tag : enterprise.at("tags").as_array())
      if (tag.at("node").as_string() == "biomedicine/vaccine") return tag;
    return json::value{};
  };
  EXPECT_TRUE(get("/lessons").at("items").as_array().empty());
  auto const before = tag_of(kSecond).at("confidence").to_number<double>();
  EXPECT_TRUE(tag_of(kSecond).at("learned").is_null());
  say(key_of(kFirst), "rejected");
  auto const waiting = get("/lessons");
  EXPECT_TRUE(waiting.at("in_force").as_bool());
  ASSERT_FALSE(waiting.at("items").as_array().empty());
  auto const& lesson = waiting.at("items").at(0);
  EXPECT_EQ(lesson.at("node").as_string(), "biomedicine/vaccine");
  EXPECT_FALSE(lesson.at("in_snapshot").as_bool());
  EXPECT_LT(lesson.at("confidence_after").to_number<double>(), lesson.at("confidence_before").to_number<double>());
  EXPECT_EQ(lesson.at("verdicts").at(0).at("verdict").as_string(), "rejected");
  EXPECT_EQ(lesson.at("verdicts").at(0).at("enterprise_key").as_string(), key_of(kFirst));
  EXPECT_EQ(tag_of(kSecond).at("confidence").to_number<double>(), before) << "a lesson waits for the next build";

  store::DataFolder const folder{folder_.path(), {}};
  auto const database = store::open_register(folder);
  pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(folder.path), {}, {},
                             pipeline::Rebuild::kIfTaughtAnew);
  EXPECT_TRUE(get("/lessons").at("items").at(0).at("in_snapshot").as_bool());
  EXPECT_LT(tag_of(kSecond).at("confidence").to_number<double>(), before);
  EXPECT_LT(tag_of(kSecond).at("learned").to_number<double>(), 0);
}

TEST_F(DataOperations, lessons_show_a_sole_trader_without_his_given_name_and_are_switched_by_a_job) {
  write_file_atomically(
      folder_.path() / "trader.csv",
      "企业名称,成立日期,注册资本,经营范围,省份,城市,住所,经营状态,企业类型\n"
      "长春市朝阳区张小明疫苗店,2015-05-01,1万元,疫苗生产,吉林省,长春市,长春市某路9号,存续,个体工商户\n");
  store::DataFolder const folder{folder_.path(), {}};
  auto const database = store::open_register(folder);
  pipeline::import_register(*database, {{folder_.path() / "trader.csv"}, {}, folder.rejects(), false});
  pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(folder.path), {}, {});
  say(key_of("%E7%96%AB%E8%8B%97%E5%BA%97"), "rejected");  // 疫苗店
  auto const lessons = get("/lessons");
  auto const text = json::serialize(lessons);
  EXPECT_NE(text.find("张＊＊疫苗店"), std::string::npos) << text;
  EXPECT_EQ(text.find("小明"), std::string::npos) << text;

  auto const reply = testkit::fetch(server_->port(), "POST", "/api/v1/lessons/switch", "", R"({"in_force":false})");
  ASSERT_EQ(reply.status, 202) << reply.body;
  auto const job = std::to_string(json::parse(reply.body).at("id").as_int64());
  for (int i = 0; i < 1000 && get("/jobs/" + job).at("ended_ms").is_null(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  EXPECT_EQ(get("/jobs/" + job).at("state").as_string(), "done");
  EXPECT_FALSE(get("/lessons").at("in_force").as_bool());
  EXPECT_FALSE(get("/lessons").at("items").at(0).at("in_snapshot").as_bool());
}

TEST_F(DataOperations, foreign_capital_is_an_estimate_and_says_of_which_rate) {
  write_file_atomically(folder_.path() / "foreign.csv",
                        "企业名称,成立日期,注册资本,经营范围,省份,城市\n"
                        "外资疫苗有限公司,2001-05-01,500(万美元),疫苗生产,吉林省,长春市\n");
  store::DataFolder const folder{folder_.path(), {}};
  auto const database = store::open_register(folder);
  pipeline::import_register(*database, {{folder_.path() / "foreign.csv"}, {}, folder.rejects(), false});
  pipeline::refresh_snapshot(*database, folder, pipeline::load_knowledge(folder.path), {}, {});
  auto const page = get("/enterprises?q=%E5%A4%96%E8%B5%84%E7%96%AB%E8%8B%97");  // 外资疫苗
  ASSERT_EQ(page.at("total").to_number<int>(), 1);
  auto const& row = page.at("items").at(0);
  EXPECT_EQ(row.at("registered_capital_fen").to_number<std::int64_t>(), 4'138'500'000LL);
  EXPECT_TRUE(row.at("capital_estimated").as_bool());
  auto const enterprise = get("/enterprises/" + std::string{row.at("enterprise_key").as_string()});
  EXPECT_EQ(enterprise.at("capital_rate").at("currency").as_string(), "USD");
  EXPECT_EQ(enterprise.at("capital_rate").at("year").to_number<int>(), 2001);
  EXPECT_EQ(enterprise.at("capital_rate").at("yuan_per_100").to_number<double>(), 827.7);
  EXPECT_EQ(enterprise.at("registered_capital_text").as_string(), "500(万美元)");
  auto const local = get("/enterprises/" + key_of(kFirst));
  EXPECT_FALSE(local.as_object().contains("capital_rate")) << "yuan are no estimate";
}

}  // namespace
}  // namespace lianzhao::serve
