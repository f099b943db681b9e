#include "ingest/cell.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "ingest/trim.h"
#include "text/any_word.h"

namespace lianzhao::ingest {

namespace {

constexpr std::array<std::string_view, 22> kNothing{"n/a",  "na", "null", "none", "nil",  "nan",   "\\n", "#n/a",
                                                    "-",    "--", "---",  "—",    "——",   "/",     "//",  "无",
                                                    "暂无", "空", "不详", "未知", "未填", "未公示"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string lower_ascii(std::string_view text) {
  std::string out{text};
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

}  // namespace

bool says_nothing(std::string_view cell) {
  auto const text = trimmed(cell);
  if (text.empty()) return true;
  if (text.size() > 9) return false;
  // What the words above begin with; most short cells are places and begin otherwise.
  constexpr std::string_view kFirstBytes = "nN\\#-/\xE2\xE6\xE7\xE4";
  if (kFirstBytes.find(text[0]) == std::string_view::npos) return false;
  auto const folded = lower_ascii(text);
  return std::find(kNothing.begin(), kNothing.end(), folded) != kNothing.end();
}

std::string half_width(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    auto const byte = [&](std::size_t at) { return at < utf8.size() ? static_cast<unsigned char>(utf8[at]) : 0U; };
    auto const c = byte(i);
    if (c == 0xEF && (byte(i + 1) == 0xBC || (byte(i + 1) == 0xBD && byte(i + 2) <= 0x9E)) && byte(i + 2) >= 0x80) {
      auto const low = byte(i + 1) == 0xBC ? byte(i + 2) - 0x80U : byte(i + 2) - 0x40U;
      out.push_back(static_cast<char>(low + 0x20U));
      i += 2;
    } else if (c == 0xE3 && byte(i + 1) == 0x80 && byte(i + 2) == 0x80) {
      out.push_back(' ');
      i += 2;
    } else {
      out.push_back(utf8[i]);
    }
  }
  return out;
}

EnterpriseStatus parse_status(std::string_view cell) {
  static constexpr std::array<std::string_view, 6> kRevoked{"吊销", "撤销", "责令关闭", "除名", "取缔", "revoked"};
  static constexpr std::array<std::string_view, 5> kDeregistered{"注销", "解散", "deregistered", "cancelled",
                                                                 "dissolved"};
  static constexpr std::array<std::string_view, 3> kMoved{"迁出", "迁往", "moved"};
  static constexpr std::array<std::string_view, 7> kSuspended{"停业", "歇业",      "休业",       "清算",
                                                              "停产", "suspended", "liquidation"};
  static constexpr std::array<std::string_view, 14> kActive{"存续",   "在业",     "开业",   "在营", "正常",
                                                            "在册",   "登记成立", "仍注册", "设立", "迁入",
                                                            "active", "existing", "筹建",   "成立"};
  // What has not happened, or is over, says nothing of today; 非正常户 is a word of the tax office.
  static constexpr std::array<std::string_view, 11> kNotSo{"未注销",   "未吊销",   "曾经吊销", "曾被吊销",
                                                           "曾吊销",   "曾注销",   "未迁出",   "未停业",
                                                           "未被吊销", "非正常户", "非正常"};
  // On the way out, and still registered.
  static constexpr std::array<std::string_view, 10> kWindingUp{
      "拟注销", "注销中", "注销公告", "注销备案", "注销公示", "正在注销", "申请注销", "待注销", "解散中", "正在解散"};
  auto text = lower_ascii(trimmed(cell));
  if (says_nothing(text)) return EnterpriseStatus::kUnknown;
  for (auto const word : kNotSo) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word)) text.erase(at, word.size());
  }
  if (contains(text, "不正常")) return EnterpriseStatus::kUnknown;
  if (!contains(text, "已注销") && text::contains_any(text, kWindingUp)) return EnterpriseStatus::kSuspended;
  if (text::contains_any(text, kDeregistered)) return EnterpriseStatus::kDeregistered;
  if (text::contains_any(text, kRevoked)) return EnterpriseStatus::kRevoked;
  if (text::contains_any(text, kMoved)) return EnterpriseStatus::kMovedOut;
  if (text::contains_any(text, kSuspended)) return EnterpriseStatus::kSuspended;
  if (contains(text, "inactive")) return EnterpriseStatus::kUnknown;
  if (text::contains_any(text, kActive)) return EnterpriseStatus::kActive;
  return EnterpriseStatus::kUnknown;
}

