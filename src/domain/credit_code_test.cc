#include "domain/credit_code.h"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lianzhao {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The formula of the standard, term by term: C18 = 31 - (sum of Ci × 3^(i-1) mod 31) mod 31.
bool valid_by_the_book(std::string const& code) {
  auto sum = 0;
  auto power = 1;
  for (std::size_t i = 0; i < 17; ++i) {
    auto const value = kAlphabet.find(code[i]);
    if (value == std::string_view::npos) return false;
    sum += static_cast<int>(value) * power;
    power = power * 3 % 31;
  }
  auto const check = (31 - sum % 31) % 31;
  return kAlphabet[static_cast<std::size_t>(check)] == code[17];
}

TEST(CreditCode, agrees_with_the_formula_on_every_single_change_of_a_code) {
  std::string const code = "91350100M000100Y43";  // the example of the standard
  ASSERT_TRUE(valid_credit_code(code));
  for (std::size_t i = 0; i < code.size(); ++i) {
    for (auto const c : kAlphabet) {
      auto changed = code;
      changed[i] = c;
      auto const digits = i < 2 || i > 7 || (c >= '0' && c <= '9');
      EXPECT_EQ(valid_credit_code(changed), digits && valid_by_the_book(changed)) << changed;
      EXPECT_EQ(valid_credit_code(changed), c == code[i]) << "a single error is always found: " << changed;
    }
  }
}

TEST(CreditCode, letters_outside_the_alphabet_are_never_valid) {
  for (auto const c : std::string_view{"IOSVZ-a"}) {
    std::string code = "91350100M000100Y43";
    code[9] = c;
    EXPECT_FALSE(valid_credit_code(code));
  }
  EXPECT_FALSE(valid_credit_code("91350100M000100Y4"));
  EXPECT_FALSE(valid_credit_code(""));
}

TEST(CreditCode, organization_codes_have_their_own_check) {
  EXPECT_TRUE(valid_organization_code("D2143569X"));  // the example of GB 11714-1997
  EXPECT_FALSE(valid_organization_code("D21435690"));
  EXPECT_FALSE(valid_organization_code("D2143569"));
}

TEST(CreditCode, one_digit_makes_a_registration_number_valid) {
  std::string number = "110108000000016";
  EXPECT_TRUE(valid_registration_number(number));
  auto valid = 0;
  for (auto c = '0'; c <= '9'; ++c) {
    number[14] = c;
    valid += valid_registration_number(number) ? 1 : 0;
  }
  EXPECT_EQ(valid, 1);
  EXPECT_FALSE(valid_registration_number("11010800000001X"));
}

TEST(CreditCode, width_case_and_blanks_are_folded_and_said) {
  auto const check = check_credit_code(" ９１350100m000100y43　");
  EXPECT_EQ(check.code, "91350100M000100Y43");
  EXPECT_EQ(check.state, CreditCodeState::kValid);
  EXPECT_TRUE(check.folded);
  EXPECT_FALSE(check_credit_code("91350100M000100Y43").folded);
  EXPECT_EQ(check_credit_code(" ").state, CreditCodeState::kMissing);
  EXPECT_EQ(check_credit_code("110108000000016").state, CreditCodeState::kLegacy);
  EXPECT_EQ(check_credit_code("2201012345678").state, CreditCodeState::kInvalid);
}

TEST(CreditCode, an_evident_slip_is_flagged_with_a_proposal_and_not_changed) {
  std::string const base = "91220101MA0Y1N83";  // 16 characters; the two checks follow
  std::string code;
  for (auto const c : kAlphabet) {
    auto const first = base + c;
    if (valid_organization_code(first.substr(8, 9))) code = first + credit_code_check_character(first);
  }
  ASSERT_TRUE(valid_credit_code(code));
  auto slipped = code;
  slipped[3] = 'Z';
  auto const check = check_credit_code(slipped);
  EXPECT_EQ(check.state, CreditCodeState::kInvalid);
  EXPECT_EQ(check.code, slipped);
  EXPECT_EQ(check.suggestion, code);
  slipped[2] = 'Z';
  EXPECT_TRUE(check_credit_code(slipped).suggestion.empty()) << "two slips are not evident";
}

TEST(CreditCode, wrappers_of_spreadsheets_and_invisible_characters_are_taken_off) {
  std::string const code = "91350100M000100Y43";
  for (std::string const& given : std::vector<std::string>{"'" + code, "=\"" + code + "\"", "`" + code, code + ".0",
                                                           "\u200B" + code, "\u2060" + code + "\u00AD", "’" + code,
                                                           "\"" + code + "\"", "91350100-M000100Y4-3", "＇" + code}) {
    auto const check = check_credit_code(given);
    EXPECT_EQ(check.code, code) << given;
    EXPECT_EQ(check.state, CreditCodeState::kValid) << given;
    EXPECT_TRUE(check.folded) << given;
  }
  EXPECT_EQ(check_credit_code("220101000000018.0").state, CreditCodeState::kLegacy);
  EXPECT_EQ(check_credit_code("'").state, CreditCodeState::kMissing);
}

std::string with_check(std::string first_17) {
  first_17.push_back(credit_code_check_character(first_17));
  return first_17;
}

TEST(CreditCode, departments_and_provinces_that_the_standard_lacks_are_none) {
  for (auto const* const first : {"91350100", "N1220104", "A1110000", "Y1100000", "31440000", "99990000"}) {
    EXPECT_EQ(check_credit_code(with_check(std::string{first} + "M000100Y4")).state, CreditCodeState::kValid) << first;
  }
  for (auto const* const first : {"E1220104", "01220104", "X1220104", "91000000", "91999999", "91160000"}) {
    auto const code = with_check(std::string{first} + "M000100Y4");
    EXPECT_EQ(check_credit_code(code).state, CreditCodeState::kInvalid) << first;
    EXPECT_EQ(check_credit_code(code).suggestion, "") << first;
  }
}

TEST(CreditCode, nothing_is_proposed_where_one_check_alone_speaks_for_it) {
  // The 18th character is wrong: what it was can be calculated from any other slip as well.
  auto code = with_check("91350100M000100Y4");
  auto proposals = 0;
  for (auto const c : kAlphabet) {
    if (c == code[17]) continue;
    auto slip = code;
    slip[17] = c;
    proposals += check_credit_code(slip).suggestion.empty() ? 0 : 1;
  }
  EXPECT_EQ(proposals, 0);
  // A letter that no code has is evidently the slip.
  code[3] = 'S';
  EXPECT_EQ(check_credit_code(code).suggestion, "91350100M000100Y43");
  code[4] = 'O';
  EXPECT_EQ(check_credit_code(code).suggestion, "");
}

}  // namespace
}  // namespace lianzhao
