#include "text/pattern_set.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <tuple>

#include <gtest/gtest.h>

namespace lianzhao::text {
namespace {

using Match = PatternSet::Match;

/// Every word at every place, by comparison.
std::vector<Match> naive(std::vector<std::string> const& words, std::string_view text) {
  std::vector<Match> out;
  auto const haystack = folded(text);
  for (std::uint32_t w = 0; w < words.size(); ++w) {
    auto const needle = folded(words[w]);
    if (needle.empty()) continue;
    if (std::any_of(words.begin(), words.begin() + w, [&](auto const& earlier) { return folded(earlier) == needle; })) {
      continue;
    }
    for (std::uint32_t i = 0; i + needle.size() <= haystack.size(); ++i) {
      if (std::equal(needle.begin(), needle.end(), haystack.begin() + i)) {
        out.push_back({w, i, i + static_cast<std::uint32_t>(needle.size())});
      }
    }
  }
  return out;
}

std::vector<Match> sorted(std::vector<Match> matches) {
  std::sort(matches.begin(), matches.end(), [](Match const& a, Match const& b) {
    return std::tie(a.end, a.begin, a.pattern) < std::tie(b.end, b.begin, b.pattern);
  });
  return matches;
}

std::vector<Match> found(std::vector<std::string> const& words, std::string_view text) {
  std::vector<Match> out;
  PatternSet{words}.find(text, out);
  return sorted(out);
}

TEST(PatternSet, finds_words_inside_words) {
  std::vector<std::string> const words{"疫苗", "人用疫苗", "苗", "血液制品"};
  EXPECT_EQ(found(words, "人用疫苗、血液制品"), (std::vector<Match>{{1, 0, 4}, {0, 2, 4}, {2, 3, 4}, {3, 5, 9}}));
}

TEST(PatternSet, counts_code_points_of_the_text_as_given) {
  // A character of four bytes, one of two, an invalid byte: each is one.
  EXPECT_EQ(found({"疫苗"}, "\U0001F600é\xFF疫苗"), (std::vector<Match>{{0, 3, 5}}));
}

TEST(PatternSet, does_not_mind_width_and_case) {
  EXPECT_EQ(found({"CRO服务"}, "ｃＲＯ服务"), (std::vector<Match>{{0, 0, 5}}));
  EXPECT_EQ(found({"(含疫苗)"}, "（含疫苗）"), (std::vector<Match>{{0, 0, 5}}));
}

TEST(PatternSet, gives_words_that_fold_alike_to_the_first) {
  std::vector<std::string> const words{"", "cro", "ＣＲＯ"};
  auto const set = PatternSet{words};
  EXPECT_EQ(set.index_of("CRO"), 1U);
  EXPECT_EQ(set.index_of("CDMO"), 3U);
}

TEST(PatternSet, finds_nothing_when_it_is_empty) {
  std::vector<Match> out{{0, 0, 1}};
  PatternSet{}.find("疫苗", out);
  EXPECT_TRUE(out.empty());
  PatternSet{std::vector<std::string>{}}.find("疫苗", out);
  EXPECT_TRUE(out.empty());
}

TEST(PatternSet, agrees_with_the_naive_matcher_on_random_texts) {
  auto const* const given = std::getenv("LIANZHAO_TEST_SEED");
  auto const seed = given != nullptr ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10)) : 20240601U;
  std::cout << "LIANZHAO_TEST_SEED=" << seed << '\n';
  auto rng = std::mt19937{seed};
  std::vector<std::string> const letters{"药", "品", "生", "物", "a", "Ａ", "é", "\U00020000", "，"};
  auto const random_text = [&](int longest) {
    std::string text;
    for (auto left = std::uniform_int_distribution{0, longest}(rng); left > 0; --left) {
      text += letters[std::uniform_int_distribution<std::size_t>{0, letters.size() - 1}(rng)];
    }
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> words;
    for (int w = 0; w < 12; ++w) {
      auto word = random_text(4);
      // Characters beyond the BMP are in no word of the vocabulary (folded_text.h).
      if (word.find("\U00020000") == std::string::npos) words.push_back(std::move(word));
    }
    auto const text = random_text(60);
    ASSERT_EQ(found(words, text), sorted(naive(words, text))) << text;
  }
}

TEST(FoldedText, slices_by_code_points) {
  EXPECT_EQ(code_point_slice("生产\U0001F600疫苗", 3, 5), "疫苗");
  EXPECT_EQ(code_point_slice("疫苗", 1, 9), "苗");
  EXPECT_EQ(code_point_slice("疫苗", 5, 9), "");
}

TEST(FoldedText, counts_overlong_and_surrogate_sequences_byte_by_byte) {
  EXPECT_EQ(folded("\xC0\x80").size(), 2U);
  EXPECT_EQ(folded("\xED\xA0\x80").size(), 3U);
  EXPECT_EQ(folded("\xE8\x8D").size(), 2U);  // cut off in the middle
}

}  // namespace
}  // namespace lianzhao::text
