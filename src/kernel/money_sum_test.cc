#include "kernel/money_sum.h"

#include <gtest/gtest.h>

namespace lianzhao {
namespace {

TEST(MoneySum, never_wraps_and_forgets_nothing) {
  MoneySum sum;
  for (int i = 0; i < 3000; ++i) sum += 9'000'000'000'000'000;
  EXPECT_EQ(sum.fen(), kMoreThanCanBeTold);
  for (int i = 0; i < 3000; ++i) sum -= 9'000'000'000'000'000;
  sum += 7;
  EXPECT_EQ(sum.fen(), 7);
  sum -= 9;
  EXPECT_EQ(sum.fen(), -2);
}

TEST(MoneySum, of_parts_is_the_whole) {
  EXPECT_EQ(MoneySum::of_parts(12, 345).fen(), 12'000'345);
  EXPECT_EQ(MoneySum::of_parts(-12, -345).fen(), -12'000'345);
  EXPECT_EQ(MoneySum::of_parts(18'432'000'000'000, 999'999).fen(), kMoreThanCanBeTold) << "2 × 1024 × 9e15 fen";
}

}  // namespace
}  // namespace lianzhao
