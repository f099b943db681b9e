#include "domain/credit_code.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace lianzhao {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr int kModulus = 31;
constexpr std::array<int, 17> kWeights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
constexpr std::array<int, 8> kOrganizationWeights{3, 7, 9, 10, 5, 8, 4, 2};

constexpr std::array<signed char, 128> make_values() {
  std::array<signed char, 128> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<signed char>(i);
  }
  return values;
}
constexpr auto kValues = make_values();

int value_of(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return byte < 128 ? kValues[byte] : -1;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether the registering department is in table 1 of GB 32100-2015 with its amendment (1 establishments, 2 foreign
/// affairs, 3 justice, 4 culture, 5 civil affairs, 6 tourism, 7 religion, 8 unions, 9 market regulation, A armed
/// forces, N agriculture, Y others), and the province of the region one of GB/T 2260 (10 for offices of the state, 66
/// and 99 for the Xinjiang corps, which registers by them). Counties are not looked at: zones and offices use codes of
/// their own.
bool exists_in_standard(std::string_view code) {
  constexpr std::string_view kDepartments = "123456789ANY";
  constexpr std::string_view kProvinces =
      "10 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 66 71 81 82 99";
  auto const region = code.substr(2, 6);
  return kDepartments.find(code[0]) != std::string_view::npos &&
         kProvinces.find(region.substr(0, 2)) != std::string_view::npos && region != "999999";
}

/// What a character may have been meant to be.
std::string_view confused_with(char c) {
  switch (c) {
    case 'O':
      return "0DQ";
    case 'I':
      return "1L";
    case 'Z':
      return "2";
    case 'S':
      return "5";
    case 'V':
      return "UY";
    case '0':
      return "DQ";
    case 'D':
    case 'Q':
      return "0";
    case '1':
      return "L";
    case 'L':
      return "1";
    case '8':
      return "B";
    case 'B':
      return "8";
    case '6':
      return "G";
    case 'G':
      return "6";
    default:
      return {};
  }
}

/// Whether `c` cannot stand at `place` (counted from 0) of any credit code.
bool is_impossible(char c, std::size_t place) {
  return value_of(c) < 0 || (place >= 2 && place < 8 && !is_digit(c));
}

/// An impossible character is evidently the wrong one. Where all are possible only places 9 to 17 are tried, which two
/// checks guard: a single check would let one random slip in thirty pass for another.
std::string suggestion_for(std::string const& code) {
  if (code.size() != 18) return {};
  std::size_t begin = 8;
  std::size_t end = 17;
  std::size_t impossible = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!is_impossible(code[i], i)) continue;
    begin = i;
    end = i + 1;
    ++impossible;
  }
  if (impossible > 1) return {};
  std::string found;
  auto candidate = code;
  for (auto i = begin; i < end; ++i) {
    for (auto const c : confused_with(code[i])) {
      candidate[i] = c;
      auto const good = valid_credit_code(candidate) && exists_in_standard(candidate) &&
                        valid_organization_code(std::string_view{candidate}.substr(8, 9));
      if (!good) continue;
      if (!found.empty()) return {};
      found = candidate;
    }
    candidate[i] = code[i];
  }
  return found;
}

/// Takes off what spreadsheets put around a code to keep it a text ('9122…, ="9122…", `9122…) and the .0 of one that
/// was taken for a number.
std::string_view unwrapped(std::string_view text) {
  constexpr std::string_view kMarks = "'`\"=";
  auto const begin = text.find_first_not_of(kMarks);
  if (begin == std::string_view::npos) return {};
  text = text.substr(begin, text.find_last_not_of(kMarks) + 1 - begin);
  auto const point = text.rfind('.');
  auto const decimals = point != std::string_view::npos && point + 1 < text.size() && point >= 15 &&
                        text.find_first_not_of('0', point + 1) == std::string_view::npos;
  return decimals ? text.substr(0, point) : text;
}

