#include <algorithm>

#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

using TrueFigures = WorkspaceApi;
INSTANTIATE_TEST_SUITE_P(Workspace, TrueFigures, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

json::object kpi(json::object const& kpis, std::string_view id, std::string_view version = "1") {
  for (auto const& each : kpis.at("list").as_array()) {
    if (each.at("id").as_string() == id && each.at("version").as_string() == version) return each.as_object();
  }
  return {};
}

std::string amount(std::string_view kind, std::string_view currency, std::int64_t hundredths,
                   std::string const& more = "") {
  return fmt::format(
      R"({{"kind":"{}","source":"unknown","currency":"{}","amount":{},"day":"2025-01-01","reason":"凭证"{}}})", kind,
      currency, hundredths, more);
}

TEST_P(TrueFigures, gates_entered_afterwards_are_told_until_a_second_person_has_verified_them) {
  auto const id = project("officer", "补录项目",
                          R"(,"stages":[{"stage":"signed","day":"2024-01-01","note":"合同"},)"
                          R"({"stage":"registered","day":"2024-03-01","note":"执照"}])");
  auto const url = fmt::format("/projects/{}", id);
  EXPECT_EQ(must("officer", "GET", url, "", 200).at("project").at("unverified_stages").as_int64(), 2);
  auto rate = kpi(must("leader", "GET", "/kpis", "", 200), "fulfilment_rate");
  EXPECT_EQ(rate.at("value").to_number<double>(), 1);
  EXPECT_EQ(rate.at("unverified").as_int64(), 1);
  EXPECT_EQ(rate.at("verified_value").to_number<double>(), 0);
  auto const rows = must("leader", "GET", "/kpis/fulfilment_rate/rows?version=1&part=numerator", "", 200);
  EXPECT_TRUE(rows.at("items").at(0).at("unverified").as_bool());
  must("officer", "POST", url + "/evidence/2/verdict", R"({"verified":true,"note":""})", 403);
  EXPECT_TRUE(must("colleague", "GET", url, "", 200).at("evidence").at(1).at("may_verify").as_bool());
  auto const detail =
      must("colleague", "POST", url + "/evidence/2/verdict", R"({"verified":true,"note":"见原件"})", 200);
  EXPECT_EQ(detail.at("project").at("unverified_stages").as_int64(), 1);
  EXPECT_EQ(detail.at("project").at("stage").as_string(), "registered");
  must("colleague", "POST", url + "/evidence/2/verdict", R"({"verified":true,"note":""})", 409);
  rate = kpi(must("leader", "GET", "/kpis", "", 200), "fulfilment_rate");
  EXPECT_EQ(rate.at("unverified").as_int64(), 0);
  EXPECT_EQ(rate.at("verified_value").to_number<double>(), 1);
}

TEST_P(TrueFigures, other_evidence_for_a_gate_that_is_passed_waits_no_longer) {
  auto const id = project("officer", "甲项目");
  auto const url = fmt::format("/projects/{}/evidence", id);
  auto const give = [&](std::int64_t version) {
    return must("officer", "POST", url,
                fmt::format(R"({{"stage":"signed","document":"合同","day":"{}","version":{}}})", today(), version), 201)
        .at("project")
        .at("version")
        .as_int64();
  };
  give(give(1));
  auto const detail = must("colleague", "POST", url + "/1/verdict", R"({"verified":true,"note":""})", 200);
  EXPECT_EQ(detail.at("project").at("evidence_waiting").as_int64(), 0);
  EXPECT_THAT(json::serialize(must("colleague", "GET", "/my-day", "", 200)), Not(HasSubstr("甲项目")));
}

TEST_P(TrueFigures, foreign_money_without_a_rate_has_arrived_and_makes_no_share_of_the_whole) {
  auto const id = project("officer", "外资项目", R"(,"stages":[{"stage":"signed","day":"2020-01-01","note":"合同"}])");
  auto const url = fmt::format("/projects/{}/amounts", id);
  EXPECT_EQ(must("leader", "GET", "/alarms?kind=funds_missing", "", 200).at("total").as_int64(), 1);
  must("officer", "POST", url, amount("contracted", "CNY", 1'000'000), 201);
  must("officer", "POST", url, amount("contracted", "USD", 5'000'000), 201);
  must("officer", "POST", url, amount("arrived", "CNY", 1'000'000), 201);
  auto funds = kpi(must("leader", "GET", "/kpis", "", 200), "funds_in_place_rate");
  EXPECT_TRUE(funds.at("value").is_null()) << "the contract is larger than what is known of it";
  EXPECT_EQ(funds.at("unknown").as_int64(), 1);
  must("officer", "POST", url, amount("contracted", "USD", -5'000'000), 201);
  funds = kpi(must("leader", "GET", "/kpis", "", 200), "funds_in_place_rate");
  EXPECT_EQ(funds.at("value").to_number<double>(), 1) << "what was taken back is not there";
  auto const other = project("officer", "乙项目", R"(,"stages":[{"stage":"signed","day":"2020-01-01","note":"合同"}])");
  must("officer", "POST", fmt::format("/projects/{}/amounts", other), amount("arrived", "USD", 700), 201);
  EXPECT_EQ(must("leader", "GET", "/alarms?kind=funds_missing", "", 200).at("total").as_int64(), 0);
}

TEST_P(TrueFigures, a_part_counts_in_the_project_it_belongs_to_and_an_expansion_by_itself) {
  auto const signed_on = std::string{R"(,"stages":[{"stage":"signed","day":"2024-01-01","note":"合同"}])"};
  auto const park = project("officer", "产业园", signed_on);
  auto const part = project("officer", "一期", fmt::format(R"(,"parent_id":{}{})", park, signed_on));
  auto const expansion =
      project("officer", "扩建", fmt::format(R"(,"kind":"expansion","parent_id":{}{})", park, signed_on));
  auto const contract = [&](std::int64_t id, std::int64_t fen) {
    must("officer", "POST", fmt::format("/projects/{}/amounts", id), amount("contracted", "CNY", fen), 201);
  };
  auto const signed_sum = [&](std::string const& more) {
    return must("leader", "GET", "/board" + more, "", 200).at("list").at(1).at("contracted_fen").as_int64();
  };
  contract(part, 300);
  EXPECT_EQ(signed_sum(""), 300) << "nothing was entered with the park itself";
  contract(park, 1000);
  contract(expansion, 50);
  EXPECT_EQ(signed_sum(""), 1050);
  EXPECT_EQ(signed_sum("?q=%E5%BB%BA"), 1050) << "asked in SQL, all have 建厂 in their idea";
  auto const rate = kpi(must("leader", "GET", "/kpis", "", 200), "fulfilment_rate");
  EXPECT_EQ(rate.at("denominator").to_number<double>(), 2);
  auto const version = must("officer", "GET", fmt::format("/projects/{}", part), "", 200).at("project").at("version");
  auto const alone = must("officer", "PATCH", fmt::format("/projects/{}", part),
                          fmt::format(R"({{"version":{},"parent_id":null}})", version.as_int64()), 200);
  EXPECT_TRUE(alone.at("project").at("parent_id").is_null());
  EXPECT_EQ(signed_sum(""), 1350);
}

TEST_P(TrueFigures, a_part_has_no_parts_and_a_confidential_one_no_open_parent) {
  auto const refused = [&](std::string const& method, std::string const& url, std::string const& body) {
    return std::string{must("officer", method, url, body, 400).at("code").as_string()};
  };
  auto const made = [](std::string const& name, std::int64_t parent, std::string const& more = "") {
    return fmt::format(R"({{"zone_id":"east","name":"{}","investor":"甲公司","idea":"建厂","parent_id":{}{}}})", name,
                       parent, more);
  };
  auto const park = project("officer", "产业园");
  auto const part = project("officer", "一期", fmt::format(R"(,"parent_id":{})", park));
  EXPECT_EQ(refused("POST", "/projects", made("厂房", part)), "part_of_part");
  auto const expansion = project("officer", "扩建", fmt::format(R"(,"kind":"expansion","parent_id":{})", part));
  project("officer", "扩建一期", fmt::format(R"(,"parent_id":{})", expansion));
  auto const town = project("officer", "新城");
  EXPECT_EQ(refused("PATCH", fmt::format("/projects/{}", park), fmt::format(R"({{"version":1,"parent_id":{}}})", town)),
            "part_of_part");

  constexpr auto kConfidential = R"(,"confidential":true)";
  EXPECT_EQ(refused("POST", "/projects", made("密", park, kConfidential)), "confidential_part");
  EXPECT_EQ(refused("PATCH", fmt::format("/projects/{}", part), R"({"version":1,"confidential":true})"),
            "confidential_part");
  auto const secret = project("officer", "密园", kConfidential);
  project("officer", "密一期", fmt::format(R"(,"parent_id":{}{})", secret, kConfidential));
  EXPECT_EQ(refused("PATCH", fmt::format("/projects/{}", secret), R"({"version":1,"confidential":false})"),
            "confidential_part");
  must("officer", "PATCH", fmt::format("/projects/{}", park), R"({"version":1,"confidential":true})", 200);

  auto const wrong =
      must("officer", "POST", "/imports/projects?name=p.csv&commit=1",
           "开发区,项目名称,投资方,上级项目,机密\n东区,甲,甲公司,,\n东区,甲一,甲公司,甲,\n东区,甲一一,甲公司,甲一,\n"
           "东区,甲密,甲公司,甲,是\n东区,乙,甲公司,一期,\n东区,丙,甲公司,新城,是\n东区,丁,甲公司,密园,是\n",
           200);
  std::vector<std::int64_t> rows;
  for (auto const& each : wrong.at("errors").as_array()) rows.push_back(each.at("row").as_int64());
  EXPECT_THAT(rows, testing::ElementsAre(4, 5, 6, 7)) << json::serialize(wrong);
  EXPECT_THAT(json::serialize(wrong), HasSubstr("请把上级项目也设为机密"));
}

TEST_P(TrueFigures, null_clears_and_what_is_not_named_stays) {
  auto const id = lead("officer", "east", "甲公司", "建厂", R"(,"size_fen":500)");
  auto const url = fmt::format("/leads/{}", id);
  auto const size = [&](std::string const& body) {
    return must("officer", "PATCH", url, body, 200).at("lead").at("size_fen");
  };
  EXPECT_EQ(size(R"({"version":1,"needs":"地"})").as_int64(), 500);
  EXPECT_TRUE(size(R"({"version":2,"size_fen":null})").is_null());
  auto const made =
      project("officer", "甲项目", R"(,"stages":[{"stage":"in_production","day":"2024-06-01","note":"投产"}])");
  auto const project_url = fmt::format("/projects/{}", made);
  auto version = must("officer", "GET", project_url, "", 200).at("project").at("version").as_int64();
  must("officer", "PATCH", project_url, fmt::format(R"({{"version":{},"above_scale":"2025-01-01"}})", version), 200);
  auto const cleared =
      must("officer", "PATCH", project_url, fmt::format(R"({{"version":{},"above_scale":null}})", ++version), 200);
  EXPECT_TRUE(cleared.at("project").at("above_scale").is_null());
}

TEST_P(TrueFigures, what_has_not_come_yet_is_neither_asked_for_nor_entered_as_real) {
  auto const id = project("officer", "甲项目");
  for (auto const* const url : {"/stage-times", "/forecast", "/kpis"}) {
    auto const refused = must("leader", "GET", fmt::format("{}?as_of=2099-01-01", url), "", 400);
    EXPECT_EQ(refused.at("code").as_string(), "day_in_future") << url;
  }
  auto const measure = [&](std::string_view kind, int status) {
    must("officer", "POST", fmt::format("/projects/{}/measures", id),
         fmt::format(R"({{"measure":"tax_fen","kind":"{}","year":2099,"value":5,"day":"{}","reason":"报表"}})", kind,
                     today()),
         status);
  };
  measure("real", 400);
}

TEST_P(TrueFigures, blanks_are_no_reason_and_no_legal_basis) {
  auto const id = project("officer", "甲项目");
  must("officer", "POST", fmt::format("/projects/{}/state", id), R"({"state":"ended","reason":"  　 ","version":1})",
       400);
  must("officer", "POST", fmt::format("/projects/{}/promises", id),
       R"({"side":"zone","kind":"incentive","text":"补贴","due":"2027-01-01","legal_basis":"  "})", 400);
  must("officer", "POST", "/leads", R"({"zone_id":"east","channel":"referral","investor":" ","idea":"建厂"})", 400);
}

TEST_P(TrueFigures, capitals_make_no_difference_to_a_search) {
  lead("officer", "east", "abc Pharma", "antibodies");
  project("officer", "Pfizer 基地");
  EXPECT_EQ(must("officer", "GET", "/leads?q=ABC", "", 200).at("total").as_int64(), 1);
  EXPECT_EQ(must("officer", "GET", "/leads?q=ANTIBOD", "", 200).at("total").as_int64(), 1);
  EXPECT_EQ(must("officer", "GET", "/projects?q=PFIZER", "", 200).at("total").as_int64(), 1);
}

TEST_P(TrueFigures, amounts_are_in_money_there_is_and_of_one_sign) {
  auto const url = fmt::format("/projects/{}/amounts", project("officer", "甲项目"));
  must("officer", "POST", url, amount("arrived", "XXX", 100), 400);
  must("officer", "POST", url, amount("arrived", "ZZZ", 100), 400);
  must("officer", "POST", url, amount("arrived", "USD", 100, R"(,"amount_fen":-700)"), 400);
  must("officer", "POST", url, amount("arrived", "USD", 100, R"(,"amount_fen":700)"), 201);
}

TEST_P(TrueFigures, a_signing_within_days_rings_without_a_lead_and_until_something_is_built) {
  auto const id = project("officer", "闪签");
  auto const url = fmt::format("/projects/{}", id);
  auto const pass = [&](std::string_view stage) {
    auto const version = must("officer", "GET", url, "", 200).at("project").at("version").as_int64();
    auto const given = must(
        "officer", "POST", url + "/evidence",
        fmt::format(R"({{"stage":"{}","document":"文件","day":"{}","version":{}}})", stage, today(), version), 201);
    must("colleague", "POST",
         fmt::format("{}/evidence/{}/verdict", url, given.at("evidence").as_array().back().at("id").as_int64()),
         R"({"verified":true,"note":""})", 200);
  };
  auto const ringing = [&] {
    return must("leader", "GET", "/alarms?kind=signed_fast", "", 200).at("total").as_int64();
  };
  pass("signed");
  EXPECT_EQ(ringing(), 1);
  pass("registered");
  EXPECT_EQ(ringing(), 1);
  pass("construction");
  EXPECT_EQ(ringing(), 0);
  project("officer", "补录", R"(,"stages":[{"stage":"signed","day":"2024-01-01","note":"合同"}])");
  EXPECT_EQ(ringing(), 0) << "since when it was talked about nobody said";
}

TEST_P(TrueFigures, who_is_entered_as_signed_was_not_talked_with_for_no_time) {
  auto const talked = std::string{R"(,"stages":[{"stage":"negotiation","day":"2025-01-01","note":"走访"},)"
                                  R"({"stage":"signed","day":"2025-04-11","note":"合同"}])"};
  project("officer", "从头记录", talked);
  auto const first = [&] { return must("leader", "GET", "/stage-times", "", 200).at("list").as_array(); };
  auto const before = first();
  EXPECT_EQ(before[0].at("passed").as_int64(), 1);
  EXPECT_EQ(before[0].at("median_days").as_int64(), 100);
  EXPECT_EQ(before[0].at("begin_unknown").as_int64(), 0);
  auto table = std::string{"开发区,项目名称,投资方,阶段,进入阶段日期\n"};
  for (int i = 0; i < 10; ++i) table += fmt::format("东区,导入{},乙公司,签约,2025-03-0{}\n", i, i % 9 + 1);
  must("officer", "POST", "/imports/projects?name=p.csv&commit=1", table, 200);
  auto const after = first();
  EXPECT_EQ(after[0].at("curve"), before[0].at("curve"));
  EXPECT_EQ(after[0].at("median_days"), before[0].at("median_days"));
  EXPECT_EQ(after[0].at("begin_unknown").as_int64(), 10);
  EXPECT_EQ(after[1].at("still").as_int64(), 11) << "since when they are signed is known";
  std::int64_t joined = 0;
  for (auto const& each : after[1].at("joined").as_array()) joined += each.at("projects").as_int64();
  EXPECT_EQ(joined, 10) << "watched since they were entered";
  project("officer", "在谈");
  auto const forecast = must("leader", "GET", "/forecast", "", 200).at("list").as_array();
  EXPECT_EQ(forecast[0].at("candidates").as_int64(), 1);
  EXPECT_LT(forecast[0].at("expected").to_number<double>(), 1) << "no negotiation of 0 days draws it over the gate";
}

TEST_P(TrueFigures, a_table_taken_in_twice_is_known_unless_asked) {
  enter("officer");
  auto const leads = std::string{"开发区,招商方式,投资方,项目设想\n东区,自荐,甲公司,建厂\n"};
  auto const projects = std::string{"开发区,项目名称,投资方\n东区,甲项目,甲公司\n"};
  for (auto const& [kind, text] : {std::pair{"leads", leads}, std::pair{"projects", projects}}) {
    auto const url = fmt::format("/imports/{}?name=a.csv&commit=1", kind);
    EXPECT_EQ(must("officer", "POST", url, text, 200).at("imported").as_int64(), 1);
    auto const again = must("officer", "POST", url, text, 200);
    EXPECT_EQ(again.at("imported").as_int64(), 0);
    EXPECT_THAT(json::serialize(again), HasSubstr("已经登记过")) << kind;
    EXPECT_EQ(must("officer", "POST", url + "&again=1", text, 200).at("imported").as_int64(), 1);
    EXPECT_EQ(must("officer", "GET", fmt::format("/{}", kind), "", 200).at("total").as_int64(), 2);
  }
}

/// Without the two columns at the end that say which records the rows are about: as of another place.
std::string without_ids(std::string const& table) {
  std::string cut;
  for (std::size_t begin = 0; begin < table.size();) {
    auto const end = table.find("\r\n", begin);
    auto line = table.substr(begin, end - begin);
    if (std::count(line.begin(), line.end(), ',') > 2) {
      line.erase(line.rfind(','));
      line.erase(line.rfind(','));
    }
    cut += line + "\r\n";
    if (end == std::string::npos) break;
    begin = end + 2;
  }
  return cut;
}

TEST_P(TrueFigures, what_goes_out_as_a_table_comes_back_as_it_was) {
  auto const park = project("officer", "产业园", R"(,"stages":[{"stage":"signed","day":"2024-01-01","note":"c"}])");
  project("officer", "一期", fmt::format(R"(,"parent_id":{})", park));
  project("officer", "扩建", fmt::format(R"(,"kind":"expansion","parent_id":{})", park));
  auto const ended = project("officer", "旧项目");
  must("officer", "POST", fmt::format("/projects/{}/state", ended),
       R"({"state":"ended","reason":"资金断了","lost_to":"邻市","version":1})", 200);
  auto const declined = lead("officer", "east", "乙公司", "建厂");
  must("officer", "POST", fmt::format("/leads/{}/decision", declined),
       R"({"state":"declined","reason":"高耗能","version":1})", 200);
  for (std::string const format : {"xlsx", "csv"}) {
    for (std::string const language : {"en", "zh"}) {
      for (std::string const kind : {"projects", "leads"}) {
        auto const table =
            call("officer", "GET", fmt::format("/api/v1/exports/{}?format={}&language={}", kind, format, language));
        auto const url = fmt::format("/imports/{}?again=1&name=t.{}", kind, format);
        auto const report = must("officer", "POST", url, table.body, 200);
        EXPECT_TRUE(report.at("errors").as_array().empty()) << json::serialize(report);
        // Taken in once, from the last that was read.
        if (format == "csv" && language == "zh") {
          must("officer", "POST", url + "&commit=1", without_ids(table.body), 200);
        }
      }
    }
  }
  auto const projects = must("officer", "GET", "/projects", "", 200).at("items").as_array();
  ASSERT_EQ(projects.size(), 8U);
  auto gone = 0;
  auto expansions = 0;
  auto parts = 0;
  for (auto const& each : projects) {
    if (each.at("state").as_string() == "ended") {
      ++gone;
      EXPECT_EQ(each.at("state_reason").as_string(), "资金断了");
      EXPECT_EQ(each.at("lost_to").as_string(), "邻市");
    }
    expansions += each.at("kind").as_string() == "expansion" ? 1 : 0;
    parts += each.at("parent_id").is_null() ? 0 : 1;
  }
  EXPECT_EQ(gone, 2);
  EXPECT_EQ(expansions, 2);
  EXPECT_EQ(parts, 4);
  auto const leads = must("officer", "GET", "/leads", "", 200).at("items").as_array();
  ASSERT_EQ(leads.size(), 2U);
  for (auto const& each : leads) EXPECT_EQ(each.at("state").as_string(), "declined");
}

TEST_P(TrueFigures, days_are_read_as_people_write_them) {
  enter("officer");
  auto row = 0;
  for (auto const* const day : {"2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日"}) {
    auto const report =
        must("officer", "POST", "/imports/projects?name=p.csv&commit=1",
             fmt::format("开发区,项目名称,投资方,阶段,进入阶段日期\n东区,项目{},甲公司,签约,{}\n", ++row, day), 200);
    EXPECT_EQ(report.at("imported").as_int64(), 1) << json::serialize(report);
    EXPECT_EQ(must("officer", "GET", fmt::format("/projects/{}", row), "", 200).at("project").at("stage_since"),
              "2026-01-05");
  }
  auto const wrong =
      must("officer", "POST", "/imports/projects?name=p.csv",
           "开发区,项目名称,投资方,阶段,进入阶段日期\n东区,x,y,签约,2026/13/5\n东区,z,y,签约,2026-1/5\n", 200);
  EXPECT_EQ(wrong.at("errors").as_array().size(), 2U);
}

TEST_P(TrueFigures, names_to_sign_in_with_differ_in_more_than_capitals) {
  must("administrator", "POST", "/accounts", R"({"name":"offc","role":"officer","zones":["east"]})", 201);
  must("administrator", "POST", "/accounts", R"({"name":"Offc","role":"officer","zones":["east"]})", 409);
}

TEST_P(TrueFigures, nobody_waits_for_who_is_forgotten) {
  auto const id = lead("officer", "east", "甲公司", "建厂");
  auto const before = must("leader", "GET", fmt::format("/leads/{}", id), "", 200).at("lead").at("officer_id");
  must("administrator", "POST", fmt::format("/accounts/{}/forgetting", before.as_int64()), R"({"name":"u-officer"})",
       204);
  EXPECT_TRUE(must("leader", "GET", fmt::format("/leads/{}", id), "", 200).at("lead").at("officer_id").is_null());
}

TEST_P(TrueFigures, a_file_that_is_no_table_is_told_in_the_language_and_without_a_path) {
  enter("officer");
  auto const refused = must("officer", "POST", "/imports/leads?name=a.xlsx", "PK\x03\x04 broken", 400);
  EXPECT_THAT(json::serialize(refused), HasSubstr("工作簿"));
  EXPECT_THAT(json::serialize(refused), Not(HasSubstr(folder_.path().string())));
}

}  // namespace
}  // namespace lianzhao::serve
