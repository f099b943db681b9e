#include "lifecycle/icalendar.h"

#include <fmt/format.h>

namespace lianzhao::lifecycle {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (auto const c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
  return out;
}

/// RFC 5545, 3.1: 75 bytes a line, the next one begins with a blank that belongs to neither.
void add_line(std::string& out, std::string_view line) {
  constexpr std::size_t kLongest = 75;
  auto room = kLongest;
  while (line.size() > room) {
    auto cut = room;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    out += line.substr(0, cut);
    out += "\r\n ";
    line.remove_prefix(cut);
    room = kLongest - 1;
  }
  out += line;
  out += "\r\n";
}

std::string date(DayNumber day) {
  auto text = format_day(day);
  std::erase(text, '-');
  return text;
}

}  // namespace

std::string to_icalendar(std::string_view name, std::span<CalendarEntry const> entries, Instant stamp) {
  // 2026-11-24T18:12:22.123Z → 20261124T181222Z
  auto at = format_instant(stamp).substr(0, 19);
  std::erase(at, '-');
  std::erase(at, ':');
  std::string out;
  add_line(out, "BEGIN:VCALENDAR");
  add_line(out, "VERSION:2.0");
  add_line(out, "PRODID:-//Lianzhao//Workspace//ZH");
  add_line(out, "X-WR-CALNAME:" + escaped(name));
  for (auto const& entry : entries) {
    add_line(out, "BEGIN:VEVENT");
    add_line(out, fmt::format("UID:{}@lianzhao", escaped(entry.uid)));
    add_line(out, fmt::format("DTSTAMP:{}Z", at));
    add_line(out, "DTSTART;VALUE=DATE:" + date(entry.day));
    add_line(out, "DTEND;VALUE=DATE:" + date(entry.day + 1));
    add_line(out, "SUMMARY:" + escaped(entry.summary));
    if (!entry.description.empty()) add_line(out, "DESCRIPTION:" + escaped(entry.description));
    add_line(out, "TRANSP:TRANSPARENT");
    add_line(out, "END:VEVENT");
  }
  add_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace lianzhao::lifecycle
