#include "text/amount.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "text/chinese_number.h"
#include "text/folded_text.h"

namespace lianzhao::text {

namespace {

std::vector<Quantity> quantities(std::string_view utf8) {
  auto const characters = folded(utf8);
  return find_quantities({characters.data(), characters.size()});
}

struct Said {
  std::string text;
  std::int64_t value;
  std::string currency;
  Qualifier qualifier;
};

}  // namespace

TEST(chinese_number, published_list_of_numerals_is_read) {
  auto const path = std::filesystem::path{LIANZHAO_SOURCE_DIR} / "../shared/data/amounts/chinese_numbers.tsv";
  std::ifstream file{path};
  if (!file) GTEST_SKIP() << "the list of numerals is not here";
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    auto const first = line.find('\t');
    auto const second = line.find('\t', first + 1);
    auto const text = line.substr(first + 1, second - first - 1);
    auto const expected = std::stod(line.substr(second + 1));
    auto const value = parse_chinese_number(text);
    ASSERT_TRUE(value) << text;
    EXPECT_NEAR(*value, expected, std::abs(expected) * 1e-14) << text;
  }
}

TEST(chinese_number, mixed_grouped_and_formal_numbers_are_read) {
  EXPECT_EQ(parse_chinese_number("三千二百万"), 32'000'000);
  EXPECT_EQ(parse_chinese_number("1,234.5万"), 12'345'000);
  EXPECT_EQ(parse_chinese_number("１６．６亿"), 1'660'000'000);
  EXPECT_EQ(parse_chinese_number("壹佰万元整"), 1'000'000);
  EXPECT_EQ(parse_chinese_number("廿"), 20);
  EXPECT_EQ(parse_chinese_number("1.5万亿"), 1.5e12);
  EXPECT_FALSE(parse_chinese_number("元"));
  EXPECT_FALSE(parse_chinese_number("1.2.3"));
  EXPECT_FALSE(parse_chinese_number("99999999999999999999亿"));
}

TEST(amount, money_is_read_with_currency_and_qualifier) {
  std::vector<Said> const cases{
      {"总投资178亿元的", 17'800'000'000'00, "CNY", Qualifier::kExact},
      {"投资近100亿元,", 10'000'000'000'00, "CNY", Qualifier::kNearly},
      {"近百亿元", 10'000'000'000'00, "CNY", Qualifier::kNearly},
      {"约5000万美元", 50'000'000'00, "USD", Qualifier::kAbout},
      {"百亿级", 10'000'000'000'00, "CNY", Qualifier::kOrderOfMagnitude},
      {"数十亿元", 1'000'000'000'00, "CNY", Qualifier::kOrderOfMagnitude},
      {"30余亿元", 3'000'000'000'00, "CNY", Qualifier::kOver},
      {"超过1.2亿元人民币", 120'000'000'00, "CNY", Qualifier::kOver},
      {"三千二百万元", 32'000'000'00, "CNY", Qualifier::kExact},
      {"10亿元左右", 1'000'000'000'00, "CNY", Qualifier::kAbout},
      {"8000万元以上", 80'000'000'00, "CNY", Qualifier::kOver},
      {"30亿日元", 3'000'000'000, "JPY", Qualifier::kExact},
      {"3至5亿元", 300'000'000'00, "CNY", Qualifier::kAbout},
      {"12.3 亿港元", 1'230'000'000'00, "HKD", Qualifier::kExact},
      {"上亿元", 100'000'000'00, "CNY", Qualifier::kOver},
  };
  for (auto const& said : cases) {
    auto const found = quantities(said.text);
    ASSERT_EQ(found.size(), 1U) << said.text;
    EXPECT_EQ(found[0].kind, QuantityKind::kMoney) << said.text;
    EXPECT_EQ(found[0].value, said.value) << said.text;
    EXPECT_EQ(found[0].currency, said.currency) << said.text;
    EXPECT_EQ(found[0].qualifier, said.qualifier) << said.text;
  }
}

TEST(amount, land_is_square_metres_and_things_are_counted) {
  auto const found = quantities("占地215亩,建筑面积2.4公顷,共6个项目,13家企业");
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].value, 143'333);
  EXPECT_EQ(found[1].value, 24'000);
  EXPECT_EQ(found[2].value, 6);
  EXPECT_EQ(found[3].value, 13);
}

TEST(amount, what_is_no_amount_is_left_out) {
  for (auto const* text :
       {"年产5000万吨", "2023年4月17日", "3.5%", "单位(万元)", "1万人", "第一个", "5个月", "H1N1", "第十"}) {
    EXPECT_TRUE(quantities(text).empty()) << text;
  }
}

TEST(amount, spans_are_code_points_of_the_text) {
  auto const found = quantities("项目总投资约16.6亿元。");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].begin, 5U);
  EXPECT_EQ(found[0].end, 12U);
}

}  // namespace lianzhao::text
