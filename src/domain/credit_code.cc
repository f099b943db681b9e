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

std::string suggestion_for(std::string const& code) {
  if (code.size() != 18) return {};
  std::string found;
  auto candidate = code;
  for (std::size_t i = 0; i < code.size(); ++i) {
    for (auto const c : confused_with(code[i])) {
      candidate[i] = c;
      if (valid_credit_code(candidate) && valid_organization_code(std::string_view{candidate}.substr(8, 9))) {
        if (!found.empty()) return {};
        found = candidate;
      }
    }
    candidate[i] = code[i];
  }
  return found;
}

/// Half width, capitals, no blanks.
std::string fold(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    auto const byte = [&](std::size_t at) { return at < utf8.size() ? static_cast<unsigned char>(utf8[at]) : 0U; };
    auto c = byte(i);
    if (c == 0xEF && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD) && byte(i + 2) >= 0x80) {  // U+FF00 to U+FF7F
      c = (byte(i + 1) == 0xBC ? byte(i + 2) - 0x80 : byte(i + 2) - 0x40) + 0x20;
      i += 2;
    } else if ((c == 0xE3 && byte(i + 1) == 0x80 && byte(i + 2) == 0x80) ||  // U+3000
               (c == 0xE2 && byte(i + 1) == 0x80 && byte(i + 2) >= 0x80 && byte(i + 2) <= 0x8F) ||
               (c == 0xEF && byte(i + 1) == 0xBB && byte(i + 2) == 0xBF)) {
      i += 2;
      continue;
    } else if (c == 0xC2 && byte(i + 1) == 0xA0) {
      ++i;
      continue;
    }
    if (c <= 0x20 || c == 0x7F) continue;
    out.push_back(static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c));
  }
  return out;
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
  check.code = fold(utf8);
  check.folded = check.code != utf8;
  if (check.code.empty()) {
    check.folded = false;
  } else if (valid_credit_code(check.code)) {
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
