#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lianzhao::text {

/// A number as it is written, exactly: digits / 10^scale.
struct WrittenNumber {
  std::int64_t digits = 0;
  int scale = 0;           ///< 0 to 18
  bool more = false;       ///< 30余, 十几, 20多: somewhat more than said
  bool some = false;       ///< 数十, 几百: the size of it only
  bool bare_unit = false;  ///< begins with 百, 千, 万 or 亿 themselves (百亿, 千万): the size of it only
  bool scaled = false;     ///< has 万 or 亿 in it
  bool rough = false;      ///< 三五亿, 七八百: the lower of two digits that are said for a range

  double value() const;
};

/// Reads the longest number that begins at `at` of a folded text (text/folded_text.h): 1,234.5万, 三千二百万, 两亿,
/// 廿二, 壹佰万, 16.6亿, 二〇二三, 三万五 (35000), 十余亿, 数十亿, 三五亿, 5个亿. Returns the end, or `at` when none
/// begins there or it does not fit. No sign: a dash between numbers is a range. O(length of the number).
std::size_t read_number(std::u16string_view folded, std::size_t at, WrittenNumber& out);

/// The number that a whole UTF-8 text is, sign (负, -) and 元角分整 included: 壹拾壹元壹角 is 11.1. Absent when it is
/// anything more or less. A run of digits without units is read digit by digit (二〇〇二).
std::optional<double> parse_chinese_number(std::string_view utf8);

}  // namespace lianzhao::text
