#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "radar/article.h"
#include "radar/events.h"

namespace lianzhao::radar {

namespace {

struct Expected {
  std::string name;
  std::string amount;  ///< 亿, of any currency
  std::string stage;
  bool used = false;
};

struct Score {
  int right = 0;
  int invented = 0;
  int missed = 0;
  int amounts = 0;
  int right_amounts = 0;

  double precision() const { return static_cast<double>(right) / (right + invented); }
  double recall() const { return static_cast<double>(right) / (right + missed); }
  double f1() const { return 2 * precision() * recall() / (precision() + recall()); }
};

bool same_name(std::string const& found, Expected const& expected, bool group) {
  if (group || expected.name.starts_with("G")) return found == expected.name;
  return !found.empty() &&
         (found.find(expected.name) != std::string::npos || expected.name.find(found) != std::string::npos);
}

void judge(std::string const& text, std::vector<Expected>& expected, Score& score) {
  Article article;
  article.found = true;
  article.text = text;
  article.published = "2023-07-20";
  for (auto const& event : find_events(article, nullptr)) {
    auto const name = event.group ? fmt::format("G{}", event.count.value_or(0)) : event.project;
    auto const amount = event.amount ? static_cast<double>(event.amount->value) / 1e10 : -1.0;
    std::string stage{news_stage_name(event.stage)};
    if (stage.empty()) stage = "-";
    auto right = false;
    auto right_amount = false;
    for (auto& one : expected) {
      if (one.used || !same_name(name, one, event.group)) continue;
      one.used = true;
      right_amount = std::abs((one.amount == "-" ? -1.0 : std::stod(one.amount)) - amount) < 1e-6;
      right = right_amount && (one.stage == "*" || one.stage == stage);
      if (!right) ++score.missed;
      break;
    }
    if (event.amount) {
      ++score.amounts;
      if (right_amount) ++score.right_amounts;
    }
    ++(right ? score.right : score.invented);
  }
  for (auto const& one : expected) {
    if (!one.used) ++score.missed;
  }
}

/// The labelled sentences of a file, one after another.
template <typename Take>
void each_sentence(std::string const& path, Take const& take) {
  std::ifstream file{std::filesystem::path{LIANZHAO_SOURCE_DIR} / path};
  ASSERT_TRUE(file);
  std::string line;
  std::string text;
  std::vector<Expected> expected;
  while (std::getline(file, line)) {
    if (line.starts_with("#")) continue;
    if (line.starts_with("= ")) {
      auto const rest = line.substr(2);
      auto const first = rest.find(" | ");
      auto const last = rest.rfind(" | ");
      expected.push_back({rest.substr(0, first), rest.substr(first + 3, last - first - 3), rest.substr(last + 3)});
      continue;
    }
    if (!text.empty()) take(text, expected);
    text = line;
    expected.clear();
  }
  take(text, expected);
}

}  // namespace

TEST(events, each_rule_reads_its_own_sentence_exactly) {
  each_sentence("tests/radar/rules.txt", [](std::string const& text, std::vector<Expected>& expected) {
    Score score;
    judge(text, expected, score);
    EXPECT_EQ(score.missed + score.invented, 0) << text;
  });
}

TEST(events, projects_amounts_and_stages_of_our_own_sentences_stay_found) {
  Score score;
  each_sentence("tests/radar/projects.txt",
                [&](std::string const& text, std::vector<Expected>& expected) { judge(text, expected, score); });
  RecordProperty("f1", fmt::format("{:.3f}", score.f1()));
  EXPECT_GE(score.f1(), 0.93);
  EXPECT_GE(static_cast<double>(score.right_amounts), 0.95 * score.amounts);
}

}  // namespace lianzhao::radar
