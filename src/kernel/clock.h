#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lianzhao {

/// UTC milliseconds since 1970-01-01.
using Instant = std::int64_t;

/// Civil date as days since 1970-01-01 in Asia/Shanghai, fixed +08:00 (GCC 12 has no time zones; the summer time of
/// 1986–1991 moved no date).
using DayNumber = std::int32_t;

Instant now();
DayNumber civil_day(Instant);

/// Days since the epoch of a valid civil date.
DayNumber day_number(std::chrono::year_month_day);
std::chrono::year_month_day civil_date(DayNumber);

/// "2026-11-24"; years 0001 to 9999.
std::string format_day(DayNumber);
/// Accepts exactly YYYY-MM-DD of an existing date; absent otherwise. Dirty dates are ingest's business.
std::optional<DayNumber> parse_day(std::string_view);

/// "2026-11-24T18:12:22.123Z"
std::string format_instant(Instant);

}  // namespace lianzhao
