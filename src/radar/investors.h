#pragma once

#include <string_view>
#include <vector>

#include "radar/sentences.h"

namespace lianzhao::radar {

/// Who by the grammar of a clause invests or signs, called by a name without 公司: 宁德时代投资…, 比亚迪将在…建设…,
/// 华为与…签约.
struct Investor {
  Span span;
  bool clear = false;    ///< an enterprise without doubt: one that everybody knows, or one whose name ends as theirs do
  bool invests = false;  ///< the clause says that it invests or builds, not only that it signs
};

/// Subjects of a stretch of folded text, from left to right. What governs, places, people, times and plain nouns are
/// none; what is not clear is one only where a register knows the name.
std::vector<Investor> find_investors(std::u16string_view folded, Span within);

}  // namespace lianzhao::radar
