#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace lianzhao::siting {

enum class ProblemKind : std::uint8_t {
  kMedian,         ///< exactly `median` facilities are opened, each without cost
  kUncapacitated,  ///< any number, each at its fixed cost
  kSingleSource,   ///< as before, and each customer's whole demand must fit into the one facility that serves it
};

/// Which facilities to open, and which of them serves each customer, at the least cost. Facilities and customers are
/// numbered from 0. Costs are in ticks: where the file's numbers allow it a tick is so small that all are whole, so
/// that sums of them are exact in a double.
struct Problem {
  ProblemKind kind = ProblemKind::kUncapacitated;
  std::size_t facilities = 0;    ///< > 0
  std::size_t customers = 0;     ///< > 0
  std::vector<double> cost;      ///< [facilities × customers], of serving the customer whole from there; >= 0
  std::vector<double> fixed;     ///< [facilities], >= 0; 0 for p-median
  std::vector<double> capacity;  ///< [facilities], units of demand; only for kSingleSource
  std::vector<double> demand;    ///< [customers], >= 0; only for kSingleSource
  std::size_t median = 0;        ///< 1 … facilities; only for kMedian
  double tick = 1;               ///< one tick in units of the file
  double step = 0;               ///< every placement costs a whole multiple of so many ticks; 0 where that is not known
  double unreachable = 0;        ///< costs from here on mean that the facility cannot serve the customer; 0: all can

  double const* costs_of(std::size_t facility) const { return cost.data() + facility * customers; }
};

/// Facility of each customer.
using Assignment = std::vector<std::int32_t>;

struct Answer {
  std::optional<double> objective;  ///< ticks; absent where no placement was found
  double bound = 0;                 ///< ticks; no placement costs less
  bool proven = false;              ///< the placement is optimal, or (without objective) there is none
  std::vector<std::int32_t> open;   ///< rising
  Assignment assignment;
  std::uint64_t nodes = 0;  ///< of the search tree
};

/// Asked often; true: end now with what there is. Where it is never true the answer does not depend on any clock.
using Stop = std::function<bool()>;

}  // namespace lianzhao::siting
