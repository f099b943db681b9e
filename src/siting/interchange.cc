#include "siting/interchange.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>

namespace lianzhao::siting {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kWorthwhile = 1e-7;  ///< ticks, relative to nothing: whole where costs are

}  // namespace

Interchange::Interchange(Problem const& problem)
    : problem_{problem},
      fixed_number_{problem.kind == ProblemKind::kMedian},
      open_(problem.facilities, false),
      nearest_(problem.customers, 0),
      nearest_cost_(problem.customers, kInfinite),
      second_(problem.customers, 0),
      second_cost_(problem.customers, kInfinite),
      closing_loss_(problem.facilities, 0),
      loss_(problem.facilities, 0) {}

void Interchange::greedy() {
  auto const n = problem_.facilities;
  auto const m = problem_.customers;
  std::fill(open_.begin(), open_.end(), false);
  std::fill(nearest_cost_.begin(), nearest_cost_.end(), kInfinite);
  std::size_t best = 0;
  double least = kInfinite;
  for (std::size_t facility = 0; facility < n; ++facility) {
    auto const* cost = problem_.costs_of(facility);
    auto const total = std::accumulate(cost, cost + m, problem_.fixed[facility]);
    if (total < least) {
      least = total;
      best = facility;
    }
  }
  auto const take = [&](std::size_t facility) {
    open_[facility] = true;
    auto const* cost = problem_.costs_of(facility);
    for (std::size_t i = 0; i < m; ++i) nearest_cost_[i] = std::min(nearest_cost_[i], cost[i]);
  };
  auto const saving = [&](std::size_t facility) {
    auto const* cost = problem_.costs_of(facility);
    double saved = -problem_.fixed[facility];
    for (std::size_t i = 0; i < m; ++i) saved += std::max(0.0, nearest_cost_[i] - cost[i]);
    return saved;
  };
  take(best);
  // Savings only shrink as more opens, so an old one is a bound on the new one.
  std::priority_queue<std::pair<double, std::size_t>> savings;
  for (std::size_t facility = 0; facility < n; ++facility)
    if (!open_[facility]) savings.emplace(saving(facility), facility);
  for (std::size_t count = 1; !savings.empty() && !(fixed_number_ && count == problem_.median);) {
    auto const facility = savings.top().second;
    savings.pop();
    auto const now = saving(facility);
    if (!savings.empty() && now < savings.top().first) {
      savings.emplace(now, facility);
      continue;
    }
    if (!fixed_number_ && now <= 0) break;
    take(facility);
    ++count;
  }
  refresh();
}

void Interchange::set(std::vector<bool> const& open) {
  open_ = open;
  refresh();
}

void Interchange::offer(std::size_t i, std::size_t facility, double cost) {
  if (cost < nearest_cost_[i]) {
    second_[i] = nearest_[i];
    second_cost_[i] = nearest_cost_[i];
    nearest_[i] = facility;
    nearest_cost_[i] = cost;
  } else if (cost < second_cost_[i]) {
    second_[i] = facility;
    second_cost_[i] = cost;
  }
}

void Interchange::refresh() {
  opened_.clear();
  for (std::size_t facility = 0; facility < open_.size(); ++facility)
    if (open_[facility]) opened_.push_back(facility);
  std::fill(closing_loss_.begin(), closing_loss_.end(), 0);
  std::fill(nearest_cost_.begin(), nearest_cost_.end(), kInfinite);
  std::fill(second_cost_.begin(), second_cost_.end(), kInfinite);
  cost_ = 0;
  for (auto const facility : opened_) {
    cost_ += problem_.fixed[facility];
    auto const* cost = problem_.costs_of(facility);
    for (std::size_t i = 0; i < problem_.customers; ++i) offer(i, facility, cost[i]);
  }
  for (std::size_t i = 0; i < problem_.customers; ++i) {
    cost_ += nearest_cost_[i];
    closing_loss_[nearest_[i]] += second_cost_[i] - nearest_cost_[i];
  }
}

