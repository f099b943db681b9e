#include "siting/uncapacitated.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <random>
#include <set>

#include "siting/check.h"
#include "siting/interchange.h"
#include "siting/open_nodes.h"

namespace lianzhao::siting {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

enum class State : std::uint8_t { kFree, kOpen, kClosed };

struct Node {
  double bound = -kInfinite;
  std::uint64_t number = 0;
  std::vector<State> states;
  std::shared_ptr<std::vector<double> const> prices;  ///< multipliers of the customers, from the parent
};

/// How long the subgradient goes on.
struct Effort {
  int iterations;
  int patience;  ///< iterations without a better bound after which steps are halved
  double step;
};

constexpr Effort kRootEffort{3000, 25, 1.5};
constexpr Effort kNodeEffort{120, 6, 0.5};

class Search {
 public:
  Search(Problem const& problem, Stop const& stop)
      : problem_{problem}, stop_{stop}, n_{problem.facilities}, m_{problem.customers}, interchange_{problem} {}

  Answer run() {
    sort_costs();
    interchange_.greedy();
    interchange_.improve(stop_);
    take_incumbent();
    Node root;
    root.states.assign(n_, State::kFree);
    auto prices = std::make_shared<std::vector<double>>(m_);
    for (std::size_t i = 0; i < m_; ++i) {
      auto const second =
          std::isfinite(interchange_.second()[i]) ? interchange_.second()[i] : interchange_.nearest()[i];
      (*prices)[i] = 0.5 * (interchange_.nearest()[i] + second);
    }
    root.prices = prices;
    to_do_.put(root);
    process(kRootEffort);
    for (int round = 0; round < 30 && !all_done() && !stop_(); ++round) wander();
    while (!all_done() && !stop_()) {
      process(kNodeEffort);
      if (nodes_ % 16 == 0) wander();
    }
    return answer();
  }

 private:
  bool all_done() const { return to_do_.empty(); }

  Node next() { return to_do_.take(); }

  void sort_costs() {
    sorted_.resize(n_ * m_);
    std::vector<std::pair<double, std::uint32_t>> row(n_);
    for (std::size_t i = 0; i < m_; ++i) {
      for (std::size_t j = 0; j < n_; ++j) row[j] = {problem_.costs_of(j)[i], static_cast<std::uint32_t>(j)};
      std::sort(row.begin(), row.end());
      for (std::size_t k = 0; k < n_; ++k) sorted_[i * n_ + k] = row[k].second;
    }
  }

  void take_incumbent() {
    if (interchange_.cost() >= best_) return;
    best_ = interchange_.cost();
    best_open_ = interchange_.open();
  }

  void wander() {
    if (best_open_.empty()) return;
    interchange_.set(best_open_);
    auto const open = static_cast<std::size_t>(std::count(best_open_.begin(), best_open_.end(), true));
    interchange_.shake(rng_, 1 + rng_() % std::max<std::size_t>(1, std::min<std::size_t>(open, 8)));
    interchange_.improve(stop_);
    take_incumbent();
  }

  /// The lists of a node: per customer its facilities that are not closed, dearer ones last, up to the first that is
  /// open for certain, which it need not pass.
  void make_lists(std::vector<State> const& states) {
    begin_.assign(1, 0);
    facility_.clear();
    cost_.clear();
    for (std::size_t i = 0; i < m_; ++i) {
      for (std::size_t k = 0; k < n_; ++k) {
        auto const j = sorted_[i * n_ + k];
        if (states[j] == State::kClosed) continue;
        facility_.push_back(j);
        cost_.push_back(problem_.costs_of(j)[i]);
        if (states[j] == State::kOpen) break;
      }
      begin_.push_back(facility_.size());
    }
  }

  /// Facilities that the relaxation opens at prices u, and the bound. A facility's reduced cost is
  /// r(j) = f(j) + Σ_i min(0, c(j, i) − u(i)).
  double relax(std::vector<State> const& states, std::vector<double> const& u) {
    reduced_ = problem_.fixed;
    for (std::size_t i = 0; i < m_; ++i)
      for (auto k = begin_[i]; k < begin_[i + 1] && cost_[k] < u[i]; ++k) reduced_[facility_[k]] += cost_[k] - u[i];
    chosen_.assign(n_, 0);
    auto bound = std::accumulate(u.begin(), u.end(), 0.0);
    free_.clear();
    std::size_t open = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      if (states[j] == State::kOpen) {
        chosen_[j] = 1;
        bound += reduced_[j];
        ++open;
      } else if (states[j] == State::kFree) {
        free_.push_back(j);
      }
    }
    auto const cheaper = [&](std::size_t a, std::size_t b) {
      return std::pair{reduced_[a], a} < std::pair{reduced_[b], b};
    };
    last_in_ = first_out_ = 0;
    auto const take = [&](std::size_t j) {
      chosen_[j] = 1;
      bound += reduced_[j];
    };
    if (problem_.kind == ProblemKind::kMedian) {
      auto const wanted = std::min(problem_.median - std::min(open, problem_.median), free_.size());
      if (wanted < free_.size()) {
        std::nth_element(free_.begin(), free_.begin() + static_cast<std::ptrdiff_t>(wanted), free_.end(), cheaper);
        first_out_ = reduced_[free_[wanted]];
      } else {
        first_out_ = kInfinite;
      }
      last_in_ = -kInfinite;
      for (std::size_t k = 0; k < wanted; ++k) {
        take(free_[k]);
        last_in_ = std::max(last_in_, reduced_[free_[k]]);
      }
    } else {
      for (auto const j : free_)
        if (reduced_[j] < 0) {
          take(j);
          ++open;
        }
      // Somebody has to serve: what the cheapest costs may be added.
      if (open == 0 && !free_.empty()) {
        auto const cheapest = *std::min_element(free_.begin(), free_.end(), cheaper);
        last_in_ = reduced_[cheapest];
        take(cheapest);
      }
    }
    return bound;
  }

