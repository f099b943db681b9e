#include "radar/publication.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "radar/blocks.h"
#include "text/any_word.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

using namespace std::string_view_literals;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Up to `most` digits at `at`; -1 where there is none.
int digits(std::string_view text, std::size_t& at, std::size_t most) {
  auto value = -1;
  std::size_t count = 0;
  while (at < text.size() && is_digit(text[at]) && count < most) {
    value = std::max(value, 0) * 10 + (text[at] - '0');
    ++at;
    ++count;
  }
  return value;
}

bool skip(std::string_view text, std::size_t& at, std::initializer_list<std::string_view> words) {
  for (auto const word : words) {
    if (text.substr(at).starts_with(word)) {
      at += word.size();
      return true;
    }
  }
  return false;
}

void skip_blanks(std::string_view text, std::size_t& at) {
  while (skip(text, at, {" "})) {
  }
}

/// Z, GMT, +08:00 or +0800 behind a time. 09:00-10:30 is no zone: only a time written by a machine, with a T or with
/// seconds, has one of figures.
std::string zone_at(std::string_view text, std::size_t at, bool by_machine) {
  if (skip(text, at, {"."})) digits(text, at, 9);
  auto const blank = at;
  skip_blanks(text, at);
  for (auto const name : {"Z"sv, "GMT"sv, "UTC"sv}) {
    auto end = at;
    if (skip(text, end, {name}) && (end >= text.size() || !is_letter(text[end]))) {
      if (name == "Z" || end >= text.size() || (text[end] != '+' && text[end] != '-')) return "Z";
      at = end;
    }
  }
  if (skip(text, at, {"北京时间", "(北京时间", "（北京时间"})) return "+08:00";
  if (!by_machine || at >= text.size() || (text[at] != '+' && text[at] != '-')) return {};
  auto const sign = text[at++];
  auto const begin = at;
  auto const hour = digits(text, at, 2);
  if (at - begin != 2 || hour > 14) return {};
  auto const colon = skip(text, at, {":"});
  if (blank != begin - 1 && colon) return {};
  auto const minutes = at;
  auto const minute = digits(text, at, 2);
  if (at - minutes != 2 || minute > 59) return {};
  return fmt::format("{}{:02}:{:02}", sign, hour, minute);
}

std::string with_time(std::string day, std::string_view text, std::size_t at) {
  auto by_machine = false;
  for (;;) {
    if (skip(text, at, {"T"}))
      by_machine = true;
    else if (!skip(text, at, {" ", "日", "号", "號", ",", "\u00A0", "&nbsp;", "　"}))
      break;
  }
  auto const hour = digits(text, at, 2);
  if (hour < 0 || hour > 23 || !skip(text, at, {":", "：", "时", "時"})) return day;
  auto const minute = digits(text, at, 2);
  if (minute < 0 || minute > 59) return day;
  auto second = -1;
  if (skip(text, at, {":", "：", "分"})) second = digits(text, at, 2);
  if (second > 59) second = -1;
  auto const zone = zone_at(text, at, by_machine || second >= 0);
  return second >= 0 ? fmt::format("{}T{:02}:{:02}:{:02}{}", day, hour, minute, second, zone)
                     : fmt::format("{}T{:02}:{:02}{}", day, hour, minute, zone);
}

