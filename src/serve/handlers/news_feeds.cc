#include <fmt/format.h>

#include "kernel/error.h"
#include "net/page_address.h"
#include "serve/handlers/news.h"
#include "serve/news_view.h"
#include "serve/stale_version.h"

namespace lianzhao::serve {

namespace {

api::NewsFeed to_api(store::NewsFeed const& f) {
  // Sources of before passwords were refused may have one.
  return {f.id,
          f.zone_id,
          f.kind,
          net::without_user(f.name),
          net::without_user(f.address),
          f.every_minutes,
          f.enabled,
          f.last_at,
          f.enabled ? std::optional{f.next_at} : std::nullopt,
          f.last_error,
          f.articles,
          f.version};
}

store::NewsFeed find_feed_to_change(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto feed = store::NewsSourceRepository{sql}.find_feed(id, viewer.zones);
  if (!feed) throw not_found("feed_not_found", fmt::format("there is no source {}", id));
  require_change(viewer, feed->zone_id);
  return std::move(*feed);
}

/// Two of one inbox would read everything twice.
void require_only(store::NewsSourceRepository sources, store::NewsFeed const& feed) {
  for (auto const& other : sources.feeds({})) {
    if (other.id != feed.id && other.zone_id == feed.zone_id && other.address == feed.address) {
      throw Failure{
          {ErrorKind::kConflict, "feed_known", fmt::format("{} is a source already", net::without_user(feed.address))}};
    }
  }
}

}  // namespace

api::NewsSources ListNewsSources::operator()(api::ListNewsSourcesParams const&, api::NoBody, Call& call) const {
  auto sql = workspace.database.reader();
  api::NewsSources shown;
  shown.fetching = rounds.fetching();
  for (auto const& feed : store::NewsSourceRepository{sql}.feeds(call.viewer.zones)) {
    shown.feeds.push_back(to_api(feed));
  }
  return shown;
}

api::NewsFeed AddNewsFeed::operator()(api::AddNewsFeedParams const&, api::NewsFeedRequest const& body,
                                      Call& call) const {
  require_inbox(workspace, call.viewer, body.zone_id);
  rounds.check(body.kind, body.address);
  store::NewsFeed feed;
  feed.zone_id = body.zone_id;
  feed.kind = body.kind;
  feed.address = body.address;
  feed.name = body.name.value_or("").empty() ? body.address : *body.name;
  feed.every_minutes = body.every_minutes.value_or(360);
  feed.enabled = body.enabled.value_or(true);
  feed.next_at = now();
  feed.account_id = call.viewer.account_id;
  feed.created_at = now();
  auto change = Change{workspace, call.viewer, api::AddNewsFeed::kId};
  auto sources = store::NewsSourceRepository{change.sql()};
  require_only(sources, feed);
  feed.id = sources.add_feed(feed);
  change.note("news_feed", feed.id, 1, feed.kind);
  change.commit();
  return to_api(feed);
}

api::NewsFeed UpdateNewsFeed::operator()(api::UpdateNewsFeedParams const& params,
                                         api::UpdateNewsFeedRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::UpdateNewsFeed::kId};
  auto feed = find_feed_to_change(change.sql(), call.viewer, params.feed_id);
  auto const stale = [&](store::NewsFeed const& newest) {
    return StaleVersion{body.version, newest.version, to_json(to_api(newest))};
  };
  if (feed.version != body.version) throw stale(feed);
  auto const before = feed;
  if (body.name) feed.name = *body.name;
  if (body.every_minutes) feed.every_minutes = *body.every_minutes;
  if (body.address && *body.address != net::without_user(feed.address)) {
    rounds.check(feed.kind, *body.address);
    feed.address = *body.address;
    // What was known of the old address says nothing of the new one.
    feed.etag.clear();
    feed.last_modified.clear();
  }
  if (body.enabled && *body.enabled && !feed.enabled) feed.next_at = now();
  if (body.enabled) feed.enabled = *body.enabled;
  // Saving what is there already is no change.
  if (feed.name == before.name && feed.every_minutes == before.every_minutes && feed.address == before.address &&
      feed.enabled == before.enabled) {
    return to_api(before);
  }
  auto sources = store::NewsSourceRepository{change.sql()};
  require_only(sources, feed);
  if (!sources.update_feed(feed)) throw stale(sources.find_feed(feed.id, {}).value());
  ++feed.version;
  change.note("news_feed", feed.id, feed.version);
  change.commit();
  return to_api(feed);
}

void RemoveNewsFeed::operator()(api::RemoveNewsFeedParams const& params, api::NoBody, Call& call) const {
  auto change = Change{workspace, call.viewer, api::RemoveNewsFeed::kId};
  auto const feed = find_feed_to_change(change.sql(), call.viewer, params.feed_id);
  store::NewsSourceRepository{change.sql()}.remove_feed(feed.id);
  change.note("news_feed", feed.id, feed.version, "removed");
  change.commit();
}

api::Job StartNewsRound::operator()(api::StartNewsRoundParams const& params, api::NoBody, Call& call) const {
  auto const feed = [&] {
    auto sql = workspace.database.reader();
    return find_feed_to_change(sql, call.viewer, params.feed_id);
  }();
  if (feed.kind != "folder" && !rounds.fetching()) {
    throw Failure{{ErrorKind::kConflict, "fetching_off",
                   "this server fetches nothing from the network; start it with --fetch-news"}};
  }
  return jobs.to_api(rounds.begin(call.viewer, feed), call.viewer.language);
}

}  // namespace lianzhao::serve
