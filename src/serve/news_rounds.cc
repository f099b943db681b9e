#include "serve/news_rounds.h"

#include <algorithm>
#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/file.h"
#include "kernel/hash.h"
#include "kernel/log.h"
#include "net/links.h"
#include "net/page_address.h"
#include "pipeline/news_desk.h"
#include "pipeline/news_lessons.h"
#include "radar/feed.h"
#include "radar/page_runs.h"

namespace lianzhao::serve {

namespace {

constexpr std::size_t kMostNew = 50;  ///< of a round; the rest waits for the next
constexpr std::size_t kMostFileBytes = 64U << 20U;
constexpr std::size_t kMostFiles = 5'000;  ///< of a folder that are looked at
constexpr std::size_t kMostParts = 60;     ///< of one article
constexpr Instant kMinuteMs = 60'000;

std::string hash_of(std::string_view text) {
  return fmt::format("{:016x}{:016x}", stable_hash(text), stable_hash(text, 1));
}

std::filesystem::path folder_of(store::DataFolder const& folder, std::string_view name) {
  return folder.path / "news" / name;
}

/// a_2.html before a_10.html and behind a.html: the pages of one article in their order.
bool goes_before(std::string_view one, std::string_view other) {
  auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
  auto const number = [&](std::string_view text, std::size_t& at) {
    auto const begin = std::min(text.find_first_not_of('0', at), text.size());
    at = begin;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(begin, at - begin);
  };
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < one.size() && k < other.size()) {
    if (is_digit(one[i]) && is_digit(other[k])) {
      auto const a = number(one, i);
      auto const b = number(other, k);
      if (a.size() != b.size()) return a.size() < b.size();
      if (a != b) return a < b;
      continue;
    }
    if (one[i] != other[k]) {
      // What ends here goes first.
      if (one[i] == '.' || other[k] == '.') return one[i] == '.';
      return one[i] < other[k];
    }
    ++i;
    ++k;
  }
  if (one.size() - i != other.size() - k) return one.size() - i < other.size() - k;
  return one < other;
}

bool plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string_view::npos;
}

}  // namespace

struct NewsRounds::Round {
  store::NewsFeed feed;
  radar::Lessons lessons;
  Progress const& progress;
  Cancelled const& cancelled;
  std::int64_t articles = 0;
  std::int64_t events = 0;
  std::int64_t known = 0;
  std::int64_t failed = 0;
  std::size_t taken = 0;

  bool full() const { return taken >= kMostNew || (cancelled && cancelled()); }
  void note(Error const& error) {
    ++failed;
    if (feed.last_error.empty()) feed.last_error = error.message;
  }
  radar::OnTrouble noting() {
    return [this](Error const& error) { note(error); };
  }
  /// Looking without finding anything must not look like nothing new.
  void note_if_empty(std::vector<pipeline::ReadNews> const& read, std::int64_t failed_before, std::string_view what) {
    if (read.empty() && failed == failed_before) {
      note({ErrorKind::kInvalidInput, "no_article",
            fmt::format("{} holds no article: an index or search page, or no running text", what)});
    }
  }
};

NewsRounds::NewsRounds(Workspace workspace, store::DataFolder const& folder, Jobs& jobs, NewsSettings const& settings)
    : workspace_{std::move(workspace)}, folder_{folder}, jobs_{jobs}, look_every_{settings.look_every} {
  net::FetchSettings fetching;
  fetching.pause = settings.pause;
  for (auto const& text : settings.allowed_networks) {
    auto const network = net::parse_network(text);
    if (!network) {
      throw invalid_input("bad_network", fmt::format("\"{}\" is no network; write 10.0.0.0/8 or 192.168.1.20", text));
    }
    fetching.allowed.push_back(*network);
  }
  if (settings.fetch) fetcher_ = std::make_unique<net::Fetcher>(std::move(fetching));
  jobs_.add_kind("news_round", [this](std::string const& parameters, Progress const& progress,
                                      Cancelled const& cancelled) { return run(parameters, progress, cancelled); });
}

void NewsRounds::start() {
  thread_ = std::jthread{[this](std::stop_token const& stop) { watch(stop); }};
}

void NewsRounds::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void NewsRounds::watch(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    try {
      std::vector<store::NewsFeed> due;
      {
        auto sql = workspace_.database.reader();
        due = store::NewsSourceRepository{sql}.due(now());
      }
      for (auto& feed : due) {
        if (feed.kind != "folder" && !fetching()) continue;
        begin({}, feed);
      }
    } catch (std::exception const& error) {
      log::error("news: {}", error.what());
    }
    auto lock = std::unique_lock{mutex_};
    woken_.wait_for(lock, stop, look_every_, [] { return false; });
  }
}

