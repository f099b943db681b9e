#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/amount.h"
#include "text/chinese_number.h"

namespace lianzhao::radar {

/// A word between what is said and its number, and how it means the number: 约, 超过, 可达.
struct NumberLead {
  std::u16string word;
  text::Qualifier qualifier = text::Qualifier::kExact;
};

/// Those of reference/number_leads.tsv and a blank; of two that begin alike the longer stands first.
std::vector<NumberLead> const& number_leads();

/// A number as people say it, with what stands around it.
struct Said {
  text::WrittenNumber number;
  text::Qualifier qualifier = text::Qualifier::kExact;
  std::size_t begin = 0;  ///< of the digits
  std::size_t end = 0;    ///< where its unit begins
};

/// `at` may be at words that lead to the number. None where no number follows.
std::optional<Said> number_at(std::u16string_view text, std::size_t at, std::size_t limit);

/// Passes over 以上, 左右 behind a quantity and heeds what they say of the number.
std::size_t skip_behind(std::u16string_view text, std::size_t at, std::size_t limit, text::Qualifier& qualifier);

/// A unit of goods, one of reference/goods_units.tsv.
struct GoodsUnit {
  std::u16string word;
  std::string name;
};

/// The unit that `rest`, which is not empty, begins with; null where none does.
GoodsUnit const* goods_unit_at(std::u16string_view rest);

/// A quantity of goods and the time it is of.
struct Measure {
  Said said;
  GoodsUnit const* unit = nullptr;
  std::string_view per;  ///< "year", "month", "day"; empty where the text does not say
  std::size_t end = 0;

  /// In decimal: "50000", "2.4".
  std::string value() const;
};

/// A quantity of goods at `at`: 5万吨, 近200万套, 10gwh.
std::optional<Measure> measure_at(std::u16string_view text, std::size_t at, std::size_t limit);

/// Passes over /年, /d, 每年 behind a unit.
std::size_t skip_per(std::u16string_view text, std::size_t at, std::size_t limit, std::string_view& per);

}  // namespace lianzhao::radar
