#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/enterprise.h"
#include "kernel/clock.h"

namespace lianzhao::ingest {

/// Whether a cell says that there is nothing: empty, N/A, null, 无, 暂无, dashes, …
bool says_nothing(std::string_view cell);

/// Full-width ASCII as ASCII, the ideographic space as a space; everything else as it is.
std::string half_width(std::string_view utf8);

/// Registered capital.
struct Capital {
  std::optional<std::int64_t> fen;  ///< CNY; absent for other currencies, without a unit, for nought and nonsense
  std::string currency;             ///< ISO 4217; empty when not known
  std::optional<std::int64_t> foreign_hundredths;  ///< of one unit of another currency: cents; absent as fen is
};

/// Reads "1,000(万元人民币)", "554万人民币", "500 万美元", "壹佰万元整", "1.2亿". `heading_unit` ("万元") is the unit
/// that the column's heading gives and holds for cells without one. A bare number is no amount: registers leave out
/// 万 as often as 元. Digits grouped wrongly ("1,0000000") have lost a point and are not guessed at. See
/// docs/methods/import.md.
Capital parse_capital(std::string_view cell, std::string_view heading_unit = {});

/// Reads 2004-01-05, 2004/1/5, 2004.1.5, 20040105, 2004年1月5日, 二〇〇四年一月五日, with or without a time of day;
/// (one with a zone is turned into China's: 2019-03-04T16:00:00Z is the 5th); days of a spreadsheet (37991),
/// milliseconds and seconds since 1970. Month or year alone count from their first day.
/// Absent: 0000-00-00, 1900-01-01 and its kin (a spreadsheet's nought), years outside 1850 to 2100, days that do not
/// exist, and day-month order that cannot be told.
std::optional<DayNumber> parse_date(std::string_view cell);

EnterpriseStatus parse_status(std::string_view cell);

}  // namespace lianzhao::ingest
