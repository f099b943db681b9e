#include "pipeline/lessons.h"

#include <map>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "kernel/file.h"
#include "pipeline/import_register.h"
#include "pipeline/knowledge.h"
#include "pipeline/snapshot.h"
#include "store/register_reader.h"
#include "store/workspace_repository.h"

namespace lianzhao::pipeline {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kNode = "biomedicine/disinfectant";

/// A register of twelve makers of disinfectants and one of vaccines.
class Lessons : public testing::Test {
 protected:
  Lessons()
      : path_{fs::temp_directory_path() / fmt::format("lianzhao_lessons_{}_{}",
                                                      testing::UnitTest::GetInstance()->current_test_info()->name(),
                                                      getpid())} {
    fs::remove_all(path_);
    fs::create_directories(path_);
    folder_.path = path_ / "data";
    std::string rows = "企业名称,成立日期,经营范围,省份,城市\n";
    for (int i = 0; i < 12; ++i) rows += fmt::format("第{}日化有限公司,2004-01-05,消毒剂生产,吉林,长春\n", i);
    rows += "春城疫苗有限公司,2004-01-05,人用疫苗生产,吉林,长春\n";
    write_file_atomically(path_ / "rows.csv", rows);
    auto const database = store::open_register(folder_);
    import_register(*database, {{path_ / "rows.csv"}, {}, folder_.rejects()});
    auto reader = database->reader();
    store::RegisterReader{reader}.for_each([&](store::StoredEnterprise const& stored) {
      ids_.emplace(stored.enterprise.name, stored.id);
      keys_.emplace(stored.enterprise.name, stored.enterprise.enterprise_key);
      return true;
    });
  }
  ~Lessons() override { fs::remove_all(path_); }

  SnapshotReport build(Rebuild rebuild = Rebuild::kIfTaughtAnew) const {
    auto const database = store::open_register(folder_);
    return refresh_snapshot(*database, folder_, load_knowledge(folder_.path), {}, {}, rebuild);
  }
  /// As the page does: with the words the register has at this moment.
  void say(int enterprise, std::optional<std::string> const& verdict) const {
    auto const name = fmt::format("第{}日化有限公司", enterprise);
    auto const register_database = store::open_register(folder_);
    auto reader = register_database->reader();
    auto const e = store::RegisterReader{reader}.find_key(keys_.at(name)).value().enterprise;
    auto const database = store::open_workspace(folder_);
    auto sql = database->writer();
    store::WorkspaceRepository{sql}.set_verdict(
        keys_.at(name), kNode, verdict, std::nullopt,
        store::JudgedText{e.name, e.business_scope, e.products, e.industry_code});
  }
  /// The same enterprise with another scope, in a later register.
  void import_again(int enterprise, std::string const& scope) const {
    write_file_atomically(
        path_ / "later.csv",
        fmt::format("企业名称,成立日期,经营范围,省份,城市\n第{}日化有限公司,2004-01-05,{},吉林,长春\n", enterprise,
                    scope));
    auto const database = store::open_register(folder_);
    auto const report = import_register(*database, {{path_ / "later.csv"}, {}, folder_.rejects()});
    EXPECT_EQ(report.updated, 1U);
  }
  /// Every machine tag of the register: "name node" and its confidence.
  std::map<std::string, double> tags() const {
    std::map<std::string, double> all;
    auto const database = store::open_register(folder_);
    auto sql = database->reader();
    for (auto const& [name, id] : ids_)
      for (auto const& tag : store::tags_of(sql, id)) all.emplace(name + " " + tag.node_id, tag.confidence);
    return all;
  }
  std::vector<Lesson> lessons() const {
    auto const database = store::open_register(folder_);
    auto const knowledge = load_knowledge(folder_.path);
    return read_lessons(folder_, *database, knowledge.library);
  }

