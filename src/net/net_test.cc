#include <atomic>
#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/fetch.h"
#include "testkit/packed.h"

namespace lianzhao::net {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Answers on every loopback address, one request a connection, each by a function of its path that writes to the
/// socket until it fails.
class LocalServer {
 public:
  using Send = std::function<bool(std::string_view)>;
  using Answer = std::function<void(std::string const& request, Send const& send)>;

  explicit LocalServer(Answer answer) : answer_{std::move(answer)} {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    socklen_t size = sizeof address;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread{[this] { serve(); }};
  }
  ~LocalServer() {
    stopped_ = true;
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }

  int port() const { return port_; }
  int requests() const { return requests_; }
  std::string url(std::string_view path, std::string_view host = "127.0.0.1") const {
    return fmt::format("http://{}:{}{}", host, port_, path);
  }

 private:
  void serve() {
    while (!stopped_) {
      auto const client = ::accept(socket_, nullptr, nullptr);
      if (client < 0) continue;
      ++requests_;
      std::string request;
      char piece[2048];
      while (request.find("\r\n\r\n") == std::string::npos) {
        auto const size = ::recv(client, piece, sizeof piece, 0);
        if (size <= 0) break;
        request.append(piece, static_cast<std::size_t>(size));
      }
      answer_(request, [&](std::string_view bytes) {
        return !stopped_ &&
               ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
      });
      ::close(client);
    }
  }

