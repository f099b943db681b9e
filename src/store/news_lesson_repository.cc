#include "store/news_lesson_repository.h"

#include <fmt/format.h>

#include "store/news_conditions.h"
#include "store/scope.h"

namespace lianzhao::store {

namespace {

constexpr auto kLesson =
    "SELECT l.id, l.zone_id, l.kind, l.words, l.means, l.key, l.region_code, l.within_region, l.stage, l.confidence,"
    " l.in_force, l.learned_at, l.switched_at, coalesce(a.display_name, ''),"
    " (SELECT count(DISTINCT u.event_id) FROM news_lesson_use u WHERE u.lesson_id = l.id AND u.event_id IS NOT NULL),"
    " (SELECT count(DISTINCT u.article_id) FROM news_lesson_use u WHERE u.lesson_id = l.id AND u.event_id IS NULL)"
    " FROM news_lesson l LEFT JOIN account a ON a.id = l.switched_by";

NewsLesson read_lesson(Rows const& rows) {
  NewsLesson l;
  l.id = rows.integer(0);
  l.zone_id = rows.text(1);
  l.kind = rows.text(2);
  l.words = rows.text(3);
  l.means = rows.text(4);
  l.key = rows.text(5);
  l.region_code = rows.integer(6);
  l.within_region = rows.integer(7);
  l.stage = rows.text(8);
  l.confidence = rows.real(9);
  l.in_force = rows.boolean(10);
  l.learned_at = rows.integer(11);
  l.switched_at = rows.optional_integer(12);
  l.switched_by = rows.text(13);
  l.events = rows.integer(14);
  l.passed_over = rows.integer(15);
  return l;
}

}  // namespace

std::vector<NewsLesson> NewsLessonRepository::lessons(std::string_view zone_id) {
  std::vector<NewsLesson> found;
  auto rows =
      sql_.query(fmt::format("{} WHERE l.zone_id = ? AND l.standing = 1 ORDER BY l.kind, l.words", kLesson), zone_id);
  while (rows.next()) found.push_back(read_lesson(rows));
  return found;
}

std::optional<NewsLesson> NewsLessonRepository::find(std::int64_t id, std::vector<std::string> const& zones) {
  Where where;
  where.add("l.id = ? AND l.standing = 1", id);
  add_zones(where, zones, "l");
  auto rows = sql_.query_all(kLesson + where.text(), where.params());
  return rows.next() ? std::optional{read_lesson(rows)} : std::nullopt;
}

void NewsLessonRepository::begin_learning(std::string_view zone_id, Instant at) {
  sql_.execute("UPDATE news_lesson SET standing = 0 WHERE zone_id = ?", zone_id);
  sql_.execute("INSERT INTO news_learning (zone_id, at) VALUES (?, ?) ON CONFLICT (zone_id) DO UPDATE SET at = ?",
               zone_id, at, at);
}

std::int64_t NewsLessonRepository::put(NewsLesson const& l, std::span<std::int64_t const> because_of) {
  auto const id =
      sql_.find_integer(
              "INSERT INTO news_lesson (zone_id, kind, words, means, key, region_code, within_region, stage,"
              " confidence, learned_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (zone_id, kind, words) DO"
              " UPDATE SET means = excluded.means, key = excluded.key, region_code = excluded.region_code,"
              " within_region = excluded.within_region, stage = excluded.stage, confidence = excluded.confidence,"
              " standing = 1 RETURNING id",
              l.zone_id, l.kind, l.words, l.means, l.key, l.region_code, l.within_region, l.stage, l.confidence,
              l.learned_at)
          .value();
  sql_.execute("DELETE FROM news_lesson_cause WHERE lesson_id = ?", id);
  for (auto const decision : because_of) {
    sql_.execute("INSERT INTO news_lesson_cause (lesson_id, decision_id) VALUES (?, ?)", id, decision);
  }
  return id;
}

NewsLearning NewsLessonRepository::learning(std::string_view zone_id) {
  NewsLearning learning;
  learning.at = sql_.find_integer("SELECT at FROM news_learning WHERE zone_id = ?", zone_id);
  auto const at = learning.at.value_or(0);
  learning.waiting =
      sql_.find_integer(
              "SELECT count(*) FROM news_decision c JOIN news_event e ON e.id = c.event_id WHERE e.zone_id = ? AND"
              " (c.kind = 'corrected' OR (c.kind = 'rejected' AND c.field = 'project')) AND"
              " ((c.undone = 0 AND c.at > ?) OR (c.undone = 1 AND c.at <= ? AND c.undone_at > ?))",
              zone_id, at, at, at)
          .value_or(0);
  return learning;
}

void NewsLessonRepository::set_in_force(std::int64_t lesson_id, bool in_force, std::optional<std::int64_t> account_id,
                                        Instant at) {
  sql_.execute("UPDATE news_lesson SET in_force = ?, switched_by = ?, switched_at = ? WHERE id = ?",
               std::int64_t{in_force ? 1 : 0}, account_id, at, lesson_id);
}

void NewsLessonRepository::note_use(std::int64_t lesson_id, std::int64_t article_id,
                                    std::optional<std::int64_t> event_id) {
  sql_.execute("INSERT INTO news_lesson_use (lesson_id, article_id, event_id) VALUES (?, ?, ?)", lesson_id, article_id,
               event_id);
}

}  // namespace lianzhao::store
