#include "store/news_source_repository.h"

#include <fmt/format.h>

#include "store/news_conditions.h"
#include "store/scope.h"

namespace lianzhao::store {

namespace {

constexpr auto kWatch =
    "SELECT w.id, w.zone_id, w.kind, w.value, w.label, w.account_id, w.created_at, coalesce(a.display_name, '')"
    " FROM news_watch w LEFT JOIN account a ON a.id = w.account_id";
constexpr auto kFeed =
    "SELECT f.id, f.zone_id, f.kind, f.name, f.address, f.every_minutes, f.enabled, f.etag, f.last_modified, f.next_at,"
    " f.last_at, f.last_error, f.articles, f.account_id, f.created_at, f.version FROM news_feed f";

std::vector<NewsWatch> read_watches(Rows rows) {
  std::vector<NewsWatch> found;
  while (rows.next()) {
    found.push_back({rows.integer(0), std::string{rows.text(1)}, std::string{rows.text(2)}, std::string{rows.text(3)},
                     std::string{rows.text(4)}, rows.optional_integer(5), rows.integer(6), std::string{rows.text(7)}});
  }
  return found;
}

std::vector<NewsFeed> read_feeds(Rows rows) {
  std::vector<NewsFeed> found;
  while (rows.next()) {
    NewsFeed f;
    f.id = rows.integer(0);
    f.zone_id = rows.text(1);
    f.kind = rows.text(2);
    f.name = rows.text(3);
    f.address = rows.text(4);
    f.every_minutes = rows.integer(5);
    f.enabled = rows.boolean(6);
    f.etag = rows.text(7);
    f.last_modified = rows.text(8);
    f.next_at = rows.integer(9);
    f.last_at = rows.optional_integer(10);
    f.last_error = rows.text(11);
    f.articles = rows.integer(12);
    f.account_id = rows.optional_integer(13);
    f.created_at = rows.integer(14);
    f.version = rows.integer(15);
    found.push_back(std::move(f));
  }
  return found;
}

}  // namespace

std::vector<NewsWatch> NewsSourceRepository::watches(std::vector<std::string> const& zones) {
  Where where;
  add_zones(where, zones, "w");
  return read_watches(sql_.query_all(fmt::format("{}{} ORDER BY w.kind, w.label, w.id LIMIT 500", kWatch, where.text()),
                                     where.params()));
}

std::optional<NewsWatch> NewsSourceRepository::find_watch(std::int64_t id, std::vector<std::string> const& zones) {
  Where where;
  where.add("w.id = ?", id);
  add_zones(where, zones, "w");
  auto found = read_watches(sql_.query_all(kWatch + where.text(), where.params()));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::int64_t NewsSourceRepository::add_watch(NewsWatch const& w) {
  return sql_
      .find_integer(
          "INSERT INTO news_watch (zone_id, kind, value, label, account_id, created_at) VALUES (?, ?, ?, ?, ?, ?)"
          " RETURNING id",
          w.zone_id, w.kind, w.value, w.label, w.account_id, w.created_at)
      .value();
}

void NewsSourceRepository::remove_watch(std::int64_t id) {
  sql_.execute("DELETE FROM news_watch WHERE id = ?", id);
}

std::vector<NewsFeed> NewsSourceRepository::feeds(std::vector<std::string> const& zones) {
  Where where;
  add_zones(where, zones, "f");
  return read_feeds(
      sql_.query_all(fmt::format("{}{} ORDER BY f.name, f.id LIMIT 500", kFeed, where.text()), where.params()));
}

std::optional<NewsFeed> NewsSourceRepository::find_feed(std::int64_t id, std::vector<std::string> const& zones) {
  Where where;
  where.add("f.id = ?", id);
  add_zones(where, zones, "f");
  auto found = read_feeds(sql_.query_all(kFeed + where.text(), where.params()));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::int64_t NewsSourceRepository::add_feed(NewsFeed const& f) {
  return sql_
      .find_integer(
          "INSERT INTO news_feed (zone_id, kind, name, address, every_minutes, enabled, next_at, account_id, "
          "created_at)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
          f.zone_id, f.kind, f.name, f.address, f.every_minutes, f.enabled, f.next_at, f.account_id, f.created_at)
      .value();
}

bool NewsSourceRepository::update_feed(NewsFeed const& f) {
  return sql_.execute(
                 "UPDATE news_feed SET name = ?, address = ?, every_minutes = ?, enabled = ?, etag = ?,"
                 " last_modified = ?, next_at = ?, version = version + 1 WHERE id = ? AND version = ?",
                 f.name, f.address, f.every_minutes, f.enabled, f.etag, f.last_modified, f.next_at, f.id, f.version)
             .rows_affected == 1;
}

void NewsSourceRepository::remove_feed(std::int64_t id) {
  sql_.execute("DELETE FROM news_seen WHERE feed_id = ?", id);
  sql_.execute("DELETE FROM news_feed WHERE id = ?", id);
}

std::vector<NewsFeed> NewsSourceRepository::due(Instant at) {
  return read_feeds(sql_.query(
      std::string{kFeed} + " WHERE f.enabled = 1 AND f.next_at <= ? ORDER BY f.next_at, f.id LIMIT 100", at));
}

void NewsSourceRepository::note_round(NewsFeed const& f) {
  sql_.execute(
      "UPDATE news_feed SET etag = ?, last_modified = ?, next_at = ?, last_at = ?, last_error = ?, articles = ?"
      " WHERE id = ?",
      f.etag, f.last_modified, f.next_at, f.last_at, f.last_error, f.articles, f.id);
}

bool NewsSourceRepository::seen(std::int64_t feed_id, std::string_view hash) {
  return sql_.find_integer("SELECT 1 FROM news_seen WHERE feed_id = ? AND hash = ?", feed_id, hash).has_value();
}

void NewsSourceRepository::note_seen(std::int64_t feed_id, std::string_view hash) {
  sql_.execute("INSERT INTO news_seen (feed_id, hash) VALUES (?, ?) ON CONFLICT (feed_id, hash) DO NOTHING", feed_id,
               hash);
}

}  // namespace lianzhao::store
