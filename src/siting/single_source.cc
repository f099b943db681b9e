#include "siting/single_source.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <set>

#include "siting/check.h"
#include "siting/knapsack.h"
#include "siting/open_nodes.h"
#include "siting/single_source_moves.h"

namespace lianzhao::siting {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr std::int32_t kNobody = -1;
constexpr int kMostIdleShakes = 100;
constexpr int kShakesAtRoot = 1000;
constexpr int kShakesAtNode = 10;
constexpr std::uint64_t kNodesPerDive = 16;

enum class State : std::uint8_t { kFree, kOpen, kClosed };

struct Node {
  double bound = -kInfinite;
  std::uint64_t number = 0;
  std::vector<State> states;
  std::vector<bool> forbidden;  ///< [facilities × customers]
  std::shared_ptr<std::vector<double> const> prices;
};

struct Effort {
  int iterations;
  int patience;
  double step;
};

constexpr Effort kRootEffort{1500, 25, 1.5};
constexpr Effort kNodeEffort{80, 6, 0.5};

class Search {
 public:
  Search(Problem const& problem, Stop const& stop)
      : problem_{problem},
        stop_{stop},
        n_{problem.facilities},
        m_{problem.customers},
        moves_{problem},
        demand_{std::accumulate(problem.demand.begin(), problem.demand.end(), 0.0)} {}

  Answer run() {
    Node root;
    root.states.assign(n_, State::kFree);
    root.forbidden.assign(n_ * m_, false);
    auto prices = std::make_shared<std::vector<double>>(m_);
    for (std::size_t i = 0; i < m_; ++i) {
      std::vector<double> costs;
      for (std::size_t j = 0; j < n_; ++j) costs.push_back(problem_.costs_of(j)[i]);
      std::sort(costs.begin(), costs.end());
      (*prices)[i] = costs[std::min<std::size_t>(1, n_ - 1)];
    }
    root.prices = prices;
    moves_.build(std::vector<char>(n_, 1));
    improve();
    wander(kShakesAtRoot / 4);
    to_do_.put(std::move(root));
    process(kRootEffort);
    if (!all_done()) wander(kShakesAtRoot);
    while (!all_done() && !stop_()) {
      process(kNodeEffort);
      wander(kShakesAtNode);
    }
    return answer();
  }

 private:
  bool all_done() const { return to_do_.empty() && !dive_; }

  Node next() {
    if (dive_) {
      auto node = std::move(*dive_);
      dive_.reset();
      return node;
    }
    diving_ = nodes_ % kNodesPerDive == 0;
    return to_do_.take();
  }

  void take(Assignment const& assignment, double cost) {
    if (cost >= best_) return;
    best_ = cost;
    best_assignment_ = assignment;
  }

  void improve() {
    moves_.improve(stop_);
    if (moves_.within_capacity()) take(moves_.assignment(), moves_.cost());
  }

  void wander(int shakes) {
    for (int k = 0; k < shakes && !stop_(); ++k) {
      if (best_assignment_.empty()) {
        moves_.shake(rng_);
        improve();
        continue;
      }
      // Back to the best when nothing came of it for long.
      if (here_.empty() || ++idle_ > kMostIdleShakes) {
        here_ = best_assignment_;
        idle_ = 0;
      }
      moves_.set(here_);
      auto const before = moves_.cost_with_overload();
      moves_.shake(rng_);
      moves_.improve_nearby(stop_);
      if (moves_.cost_with_overload() <= before) here_ = moves_.assignment();
      if (!moves_.within_capacity()) continue;
      if (moves_.cost() < best_) idle_ = 0;
      take(moves_.assignment(), moves_.cost());
    }
  }

  double limit() const { return nothing_better_from(problem_, best_); }
  bool forbidden(Node const& node, std::size_t j, std::size_t i) const { return node.forbidden[j * m_ + i]; }

  /// Follows what has been decided to its end: closed facilities serve nobody, who has one facility left is served
  /// there, nobody is served where there is no room. @return false where that is contradictory.
  bool follow(Node& node) {
    forced_.assign(m_, kNobody);
    room_ = problem_.capacity;
    base_ = 0;
    for (bool again = true; again;) {
      again = false;
      for (std::size_t i = 0; i < m_; ++i) {
        if (forced_[i] != kNobody) continue;
        std::size_t count = 0;
        std::size_t last = 0;
        for (std::size_t j = 0; j < n_; ++j) {
          if (node.states[j] == State::kClosed || forbidden(node, j, i)) continue;
          if (problem_.demand[i] > room_[j]) {
            node.forbidden[j * m_ + i] = true;
            continue;
          }
          ++count;
          last = j;
        }
        if (count == 0) return false;
        if (count > 1) continue;
        forced_[i] = static_cast<std::int32_t>(last);
        room_[last] -= problem_.demand[i];
        base_ += problem_.costs_of(last)[i];
        node.states[last] = State::kOpen;
        again = true;
      }
    }
    double room = 0;
    for (std::size_t j = 0; j < n_; ++j)
      if (node.states[j] != State::kClosed) room += problem_.capacity[j];
    return room >= demand_;
  }

