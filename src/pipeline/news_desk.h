#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "pipeline/knowledge.h"
#include "pipeline/project_news.h"
#include "pipeline/search.h"
#include "radar/lessons.h"
#include "store/news_repository.h"
#include "store/session.h"

namespace lianzhao::pipeline {

/// A page read, with its names looked up, before anything is stored.
struct ReadNews {
  NewsPage page;
  std::string url;  ///< may be empty
};

/// Bytes to be read, with what is known of them beside. What a page says of itself goes before.
struct NewsSource {
  std::string_view bytes;
  std::string_view url;
  std::string_view title;
  std::string_view charset;
  std::string_view published;
  std::string_view name = {};  ///< of the file, where it is one
  std::string_view author = {};
  std::string_view source = {};  ///< the medium
};

/// Whose inbox it goes to, and where from.
struct NewsOrigin {
  std::string zone_id;
  std::string origin;
  std::optional<std::int64_t> feed_id;
  std::optional<std::int64_t> account_id;
  Instant at = 0;
};

struct FiledNews {
  std::int64_t article_id = 0;
  bool known = false;  ///< the inbox had this very text; nothing was stored
  std::optional<std::int64_t> copy_of_id;
  std::int64_t events = 0;  ///< new in the inbox
};

/// From pages to the inbox: articles, their events, the dossiers these belong to. Safe from any thread; what it is
/// given must outlive it.
class NewsDesk {
 public:
  NewsDesk(Knowledge const&, store::Database& register_database, CurrentSearch&);

  /// Every article of a page, feed, mail or archive, gzipped or not; pages that are none are left out.
  /// `lessons` are those of the inbox it is for (pipeline/news_lessons.h).
  /// What could not be read is told to `on_trouble`, which may be empty.
  std::vector<ReadNews> read(NewsSource const&, radar::Lessons const& lessons,
                             radar::OnTrouble const& on_trouble = {}) const;
  /// The same for several given in their order: pages of one article become one.
  std::vector<ReadNews> read_parts(std::vector<NewsSource> const&, radar::Lessons const& lessons,
                                   radar::OnTrouble const& on_trouble = {}) const;

  /// Stores an article unless the inbox has it. A copy of an article brings only what that did not say; an event joins
  /// the dossier of its project. Belongs in a transaction.
  static FiledNews file(store::Session&, ReadNews const&, NewsOrigin const&);

  /// Folds a dossier anew from its events. Belongs in the transaction that changed one.
  static void refresh_dossier(store::Session&, std::int64_t dossier_id);
  /// The number under which the event's project can be found by other reports of it.
  static void refresh_keys(store::Session&, store::NewsEvent const&);

 private:
  void resolve(std::vector<ReadNews>&) const;

  Knowledge const& knowledge_;
  std::vector<Zone> zones_;
  NewsReader reader_;
  store::Database& register_;
  CurrentSearch& search_;
};

/// Contradictions of a dossier by the ids of its events, earlier and later.
struct NewsContradiction {
  std::string kind;
  std::int64_t earlier_event_id = 0;
  std::int64_t later_event_id = 0;
};
std::vector<NewsContradiction> contradictions_of(std::vector<store::NewsEvent> const& events);

}  // namespace lianzhao::pipeline
