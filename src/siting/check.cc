#include "siting/check.h"

#include <algorithm>
#include <cmath>

namespace lianzhao::siting {

namespace {

// A bound is a sum of some thousands of terms; its rounding stays far below this share of it.
constexpr double kRounding = 1e-11;
constexpr double kRelativeTolerance = 1e-9;

double allowance(double value) {
  return kRounding * std::max(1.0, std::abs(value));
}

bool step_counts(Problem const& problem, double value) {
  return problem.step > 8 * allowance(value);
}

}  // namespace

std::optional<double> cost_of(Problem const& problem, std::vector<std::int32_t> const& open,
                              Assignment const& assignment) {
  if (assignment.size() != problem.customers || open.empty()) return std::nullopt;
  std::vector<bool> is_open(problem.facilities, false);
  double total = 0;
  for (auto const facility : open) {
    auto const number = static_cast<std::size_t>(facility);
    if (facility < 0 || number >= problem.facilities || is_open[number]) return std::nullopt;
    is_open[number] = true;
    total += problem.fixed[number];
  }
  if (problem.kind == ProblemKind::kMedian && open.size() != problem.median) return std::nullopt;
  std::vector<double> load(problem.facilities, 0);
  for (std::size_t customer = 0; customer < assignment.size(); ++customer) {
    auto const facility = static_cast<std::size_t>(assignment[customer]);
    if (assignment[customer] < 0 || facility >= problem.facilities || !is_open[facility]) return std::nullopt;
    auto const cost = problem.costs_of(facility)[customer];
    if (problem.unreachable > 0 && cost >= problem.unreachable) return std::nullopt;
    total += cost;
    if (problem.kind == ProblemKind::kSingleSource) load[facility] += problem.demand[customer];
  }
  if (problem.kind == ProblemKind::kSingleSource)
    for (std::size_t facility = 0; facility < load.size(); ++facility)
      if (load[facility] > problem.capacity[facility] * (1 + 1e-12)) return std::nullopt;
  return total;
}

double raised_to_step(Problem const& problem, double bound) {
  if (!step_counts(problem, bound)) return bound;
  return std::max(bound, std::ceil((bound - allowance(bound)) / problem.step) * problem.step);
}

double nothing_better_from(Problem const& problem, double best) {
  if (!std::isfinite(best)) return best;
  if (!step_counts(problem, best)) return best - kRelativeTolerance * std::max(1.0, std::abs(best));
  return best - problem.step + 2 * allowance(best);
}

}  // namespace lianzhao::siting
