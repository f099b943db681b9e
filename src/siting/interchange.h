#pragma once

#include <random>

#include "siting/problem.h"

namespace lianzhao::siting {

/// Placements without capacities, improved by opening, closing and exchanging facilities until nothing of that helps.
/// Costs and savings of all exchanges with one candidate are found in one pass over the customers (Whitaker 1983, INFOR
/// 21(2), 95–108; Resende and Werneck 2007, European Journal of Operational Research 174(1), 54–68). Not shared by
/// threads.
class Interchange {
 public:
  explicit Interchange(Problem const&);

  /// Opens one after the other what saves most (Kuehn and Hamburger 1963, Management Science 9(4), 643–666).
  void greedy();
  void set(std::vector<bool> const& open);
  /// Exchanges `count` open facilities for closed ones at random.
  void shake(std::mt19937& rng, std::size_t count);
  void improve(Stop const&);

  double cost() const { return cost_; }
  std::vector<bool> const& open() const { return open_; }
  std::vector<double> const& nearest() const { return nearest_cost_; }
  std::vector<double> const& second() const { return second_cost_; }

 private:
  void refresh();
  /// Facility `facility`, open now, may be the nearest or second nearest of customer `i`.
  void offer(std::size_t i, std::size_t facility, double cost);
  void refresh(std::size_t customer);
  void add(std::size_t facility);
  void remove(std::size_t facility);
  bool try_candidate(std::size_t facility);
  bool try_closing();

  Problem const& problem_;
  bool fixed_number_;
  std::vector<bool> open_;
  std::vector<std::size_t> opened_;  ///< in no order
  std::vector<std::size_t> nearest_;
  std::vector<double> nearest_cost_;
  std::vector<std::size_t> second_;
  std::vector<double> second_cost_;
  std::vector<double> closing_loss_;  ///< [facilities]
  std::vector<double> loss_;
  double cost_ = 0;
};

}  // namespace lianzhao::siting
