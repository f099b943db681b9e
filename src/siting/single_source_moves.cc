#include "siting/single_source_moves.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace lianzhao::siting {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr int kMostRounds = 12;  ///< of raising the price; each doubles it

}  // namespace

SingleSourceMoves::SingleSourceMoves(Problem const& problem)
    : problem_{problem}, n_{problem.facilities}, m_{problem.customers}, assigned_(m_, 0), load_(n_, 0), served_(n_, 0) {
  auto const demand = std::accumulate(problem.demand.begin(), problem.demand.end(), 0.0);
  double cheapest = 0;
  for (std::size_t i = 0; i < m_; ++i) {
    double least = kInfinite;
    for (std::size_t j = 0; j < n_; ++j) least = std::min(least, problem.costs_of(j)[i]);
    cheapest += least;
  }
  auto const fixed = *std::max_element(problem.fixed.begin(), problem.fixed.end());
  first_price_ = std::max(1e-9, (cheapest + fixed) / std::max(demand, 1e-9));
  nearby_price_ = first_price_;
  set(assigned_);
}

void SingleSourceMoves::set(Assignment const& assignment) {
  assigned_ = assignment;
  std::fill(load_.begin(), load_.end(), 0);
  std::fill(served_.begin(), served_.end(), 0);
  for (std::size_t i = 0; i < m_; ++i) {
    load_[static_cast<std::size_t>(assigned_[i])] += problem_.demand[i];
    ++served_[static_cast<std::size_t>(assigned_[i])];
  }
}

void SingleSourceMoves::build(std::vector<char> const& open) {
  std::vector<double> room(n_, -1);
  for (std::size_t j = 0; j < n_; ++j)
    if (open[j]) room[j] = problem_.capacity[j];
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < m_; ++i) {
    double best = kInfinite;
    double second = kInfinite;
    for (std::size_t j = 0; j < n_; ++j) {
      if (!open[j]) continue;
      auto const cost = problem_.costs_of(j)[i];
      second = std::min(second, std::max(best, cost));
      best = std::min(best, cost);
    }
    order.emplace_back(second - best, i);
  }
  std::sort(order.begin(), order.end(), std::greater<>{});
  Assignment assignment(m_, 0);
  for (auto const& [regret, i] : order) {
    std::size_t best = n_;
    std::size_t roomiest = n_;
    for (std::size_t j = 0; j < n_; ++j) {
      if (!open[j]) continue;
      if (roomiest == n_ || room[j] > room[roomiest]) roomiest = j;
      if (room[j] >= problem_.demand[i] && (best == n_ || problem_.costs_of(j)[i] < problem_.costs_of(best)[i]))
        best = j;
    }
    if (best == n_) best = roomiest == n_ ? 0 : roomiest;
    room[best] -= problem_.demand[i];
    assignment[i] = static_cast<std::int32_t>(best);
  }
  set(assignment);
}

bool SingleSourceMoves::within_capacity() const {
  for (std::size_t j = 0; j < n_; ++j)
    if (load_[j] > problem_.capacity[j]) return false;
  return true;
}

double SingleSourceMoves::cost() const {
  double total = 0;
  for (std::size_t j = 0; j < n_; ++j)
    if (served_[j] > 0) total += problem_.fixed[j];
  for (std::size_t i = 0; i < m_; ++i) total += problem_.costs_of(static_cast<std::size_t>(assigned_[i]))[i];
  return total;
}

double SingleSourceMoves::over(std::size_t j, double change) const {
  auto const before = std::max(0.0, load_[j] - problem_.capacity[j]);
  return price_ * (std::max(0.0, load_[j] + change - problem_.capacity[j]) - before);
}

double SingleSourceMoves::move_change(std::size_t i, std::size_t to) const {
  auto const from = static_cast<std::size_t>(assigned_[i]);
  auto const demand = problem_.demand[i];
  return problem_.costs_of(to)[i] - problem_.costs_of(from)[i] + (served_[to] == 0 ? problem_.fixed[to] : 0) -
         (served_[from] == 1 ? problem_.fixed[from] : 0) + over(to, demand) + over(from, -demand);
}

