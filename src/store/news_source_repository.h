#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

struct NewsWatch {
  std::int64_t id = 0;
  std::string zone_id;
  std::string kind;   ///< "enterprise", "node", "region"
  std::string value;  ///< enterprise_key or name, node, six digits
  std::string label;
  std::optional<std::int64_t> account_id;
  Instant created_at = 0;
  std::string by;  ///< read only
};

struct NewsFeed {
  std::int64_t id = 0;
  std::string zone_id;
  std::string kind;  ///< "feed", "page", "folder"
  std::string name;
  std::string address;
  std::int64_t every_minutes = 360;
  bool enabled = false;
  std::string etag;
  std::string last_modified;
  Instant next_at = 0;
  std::optional<Instant> last_at;
  std::string last_error;
  std::int64_t articles = 0;
  std::optional<std::int64_t> account_id;
  Instant created_at = 0;
  std::int64_t version = 1;
};

/// SQL of what the radar looks out for and where its news comes from. Borrows a session. `zones`: all when empty.
class NewsSourceRepository {
 public:
  explicit NewsSourceRepository(Session& sql) : sql_{sql} {}

  std::vector<NewsWatch> watches(std::vector<std::string> const& zones);
  std::optional<NewsWatch> find_watch(std::int64_t id, std::vector<std::string> const& zones);
  /// @throws Failure "row_conflict" when it is watched already.
  std::int64_t add_watch(NewsWatch const&);
  void remove_watch(std::int64_t id);

  std::vector<NewsFeed> feeds(std::vector<std::string> const& zones);
  std::optional<NewsFeed> find_feed(std::int64_t id, std::vector<std::string> const& zones);
  /// @throws Failure "row_conflict" when the zone has the address already.
  std::int64_t add_feed(NewsFeed const&);
  /// Name, address, interval and whether it is on, if the version is still that of `feed`.
  bool update_feed(NewsFeed const&);
  void remove_feed(std::int64_t id);
  /// Those that are on and due.
  std::vector<NewsFeed> due(Instant at);
  /// What a round brought; counts no version up, for nobody decided anything.
  void note_round(NewsFeed const&);
  /// What of a source was read already.
  bool seen(std::int64_t feed_id, std::string_view hash);
  void note_seen(std::int64_t feed_id, std::string_view hash);

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