  /// The cheapest choice of free facilities at their reduced costs that together with the open ones holds all demand.
  /// @param flipped a free facility whose choice is turned round, or n_. @return kInfinite where there is none.
  double select(std::vector<State> const& states, std::size_t flipped, std::vector<char>* chosen) {
    double need = demand_;
    double total = 0;
    double room = 0;
    cover_.clear();
    if (chosen != nullptr) chosen->assign(n_, 0);
    for (std::size_t j = 0; j < n_; ++j) {
      if (states[j] == State::kClosed) continue;
      auto open = states[j] == State::kOpen;
      if (j == flipped) {
        if (chosen_[j]) continue;
        open = true;
      }
      if (open || reduced_[j] < 0) {
        need -= problem_.capacity[j];
        total += reduced_[j];
        if (chosen != nullptr) (*chosen)[j] = 1;
      } else {
        cover_.push_back({reduced_[j], problem_.capacity[j], static_cast<std::uint32_t>(j)});
        room += problem_.capacity[j];
      }
    }
    if (need <= 0) return total;
    if (room < need) return kInfinite;
    for (auto const& item : cover_) total += item.profit;
    if (chosen != nullptr)
      for (auto const& item : cover_) (*chosen)[item.number] = 1;
    cover_knapsack_.solve(cover_, room - need);
    if (chosen != nullptr)
      for (auto const number : cover_knapsack_.chosen()) (*chosen)[number] = 0;
    return total - cover_knapsack_.at_most();
  }

  double relax(Node const& node, std::vector<double> const& u) {
    reduced_.assign(n_, 0);
    slack_.assign(n_, 0);
    unit_price_.assign(n_, 0);
    serves_.resize(n_);
    for (std::size_t j = 0; j < n_; ++j) {
      serves_[j].clear();
      if (node.states[j] == State::kClosed) continue;
      items_.clear();
      auto const* cost = problem_.costs_of(j);
      for (std::size_t i = 0; i < m_; ++i)
        if (forced_[i] == kNobody && u[i] > cost[i] && !forbidden(node, j, i))
          items_.push_back({u[i] - cost[i], problem_.demand[i], static_cast<std::uint32_t>(i)});
      knapsack_.solve(items_, room_[j]);
      serves_[j] = knapsack_.chosen();
      reduced_[j] = problem_.fixed[j] - knapsack_.at_most();
      slack_[j] = knapsack_.continuous() - knapsack_.at_most();
      unit_price_[j] = knapsack_.price();
    }
    auto bound = base_;
    for (std::size_t i = 0; i < m_; ++i)
      if (forced_[i] == kNobody) bound += u[i];
    return bound + select(node.states, n_, &chosen_);
  }

  bool fix(Node& node, std::vector<double> const& u, double bound) {
    auto const most = limit();
    auto const selected = select(node.states, n_, nullptr);
    bool any = false;
    for (std::size_t j = 0; j < n_; ++j) {
      if (node.states[j] == State::kClosed) continue;
      double extra = 0;
      if (node.states[j] == State::kFree) {
        auto const other = bound - selected + select(node.states, j, nullptr);
        if (other > most) {
          node.states[j] = chosen_[j] ? State::kOpen : State::kClosed;
          any = true;
          if (node.states[j] == State::kClosed) continue;
        }
        if (!chosen_[j]) extra = other - bound;
      }
      auto const* cost = problem_.costs_of(j);
      for (std::size_t i = 0; i < m_; ++i) {
        if (forced_[i] != kNobody || forbidden(node, j, i)) continue;
        auto const worth = u[i] - cost[i] - unit_price_[j] * problem_.demand[i];
        if (bound + extra + std::max(0.0, -worth - slack_[j]) > most) {
          node.forbidden[j * m_ + i] = true;
          any = true;
        }
      }
    }
    return any;
  }

