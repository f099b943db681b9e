#include "net/fetch.h"

#include <algorithm>
#include <memory>
#include <thread>

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/links.h"

namespace lianzhao::net {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostRobotsBytes = 512U << 10U;
constexpr std::size_t kMostHeaderBytes = 64U << 10U;
constexpr auto kRobotsFor = std::chrono::hours{1};
constexpr auto kLongestPause =
    std::chrono::seconds{10};  ///< a host that asks for more is asked for less, not waited for
constexpr std::size_t kMostHosts = 10'000;
constexpr int kPorts[] = {80, 443, 8080, 8443};

Error error(ErrorKind kind, std::string code, std::string message) {
  return {kind, std::move(code), std::move(message)};
}

void initialise_once() {
  static auto const kDone = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(kDone);
}

bool same_word(std::string_view a, std::string_view b) {
  auto const small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return small(x) == small(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

}  // namespace

struct Fetcher::Answer {
  long status = 0;
  std::string url;
  std::string location;
  std::string bytes;
  std::string media_type;
  std::string charset;
  std::string etag;
  std::string last_modified;
};

namespace {

/// What the callbacks of one transfer share.
struct Transfer {
  FetchSettings const* settings = nullptr;
  Cancelled const* cancelled = nullptr;
  int port = 0;
  std::size_t most_bytes = 0;
  std::string bytes;
  std::string location;
  std::string etag;
  std::string last_modified;
  std::string content_type;
  std::size_t header_bytes = 0;
  bool refused = false;
  bool too_large = false;
  bool stopped = false;
};

std::size_t take_body(char const* data, std::size_t, std::size_t size, void* to) {
  auto& transfer = *static_cast<Transfer*>(to);
  if (transfer.bytes.size() + size > transfer.most_bytes) {
    transfer.too_large = true;
    return 0;
  }
  transfer.bytes.append(data, size);
  return size;
}

std::size_t take_header(char const* data, std::size_t, std::size_t size, void* to) {
  auto& transfer = *static_cast<Transfer*>(to);
  transfer.header_bytes += size;
  if (transfer.header_bytes > kMostHeaderBytes) {
    transfer.too_large = true;
    return 0;
  }
  auto const line = std::string_view{data, size};
  auto const colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  auto const name = line.substr(0, colon);
  auto const value = trimmed(line.substr(colon + 1));
  if (same_word(name, "location")) transfer.location = value;
  if (same_word(name, "etag")) transfer.etag = value;
  if (same_word(name, "last-modified")) transfer.last_modified = value;
  if (same_word(name, "content-type")) transfer.content_type = value;
  return size;
}

/// The one place where a connection comes from: the address is the one that is connected to, whatever DNS said before.
curl_socket_t open_socket(void* to, curlsocktype purpose, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(to);
  auto const target = address_of(address->addr);
  if (purpose != CURLSOCKTYPE_IPCXN || !target) return CURL_SOCKET_BAD;
  auto const& allowed = transfer.settings->allowed;
  auto const by_hand =
      std::any_of(allowed.begin(), allowed.end(), [&](Network const& network) { return network.contains(*target); });
  auto const usual_port = std::find(std::begin(kPorts), std::end(kPorts), transfer.port) != std::end(kPorts);
  if (!by_hand && !(is_public(*target) && usual_port)) {
    transfer.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int look_on(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(to);
  transfer.stopped = *transfer.cancelled && (*transfer.cancelled)();
  return transfer.stopped ? 1 : 0;
}

struct HeaderLines {
  curl_slist* list = nullptr;
  ~HeaderLines() { curl_slist_free_all(list); }
  void add(std::string const& line) { list = curl_slist_append(list, line.c_str()); }
};

/// "text/html; charset=gbk" → both.
void split_content_type(std::string_view content_type, std::string& media_type, std::string& charset) {
  media_type = trimmed(content_type.substr(0, content_type.find(';')));
  for (auto rest = content_type; rest.find(';') != std::string_view::npos;) {
    rest.remove_prefix(rest.find(';') + 1);
    auto const parameter = trimmed(rest.substr(0, rest.find(';')));
    auto const equals = parameter.find('=');
    if (equals == std::string_view::npos || !same_word(trimmed(parameter.substr(0, equals)), "charset")) continue;
    auto value = trimmed(parameter.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    charset = value;
  }
}

/// What the site says of the address (404, 410, 403) will not change by asking again; what it says of itself, or of how
/// soon and how slowly it was asked (408, 425, 429), may.
bool is_final(long status) {
  return status / 100 == 4 && status != 408 && status != 425 && status != 429;
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<PageAddress> place_of(std::string_view text) {
  auto const bad = [&](std::string_view why) {
    return error(ErrorKind::kInvalidInput, "bad_url",
                 fmt::format("\"{}\": {}", without_user(text).substr(0, 200), why));
  };
  auto place = parse_page_address(text);
  if (!place) return bad("is no address of a page; write https://…");
  if (place->with_user) return bad("an address with a user name is not fetched");
  return std::move(*place);
}

}  // namespace

Fetcher::Fetcher(FetchSettings settings) : settings_{std::move(settings)} {
  initialise_once();
}

Result<Fetcher::Answer> Fetcher::ask(PageAddress const& place, FetchRequest const& request, Clock::time_point until,
                                     std::size_t most_bytes, Cancelled const& cancelled) const {
  auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  if (left <= 0) {
    return error(ErrorKind::kUnavailable, "fetch_timeout", fmt::format("{} took too long", place.host));
  }
  auto const curl = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>{curl_easy_init(), &curl_easy_cleanup};
  Transfer transfer;
  transfer.settings = &settings_;
  transfer.cancelled = &cancelled;
  transfer.port = place.port;
  transfer.most_bytes = most_bytes;
  HeaderLines headers;
  headers.add("Accept: text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5");
  headers.add("Accept-Language: zh-CN, zh;q=0.9, en;q=0.5");
  if (!request.etag.empty()) headers.add("If-None-Match: " + request.etag);
  if (!request.last_modified.empty()) headers.add("If-Modified-Since: " + request.last_modified);
  HeaderLines resolved;
  for (auto const& line : settings_.resolved) resolved.add(line);

  auto* const c = curl.get();
  curl_easy_setopt(c, CURLOPT_URL, place.url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_PROXY, "");
  curl_easy_setopt(c, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_USERAGENT, settings_.user_agent.c_str());
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.list);
  curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  curl_easy_setopt(c, CURLOPT_RESOLVE, resolved.list);
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect.count()));
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(left));
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 64L);
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, 10L);
  curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, &transfer);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, look_on);
  curl_easy_setopt(c, CURLOPT_XFERINFODATA, &transfer);

  auto const code = curl_easy_perform(c);
  if (transfer.stopped) return error(ErrorKind::kUnavailable, "cancelled", "stopped before the end");
  if (transfer.too_large) {
    return error(ErrorKind::kOverLimit, "page_too_large",
                 fmt::format("{} is larger than {} kB", place.url, most_bytes >> 10U));
  }
  if (code != CURLE_OK && transfer.refused) {
    return error(ErrorKind::kForbidden, "address_refused",
                 // Which address it is stays inside: an answer that told it would be a way to ask DNS.
                 fmt::format("{} does not lie on the public internet, or port {} is none of the web's; it is not "
                             "fetched from",
                             place.host, place.port));
  }
  if (code == CURLE_OPERATION_TIMEDOUT) {
    return error(ErrorKind::kUnavailable, "fetch_timeout", fmt::format("{} took too long", place.host));
  }
  if (code == CURLE_COULDNT_RESOLVE_HOST) {
    return error(ErrorKind::kUnavailable, "host_not_found", fmt::format("there is no host {}", place.host));
  }
  if (code != CURLE_OK) {
    return error(ErrorKind::kUnavailable, "fetch_failed",
                 fmt::format("{} cannot be read: {}", place.host, curl_easy_strerror(code)));
  }
  Answer answer;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer.status);
  answer.url = place.url;
  answer.bytes = std::move(transfer.bytes);
  answer.etag = std::move(transfer.etag);
  answer.last_modified = std::move(transfer.last_modified);
  split_content_type(transfer.content_type, answer.media_type, answer.charset);
  if (is_redirect(answer.status) && !transfer.location.empty())
    answer.location = absolute_url(place.url, transfer.location);
  return answer;
}

