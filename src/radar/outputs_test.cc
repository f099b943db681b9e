#include "radar/outputs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "radar/article.h"
#include "radar/events.h"

namespace lianzhao::radar {

namespace {

struct Line {
  std::string name;
  std::string field;
  std::string value;
};

struct Count {
  int right = 0;
  int invented = 0;
  int missed = 0;
  double precision() const { return right + invented == 0 ? 1 : static_cast<double>(right) / (right + invented); }
  double recall() const { return right + missed == 0 ? 1 : static_cast<double>(right) / (right + missed); }
};

std::string joined(std::vector<std::string> const& words) {
  std::string out;
  for (auto const& word : words) out += (out.empty() ? "" : ";") + word;
  return out;
}

std::vector<Line> lines_of(ProjectEvent const& event) {
  std::vector<Line> out;
  for (auto const& c : event.capacity)
    out.push_back({event.project, "capacity",
                   fmt::format("{} {} {} {}", c.product, c.value, c.unit, c.per.empty() ? "-" : c.per)});
  if (!event.products.empty()) out.push_back({event.project, "products", joined(event.products)});
  if (event.jobs)
    out.push_back(
        {event.project, "jobs", fmt::format("{} {}", event.jobs->value, text::qualifier_name(event.jobs->qualifier))});
  if (event.building_m2) out.push_back({event.project, "building", std::to_string(*event.building_m2)});
  return out;
}

void judge(std::string const& text, std::vector<Line> expected, std::map<std::string, Count>& counts,
           std::string& wrong) {
  Article article;
  article.found = true;
  article.text = text;
  article.published = "2023-07-20";
  for (auto const& event : find_events(article, nullptr)) {
    for (auto const& line : lines_of(event)) {
      auto const at = std::find_if(expected.begin(), expected.end(), [&](Line const& e) {
        return e.field == line.field && e.value == line.value && line.name.find(e.name) != std::string::npos;
      });
      if (at != expected.end()) {
        expected.erase(at);
        ++counts[line.field].right;
      } else {
        ++counts[line.field].invented;
        wrong += fmt::format("{}\n  invented {} {} {}\n", text, line.name, line.field, line.value);
      }
    }
  }
  for (auto const& line : expected) {
    ++counts[line.field].missed;
    wrong += fmt::format("{}\n  missed {} {}\n", text, line.field, line.value);
  }
}

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string{text};
}

std::map<std::string, Count> judged(std::string const& path, std::string& wrong) {
  std::map<std::string, Count> counts;
  std::ifstream file{std::filesystem::path{LIANZHAO_SOURCE_DIR} / path};
  EXPECT_TRUE(file) << path;
  std::string line;
  std::string text;
  std::vector<Line> expected;
  while (std::getline(file, line)) {
    if (line.starts_with("#")) continue;
    if (line.starts_with("= ")) {
      auto const first = line.find('|');
      auto const last = line.find('|', first + 1);
      expected.push_back({trimmed(line.substr(2, first - 2)), trimmed(line.substr(first + 1, last - first - 1)),
                          line.substr(last + 2)});
      continue;
    }
    if (!text.empty()) judge(text, expected, counts, wrong);
    text = line;
    expected.clear();
  }
  judge(text, expected, counts, wrong);
  return counts;
}

}  // namespace

TEST(outputs, capacities_products_jobs_and_floors_of_our_own_sentences_stay_found) {
  for (auto const* const path :
       {"tests/radar/outputs.txt", "tests/radar/outputs_held_out.txt", "tests/radar/outputs_passages.txt"}) {
    std::string wrong;
    for (auto const& [field, count] : judged(path, wrong)) {
      auto const figure = fmt::format("{} {} p {:.2f} r {:.2f} ({} right, {} invented, {} missed)", path, field,
                                      count.precision(), count.recall(), count.right, count.invented, count.missed);
      RecordProperty(field, figure);
      EXPECT_GE(count.precision(), 0.95) << figure << "\n" << wrong;
      EXPECT_GE(count.recall(), 0.8) << figure;
    }
  }
}