  /// Where all facilities are decided and everyone's cheapest place has room, that is the node's optimum.
  bool settled(Node const& node) {
    Assignment assignment(m_);
    auto load = std::vector<double>(n_, 0);
    for (std::size_t i = 0; i < m_; ++i) {
      std::size_t best = n_;
      for (std::size_t j = 0; j < n_; ++j) {
        if (node.states[j] == State::kFree) return false;
        if (node.states[j] == State::kClosed || (forced_[i] == kNobody && forbidden(node, j, i))) continue;
        if (forced_[i] != kNobody && forced_[i] != static_cast<std::int32_t>(j)) continue;
        if (best == n_ || problem_.costs_of(j)[i] < problem_.costs_of(best)[i]) best = j;
      }
      if (best == n_) return false;
      assignment[i] = static_cast<std::int32_t>(best);
      load[best] += problem_.demand[i];
    }
    for (std::size_t j = 0; j < n_; ++j)
      if (load[j] > problem_.capacity[j]) return false;
    moves_.set(assignment);
    take(assignment, moves_.cost());
    return true;
  }

  /// A placement on the facilities of the relaxation.
  void try_chosen(bool thoroughly) {
    if (!tried_.insert(std::hash<std::vector<bool>>{}({chosen_.begin(), chosen_.end()})).second && !thoroughly) return;
    moves_.build(chosen_);
    improve();
  }

  void process(Effort const& effort) {
    auto node = next();
    if (node.bound > limit()) return;
    ++nodes_;
    if (!follow(node)) return;
    auto u = *node.prices;
    auto best_u = u;
    std::vector<double> average(n_, 0);
    std::vector<float> served(n_ * m_, 0);
    std::vector<double> direction(m_, 0);
    std::vector<double> gradient(m_, 0);
    auto step = effort.step;
    int since = 0;
    double length_before = 0;
    for (int iteration = 0; iteration < effort.iterations && !stop_(); ++iteration) {
      if (settled(node)) return;
      auto const bound = relax(node, u);
      if (bound == kInfinite) return;
      auto const share = iteration == 0 ? 1.0 : 0.08;
      std::fill(gradient.begin(), gradient.end(), 1.0);
      for (auto& value : served) value *= static_cast<float>(1 - share);
      for (std::size_t j = 0; j < n_; ++j) {
        average[j] += share * (chosen_[j] - average[j]);
        if (!chosen_[j]) continue;
        for (auto const i : serves_[j]) {
          gradient[i] -= 1;
          served[j * m_ + i] += static_cast<float>(share);
        }
      }
      double length = 0;
      double dot = 0;
      bool whole = true;
      for (std::size_t i = 0; i < m_; ++i) {
        if (forced_[i] != kNobody) gradient[i] = 0;
        whole = whole && gradient[i] == 0;
        dot += gradient[i] * direction[i];
      }
      auto const improved = bound > node.bound;
      if (improved) {
        if (bound > node.bound + 1e-5 * std::abs(goal(bound) - node.bound))
          since = 0;
        else
          ++since;
        node.bound = bound;
        best_u = u;
      } else {
        ++since;
      }
      if (iteration % 5 == 0) try_chosen(false);
      // The relaxation serves everyone just once: its choice is a placement, and the node's optimum.
      if (whole && take_relaxed() <= bound + 1e-9 * std::abs(bound)) return;
      if (node.bound > limit()) return;
      if ((improved || iteration % 10 == 0) && fix(node, u, bound) && !follow(node)) return;
      if (since >= effort.patience) {
        since = 0;
        step *= 0.6;
        u = best_u;
        std::fill(direction.begin(), direction.end(), 0);
        length_before = 0;
        if (step < 1e-3 * effort.step) break;
        continue;
      }
      auto const keep = length_before > 0 && dot < 0 ? -1.5 * dot / length_before : 0.0;
      for (std::size_t i = 0; i < m_; ++i) {
        direction[i] = gradient[i] + keep * direction[i];
        length += direction[i] * direction[i];
      }
      length_before = length;
      if (length == 0) break;
      auto const target = goal(bound) * (1 + 1e-4 * step / effort.step);
      auto const t = step * std::max(target - bound, 1e-9 * std::abs(target)) / length;
      for (std::size_t i = 0; i < m_; ++i)
        if (forced_[i] == kNobody) u[i] = std::max(0.0, u[i] + t * direction[i]);
    }
    node.prices = std::make_shared<std::vector<double> const>(std::move(best_u));
    try_average(node, served);
    branch(node, average, served);
  }

  /// Everyone where the relaxation served it most often.
  void try_average(Node const& node, std::vector<float> const& served) {
    Assignment assignment = forced_;
    for (std::size_t i = 0; i < m_; ++i) {
      if (forced_[i] != kNobody) continue;
      auto best = n_;
      for (std::size_t j = 0; j < n_; ++j)
        if (node.states[j] != State::kClosed && !forbidden(node, j, i) &&
            (best == n_ || served[j * m_ + i] > served[best * m_ + i]))
          best = j;
      if (best == n_) return;
      assignment[i] = static_cast<std::int32_t>(best);
    }
    moves_.set(assignment);
    improve();
  }

  double goal(double bound) const { return std::isfinite(best_) ? best_ : 1.1 * std::abs(bound) + 1; }

