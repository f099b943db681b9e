#include "text/currency.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "text/folded_text.h"

namespace lianzhao::text {

namespace {

// ISO 4217, list one of 2024 without funds, metals and testing codes; by code.
constexpr std::string_view kTwoDecimals =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG";
constexpr std::string_view kNoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
constexpr std::string_view kThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";
/// Withdrawn; registers of old foreign investment state them.
constexpr std::string_view kWithdrawn = "ATS BEF DEM ESP FIM FRF GRD HRK IEP LUF NLG PTE";
constexpr std::string_view kWithdrawnWithoutDecimals = "ITL";

bool listed(std::string_view list, std::string_view code) {
  if (code.size() != 3) return false;
  for (std::size_t at = 0; at < list.size(); at += 4) {
    if (list.substr(at, 3) == code) return true;
  }
  return false;
}

struct Entry {
  std::string_view word;
  std::string_view code;
};
constexpr std::array kWords = {
    Entry{"人民币", "CNY"},
    Entry{"人民幣", "CNY"},
    Entry{"rmb", "CNY"},
    Entry{"cny", "CNY"},
    Entry{"¥", "CNY"},
    Entry{"￥", "CNY"},
    Entry{"美元", "USD"},
    Entry{"美金", "USD"},
    Entry{"美币", "USD"},
    Entry{"美圆", "USD"},
    Entry{"usd", "USD"},
    Entry{"us$", "USD"},
    Entry{"$", "USD"},
    Entry{"欧元", "EUR"},
    Entry{"歐元", "EUR"},
    Entry{"欧币", "EUR"},
    Entry{"eur", "EUR"},
    Entry{"€", "EUR"},
    Entry{"香港元", "HKD"},
    Entry{"港元", "HKD"},
    Entry{"港币", "HKD"},
    Entry{"港幣", "HKD"},
    Entry{"港纸", "HKD"},
    Entry{"hkd", "HKD"},
    Entry{"hk$", "HKD"},
    Entry{"澳门元", "MOP"},
    Entry{"澳門元", "MOP"},
    Entry{"澳门币", "MOP"},
    Entry{"葡币", "MOP"},
    Entry{"mop", "MOP"},
    Entry{"新台币", "TWD"},
    Entry{"新臺幣", "TWD"},
    Entry{"新台幣", "TWD"},
    Entry{"台币", "TWD"},
    Entry{"台幣", "TWD"},
    Entry{"台湾元", "TWD"},
    Entry{"twd", "TWD"},
    Entry{"nt$", "TWD"},
    Entry{"日元", "JPY"},
    Entry{"日圆", "JPY"},
    Entry{"日圓", "JPY"},
    Entry{"日币", "JPY"},
    Entry{"jpy", "JPY"},
    Entry{"韩国元", "KRW"},
    Entry{"韩元", "KRW"},
    Entry{"韓元", "KRW"},
    Entry{"韩币", "KRW"},
    Entry{"韩圆", "KRW"},
    Entry{"krw", "KRW"},
    Entry{"英镑", "GBP"},
    Entry{"英鎊", "GBP"},
    Entry{"gbp", "GBP"},
    Entry{"£", "GBP"},
    Entry{"￡", "GBP"},
    Entry{"新加坡元", "SGD"},
    Entry{"新加坡币", "SGD"},
    Entry{"新币", "SGD"},
    Entry{"新元", "SGD"},
    Entry{"坡币", "SGD"},
    Entry{"sgd", "SGD"},
    Entry{"s$", "SGD"},
    Entry{"澳大利亚元", "AUD"},
    Entry{"澳元", "AUD"},
    Entry{"澳币", "AUD"},
    Entry{"aud", "AUD"},
    Entry{"a$", "AUD"},
    Entry{"加拿大元", "CAD"},
    Entry{"加元", "CAD"},
    Entry{"加币", "CAD"},
    Entry{"cad", "CAD"},
    Entry{"新西兰元", "NZD"},
    Entry{"纽元", "NZD"},
    Entry{"纽币", "NZD"},
    Entry{"nzd", "NZD"},
    Entry{"瑞士法郎", "CHF"},
    Entry{"瑞郎", "CHF"},
    Entry{"chf", "CHF"},
    Entry{"瑞典克朗", "SEK"},
    Entry{"瑞典克郎", "SEK"},
    Entry{"sek", "SEK"},
    Entry{"丹麦克朗", "DKK"},
    Entry{"dkk", "DKK"},
    Entry{"挪威克朗", "NOK"},
    Entry{"nok", "NOK"},
    Entry{"捷克克朗", "CZK"},
    Entry{"冰岛克朗", "ISK"},
    Entry{"卢布", "RUB"},
    Entry{"盧布", "RUB"},
    Entry{"rub", "RUB"},
    Entry{"泰铢", "THB"},
    Entry{"泰币", "THB"},
    Entry{"thb", "THB"},
    Entry{"林吉特", "MYR"},
    Entry{"马币", "MYR"},
    Entry{"令吉", "MYR"},
    Entry{"myr", "MYR"},
    Entry{"印尼盾", "IDR"},
    Entry{"印尼卢比", "IDR"},
    Entry{"idr", "IDR"},
    Entry{"越南盾", "VND"},
    Entry{"越盾", "VND"},
    Entry{"vnd", "VND"},
    Entry{"印度卢比", "INR"},
    Entry{"inr", "INR"},
    Entry{"巴基斯坦卢比", "PKR"},
    Entry{"斯里兰卡卢比", "LKR"},
    Entry{"尼泊尔卢比", "NPR"},
    Entry{"菲律宾比索", "PHP"},
    Entry{"墨西哥比索", "MXN"},
    Entry{"阿根廷比索", "ARS"},
    Entry{"智利比索", "CLP"},
    Entry{"哥伦比亚比索", "COP"},
    Entry{"迪拉姆", "AED"},
    Entry{"aed", "AED"},
    Entry{"沙特里亚尔", "SAR"},
    Entry{"里亚尔", ""},
    Entry{"卡塔尔里亚尔", "QAR"},
    Entry{"伊朗里亚尔", "IRR"},
    Entry{"南非兰特", "ZAR"},
    Entry{"兰特", "ZAR"},
    Entry{"土耳其里拉", "TRY"},
    Entry{"坚戈", "KZT"},
    Entry{"雷亚尔", "BRL"},
    Entry{"兹罗提", "PLN"},
    Entry{"福林", "HUF"},
    Entry{"格里夫纳", "UAH"},
    Entry{"谢克尔", "ILS"},
    Entry{"科威特第纳尔", "KWD"},
    Entry{"图格里克", "MNT"},
    Entry{"苏姆", "UZS"},
    Entry{"索莫尼", "TJS"},
    Entry{"基普", "LAK"},
    Entry{"缅元", "MMK"},
    Entry{"缅币", "MMK"},
    Entry{"瑞尔", "KHR"},
    Entry{"文莱元", "BND"},
    Entry{"塔卡", "BDT"},
    Entry{"奈拉", "NGN"},
    Entry{"埃及镑", "EGP"},
    Entry{"列弗", "BGN"},
    Entry{"法国法郎", "FRF"},
    Entry{"法郎", "FRF"},
    Entry{"德国马克", "DEM"},
    Entry{"西德马克", "DEM"},
    Entry{"马克", "DEM"},
    Entry{"荷兰盾", "NLG"},
    Entry{"意大利里拉", "ITL"},
    Entry{"比利时法郎", "BEF"},
    Entry{"奥地利先令", "ATS"},
    Entry{"芬兰马克", "FIM"},
    Entry{"西班牙比塞塔", "ESP"},
    // Which country's?
    Entry{"克朗", ""},
    Entry{"比索", ""},
    Entry{"卢比", ""},
    Entry{"第纳尔", ""},
    Entry{"里拉", ""},
    Entry{"先令", ""},
};

bool is_latin(char16_t c) {
  return c >= u'a' && c <= u'z';
}

}  // namespace

bool is_currency(std::string_view code) {
  return listed(kTwoDecimals, code) || listed(kNoDecimals, code) || listed(kThreeDecimals, code) ||
         listed(kWithdrawn, code) || listed(kWithdrawnWithoutDecimals, code);
}

int currency_decimals(std::string_view code) {
  if (listed(kNoDecimals, code) || listed(kWithdrawnWithoutDecimals, code)) return 0;
  return listed(kThreeDecimals, code) ? 3 : 2;
}

double minor_units(std::string_view code) {
  return std::pow(10.0, currency_decimals(code));
}

std::span<CurrencyWord const> currency_words() {
  static auto const kAll = [] {
    std::vector<CurrencyWord> words;
    for (auto const& entry : kWords) {
      auto const characters = folded(entry.word);
      words.push_back({{characters.begin(), characters.end()}, std::string{entry.word}, std::string{entry.code}});
    }
    std::stable_sort(words.begin(), words.end(),
                     [](auto const& a, auto const& b) { return a.word.size() > b.word.size(); });
    return words;
  }();
  return kAll;
}

CurrencyWord const* currency_at(std::u16string_view folded, std::size_t at) {
  if (at >= folded.size()) return nullptr;
  auto const rest = folded.substr(at);
  for (auto const& each : currency_words()) {
    if (!rest.starts_with(each.word)) continue;
    // "usd" is no beginning of another word.
    if (is_latin(each.word.back()) && rest.size() > each.word.size() && is_latin(rest[each.word.size()])) continue;
    return &each;
  }
  return nullptr;
}

CurrencyWord const* currency_before(std::u16string_view folded, std::size_t end) {
  auto const head = folded.substr(0, end);
  for (auto const& each : currency_words()) {
    if (!head.ends_with(each.word)) continue;
    auto const begin = end - each.word.size();
    if (is_latin(each.word.front()) && begin > 0 && is_latin(folded[begin - 1])) continue;
    return &each;
  }
  return nullptr;
}

}  // namespace lianzhao::text