namespace {

struct DigitWord {
  std::string_view word;
  char digit;
};
constexpr std::array<DigitWord, 11> kDigits{{{"〇", '0'},
                                             {"零", '0'},
                                             {"○", '0'},
                                             {"一", '1'},
                                             {"二", '2'},
                                             {"三", '3'},
                                             {"四", '4'},
                                             {"五", '5'},
                                             {"六", '6'},
                                             {"七", '7'},
                                             {"八", '8'}}};

/// 二〇〇四年十一月二十五日 → 2004年11月25日. Texts without Chinese digits come back as they are.
std::string with_arabic_digits(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    auto const rest = text.substr(i);
    auto const hit =
        std::find_if(kDigits.begin(), kDigits.end(), [&](auto const& digit) { return rest.starts_with(digit.word); });
    if (hit != kDigits.end()) {
      out.push_back(hit->digit);
      i += hit->word.size();
    } else if (rest.starts_with("九")) {
      out.push_back('9');
      i += 3;
    } else if (rest.starts_with("十")) {
      auto const before = !out.empty() && is_digit(out.back());
      auto const next = rest.substr(3);
      auto const after = std::any_of(kDigits.begin(), kDigits.end(),
                                     [&](auto const& digit) { return next.starts_with(digit.word); }) ||
                         next.starts_with("九");
      if (!before) out.push_back('1');
      if (!after) out.push_back('0');
      i += 3;
    } else {
      out.push_back(text[i]);
      ++i;
    }
  }
  return out;
}

std::optional<DayNumber> civil(int year, int month, int day) {
  if (year < 1850 || year > 2100) return std::nullopt;
  if ((year == 1900 || year == 1899) && (month == 1 || month == 12) && (day <= 1 || day >= 30)) return std::nullopt;
  auto const date =
      std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                  std::chrono::day{static_cast<unsigned>(day)}};
  if (month < 1 || day < 1 || !date.ok()) return std::nullopt;
  return day_number(date);
}

/// The day in China of a day and the time behind it: 2019-03-04T16:00:00.000Z is the 5th of March there. Times without
/// a zone are of the place.
DayNumber with_time(DayNumber day, std::string_view time) {
  auto const number = [&](std::size_t at, std::size_t width) {
    auto value = 0;
    if (at + width > time.size()) return -1;
    auto const* const end = time.data() + at + width;
    return std::from_chars(time.data() + at, end, value).ptr == end ? value : -1;
  };
  time.remove_prefix(1);
  if (time.size() < 6 || time[2] != ':' || number(0, 2) < 0 || number(3, 2) < 0) return day;
  auto minutes = number(0, 2) * 60 + number(3, 2);
  auto const zone = time.find_first_of("Zz+-", 5);
  if (zone == std::string_view::npos) return day;
  if (time[zone] == '+' || time[zone] == '-') {
    auto const hours = number(zone + 1, 2);
    auto const colon = zone + 3 < time.size() && time[zone + 3] == ':' ? std::size_t{1} : std::size_t{0};
    auto const rest = std::max(number(zone + 3 + colon, 2), 0);
    if (hours < 0) return day;
    minutes -= (time[zone] == '+' ? 1 : -1) * (hours * 60 + rest);
  }
  constexpr Instant kMinute = 60'000;
  return civil_day((Instant{day} * 24 * 60 + minutes) * kMinute);
}

