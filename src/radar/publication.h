#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::radar {

/// The first date of a text, as 2023-04-18T09:00:03 or 2023-04-18, behind a time the zone where the text states one
/// (2023-04-18T01:00:03Z, 2023-04-18T09:00:03+08:00); empty when there is none. Knows 2023-04-18, 2023/4/18,
/// 2023年4月18日, 二〇二三年四月十八日, April 18, 2023, 18 April 2023 and 18 апреля 2023, each with a time behind it or
/// not.
std::string find_date(std::string_view text);

/// The same date without its zone: of a Chinese text that states one in China's time (UTC+8), which may be another day;
/// else as it stands.
std::string local_date(std::string_view date, bool chinese);

/// Whether more than a tenth of a text's letters are ideographs and it has no kana. Looks at its first 4,000 bytes.
bool reads_chinese(std::string_view utf8);

inline constexpr std::size_t kNoLine = static_cast<std::size_t>(-1);

/// What the lines of a page say about when it was published.
struct SaidPublication {
  std::string date;
  bool sure = false;  ///< a line right at the title says it
};

/// A line that names it (发布时间, Published) near the title goes before a line of a date near the title, then one that
/// names it elsewhere, then the first date of a short line. The day that a page is read on (今天是…, a weekday above
/// the title) is none. `title` is the title's line or kNoLine.
SaidPublication publication_of(std::vector<std::string_view> const& lines, std::size_t title);

/// Whether a line says what day it is for whoever reads the page.
bool is_calendar(std::string_view line);

}  // namespace lianzhao::radar