bool Fetcher::wait_for_turn(PageAddress const& place, std::chrono::milliseconds pause, Clock::time_point until,
                            Cancelled const& cancelled) {
  auto turn = Clock::time_point{};
  {
    auto const lock = std::lock_guard{mutex_};
    if (turns_.size() > kMostHosts) {
      std::erase_if(turns_, [](auto const& known) { return known.second < Clock::now(); });
    }
    auto& next = turns_[place.host];
    turn = std::max(next, Clock::now());
    if (turn >= until) return false;
    next = turn + pause;
  }
  while (Clock::now() < turn) {
    if (cancelled && cancelled()) return false;
    std::this_thread::sleep_for(std::min<Clock::duration>(turn - Clock::now(), std::chrono::milliseconds{100}));
  }
  return true;
}

Result<Robots> Fetcher::robots_of(PageAddress const& place, Clock::time_point until, Cancelled const& cancelled) {
  {
    auto const lock = std::lock_guard{mutex_};
    auto const known = robots_.find(place.origin);
    if (known != robots_.end() && known->second.until > Clock::now()) return known->second.robots;
  }
  auto const answer = follow({place.origin + "/robots.txt", "", ""}, until, kMostRobotsBytes, false, cancelled);
  Robots robots;
  if (!answer) {
    // Rules too long or running in circles are none; a host that cannot be reached has no page either.
    auto const& code = answer.error().code;
    if (code != "page_too_large" && code != "too_many_redirects") return answer.error();
  } else if (answer->status / 100 == 2) {
    robots = Robots{answer->bytes, settings_.user_agent};
  } else if (answer->status / 100 == 5) {
    // 4xx: there are no rules. 5xx: nobody knows them now, so nothing is allowed (RFC 9309, 2.3.1).
    robots = Robots::nothing_allowed();
  }
  auto const lock = std::lock_guard{mutex_};
  if (robots_.size() > kMostHosts) robots_.clear();
  robots_.insert_or_assign(place.origin, Known{robots, Clock::now() + kRobotsFor});
  return robots;
}

