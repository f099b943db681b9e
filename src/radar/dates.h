#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "radar/sentences.h"

namespace lianzhao::radar {

/// A time a text speaks of, resolved against the day of publication.
struct SaidDate {
  Span span;
  DayNumber from = 0;
  DayNumber to = 0;  ///< included
};

/// What the text named last, which 当日, 次日, 同月 and 次年 behind it count from.
struct NamedDates {
  std::optional<DayNumber> day;
  std::optional<unsigned> month;  ///< of `year`
  std::optional<int> year;
};

/// 4月17日, 2022年3月, 去年底, 一季度, 今年以来, 日前, 近日, 昨天 … from left
/// to right. Relative ones need `published`; a month and day without a year is
/// the last one that is not after it by more than a month. `named` holds what came before in the text and goes on with
/// what this part names.
std::vector<SaidDate> find_dates(std::u16string_view folded, Span within, std::optional<DayNumber> published,
                                 NamedDates& named);

}  // namespace lianzhao::radar
