#include "text/amount.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "text/chinese_number.h"
#include "text/currency.h"
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

TEST(amount, currencies_in_front_behind_and_abroad_are_no_yuan) {
  std::vector<Said> const cases{
      {"新台币30亿元", 3'000'000'000'00, "TWD", Qualifier::kExact},
      {"港币5亿元", 500'000'000'00, "HKD", Qualifier::kExact},
      {"港币约5亿元", 500'000'000'00, "HKD", Qualifier::kAbout},
      {"5亿澳门元", 500'000'000'00, "MOP", Qualifier::kExact},
      {"3亿林吉特", 300'000'000'00, "MYR", Qualifier::kExact},
      {"500亿韩元", 50'000'000'000, "KRW", Qualifier::kExact},
      {"美元3000万", 30'000'000'00, "USD", Qualifier::kExact},
      {"总投资USD 3000万,", 30'000'000'00, "USD", Qualifier::kExact},
      {"USD3000万", 30'000'000'00, "USD", Qualifier::kExact},
      {"$3000万", 30'000'000'00, "USD", Qualifier::kExact},
      {"US$ 5,000,000", 5'000'000'00, "USD", Qualifier::kExact},
      {"HK$2亿", 200'000'000'00, "HKD", Qualifier::kExact},
      {"欧元2亿", 200'000'000'00, "EUR", Qualifier::kExact},
      {"¥5,000万", 50'000'000'00, "CNY", Qualifier::kExact},
      {"人民币5000万元", 50'000'000'00, "CNY", Qualifier::kExact},
      {"5亿元港币", 500'000'000'00, "HKD", Qualifier::kExact},
      {"约合人民币7.2亿元", 720'000'000'00, "CNY", Qualifier::kAbout},
  };
  for (auto const& said : cases) {
    auto const found = quantities(said.text);
    ASSERT_EQ(found.size(), 1U) << said.text;
    EXPECT_EQ(found[0].kind, QuantityKind::kMoney) << said.text;
    EXPECT_EQ(found[0].value, said.value) << said.text;
    EXPECT_EQ(found[0].currency, said.currency) << said.text;
    EXPECT_EQ(found[0].qualifier, said.qualifier) << said.text;
    EXPECT_FALSE(found[0].unit_implied) << said.text;
  }
  EXPECT_TRUE(quantities("投资5亿克朗").empty()) << "whose krona?";
  for (auto const* const none : {"人民币1年期LPR", "美元5年期", "瑞尔2024年开业", "福林2023年", "美元3%"}) {
    EXPECT_TRUE(quantities(none).empty()) << none;
  }
  auto const both = quantities("1亿美元(约合人民币7.2亿元)");
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].currency, "USD");
  EXPECT_EQ(both[1].currency, "CNY");
}

TEST(amount, ranges_and_rough_sums_are_their_lower_end) {
  std::vector<Said> const cases{
      {"5000万至8000万元", 50'000'000'00, "CNY", Qualifier::kAbout},
      {"3亿元至5亿元", 300'000'000'00, "CNY", Qualifier::kAbout},
      {"8000万元-1亿元", 80'000'000'00, "CNY", Qualifier::kAbout},
      {"1.5-2亿美元", 150'000'000'00, "USD", Qualifier::kAbout},
      {"三五亿元", 300'000'000'00, "CNY", Qualifier::kAbout},
      {"十五六亿元", 1'500'000'000'00, "CNY", Qualifier::kAbout},
      {"七八千万元", 70'000'000'00, "CNY", Qualifier::kAbout},
      {"不足2亿元", 200'000'000'00, "CNY", Qualifier::kNearly},
      {"不到2亿元", 200'000'000'00, "CNY", Qualifier::kNearly},
      {"不超过2亿元", 200'000'000'00, "CNY", Qualifier::kNearly},
      {"不低于2亿元", 200'000'000'00, "CNY", Qualifier::kOver},
      {"百亿级的装备项目", 10'000'000'000'00, "CNY", Qualifier::kOrderOfMagnitude},
      {"百亿元级项目", 10'000'000'000'00, "CNY", Qualifier::kOrderOfMagnitude},
      {"千万级的装备项目", 10'000'000'00, "CNY", Qualifier::kOrderOfMagnitude},
      {"5个亿", 500'000'000'00, "CNY", Qualifier::kExact},
      {"几个亿", 100'000'000'00, "CNY", Qualifier::kOrderOfMagnitude},
      {"廿亿元", 2'000'000'000'00, "CNY", Qualifier::kExact},
      {"人民币贰亿伍仟万元整", 250'000'000'00, "CNY", Qualifier::kExact},
  };
  for (auto const& said : cases) {
    auto const found = quantities(said.text);
    ASSERT_EQ(found.size(), 1U) << said.text;
    EXPECT_EQ(found[0].kind, QuantityKind::kMoney) << said.text;
    EXPECT_EQ(found[0].value, said.value) << said.text;
    EXPECT_EQ(found[0].currency, said.currency) << said.text;
    EXPECT_EQ(found[0].qualifier, said.qualifier) << said.text;
  }
  auto const counted = quantities("12个亿元以上项目");
  ASSERT_FALSE(counted.empty());
  EXPECT_EQ(counted[0].kind, QuantityKind::kCount) << "twelve projects, not 1.2 billion";
  EXPECT_FALSE(parse_chinese_number("三五亿"));
  EXPECT_TRUE(quantities("3亿元至2023年").size() == 1);
}

TEST(currency, minor_units_are_those_of_iso_4217) {
  EXPECT_EQ(currency_decimals("CNY"), 2);
  EXPECT_EQ(currency_decimals("JPY"), 0);
  EXPECT_EQ(currency_decimals("KRW"), 0);
  EXPECT_EQ(currency_decimals("KWD"), 3);
  EXPECT_TRUE(is_currency("MOP"));
  EXPECT_FALSE(is_currency("ZZZ"));
  EXPECT_FALSE(is_currency("usd"));
  EXPECT_FALSE(is_currency(""));
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