namespace {

std::vector<ProjectEvent> events_of(std::string text) {
  Article article;
  article.found = true;
  article.text = std::move(text);
  article.published = "2023-07-20";
  return find_events(article, nullptr);
}

std::vector<std::string> proofs(ProjectEvent const& event, std::string_view field) {
  std::vector<std::string> out;
  for (auto const& e : event.evidence) {
    if (e.field == field) out.push_back(e.text);
  }
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST(outputs, each_is_proven_by_its_words) {
  auto const events = events_of(
      "云澜项目总投资8亿元，总建筑面积12万㎡，达产后年产碳酸锂5万吨、3万吨氢氧化锂，直接带动就业千余人，主要生产正极材"
      "料等。");
  ASSERT_EQ(events.size(), 1U);
  auto const& event = events[0];
  EXPECT_EQ(proofs(event, "capacity"), (Texts{"年产碳酸锂5万吨", "3万吨氢氧化锂"}));
  EXPECT_EQ(proofs(event, "products"), (Texts{"碳酸锂", "氢氧化锂", "正极材料"}));
  EXPECT_EQ(proofs(event, "jobs"), Texts{"就业千余人"});
  EXPECT_EQ(proofs(event, "building_m2"), Texts{"12万㎡"});
  ASSERT_TRUE(event.jobs);
  EXPECT_EQ(event.jobs->value, 1000);
  EXPECT_EQ(event.jobs->qualifier, text::Qualifier::kOver);
}

TEST(outputs, each_project_of_a_sentence_has_its_own_and_a_list_has_none) {
  auto const own =
      events_of("甲禾铝业项目总投资20亿元，年产铝材20万吨；乙丰铜业项目总投资10亿元，年产铜杆15万吨，新增就业300人。");
  ASSERT_EQ(own.size(), 2U);
  ASSERT_EQ(own[0].capacity.size(), 1U);
  EXPECT_EQ(own[0].capacity[0].product, "铝材");
  EXPECT_FALSE(own[0].jobs);
  ASSERT_EQ(own[1].capacity.size(), 1U);
  EXPECT_EQ(own[1].capacity[0].product, "铜杆");
  for (auto const& event :
       events_of("总投资20亿元的甲禾铝业项目、总投资10亿元的乙丰铜业项目相继开工，达产后可年产铝材20万吨。"))
    EXPECT_TRUE(event.capacity.empty());
}

TEST(outputs, what_two_paragraphs_say_of_one_project_is_kept_together_and_what_differs_stays) {
  auto const events = events_of(
      "总投资8亿元的云澜碳酸锂项目开工，年产5万吨碳酸锂。\n据介绍，云澜碳酸锂项目占地100亩，达产后年产6万吨碳酸锂，年产"
      "5万吨碳酸锂副产芒硝2万吨，提供岗位200个。");
  ASSERT_EQ(events.size(), 1U);
  ASSERT_GE(events[0].capacity.size(), 2U);
  EXPECT_EQ(events[0].capacity[0].value, "50000");
  EXPECT_EQ(events[0].capacity[1].value, "60000");
  ASSERT_TRUE(events[0].jobs);
  EXPECT_EQ(events[0].jobs->value, 200);
}

TEST(outputs, names_that_differ_in_what_they_make_a_year_are_two_projects) {
  EXPECT_EQ(events_of("年产5万吨高纯碳酸锂项目开工。\n年产15万吨高纯碳酸锂项目开工。").size(), 2U);
}

TEST(outputs, numbers_are_read_in_every_way_of_writing) {
  auto const value = [](std::string const& words) {
    auto const events = events_of("云澜项目总投资8亿元，" + words + "。");
    if (events.size() != 1 || events[0].capacity.size() != 1) return std::string{"none"};
    auto const& c = events[0].capacity[0];
    return c.value + " " + c.unit + " " + std::string{text::qualifier_name(c.qualifier)};
  };
  EXPECT_EQ(value("年产两万吨碳酸锂"), "20000 吨 exact");
  EXPECT_EQ(value("年产一百二十万套座椅"), "1200000 套 exact");
  EXPECT_EQ(value("年产近5000吨碳酸锂"), "5000 吨 nearly");
  EXPECT_EQ(value("年产碳酸锂约2.5万公吨"), "25000 吨 about");
  EXPECT_EQ(value("年产碳酸锂5至8万吨"), "50000 吨 about");
  EXPECT_EQ(value("年发电2.6亿千瓦时"), "260000000 kWh exact");
  EXPECT_EQ(value("年产１０ＧＷｈ电池"), "10 GWh exact");
  EXPECT_EQ(value("年产座椅1,200,000套以上"), "1200000 套 over");
  EXPECT_EQ(value("年产三元材料"), "none");
  EXPECT_EQ(value("2022年生产碳酸锂5万吨"), "none");
}

}  // namespace lianzhao::radar
