// Pages made to hurt: each is read within its limits, and what it does say is still found.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "radar/article.h"
#include "radar/decode.h"
#include "radar/events.h"
#include "radar/feed.h"
#include "testkit/packed.h"

namespace lianzhao::radar {

namespace {

constexpr auto kNotice = "<p>总投资10亿元的甲禾新材料项目在四平签约。</p>";

std::string repeated(std::string const& piece, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + piece.size());
  while (out.size() < bytes) out += piece;
  return out;
}

std::size_t events_of(std::string const& page) {
  return find_events(extract_article(decode_page(page)), nullptr).size();
}

}  // namespace

TEST(hostile, a_page_beyond_the_limits_is_cut_and_says_so) {
  auto const page = "<html><body>" + repeated(kNotice, 17U << 20U);
  auto const article = extract_article(decode_page(page));
  EXPECT_TRUE(article.truncated);
  EXPECT_TRUE(article.found);
  EXPECT_LE(article.text.size(), 16U << 20U);
  EXPECT_LE(find_events(article, nullptr).size(), 5000U);
}

TEST(hostile, nesting_nul_bytes_and_broken_markup_lose_nothing_that_stands_beside_them) {
  EXPECT_EQ(events_of(repeated("<div>", 500'000) + kNotice), 1U);
  auto nul = std::string{kNotice};
  nul.insert(3, 3, '\0');
  EXPECT_EQ(events_of(nul), 1U);
  EXPECT_EQ(events_of(kNotice + repeated("<", 300'000)), 1U);
  EXPECT_EQ(events_of(std::string{kNotice} + "<a " + repeated("x=\"1\" ", 300'000)), 1U);
  EXPECT_EQ(events_of(kNotice + repeated("</p></td></tr>", 300'000)), 1U);
}

TEST(hostile, a_number_in_every_sentence_and_sentences_without_end_stay_linear) {
  std::string numbers;
  std::string endless;
  for (auto i = 1; i < 4000; ++i) {
    auto const n = std::to_string(i);
    numbers += "投资" + n + "亿元、" + n + "万元、" + n + "个项目，占地" + n + "亩。\n";
    endless += "总投资" + n + "亿元的第" + n + "项目、";
  }
  EXPECT_LE(events_of(numbers), 5000U);
  EXPECT_LE(events_of(endless + endless + endless), 5000U + 200U);
  EXPECT_LE(events_of(repeated("“", 200'000) + repeated("项目", 200'000)), 10U);
}

TEST(hostile, a_text_without_marks_is_read_to_the_limit_and_no_further) {
  auto const text = [](std::size_t size) { return "标题\n\n" + repeated("投资建设开工项目产业园亿元公司", size); };
  // Of 12 MB as much as of 2: events are looked for in the first 1.5 MB.
  EXPECT_EQ(events_of(text(12U << 20U)), events_of(text(2U << 20U)));
}

TEST(hostile, an_endless_feed_ends_at_its_limit) {
  auto const feed = "<rss><channel>" + repeated("<item><title>a</title></item>", 1U << 20U);
  std::size_t pages = 0;
  for_each_page(feed, [&](FoundPage const&) { ++pages; });
  EXPECT_GT(pages, 1000U);
  EXPECT_LE(pages, 20'000U);
}

TEST(hostile, a_bomb_in_an_archive_unpacks_to_its_limit_and_the_next_page_is_read) {
  auto const record = [](std::string const& head, std::string const& body) {
    auto const response = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + head + "\r\n" + body;
    return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/a\r\nContent-Length: " +
           std::to_string(response.size()) + "\r\n\r\n" + response + "\r\n\r\n";
  };
  auto const archive = record("Content-Encoding: gzip\r\n", testkit::packed(std::string(64U << 20U, 'a'))) +
                       record({}, std::string{kNotice});
  std::vector<std::size_t> sizes;
  std::size_t events = 0;
  for_each_page(archive, [&](FoundPage const& page) {
    sizes.push_back(page.bytes.size());
    if (sizes.size() == 2) events = events_of(page.bytes);
  });
  ASSERT_EQ(sizes.size(), 2U);
  EXPECT_LE(sizes[0], (32U << 20U) + 65536U);
  EXPECT_EQ(events, 1U);
}

}  // namespace lianzhao::radar
