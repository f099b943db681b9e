#include "radar/lessons.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "radar/events.h"

namespace lianzhao::radar {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Article article_of(std::string text) {
  Article article;
  article.found = true;
  article.text = std::move(text);
  article.published = "2023-04-18";
  return article;
}

struct Read {
  std::vector<ProjectEvent> events;
  std::vector<std::int64_t> passed_over;
};

Read read(std::string text, std::vector<Lesson> lessons) {
  Read out;
  out.events = find_events(article_of(std::move(text)), nullptr, Lessons{std::move(lessons)}, out.passed_over);
  return out;
}

Lesson lesson(LessonKind kind, std::string words, std::int64_t id = 1) {
  Lesson made;
  made.id = id;
  made.kind = kind;
  made.words = std::move(words);
  return made;
}

std::vector<Lesson> taught(std::vector<Judgement> const& judgements, Accepted const& accepted = {}) {
  std::vector<Lesson> lessons;
  for (auto const& learned : learn_lessons(judgements, accepted, nullptr)) {
    lessons.push_back(learned.lesson);
    lessons.back().id = static_cast<std::int64_t>(lessons.size());
  }
  return lessons;
}

Judgement renamed(Judgement::Field field, std::string was, std::string now, std::int64_t id = 1) {
  Judgement judgement;
  judgement.id = id;
  judgement.article_id = id;
  judgement.field = field;
  judgement.was = std::move(was);
  judgement.now = std::move(now);
  judgement.now_in_article = true;
  return judgement;
}

Judgement stage(std::string words, NewsStage was, NewsStage now, std::int64_t id, bool marked = false) {
  Judgement judgement;
  judgement.id = id;
  judgement.article_id = id;
  judgement.field = Judgement::Field::kStage;
  judgement.words = std::move(words);
  judgement.stage_was = was;
  judgement.stage_now = now;
  judgement.marked = marked;
  return judgement;
}

}  // namespace

TEST(lessons, without_lessons_every_own_page_reads_as_before) {
  auto read_pages = 0;
  for (auto const& entry :
       std::filesystem::directory_iterator{std::filesystem::path{LIANZHAO_SOURCE_DIR} / "tests/radar/pages"}) {
    auto const article = extract_article(read_file(entry.path(), 1U << 24U));
    std::vector<std::int64_t> passed_over{7};
    auto const plain = find_events(article, nullptr);
    // A lesson about words that stand nowhere changes nothing either.
    auto const heeding =
        find_events(article, nullptr, Lessons{{lesson(LessonKind::kNoProject, "查无此词项目")}}, passed_over);
    EXPECT_THAT(passed_over, IsEmpty());
    ASSERT_EQ(plain.size(), heeding.size()) << entry.path();
    for (std::size_t i = 0; i < plain.size(); ++i) {
      EXPECT_EQ(plain[i].project, heeding[i].project);
      EXPECT_EQ(plain[i].stage, heeding[i].stage);
      EXPECT_EQ(plain[i].confidence, heeding[i].confidence);
      EXPECT_EQ(plain[i].evidence.size(), heeding[i].evidence.size());
      EXPECT_THAT(heeding[i].lessons, IsEmpty());
    }
    ++read_pages;
  }
  EXPECT_GT(read_pages, 10);
}