void Interchange::refresh(std::size_t i) {
  nearest_cost_[i] = second_cost_[i] = kInfinite;
  for (auto const facility : opened_) offer(i, facility, problem_.costs_of(facility)[i]);
}

void Interchange::add(std::size_t facility) {
  open_[facility] = true;
  opened_.push_back(facility);
  auto const* cost = problem_.costs_of(facility);
  for (std::size_t i = 0; i < problem_.customers; ++i) offer(i, facility, cost[i]);
}

void Interchange::remove(std::size_t facility) {
  open_[facility] = false;
  opened_.erase(std::find(opened_.begin(), opened_.end(), facility));
  for (std::size_t i = 0; i < problem_.customers; ++i)
    if (nearest_[i] == facility || second_[i] == facility) refresh(i);
}

bool Interchange::try_candidate(std::size_t facility) {
  auto const m = problem_.customers;
  auto const* cost = problem_.costs_of(facility);
  for (auto const r : opened_) loss_[r] = closing_loss_[r];
  double saved = -problem_.fixed[facility];
  for (std::size_t i = 0; i < m; ++i) {
    auto const c = cost[i];
    if (c >= second_cost_[i]) continue;
    if (c < nearest_cost_[i]) {
      saved += nearest_cost_[i] - c;
      loss_[nearest_[i]] -= second_cost_[i] - nearest_cost_[i];
    } else {
      loss_[nearest_[i]] -= second_cost_[i] - c;
    }
  }
  double best = fixed_number_ ? kInfinite : -saved;
  auto out = problem_.facilities;
  for (auto const r : opened_) {
    // With one open its loss was infinite; the newcomer then serves everyone.
    auto loss = loss_[r];
    if (opened_.size() == 1) {
      loss = 0;
      for (std::size_t i = 0; i < m; ++i) loss += std::max(0.0, cost[i] - nearest_cost_[i]);
    }
    auto const change = loss - problem_.fixed[r] - saved;
    if (change < best) {
      best = change;
      out = r;
    }
  }
  if (best >= -kWorthwhile * std::max(1.0, std::abs(cost_) * 1e-7)) return false;
  add(facility);
  if (out != problem_.facilities) remove(out);
  return true;
}

bool Interchange::try_closing() {
  if (fixed_number_ || opened_.size() < 2) return false;
  auto const change = [&](std::size_t r) { return closing_loss_[r] - problem_.fixed[r]; };
  auto const best = *std::min_element(opened_.begin(), opened_.end(),
                                      [&](std::size_t a, std::size_t b) { return change(a) < change(b); });
  if (change(best) >= -kWorthwhile * std::max(1.0, std::abs(cost_) * 1e-7)) return false;
  remove(best);
  return true;
}

void Interchange::improve(Stop const& stop) {
  auto const n = problem_.facilities;
  std::size_t candidate = 0;
  auto const settle = [&] {
    std::fill(closing_loss_.begin(), closing_loss_.end(), 0);
    cost_ = 0;
    for (auto const r : opened_) cost_ += problem_.fixed[r];
    for (std::size_t i = 0; i < problem_.customers; ++i) {
      cost_ += nearest_cost_[i];
      closing_loss_[nearest_[i]] += second_cost_[i] - nearest_cost_[i];
    }
  };
  settle();
  while (try_closing()) settle();
  for (std::size_t since = 0; since < n && !stop(); ++since, candidate = (candidate + 1) % n) {
    if (open_[candidate] || !try_candidate(candidate)) continue;
    settle();
    while (try_closing()) settle();
    since = 0;
  }
}

void Interchange::shake(std::mt19937& rng, std::size_t count) {
  auto const n = problem_.facilities;
  // Remainders, not distributions of the library: those differ between libraries.
  for (std::size_t k = 0; k < count && opened_.size() < n; ++k) {
    auto in = rng() % n;
    while (open_[in]) in = (in + 1) % n;
    auto const out = opened_[rng() % opened_.size()];
    add(in);
    remove(out);
  }
}

}  // namespace lianzhao::siting