store::Job NewsRounds::begin(Viewer const& by, store::NewsFeed const& feed) {
  {
    // Due again only after its interval, whether the round comes to its end or not.
    auto noted = feed;
    noted.next_at = now() + feed.every_minutes * kMinuteMs;
    auto sql = workspace_.database.writer();
    store::NewsSourceRepository{sql}.note_round(noted);
  }
  return jobs_.add(by, "news_round", feed.name, boost::json::serialize(boost::json::object{{"feed_id", feed.id}}));
}

net::Fetched NewsRounds::fetch(std::string const& url) {
  if (!fetcher_) {
    throw Failure{{ErrorKind::kConflict, "fetching_off",
                   "this server fetches nothing from the network; paste the page, or start it with --fetch-news"}};
  }
  return fetcher_->fetch({url, "", ""}).value();
}

void NewsRounds::check(std::string_view kind, std::string_view address) const {
  if (kind == "folder") {
    if (plain_name(address)) return;
    throw invalid_input("bad_address",
                        fmt::format("\"{}\" is no folder's name; make a folder below news/ of the data folder and "
                                    "write its name",
                                    address));
  }
  auto const shown = net::without_user(address);
  auto const page = net::parse_page_address(address);
  if (!page) throw invalid_input("bad_address", fmt::format("\"{}\" is no address; write https://…", shown));
  if (page->with_user) {
    throw invalid_input("address_with_user",
                        fmt::format("\"{}\" holds a user name or password, which nobody may keep here; give an "
                                    "address that is open to all",
                                    shown));
  }
}

std::string NewsRounds::run(std::string const& parameters, Progress const& progress, Cancelled const& cancelled) {
  auto const id = boost::json::parse(parameters).at("feed_id").as_int64();
  std::optional<store::NewsFeed> feed;
  radar::Lessons lessons;
  {
    auto sql = workspace_.database.reader();
    feed = store::NewsSourceRepository{sql}.find_feed(id, {});
    if (feed) lessons = pipeline::news_lessons(sql, feed->zone_id);
  }
  if (!feed) return "{}";
  Round round{*feed, std::move(lessons), progress, cancelled};
  round.feed.last_error.clear();
  std::optional<Error> broken;
  try {
    if (feed->kind == "folder") look_at_folder(round);
    if (feed->kind == "feed") look_at_feed(round);
    if (feed->kind == "page") look_at_page(round);
  } catch (Failure const& failure) {
    broken = failure.error();
    round.feed.last_error = broken->message;
  }
  round.feed.last_at = now();
  round.feed.articles += round.articles;
  {
    auto sql = workspace_.database.writer();
    store::NewsSourceRepository{sql}.note_round(round.feed);
  }
  if (broken) throw Failure{*broken};
  boost::json::object result;
  result["articles"] = round.articles;
  result["events"] = round.events;
  result["known"] = round.known;
  result["failed"] = round.failed;
  return boost::json::serialize(result);
}

namespace {

/// Files what was read and remembers that it was.
void take_in(Workspace const& workspace, store::NewsFeed const& feed, std::vector<pipeline::ReadNews> const& read,
             std::vector<std::string> const& seen, auto& round) {
  auto change = Change{workspace, {}, "news_round"};
  for (auto const& one : read) {
    auto const filed = pipeline::NewsDesk::file(
        change.sql(), one, {feed.zone_id, fmt::format("feed:{}", feed.id), feed.id, std::nullopt, now()});
    round.known += filed.known ? 1 : 0;
    if (filed.known) continue;
    ++round.articles;
    round.events += filed.events;
    change.note("news", filed.article_id, 1, fmt::format("feed:{} events:{}", feed.id, filed.events));
  }
  for (auto const& hash : seen) store::NewsSourceRepository{change.sql()}.note_seen(feed.id, hash);
  change.commit();
}

bool seen_before(Workspace const& workspace, store::NewsFeed const& feed, std::string const& hash) {
  auto sql = workspace.database.reader();
  return store::NewsSourceRepository{sql}.seen(feed.id, hash);
}

}  // namespace