  /// Tries the chosen facilities as a placement.
  void try_chosen(double bound) {
    double cost = 0;
    for (std::size_t j = 0; j < n_; ++j)
      if (chosen_[j]) cost += problem_.fixed[j];
    for (std::size_t i = 0; i < m_; ++i) {
      double nearest = kInfinite;
      for (auto k = begin_[i]; k < begin_[i + 1]; ++k)
        if (chosen_[facility_[k]]) {
          nearest = cost_[k];
          break;
        }
      cost += nearest;
      if (cost > best_ + 0.5 * std::abs(best_ - bound) + 0.01 * std::abs(best_)) return;
    }
    std::vector<bool> const open(chosen_.begin(), chosen_.end());
    if (!tried_.insert(std::hash<std::vector<bool>>{}(open)).second) return;
    interchange_.set(open);
    interchange_.improve(stop_);
    take_incumbent();
  }

  /// Closes and opens for certain what could not be otherwise in anything better than the incumbent.
  std::size_t fix(std::vector<State>& states, double bound) const {
    auto const limit = nothing_better_from(problem_, best_);
    std::size_t fixed = 0;
    for (auto const j : free_) {
      auto const median = problem_.kind == ProblemKind::kMedian;
      if (chosen_[j]) {
        auto const without = median ? bound - reduced_[j] + first_out_ : bound - std::min(0.0, reduced_[j]);
        if (without > limit) {
          states[j] = State::kOpen;
          ++fixed;
        }
      } else if (bound + reduced_[j] - last_in_ > limit) {
        states[j] = State::kClosed;
        ++fixed;
      }
    }
    return fixed;
  }

  /// The exact cost of a node where nothing is left to decide.
  void settle(std::vector<State> const& states) {
    std::vector<bool> open(n_);
    for (std::size_t j = 0; j < n_; ++j) open[j] = states[j] == State::kOpen;
    if (std::none_of(open.begin(), open.end(), [](bool b) { return b; })) return;
    interchange_.set(open);
    take_incumbent();
  }

  /// Completes what p decides alone. @return whether anything can still come of the node.
  bool complete(std::vector<State>& states) const {
    auto const open = static_cast<std::size_t>(std::count(states.begin(), states.end(), State::kOpen));
    auto const free = static_cast<std::size_t>(std::count(states.begin(), states.end(), State::kFree));
    if (problem_.kind != ProblemKind::kMedian) return open + free > 0;
    if (open > problem_.median || open + free < problem_.median) return false;
    if (open == problem_.median) std::replace(states.begin(), states.end(), State::kFree, State::kClosed);
    if (open + free == problem_.median) std::replace(states.begin(), states.end(), State::kFree, State::kOpen);
    return true;
  }