  Answer answer_;
  int socket_ = -1;
  int port_ = 0;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> requests_ = 0;
  std::jthread thread_;
};

std::string page(std::string_view body, std::string_view more = "", std::string_view status = "200 OK") {
  return fmt::format(
      "HTTP/1.1 {}\r\nContent-Type: text/html; charset=\"gbk\"\r\nContent-Length: {}\r\n{}Connection: "
      "close\r\n\r\n{}",
      status, body.size(), more, body);
}
std::string const kNoRobots = page("", "", "404 Not Found");

bool asks(std::string const& request, std::string_view path) {
  return request.starts_with(fmt::format("GET {} ", path));
}

FetchSettings local() {
  FetchSettings settings;
  settings.allowed = {*parse_network("127.0.0.1")};
  settings.pause = std::chrono::milliseconds{0};
  settings.whole = std::chrono::milliseconds{3'000};
  return settings;
}

std::string code_of(Result<Fetched> const& result) {
  return result ? "" : result.error().code;
}

TEST(Address, only_strangers_on_the_internet_are_public) {
  for (auto const* const inside : {"127.0.0.1",
                                   "10.1.2.3",
                                   "172.31.0.1",
                                   "192.168.1.1",
                                   "169.254.169.254",
                                   "100.64.0.1",
                                   "0.0.0.0",
                                   "224.0.0.1",
                                   "255.255.255.255",
                                   "198.18.0.1",
                                   "203.0.113.9",
                                   "::1",
                                   "::",
                                   "fe80::1",
                                   "fd12::1",
                                   "ff02::1",
                                   "::ffff:127.0.0.1",
                                   "::ffff:10.0.0.1",
                                   "64:ff9b::7f00:1",
                                   "2002:7f00:1::",
                                   "2001:0:1::",
                                   "2001:db8::1"}) {
    EXPECT_FALSE(is_public(parse_address(inside).value())) << inside;
  }
  for (auto const* const outside :
       {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2400:3200::1", "2606:4700::1111"}) {
    EXPECT_TRUE(is_public(parse_address(outside).value())) << outside;
  }
}

TEST(Address, networks_hold_what_shares_their_bits) {
  auto const network = parse_network("10.20.0.0/14").value();
  EXPECT_TRUE(network.contains(parse_address("10.23.255.1").value()));
  EXPECT_FALSE(network.contains(parse_address("10.24.0.1").value()));
  EXPECT_TRUE(parse_network("fd00::/8").value().contains(parse_address("fdab::1").value()));
  EXPECT_EQ(to_string(parse_address("::ffff:10.0.0.1").value()), "10.0.0.1");
  for (auto const* const wrong : {"", "10.0.0.0/33", "10.0.0/8", "a/8", "10.0.0.0/x", "10.0.0.0/8 "}) {
    EXPECT_FALSE(parse_network(wrong)) << wrong;
  }
}

TEST(Robots, the_longest_rule_of_the_own_group_decides) {
  auto const* const text =
      "# rules\nUser-agent: other\nDisallow: /\n\nUser-Agent: lianzhaoradar\nUser-agent: third\nDisallow: /private\n"
      "Allow: /private/news$\nDisallow: /*.pdf\nCrawl-delay: 3\n\nUser-agent: *\nDisallow: /all\n";
  auto const robots = Robots{text, "LianzhaoRadar/1.0"};
  EXPECT_TRUE(robots.allows("/news/1.html"));
  EXPECT_FALSE(robots.allows("/private/1.html"));
  EXPECT_TRUE(robots.allows("/private/news"));
  EXPECT_FALSE(robots.allows("/private/news/2"));
  EXPECT_FALSE(robots.allows("/a/b.pdf?x=1"));
  EXPECT_TRUE(robots.allows("/all")) << "the group of * is for those who are not named";
  EXPECT_EQ(robots.crawl_delay(), std::chrono::seconds{3});
  EXPECT_FALSE((Robots{text, "Fourth"}.allows("/all/x")));
  EXPECT_TRUE((Robots{"User-agent: *\nDisallow:\n", "x"}.allows("/")));
  EXPECT_FALSE(Robots::nothing_allowed().allows("/"));
  EXPECT_TRUE(Robots::nothing_allowed().allows("/robots.txt"));
  std::string many(20'000, '*');
  EXPECT_TRUE((Robots{"User-agent: *\nDisallow: /" + many + "b$\n", "x"}.allows("/" + std::string(5'000, 'a'))));
}

TEST(Fetch, a_page_comes_with_what_its_header_says) {
  LocalServer server{[](std::string const& request, auto const& send) {
    if (asks(request, "/robots.txt")) return void(send(kNoRobots));
    EXPECT_THAT(request, HasSubstr("User-Agent: LianzhaoRadar/1.0"));
    send(request.find("If-None-Match: \"v1\"") != std::string::npos
             ? "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
             : page("<p>签约", "ETag: \"v1\"\r\n"));
  }};
  Fetcher fetcher{local()};
  auto const first = fetcher.fetch({server.url("/a"), "", ""});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->bytes, "<p>签约");
  EXPECT_EQ(first->charset, "gbk");
  EXPECT_EQ(first->media_type, "text/html");
  auto const second = fetcher.fetch({server.url("/a"), first->etag, ""});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_TRUE(second->not_modified);
  EXPECT_EQ(second->etag, "\"v1\"");
  EXPECT_EQ(server.requests(), 3) << "robots.txt is asked for once";
}

TEST(Fetch, inside_is_not_reached_by_any_way_of_writing_it) {
  LocalServer server{[](std::string const&, auto const& send) { send(page("secret")); }};
  FetchSettings settings;
  settings.pause = std::chrono::milliseconds{0};
  settings.resolved = {fmt::format("news.example:{}:127.0.0.1", server.port())};
  Fetcher fetcher{settings};
  for (auto const* const host : {"127.0.0.1", "localhost", "2130706433", "0x7f.0.0.1", "127.1", "[::1]",
                                 "[::ffff:127.0.0.1]", "0.0.0.0", "news.example"}) {
    auto const result = fetcher.fetch({server.url("/", host), "", ""});
    EXPECT_EQ(code_of(result), "address_refused") << host;
  }
  EXPECT_EQ(server.requests(), 0) << "not even a connection";
}

TEST(Fetch, a_redirect_is_judged_like_the_first_address) {
  LocalServer* self = nullptr;
  LocalServer server{[&](std::string const& request, auto const& send) {
    if (asks(request, "/robots.txt")) return void(send(kNoRobots));
    if (asks(request, "/inside"))
      return void(send(page("", fmt::format("Location: {}\r\n", self->url("/x", "127.0.0.2")), "302 Found")));
    if (asks(request, "/file")) return void(send(page("", "Location: file:///etc/passwd\r\n", "302 Found")));
    if (asks(request, "/round")) return void(send(page("", "Location: /round\r\n", "302 Found")));
    if (asks(request, "/once")) return void(send(page("", "Location: there?a=1\r\n", "301 Moved")));
    send(page("here"));
  }};
  self = &server;
  Fetcher fetcher{local()};
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/inside"), "", ""})), "address_refused");
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/file"), "", ""})), "bad_url");
  auto const before = server.requests();
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/round"), "", ""})), "too_many_redirects");
  EXPECT_LE(server.requests() - before, 6);
  auto const moved = fetcher.fetch({server.url("/once"), "", ""});
  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(moved->url, server.url("/there?a=1"));
}

TEST(Fetch, what_never_ends_ends) {
  std::string const zeros(1U << 20U, '\0');
  auto const packed = testkit::packed(std::string(64U << 20U, '\0'));
  LocalServer server{[&](std::string const& request, auto const& send) {
    if (asks(request, "/robots.txt")) return void(send(kNoRobots));
    if (asks(request, "/bomb")) return void(send(page(packed, "Content-Encoding: gzip\r\n")));
    if (asks(request, "/headers")) {
      send("HTTP/1.1 200 OK\r\n");
      while (send("X-Again: and again and again and again and again\r\n")) {
      }
      return;
    }
    send("HTTP/1.1 200 OK\r\n\r\n");
    if (asks(request, "/slow")) {
      while (send("x")) std::this_thread::sleep_for(std::chrono::milliseconds{50});
      return;
    }
    while (send(zeros)) {
    }
  }};
  auto settings = local();
  settings.most_bytes = 4U << 20U;
  settings.whole = std::chrono::milliseconds{2'000};
  Fetcher fetcher{settings};
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/endless"), "", ""})), "page_too_large");
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/bomb"), "", ""})), "page_too_large");
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/slow"), "", ""})), "fetch_timeout");
  auto const headers = code_of(fetcher.fetch({server.url("/headers"), "", ""}));
  EXPECT_TRUE(headers == "page_too_large" || headers == "fetch_failed") << headers;
}

TEST(Fetch, what_robots_txt_forbids_is_not_asked_for) {
  std::string robots = "User-agent: *\nDisallow: /private\n";
  auto status = std::string{"200 OK"};
  LocalServer server{[&](std::string const& request, auto const& send) {
    EXPECT_FALSE(asks(request, "/private/1"));
    send(asks(request, "/robots.txt") ? page(robots, "", status) : page("news"));
  }};
  Fetcher fetcher{local()};
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/private/1"), "", ""})), "robots_disallow");
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/news"), "", ""})), "");
  status = "503 Service Unavailable";
  Fetcher later{local()};
  EXPECT_EQ(code_of(later.fetch({server.url("/news"), "", ""})), "robots_disallow") << "nobody knows the rules now";
}

TEST(Fetch, a_host_is_not_asked_again_before_its_pause_is_over) {
  LocalServer server{[](std::string const& request, auto const& send) {
    send(asks(request, "/robots.txt") ? kNoRobots : page("news"));
  }};
  auto settings = local();
  settings.pause = std::chrono::milliseconds{300};
  Fetcher fetcher{settings};
  auto const begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(fetcher.fetch({server.url("/1"), "", ""}));
  EXPECT_TRUE(fetcher.fetch({server.url("/2"), "", ""}));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds{600}) << "rules, page, page";
}

TEST(Fetch, it_stops_when_told_to) {
  LocalServer server{[](std::string const& request, auto const& send) {
    if (asks(request, "/robots.txt")) return void(send(kNoRobots));
    send("HTTP/1.1 200 OK\r\n\r\n");
    while (send("x")) std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }};
  Fetcher fetcher{local()};
  auto const begin = std::chrono::steady_clock::now();
  auto const stop = [&] { return std::chrono::steady_clock::now() - begin > std::chrono::milliseconds{300}; };
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/"), "", ""}, stop)), "cancelled");
}

TEST(Fetch, only_pages_of_the_web_have_addresses) {
  Fetcher fetcher{local()};
  for (auto const* const wrong : {"", "file:///etc/passwd", "ftp://1.1.1.1/", "gopher://1.1.1.1/", "//x", "http://",
                                  "http://user:secret@1.1.1.1/", "javascript:alert(1)", "news"}) {
    EXPECT_EQ(code_of(fetcher.fetch({wrong, "", ""})), "bad_url") << wrong;
  }
  // However long.
  auto const told = fetcher.fetch({fmt::format("http://user:secret{}@1.1.1.1/", std::string(300, 'x')), "", ""});
  EXPECT_EQ(code_of(told), "bad_url");
  EXPECT_THAT(told.error().message, Not(HasSubstr("secret")));
}

TEST(PageAddress, it_is_taken_apart) {
  auto const whole = parse_page_address("HTTPS://me:secret@Example.ORG:8443/a b?c=d#e");
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->origin, "https://example.org:8443");
  EXPECT_EQ(whole->host, "example.org");
  EXPECT_EQ(whole->port, 8443);
  EXPECT_EQ(whole->path, "/a%20b?c=d");
  EXPECT_TRUE(whole->with_user);
  EXPECT_EQ(parse_page_address("http://例子.cn")->port, 80);
  EXPECT_FALSE(parse_page_address("http://例子.cn/@me")->with_user);
  for (auto const* const wrong : {"", "news", "//x", "http:/x", "http://", "http:///news", "http://:80/",
                                  "http://x:99999/", "http://a\"b/", "ftp://x/"}) {
    EXPECT_FALSE(parse_page_address(wrong)) << wrong;
  }
}

TEST(Fetch, an_answer_that_is_no_page_is_an_error) {
  LocalServer server{[](std::string const& request, auto const& send) {
    send(asks(request, "/robots.txt") ? kNoRobots : page("gone", "", "410 Gone"));
  }};
  Fetcher fetcher{local()};
  EXPECT_EQ(code_of(fetcher.fetch({server.url("/"), "", ""})), "http_status");
}

TEST(Fetch, what_passes_is_no_fault_of_the_address) {
  LocalServer server{[](std::string const& request, auto const& send) {
    auto const at = request.find('/') + 1;
    send(asks(request, "/robots.txt") ? kNoRobots : page("", "", request.substr(at, 3) + " Status"));
  }};
  Fetcher fetcher{local()};
  auto const kind_of = [&](int status) {
    auto const answer = fetcher.fetch({server.url(fmt::format("/{}", status)), "", ""});
    EXPECT_EQ(code_of(answer), "http_status") << status;
    return answer.error().kind;
  };
  for (auto const status : {400, 403, 404, 410, 451}) EXPECT_EQ(kind_of(status), ErrorKind::kInvalidInput) << status;
  for (auto const status : {408, 425, 429, 500, 503}) EXPECT_EQ(kind_of(status), ErrorKind::kUnavailable) << status;
}

}  // namespace
}  // namespace lianzhao::net
