#include "radar/page_kinds.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "radar/article.h"
#include "radar/decode.h"
#include "radar/readable.h"

namespace lianzhao::radar {

namespace {

constexpr auto kProse =
    "<p>近日，记者从市发展改革委获悉，全市重点产业链建设取得积极进展，一批企业加快布局，上下游协同不断加强。</p>"
    "<p>市商务局负责人表示，下一步将围绕主导产业开展精准招商，完善配套服务，提升园区承载能力，扩大开放合作。</p>";

Article page(std::string const& body) {
  return extract_article(fmt::format(
      "<html><head><title>产业链建设取得进展</title></head><body><h1>产业链建设取得进展</h1>{}</body></html>", body));
}

}  // namespace

TEST(page_kinds, lists_of_other_pages_with_their_first_lines_are_no_article) {
  std::string linked;
  std::string more;
  for (auto i = 1; i < 15; ++i) {
    auto const teaser =
        fmt::format("日前,总投资{}亿元的某{}玻璃项目在东岭县开工建设,由安徽某某公司投资建设,占地100亩...", i, i);
    linked += fmt::format("<div><h3><a href=/n{}.html>东岭县某{}玻璃项目开工</a></h3><p>{}</p></div>", i, i, teaser);
    more += fmt::format("<div><h3>东岭县某{}玻璃项目开工</h3><p>{}<a href=/n{}>阅读全文</a></p></div>", i, teaser, i);
  }
  for (auto const& list : {linked, more}) {
    auto const article = page(list);
    EXPECT_FALSE(article.found) << article.text;
    EXPECT_EQ(article.reason, NoArticle::kIndex);
  }
  EXPECT_TRUE(page(kProse + std::string{"<p><a href=/a>东岭县某玻璃项目开工</a></p>"} + kProse).found);
}

TEST(page_kinds, a_page_that_is_not_there_is_no_article) {
  auto const missing = extract_article(
      "<html><head><title>404</title></head><body><h1>页面不存在</h1><p>您访问的页面已删除或不存在,5秒后自动返回首页。"
      "</p></body></html>");
  EXPECT_FALSE(missing.found);
  EXPECT_EQ(missing.reason, NoArticle::kMissing);
  EXPECT_TRUE(page(kProse).found);
}

TEST(page_kinds, what_readers_write_and_what_none_sees_is_not_the_article) {
  std::string comments;
  for (auto i = 1; i < 30; ++i)
    comments += fmt::format("<p>我觉得总投资{}亿元的评论{}项目开工了真好,希望多招商。</p>", i, i);
  for (auto const* name : {"cmt", "x"}) {
    auto const text = page(kProse + fmt::format("<div class={}><h3>网友评论(29)</h3>{}</div>", name, comments)).text;
    EXPECT_EQ(text.find("评论1项目"), std::string::npos) << name;
    EXPECT_NE(text.find("精准招商"), std::string::npos) << name;
  }
  for (auto const* how : {"hidden", "aria-hidden=\"true\"", "style='visibility: hidden'", "style='display:none'"}) {
    auto const text = page(kProse + fmt::format("<p {}>总投资98亿元的诱饵项目在东岭县开工建设。</p>", how)).text;
    EXPECT_EQ(text.find("诱饵"), std::string::npos) << how;
  }
  EXPECT_TRUE(page(fmt::format("<div id=js_content style='visibility: hidden; opacity: 0;'>{}</div>", kProse)).found)
      << "shown by script";
}

TEST(page_kinds, captions_stand_beside_the_text) {
  auto const article = page(kProse + std::string{"<figure><img src=a><figcaption>图为甲车间。</figcaption></figure>"});
  ASSERT_EQ(article.captions.size(), 1U);
  EXPECT_EQ(article.captions[0], "图为甲车间。");
  EXPECT_EQ(article.text.find("甲车间"), std::string::npos);
}

TEST(readable, bytes_that_are_no_text_are_no_article) {
  std::string random;
  std::uint32_t state = 7;
  for (auto i = 0; i < 100'000; ++i) {
    state = state * 1664525U + 1013904223U;
    random.push_back(static_cast<char>(state >> 24U));
  }
  for (auto const& bytes : {random, std::string(10'000, '\0')}) {
    auto const article = extract_article(decode_page(bytes));
    EXPECT_FALSE(article.found);
    EXPECT_EQ(article.reason, NoArticle::kNotText);
  }
  EXPECT_EQ(kind_of_file("%PDF-1.7\n"), "a PDF");
  EXPECT_EQ(kind_of_file("PK\x03\x04rest"), "a Word, Excel or ZIP file");
  EXPECT_EQ(kind_of_file("\x89PNG\r\n"), "a picture");
  EXPECT_EQ(kind_of_file("<html>"), "");
}

TEST(decode, wide_characters_are_told_without_a_mark) {
  std::u16string const text = u"<html><body><p>总投资5亿元的甲禾玻璃项目在东岭县开工建设。</p></body></html>";
  std::string expected = "<html><body><p>总投资5亿元的甲禾玻璃项目在东岭县开工建设。</p></body></html>";
  std::string little;
  std::string big;
  std::string little32;
  for (auto const c : text) {
    auto const low = static_cast<char>(c & 0xFFU);
    auto const high = static_cast<char>(static_cast<unsigned>(c) >> 8U);
    little += {low, high};
    big += {high, low};
    little32 += {low, high, '\0', '\0'};
  }
  EXPECT_EQ(decode_page(little), expected);
  EXPECT_EQ(decode_page(big), expected);
  EXPECT_EQ(decode_page(little32), expected);
  EXPECT_EQ(decode_page(std::string{"\xFF\xFE\0\0", 4} + little32), expected);
}

}  // namespace lianzhao::radar
