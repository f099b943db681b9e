#include "ingest/exchange_rates.h"

#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "ingest/cell.h"
#include "ingest/region_reader.h"
#include "ingest/register_row.h"
#include "kernel/error.h"

namespace lianzhao::ingest {
namespace {

constexpr std::string_view kTable =
    "# a "
    "note\ncurrency\tyear\tyuan_per_100\tsource\nUSD\t2001\t827.7000\tx\nUSD\t2003\t827.72\tx\nJPY\t2001\t6.81\ty\n";

TEST(ExchangeRates, the_year_s_own_rate_counts_then_the_latest_of_three_before) {
  auto const rates = read_exchange_rates(kTable);
  EXPECT_EQ(rates.find("USD", 2001)->micro_yuan, 8'277'000);
  EXPECT_EQ(rates.find("USD", 2002)->year, 2001);
  EXPECT_EQ(rates.find("USD", 2006)->year, 2003);
  EXPECT_EQ(rates.find("USD", 2007), nullptr) << "four years old is too old";
  EXPECT_EQ(rates.find("USD", 2000), nullptr) << "never a later one";
  EXPECT_EQ(rates.find("JPY", 2001)->micro_yuan, 68'100);
  EXPECT_EQ(rates.find("EUR", 2001), nullptr);
}

TEST(ExchangeRates, hundredths_become_fen_rounded_half_up) {
  auto const rates = read_exchange_rates(kTable);
  // 500万美元 at 8.277 are 41,385,000 yuan.
  EXPECT_EQ(fen_at(500'000'000, *rates.find("USD", 2001)), 4'138'500'000LL);
  // 1.01 yen at 0.0681 are 6.8781 fen.
  EXPECT_EQ(fen_at(101, *rates.find("JPY", 2001)), 7);
  EXPECT_EQ(fen_at(1, *rates.find("JPY", 2001)), std::nullopt) << "less than half a fen is nought, and nought is none";
  EXPECT_EQ(fen_at(9'000'000'000'000'000'000LL, *rates.find("USD", 2001)), std::nullopt);
}

TEST(ExchangeRates, a_wrong_line_is_named) {
  for (auto const* line : {"US\t2001\t827\tx", "USD\t20o1\t827\tx", "USD\t2001\t8.27701\tx", "USD\t2001\t0\tx",
                           "USD\t2001\t827\t", "USD\t2001\t-827\tx"}) {
    EXPECT_THROW(read_exchange_rates(std::string{"currency\tyear\tyuan_per_100\tsource\n"} + line), Failure) << line;
  }
}

TEST(ExchangeRates, the_shipped_table_names_its_sources_and_does_not_leap) {
  auto const& rates = exchange_rates();
  ASSERT_GT(rates.all().size(), 400U);
  std::set<std::pair<std::string, int>> seen;
  for (auto const& rate : rates.all()) {
    EXPECT_TRUE(seen.emplace(rate.currency, rate.year).second) << rate.currency << rate.year << " twice";
    auto const* const before = rates.find(rate.currency, rate.year - 1);
    if (before == nullptr) continue;
    // The widest real step: 1994, when two rates of the yuan became one.
    EXPECT_LT(rate.micro_yuan, 2 * before->micro_yuan) << rate.currency << rate.year;
    EXPECT_GT(2 * rate.micro_yuan, before->micro_yuan) << rate.currency << rate.year;
  }
  for (auto const* currency : {"USD", "HKD", "JPY"}) {
    for (auto year = 1978; year <= 2023; ++year) EXPECT_NE(rates.find(currency, year), nullptr) << currency << year;
  }
}

RegisterRow read_row(std::string const& founded, std::string const& capital) {
  static std::vector<std::string> const kHeader{"name", "founded", "capital"};
  RegisterRowReader reader{kHeader, recognise_columns(kHeader), region_table(), civil_day(now())};
  std::vector<std::string> const cells{"甲有限公司", founded, capital};
  std::vector<std::string_view> const views{cells.begin(), cells.end()};
  TableRow row;
  row.fields = views;
  RegisterRow out;
  reader.read(row, out);
  return out;
}

TEST(ExchangeRates, a_row_s_foreign_capital_is_estimated_at_the_year_of_founding) {
  auto const dollars = read_row("2001-05-01", "500(万美元)").enterprise;
  EXPECT_EQ(dollars.registered_capital_fen, 4'138'500'000LL);
  EXPECT_EQ(dollars.registered_capital_currency, "USD");
  EXPECT_EQ(dollars.registered_capital_text, "500(万美元)");
  EXPECT_FALSE(read_row("", "500(万美元)").enterprise.registered_capital_fen) << "no year, no rate";
  EXPECT_FALSE(read_row("1950-01-01", "500(万美元)").enterprise.registered_capital_fen);
  EXPECT_FALSE(read_row("2001-05-01", "500(万卢布)").enterprise.registered_capital_fen) << "no rate of that currency";
  EXPECT_EQ(read_row("2001-05-01", "500万元").enterprise.registered_capital_fen, 500'000'000LL)
      << "yuan are no estimate";
}

}  // namespace
}  // namespace lianzhao::ingest
