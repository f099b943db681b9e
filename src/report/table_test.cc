#include "report/table.h"

#include <gtest/gtest.h>

#include "kernel/error.h"

namespace lianzhao::report {
namespace {

Table sample() {
  return {"名单",
          {{"企业", ColumnKind::kText},
           {"注册资本", ColumnKind::kMoneyFen},
           {"成立", ColumnKind::kDay},
           {"占比", ColumnKind::kPercent}},
          {{std::string{"甲,\"乙\""}, std::int64_t{1'234'500}, std::int64_t{*parse_day("2003-05-01")}, 0.5},
           {std::string{"=cmd|' /C calc'!A0"}, {}, {}, {}}},
          {"来源:登记库"}};
}

TEST(Table, csv_quotes_and_leaves_the_unknown_empty) {
  auto const csv = to_csv(sample());
  EXPECT_EQ(csv,
            "\xEF\xBB\xBF企业,注册资本(万元),成立,占比\r\n"
            "\"甲,\"\"乙\"\"\",1.2345,2003-05-01,50%\r\n"
            "'=cmd|' /C calc'!A0,,,\r\n"
            "\r\n# 来源:登记库\r\n");
}

TEST(Table, nothing_that_looks_like_a_formula_leaves_as_one) {
  for (std::string const text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", " \n -1"}) {
    auto const csv = to_csv({"t", {{"a", ColumnKind::kText}}, {{text}}, {}});
    EXPECT_NE(csv.find("'" + text), std::string::npos);
  }
}

TEST(Table, numbers_leave_as_numbers_whatever_their_sign) {
  Table const table{"t",
                    {{"得分", ColumnKind::kNumber}, {"数", ColumnKind::kInteger}, {"金额(万元)", ColumnKind::kText}},
                    {{-0.12, std::int64_t{-5}, Fen{-1'500'000}}, {std::string{"-0.12"}, {}, Fen{10'000}}},
                    {}};
  EXPECT_EQ(to_csv(table), "\xEF\xBB\xBF得分,数,金额(万元)\r\n-0.12,-5,-1.5\r\n'-0.12,,0.01\r\n");
}

TEST(Table, a_workbook_is_a_zip_file) {
  auto const bytes = to_xlsx(sample());
  ASSERT_GT(bytes.size(), 1000U);
  EXPECT_EQ(bytes.substr(0, 4), "PK\x03\x04");
}

TEST(Table, more_rows_than_a_sheet_holds_are_refused) {
  Table table{"t", {}, std::vector<std::vector<Cell>>(1'048'576), {}};
  EXPECT_THROW(to_xlsx(table), Failure);
}

TEST(WanYuan, is_exact) {
  EXPECT_EQ(wan_yuan(0), "0");
  EXPECT_EQ(wan_yuan(123'456), "0.123456");
  EXPECT_EQ(wan_yuan(12'000'000), "12");
  EXPECT_EQ(wan_yuan(-1'500'000), "-1.5");
  EXPECT_EQ(wan_yuan(std::numeric_limits<std::int64_t>::min()), "-9223372036854.775808");
}

}  // namespace
}  // namespace lianzhao::report