std::optional<std::string> civil(int year, int month, int day) {
  using namespace std::chrono;
  if (year < 1980 || year > 2100 || month < 1 || day < 1) return std::nullopt;
  year_month_day const date{std::chrono::year{year} / month / day};
  if (!date.ok()) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::string figure_date(std::string_view text) {
  for (std::size_t i = 0; i + 8 <= text.size(); ++i) {
    if (!is_digit(text[i]) || (i > 0 && is_digit(text[i - 1]))) continue;
    auto at = i;
    auto const year = digits(text, at, 4);
    if (at - i != 4) continue;
    skip_blanks(text, at);
    if (!skip(text, at, {"-", "/", ".", "年"})) continue;
    skip_blanks(text, at);
    auto const month = digits(text, at, 2);
    skip_blanks(text, at);
    if (!skip(text, at, {"-", "/", ".", "月"})) continue;
    skip_blanks(text, at);
    auto const day = digits(text, at, 2);
    if (auto const date = civil(year, month, day)) return with_time(*date, text, at);
  }
  return {};
}

constexpr std::array kMonths{"jan"sv, "feb"sv, "mar"sv, "apr"sv, "may"sv, "jun"sv,
                             "jul"sv, "aug"sv, "sep"sv, "oct"sv, "nov"sv, "dec"sv};

std::string english_date(std::string_view text) {
  for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
    if (!is_letter(text[i]) || (i > 0 && is_letter(text[i - 1]))) continue;
    std::string word{text.substr(i, 3)};
    for (auto& c : word) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    auto const month = std::find(kMonths.begin(), kMonths.end(), word);
    if (month == kMonths.end()) continue;
    auto at = i;
    while (at < text.size() && is_letter(text[at])) ++at;
    skip(text, at, {"."});
    skip_blanks(text, at);
    auto day = digits(text, at, 2);
    auto year = -1;
    auto after = at;
    if (day > 0 && at < text.size() && is_digit(text[at])) {  // 18 April 2023
      after = at - 2;
      year = digits(text, after, 4);
      auto back = i;
      while (back > 0 && (text[back - 1] == ' ' || text[back - 1] == 't' || text[back - 1] == 'h')) --back;
      auto begin = back;
      while (begin > 0 && is_digit(text[begin - 1]) && back - begin < 2) --begin;
      day = digits(text, begin, 2);
    } else {
      skip(text, after, {"st", "nd", "rd", "th"});
      while (skip(text, after, {",", " "})) {
      }
      year = digits(text, after, 4);
    }
    if (auto const date = civil(year, static_cast<int>(month - kMonths.begin()) + 1, day))
      return with_time(*date, text, after);
  }
  return {};
}

/// 10 мая 2024
std::string russian_date(std::string_view text) {
  static constexpr std::array kNames{"января"sv, "февраля"sv, "марта"sv,    "апреля"sv,  "мая"sv,    "июня"sv,
                                     "июля"sv,   "августа"sv, "сентября"sv, "октября"sv, "ноября"sv, "декабря"sv};
  for (std::size_t month = 0; month < kNames.size(); ++month) {
    for (auto at = text.find(kNames[month]); at != std::string_view::npos; at = text.find(kNames[month], at + 1)) {
      auto back = at;
      while (back > 0 && text[back - 1] == ' ') --back;
      auto begin = back;
      while (begin > 0 && is_digit(text[begin - 1]) && back - begin < 2) --begin;
      auto const day = digits(text, begin, 2);
      auto after = at + kNames[month].size();
      skip_blanks(text, after);
      auto const year = digits(text, after, 4);
      if (auto const date = civil(year, static_cast<int>(month) + 1, day)) return with_time(*date, text, after);
    }
  }
  return {};
}

constexpr std::array kNumerals{"〇"sv, "一"sv, "二"sv, "三"sv, "四"sv, "五"sv, "六"sv, "七"sv, "八"sv, "九"sv};

int numeral_at(std::string_view text, std::size_t at) {
  auto const one = text.substr(at, 3);
  if (one == "零" || one == "○") return 0;
  auto const found = std::find(kNumerals.begin(), kNumerals.end(), one);
  return found == kNumerals.end() ? -1 : static_cast<int>(found - kNumerals.begin());
}

/// 五, 十, 十一, 二十, 三十一; or figures.
int small_number(std::string_view text, std::size_t& at) {
  if (at < text.size() && is_digit(text[at])) return digits(text, at, 2);
  auto value = 0;
  auto const begin = at;
  if (auto const tens = numeral_at(text, at); tens > 0) {
    value = tens;
    at += 3;
  }
  if (text.substr(at).starts_with("十")) {
    value = std::max(value, 1) * 10;
    at += 3;
    if (auto const ones = numeral_at(text, at); ones > 0) {
      value += ones;
      at += 3;
    }
  }
  return at == begin ? -1 : value;
}