/// Half width, capitals, without blanks, invisible characters and wrappers.
std::string fold(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    auto const byte = [&](std::size_t at) { return at < utf8.size() ? static_cast<unsigned char>(utf8[at]) : 0U; };
    auto c = byte(i);
    auto const punctuation = c == 0xE2 && (byte(i + 1) == 0x80 || byte(i + 1) == 0x81);
    if (c == 0xEF && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD) && byte(i + 2) >= 0x80) {  // U+FF00 to U+FF7F
      c = (byte(i + 1) == 0xBC ? byte(i + 2) - 0x80 : byte(i + 2) - 0x40) + 0x20;
      i += 2;
    } else if (punctuation && byte(i + 1) == 0x80 && (byte(i + 2) == 0x98 || byte(i + 2) == 0x99)) {  // ‘ ’
      c = '\'';
      i += 2;
    } else if ((c == 0xE3 && byte(i + 1) == 0x80 && byte(i + 2) == 0x80) ||  // U+3000
               (punctuation && byte(i + 1) == 0x80 && byte(i + 2) >= 0x80 && byte(i + 2) <= 0x8F) ||
               (punctuation && byte(i + 1) == 0x80 && byte(i + 2) >= 0xA8 && byte(i + 2) <= 0xAF) ||
               (punctuation && byte(i + 1) == 0x81 && byte(i + 2) >= 0x9F && byte(i + 2) <= 0xAF) ||
               (c == 0xEF && byte(i + 1) == 0xBB && byte(i + 2) == 0xBF)) {
      i += 2;
      continue;
    } else if (c == 0xC2 && (byte(i + 1) == 0xA0 || byte(i + 1) == 0xAD)) {
      ++i;
      continue;
    }
    if (c <= 0x20 || c == 0x7F) continue;
    out.push_back(static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c));
  }
  auto const plain = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
  if (!std::all_of(out.begin(), out.end(), plain)) out = std::string{unwrapped(out)};
  return out;
}

/// Without hyphens when that makes it a code.
std::string without_hyphens(std::string code) {
  if (code.find('-') == std::string::npos) return code;
  auto bare = code;
  std::erase(bare, '-');
  return valid_credit_code(bare) || valid_registration_number(bare) ? bare : code;
}

}  // namespace

char credit_code_check_character(std::string_view first_17) {
  if (first_17.size() != kWeights.size()) return '\0';
  auto sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    auto const value = value_of(first_17[i]);
    if (value < 0 || (i >= 2 && i < 8 && value > 9)) return '\0';
    sum += value * kWeights[i];
  }
  return kAlphabet[static_cast<std::size_t>((kModulus - sum % kModulus) % kModulus)];
}

bool valid_credit_code(std::string_view code) {
  if (code.size() != 18) return false;
  auto const check = credit_code_check_character(code.substr(0, 17));
  return check != '\0' && check == code[17];
}

bool valid_organization_code(std::string_view code) {
  if (code.size() != 9) return false;
  auto sum = 0;
  for (std::size_t i = 0; i < kOrganizationWeights.size(); ++i) {
    auto const c = code[i];
    auto value = 0;
    if (is_digit(c)) {
      value = c - '0';
    } else if (c >= 'A' && c <= 'Z') {
      value = c - 'A' + 10;
    } else {
      return false;
    }
    sum += value * kOrganizationWeights[i];
  }
  auto const check = 11 - sum % 11;
  return code[8] == (check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check));
}

bool valid_registration_number(std::string_view number) {
  if (number.size() != 15 || !std::all_of(number.begin(), number.end(), is_digit)) return false;
  auto product = 10;
  for (std::size_t i = 0; i < 14; ++i) {
    auto const sum = (product % 11 + (number[i] - '0')) % 10;
    product = (sum == 0 ? 10 : sum) * 2;
  }
  return (product % 11 + (number[14] - '0')) % 10 == 1;
}

CreditCodeCheck check_credit_code(std::string_view utf8) {
  CreditCodeCheck check;
  check.code = without_hyphens(fold(utf8));
  check.folded = check.code != utf8;
  if (check.code.empty()) {
    check.folded = false;
  } else if (valid_credit_code(check.code) && exists_in_standard(check.code)) {
    check.state = CreditCodeState::kValid;
  } else if (valid_registration_number(check.code)) {
    check.state = CreditCodeState::kLegacy;
  } else {
    check.state = CreditCodeState::kInvalid;
    check.suggestion = suggestion_for(check.code);
  }
  return check;
}

}  // namespace lianzhao
