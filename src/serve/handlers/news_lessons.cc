#include "pipeline/news_lessons.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/handlers/news.h"
#include "serve/news_view.h"
#include "serve/place.h"
#include "store/news_lesson_repository.h"

namespace lianzhao::serve {

namespace {

std::string code_or_nothing(std::int64_t code) {
  return code == 0 ? std::string{} : region_code_text(static_cast<RegionCode>(code));
}

api::NewsLesson to_api(store::Session& sql, store::NewsLesson const& l) {
  api::NewsLesson shown;
  shown.id = l.id;
  shown.zone_id = l.zone_id;
  shown.kind = l.kind;
  shown.words = l.words;
  shown.means = l.means;
  shown.key = l.key;
  shown.region_code = code_or_nothing(l.region_code);
  shown.within_region = code_or_nothing(l.within_region);
  shown.stage = l.stage;
  shown.confidence = l.confidence;
  shown.in_force = l.in_force;
  shown.learned_ms = l.learned_at;
  shown.switched_by = l.switched_by;
  shown.switched_ms = l.switched_at;
  shown.events = l.events;
  shown.passed_over = l.passed_over;
  for (auto const& decision : store::NewsRepository{sql}.causes_of(l.id)) {
    shown.causes.push_back(serve::to_api(decision));
  }
  return shown;
}

bool may_switch(Viewer const& viewer, std::string_view zone_id) {
  return role_may(viewer.role, api::Right::kDecide) && may_change(viewer, zone_id);
}

api::NewsLessons lessons_of(store::Session& sql, Viewer const& viewer, std::vector<std::string> const& inboxes) {
  auto repository = store::NewsLessonRepository{sql};
  api::NewsLessons shown;
  shown.may_switch = true;
  for (auto const& zone_id : inboxes) {
    shown.may_switch = shown.may_switch && may_switch(viewer, zone_id);
    auto const learning = repository.learning(zone_id);
    shown.waiting += learning.waiting;
    if (learning.at) shown.learned_ms = std::max(shown.learned_ms.value_or(0), *learning.at);
    for (auto const& lesson : repository.lessons(zone_id)) shown.items.push_back(to_api(sql, lesson));
  }
  return shown;
}

}  // namespace

void add_news_learning(Workspace const& workspace, Jobs& jobs) {
  jobs.add_kind("learn_news", [workspace](std::string const& parameters, Progress const&, Cancelled const&) {
    auto const asked = boost::json::parse(parameters);
    auto const zone_id = std::string{asked.at("zone_id").as_string()};
    Viewer by;
    if (auto const* const id = asked.at("account_id").if_int64()) by.account_id = *id;
    auto change = Change{workspace, by, api::LearnNewsLessons::kId};
    auto const learned = pipeline::learn_from_news(change.sql(), zone_id, *workspace.knowledge().regions, now());
    change.note(
        "news_lessons", 0, 1,
        fmt::format("zone:{} lessons:{} new:{} gone:{}", zone_id, learned.lessons, learned.added, learned.gone));
    change.commit();
    return boost::json::serialize(boost::json::object{{"corrections", learned.corrections},
                                                      {"lessons", learned.lessons},
                                                      {"added", learned.added},
                                                      {"gone", learned.gone}});
  });
}

api::NewsLessons ListNewsLessons::operator()(api::ListNewsLessonsParams const& params, api::NoBody, Call& call) const {
  auto inboxes = call.viewer.zones;
  if (params.zone_id) {
    if (!call.viewer.sees_zone(*params.zone_id)) {
      throw not_found("inbox_not_found", fmt::format("there is no inbox of \"{}\"", *params.zone_id));
    }
    inboxes = {*params.zone_id};
  } else if (inboxes.empty()) {
    inboxes = {""};
  }
  auto sql = workspace.database.reader();
  return lessons_of(sql, call.viewer, inboxes);
}

api::Job LearnNewsLessons::operator()(api::LearnNewsLessonsParams const&, api::NewsInbox const& body,
                                      Call& call) const {
  require_inbox(workspace, call.viewer, body.zone_id);
  boost::json::object parameters{{"zone_id", body.zone_id}, {"account_id", nullptr}};
  if (call.viewer.account_id) parameters["account_id"] = *call.viewer.account_id;
  auto const* const zone = workspace.knowledge().find_zone(body.zone_id);
  return jobs.to_api(jobs.add(call.viewer, "learn_news", zone != nullptr ? zone->name : body.zone_id,
                              boost::json::serialize(parameters)),
                     call.viewer.language);
}

api::NewsLessons SwitchNewsLessons::operator()(api::SwitchNewsLessonsParams const&,
                                               api::SwitchNewsLessonsRequest const& body, Call& call) const {
  require_inbox(workspace, call.viewer, body.zone_id);
  auto change = Change{workspace, call.viewer, api::SwitchNewsLessons::kId};
  auto repository = store::NewsLessonRepository{change.sql()};
  for (auto const& lesson : repository.lessons(body.zone_id)) {
    if (lesson.in_force == body.in_force) continue;
    repository.set_in_force(lesson.id, body.in_force, call.viewer.account_id, now());
    change.note("news_lesson", lesson.id, 1, body.in_force ? "on" : "off");
  }
  auto shown = lessons_of(change.sql(), call.viewer, {body.zone_id});
  change.commit();
  return shown;
}

api::NewsLesson SwitchNewsLesson::operator()(api::SwitchNewsLessonParams const& params,
                                             api::SwitchNewsLessonRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::SwitchNewsLesson::kId};
  auto repository = store::NewsLessonRepository{change.sql()};
  auto const lesson = repository.find(params.lesson_id, call.viewer.zones);
  if (!lesson) throw not_found("lesson_not_found", fmt::format("there is no lesson {}", params.lesson_id));
  require_change(call.viewer, lesson->zone_id);
  if (lesson->in_force != body.in_force) {
    repository.set_in_force(lesson->id, body.in_force, call.viewer.account_id, now());
    change.note("news_lesson", lesson->id, 1, body.in_force ? "on" : "off");
  }
  auto shown = to_api(change.sql(), repository.find(lesson->id, {}).value());
  change.commit();
  return shown;
}

}  // namespace lianzhao::serve
