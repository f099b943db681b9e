// Whole pages of our own making, clutter and all, with the projects they speak of. How well they were read at first
// sight, before any rule was changed for them, is in docs/methods/radar.md.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "kernel/file.h"
#include "radar/article.h"
#include "radar/decode.h"
#include "radar/events.h"

namespace lianzhao::radar {

namespace {

namespace json = boost::json;

struct Tally {
  int right = 0;
  int wrong = 0;
  int missed = 0;
  int amounts = 0;
  int right_amounts = 0;
  double f1() const { return 2.0 * right / std::max(1, 2 * right + wrong + missed); }
};

bool names_fit(ProjectEvent const& event, json::object const& expected) {
  std::string const name{expected.at("name").as_string()};
  if (event.group) return name == fmt::format("G{}", event.count.value_or(0));
  if (name.starts_with("G")) return false;
  if (expected.contains("enterprise") || (event.project.empty() && expected.contains("alt"))) {
    std::string const who{expected.contains("alt") ? expected.at("alt").as_string() : expected.at("name").as_string()};
    return std::any_of(event.enterprises.begin(), event.enterprises.end(),
                       [&](EventEnterprise const& e) { return e.name.find(who) != std::string::npos; });
  }
  return !event.project.empty() &&
         (event.project.find(name) != std::string::npos ||
          (name.find(event.project) != std::string::npos && event.project.size() * 2 > name.size()));
}

bool amount_fits(ProjectEvent const& event, json::object const& expected) {
  std::string const amount{expected.at("amount").as_string()};
  if (amount == "-") return !event.amount || event.amount->kind == AmountKind::kOther;
  if (!event.amount || std::abs(static_cast<double>(event.amount->value) / 1e10 - std::stod(amount)) > 1e-4)
    return false;
  auto const* currency = expected.if_contains("currency");
  return event.amount->currency == (currency == nullptr ? "CNY" : std::string{currency->as_string()});
}

bool stage_fits(ProjectEvent const& event, json::object const& expected) {
  std::string stage{news_stage_name(event.stage)};
  if (stage.empty()) stage = "-";
  if (auto const* several = expected.if_contains("stages"))
    return std::any_of(several->as_array().begin(), several->as_array().end(),
                       [&](json::value const& one) { return stage == std::string_view{one.as_string()}; });
  std::string const wanted{expected.at("stage").as_string()};
  return wanted == "*" || wanted == stage;
}

std::string shown(ProjectEvent const& event) {
  return fmt::format("{} {} {}", event.group ? fmt::format("G{}", event.count.value_or(0)) : event.project,
                     event.amount ? fmt::format("{:.4g} {}", static_cast<double>(event.amount->value) / 1e10,
                                                amount_kind_name(event.amount->kind))
                                  : "-",
                     news_stage_name(event.stage));
}

void judge(std::string const& name, std::vector<ProjectEvent> const& events, json::array const& expected, Tally& tally,
           std::string& log) {
  std::vector<bool> used(expected.size(), false);
  for (auto const& event : events) {
    auto at = expected.size();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (!used[i] && names_fit(event, expected[i].as_object())) {
        at = i;
        break;
      }
    }
    auto const matched = at < expected.size();
    auto const optional = matched && expected[at].as_object().contains("optional");
    if (matched) used[at] = true;
    if (optional) continue;
    auto const right_amount = matched && amount_fits(event, expected[at].as_object());
    auto const right = right_amount && stage_fits(event, expected[at].as_object());
    if (event.amount) {
      ++tally.amounts;
      tally.right_amounts += right_amount ? 1 : 0;
    }
    ++(right ? tally.right : tally.wrong);
    if (matched && !right) ++tally.missed;
    if (!right) log += fmt::format("{}: {} {}\n", name, matched ? "not right:" : "invented:", shown(event));
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (used[i] || expected[i].as_object().contains("optional")) continue;
    ++tally.missed;
    log += fmt::format("{}: missed {}\n", name, std::string{expected[i].as_object().at("name").as_string()});
  }
}

}  // namespace

TEST(pages, projects_of_whole_pages_are_found_and_nothing_of_the_clutter) {
  auto const folder = std::filesystem::path{LIANZHAO_SOURCE_DIR} / "tests/radar/pages";
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  ASSERT_GE(files.size(), 12U);
  Tally tally;
  std::string log;
  for (auto const& file : files) {
    auto const expected = json::parse(read_file(file));
    auto page = file;
    page.replace_extension(".html");
    auto const article = extract_article(decode_page(read_file(page)));
    auto const name = file.stem().string();
    EXPECT_TRUE(article.found) << name;
    EXPECT_EQ(article.title, std::string_view{expected.at("title").as_string()}) << name;
    EXPECT_EQ(article.published.substr(0, 10), std::string_view{expected.at("published").as_string()}) << name;
    for (auto const& words : expected.at("has").as_array())
      EXPECT_NE(article.text.find(std::string{words.as_string()}), std::string::npos) << name << words;
    for (auto const& words : expected.at("has_not").as_array())
      EXPECT_EQ(article.text.find(std::string{words.as_string()}), std::string::npos) << name << words;
    judge(name, find_events(article, nullptr), expected.at("events").as_array(), tally, log);
  }
  RecordProperty("f1", fmt::format("{:.3f}", tally.f1()));
  EXPECT_GE(tally.f1(), 0.96) << log;
  EXPECT_GE(tally.right_amounts, 0.97 * tally.amounts) << log;
}

}  // namespace lianzhao::radar
