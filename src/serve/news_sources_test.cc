// Where news comes from: folders, uploads, feeds and pages.
#include <thread>

#include "kernel/file.h"
#include "serve/news_api_test.h"
#include "testkit/packed.h"

namespace lianzhao::serve {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST_P(NewsApi, a_folder_is_looked_at_and_each_file_read_once) {
  std::filesystem::create_directories(folder_.path() / "news" / "scans");
  write_file_atomically(folder_.path() / "news" / "scans" / "1.txt", kSigned);
  must("officer", "POST", "/radar/feeds", R"({"zone_id":"east","kind":"folder","address":"../secret"})", 400);
  must("officer", "POST", "/radar/feeds", R"({"zone_id":"east","kind":"feed","address":"file:///etc/passwd"})", 400);
  must("viewer", "POST", "/radar/feeds", R"({"zone_id":"east","kind":"folder","address":"scans"})", 403);
  auto const feed = must("officer", "POST", "/radar/feeds",
                         R"({"zone_id":"east","kind":"folder","address":"scans","enabled":false})", 201);
  must("officer", "POST", "/radar/feeds", R"({"zone_id":"east","kind":"folder","address":"scans"})", 409);
  auto const id = feed.at("id").as_int64();
  must("neighbour", "POST", fmt::format("/radar/feeds/{}/round", id), "", 404);
  auto const round = [&] {
    return finished("officer", must("officer", "POST", fmt::format("/radar/feeds/{}/round", id), "", 202));
  };
  auto const first = round();
  EXPECT_EQ(first.at("state").as_string(), "done") << json::serialize(first);
  EXPECT_EQ(first.at("result").at("articles").to_number<int>(), 1);
  write_file_atomically(folder_.path() / "news" / "scans" / "2.txt", kStarted);
  EXPECT_EQ(round().at("result").at("articles").to_number<int>(), 1) << "the first is not read again";
  auto const sources = must("officer", "GET", "/radar/sources", "", 200);
  EXPECT_FALSE(sources.at("fetching").as_bool());
  EXPECT_EQ(sources.at("feeds").at(0).at("articles").as_int64(), 2);
  EXPECT_EQ(must("officer", "GET", "/radar/events", "", 200).at("total").as_int64(), 2);
  must("officer", "PATCH", fmt::format("/radar/feeds/{}", id), R"({"version":9,"name":"扫描件"})", 409);
  must("officer", "PATCH", fmt::format("/radar/feeds/{}", id), R"({"version":1,"name":"扫描件"})", 200);
  must("officer", "DELETE", fmt::format("/radar/feeds/{}", id), "", 204);
  EXPECT_EQ(must("officer", "GET", "/radar/events", "", 200).at("total").as_int64(), 2) << "what it brought stays";
}

TEST_P(NewsApi, what_is_uploaded_packed_is_read_and_what_is_no_text_refused) {
  enter("officer");
  auto const upload = [&](std::string const& name, std::string const& bytes) {
    return call("officer", "POST", "/api/v1/radar/files?zone_id=east&name=" + name, bytes);
  };
  auto const packed = upload("a.txt.gz", testkit::packed(kSigned));
  EXPECT_EQ(packed.status, 201) << packed.body;
  EXPECT_THAT(packed.body, HasSubstr(R"("events":1)"));
  auto const bytes = upload("a.docx", std::string{"PK\x03\x04"} + std::string(2000, '\x01'));
  EXPECT_EQ(bytes.status, 400);
  EXPECT_THAT(bytes.body, HasSubstr("not_text"));
}

TEST_P(NewsApi, the_pages_of_one_article_in_a_folder_are_one_article) {
  auto const place = folder_.path() / "news" / "parts";
  std::filesystem::create_directories(place);
  auto const part = [](int page, std::string const& text) {
    return fmt::format(
        "<html><head><meta "
        "charset=utf-8><title>云杉项目开工</title></head><body><h1>云杉项目开工</h1><div>2024-05-10</div>"
        "<p>{}</p><p>当地有关部门表示，将为项目提供全程服务，帮助企业办理各项手续，推动项目早日投产见效。第{}页。</p>"
        "<a href='t_{}.html'>下一页</a></body></html>",
        text, page, page + 1);
  };
  write_file_atomically(place / "t_2.html", part(2, "该项目总投资12亿元，占地200亩，达产后年产值可达二十亿元。"));
  write_file_atomically(place / "t_1.html",
                        part(1, "5月9日，云杉新材料项目在长春市朝阳区开工建设，施工单位已经进场。"));
  write_file_atomically(place / "t_3.png", "\x89PNG\r\n");
  auto const feed = must("officer", "POST", "/radar/feeds",
                         R"({"zone_id":"east","kind":"folder","address":"parts","enabled":false})", 201);
  auto const begun = fmt::format("/radar/feeds/{}/round", feed.at("id").as_int64());
  auto const done = finished("officer", must("officer", "POST", begun, "", 202));
  EXPECT_EQ(done.at("result").at("articles").to_number<int>(), 1) << json::serialize(done);
  EXPECT_EQ(done.at("result").at("failed").to_number<int>(), 1) << "the picture is told of";
  auto const events = must("officer", "GET", "/radar/events", "", 200);
  ASSERT_EQ(events.at("total").as_int64(), 1);
  EXPECT_EQ(events.at("items").at(0).at("amount_fen").as_int64(), 120'000'000'000);
}

/// The server fetches from itself: its pages are the site.
TEST(NewsRounds, a_feed_is_read_entry_by_entry_as_robots_txt_allows) {
  testkit::TemporaryFolder folder;
  auto const site = folder.path() / "site";
  std::filesystem::create_directories(site);
  write_file_atomically(site / "index.html", "<p>index</p>");
  write_file_atomically(site / "robots.txt", "User-agent: *\nDisallow: /3.html\n");
  write_file_atomically(site / "1.html", fmt::format("<meta charset=utf-8><pre>{}</pre>", kSigned));
  // What a page leaves out, its feed may say.
  std::string unsigned_text = kStarted;
  std::string const source = " 来源：省报";
  unsigned_text.erase(unsigned_text.find(source), source.size());
  write_file_atomically(site / "2.html", fmt::format("<meta charset=utf-8><pre>{}</pre>", unsigned_text));
  ServerOptions options;
  options.folder.path = folder.path() / "data";
  options.port = 0;
  options.open = true;
  options.web_folder = site;
  options.news.fetch = true;
  options.news.allowed_networks = {"127.0.0.1"};
  options.news.pause = std::chrono::milliseconds{0};
  options.news.look_every = std::chrono::milliseconds{20};
  Server server{options, {}};
  std::string items;
  for (int i = 1; i <= 3; ++i) {
    // One address is whole, the others are written from where the feed lies.
    auto const site_address = i == 1 ? fmt::format("http://127.0.0.1:{}", server.port()) : std::string{};
    items += fmt::format(
        "<entry><title>t</title><author><name>王小明</name></author><source>晚报</source>"
        "<link href=\"{}/{}.html\"/></entry>",
        site_address, i);
  }
  auto const feed = fmt::format("<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">{}</feed>", items);
  write_file_atomically(site / "rss.txt", feed);
  auto const ask = [&](std::string const& method, std::string const& url, std::string const& body) {
    return json::parse(fetch(server.port(), method, "/api/v1/radar" + url, "", body).body);
  };
  auto const body = json::object{
      {"zone_id", ""}, {"kind", "feed"}, {"address", fmt::format("http://127.0.0.1:{}/rss.txt", server.port())}};
  ASSERT_EQ(ask("POST", "/feeds", json::serialize(body)).at("id").as_int64(), 1);
  // The source once it was looked at.
  auto const looked_at = [&](std::int64_t id) {
    json::object found;
    for (int i = 0; i < 1000 && (found.empty() || found.at("last_ms").is_null()); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
      auto const sources = ask("GET", "/sources", "");
      for (auto const& each : sources.at("feeds").as_array()) {
        if (each.at("id").as_int64() == id) found = each.as_object();
      }
    }
    return found;
  };
  auto const watched = looked_at(1);
  EXPECT_EQ(watched.at("articles").as_int64(), 2) << json::serialize(watched);
  EXPECT_THAT(std::string{watched.at("last_error").as_string()}, HasSubstr("robots.txt"));
  EXPECT_EQ(ask("GET", "/events", "").at("total").as_int64(), 2);
  auto const first = ask("GET", "/articles/1", "");
  EXPECT_EQ(first.at("author").as_string(), "王小明");
  EXPECT_EQ(first.at("source").as_string(), "东区日报") << "what the page says of itself goes before";
  EXPECT_EQ(ask("GET", "/articles/2", "").at("source").as_string(), "晚报");
  // A list of pages that are no articles must not look like nothing new.
  auto const empty = json::object{
      {"zone_id", ""}, {"kind", "page"}, {"address", fmt::format("http://127.0.0.1:{}/list.html", server.port())}};
  write_file_atomically(site / "list.html",
                        "<html><body><ul><li><a href=/1.html>首页</a><li><a href=/2.html>新闻</a></ul>");
  EXPECT_EQ(ask("POST", "/feeds", json::serialize(empty)).at("id").as_int64(), 2);
  EXPECT_THAT(std::string{looked_at(2).at("last_error").as_string()}, HasSubstr("no article"));
  auto const inside = ask("POST", "/articles", R"({"zone_id":"","url":"http://169.254.169.254/latest"})");
  EXPECT_EQ(inside.at("code").as_string(), "address_refused");
  EXPECT_THAT(json::serialize(ask("GET", "/events?sort=-created", "")), HasSubstr("人参精深加工项目"));
  // What the site says of an address is no breakdown of this server.
  auto const missing = fetch(server.port(), "POST", "/api/v1/radar/articles", "",
                             fmt::format(R"({{"zone_id":"","url":"http://127.0.0.1:{}/api/v1/none"}})", server.port()));
  EXPECT_EQ(missing.status, 400);
  EXPECT_THAT(missing.body, HasSubstr("http_status"));
}

}  // namespace
}  // namespace lianzhao::serve