void SingleSourceMoves::move(std::size_t i, std::size_t to) {
  auto const from = static_cast<std::size_t>(assigned_[i]);
  load_[from] -= problem_.demand[i];
  --served_[from];
  load_[to] += problem_.demand[i];
  ++served_[to];
  assigned_[i] = static_cast<std::int32_t>(to);
}

bool SingleSourceMoves::improve_moves() {
  bool better = false;
  for (std::size_t i = 0; i < m_; ++i) {
    std::size_t best = n_;
    double least = -1e-7;
    for (std::size_t j = 0; j < n_; ++j) {
      if (static_cast<std::int32_t>(j) == assigned_[i]) continue;
      auto const change = move_change(i, j);
      if (change < least) {
        least = change;
        best = j;
      }
    }
    if (best == n_) continue;
    move(i, best);
    better = true;
  }
  return better;
}

bool SingleSourceMoves::improve_exchanges() {
  bool better = false;
  for (std::size_t i = 0; i < m_; ++i)
    for (std::size_t k = i + 1; k < m_; ++k) {
      auto const a = static_cast<std::size_t>(assigned_[i]);
      auto const b = static_cast<std::size_t>(assigned_[k]);
      if (a == b) continue;
      auto change =
          problem_.costs_of(b)[i] + problem_.costs_of(a)[k] - problem_.costs_of(a)[i] - problem_.costs_of(b)[k];
      auto const more = problem_.demand[k] - problem_.demand[i];
      change += over(a, more) + over(b, -more);
      if (change >= -1e-7) continue;
      move(i, b);
      move(k, a);
      better = true;
    }
  return better;
}

/// Moves all customers of a facility to others that are open, the largest first; kept where that is cheaper.
bool SingleSourceMoves::empties_gain(std::size_t facility) {
  std::vector<std::size_t> moved;
  for (std::size_t i = 0; i < m_; ++i)
    if (assigned_[i] == static_cast<std::int32_t>(facility)) moved.push_back(i);
  std::stable_sort(moved.begin(), moved.end(),
                   [&](std::size_t a, std::size_t b) { return problem_.demand[a] > problem_.demand[b]; });
  double change = 0;
  std::size_t done = 0;
  for (; done < moved.size(); ++done) {
    auto const i = moved[done];
    std::size_t best = n_;
    double least = kInfinite;
    for (std::size_t j = 0; j < n_; ++j) {
      if (j == facility || served_[j] == 0) continue;
      auto const by = move_change(i, j);
      if (by < least) {
        least = by;
        best = j;
      }
    }
    if (best == n_) break;
    change += least;
    move(i, best);
  }
  if (done == moved.size() && change < -1e-7) return true;
  while (done > 0) move(moved[--done], facility);
  return false;
}

bool SingleSourceMoves::improve_closing() {
  bool better = false;
  for (std::size_t j = 0; j < n_; ++j)
    if (served_[j] > 0 && problem_.fixed[j] > 0 && empties_gain(j)) better = true;
  return better;
}

bool SingleSourceMoves::improve_opening() {
  bool better = false;
  std::vector<std::pair<double, std::size_t>> savings;
  for (std::size_t j = 0; j < n_; ++j) {
    if (served_[j] > 0) continue;
    savings.clear();
    for (std::size_t i = 0; i < m_; ++i) {
      auto const from = static_cast<std::size_t>(assigned_[i]);
      auto const saved = problem_.costs_of(from)[i] - problem_.costs_of(j)[i] - over(from, -problem_.demand[i]);
      if (saved > 0) savings.emplace_back(saved / std::max(problem_.demand[i], 1e-9), i);
    }
    std::sort(savings.begin(), savings.end(), std::greater<>{});
    std::vector<std::pair<std::size_t, std::size_t>> moved;
    double change = problem_.fixed[j];
    double room = problem_.capacity[j];
    for (auto const& [density, i] : savings) {
      if (problem_.demand[i] > room) continue;
      auto const from = static_cast<std::size_t>(assigned_[i]);
      auto const by = problem_.costs_of(j)[i] - problem_.costs_of(from)[i] + over(from, -problem_.demand[i]) -
                      (served_[from] == 1 ? problem_.fixed[from] : 0);
      if (by >= 0) continue;
      change += by;
      room -= problem_.demand[i];
      moved.emplace_back(i, from);
      move(i, j);
    }
    if (!moved.empty() && change < -1e-7) {
      better = true;
      continue;
    }
    for (auto const& [i, from] : moved) move(i, from);
  }
  return better;
}

