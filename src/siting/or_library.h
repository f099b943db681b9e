#pragma once

#include <string_view>

#include "siting/problem.h"

// Location problems in the formats of the OR-Library (Beasley 1990, Journal of the Operational Research Society 41(11),
// 1069–1072). `file` only names the file in messages. All throw Failure "bad_problem" (file, line, value, way out) and
// "problem_too_large" (above 40 million pairs of facility and customer).

namespace lianzhao::siting {

/// `vertices edges p`, then an edge a line: two vertices numbered from 1, its cost. Of repeated edges the last counts;
/// costs are those of shortest paths; every vertex is facility and customer.
Problem read_p_median(std::string_view bytes, std::string_view file);

enum class Layout : std::uint8_t {
  kTold,       ///< by the file: what lies on its lines, else which reading has demands that fit into the capacities
  kCustomers,  ///< per customer its demand, then its costs from each facility (OR-Library cap…)
  kMatrix,     ///< all demands, then per facility the costs of each customer, then perhaps a known optimum, which is
               ///< not used (Holmberg; Guastaroba and Speranza)
};

/// `facilities customers`, per facility its capacity (a number or the word capacity) and fixed cost, then as `layout`
/// says. Capacities and demands are read and left aside.
Problem read_uncapacitated(std::string_view bytes, std::string_view file, Layout layout = Layout::kTold);

/// The same with capacities, which must be numbers.
Problem read_single_source(std::string_view bytes, std::string_view file, Layout layout = Layout::kTold);

}  // namespace lianzhao::siting
