#include "ingest/cell.h"

#include <gtest/gtest.h>

namespace lianzhao::ingest {
namespace {

constexpr std::int64_t kYuan = 100;
constexpr std::int64_t kWan = 10'000 * kYuan;

std::optional<std::int64_t> fen(std::string_view cell, std::string_view unit = {}) {
  return parse_capital(cell, unit).fen;
}

TEST(Capital, ten_spellings_of_ten_million_yuan) {
  for (auto const* cell : {"1,000(万元人民币)",
                           "1000万人民币",
                           "1,000.0000(万)",
                           "1000（万元）",
                           "1,000(万人民币元)",
                           "1000万元",
                           "1,000(万元(人民币))",
                           "1000( 万人民币元)",
                           "1000(万人民币 )",
                           "人民币1000万元整",
                           "壹仟万元整",
                           "１０００万元",
                           "0.1亿元",
                           "10000000元",
                           "¥10,000,000元",
                           "1000万元人民币",
                           "一千万元",
                           "RMB 1000万元",
                           "1,000(万元（人民币）)",
                           "10000000人民币元"}) {
    EXPECT_EQ(fen(cell), 1000 * kWan) << cell;
    EXPECT_EQ(parse_capital(cell).currency, "CNY") << cell;
  }
}

TEST(Capital, both_ways_of_writing_steps_and_signs_in_front_are_read) {
  struct Case {
    char const* cell;
    std::int64_t yuan;
  };
  for (auto const& [cell, yuan] :
       {Case{"100萬元", 1'000'000}, Case{"伍佰萬元", 5'000'000}, Case{"壹佰萬圓整", 1'000'000},
        Case{"1亿2000万元", 120'000'000}, Case{"1億2000萬元", 120'000'000}, Case{"壹亿贰仟万", 120'000'000},
        Case{"一百万零五千元", 1'005'000}, Case{"贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元整", 23'456'789},
        Case{"廿万元", 200'000}, Case{"百万元整", 1'000'000}, Case{"￥50,000,000", 50'000'000},
        Case{"¥50,000,000", 50'000'000}, Case{"RMB 5,000,000.00", 5'000'000}, Case{"(100)萬元", 1'000'000}}) {
    EXPECT_EQ(fen(cell), yuan * kYuan) << cell;
    EXPECT_EQ(parse_capital(cell).currency, "CNY") << cell;
  }
  EXPECT_EQ(fen("壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角壹分"), 1'234'567'891);
  EXPECT_EQ(fen("人民币伍佰万元零伍分"), 500'000'005);
  EXPECT_EQ(fen("壹万元叁角整"), 1'000'030);
  EXPECT_EQ(parse_capital("5,000,000美元").foreign_hundredths, 500'000'000LL);
  EXPECT_EQ(parse_capital("USD 5,000,000").foreign_hundredths, 500'000'000LL);
  EXPECT_EQ(parse_capital("USD 5,000,000").currency, "USD");
  EXPECT_EQ(parse_capital("50萬港幣").foreign_hundredths, 50'000'000LL);
  // Too small to be told from ten thousands, a size only, or nobody's money.
  for (auto const* cell :
       {"500人民币", "1,000人民币", "数百万元", "万元", "十几万元", "三五万元", "100万(万元)", "5000000克朗"})
    EXPECT_FALSE(fen(cell)) << cell;
  EXPECT_EQ(fen("100万", "万元"), 100 * kWan) << "it has its 万";
}

TEST(Capital, small_numbers_and_fractions_are_exact) {
  EXPECT_EQ(fen("3.1000(万元)"), 31'000 * kYuan);
  EXPECT_EQ(fen("339.7100(万元人民币)"), 33971 * kWan / 100);
  EXPECT_EQ(fen("0.123456(万元)"), 123456);  // 1234.56 yuan
  EXPECT_EQ(fen("壹佰贰拾万元"), 120 * kWan);
  EXPECT_EQ(fen("一百零五万元"), 105 * kWan);
  EXPECT_EQ(fen("35640626.0000(万元)"), 35'640'626LL * kWan);
}

TEST(Capital, foreign_money_keeps_its_currency_and_has_no_fen) {
  struct Case {
    char const* cell;
    char const* currency;
  };
  for (auto const& [cell, currency] :
       {Case{"500(万美元)", "USD"}, Case{"1,000(万香港元)", "HKD"}, Case{"50万港币", "HKD"},
        Case{"9,999(万日元)", "JPY"}, Case{"999(万欧元)", "EUR"}, Case{"9(万新加坡元)", "SGD"},
        Case{"99(万德国马克)", "DEM"}, Case{"99(万瑞士法郎)", "CHF"}, Case{"9,999(万元(美元))", "USD"},
        Case{"99(万元美元)", "USD"}, Case{"USD 100万", "USD"}}) {
    EXPECT_EQ(parse_capital(cell).currency, currency) << cell;
    EXPECT_FALSE(parse_capital(cell).fen) << cell;
    EXPECT_TRUE(parse_capital(cell).foreign_hundredths) << cell;
  }
  EXPECT_EQ(parse_capital("500(万美元)").foreign_hundredths, 500'000'000LL);
  EXPECT_EQ(parse_capital("12.345(万美元)").foreign_hundredths, 12'345'000LL);
  EXPECT_FALSE(parse_capital("500万元").foreign_hundredths);
}

TEST(Capital, what_is_not_known_is_absent_and_not_nought) {
  for (auto const* cell :
       {"N/A", "", "-", "50()", "100", "1,0000000(万)", "0.0000(万元)", "Louis", "陈兴英", "TEDTAKTAI）", "-5万元",
        "999999999999999999999999999999万元", "9,9万", "12,34万元", "万元", "1..5万元"}) {
    EXPECT_FALSE(fen(cell)) << cell;
  }
  EXPECT_FALSE(fen("99999999999(万元)")) << "more than there is";
}

TEST(Capital, people_write_it_as_they_speak) {
  EXPECT_EQ(fen("￥500,000"), 50 * kWan);
  EXPECT_EQ(fen("￥500000"), 50 * kWan);
  EXPECT_EQ(fen("人民币￥100万元"), 100 * kWan);
  EXPECT_EQ(fen("认缴500万元"), 500 * kWan);
  EXPECT_EQ(fen("300万元人民币（认缴）"), 300 * kWan);
  EXPECT_EQ(fen("100万元;"), 100 * kWan);
  EXPECT_EQ(fen("1000w"), 1000 * kWan);
  EXPECT_EQ(fen("RMB 5 million"), 500 * kWan);
  EXPECT_EQ(fen("10,000,000 yuan"), 1000 * kWan);
  EXPECT_FALSE(fen("￥500")) << "its 万 may be lost";
  EXPECT_EQ(parse_capital("5 million USD").foreign_hundredths, 500'000'000LL);
}

TEST(Capital, the_heading_may_give_the_unit) {
  EXPECT_EQ(fen("100", "万元"), 100 * kWan);
  EXPECT_EQ(fen("100元", "万元"), 100 * kYuan);
  EXPECT_FALSE(fen("100", "万美元"));
  EXPECT_EQ(parse_capital("100", "万美元").currency, "USD");
}

TEST(Date, many_spellings_of_one_day) {
  auto const day = parse_day("2004-01-05");
  for (auto const* cell : {"2004-01-05",
                           "2004/1/5",
                           "2004.1.5",
                           "20040105",
                           "2004年1月5日",
                           "2004年01月05日",
                           "２００４-1-5",
                           "二〇〇四年一月五日",
                           "2004-01-05 00:00:00",
                           "2004-01-05T12:30:00Z",
                           "2004/1/5 0:00",
                           "2004 年 1 月 5 日",
                           "2004 年1月5日",
                           "2004年 01月 05日",
                           "2004 01 05",
                           "2004 - 01 - 05",
                           "2004 01 05 08:30:00",
                           "37991",
                           "37991.5",
                           "1073232000000",
                           "20040105000000",
                           " 2004-1-5 "}) {
    EXPECT_EQ(parse_date(cell), day) << cell;
  }
  EXPECT_EQ(parse_date("二〇〇四年十一月二十五日"), parse_day("2004-11-25"));
  EXPECT_EQ(parse_date("2004年十月三十日"), parse_day("2004-10-30"));
  EXPECT_EQ(parse_date("2004年11月"), parse_day("2004-11-01"));
  EXPECT_EQ(parse_date("2004"), parse_day("2004-01-01"));
}

TEST(Date, a_time_with_a_zone_is_turned_into_that_of_china) {
  auto const fifth = parse_day("2019-03-05");
  for (auto const* cell :
       {"2019-03-04T16:00:00.000Z", "2019-03-04T16:00Z", "2019-03-05T15:59:59Z", "2019-03-05T23:30:00+08:00",
        "2019-03-05 00:00:00+0800", "2019-03-04T11:00:00-05:00", "2019-03-05T23:30:00", "2019-03-05T00:00:00.000"}) {
    EXPECT_EQ(parse_date(cell), fifth) << cell;
  }
  EXPECT_EQ(parse_date("2019-03-05T16:00:00Z"), parse_day("2019-03-06"));
}

TEST(Date, what_is_no_day_is_absent) {
  for (auto const* cell : {"", "N/A", "0000-00-00", "1900-01-01", "1899-12-30", "2004-02-30", "2004-13-01", "5/1/2004",
                           "91310101741605605J", "99999999999999999", "长期", "20041301", "2004-01-05x", "12",
                           "2004 共3户", "2004年 五月底", "2004 12:30"}) {
    EXPECT_FALSE(parse_date(cell)) << cell;
  }
}

TEST(Status, the_strongest_word_decides) {
  EXPECT_EQ(parse_status("存续（在营、开业、在册）"), EnterpriseStatus::kActive);
  EXPECT_EQ(parse_status("吊销，未注销"), EnterpriseStatus::kRevoked);
  EXPECT_EQ(parse_status("吊销，已注销"), EnterpriseStatus::kDeregistered);
  EXPECT_EQ(parse_status("迁出"), EnterpriseStatus::kMovedOut);
  EXPECT_EQ(parse_status("停业"), EnterpriseStatus::kSuspended);
  EXPECT_EQ(parse_status("N/A"), EnterpriseStatus::kUnknown);
  EXPECT_EQ(parse_status("除名"), EnterpriseStatus::kRevoked);
  EXPECT_EQ(parse_status("已告解散"), EnterpriseStatus::kDeregistered);
  EXPECT_EQ(parse_status("休业"), EnterpriseStatus::kSuspended);
}

TEST(Status, what_is_not_so_or_not_yet_is_told_from_what_is) {
  EXPECT_EQ(parse_status("存续（曾吊销）"), EnterpriseStatus::kActive);
  EXPECT_EQ(parse_status("在营（未吊销）"), EnterpriseStatus::kActive);
  for (auto const* cell : {"非正常户", "不正常", "未吊销", "未注销"}) {
    EXPECT_EQ(parse_status(cell), EnterpriseStatus::kUnknown) << cell;
  }
  for (auto const* cell : {"拟注销", "注销中", "简易注销公告", "正在注销", "存续（申请注销）"}) {
    EXPECT_EQ(parse_status(cell), EnterpriseStatus::kSuspended) << cell;
  }
  EXPECT_EQ(parse_status("已注销（注销公告期满）"), EnterpriseStatus::kDeregistered);
}

TEST(Cell, many_ways_to_say_nothing) {
  for (auto const* cell : {"", " ", "N/A", "null", "-", "--", "无", "　暂无 "}) EXPECT_TRUE(says_nothing(cell)) << cell;
  EXPECT_FALSE(says_nothing("无锡"));
  EXPECT_EQ(half_width("ＡＢ１　吉"), "AB1 吉");
}

}  // namespace
}  // namespace lianzhao::ingest
