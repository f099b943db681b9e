#pragma once

#include <string>
#include <string_view>

#include "domain/enterprise.h"

namespace lianzhao {

/// Whether the text is a unified social credit code of GB 32100-2015: 18 characters of 0–9 and A–Z without I, O, S, V
/// and Z, digits in places 3 to 8, and the check character right (weights 3^i mod 31).
bool valid_credit_code(std::string_view code);

/// Whether the text is an organisation code of GB 11714-1997: eight characters of 0–9, A–Z and their check character
/// (0–9 or X). Places 9 to 17 of most credit codes are one; codes given out by mistake exist, so this is no condition
/// of valid_credit_code.
bool valid_organization_code(std::string_view code);

/// Whether the text is a registration number of GS 15-2006: fifteen digits, the last one the check digit of ISO 7064
/// MOD 11,10.
bool valid_registration_number(std::string_view number);

/// The 18th character to 17 given ones; '\0' when they cannot begin a credit code.
char credit_code_check_character(std::string_view first_17);

struct CreditCodeCheck {
  /// As given, in capitals, half width, without blanks, invisible characters and what spreadsheets put around it.
  std::string code;
  CreditCodeState state = CreditCodeState::kMissing;
  /// The one valid code that differs in a single character of those that are taken for one another (O and 0, I and 1,
  /// B and 8 …): the one that no code can have at its place, else one that both the check of the code and that of its
  /// organisation code speak against. A proposal to a person: nothing is matched by it. Empty when there is none or
  /// more than one.
  std::string suggestion;
  bool folded = false;  ///< `code` is not spelled as given
};

/// Judges a cell of a register. A code whose department or province the standard does not know is invalid, too. Width,
/// case and blanks are put right and reported in `folded`; characters are not.
CreditCodeCheck check_credit_code(std::string_view utf8);

}  // namespace lianzhao
