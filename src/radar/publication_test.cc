#include "radar/publication.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "radar/article.h"

namespace lianzhao::radar {

namespace {

constexpr auto kText =
    "<p>日前，总投资5亿元的甲禾玻璃项目在东岭县开工建设，当地各部门将做好服务保障工作，让企业安心建设，让群众放心。</p>"
    "<p>项目投产后将填补当地空白，带动上下游企业集聚发展，预计可以新增就业岗位三百多个。</p>";

Article page(std::string const& above, std::string const& below, std::string const& head = "") {
  return extract_article(fmt::format(
      "<html><head><title>东岭县又一项目开工</title>{}</head><body>{}<h1>东岭县又一项目开工</h1><div>{}</div>{}"
      "</body></html>",
      head, above, below, kText));
}

}  // namespace

TEST(publication, the_day_a_page_is_read_on_is_not_the_day_it_was_published) {
  for (auto const* banner : {"<div><span>今天是2026年11月27日 星期五</span></div>",
                             "<div>2026年11月27日 星期五 天气:晴</div>", "<div>欢迎访问! 今天是: 2026-11-27</div>",
                             "<div>今天是：</div><div>2026年11月27日</div>", "<div>2026年11月27日</div>"}) {
    EXPECT_EQ(page(banner, "发布时间:2024-05-10 09:00 来源:东岭日报").published, "2024-05-10T09:00") << banner;
    EXPECT_EQ(page(banner, "2024-05-10 来源:东岭日报").published, "2024-05-10") << banner;
  }
  EXPECT_EQ(page("<div>今天是2026年11月27日 星期五</div>", "").published, "");
  EXPECT_EQ(page("<div>2023年04月18日 星期二 第A01版</div>", "").published, "2023-04-18") << "a newspaper's sheet";
  auto const text = extract_article("今天是2026年11月27日 星期五\n东岭县又一项目开工\n发布日期：2024-05-10\n" +
                                    std::string{"日前，总投资5亿元的甲禾玻璃项目在东岭县开工建设，各部门做好服务。\n"});
  EXPECT_EQ(text.published, "2024-05-10");
  EXPECT_EQ(text.title, "东岭县又一项目开工");
}

TEST(publication, dates_are_read_as_people_write_them) {
  EXPECT_EQ(find_date("二〇二四年五月十日"), "2024-05-10");
  EXPECT_EQ(find_date("二○一九年十二月三十一日 讯"), "2019-12-31");
  EXPECT_EQ(find_date("10 мая 2024, 09:00"), "2024-05-10T09:00");
  EXPECT_EQ(find_date("May 10, 2024"), "2024-05-10");
  EXPECT_EQ(find_date("2024年2月31日"), "");
  EXPECT_EQ(find_date("二〇二四年规划"), "");
  EXPECT_EQ(page("", "日期:24-05-10").published, "2024-05-10");
  EXPECT_EQ(page("", "發佈時間：2024-05-10 來源：東嶺日報").source, "東嶺日報");
}

TEST(publication, a_stated_zone_is_made_chinas_for_chinese_texts) {
  EXPECT_EQ(find_date("Fri, 10 May 2024 23:30:00 GMT"), "2024-05-10T23:30:00Z");
  EXPECT_EQ(find_date("2024-05-10T23:30:00.123+00:00"), "2024-05-10T23:30:00+00:00");
  EXPECT_EQ(find_date("2024-05-10 09:00-10:30"), "2024-05-10T09:00") << "a span of time is no zone";
  EXPECT_EQ(local_date("2024-05-10T23:30:00Z", true), "2024-05-11T07:30:00");
  EXPECT_EQ(local_date("2024-12-31T20:00-05:00", true), "2025-01-01T09:00");
  EXPECT_EQ(local_date("2024-05-10T23:30:00Z", false), "2024-05-10T23:30:00");
  EXPECT_EQ(local_date("2024-05-10T09:00:00", true), "2024-05-10T09:00:00");
  EXPECT_EQ(page("", "2024-05-10T23:30:00+00:00").published, "2024-05-11T07:30:00");
}

TEST(publication, linked_data_names_author_and_publisher) {
  auto const article = page("", "",
                            R"(<script type="application/ld+json">{"@type":"NewsArticle","datePublished":)"
                            R"("2024-05-10T20:00:00Z","author":[{"@type":"Person","name":"王小二"}],)"
                            R"("publisher":{"@type":"Organization","logo":{"url":"x"},"name":"东岭网"}}</script>)");
  EXPECT_EQ(article.published, "2024-05-11T04:00:00");
  EXPECT_EQ(article.author, "王小二");
  EXPECT_EQ(article.source, "东岭网");
  EXPECT_EQ(page("", "2024-05-10 稿源:东岭日报").source, "东岭日报");
}

}  // namespace lianzhao::radar
