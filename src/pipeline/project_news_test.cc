#include "pipeline/project_news.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ingest/chain_reader.h"
#include "ingest/region_reader.h"

namespace lianzhao::pipeline {

namespace {

radar::FoundPage page_with(std::string bytes) {
  radar::FoundPage page;
  page.bytes = std::move(bytes);
  return page;
}

class ProjectNews : public testing::Test {
 protected:
  std::vector<std::string> troubles(NewsPage const& page) const {
    std::vector<std::string> codes;
    NewsReader::report(page, "a.html", [&](Error const& trouble) { codes.push_back(trouble.code); });
    return codes;
  }

  ChainLibrary library_ = ingest::load_chain_library();
  std::vector<Zone> zones_ = known_zones({}, ingest::region_table());
  NewsReader reader_{library_, ingest::region_table(), zones_};
  classify::Tagger::Buffers buffers_;
};

}  // namespace

TEST_F(ProjectNews, a_page_gives_so_many_events_and_says_that_there_are_more) {
  std::string text = "全市重点项目一览\n2024-05-10\n";
  for (auto i = 1; i <= 700; ++i) {
    std::string name;
    for (auto rest = i; rest > 0; rest /= 10)
      name += std::vector<std::string>{"云", "松", "柏", "禾", "川", "岭", "泽", "江", "海", "原"}[rest % 10];
    text += fmt::format("总投资{}亿元的{}新材料项目开工建设。\n", i, name);
  }
  auto const page = reader_.read(page_with(text), buffers_);
  EXPECT_EQ(page.events.size(), kMostEventsOfPage);
  EXPECT_EQ(troubles(page), std::vector<std::string>{"too_many_events"});
  auto const one = reader_.read(page_with("总投资3亿元的云松新材料项目开工建设。"), buffers_);
  EXPECT_EQ(one.events.size(), 1U);
  EXPECT_TRUE(troubles(one).empty());
}

TEST_F(ProjectNews, what_is_no_text_says_what_it_is) {
  auto const page = reader_.read(page_with("%PDF-1.7\n总投资3亿元的云松新材料项目开工建设。"), buffers_);
  EXPECT_FALSE(page.article.found);
  EXPECT_EQ(troubles(page), std::vector<std::string>{"not_text"});
}

TEST_F(ProjectNews, what_a_feed_says_fills_what_its_page_leaves_out) {
  auto found = page_with("<p>总投资3亿元的云松新材料项目开工建设。</p>");
  found.title = "开工";
  found.published = "2024-05-10T23:30:00Z";
  found.author = "李四";
  found.source = "省报";
  auto const article = NewsReader::article_of(found, found.bytes);
  EXPECT_EQ(article.published, "2024-05-11T07:30:00") << "in China's time";
  EXPECT_EQ(article.author, "李四");
  EXPECT_EQ(article.source, "省报");
}

}  // namespace lianzhao::pipeline
