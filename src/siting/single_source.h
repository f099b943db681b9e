#pragma once

#include "siting/problem.h"

namespace lianzhao::siting {

/// Single-source capacitated location: Lagrangian bounds with a knapsack per facility and one over all of them, moves
/// and exchanges of customers, reduced-cost fixing, branch and bound on facilities and then on who serves whom
/// (docs/methods/siting.md). REQUIRES: kind kSingleSource.
Answer place_single_source(Problem const&, Stop const&);

}  // namespace lianzhao::siting
