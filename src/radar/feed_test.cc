#include "radar/feed.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testkit/packed.h"

namespace lianzhao::radar {

namespace {

using testkit::packed;
using testkit::Wrapping;

struct Taken {
  std::vector<FoundPage> pages;
  std::vector<std::string> troubles;
};

Taken take(std::string_view bytes) {
  Taken out;
  for_each_page(
      bytes, [&](FoundPage const& page) { out.pages.push_back(page); },
      [&](Error const& trouble) { out.troubles.push_back(trouble.code); });
  return out;
}

std::string record(std::string const& block, std::string const& kind = "response",
                   std::string const& type = "application/http", std::string length = "") {
  if (length.empty()) length = std::to_string(block.size());
  return "WARC/1.0\r\nWARC-Type: " + kind + "\r\nWARC-Target-URI: http://example.org/a\r\nContent-Type: " + type +
         "\r\nContent-Length: " + length + "\r\n\r\n" + block + "\r\n\r\n";
}

std::string response(std::string const& body, std::string const& head = "", std::string const& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\n" + head + "\r\n" + body;
}

}  // namespace

TEST(feed, atom_entries_give_their_address_title_and_author) {
  auto const atom = take(
      R"(<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry>)"
      R"(<title type="html">园区&amp;#21448;一&lt;b&gt;项目&lt;/b&gt;开工</title><link rel="self" href="/self"/>)"
      R"(<link rel="alternate" href="/alt?a=1&amp;b=2"/><updated>2024-05-12T01:00:00Z</updated>)"
      R"(<published>2024-05-10T23:30:00Z</published><author><name>李四</name></author><summary>文</summary></entry></feed>)");
  ASSERT_EQ(atom.pages.size(), 1U);
  EXPECT_EQ(atom.pages[0].title, "园区又一项目开工");
  EXPECT_EQ(atom.pages[0].url, "/alt?a=1&b=2");
  EXPECT_EQ(atom.pages[0].published, "2024-05-10T23:30:00Z");
  EXPECT_EQ(atom.pages[0].author, "李四");
  auto const prefixed = take(
      R"(<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>甲</a:title><a:link href="http://e.org/1"/>)"
      R"(<a:summary>文字</a:summary></a:entry><a:entry><a:title>乙</a:title></a:entry></a:feed>)");
  ASSERT_EQ(prefixed.pages.size(), 2U);
  EXPECT_EQ(prefixed.pages[0].url, "http://e.org/1");
  EXPECT_NE(prefixed.pages[0].bytes.find("文字"), std::string::npos);
  auto const rss = take(
      "<rss><channel><item><title>甲<link>http://e.org/1</link><dc:creator>王五</dc:creator><description>a</"
      "description>"
      "<item><title>乙</title><guid>http://e.org/2</guid>");
  ASSERT_EQ(rss.pages.size(), 2U) << "neither item is closed";
  EXPECT_EQ(rss.pages[0].url, "http://e.org/1");
  EXPECT_EQ(rss.pages[0].author, "王五");
  EXPECT_EQ(rss.pages[1].url, "http://e.org/2");
}

TEST(feed, gzip_is_unpacked_and_what_is_broken_between_is_told) {
  auto const one = packed("<p>甲</p>");
  auto const whole = take(one);
  ASSERT_EQ(whole.pages.size(), 1U);
  EXPECT_EQ(whole.pages[0].bytes, "<p>甲</p>");
  EXPECT_TRUE(whole.troubles.empty());
  auto const archive =
      take(packed(record(response("<p>a</p>"))) + "garbagegarbage" + packed(record(response("<p>b</p>"))));
  EXPECT_EQ(archive.pages.size(), 2U);
  ASSERT_EQ(archive.troubles.size(), 1U);
  EXPECT_EQ(archive.troubles[0], "damaged_gzip");
  auto const bomb = take(packed(std::string(100U << 20U, 'a')));
  ASSERT_EQ(bomb.pages.size(), 1U);
  EXPECT_LE(bomb.pages[0].bytes.size(), 64U << 20U);
  EXPECT_EQ(bomb.troubles, std::vector<std::string>{"file_too_large"});
}

TEST(feed, every_kind_of_record_with_a_page_is_read_and_the_rest_is_told) {
  auto const good = record(response("<p>good</p>"));
  EXPECT_EQ(take(record("<p>a</p>", "resource", "text/html") + good).pages.size(), 2U);
  EXPECT_EQ(take(record("text", "conversion", "text/plain") + good).pages.size(), 2U);
  EXPECT_EQ(take(record(response("gone", "", "404 Not Found")) + good).pages.size(), 1U);
  // HTTP's deflate is zlib's, but many servers send it bare.
  for (auto const wrapping : {Wrapping::kZlib, Wrapping::kNone, Wrapping::kGzip}) {
    auto const* const encoding =
        wrapping == Wrapping::kGzip ? "Content-Encoding: gzip\r\n" : "Content-Encoding: deflate\r\n";
    auto const archive = take(record(response(packed("<p>packed</p>", wrapping), encoding)) + good);
    ASSERT_EQ(archive.pages.size(), 2U) << encoding;
    EXPECT_EQ(archive.pages[0].bytes, "<p>packed</p>") << encoding;
  }
  auto const brotli = take(record(response("\x0b\x02\x80", "Content-Encoding: br\r\n")) + good);
  EXPECT_EQ(brotli.pages.size(), 1U);
  EXPECT_EQ(brotli.troubles, std::vector<std::string>{"packing_unknown"});
  EXPECT_EQ(take(record(response("zz\r\n<p>a</p>", "Transfer-Encoding: chunked\r\n")) + good).pages.size(), 2U);
}

TEST(feed, a_wrong_length_costs_no_other_record) {
  for (auto const* length : {"99999", "-5", "3", "99999999999999999999999", "x"}) {
    auto const archive =
        take(record(response("<p>a</p>"), "response", "application/http", length) + record(response("<p>b</p>")));
    ASSERT_EQ(archive.pages.size(), 2U) << length;
    EXPECT_NE(archive.pages[0].bytes.find("<p>a</p>"), std::string::npos) << length;
    EXPECT_EQ(archive.troubles, std::vector<std::string>{"bad_record_length"}) << length;
  }
}

TEST(feed, mails_bring_their_attachments_and_the_mails_inside_them) {
  std::string const head = "From: a@b\r\nSubject: s\r\nMIME-Version: 1.0\r\n";
  auto const attached = take(head +
                             "Content-Type: multipart/mixed; boundary=O\r\n\r\n--O\r\nContent-Type: text/plain\r\n\r\n"
                             "see there\r\n--O\r\nContent-Type: text/html\r\nContent-Disposition: attachment; "
                             "filename=\"x.html\"\r\n\r\n<p>attached</p>\r\n--O\r\nContent-Type: application/pdf\r\n"
                             "Content-Disposition: attachment; filename=\"x.pdf\"\r\n\r\n%PDF\r\n--O--\r\n");
  ASSERT_EQ(attached.pages.size(), 2U);
  EXPECT_NE(attached.pages[1].bytes.find("attached"), std::string::npos);
  EXPECT_EQ(attached.troubles, std::vector<std::string>{"attachment_unread"});
  auto const inner =
      "From: c@d\r\nSubject: inner\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nforwarded\r\n";
  auto const forwarded =
      take(head + "Content-Type: multipart/mixed; boundary=O\r\n\r\n--O\r\nContent-Type: message/rfc822\r\n\r\n" +
           inner + "\r\n--O--\r\n");
  ASSERT_EQ(forwarded.pages.size(), 1U);
  EXPECT_EQ(forwarded.pages[0].title, "inner");
  auto const box = take(std::string{"From a@b Fri May 10 09:00:00 2024\r\n"} + inner +
                        "\r\nFrom a@b Fri May 10 09:00:00 2024\r\n" + inner);
  EXPECT_EQ(box.pages.size(), 2U);
  auto const bare = take(head +
                         "Content-Type: multipart/related; type=\"text/html\"\r\n\r\n--X\r\nContent-Type: text/html\r\n"
                         "\r\n<p>a</p>\r\n--X--\r\n");
  ASSERT_EQ(bare.pages.size(), 1U) << "the boundary is named nowhere";
  EXPECT_EQ(take(head + "Content-Type: image/png\r\n\r\nx").troubles, std::vector<std::string>{"mail_unread"});
}

}  // namespace lianzhao::radar
