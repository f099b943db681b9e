#pragma once

#include <random>

#include "siting/problem.h"

namespace lianzhao::siting {

/// A placement with capacities, improved by moving and exchanging customers and by opening and closing facilities. It
/// may be over capacity on the way, at a price that rises until it is not (as in Yagiura, Ibaraki, Glover 2004, INFORMS
/// Journal on Computing 16(2), 133–151). Not shared by threads.
class SingleSourceMoves {
 public:
  explicit SingleSourceMoves(Problem const&);

  /// Serves customers from the facilities given, the one that loses most by not getting its best place first.
  void build(std::vector<char> const& open);
  void set(Assignment const&);
  void shake(std::mt19937& rng);
  /// Ends within capacity where that can be reached so.
  void improve(Stop const&);
  /// Ends where nothing helps at the present price, which goes up when that is over capacity and down when it is not.
  void improve_nearby(Stop const&);

  bool within_capacity() const;
  /// REQUIRES: within_capacity().
  double cost() const;
  /// The same with what is over capacity at the present price of `improve_nearby`.
  double cost_with_overload() const;
  Assignment const& assignment() const { return assigned_; }

 private:
  double over(std::size_t facility, double change) const;
  double move_change(std::size_t customer, std::size_t to) const;
  void move(std::size_t customer, std::size_t to);
  void descend(Stop const&);
  bool improve_moves();
  bool improve_exchanges();
  bool improve_closing();
  bool improve_opening();
  bool empties_gain(std::size_t facility);

  Problem const& problem_;
  std::size_t n_;
  std::size_t m_;
  double price_ = 1;  ///< ticks per unit of demand over capacity
  double first_price_ = 1;
  double nearby_price_ = 1;
  Assignment assigned_;
  std::vector<double> load_;
  std::vector<std::size_t> served_;
};

}  // namespace lianzhao::siting