/// 二〇二四年五月十日
std::string chinese_date(std::string_view text) {
  constexpr std::size_t kYearBytes = 12;
  for (auto at = text.find("年"); at != std::string_view::npos; at = text.find("年", at + 3)) {
    if (at < kYearBytes) continue;
    auto year = 0;
    for (auto i = at - kYearBytes; i < at && year >= 0; i += 3) {
      auto const one = numeral_at(text, i);
      year = one < 0 ? -1 : year * 10 + one;
    }
    if (year < 0) continue;
    auto i = at + 3;
    auto const month = small_number(text, i);
    if (!skip(text, i, {"月"})) continue;
    auto const day = small_number(text, i);
    if (auto const date = civil(year, month, day)) return with_time(*date, text, i);
  }
  return {};
}

/// 24-05-10, which only a label makes a date.
std::string short_date(std::string_view text) {
  std::size_t at = 0;
  skip_blanks(text, at);
  auto const begin = at;
  auto const year = digits(text, at, 2);
  if (at - begin != 2 || !skip(text, at, {"-", "/", "."})) return {};
  auto const month = digits(text, at, 2);
  if (!skip(text, at, {"-", "/", "."})) return {};
  auto const day = digits(text, at, 2);
  auto const date = civil(2000 + year, month, day);
  return date ? with_time(*date, text, at) : std::string{};
}

/// What stands behind a label of publication; absent where there is none. 活动时间 and 施工时间 are none.
std::optional<std::string_view> behind_label(std::string_view line) {
  for (auto const label : {"发布时间"sv, "发布日期"sv, "发表时间"sv, "发表日期"sv, "发稿时间"sv, "发布于"sv, "发表于"sv,
                           "刊发时间"sv, "刊登日期"sv, "發佈時間"sv, "發佈日期"sv, "發布時間"sv, "發布日期"sv,
                           "發表時間"sv, "發表日期"sv, "發佈於"sv, "Published"sv, "Posted on"sv}) {
    auto const at = line.find(label);
    if (at != std::string_view::npos) return line.substr(at + label.size());
  }
  for (auto const label : {"时间"sv, "日期"sv, "時間"sv}) {
    auto const at = line.find(label);
    if (at == std::string_view::npos) continue;
    auto const before = line.substr(0, at);
    auto const alone = before.empty() || before.ends_with(' ') || before.ends_with('|') || before.ends_with("　") ||
                       before.ends_with("【") || before.ends_with('[') || before.ends_with("｜");
    auto rest = line.substr(at + label.size());
    std::size_t mark = 0;
    skip_blanks(rest, mark);
    if (alone && skip(rest, mark, {":", "：", "】", "]"})) return rest.substr(mark);
  }
  return std::nullopt;
}

bool names_weekday(std::string_view line) {
  if (line.find("星期") != std::string_view::npos || line.find("礼拜") != std::string_view::npos) return true;
  for (auto at = line.find("周"); at != std::string_view::npos; at = line.find("周", at + 3)) {
    auto const day = line.substr(at + 3, 3);
    if (numeral_at(day, 0) >= 1 && numeral_at(day, 0) <= 6) return true;
    if (day == "日") return true;
  }
  return false;
}

/// A line that is a date with what stands beside one, no sentence of the text.
bool is_dateline(std::string_view line) {
  return visible_length(line) < 200 && (!ends_sentence(line) || text::contains_any(line, {"来源", "來源", "稿源"}));
}

}  // namespace

std::string find_date(std::string_view text) {
  text = text.substr(0, 2000);
  auto const figures = std::any_of(text.begin(), text.end(), is_digit);
  if (figures) {
    if (auto date = figure_date(text); !date.empty()) return date;
    if (auto date = english_date(text); !date.empty()) return date;
    if (text.find("а") != std::string_view::npos || text.find("я") != std::string_view::npos) {
      if (auto date = russian_date(text); !date.empty()) return date;
    }
  }
  return chinese_date(text);
}

