#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

/// What corrections taught the radar of an inbox about some words; meanings as in radar/lessons.h.
struct NewsLesson {
  std::int64_t id = 0;
  std::string zone_id;
  std::string kind;
  std::string words;
  std::string means;
  std::string key;
  std::int64_t region_code = 0;
  std::int64_t within_region = 0;
  std::string stage;
  double confidence = 0;
  bool in_force = true;
  Instant learned_at = 0;
  std::optional<Instant> switched_at;
  std::string switched_by;       ///< read only
  std::int64_t events = 0;       ///< read only: read by it since
  std::int64_t passed_over = 0;  ///< read only: articles in which it passed words over
};

/// When an inbox was last learned from, and how much was corrected or taken back since.
struct NewsLearning {
  std::optional<Instant> at;
  std::int64_t waiting = 0;
};

/// SQL of the radar's lessons. Borrows a session. `zones` are those that are seen, all when empty.
class NewsLessonRepository {
 public:
  explicit NewsLessonRepository(Session& sql) : sql_{sql} {}

  /// Those that stand, by kind and words.
  std::vector<NewsLesson> lessons(std::string_view zone_id);
  std::optional<NewsLesson> find(std::int64_t id, std::vector<std::string> const& zones);

  /// Lessons of the inbox stand no longer, until put() says so.
  void begin_learning(std::string_view zone_id, Instant at);
  /// By zone, kind and words; whether it is in force stays as it was. Gives its id.
  std::int64_t put(NewsLesson const&, std::span<std::int64_t const> because_of);
  NewsLearning learning(std::string_view zone_id);

  void set_in_force(std::int64_t lesson_id, bool, std::optional<std::int64_t> account_id, Instant at);
  void note_use(std::int64_t lesson_id, std::int64_t article_id, std::optional<std::int64_t> event_id);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