TEST(lessons, words_cut_off_one_project_are_cut_off_the_next) {
  auto const first = std::string{"总投资3亿元的振兴突破云麓新材料项目正式开工。"};
  auto const before = read(first, {}).events;
  ASSERT_THAT(before, SizeIs(1));
  ASSERT_EQ(before[0].project, "振兴突破云麓新材料项目") << "the case is one that the rules get wrong";
  auto const lessons = taught({renamed(Judgement::Field::kProject, before[0].project, "云麓新材料项目")});
  ASSERT_THAT(lessons, SizeIs(1));
  EXPECT_EQ(lessons[0].kind, LessonKind::kProjectEdge);
  EXPECT_EQ(lessons[0].words, "振兴突破");
  auto const next = read("总投资5亿元的振兴突破松河疫苗项目签约。", lessons).events;
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_EQ(next[0].project, "松河疫苗项目");
  EXPECT_EQ(next[0].stage, NewsStage::kSigned);
  EXPECT_EQ(next[0].amount->value, 50'000'000'000);
  EXPECT_THAT(next[0].lessons, ElementsAre(1));
  for (auto const& words : next[0].evidence) {
    if (words.field == "project") {
      EXPECT_EQ(words.text, "松河疫苗项目");
    }
  }
}

TEST(lessons, what_was_no_project_is_passed_over_and_counted) {
  auto const text = std::string{"总投资3亿元的云麓新材料项目正式开工。"};
  auto const stopped = read(text, {lesson(LessonKind::kNoProject, "云麓新材料项目", 4)});
  for (auto const& event : stopped.events) EXPECT_NE(event.project, "云麓新材料项目");
  EXPECT_THAT(stopped.passed_over, ElementsAre(4));
  // What people accepted elsewhere under that name weighs more.
  Accepted accepted;
  accepted.projects = {"云麓新材料项目"};
  EXPECT_THAT(taught({renamed(Judgement::Field::kProject, "云麓新材料项目", "")}, accepted), IsEmpty());
}

TEST(lessons, a_short_name_means_the_enterprise_it_was_tied_to) {
  auto link = renamed(Judgement::Field::kEnterprise, "长信集团", "吉林长信药业集团有限公司");
  link.now_in_article = false;
  link.key = "key-7";
  auto const lessons = taught({link});
  ASSERT_THAT(lessons, SizeIs(1));
  auto read_again = read("长信集团投资的人参加工项目总投资3亿元，正式签约。", lessons).events;
  ASSERT_THAT(read_again, SizeIs(1));
  ASSERT_THAT(read_again[0].enterprises, SizeIs(1));
  EXPECT_EQ(read_again[0].enterprises[0].name, "吉林长信药业集团有限公司");
  EXPECT_EQ(read_again[0].enterprises[0].enterprise_key, "key-7");
  EXPECT_THAT(read_again[0].lessons, ElementsAre(1));
  read_again[0].enterprises[0].enterprise_key = "another";
  read_again[0].enterprises[0].candidates = {"another"};
  Lessons{lessons}.resolve(read_again);
  EXPECT_EQ(read_again[0].enterprises[0].enterprise_key, "key-7")
      << "what people said goes before the register's guess";
  EXPECT_THAT(read_again[0].enterprises[0].candidates, IsEmpty());
  // A longer name that holds the short one is another enterprise.
  auto const other = read("东风长信集团有限公司投资的人参加工项目总投资3亿元，正式签约。", lessons).events;
  ASSERT_THAT(other, SizeIs(1));
  for (auto const& enterprise : other[0].enterprises) EXPECT_NE(enterprise.enterprise_key, "key-7");
}

TEST(lessons, another_enterprise_of_the_article_teaches_no_meaning) {
  // Who invests was mixed up: 乙药业 does not mean 甲食品.
  auto const lessons = taught({renamed(Judgement::Field::kEnterprise, "乙药业", "甲食品")});
  for (auto const& each : lessons) EXPECT_NE(each.words, "乙药业");
  // Twice in different articles it is no slip.
  auto const twice = taught({renamed(Judgement::Field::kEnterprise, "东北厂", "中国第一汽车集团有限公司", 1),
                             renamed(Judgement::Field::kEnterprise, "东北厂", "中国第一汽车集团有限公司", 2)});
  EXPECT_THAT(twice, testing::Contains(testing::Field(&Lesson::words, "东北厂")));
}

TEST(lessons, a_legal_name_is_never_stopped_but_a_phrase_is) {
  EXPECT_THAT(taught({renamed(Judgement::Field::kEnterprise, "中国银行", "")}), IsEmpty());
  auto const lessons = taught({renamed(Judgement::Field::kEnterprise, "优势钢铁", "")});
  ASSERT_THAT(lessons, SizeIs(1));
  EXPECT_EQ(lessons[0].kind, LessonKind::kNoEnterprise);
  auto const text = std::string{"优势钢铁投资的人参加工项目总投资3亿元，正式签约。"};
  ASSERT_THAT(read(text, {}).events, SizeIs(1));
  ASSERT_THAT(read(text, {}).events[0].enterprises, SizeIs(1)) << "the case is one that the rules get wrong";
  EXPECT_THAT(read(text, lessons).events[0].enterprises, IsEmpty());
  Accepted accepted;
  accepted.enterprises = {"优势钢铁"};
  EXPECT_THAT(taught({renamed(Judgement::Field::kEnterprise, "优势钢铁", "")}, accepted), IsEmpty());
}

TEST(lessons, a_marked_stage_word_counts_at_once_and_plans_stay_plans) {
  auto const lessons = taught({stage("敲定", NewsStage::kUnknown, NewsStage::kSigned, 1, true)});
  ASSERT_THAT(lessons, SizeIs(1));
  auto const text = std::string{"总投资3亿元的云麓新材料项目已经敲定。"};
  EXPECT_EQ(read(text, {}).events.at(0).stage, NewsStage::kUnknown);
  auto const events = read(text, lessons).events;
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].stage, NewsStage::kSigned);
  EXPECT_THAT(events[0].lessons, ElementsAre(1));
  EXPECT_EQ(read("总投资3亿元的云麓新材料项目计划于明年敲定。", lessons).events.at(0).stage, NewsStage::kUnknown);
  EXPECT_THAT(taught({stage("正式开工", NewsStage::kUnknown, NewsStage::kConstruction, 1, true)}), IsEmpty())
      << "the rules know it";
}

