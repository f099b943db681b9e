#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/clock.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::store {

struct NewsArticle {
  std::int64_t id = 0;
  std::string zone_id;  ///< whose inbox; empty: of accounts bound to no zone
  std::string title;
  std::string author;
  std::string source;
  std::string published;  ///< as the page says
  std::optional<DayNumber> published_day;
  std::string url;
  std::string origin;  ///< "pasted", a file's name, "feed:3"
  std::string text;
  std::string text_hash;
  std::string sketch;  ///< bytes
  std::optional<std::int64_t> copy_of_id;
  std::optional<std::int64_t> feed_id;
  std::optional<std::int64_t> account_id;
  Instant created_at = 0;
  std::int64_t copies = 0;  ///< read only: how many articles are copies of this one
  std::string by;           ///< read only
};

struct NewsEnterprise {
  std::string name;
  std::string role;
  std::string enterprise_key;
  std::vector<std::string> candidates;
};

struct NewsEvidence {
  std::string field;
  std::int64_t begin = 0;  ///< code points of the article's text, end exclusive
  std::int64_t end = 0;
};

struct NewsEvent {
  std::int64_t id = 0;
  std::int64_t article_id = 0;
  std::string zone_id;
  std::optional<std::int64_t> dossier_id;
  std::string kind = "project";
  std::string project;
  std::optional<std::int64_t> amount;  ///< minor units of the currency (text/currency.h)
  std::string amount_currency;
  std::string amount_kind;
  std::string amount_qualifier;
  std::optional<std::int64_t> land_m2;
  std::optional<std::int64_t> building_m2;
  std::string capacity;  ///< lines of product, value, unit, per, qualifier and words, tabs between them
  std::string products;  ///< lines
  std::optional<std::int64_t> jobs;
  std::string jobs_qualifier;
  std::string stage;
  std::string place_name;
  std::int64_t region_code = 0;
  std::string place_candidates;  ///< codes, blanks between them: where it may lie
  std::string place_zone;        ///< as the article calls it
  std::string place_zone_id;     ///< of a known zone
  std::optional<DayNumber> date_from;
  std::optional<DayNumber> date_to;
  std::string date_text;
  std::optional<DayNumber> day;  ///< what it is sorted and filtered by: its date, else the day of publication
  std::string node;
  std::optional<std::int64_t> project_count;
  std::string parts;  ///< of a group: lines of sector, tab, count
  double confidence = 0;
  std::string state = "new";
  std::string outcome;
  std::optional<std::int64_t> lead_id;
  std::optional<std::int64_t> project_id;
  std::optional<std::int64_t> evidence_id;
  std::string reason;
  std::optional<std::int64_t> decided_by;
  std::optional<Instant> decided_at;
  Instant created_at = 0;
  std::int64_t version = 1;
  std::vector<NewsEnterprise> enterprises;
  std::string decided_by_name;             ///< read only
  std::string article_title;               ///< read only
  std::string article_source;              ///< read only
  std::string article_url;                 ///< read only
  std::optional<DayNumber> published_day;  ///< read only
};

struct NewsDecision {
  std::int64_t id = 0;
  std::int64_t event_id = 0;
  std::string kind;
  std::string field;
  std::string was;
  std::string is_now;
  std::string spans_were;  ///< "12-16 20-25"
  std::string spans_now;
  std::string reason;
  std::optional<std::int64_t> account_id;
  Instant at = 0;
  bool undone = false;
  std::string by;         ///< read only
  std::string undone_by;  ///< read only
  std::optional<Instant> undone_at;
  std::string project;          ///< read only
  std::string zone_id;          ///< read only
  std::int64_t article_id = 0;  ///< read only
};

/// Codes from `first` up to but not including `end`.
struct RegionRange {
  std::int64_t first = 0;
  std::int64_t end = 0;
};

