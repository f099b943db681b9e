#include "radar/page_runs.h"

#include <gtest/gtest.h>

#include "radar/events.h"
#include "radar/feed.h"

namespace lianzhao::radar {

TEST(page_runs, a_page_names_the_one_that_goes_on_from_it) {
  EXPECT_EQ(next_page("<html><head><link rel=next href='a_2.html'></head><body><p>文</p></body></html>"), "a_2.html");
  EXPECT_EQ(next_page("<body><p>文</p><a href='/n/a_2.html?x=1&amp;y=2'> 下一页 &gt;</a></body>"),
            "/n/a_2.html?x=1&y=2");
  EXPECT_EQ(next_page("<body><a href='#'>下一页</a><a href='b.html'>下一篇</a></body>"), "");
}

TEST(page_runs, parts_are_told_by_links_and_by_numbers) {
  PagePlace const first{"news/t20230418_7.html", "云杉项目开工", "t20230418_7_1.html"};
  EXPECT_TRUE(goes_on(first, {"saved/t20230418_7_1.html", "别的题目", ""}));
  EXPECT_FALSE(goes_on(first, {"saved/other.html", "云杉项目开工", ""}));
  EXPECT_TRUE(goes_on({"a.html", "云杉项目开工", ""}, {"a_2.html", "云杉项目开工(2)", ""}));
  EXPECT_TRUE(goes_on({"list?page=2", "云杉项目开工", ""}, {"list?page=3", "云杉项目开工", ""}));
  EXPECT_FALSE(goes_on({"a.html", "云杉项目开工", ""}, {"a_3.html", "云杉项目开工", ""}));
}

TEST(page_runs, articles_that_are_counted_up_stay_apart) {
  EXPECT_FALSE(goes_on({"content_958.html", "云杉项目开工", ""}, {"content_959.html", "云杉项目开工", ""}));
  EXPECT_FALSE(goes_on({"c_1.html", "云杉项目开工", ""}, {"c_2.html", "松川项目签约", ""}));
  EXPECT_FALSE(goes_on({"a.html", "", ""}, {"a_2.html", "", ""}));
}

TEST(page_runs, the_pages_of_an_article_are_joined_whatever_files_they_come_from) {
  auto const part = [](std::string const& file, std::string const& title, std::string const& line) {
    PageJoiner::Page page{file, "", {}};
    page.article.found = true;
    page.article.title = title;
    page.article.text = line;
    page.article.paragraphs = {line};
    return page;
  };
  PageJoiner joiner;
  EXPECT_FALSE(joiner.add(part("t_1.html", "云杉项目开工", "一"), "<a href='t_2.html'>下一页</a>"));
  EXPECT_FALSE(joiner.add(part("t_2.html", "云杉项目开工", "二"), ""));
  auto const first = joiner.add(part("u.html", "松川项目签约", "三"), "");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->article.text, "一\n二");
  auto const last = joiner.close();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->file, "u.html");
  EXPECT_FALSE(joiner.close());
  EXPECT_TRUE(named_as_part("t.html", "t_1.html"));
  EXPECT_TRUE(named_as_part("t_1.html", "t_2.html"));
  EXPECT_TRUE(named_as_part("t2024_7.html", "t2024_7_1.html"));
  EXPECT_FALSE(named_as_part("t_1.html", "t_3.html"));
  EXPECT_FALSE(named_as_part("a.html", "b_2.html"));
}

TEST(page_runs, a_project_and_its_money_on_two_pages_are_one_event) {
  Article article;
  article.found = true;
  article.title = "云杉项目开工";
  article.published = "2023-04-18";
  article.paragraphs = {"云杉新材料项目开工", "云杉新材料项目在东岭县开工。"};
  article.text = "云杉新材料项目开工\n云杉新材料项目在东岭县开工。";
  Article part;
  part.found = true;
  part.paragraphs = {"云杉新材料项目开工", "该项目总投资12亿元,占地200亩。"};
  part.captions = {"开工现场"};
  append(article, part);
  EXPECT_EQ(article.paragraphs.size(), 3U);
  EXPECT_EQ(article.captions.size(), 1U);
  auto const events = find_events(article, nullptr);
  ASSERT_EQ(events.size(), 1U);
  ASSERT_TRUE(events[0].amount);
  EXPECT_EQ(events[0].amount->value, 120'000'000'000);
  EXPECT_EQ(events[0].stage, NewsStage::kConstruction);
}

// Written by hand after RFC 2557: the HTML part in quoted-printable with a charset of its own, a picture beside it.
TEST(feed, a_web_archive_gives_its_page_and_not_its_pictures) {
  std::string const archive =
      "From: <Saved by a browser>\r\nSubject: =?utf-8?B?5LqR5p2J6aG555uu?=\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----=_Part_7\"\r\n\r\n"
      "preamble\r\n------=_Part_7\r\nContent-Type: text/html; charset=\"utf-8\"\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://news.example/a.html\r\n\r\n"
      "<html><body><p>=E4=BA=91=E6=9D=89=E9=A1=B9=E7=9B=AE=E5=BC=80=\r\n=E5=B7=A5</p></body></html>\r\n"
      "------=_Part_7\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
      "Content-Location: https://news.example/p.png\r\n\r\niVBORw0KGgo=\r\n------=_Part_7--\r\n";
  std::vector<FoundPage> pages;
  for_each_page(archive, [&](FoundPage const& page) { pages.push_back(page); });
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_NE(pages[0].bytes.find("云杉项目开工"), std::string::npos);
  EXPECT_EQ(pages[0].title, "云杉项目");
  EXPECT_EQ(pages[0].charset, "utf-8");
}

}  // namespace lianzhao::radar
