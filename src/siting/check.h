#pragma once

#include "siting/problem.h"

namespace lianzhao::siting {

/// What the placement costs, in ticks, from nothing but the problem, `open` and `assignment`: the search's own sums
/// take no part.
/// @return absent where it is no placement: a customer served by a closed facility or by one that cannot reach it, a
///         facility over its capacity, not exactly `median` open, numbers out of range or repeated.
std::optional<double> cost_of(Problem const&, std::vector<std::int32_t> const& open, Assignment const& assignment);

/// A whole multiple of the problem's step that is no less than `bound` (a lower bound reckoned in floating point), as
/// far as rounding allows; `bound` itself where no step is known.
double raised_to_step(Problem const&, double bound);

/// From which lower bound on nothing better than `best` is possible: best − step, or best × (1 − 1e-9) without a step.
/// Rounding of the bound's own sums is allowed for.
double nothing_better_from(Problem const&, double best);

}  // namespace lianzhao::siting