struct NewsFilter {
  std::optional<std::string> zone_id;
  std::optional<std::string> state;
  std::optional<std::string> kind;
  std::optional<RegionRange> region;
  std::optional<std::string> chain;
  std::vector<std::string> nodes;  ///< any of these; empty: no such condition
  std::optional<std::string> stage;
  std::optional<DayNumber> from;
  std::optional<DayNumber> to;
  std::optional<std::string> words;  ///< of project, enterprises or title
  std::optional<std::string> enterprise_key;
  std::optional<std::pair<std::string, std::string>> watched;  ///< an enterprise by its key, or by part of its name
  std::optional<std::int64_t> dossier_id;
  std::optional<Instant> since;           ///< taken in at or after
  std::optional<std::int64_t> lesson_id;  ///< read with the help of this lesson
  std::string sort = "-day";
};

/// SQL of the news radar. Borrows a session. `zones` are those that are seen, all when empty.
class NewsRepository {
 public:
  explicit NewsRepository(Session& sql) : sql_{sql} {}

  std::int64_t add_article(NewsArticle const&);
  std::optional<NewsArticle> find_article(std::int64_t id, std::vector<std::string> const& zones);
  /// The one with this very text in this inbox.
  std::optional<std::int64_t> find_text(std::string_view zone_id, std::string_view text_hash);
  std::vector<NewsArticle> copies_of(std::int64_t article_id);
  /// Articles of the inbox that share one of the keys, the most first; without those that are copies themselves.
  std::vector<NewsArticle> alike_articles(std::string_view zone_id, std::span<std::int64_t const> keys);

  std::int64_t add_event(NewsEvent const&, std::span<NewsEvidence const>);
  std::optional<NewsEvent> find_event(std::int64_t id, std::vector<std::string> const& zones);
  PageOf<NewsEvent> events(NewsFilter const&, std::vector<std::string> const& zones, Page const&);
  std::vector<NewsEvent> events_of_article(std::int64_t article_id);
  std::vector<NewsEvent> events_of_dossier(std::int64_t dossier_id);
  std::vector<NewsEvent> alike_events(std::string_view zone_id, std::span<std::int64_t const> keys);
  /// State and how many, whatever the filter says of states.
  std::vector<std::pair<std::string, std::int64_t>> states(NewsFilter, std::vector<std::string> const& zones);
  /// Writes every column and the enterprises if the version is still `event.version`, and counts it up.
  bool update_event(NewsEvent const&);
  std::vector<NewsEvidence> evidence(std::int64_t event_id);
  void set_evidence(std::int64_t event_id, std::string_view field, std::span<NewsEvidence const>);
  void set_keys(std::string_view noun, std::int64_t id, std::span<std::int64_t const> keys);

  std::int64_t add_decision(NewsDecision const&);
  /// Oldest first.
  std::vector<NewsDecision> decisions(std::int64_t event_id);
  void undo_decision(std::int64_t id, std::optional<std::int64_t> account_id, Instant at);
  /// Corrections that stand, newest first, at most `limit`.
  std::vector<NewsDecision> corrections(std::vector<std::string> const& zones, std::int64_t limit);
  /// What of the inbox the radar learns from: corrections and rejections of what is no project that stand, by article.
  std::vector<NewsDecision> teachings(std::string_view zone_id);
  /// Those that a lesson was learned from, oldest first.
  std::vector<NewsDecision> causes_of(std::int64_t lesson_id);
  /// Articles with an event that was accepted or corrected, by id.
  std::vector<std::int64_t> judged_articles(std::vector<std::string> const& zones, std::int64_t limit);

  void add_signal(std::string_view zone_id, std::string_view enterprise_key, std::int64_t event_id,
                  std::optional<std::int64_t> account_id, Instant at);
  void remove_signals(std::int64_t event_id);
  /// Accepted events that say the enterprise expands, newest first.
  std::vector<NewsEvent> signals_of(std::string_view enterprise_key, std::vector<std::string> const& zones);

 private:
  std::vector<NewsEvent> read_events(Rows rows);

  Session& sql_;
};

}  // namespace lianzhao::store