TEST(lessons, a_stage_word_changes_its_meaning_only_when_corrections_outweigh) {
  auto const once = stage("落地", NewsStage::kSigned, NewsStage::kRegistered, 1);
  EXPECT_THAT(taught({once}), IsEmpty());
  auto again = stage("落地", NewsStage::kSigned, NewsStage::kRegistered, 2);
  auto const lessons = taught({once, again});
  ASSERT_THAT(lessons, SizeIs(1));
  EXPECT_DOUBLE_EQ(lessons[0].confidence, 0.75);
  EXPECT_EQ(read("总投资3亿元的云麓新材料项目已落地。", {}).events.at(0).stage, NewsStage::kSigned);
  EXPECT_EQ(read("总投资3亿元的云麓新材料项目已落地。", lessons).events.at(0).stage, NewsStage::kRegistered);
  again.article_id = 1;
  EXPECT_THAT(taught({once, again}), IsEmpty()) << "two events of one article are one voice";
  again.article_id = 2;
  Accepted accepted;
  accepted.stages = {{"落地", NewsStage::kSigned}, {"落地", NewsStage::kSigned}};
  EXPECT_THAT(taught({once, again}, accepted), IsEmpty());
}

TEST(lessons, a_generic_zone_is_taught_for_its_region_only) {
  Judgement judgement;
  judgement.id = 1;
  judgement.field = Judgement::Field::kPlace;
  judgement.words = "高新区";
  judgement.key = "jilin-high-tech";
  judgement.region_was = 220200;
  judgement.region_now = 220203;
  auto const lessons = taught({judgement});
  ASSERT_THAT(lessons, SizeIs(1));
  EXPECT_EQ(lessons[0].within, 220200U);
  judgement.zone_was = "changchun-high-tech";
  EXPECT_THAT(taught({judgement}), IsEmpty()) << "a known zone was read: the wrong one of two, not a name";
}

TEST(lessons, a_taught_place_says_zone_and_region) {
  auto place = lesson(LessonKind::kPlace, "双阳鹿乡", 3);
  place.key = "deer";
  place.region_code = 220112;
  auto const events = read("总投资3亿元的鹿茸精深加工项目在双阳鹿乡开工。", {place}).events;
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].zone_id, "deer");
  EXPECT_EQ(events[0].region_code, 220112U);
  EXPECT_THAT(events[0].lessons, ElementsAre(3));
}

TEST(lessons, traditional_characters_are_taught_as_simplified_ones) {
  auto const events =
      read("总投资3亿元的振兴突破云麓新材料项目正式开工。", {lesson(LessonKind::kProjectEdge, "振興突破")}).events;
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].project, "云麓新材料项目");
}

TEST(lessons, of_two_corrections_the_later_counts_and_names_both_reasons_when_they_agree) {
  auto first = renamed(Judgement::Field::kEnterprise, "长信集团", "长信集团", 1);
  first.key = "a";
  auto second = first;
  second.id = 2;
  second.key = "b";
  auto third = second;
  third.id = 3;
  auto const learned = learn_lessons({third, first, second}, {}, nullptr);
  ASSERT_THAT(learned, SizeIs(1));
  EXPECT_EQ(learned[0].lesson.key, "b");
  EXPECT_THAT(learned[0].because_of, ElementsAre(2, 3));
}

TEST(lessons, kinds_have_names_and_others_are_refused) {
  EXPECT_EQ(lesson_kind_from(lesson_kind_name(LessonKind::kNoEnterprise)), LessonKind::kNoEnterprise);
  EXPECT_THROW(lesson_kind_from("gossip"), Failure);
}

}  // namespace lianzhao::radar