void NewsRounds::look_at_folder(Round& round) {
  namespace fs = std::filesystem;
  auto const place = folder_of(folder_, round.feed.address);
  std::error_code error;
  std::vector<std::pair<fs::path, std::string>> files;
  for (auto const& entry : fs::directory_iterator{place, error}) {
    // A link could lead anywhere.
    if (entry.is_symlink(error) || !entry.is_regular_file(error) || files.size() >= kMostFiles) continue;
    auto const name = entry.path().filename().string();
    if (name.starts_with('.')) continue;
    auto const state = fmt::format("{}\n{}\n{}", name, entry.file_size(error),
                                   entry.last_write_time(error).time_since_epoch().count());
    files.emplace_back(entry.path(), hash_of(state));
  }
  if (error) {
    throw not_found("folder_not_found",
                    fmt::format("there is no folder news/{} in the data folder", round.feed.address));
  }
  std::sort(files.begin(), files.end(), [](auto const& a, auto const& b) {
    return goes_before(a.first.filename().string(), b.first.filename().string());
  });
  for (std::size_t i = 0; i < files.size() && !round.full(); ++i) {
    round.progress("reading", i, files.size());
    if (seen_before(workspace_, round.feed, files[i].second)) continue;
    // The pages of one article are read together, as far as they lie here by now.
    auto last = i;
    while (last + 1 < files.size() && last + 1 - i < kMostParts &&
           radar::named_as_part(files[last].first.filename().string(), files[last + 1].first.filename().string()) &&
           !seen_before(workspace_, round.feed, files[last + 1].second))
      ++last;
    std::vector<std::string> hashes;
    std::vector<std::string> names;
    std::vector<std::string> contents;
    auto const failed_before = round.failed;
    for (auto k = i; k <= last; ++k) {
      ++round.taken;
      hashes.push_back(files[k].second);
      try {
        contents.push_back(read_file(files[k].first, kMostFileBytes));
        names.push_back(files[k].first.filename().string());
      } catch (Failure const& failure) {
        // It is passed over until it changes.
        round.note(failure.error());
      }
    }
    std::vector<pipeline::NewsSource> sources;
    for (std::size_t k = 0; k < contents.size(); ++k) sources.push_back({contents[k], "", names[k], "", "", names[k]});
    auto const read = workspace_.insights.news_desk().read_parts(sources, round.lessons, round.noting());
    round.note_if_empty(read, failed_before, names.empty() ? std::string{} : names.front());
    take_in(workspace_, round.feed, read, hashes, round);
    i = last;
  }
}

void NewsRounds::look_at_page(Round& round) {
  if (!fetcher_) fetch("");
  auto const page =
      fetcher_->fetch({round.feed.address, round.feed.etag, round.feed.last_modified}, round.cancelled).value();
  round.feed.etag = page.etag;
  round.feed.last_modified = page.last_modified;
  if (page.not_modified) return;
  auto const read =
      workspace_.insights.news_desk().read({page.bytes, page.url, "", page.charset, ""}, round.lessons, round.noting());
  round.note_if_empty(read, 0, page.url);
  take_in(workspace_, round.feed, read, {hash_of(page.bytes)}, round);
}

void NewsRounds::look_at_feed(Round& round) {
  if (!fetcher_) fetch("");
  auto const feed =
      fetcher_->fetch({round.feed.address, round.feed.etag, round.feed.last_modified}, round.cancelled).value();
  if (feed.not_modified) return;
  std::vector<radar::FoundPage> entries;
  radar::for_each_page(
      feed.bytes,
      [&](radar::FoundPage const& entry) {
        if (entries.size() >= kMostFiles) return;
        entries.push_back(entry);
        // A page beside the feed is named from there.
        if (!entry.url.empty()) entries.back().url = net::absolute_url(feed.url, entry.url);
      },
      round.noting());
  if (entries.empty()) {
    round.note({ErrorKind::kInvalidInput, "empty_feed",
                fmt::format("{} is no feed or has no entries; look at it in a browser", feed.url)});
  }
  auto const& desk = workspace_.insights.news_desk();
  auto left = false;
  auto held = false;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto const& entry = entries[i];
    round.progress("reading", i, entries.size());
    auto const hash = hash_of(entry.url.empty() ? entry.title + entry.bytes : entry.url);
    if (seen_before(workspace_, round.feed, hash)) continue;
    if (round.full()) {
      left = true;
      break;
    }
    ++round.taken;
    std::vector<pipeline::ReadNews> read;
    auto const as_entry = [&](std::string_view bytes, std::string_view url, std::string_view charset) {
      return pipeline::NewsSource{.bytes = bytes,
                                  .url = url,
                                  .title = entry.title,
                                  .charset = charset,
                                  .published = entry.published,
                                  .author = entry.author,
                                  .source = entry.source};
    };
    if (!entry.url.empty()) {
      auto const page = fetcher_->fetch({entry.url, "", ""}, round.cancelled);
      if (page) {
        read = desk.read(as_entry(page->bytes, page->url, page->charset), round.lessons, round.noting());
      } else {
        round.note(page.error());
      }
    }
    // What the feed itself says of it is better than nothing.
    if (read.empty()) read = desk.read(as_entry(entry.bytes, entry.url, "UTF-8"), round.lessons);
    held = held || !read.empty();
    take_in(workspace_, round.feed, read, {hash}, round);
  }
  if (round.taken > 0 && !held) {
    round.note({ErrorKind::kInvalidInput, "no_article",
                fmt::format("none of the {} entries of {} leads to an article", round.taken, feed.url)});
  }
  // While entries wait, an unchanged feed is read again.
  round.feed.etag = left ? "" : feed.etag;
  round.feed.last_modified = left ? "" : feed.last_modified;
}

}  // namespace lianzhao::serve