/// One or two digits that are no hour.
bool begins_day_or_month(std::string_view text) {
  std::size_t width = 0;
  while (width < text.size() && is_digit(text[width])) ++width;
  return width > 0 && width < 3 && (width == text.size() || text[width] != ':');
}

}  // namespace

std::optional<DayNumber> parse_date(std::string_view cell) {
  auto const as_given = trimmed(cell);
  if (as_given.size() == 10) {
    if (auto const day = parse_day(as_given)) {
      auto const date = civil_date(*day);
      return civil(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                   static_cast<int>(static_cast<unsigned>(date.day())));
    }
  }
  if (as_given.empty() || as_given.size() > 64 || says_nothing(as_given)) return std::nullopt;
  auto const text = with_arabic_digits(half_width(as_given));
  std::array<int, 3> parts{};
  std::array<std::size_t, 3> widths{};
  std::size_t count = 0;
  std::size_t i = 0;
  auto digits_only = true;
  while (i < text.size() && count < 3) {
    auto const begin = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    if (i == begin) break;
    widths[count] = i - begin;
    if (widths[count] > 14) return std::nullopt;
    long long value = 0;
    std::from_chars(text.data() + begin, text.data() + i, value);
    if (i == text.size() && count == 0) {  // nothing but digits
      if (widths[0] == 8) {
        return civil(static_cast<int>(value / 10000), static_cast<int>(value / 100 % 100),
                     static_cast<int>(value % 100));
      }
      if (widths[0] == 4) return civil(static_cast<int>(value), 1, 1);
      if (widths[0] == 6) return civil(static_cast<int>(value / 100), static_cast<int>(value % 100), 1);
      if (widths[0] == 5 && value >= 10000 && value <= 73050) return static_cast<DayNumber>(value - 25569);
      if (widths[0] == 13) return civil_day(value);
      if (widths[0] == 10) return civil_day(value * 1000);
      if (widths[0] == 14) {
        auto const day = value / 1'000'000;
        return civil(static_cast<int>(day / 10000), static_cast<int>(day / 100 % 100), static_cast<int>(day % 100));
      }
      return std::nullopt;
    }
    if (value > 99999) return std::nullopt;
    parts[count++] = static_cast<int>(value);
    // What stands between year, month and day, blanks around it or alone.
    auto const end_of_digits = i;
    while (i < text.size() && text[i] == ' ') ++i;
    auto const rest = std::string_view{text}.substr(i);
    digits_only = false;
    if (rest.starts_with("年") || rest.starts_with("月")) {
      i += 3;
    } else if (rest.starts_with("日") || rest.starts_with("号")) {
      i += 3;
      break;
    } else if (!rest.empty() && (rest[0] == '-' || rest[0] == '/' || rest[0] == '.') && count < 3) {
      // A serial with its time of day: 37991.5
      if (count == 1 && widths[0] == 5 && rest[0] == '.') {
        return parts[0] >= 10000 && parts[0] <= 73050 ? std::optional{static_cast<DayNumber>(parts[0] - 25569)}
                                                      : std::nullopt;
      }
      ++i;
    } else if (i == end_of_digits || count == 3 || !begins_day_or_month(rest)) {
      i = end_of_digits;
      break;
    }
    while (i < text.size() && text[i] == ' ') ++i;
  }
  if (digits_only || count == 0 || widths[0] != 4) return std::nullopt;
  // After the date only a time of day may follow.
  auto const rest = std::string_view{text}.substr(i);
  if (!rest.empty() && (count < 3 || (rest[0] != ' ' && rest[0] != 'T' && rest[0] != 't'))) return std::nullopt;
  if (count >= 2 && widths[1] > 2) return std::nullopt;
  if (count == 3 && widths[2] > 2) return std::nullopt;
  auto const day = civil(parts[0], count > 1 ? parts[1] : 1, count > 2 ? parts[2] : 1);
  return day && count == 3 && !rest.empty() ? with_time(*day, rest) : day;
}

}  // namespace lianzhao::ingest
