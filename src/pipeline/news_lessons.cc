#include "pipeline/news_lessons.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "pipeline/news_fields.h"
#include "radar/events.h"
#include "store/news_repository.h"
#include "text/folded_text.h"

namespace lianzhao::pipeline {

namespace {

constexpr store::Page kAllAccepted{1'000'000, 0};

radar::Lesson as_lesson(store::NewsLesson const& stored) {
  radar::Lesson lesson;
  lesson.id = stored.id;
  lesson.kind = radar::lesson_kind_from(stored.kind);
  lesson.words = stored.words;
  lesson.means = stored.means;
  lesson.key = stored.key;
  lesson.region_code = static_cast<RegionCode>(stored.region_code);
  lesson.within = static_cast<RegionCode>(stored.within_region);
  lesson.stage = radar::news_stage_from(stored.stage);
  lesson.confidence = stored.confidence;
  return lesson;
}

store::NewsLesson as_stored(radar::Lesson const& lesson, std::string_view zone_id, Instant at) {
  store::NewsLesson stored;
  stored.zone_id = zone_id;
  stored.kind = radar::lesson_kind_name(lesson.kind);
  stored.words = lesson.words;
  stored.means = lesson.means;
  stored.key = lesson.key;
  stored.region_code = lesson.region_code;
  stored.within_region = lesson.within;
  stored.stage = radar::news_stage_name(lesson.stage);
  stored.confidence = lesson.confidence;
  stored.learned_at = at;
  return stored;
}

/// The words of the first stretch of "12-16 20-25".
std::string words_at(std::string_view article_text, std::string_view spans, std::string_view field) {
  auto const stretches = spans_from(spans, field);
  if (stretches.empty()) return {};
  return std::string{text::code_point_slice(article_text, static_cast<std::uint32_t>(stretches.front().begin),
                                            static_cast<std::uint32_t>(stretches.front().end))};
}

/// The field alone, as an event has it.
store::NewsEvent event_with(std::string_view field, std::string_view text) {
  store::NewsEvent event;
  set_field(event, field, text);
  return event;
}

using Names = std::vector<store::NewsEnterprise>;

bool has(Names const& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](store::NewsEnterprise const& each) { return each.name == name; });
}

struct Renamed {
  std::string was;
  store::NewsEnterprise now;  ///< without a name: taken out
};

/// What became of which name. Who corrects a name does it in its place, so that lists of one length go together; else a
/// name belongs to the one that holds it or that it holds.
std::vector<Renamed> renamed(Names const& was, Names const& now) {
  std::vector<Renamed> out;
  std::vector<std::string> left;
  Names came;
  for (auto const& each : was) {
    if (!has(now, each.name)) left.push_back(each.name);
  }
  for (auto const& each : now) {
    if (!has(was, each.name)) {
      came.push_back(each);
      continue;
    }
    auto const before =
        std::find_if(was.begin(), was.end(), [&](auto const& other) { return other.name == each.name; });
    if (!each.enterprise_key.empty() && before->enterprise_key != each.enterprise_key) out.push_back({each.name, each});
  }
  if (left.size() == came.size() && was.size() == now.size()) {
    for (std::size_t i = 0; i < left.size(); ++i) out.push_back({left[i], came[i]});
    return out;
  }
  for (auto const& each : came) {
    auto const match = std::find_if(left.begin(), left.end(), [&](std::string const& old) {
      return old.find(each.name) != std::string::npos || each.name.find(old) != std::string::npos;
    });
    out.push_back({match == left.end() ? std::string{} : *match, each});
    if (match != left.end()) left.erase(match);
  }
  for (auto const& each : left) out.push_back({each, {}});
  return out;
}

