#include <algorithm>
#include <array>

#include "ingest/cell.h"
#include "ingest/trim.h"
#include "text/chinese_number.h"
#include "text/currency.h"
#include "text/folded_text.h"

namespace lianzhao::ingest {

namespace {

__extension__ using Wide = __int128;

/// Above this many fen (ten trillion yuan) a cell is nonsense: all of China's banks together have less.
constexpr Wide kMostFen = 1'000'000'000'000'000LL;

/// From this many units on a number stands for itself and not for ten thousands.
constexpr Wide kSurelyWhole = 1'000'000;
/// The same behind a sign of currency.
constexpr Wide kSurelyPaid = 10'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool take(std::string& text, std::string_view part) {
  auto const at = text.find(part);
  if (at == std::string::npos) return false;
  text.erase(at, part.size());
  return true;
}

/// An unsigned decimal: value = digits / 10^scale.
struct Decimal {
  Wide digits = 0;
  int scale = 0;
};

/// The number that `text` begins with; its length, 0 when there is none or it is grouped wrongly.
std::size_t read_number(std::string_view text, Decimal& out) {
  std::size_t i = 0;
  auto point = false;
  auto significant = 0;
  std::size_t group = 0;
  auto grouped = false;
  while (i < text.size()) {
    auto const c = text[i];
    if (is_digit(c)) {
      ++i;
      ++group;
      if (significant > 0 || c != '0') ++significant;
      if (significant > 24) return 0;
      if (point && out.scale >= 12) continue;
      out.digits = out.digits * 10 + (c - '0');
      if (point) ++out.scale;
    } else if (c == ',' && !point && i + 1 < text.size() && is_digit(text[i + 1])) {
      if (grouped ? group != 3 : group == 0 || group > 3) return 0;
      grouped = true;
      group = 0;
      ++i;
    } else if (c == '.' && !point && i + 1 < text.size() && is_digit(text[i + 1])) {
      if (grouped && group != 3) return 0;
      point = true;
      ++i;
    } else {
      break;
    }
  }
  if (grouped && !point && group != 3) return 0;
  return i;
}

/// The number with Chinese words in it that `text` begins with: 壹佰, 1亿2000万, 一百万零五千, 廿万. The bytes of it; 0
/// when there is none, or only a size (数百万, 万).
std::size_t read_words(std::string_view text, Decimal& out, bool& scaled) {
  auto const characters = text::folded(text);
  text::WrittenNumber number;
  auto const end = text::read_number({characters.data(), characters.size()}, 0, number);
  if (end == 0 || number.some || number.more || number.rough) return 0;
  if (number.bare_unit && number.scaled && end == 1) return 0;
  out = {number.digits, number.scale};
  scaled = number.scaled;
  return text::code_point_slice(text, 0, static_cast<std::uint32_t>(end)).size();
}

/// 玖角壹分 behind the yuan of an amount in words: adds it to `number` and takes it out of `unit`.
void take_parts_of_yuan(std::string& unit, Decimal& number) {
  constexpr Wide kMost = Wide{1} << 50;
  std::string_view rest{unit};
  for (std::string_view const yuan : {"元", "圆", "圓"}) {
    if (rest.starts_with(yuan)) rest.remove_prefix(yuan.size());
  }
  if (rest.size() == unit.size() || number.scale != 0 || number.digits > kMost) return;
  Wide fen = 0;
  auto const behind_yuan = rest.size();
  for (auto const& [word, worth] : {std::pair{std::string_view{"角"}, 10}, std::pair{std::string_view{"分"}, 1}}) {
    Decimal part;
    auto scaled = false;
    auto const end = read_words(rest, part, scaled);
    if (end == 0 || scaled || part.scale != 0 || part.digits > 9 || !rest.substr(end).starts_with(word)) continue;
    fen += part.digits * worth;
    rest.remove_prefix(end + word.size());
  }
  if (rest.size() == behind_yuan) return;
  number = {number.digits * 100 + fen, 2};
  unit = "元" + std::string{rest};
}

struct Magnitude {
  std::string_view word;
  int power;
};

std::string without_blanks(std::string_view text) {
  std::string out;
  for (auto const c : text) {
    if (static_cast<unsigned char>(c) <= 0x20) continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  return out;
}

/// Powers of ten in front of 元: 万 4, 亿 8, 百万 6, 千万 7. Takes the words out of `unit`.
int take_magnitude(std::string& unit) {
  auto power = 0;
  static constexpr std::array<Magnitude, 12> kMagnitudes{{{"百万", 6},
                                                          {"million", 6},
                                                          {"billion", 9},
                                                          {"千万", 7},
                                                          {"十亿", 9},
                                                          {"百亿", 10},
                                                          {"千亿", 11},
                                                          {"万亿", 12},
                                                          {"亿", 8},
                                                          {"億", 8},
                                                          {"万", 4},
                                                          {"萬", 4}}};
  for (auto const& magnitude : kMagnitudes) {
    if (take(unit, magnitude.word)) {
      power = magnitude.power;
      break;
    }
  }
  return power;
}

}  // namespace

Capital parse_capital(std::string_view cell, std::string_view heading_unit) {
  Capital capital;
  auto const given = trimmed(cell);
  if (given.size() > 200 || says_nothing(given)) return capital;
  auto text = without_blanks(half_width(given));

  for (auto const& currency : text::currency_words()) {
    if (!take(text, currency.utf8)) continue;
    if (currency.code.empty()) return capital;  // of which country it does not say
    capital.currency = currency.code;
    while (take(text, currency.utf8)) {
    }
    break;
  }
  // 人民币￥100万元. A sign stands before what is paid, so no 万 was lost there: ￥500,000.
  auto const sign = given.find("￥") != std::string_view::npos || given.find("¥") != std::string_view::npos;
  if (capital.currency == "CNY") {
    for (auto const* word : {"￥", "¥", "rmb", "cny", "yuan"}) {
      while (take(text, word)) {
      }
    }
  }
  std::size_t begin = 0;
  while (begin < text.size() && (text[begin] == '(' || text[begin] == ':')) ++begin;
  for (auto const* word : {"注册资本", "注册资金", "认缴出资额", "认缴出资", "认缴", "共计", "合计", "大写", "约"}) {
    if (std::string_view{text}.substr(begin).starts_with(word)) begin += std::string_view{word}.size();
  }
  while (begin < text.size() && (text[begin] == '(' || text[begin] == ')' || text[begin] == ':')) ++begin;

  Decimal number;
  auto const rest = std::string_view{text}.substr(begin);
  auto length = read_number(rest, number);
  if (length == 0 && !rest.empty() && is_digit(rest[0])) return capital;
  auto const in_digits = length > 0;
  // 1亿2000万 and 壹佰万 go on where digits alone end.
  Decimal words;
  auto scaled = false;
  if (auto const end = read_words(rest, words, scaled); end > length) {
    length = end;
    number = words;
  } else {
    scaled = false;
  }
  if (length == 0) return capital.currency == "CNY" && text.empty() ? Capital{} : capital;
  auto unit = std::string{rest.substr(length)};
  if (!in_digits) take_parts_of_yuan(unit, number);
  for (auto const* mark :
       {"(", ")", "[", "]", "〔", "〕", "【", "】", "整", "正", "单位", "认缴", ":", ";", "，", ",", "。", "-", "/"}) {
    while (take(unit, mark)) {
    }
  }
  auto from_heading = false;
  if (unit.empty() && !scaled && !heading_unit.empty()) {
    unit = without_blanks(half_width(heading_unit));
    from_heading = true;
    for (auto const& currency : text::currency_words()) {
      if (!take(unit, currency.utf8)) continue;
      if (currency.code.empty()) return {};
      if (capital.currency.empty()) capital.currency = currency.code;
      break;
    }
  }
  if (unit == "w" || unit == "w元") unit.replace(0, 1, "万");
  auto const power = take_magnitude(unit);
  auto yuan = false;
  for (auto const* word : {"元", "圆", "圓", "园", "yuan"}) {
    while (take(unit, word)) yuan = true;
  }
  if ((!unit.empty() && !from_heading) || (scaled && power > 0)) {
    capital.currency.clear();
    return capital;  // says something that is not understood
  }
  // 500 人民币 may have lost its 万, 5,000,000 美元 has not: ten thousand times as much would be more than any firm
  // has.
  auto plain = number.digits;
  for (auto i = 0; i < number.scale; ++i) plain /= 10;
  auto const whole = !capital.currency.empty() && (!in_digits || plain >= (sign ? kSurelyPaid : kSurelyWhole));
  auto const has_unit = power > 0 || scaled || yuan || whole;
  if (!has_unit) return capital;
  if (capital.currency.empty()) capital.currency = "CNY";
  if (number.digits == 0) return capital;

  Wide fen = number.digits;
  for (auto i = 0; i < power + 2; ++i) {
    if (fen > kMostFen * 1'000'000'000'000LL) return capital;
    fen *= 10;
  }
  for (auto i = 0; i < number.scale; ++i) fen = i + 1 == number.scale ? (fen + 5) / 10 : fen / 10;
  if (fen <= 0 || fen > kMostFen) return capital;
  (capital.currency == "CNY" ? capital.fen : capital.foreign_hundredths) = static_cast<std::int64_t>(fen);
  return capital;
}

}  // namespace lianzhao::ingest
