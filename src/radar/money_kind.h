#pragma once

#include <string_view>

#include "radar/events.h"
#include "radar/sentences.h"
#include "text/amount.h"

namespace lianzhao::radar {

/// What kind of money the words before an amount make it; and whether it is
/// money of a project at all. Money of a year (2021年计划投资) is none, nor what a single one of many costs at least.
struct Money {
  AmountKind kind = AmountKind::kOther;
  bool of_project = false;
};
Money kind_of(std::u16string_view text, Span clause, text::Quantity const& amount);

/// Which of two amounts of one project is the one to state: the higher.
int rank(AmountKind kind);

}  // namespace lianzhao::radar
