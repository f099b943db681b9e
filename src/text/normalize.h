#pragma once

#include <string>
#include <string_view>

namespace lianzhao::text {

/// Unicode normal form KC: full-width letters and digits become half-width, ㈱ becomes (株). Malformed UTF-8 becomes
/// U+FFFD. Offsets change: use text/folded_text.h where they matter.
std::string nfkc(std::string_view utf8);

/// Without blanks at both ends; every run of blanks, line ends and control characters (NUL, byte order marks and
/// zero-width ones included) inside becomes one space.
std::string squeeze_blanks(std::string_view utf8);

/// Whether squeeze_blanks would change nothing.
bool is_squeezed(std::string_view utf8);

/// A registered name as it is stored and shown: NFKC, blanks squeezed and removed beside Chinese characters, brackets
/// of every shape as （）. 长春 Ａ公司(吉林) → 长春A公司（吉林）. Idempotent.
std::string registered_name(std::string_view utf8);

/// What two spellings of one name have in common: registered_name in small letters without blanks, brackets,
/// middle dots and hyphens. For comparing only, never shown.
std::string name_match_form(std::string_view utf8);

/// A name split before the branch it names; `branch` is empty where it names none.
struct BranchName {
  std::string_view parent;  ///< 吉林敖东药业集团股份有限公司
  std::string_view branch;  ///< 延吉分公司
};
/// Recognises 分公司, 支行, 营业部, 门市部, … after the end of a whole legal name (…公司, …银行, …厂, …合作社, …集团),
/// shops and units (…店, …药房, …门市, …部, …站, …处, …) after …公司, …合作社 or …供销社, and whatever follows
/// …有限公司 or …有限责任公司: what bears another company's whole name before its own is a branch of it. What stands in
/// brackets at the end belongs to the name before it.
BranchName split_branch(std::string_view registered_name);

}  // namespace lianzhao::text
