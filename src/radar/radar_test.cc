#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "radar/article.h"
#include "radar/decode.h"
#include "radar/events.h"
#include "radar/feed.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

std::vector<ProjectEvent> events_in(std::string text, std::string published = "2023-04-18") {
  Article article;
  article.found = true;
  article.text = std::move(text);
  article.published = std::move(published);
  return find_events(article, nullptr);
}

}  // namespace

TEST(article, text_stands_without_menus_links_and_comments) {
  auto const article = extract_article(
      "<html><head><title>City opens bridge - Daily</title></head><body><ul "
      "class='menu'><li><a href=/>Home</a></ul>"
      "<div class='content'><h1>City opens bridge</h1><p>The city opened its "
      "new bridge on Monday, after four years of "
      "work and many delays.</p><p>About 20,000 people crossed it on the first "
      "day, the mayor said in a statement.</p>"
      "</div><div class='comments'><p>What a lovely bridge, I have waited for "
      "it for years, and now it is "
      "here.</p></div>"
      "</body></html>");
  EXPECT_TRUE(article.found);
  EXPECT_EQ(article.title, "City opens bridge");
  EXPECT_EQ(article.paragraphs.size(), 2U);
}

TEST(article, a_single_sentence_is_an_article_where_the_page_says_nothing_else) {
  constexpr auto kSentence = "总投资10亿元的甲禾新材料项目在四平签约。";
  for (auto const& page :
       {std::string{kSentence}, fmt::format("<p>{}</p>", kSentence),
        fmt::format("<html><head><title>签约</title></head><body><p>{}</p></body></html>", kSentence),
        fmt::format("<html><body><div><a href=1>首页</a><a href=2>新闻</a></div><h1>甲禾项目签约</h1>"
                    "<div>2023-05-06 来源：四平日报</div><div>{}</div><div><a "
                    "href=x>相关新闻标题一二三</a></div></body></html>",
                    kSentence),
        fmt::format("甲禾项目签约\n2023-05-06\n来源：四平日报\n{}\n责任编辑：王一\n", kSentence)}) {
    auto const article = extract_article(page);
    EXPECT_TRUE(article.found) << page;
    EXPECT_EQ(article.text, kSentence) << page;
  }
  EXPECT_FALSE(extract_article("<html><body><ul><li><a href=1>首页</a><li><a href=2>新闻中心</a></ul>").found);
}

TEST(article, deep_nesting_is_survived_and_read) {
  std::string page;
  for (auto i = 0; i < 100'000; ++i) page += "<div>";
  page +=
      "<p>深处的文字也要读到,因为它是这个网页上唯一的一段正文,写得也足够长,"
      "所以算是一篇文章,不会被丢掉。</p>";
  EXPECT_TRUE(extract_article(page).found);
}

TEST(decode, gb18030_and_big5_are_told_apart_whatever_is_declared) {
  EXPECT_EQ(decode_page("\xD6\xD0\xB9\xFA\xB5\xC4\xB9\xA4\xD2\xB5"), "中国的工业");
  EXPECT_EQ(decode_page("<meta charset=utf-8>\xD6\xD0\xB9\xFA\xB5\xC4\xB9\xA4\xD2\xB5"),
            "<meta charset=utf-8>中国的工业");
  EXPECT_EQ(decode_page("\xA4\xA4\xB0\xEA\xAA\xBA\xB0\xEA\xAE\x61"), "中國的國家");
}

TEST(events, project_has_amount_stage_and_the_words_that_prove_them) {
  std::string const text = "日前,总投资12.5亿元的松河生物疫苗产业园项目正式开工建设。";
  auto const events = events_in(text);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].project, "松河生物疫苗产业园项目");
  EXPECT_EQ(events[0].stage, NewsStage::kConstruction);
  ASSERT_TRUE(events[0].amount);
  EXPECT_EQ(events[0].amount->value, 125'000'000'000);
  EXPECT_EQ(events[0].amount->kind, AmountKind::kTotalInvestment);
  for (auto const& words : events[0].evidence) {
    EXPECT_EQ(words.text, text::code_point_slice(text, static_cast<std::uint32_t>(words.begin),
                                                 static_cast<std::uint32_t>(words.end)));
  }
}

