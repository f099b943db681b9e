#include "pipeline/branch.h"

#include <gtest/gtest.h>

namespace lianzhao::pipeline {
namespace {

TEST(Branch, is_told_by_the_name_or_by_the_type) {
  auto const branch = [](char const* name, char const* type) {
    Enterprise enterprise;
    enterprise.name = name;
    enterprise.enterprise_type = type;
    return is_branch(enterprise);
  };
  EXPECT_TRUE(branch("某某石油销售有限公司第五加油站", ""));
  EXPECT_TRUE(branch("某某药房连锁有限公司中山路店", ""));
  EXPECT_TRUE(branch("红旗加油站", "集体分支机构(非法人)"));
  EXPECT_TRUE(branch("某某药业通化", "有限责任公司分公司"));
  EXPECT_FALSE(branch("红旗加油站", "个体工商户"));
  EXPECT_FALSE(branch("某某药业有限公司", "有限责任公司"));
}

}  // namespace
}  // namespace lianzhao::pipeline