  fs::path path_;
  store::DataFolder folder_;
  std::map<std::string, std::int64_t> ids_;
  std::map<std::string, std::string> keys_;
};

TEST_F(Lessons, without_verdicts_the_tags_are_those_of_the_untaught_tagger) {
  build();
  auto const before = tags();
  ASSERT_EQ(before.count(fmt::format("第11日化有限公司 {}", kNode)), 1U);
  // A workspace without verdicts is as none at all.
  store::open_workspace(folder_);
  EXPECT_TRUE(build().already_fresh);
  build(Rebuild::kAlways);
  EXPECT_EQ(tags(), before);
  EXPECT_TRUE(lessons().empty());
}

TEST_F(Lessons, a_word_that_is_rejected_often_counts_less_for_others_and_taking_it_back_restores) {
  build();
  auto const before = tags();
  auto const other = fmt::format("第11日化有限公司 {}", kNode);
  say(0, "rejected");
  build();
  auto const once = tags();
  EXPECT_LT(once.at(other), before.at(other));
  for (int i = 1; i < 10; ++i) say(i, "rejected");
  build();
  auto const often = tags();
  EXPECT_EQ(often.count(other), 0U) << "ten rejected of ten judged";
  EXPECT_EQ(often.at("春城疫苗有限公司 biomedicine/vaccine"), before.at("春城疫苗有限公司 biomedicine/vaccine"))
      << "other nodes learned nothing";

  for (int i = 0; i < 10; ++i) say(i, std::nullopt);
  EXPECT_FALSE(build().already_fresh);
  EXPECT_EQ(tags(), before);
}

TEST_F(Lessons, confirmations_do_not_lower_a_word) {
  build();
  auto const before = tags();
  for (int i = 0; i < 6; ++i) say(i, "confirmed");
  build();
  auto const other = fmt::format("第11日化有限公司 {}", kNode);
  EXPECT_GE(tags().at(other), before.at(other));
}

TEST_F(Lessons, a_lesson_names_its_word_and_its_verdicts) {
  say(3, "rejected");
  say(4, "confirmed");
  say(5, "added");  // no word caused it
  auto const all = lessons();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].node, kNode);
  EXPECT_EQ(all[0].word, "消毒剂");
  EXPECT_LT(all[0].after, all[0].before);
  EXPECT_LT(all[0].log_odds, 0);
  ASSERT_EQ(all[0].verdicts.size(), 2U);
  auto const confirmed = std::count_if(all[0].verdicts.begin(), all[0].verdicts.end(),
                                       [](LessonVerdict const& verdict) { return verdict.confirmed; });
  EXPECT_EQ(confirmed, 1);
  auto const trust = trust_from_text(lessons_text(all));
  ASSERT_EQ(trust.size(), 1U);
  EXPECT_EQ(trust[0].node, all[0].node);
  EXPECT_EQ(trust[0].word, all[0].word);
  EXPECT_NEAR(trust[0].log_odds, all[0].log_odds, 1e-6);
}

TEST_F(Lessons, a_lesson_is_about_the_words_that_were_judged_whatever_the_register_says_later) {
  say(3, "rejected");
  say(4, "confirmed");
  auto const before = lessons();
  ASSERT_EQ(before.size(), 1U);
  import_again(3, "戊二醛消毒液生产");
  import_again(4, "日用杂品销售");
  auto const after = lessons();
  EXPECT_EQ(lessons_text(after), lessons_text(before));
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].verdicts.size(), 2U);
  EXPECT_EQ(after[0].before, before[0].before);

  // Who looks at the new words and says it again is heard on them.
  say(4, "rejected");
  EXPECT_NE(lessons_text(lessons()), lessons_text(before));
}

TEST_F(Lessons, a_verdict_of_before_the_words_were_kept_is_about_those_of_the_register) {
  {
    auto const database = store::open_workspace(folder_);
    auto sql = database->writer();
    store::WorkspaceRepository{sql}.set_verdict(keys_.at("第3日化有限公司"), kNode, "rejected", std::nullopt, {});
  }
  ASSERT_EQ(lessons().size(), 1U);
  EXPECT_EQ(lessons()[0].word, "消毒剂");
  import_again(3, "日用杂品销售");
  EXPECT_TRUE(lessons().empty());
}

TEST_F(Lessons, a_question_does_not_build_because_of_a_verdict_and_a_build_does) {
  build();
  for (int i = 0; i < 10; ++i) say(i, "rejected");
  EXPECT_TRUE(build(Rebuild::kIfStale).already_fresh);
  EXPECT_FALSE(build(Rebuild::kIfTaughtAnew).already_fresh);
  EXPECT_TRUE(build(Rebuild::kIfTaughtAnew).already_fresh);
  EXPECT_FALSE(CurrentAtlas{folder_.atlas()}.get()->provenance().lessons.empty());
}

TEST_F(Lessons, switched_off_a_build_passes_verdicts_over) {
  build();
  auto const before = tags();
  for (int i = 0; i < 10; ++i) say(i, "rejected");
  build();
  EXPECT_NE(tags(), before);
  set_lessons_in_force(folder_, false);
  build();
  EXPECT_EQ(tags(), before);
  set_lessons_in_force(folder_, true);
  build();
  EXPECT_NE(tags(), before);
}

TEST(LessonsText, lines_that_cannot_be_read_are_passed_over) {
  EXPECT_TRUE(trust_from_text("").empty());
  EXPECT_TRUE(trust_from_text("one\ntwo\tword\nthree\tword\tmuch\nfour\tword\t1.5x\n\t\t\n").empty());
  auto const trust = trust_from_text("a/b\t词\t-0.5\n");
  ASSERT_EQ(trust.size(), 1U);
  EXPECT_EQ(trust[0].log_odds, -0.5);
}

}  // namespace
}  // namespace lianzhao::pipeline