TEST(events, names_of_stages_amounts_and_roles_read_back) {
  for (auto const* const name : {"", "negotiation", "signed", "at_capacity", "ended"})
    EXPECT_EQ(news_stage_name(news_stage_from(name)), name);
  EXPECT_EQ(news_stage_from("nonsense"), NewsStage::kUnknown);
  for (auto const* const name : {"total_investment", "annual_tax", "other"})
    EXPECT_EQ(amount_kind_name(amount_kind_from(name)), name);
  for (auto const* const name : {"investor", "zone", "other"})
    EXPECT_EQ(enterprise_role_name(enterprise_role_from(name)), name);
}

TEST(events, group_counts_and_parts_are_no_projects) {
  auto const events = events_in("一季度,园区共签约和洽谈项目21个,其中,装备类项目9个、化工类项目12个。");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(events[0].group);
  EXPECT_EQ(events[0].count, 21);
  EXPECT_EQ(events[0].stage, NewsStage::kNegotiationOrSigned);
  ASSERT_EQ(events[0].parts.size(), 2U);
  EXPECT_EQ(events[0].parts[0].sector, "装备类");
}

TEST(events, what_is_planned_is_no_stage) {
  auto const events = events_in("总投资3亿元的云麓新材料项目计划于明年开工。");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].stage, NewsStage::kUnknown);
}

TEST(events, output_and_tax_are_never_taken_for_the_investment) {
  auto const events = events_in(
      "青禾电池材料项目总投资20亿元,占地300亩,"
      "达产后年产值35亿元、年税收2亿元。该项目已竣工投产。");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].amount->value, 200'000'000'000);
  EXPECT_EQ(events[0].land_m2, 200'000);
  EXPECT_EQ(events[0].stage, NewsStage::kInProduction);
}

TEST(events, the_article_of_the_product_gives_its_projects_and_nothing_else) {
  auto const path = std::filesystem::path{LIANZHAO_SOURCE_DIR} / "../shared/data/news/jilin-biomedicine-2023-04-18.txt";
  std::ifstream file{path};
  if (!file) GTEST_SKIP() << "the article is not here";
  std::string const bytes{std::istreambuf_iterator<char>{file}, {}};
  auto const article = extract_article(decode_page(bytes));
  EXPECT_EQ(article.published, "2023-04-18T09:00:03");
  auto const events = find_events(article, nullptr);
  EXPECT_EQ(events.size(), 13U);
  auto const stage_of = [&](std::string const& name) {
    for (auto const& event : events) {
      if (event.project.find(name) != std::string::npos) return event.stage;
    }
    return NewsStage::kEnded;
  };
  EXPECT_EQ(stage_of("精细化工产业园"), NewsStage::kConstruction);
  EXPECT_EQ(stage_of("创新产业园"), NewsStage::kConstruction);
  EXPECT_EQ(stage_of("安沃高新基因工程抗体类药物"), NewsStage::kInProduction);
  EXPECT_EQ(stage_of("人参精加工"), NewsStage::kSigned);
}

TEST(feed, entries_mails_and_archives_are_pages) {
  auto const count = [](std::string_view bytes) {
    std::vector<FoundPage> pages;
    for_each_page(bytes, [&](FoundPage const& page) { pages.push_back(page); });
    return pages;
  };
  auto const feed = count(
      "<?xml version='1.0'?><rss><channel><item><title>甲</title><pubDate>Tue, "
      "18 Apr 2023 09:00:00 "
      "+0800</pubDate><description><![CDATA[<p>正文</p>]]></description></"
      "item><item><title>乙</title></item></"
      "channel></rss>");
  ASSERT_EQ(feed.size(), 2U);
  EXPECT_EQ(feed[0].title, "甲");
  EXPECT_EQ(feed[0].published.substr(0, 10), "2023-04-18");
  auto const mail = count(
      "From: a@b\nSubject: =?utf-8?B?6aG555uu?=\nMIME-Version: "
      "1.0\nContent-Type: text/html; charset=utf-8\n"
      "Content-Transfer-Encoding: quoted-printable\n\n<p>a=3Db</p>\n");
  ASSERT_EQ(mail.size(), 1U);
  EXPECT_EQ(mail[0].title, "项目");
  EXPECT_NE(mail[0].bytes.find("a=b"), std::string::npos);
  auto const archive = count(
      "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: "
      "55\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: "
      "text/html\r\n\r\n<p>hello</p>");
  ASSERT_EQ(archive.size(), 1U);
}

}  // namespace lianzhao::radar
