#include <algorithm>
#include <array>

#include "ingest/cell.h"
#include "ingest/trim.h"

namespace lianzhao::ingest {

namespace {

__extension__ using Wide = __int128;

struct CurrencyWord {
  std::string_view word;
  std::string_view code;
};
// Longer words stand before those they contain.
constexpr std::array<CurrencyWord, 62> kCurrencies{
    {{"人民币", "CNY"},     {"rmb", "CNY"},      {"cny", "CNY"},        {"¥", "CNY"},        {"￥", "CNY"},
     {"新加坡元", "SGD"},   {"新加坡币", "SGD"}, {"新币", "SGD"},       {"sgd", "SGD"},      {"新台币", "TWD"},
     {"台币", "TWD"},       {"twd", "TWD"},      {"澳大利亚元", "AUD"}, {"澳元", "AUD"},     {"澳币", "AUD"},
     {"aud", "AUD"},        {"澳门元", "MOP"},   {"葡币", "MOP"},       {"mop", "MOP"},      {"加拿大元", "CAD"},
     {"加元", "CAD"},       {"加币", "CAD"},     {"cad", "CAD"},        {"香港元", "HKD"},   {"港元", "HKD"},
     {"港币", "HKD"},       {"港幣", "HKD"},     {"hkd", "HKD"},        {"hk$", "HKD"},      {"美元", "USD"},
     {"美金", "USD"},       {"美币", "USD"},     {"usd", "USD"},        {"us$", "USD"},      {"$", "USD"},
     {"欧元", "EUR"},       {"eur", "EUR"},      {"€", "EUR"},          {"日元", "JPY"},     {"日圆", "JPY"},
     {"日币", "JPY"},       {"jpy", "JPY"},      {"英镑", "GBP"},       {"gbp", "GBP"},      {"£", "GBP"},
     {"瑞士法郎", "CHF"},   {"法国法郎", "FRF"}, {"法郎", "FRF"},       {"德国马克", "DEM"}, {"西德马克", "DEM"},
     {"马克", "DEM"},       {"韩国元", "KRW"},   {"韩元", "KRW"},       {"韩币", "KRW"},     {"荷兰盾", "NLG"},
     {"意大利里拉", "ITL"}, {"瑞典克朗", "SEK"}, {"丹麦克朗", "DKK"},   {"挪威克朗", "NOK"}, {"泰铢", "THB"},
     {"新西兰元", "NZD"},   {"卢布", "RUB"}}};

/// Above this many fen (ten trillion yuan) a cell is nonsense: all of China's banks together have less.
constexpr Wide kMostFen = 1'000'000'000'000'000LL;

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

struct NumeralWord {
  std::string_view word;
  int value;
};
constexpr std::array<NumeralWord, 22> kNumerals{{{"零", 0}, {"〇", 0}, {"一", 1}, {"壹", 1}, {"二", 2}, {"贰", 2},
                                                 {"两", 2}, {"三", 3}, {"叁", 3}, {"四", 4}, {"肆", 4}, {"五", 5},
                                                 {"伍", 5}, {"六", 6}, {"陆", 6}, {"七", 7}, {"柒", 7}, {"八", 8},
                                                 {"捌", 8}, {"九", 9}, {"玖", 9}, {"弍", 2}}};
constexpr std::array<NumeralWord, 6> kTens{
    {{"十", 10}, {"拾", 10}, {"百", 100}, {"佰", 100}, {"千", 1000}, {"仟", 1000}}};

/// A numeral below ten thousand in Chinese, 壹佰 or 一千二百; the length of its text, 0 when there is none.
std::size_t read_chinese(std::string_view text, Wide& out) {
  std::size_t i = 0;
  auto digit = -1;
  Wide sum = 0;
  while (i < text.size()) {
    auto const rest = text.substr(i);
    auto const starts = [&](auto const& numeral) { return rest.starts_with(numeral.word); };
    if (auto const hit = std::find_if(kNumerals.begin(), kNumerals.end(), starts); hit != kNumerals.end()) {
      if (digit > 0) return 0;
      digit = hit->value;
      i += hit->word.size();
    } else if (auto const ten = std::find_if(kTens.begin(), kTens.end(), starts); ten != kTens.end()) {
      sum += Wide{digit < 0 ? 1 : digit} * ten->value;
      digit = -1;
      i += ten->word.size();
    } else {
      break;
    }
    if (sum > 99999) return 0;
  }
  out = sum + (digit > 0 ? digit : 0);
  return i;
}

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
  static constexpr std::array<NumeralWord, 8> kMagnitudes{
      {{"百万", 6}, {"千万", 7}, {"十亿", 9}, {"百亿", 10}, {"千亿", 11}, {"万亿", 12}, {"亿", 8}, {"万", 4}}};
  for (auto const& magnitude : kMagnitudes) {
    if (take(unit, magnitude.word)) {
      power = magnitude.value;
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

  for (auto const& [word, code] : kCurrencies) {
    if (take(text, word)) {
      capital.currency = code;
      while (take(text, word)) {
      }
      break;
    }
  }
  std::size_t begin = 0;
  while (begin < text.size() && (text[begin] == '(' || text[begin] == ':')) ++begin;
  for (auto const* word : {"注册资本", "注册资金", "共计", "合计", "大写", "约"}) {
    if (std::string_view{text}.substr(begin).starts_with(word)) begin += std::string_view{word}.size();
  }
  while (begin < text.size() && (text[begin] == '(' || text[begin] == ')' || text[begin] == ':')) ++begin;

  Decimal number;
  Wide chinese = 0;
  auto const rest = std::string_view{text}.substr(begin);
  auto length = read_number(rest, number);
  if (length == 0) {
    if (!rest.empty() && is_digit(rest[0])) return capital;
    length = read_chinese(rest, chinese);
    if (length == 0) return capital.currency == "CNY" && text.empty() ? Capital{} : capital;
    number = {chinese, 0};
  }
  auto unit = std::string{rest.substr(length)};
  for (auto const* mark :
       {"(", ")", "[", "]", "〔", "〕", "【", "】", "整", "正", "单位", ":", "，", ",", "。", "-", "/"}) {
    while (take(unit, mark)) {
    }
  }
  auto from_heading = false;
  if (unit.empty() && !heading_unit.empty()) {
    unit = without_blanks(half_width(heading_unit));
    from_heading = true;
    for (auto const& [word, code] : kCurrencies) {
      if (take(unit, word)) {
        if (capital.currency.empty()) capital.currency = code;
        break;
      }
    }
  }
  auto const power = take_magnitude(unit);
  auto yuan = false;
  for (auto const* word : {"元", "圆", "园"}) {
    while (take(unit, word)) yuan = true;
  }
  if (!unit.empty() && !from_heading) {
    capital.currency.clear();
    return capital;  // says something that is not understood
  }
  auto const has_unit = power > 0 || yuan || (!capital.currency.empty() && chinese > 0);
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
