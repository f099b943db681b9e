#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lianzhao::text {

enum class QuantityKind : std::uint8_t { kMoney, kArea, kCount };

/// How a quantity is said.
enum class Qualifier : std::uint8_t {
  kExact,
  kAbout,             ///< 约, 左右
  kNearly,            ///< 近, 接近, 不足, 不超过
  kOver,              ///< 超, 逾, 余, 多, 以上
  kOrderOfMagnitude,  ///< 百亿级, 数十亿
};

/// "exact", "about", "nearly", "over", "order_of_magnitude".
std::string_view qualifier_name(Qualifier);

/// A quantity with its unit in a text.
struct Quantity {
  QuantityKind kind = QuantityKind::kCount;
  /// Money: minor units of `currency` by ISO 4217 (fen, cents; yen and won themselves; text/currency.h). Area: m²,
  /// rounded. Count: the number.
  std::int64_t value = 0;
  double exact_value = 0;     ///< the same before rounding; for area
  std::string_view currency;  ///< ISO 4217 for money
  Qualifier qualifier = Qualifier::kExact;
  bool unit_implied = false;  ///< 投资178亿: nothing says that it is money, the words around must
  std::size_t begin = 0;      ///< code points, the qualifying words included
  std::size_t end = 0;
};

/// Every amount of money, area and count of things (个, 家, 户, 项, 宗, 只) in a folded text (text/folded_text.h), from
/// left to right, none inside another. Percentages, dates, quantities of goods and numbers that do not fit are left
/// out. A range (3至5亿元, 5000万至8000万元, 三五亿元) gives its lower end with kAbout. Money in a currency whose
/// country the words leave open (5亿克朗) is left out. O(length).
std::vector<Quantity> find_quantities(std::u16string_view folded);

}  // namespace lianzhao::text
