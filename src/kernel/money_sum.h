#pragma once

#include <cstdint>
#include <limits>

namespace lianzhao {

/// The most that one amount may be, in fen: 10 万亿元 (10^13 yuan), eight times the largest single project
/// there has been (雅鲁藏布江下游水电工程, 1.2 万亿元) and less than a tenth of a year's output of the country. What is
/// more is a slip of units.
inline constexpr std::int64_t kMostFen = 1'000'000'000'000'000;

/// What a sum is told as that is larger than can be told (int64): never a wrapped number.
inline constexpr std::int64_t kMoreThanCanBeTold = std::numeric_limits<std::int64_t>::max();

/// Sum of amounts that neither wraps nor forgets: adding and taking away are exact however large it is meanwhile.
class MoneySum {
 public:
  constexpr MoneySum() = default;
  constexpr MoneySum& operator+=(std::int64_t fen) {
    sum_ += fen;
    return *this;
  }
  constexpr MoneySum& operator-=(std::int64_t fen) {
    sum_ -= fen;
    return *this;
  }
  constexpr MoneySum& operator+=(MoneySum const& more) {
    sum_ += more.sum_;
    return *this;
  }
  /// Of a sum that was added up in parts: `millions` × 1,000,000 + `rest`.
  static constexpr MoneySum of_parts(std::int64_t millions, std::int64_t rest) {
    MoneySum sum;
    sum.sum_ = Wide{millions} * 1'000'000 + rest;
    return sum;
  }
  /// Beyond the limits of int64 the limit.
  constexpr std::int64_t fen() const {
    if (sum_ > kMoreThanCanBeTold) return kMoreThanCanBeTold;
    if (sum_ < -Wide{kMoreThanCanBeTold}) return -kMoreThanCanBeTold;
    return static_cast<std::int64_t>(sum_);
  }

 private:
  __extension__ using Wide = __int128;
  Wide sum_ = 0;
};

}  // namespace lianzhao
