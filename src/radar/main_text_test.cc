// Main text of pages in other languages than Chinese, against what a reader would keep: four-token shingles, as the
// public benchmarks of extractors score it.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "kernel/file.h"
#include "radar/article.h"
#include "radar/decode.h"

namespace lianzhao::radar {

namespace {

std::map<std::string, int> shingles(std::string const& text) {
  std::vector<std::string> words;
  std::string word;
  for (auto const c : text + " ") {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80) {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  std::map<std::string, int> out;
  for (std::size_t i = 0; i + 4 <= words.size(); ++i)
    ++out[words[i] + " " + words[i + 1] + " " + words[i + 2] + " " + words[i + 3]];
  return out;
}

double f1(std::string const& found, std::string const& expected) {
  auto const a = shingles(found);
  auto const b = shingles(expected);
  auto common = 0;
  auto total = 0;
  for (auto const& [piece, count] : a) {
    total += count;
    if (auto const other = b.find(piece); other != b.end()) common += std::min(count, other->second);
  }
  for (auto const& [piece, count] : b) total += count;
  return total == 0 ? 1 : 2.0 * common / total;
}

}  // namespace

TEST(main_text, english_pages_of_our_own_give_their_article_and_nothing_else) {
  auto const folder = std::filesystem::path{LIANZHAO_SOURCE_DIR} / "tests/radar/english";
  auto sum = 0.0;
  auto pages = 0;
  std::string log;
  for (auto const& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() != ".html") continue;
    auto expected = entry.path();
    expected.replace_extension(".txt");
    auto const article = extract_article(decode_page(read_file(entry.path())));
    auto const score = f1(article.text, read_file(expected));
    log += fmt::format("{} {:.3f}\n", entry.path().filename().string(), score);
    sum += score;
    ++pages;
  }
  ASSERT_GE(pages, 8);
  EXPECT_GE(sum / pages, 0.98) << log;
}

}  // namespace lianzhao::radar
