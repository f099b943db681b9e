#include "text/trader_name.h"

#include <gtest/gtest.h>

#include "text/utf8.h"

namespace lianzhao::text {
namespace {

TEST(TraderName, a_given_name_behind_the_place_is_masked) {
  EXPECT_EQ(masked_trader_name("长春市朝阳区张小明食杂店"), "长春市朝阳区张＊＊食杂店");
  EXPECT_EQ(masked_trader_name("通化县快大茂镇李四诊所"), "通化县快大茂镇李＊诊所");
  EXPECT_EQ(masked_trader_name("王五小吃"), "王＊小吃");
  EXPECT_EQ(masked_trader_name("赵大饭店"), "赵＊饭店");
}

TEST(TraderName, names_without_a_surname_there_stay) {
  EXPECT_EQ(masked_trader_name("任县利发摩托车配件厂"), "任县利发摩托车配件厂");
  EXPECT_EQ(masked_trader_name("鹏展鞋跟厂"), "鹏展鞋跟厂");
  EXPECT_EQ(masked_trader_name(""), "");
  EXPECT_EQ(masked_trader_name("王记"), "王记");
}

TEST(TraderName, spans_in_the_name_still_fit) {
  for (auto const* const name : {"长春市朝阳区张小明食杂店", "金龙饭店", "Ａ王\xFF店铺", "市市市市王二麻子"}) {
    EXPECT_EQ(count_code_points(masked_trader_name(name)), count_code_points(name)) << name;
  }
}

}  // namespace
}  // namespace lianzhao::text
