#pragma once

#include "siting/problem.h"

namespace lianzhao::siting {

/// p-median and uncapacitated location: Lagrangian bounds with subgradients, exchange heuristics, facilities fixed by
/// reduced cost, branch and bound on facilities (docs/methods/siting.md). REQUIRES: kind kMedian or kUncapacitated.
Answer place_uncapacitated(Problem const&, Stop const&);

}  // namespace lianzhao::siting