void SingleSourceMoves::descend(Stop const& stop) {
  bool better = true;
  for (int pass = 0; better && pass < 200 && !stop(); ++pass) {
    better = improve_moves();
    better = improve_exchanges() || better;
    if (!better) better = improve_closing();
    if (!better) better = improve_opening();
  }
}

void SingleSourceMoves::improve(Stop const& stop) {
  price_ = first_price_;
  for (int round = 0; round < kMostRounds; ++round, price_ *= 2) {
    descend(stop);
    if (within_capacity() || stop()) return;
  }
}

void SingleSourceMoves::improve_nearby(Stop const& stop) {
  price_ = nearby_price_;
  descend(stop);
  // The price hovers where about half of what is found is within capacity.
  nearby_price_ =
      std::clamp(nearby_price_ * (within_capacity() ? 0.93 : 1.07), 1e-3 * first_price_, 1e4 * first_price_);
}

double SingleSourceMoves::cost_with_overload() const {
  auto total = cost();
  for (std::size_t j = 0; j < n_; ++j) total += nearby_price_ * std::max(0.0, load_[j] - problem_.capacity[j]);
  return total;
}

void SingleSourceMoves::shake(std::mt19937& rng) {
  // Remainders, not distributions of the library: those differ between libraries.
  auto const kind = rng() % 8;
  std::vector<std::size_t> used;
  std::vector<std::size_t> unused;
  for (std::size_t j = 0; j < n_; ++j) (served_[j] > 0 ? used : unused).push_back(j);
  auto const nearest_used = [&](std::size_t i, std::size_t but, std::size_t rank) {
    std::vector<std::pair<double, std::size_t>> near;
    for (auto const j : used)
      if (j != but) near.emplace_back(problem_.costs_of(j)[i], j);
    std::sort(near.begin(), near.end());
    return near.empty() ? but : near[std::min(rank, near.size() - 1)].second;
  };
  auto const close = [&](std::size_t out) {
    for (std::size_t i = 0; i < m_; ++i)
      if (assigned_[i] == static_cast<std::int32_t>(out)) move(i, nearest_used(i, out, rng() % 2));
  };
  if (kind == 0 && used.size() > 1) {
    close(used[rng() % used.size()]);
  } else if (kind <= 2 && !unused.empty()) {
    auto const in = unused[rng() % unused.size()];
    auto const out = used[rng() % used.size()];
    if (kind == 1) {
      for (std::size_t i = 0; i < m_; ++i)
        if (assigned_[i] == static_cast<std::int32_t>(out)) move(i, in);
    } else {
      used.push_back(in);
      std::vector<std::pair<double, std::size_t>> near;
      for (std::size_t i = 0; i < m_; ++i)
        near.emplace_back(problem_.costs_of(in)[i] - problem_.costs_of(static_cast<std::size_t>(assigned_[i]))[i], i);
      std::sort(near.begin(), near.end());
      auto room = problem_.capacity[in];
      for (auto const& [gain, i] : near) {
        if (problem_.demand[i] > room) continue;
        room -= problem_.demand[i];
        move(i, in);
      }
      if (rng() % 2 == 0 && used.size() > 2) close(out);
    }
  } else {
    auto const count = 2 + rng() % std::max<std::size_t>(1, kind < 5 ? 4 : m_ / 8);
    for (std::size_t k = 0; k < count; ++k) {
      auto const i = rng() % m_;
      move(i, nearest_used(i, static_cast<std::size_t>(assigned_[i]), rng() % 3));
    }
  }
}

}  // namespace lianzhao::siting