void add_judgements(store::NewsDecision const& decision, std::string_view article_text,
                    std::vector<radar::Judgement>& out) {
  using Field = radar::Judgement::Field;
  radar::Judgement judgement;
  judgement.id = decision.id;
  judgement.article_id = decision.article_id;
  judgement.marked = !decision.spans_now.empty() && decision.spans_now != decision.spans_were;
  auto const in_article = [&](std::string const& name) {
    return !name.empty() && article_text.find(name) != std::string_view::npos;
  };
  auto const words = [&] {
    return words_at(article_text, judgement.marked ? decision.spans_now : decision.spans_were, decision.field);
  };
  if (decision.kind == "rejected") {
    judgement.field = Field::kProject;
    judgement.was = decision.project;
    if (!judgement.was.empty()) out.push_back(std::move(judgement));
  } else if (decision.field == "project" && decision.was != decision.is_now) {
    judgement.field = Field::kProject;
    judgement.was = decision.was;
    judgement.now = decision.is_now;
    judgement.now_in_article = in_article(judgement.now);
    out.push_back(std::move(judgement));
  } else if (decision.field == "enterprises") {
    auto const was = event_with("enterprises", decision.was).enterprises;
    auto const now = event_with("enterprises", decision.is_now).enterprises;
    for (auto const& [old, one] : renamed(was, now)) {
      auto of_name = judgement;
      of_name.field = Field::kEnterprise;
      of_name.was = old;
      of_name.now = one.name;
      of_name.key = one.enterprise_key;
      of_name.now_in_article = in_article(one.name);
      out.push_back(std::move(of_name));
    }
  } else if (decision.field == "place") {
    auto const was = event_with("place", decision.was);
    auto const now = event_with("place", decision.is_now);
    judgement.field = Field::kPlace;
    judgement.key = now.place_zone_id;
    judgement.zone_was = was.place_zone_id;
    judgement.region_was = static_cast<RegionCode>(was.region_code);
    judgement.region_now = static_cast<RegionCode>(now.region_code);
    judgement.words = words();
    if (judgement.words.empty() && in_article(was.place_zone)) judgement.words = was.place_zone;
    if (judgement.words.empty() && in_article(now.place_zone)) judgement.words = now.place_zone;
    out.push_back(std::move(judgement));
  } else if (decision.field == "stage") {
    judgement.field = Field::kStage;
    judgement.stage_was = radar::news_stage_from(decision.was);
    judgement.stage_now = radar::news_stage_from(decision.is_now);
    judgement.words = words();
    out.push_back(std::move(judgement));
  }
}

radar::Accepted accepted_in(store::NewsRepository& news, std::string_view zone_id) {
  store::NewsFilter filter;
  filter.zone_id = zone_id;
  filter.state = "accepted";
  radar::Accepted accepted;
  std::map<std::int64_t, std::string> texts;
  for (auto const& event : news.events(filter, {}, kAllAccepted).rows) {
    if (!event.project.empty()) accepted.projects.push_back(event.project);
    for (auto const& enterprise : event.enterprises) accepted.enterprises.push_back(enterprise.name);
    if (event.stage.empty()) continue;
    for (auto const& words : news.evidence(event.id)) {
      if (words.field != "stage") continue;
      auto& text = texts[event.article_id];
      if (text.empty()) text = news.find_article(event.article_id, {}).value().text;
      accepted.stages.push_back({std::string{text::code_point_slice(text, static_cast<std::uint32_t>(words.begin),
                                                                    static_cast<std::uint32_t>(words.end))},
                                 radar::news_stage_from(event.stage)});
    }
  }
  return accepted;
}

}  // namespace

radar::Lessons news_lessons(store::Session& sql, std::string_view zone_id) {
  std::vector<radar::Lesson> lessons;
  for (auto const& stored : store::NewsLessonRepository{sql}.lessons(zone_id)) {
    if (stored.in_force) lessons.push_back(as_lesson(stored));
  }
  return radar::Lessons{std::move(lessons)};
}

NewsLearned learn_from_news(store::Session& sql, std::string_view zone_id, RegionTable const& regions, Instant at) {
  auto news = store::NewsRepository{sql};
  auto lessons = store::NewsLessonRepository{sql};
  std::vector<radar::Judgement> judgements;
  NewsLearned learned;
  std::int64_t article_id = 0;
  std::string text;
  for (auto const& decision : news.teachings(zone_id)) {
    if (decision.article_id != article_id) {
      article_id = decision.article_id;
      text = news.find_article(article_id, {}).value().text;
    }
    ++learned.corrections;
    add_judgements(decision, text, judgements);
  }
  std::vector<std::int64_t> before;
  for (auto const& lesson : lessons.lessons(zone_id)) before.push_back(lesson.id);
  lessons.begin_learning(zone_id, at);
  for (auto const& each : radar::learn_lessons(judgements, accepted_in(news, zone_id), &regions)) {
    auto const id = lessons.put(as_stored(each.lesson, zone_id, at), each.because_of);
    ++learned.lessons;
    if (std::find(before.begin(), before.end(), id) == before.end()) ++learned.added;
  }
  learned.gone = static_cast<std::int64_t>(before.size()) - (learned.lessons - learned.added);
  return learned;
}

}  // namespace lianzhao::pipeline