  /// @return the cost of the relaxation's choice; REQUIRES that it serves everyone just once.
  double take_relaxed() {
    Assignment assignment = forced_;
    for (std::size_t j = 0; j < n_; ++j)
      if (chosen_[j])
        for (auto const i : serves_[j]) assignment[i] = static_cast<std::int32_t>(j);
    moves_.set(assignment);
    if (!moves_.within_capacity()) return kInfinite;
    take(assignment, moves_.cost());
    return moves_.cost();
  }

  void branch(Node& node, std::vector<double> const& average, std::vector<float> const& served) {
    if (node.bound > limit()) return;
    auto facility = n_;
    double doubt = -1;
    for (std::size_t j = 0; j < n_; ++j) {
      if (node.states[j] != State::kFree) continue;
      auto const here = std::min(average[j], 1 - average[j]);
      if (here > doubt) {
        doubt = here;
        facility = j;
      }
    }
    std::size_t pair = n_ * m_;
    double most = -1;
    double most_doubt = 0;
    auto const largest = *std::max_element(problem_.demand.begin(), problem_.demand.end());
    for (std::size_t j = 0; j < n_; ++j) {
      if (node.states[j] == State::kClosed) continue;
      for (std::size_t i = 0; i < m_; ++i) {
        if (forced_[i] != kNobody || forbidden(node, j, i)) continue;
        auto const here = std::min<double>(served[j * m_ + i], 1 - served[j * m_ + i]);
        auto const score = here * (0.3 + problem_.demand[i] / std::max(largest, 1e-30));
        if (score > most) {
          most = score;
          most_doubt = here;
          pair = j * m_ + i;
        }
      }
    }
    auto other = node;
    bool likely = true;
    if (facility != n_ && (doubt > 0.05 || pair == n_ * m_ || most_doubt <= 0.1)) {
      likely = average[facility] >= 0.5;
      other.states[facility] = State::kClosed;
      node.states[facility] = State::kOpen;
    } else if (pair != n_ * m_) {
      likely = served[pair] >= 0.5F;
      other.forbidden[pair] = true;
      for (std::size_t j = 0; j < n_; ++j)
        if (j != pair / m_) node.forbidden[j * m_ + pair % m_] = true;
    } else {
      settled(node);
      return;
    }
    other.number = ++numbered_;
    node.number = ++numbered_;
    if (!diving_) {
      to_do_.put(std::move(other));
      to_do_.put(std::move(node));
    } else {
      to_do_.put(likely ? std::move(other) : node);
      dive_ = likely ? std::move(node) : std::move(other);
    }
  }

  Answer answer() const {
    Answer out;
    out.nodes = nodes_;
    auto unfinished = to_do_.least_bound();
    if (dive_) unfinished = std::min(unfinished, dive_->bound);
    out.proven = all_done() || unfinished > limit();
    out.bound = std::max(0.0, raised_to_step(problem_, unfinished));
    if (best_assignment_.empty()) return out;
    out.bound = out.proven ? best_ : std::min(best_, out.bound);
    out.assignment = best_assignment_;
    std::set<std::int32_t> const open(best_assignment_.begin(), best_assignment_.end());
    out.open.assign(open.begin(), open.end());
    out.objective = best_;
    return out;
  }

  Problem const& problem_;
  Stop const& stop_;
  std::size_t n_;
  std::size_t m_;
  SingleSourceMoves moves_;
  double demand_;
  std::mt19937 rng_{20260101};
  Knapsack knapsack_;
  Knapsack cover_knapsack_;
  std::vector<Item> items_;
  std::vector<Item> cover_;
  std::vector<double> reduced_;
  std::vector<double> slack_;       ///< [facilities] continuous less whole optimum of its knapsack
  std::vector<double> unit_price_;  ///< [facilities] price of a unit of its room
  std::vector<std::vector<std::uint32_t>> serves_;
  std::vector<char> chosen_;
  Assignment forced_;
  std::vector<double> room_;
  double base_ = 0;
  double best_ = kInfinite;
  Assignment best_assignment_;
  Assignment here_;  ///< where `wander` is
  int idle_ = 0;
  std::set<std::size_t> tried_;
  OpenNodes<Node> to_do_{n_ + 4 * m_ + n_ * m_ / 8};  ///< bytes a node: states, prices, what is forbidden
  std::optional<Node> dive_;                          ///< the child to go on with at once, so as to come to placements
  bool diving_ = false;
  std::uint64_t nodes_ = 0;
  std::uint64_t numbered_ = 0;
};

}  // namespace

Answer place_single_source(Problem const& problem, Stop const& stop) {
  return Search{problem, stop}.run();
}

}  // namespace lianzhao::siting