Result<Fetcher::Answer> Fetcher::follow(FetchRequest const& request, Clock::time_point until, std::size_t most_bytes,
                                        bool ask_robots, Cancelled const& cancelled) {
  auto next = request;
  for (int redirects = 0;; ++redirects) {
    auto const place = place_of(next.url);
    if (!place) return place.error();
    auto pause = settings_.pause;
    if (ask_robots) {
      auto const robots = robots_of(*place, until, cancelled);
      if (!robots) return robots.error();
      if (!robots->allows(place->path)) {
        return error(ErrorKind::kForbidden, "robots_disallow",
                     fmt::format("{} does not want {} to be fetched (robots.txt)", place->host, place->path));
      }
      if (auto const delay = robots->crawl_delay()) {
        pause = std::max<std::chrono::milliseconds>(pause, std::min<std::chrono::seconds>(*delay, kLongestPause));
      }
    }
    if (!wait_for_turn(*place, pause, until, cancelled)) {
      if (cancelled && cancelled()) return error(ErrorKind::kUnavailable, "cancelled", "stopped before the end");
      return error(ErrorKind::kUnavailable, "fetch_timeout", fmt::format("{} is asked too often", place->host));
    }
    auto answer = ask(*place, next, until, most_bytes, cancelled);
    if (!answer || answer->location.empty()) return answer;
    if (redirects >= settings_.redirects) {
      return error(ErrorKind::kInvalidInput, "too_many_redirects",
                   fmt::format("{} leads on more than {} times", request.url, settings_.redirects));
    }
    next = {answer->location, request.etag, request.last_modified};
  }
}

Result<Fetched> Fetcher::fetch(FetchRequest const& request, Cancelled const& cancelled) {
  auto answer = follow(request, Clock::now() + settings_.whole, settings_.most_bytes, true, cancelled);
  if (!answer) return answer.error();
  if (answer->status != 304 && answer->status / 100 != 2) {
    auto const kind = is_final(answer->status) ? ErrorKind::kInvalidInput : ErrorKind::kUnavailable;
    return error(kind, "http_status", fmt::format("{} answers {}", answer->url, answer->status));
  }
  Fetched fetched;
  fetched.not_modified = answer->status == 304;
  fetched.url = std::move(answer->url);
  fetched.bytes = std::move(answer->bytes);
  fetched.charset = std::move(answer->charset);
  fetched.media_type = std::move(answer->media_type);
  // A server that says nothing new need not repeat what it was asked with.
  fetched.etag = std::move(answer->etag);
  fetched.last_modified = std::move(answer->last_modified);
  if (fetched.not_modified && fetched.etag.empty()) fetched.etag = request.etag;
  if (fetched.not_modified && fetched.last_modified.empty()) fetched.last_modified = request.last_modified;
  return fetched;
}

}  // namespace lianzhao::net
