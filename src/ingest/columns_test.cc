#include "ingest/columns.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "kernel/error.h"

namespace lianzhao::ingest {
namespace {

using enum RegisterField;

TEST(Columns, chinese_headings_with_brackets_and_blanks) {
  std::vector<std::string> const header{"序号",     " 企业名称* ", "统一社会信用代码", "注册号", "注册资本（万元）",
                                        "成立日期", "住所"};
  auto const map = recognise_columns(header);
  EXPECT_EQ(map[kName], 1U);
  EXPECT_EQ(map[kCreditCode], 2U);
  EXPECT_EQ(map[kRegistrationNumber], 3U);
  EXPECT_EQ(map[kCapital], 4U);
  EXPECT_EQ(map.capital_unit, "万元");
  EXPECT_EQ(map[kAddress], 6U);
  EXPECT_FALSE(map.has(kScope));
}

TEST(Columns, english_headings_and_the_more_exact_one) {
  std::vector<std::string> const header{"code",     "short_name", "full_name", "uscc",
                                        "Reg Date", "capital",    "Province",  "scope"};
  auto const map = recognise_columns(header);
  EXPECT_EQ(map[kName], 2U);
  EXPECT_EQ(map[kCreditCode], 3U);
  EXPECT_EQ(map[kFounded], 4U);
  EXPECT_EQ(map[kProvince], 6U);
}

TEST(Columns, headings_of_exports_and_what_became_of_each) {
  struct Case {
    char const* heading;
    RegisterField field;
  };
  for (auto const& [heading, field] :
       {Case{"税号", kCreditCode}, Case{"纳税人识别号", kCreditCode}, Case{"范围", kScope}, Case{"所在市", kCity},
        Case{"所在区", kCounty}, Case{"所在区县", kCounty}, Case{"省级", kProvince}, Case{"市级", kCity},
        Case{"县级", kCounty}, Case{"注册资本数额", kCapital}, Case{"存活状态", kStatus},
        Case{"生产经营地址", kAddress}, Case{"曾用名", kFormerNames}, Case{"Date of Establishment", kFounded}}) {
    EXPECT_EQ(recognise_columns(std::vector<std::string>{"企业名称", heading})[field], 1U) << heading;
  }
  EXPECT_EQ(recognise_columns(std::vector<std::string>{"x", "纳税人名称"})[kName], 1U);
  std::vector<std::string> const header{"企业名称", "税号", "统一社会信用代码", "核准日期", "投资总额", "颜色", ""};
  auto const map = recognise_columns(header);
  EXPECT_EQ(map[kCreditCode], 2U);
  EXPECT_FALSE(map.has(kFounded));
  EXPECT_FALSE(map.has(kCapital));
  auto const report = report_columns(header, map);
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(report.used, (Pairs{{"企业名称", "name"}, {"统一社会信用代码", "credit_code"}}));
  EXPECT_EQ(report.not_kept, (Pairs{{"核准日期", "approval_date"}, {"投资总额", "total_investment"}}));
  EXPECT_EQ(report.ignored, (std::vector<std::string>{"税号", "颜色"}));
}

TEST(Columns, messages_stay_readable_however_long_a_heading_is) {
  std::vector<std::string> const header{std::string(60'000, 'a'), std::string(900, '\xE4')};
  try {
    recognise_columns(header);
    FAIL();
  } catch (Failure const& failure) {
    EXPECT_LT(failure.error().message.size(), 500U);
  }
}

TEST(Columns, a_table_without_names_is_refused_with_its_headings) {
  std::vector<std::string> const header{"a", "b"};
  try {
    recognise_columns(header);
    FAIL();
  } catch (Failure const& failure) {
    EXPECT_EQ(failure.error().code, "no_name_column");
    EXPECT_NE(failure.error().message.find("a, b"), std::string::npos);
  }
}

TEST(Columns, a_map_file_corrects_and_says_where_it_is_wrong) {
  std::vector<std::string> const header{"who", "what", "city"};
  auto const map = map_columns(header, {"m.yaml", "name: who\nscope: what\ncity: null\ncapital_unit: 万元\n"});
  EXPECT_EQ(map[kName], 0U);
  EXPECT_EQ(map[kScope], 1U);
  EXPECT_FALSE(map.has(kCity));
  EXPECT_EQ(map.capital_unit, "万元");
  // JSON is YAML, and what the page says comes as that.
  EXPECT_EQ(map_columns(header, {"columns", R"({"name":"what","city":null})"})[kName], 1U);
  try {
    map_columns(header, {"m.yaml", "name: who\nscope: nowhere\n"});
    FAIL();
  } catch (Failure const& failure) {
    EXPECT_EQ(failure.error().code, "bad_column_map");
    EXPECT_NE(failure.error().message.find("m.yaml:2:"), std::string::npos);
  }
}

}  // namespace
}  // namespace lianzhao::ingest