std::string local_date(std::string_view date, bool chinese) {
  constexpr std::size_t kDay = 10;
  auto const zone = date.find_first_of("Z+-", kDay);
  if (date.size() <= kDay || zone == std::string_view::npos) return std::string{date};
  auto const stated = date.substr(0, zone);
  if (!chinese) return std::string{stated};
  auto const number = [&](std::size_t at, std::size_t count) {
    return at + count <= date.size() ? digits(date, at, count) : -1;
  };
  using namespace std::chrono;
  year_month_day const day{year{number(0, 4)} / number(5, 2) / number(8, 2)};
  auto offset = 0;
  if (date[zone] != 'Z') {
    offset = number(zone + 1, 2) * 60 + number(zone + 4, 2);
    if (date[zone] == '-') offset = -offset;
  }
  constexpr auto kChina = 8 * 60;
  auto const at = sys_days{day} + hours{number(11, 2)} + minutes{number(14, 2) - offset + kChina};
  auto const there = floor<days>(at);
  year_month_day const local{there};
  auto const clock = hh_mm_ss{at - there};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}{}", static_cast<int>(local.year()),
                     static_cast<unsigned>(local.month()), static_cast<unsigned>(local.day()), clock.hours().count(),
                     clock.minutes().count(), stated.substr(std::min<std::size_t>(16, stated.size())));
}

bool reads_chinese(std::string_view utf8) {
  utf8 = utf8.substr(0, 4000);
  std::size_t letters = 0;
  std::size_t ideographs = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    auto const c = text::next_code_point(utf8, at);
    if (c >= 0x3040 && c <= 0x30FF) return false;
    if (text::is_ideograph(c)) ++ideographs;
    if (c > 0x7F || (c < 0x80 && is_letter(static_cast<char>(c)))) ++letters;
  }
  return ideographs > 0 && ideographs * 10 > letters;
}

bool is_calendar(std::string_view line) {
  return text::contains_any(
      line, {"今天是", "今日是", "今天:", "今天：", "现在是", "现在时间", "當前時間", "当前时间", "Today is"});
}

SaidPublication publication_of(std::vector<std::string_view> const& lines, std::size_t title) {
  constexpr std::size_t kLookedAt = 400;
  constexpr std::size_t kAbove = 6;
  constexpr std::size_t kBelow = 12;
  constexpr int kLast = 9;
  SaidPublication best;
  auto best_rank = kLast;
  for (std::size_t i = 0; i < std::min(lines.size(), kLookedAt); ++i) {
    auto const line = lines[i];
    if (line.size() > 720 || visible_length(line) >= 240) continue;
    auto const label = behind_label(line);
    if (is_calendar(line) && !label) continue;
    // <div>今天是</div><div>2026年11月27日</div>
    if (i > 0 && lines[i - 1].size() < 60 && is_calendar(lines[i - 1]) && find_date(lines[i - 1]).empty()) continue;
    auto date = label ? find_date(*label) : std::string{};
    if (label && date.empty())
      date = short_date(label->substr(std::min(label->find_first_of("0123456789"), label->size())));
    auto const labelled = !date.empty();
    if (!labelled) date = find_date(line);
    if (date.empty()) continue;
    auto const known = title != kNoLine;
    auto const below = known && i > title && i <= title + kBelow && line != lines[title];
    auto const above = known && i < title && i + kAbove >= title;
    auto const dateline = is_dateline(line);
    if (!labelled && !below && names_weekday(line)) {
      // A weekday above the title is today's, unless it is a newspaper's that names its sheet.
      if (!text::contains_any(line, {"版", "来源", "來源"}) && known) continue;
      if (best_rank > kLast - 1) best = {date, false}, best_rank = kLast - 1;
      continue;
    }
    auto rank = 5;
    if (labelled && (below || above))
      rank = 0;
    else if (below && dateline)
      rank = 1;
    else if (above && dateline)
      rank = 2;
    else if (labelled)
      rank = 3;
    else if (dateline && !known)
      rank = 4;
    if (rank < best_rank) best = {date, rank <= 1}, best_rank = rank;
    if (rank == 0) break;
  }
  return best;
}

}  // namespace lianzhao::radar
