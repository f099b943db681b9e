#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kernel/clock.h"

namespace lianzhao::lifecycle {

/// A whole-day entry of a calendar feed.
struct CalendarEntry {
  std::string uid;  ///< stays the same while the thing does: "task-7"
  DayNumber day = 0;
  std::string summary;
  std::string description;
};

/// A VCALENDAR of RFC 5545: UTF-8, CRLF, lines folded at 75 bytes between characters, texts escaped.
std::string to_icalendar(std::string_view name, std::span<CalendarEntry const>, Instant stamp);

}  // namespace lianzhao::lifecycle
