#include "radar/investors.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "radar/article.h"
#include "radar/events.h"
#include "radar/name_index.h"

namespace lianzhao::radar {

namespace {

std::vector<ProjectEvent> events_of(std::string text) {
  Article article;
  article.found = true;
  article.text = std::move(text);
  article.published = "2023-07-20";
  return find_events(article, nullptr);
}

std::string names_of(std::vector<ProjectEvent> const& events) {
  std::string out;
  for (auto const& event : events) {
    for (auto const& enterprise : event.enterprises) out += (out.empty() ? "" : ";") + enterprise.name;
  }
  return out;
}

}  // namespace

TEST(investors, names_without_a_legal_form_are_found_where_grammar_leaves_no_doubt) {
  std::ifstream file{std::filesystem::path{LIANZHAO_SOURCE_DIR} / "tests/radar/investors.txt"};
  ASSERT_TRUE(file);
  std::string line;
  auto right = 0;
  auto all = 0;
  while (std::getline(file, line)) {
    if (line.starts_with("#")) continue;
    auto const bar = line.find('|');
    auto const wanted = line.substr(bar + 1);
    auto const found = names_of(events_of(line.substr(0, bar)));
    if (!wanted.empty()) ++all;
    if (found == wanted && !wanted.empty()) ++right;
    // A wrong name is worse than none.
    EXPECT_TRUE(found.empty() || found == wanted) << line << " gave " << found;
  }
  EXPECT_GE(right, all * 95 / 100) << right << " of " << all;
}

TEST(investors, the_subject_of_investing_is_the_investor) {
  auto const events = events_of("近日，比亚迪将在东江市建设新能源汽车零部件项目，总投资20亿元。");
  ASSERT_EQ(events.size(), 1U);
  ASSERT_EQ(events[0].enterprises.size(), 1U);
  EXPECT_EQ(events[0].enterprises[0].role, EnterpriseRole::kInvestor);
  auto const proof = std::find_if(events[0].evidence.begin(), events[0].evidence.end(),
                                  [](Evidence const& e) { return e.field == "enterprises"; });
  ASSERT_NE(proof, events[0].evidence.end());
  EXPECT_EQ(proof->text, "比亚迪");
}

TEST(investors, what_only_a_register_knows_is_resolved_or_offered_by_it) {
  std::string const text = "远岚新航投资50亿元建设储能电池项目，已签约。";
  EXPECT_TRUE(names_of(events_of(text)).empty());

  auto sure = events_of(text);
  NameIndex one;
  one.want(sure);
  one.add("a", "远岚新航集团有限公司");
  one.resolve(sure);
  ASSERT_EQ(sure[0].enterprises.size(), 1U);
  EXPECT_EQ(sure[0].enterprises[0].name, "远岚新航");
  EXPECT_EQ(sure[0].enterprises[0].enterprise_key, "a");
  EXPECT_EQ(sure[0].enterprises[0].role, EnterpriseRole::kInvestor);
  EXPECT_TRUE(sure[0].possible.empty());

  auto several = events_of(text);
  NameIndex two;
  two.want(several);
  two.add("a", "远岚新航集团有限公司");
  two.add("b", "远岚新航股份有限公司");
  two.resolve(several);
  ASSERT_EQ(several[0].enterprises.size(), 1U);
  EXPECT_TRUE(several[0].enterprises[0].enterprise_key.empty());
  EXPECT_EQ(several[0].enterprises[0].candidates, (std::vector<std::string>{"a", "b"}));

  auto unknown = events_of(text);
  NameIndex other;
  other.want(unknown);
  other.add("c", "东溪面粉有限公司");
  other.resolve(unknown);
  EXPECT_TRUE(unknown[0].enterprises.empty());
  EXPECT_TRUE(unknown[0].possible.empty());
}

}  // namespace lianzhao::radar
