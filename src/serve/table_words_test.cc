#include "serve/table_words.h"

#include <map>
#include <set>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/lifecycle_reader.h"
#include "serve/messages.h"
#include "serve/workspace_api_test.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;

/// The property of the contract that each list is the enumeration of.
std::map<std::string_view, std::pair<std::string, std::string>> const kProperties{
    {"channel", {"Channel", ""}},
    {"lead_state", {"Lead", "state"}},
    {"project_kind", {"Project", "kind"}},
    {"project_state", {"Project", "state"}},
    {"task_state", {"Task", "state"}},
    {"promise_side", {"Promise", "side"}},
    {"promise_kind", {"Promise", "kind"}},
    {"promise_state", {"Promise", "state"}},
    {"campaign_kind", {"Campaign", "kind"}},
    {"amount_kind", {"ProjectAmount", "kind"}},
    {"measure", {"ProjectMeasure", "measure"}},
    {"measure_kind", {"ProjectMeasure", "kind"}},
    {"money_source", {"ProjectAmount", "source"}}};

TEST(TableWords, stages_are_called_the_same_by_gates_and_pages) {
  auto const words = stage_words(ingest::load_lifecycle_rules({}));
  ASSERT_EQ(words.size(), kStages.size());
  for (auto const& word : words) {
    EXPECT_EQ(word.zh, message("zh", "page.project.stage_" + word.code));
    EXPECT_EQ(word.en, message("en", "page.project.stage_" + word.code));
    EXPECT_FALSE(word.variants.empty());
  }
}

TEST(TableWords, no_word_means_two_things_of_one_list) {
  std::vector<std::vector<SheetWord>> lists{stage_words(ingest::load_lifecycle_rules({}))};
  for (auto const& list : word_lists()) lists.emplace_back(words_of(list.name).begin(), words_of(list.name).end());
  for (auto const& words : lists) {
    for (auto const& word : words) {
      auto all = word.variants;
      all.insert(all.end(), {word.code, word.zh, word.en});
      for (auto const& text : all) {
        for (auto const& other : words) EXPECT_EQ(means(other, text), other.code == word.code) << text;
      }
    }
  }
}

class TableWordsApi : public WorkspaceApi {};
INSTANTIATE_TEST_SUITE_P(Engines, TableWordsApi, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(TableWordsApi, every_code_of_the_contract_is_written_as_the_pages_say_it) {
  auto const contract = json::parse(call("", "GET", "/api/v1/openapi.json").body);
  auto const& schemas = contract.at("components").at("schemas").as_object();
  ASSERT_EQ(word_lists().size(), kProperties.size());
  for (auto const& list : word_lists()) {
    auto const& [schema, property] = kProperties.at(list.name);
    auto const& type = property.empty() ? schemas.at(schema) : schemas.at(schema).at("properties").at(property);
    std::set<std::string> in_contract;
    for (auto const& code : type.at("enum").as_array()) in_contract.emplace(code.as_string());
    std::set<std::string> in_tables;
    for (auto const& word : words_of(list.name)) {
      in_tables.insert(word.code);
      EXPECT_EQ(word.zh, message("zh", std::string{list.messages} + word.code));
      EXPECT_EQ(word.en, message("en", std::string{list.messages} + word.code));
    }
    EXPECT_EQ(in_tables, in_contract) << list.name;
  }
}

TEST_P(TableWordsApi, the_words_of_the_pages_and_known_variants_are_taken_in) {
  enter("officer");
  auto const check = [&](std::string const& kind, std::string const& text) {
    return must("officer", "POST", "/imports/" + kind + "?name=a.csv", text, 200);
  };
  std::string leads = "开发区,招商方式,投资方,项目设想\n";
  std::int64_t rows = 0;
  for (auto const& word : words_of("channel")) {
    auto all = word.variants;
    all.insert(all.end(), {word.code, word.zh, word.en});
    for (auto const& text : all) leads += fmt::format("东区,{},投资方{},建厂\n", text, ++rows);
  }
  auto report = check("leads", leads);
  EXPECT_EQ(report.at("good").as_int64(), rows) << json::serialize(report);
  for (std::string const state : {"搁置", "暂停", "Suspended", "suspended"}) {
    report = check("projects", "开发区,项目名称,投资方,状态,状态原因\n东区,甲,甲公司," + state + ",资金断了\n");
    EXPECT_EQ(report.at("good").as_int64(), 1) << json::serialize(report);
  }
  report = check("leads", "开发区,招商方式,投资方,项目设想\n东区,猜,甲公司,建厂\n");
  EXPECT_THAT(json::serialize(report), testing::HasSubstr("以商招商、产业链招商、乡情招商、驻点"))
      << "what may be written";
  lead("officer", "east", "乙公司", "建厂", R"(,"needs":"地")");
  EXPECT_THAT(call("officer", "GET", "/api/v1/exports/leads").body, testing::HasSubstr("以商招商"));
}

TEST_P(TableWordsApi, problems_come_as_the_spreadsheet_is_read) {
  enter("officer");
  // The name that is there already is noticed last, after all else of every row.
  must("officer", "POST", "/imports/projects?name=a.csv&commit=1", "开发区,项目名称,投资方\n东区,甲,甲公司\n", 200);
  auto const report =
      must("officer", "POST", "/imports/projects?name=a.csv",
           "阶段,项目名称,投资方,开发区,上级项目\n未知,甲,甲公司,东区,没有\n未知,乙,乙公司,没有,丙\n", 200);
  std::vector<std::pair<std::int64_t, std::string>> found;
  for (auto const& each : report.at("errors").as_array()) {
    found.emplace_back(each.at("row").as_int64(), each.at("column").as_string());
  }
  using Cell = std::pair<std::int64_t, std::string>;
  EXPECT_THAT(found, testing::ElementsAre(Cell{2, "阶段"}, Cell{2, "项目名称"}, Cell{2, "上级项目"}, Cell{3, "阶段"},
                                          Cell{3, "开发区"}, Cell{3, "上级项目"}))
      << json::serialize(report);
  EXPECT_THAT(json::serialize(report), testing::Not(testing::HasSubstr("您的角色"))) << "of a zone that is none";
}

}  // namespace
}  // namespace lianzhao::serve
