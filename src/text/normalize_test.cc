#include "text/normalize.h"

#include <gtest/gtest.h>

namespace lianzhao::text {
namespace {

TEST(Normalize, blanks_of_every_kind_become_one_space) {
  EXPECT_EQ(squeeze_blanks("\uFEFF 　吉林\r\n\t 省\u200B "), "吉林 省");
  EXPECT_EQ(squeeze_blanks(std::string_view{"a\0b", 3}), "a b");
  EXPECT_TRUE(is_squeezed("a b"));
  EXPECT_TRUE(is_squeezed(""));
  EXPECT_FALSE(is_squeezed("a  b"));
  EXPECT_FALSE(is_squeezed("a "));
  EXPECT_FALSE(is_squeezed("a　b"));
}

TEST(Normalize, a_name_has_one_spelling) {
  EXPECT_EQ(registered_name(" 长春 Ａ公司 (吉林) "), "长春A公司（吉林）");
  EXPECT_EQ(registered_name("吉林【中】〔东〕公司"), "吉林（中）（东）公司");
  EXPECT_EQ(registered_name("Merck Sharp 制药"), "Merck Sharp制药");
  for (auto const* name : {"长春 Ａ公司 (吉林)", "A  B", "㈱中国", "（）"}) {
    EXPECT_EQ(registered_name(registered_name(name)), registered_name(name)) << name;
  }
}

TEST(Normalize, names_match_across_brackets_case_and_blanks) {
  EXPECT_EQ(name_match_form("ABC（吉林）医药·有限公司"), name_match_form("abc (吉林) 医药有限公司"));
  EXPECT_NE(name_match_form("吉林医药有限公司"), name_match_form("吉林医药股份有限公司"));
}

TEST(Normalize, a_branch_is_split_from_its_company) {
  auto const bank = split_branch("中国农业银行股份有限公司梅河口市支行");
  EXPECT_EQ(bank.parent, "中国农业银行股份有限公司");
  EXPECT_EQ(bank.branch, "梅河口市支行");
  EXPECT_EQ(split_branch("吉林某药业集团股份有限公司延吉分公司（筹）").branch, "延吉分公司（筹）");
  EXPECT_TRUE(split_branch("吉林某药业有限公司").branch.empty());
  EXPECT_TRUE(split_branch("红旗门市部").branch.empty());
  auto const shop = split_branch("某某药房连锁有限公司中山路店");
  EXPECT_EQ(shop.parent, "某某药房连锁有限公司");
  EXPECT_EQ(shop.branch, "中山路店");
  EXPECT_EQ(split_branch("某某县药材公司龙形市药店").branch, "龙形市药店");
  EXPECT_EQ(split_branch("某某县万昌供销社医药柜台").parent, "某某县万昌供销社");
  EXPECT_TRUE(split_branch("某某市汽车厂路大药房").branch.empty()) << "a shop that belongs to nobody";
  EXPECT_TRUE(split_branch("某某堂药店有限公司").branch.empty());
  EXPECT_EQ(split_branch("某某电力有限责任公司河口供电所").branch, "河口供电所");
  EXPECT_TRUE(split_branch("某某集团有限公司某某药业有限公司").branch.empty()) << "a company of a group";
  for (auto const* const whole :
       {"某某药业有限公司（原某某制药厂）", "某某药业有限公司*", "某某药业有限公司2", "有限公司门"})
    EXPECT_TRUE(split_branch(whole).branch.empty()) << whole;
  EXPECT_TRUE(split_branch("").branch.empty());
}

}  // namespace
}  // namespace lianzhao::text