  void process(Effort const& effort) {
    auto node = next();
    if (node.bound > nothing_better_from(problem_, best_)) return;
    ++nodes_;
    auto& states = node.states;
    if (!complete(states)) return;
    make_lists(states);
    auto u = *node.prices;
    auto best_u = u;
    std::vector<double> average(n_, 0);
    std::vector<double> direction(m_, 0);
    std::vector<double> gradient(m_, 0);
    auto step = effort.step;
    int since = 0;
    bool first = true;
    double length_before = 0;
    for (int iteration = 0; iteration < effort.iterations && !stop_(); ++iteration) {
      if (std::find(states.begin(), states.end(), State::kFree) == states.end()) {
        settle(states);
        return;
      }
      auto const bound = relax(states, u);
      for (std::size_t j = 0; j < n_; ++j) average[j] += (first ? 1.0 : 0.08) * (chosen_[j] - average[j]);
      first = false;
      if (bound > node.bound) {
        if (bound > node.bound + 1e-5 * std::abs(best_ - node.bound)) since = 0;
        node.bound = bound;
        best_u = u;
      } else {
        ++since;
      }
      if (iteration % 3 == 0) try_chosen(bound);
      if (node.bound > nothing_better_from(problem_, best_)) return;
      if (fix(states, bound) > 0) {
        if (!complete(states)) return;
        make_lists(states);
      }
      if (since >= effort.patience) {
        since = 0;
        step *= 0.6;
        u = best_u;
        std::fill(direction.begin(), direction.end(), 0);
        length_before = 0;
        if (step < 1e-3 * effort.step) break;
        continue;
      }
      double length = 0;
      double dot = 0;
      for (std::size_t i = 0; i < m_; ++i) {
        double served = 0;
        for (auto k = begin_[i]; k < begin_[i + 1] && cost_[k] < u[i]; ++k) served += chosen_[facility_[k]];
        gradient[i] = 1 - served;
        dot += gradient[i] * direction[i];
      }
      // Camerini, Fratta, Maffioli (1975): no step against the one before.
      auto const keep = length_before > 0 && dot < 0 ? -1.5 * dot / length_before : 0.0;
      for (std::size_t i = 0; i < m_; ++i) {
        direction[i] = gradient[i] + keep * direction[i];
        length += direction[i] * direction[i];
      }
      length_before = length;
      // Every customer is served just once: the chosen are optimal here.
      if (length == 0) {
        try_chosen(bound);
        if (std::all_of(gradient.begin(), gradient.end(), [](double g) { return g == 0; })) {
          settle_chosen();
          if (node.bound > nothing_better_from(problem_, best_) || best_ <= node.bound + 1e-9 * std::abs(best_)) return;
        }
        break;
      }
      auto const target = best_ + 1e-4 * std::abs(best_) * (step / effort.step);
      auto const t = step * std::max(target - bound, 1e-9 * std::abs(best_)) / length;
      for (std::size_t i = 0; i < m_; ++i) {
        auto const most = states[facility_[begin_[i + 1] - 1]] == State::kOpen ? cost_[begin_[i + 1] - 1] : kInfinite;
        u[i] = std::min(most, std::max(cost_[begin_[i]], u[i] + t * direction[i]));
      }
    }
    branch(node, std::make_shared<std::vector<double> const>(std::move(best_u)), average);
  }

  void settle_chosen() {
    interchange_.set(std::vector<bool>(chosen_.begin(), chosen_.end()));
    take_incumbent();
  }

  void branch(Node& node, std::shared_ptr<std::vector<double> const> const& prices,
              std::vector<double> const& average) {
    if (node.bound > nothing_better_from(problem_, best_)) return;
    relax(node.states, *prices);
    auto best = n_;
    double least = kInfinite;
    double most_free = 0;
    for (std::size_t j = 0; j < n_; ++j)
      if (node.states[j] == State::kFree) most_free = std::max(most_free, std::abs(reduced_[j]));
    for (std::size_t j = 0; j < n_; ++j) {
      if (node.states[j] != State::kFree) continue;
      auto const doubt = std::abs(average[j] - 0.5) + 0.01 * std::abs(reduced_[j]) / std::max(most_free, 1e-30);
      if (doubt < least) {
        least = doubt;
        best = j;
      }
    }
    if (best == n_) {
      settle(node.states);
      return;
    }
    node.prices = prices;
    auto closed = node;
    closed.states[best] = State::kClosed;
    closed.number = ++numbered_;
    node.states[best] = State::kOpen;
    node.number = ++numbered_;
    to_do_.put(std::move(closed));
    to_do_.put(std::move(node));
  }

  Answer answer() {
    Answer out;
    out.nodes = nodes_;
    auto const limit = best_open_.empty() ? kInfinite : nothing_better_from(problem_, best_);
    auto unfinished = to_do_.least_bound();
    out.proven = unfinished > limit;
    out.bound = out.proven ? best_ : std::min(best_, raised_to_step(problem_, std::max(unfinished, 0.0)));
    auto const reached = problem_.unreachable <= 0 || best_ < problem_.unreachable;
    if (best_open_.empty() || !reached) return out;
    for (std::size_t j = 0; j < n_; ++j)
      if (best_open_[j]) out.open.push_back(static_cast<std::int32_t>(j));
    out.assignment.assign(m_, out.open[0]);
    for (std::size_t i = 0; i < m_; ++i)
      for (auto const j : out.open)
        if (problem_.costs_of(static_cast<std::size_t>(j))[i] <
            problem_.costs_of(static_cast<std::size_t>(out.assignment[i]))[i])
          out.assignment[i] = j;
    out.objective = best_;
    return out;
  }

  Problem const& problem_;
  Stop const& stop_;
  std::size_t n_;
  std::size_t m_;
  Interchange interchange_;
  std::mt19937 rng_{20260101};
  std::vector<std::uint32_t> sorted_;  ///< [customers × facilities], nearest first
  std::vector<std::size_t> begin_;
  std::vector<std::uint32_t> facility_;
  std::vector<double> cost_;
  std::vector<double> reduced_;
  std::vector<char> chosen_;
  std::vector<std::size_t> free_;
  double last_in_ = 0;
  double first_out_ = 0;
  double best_ = kInfinite;
  std::vector<bool> best_open_;
  std::set<std::size_t> tried_;
  OpenNodes<Node> to_do_{n_ + 4 * m_};  ///< bytes a node: states, prices
  std::uint64_t nodes_ = 0;
  std::uint64_t numbered_ = 0;
};

}  // namespace

Answer place_uncapacitated(Problem const& problem, Stop const& stop) {
  return Search{problem, stop}.run();
}

}  // namespace lianzhao::siting
