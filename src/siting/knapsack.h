#pragma once

#include <cstdint>
#include <vector>

namespace lianzhao::siting {

struct Item {
  double profit = 0;  ///< > 0
  double weight = 0;  ///< >= 0
  std::uint32_t number = 0;
};

/// max Σ profit x subject to Σ weight x <= capacity, x in {0, 1}. Depth-first branch and bound over items by falling
/// profit per weight (Horowitz and Sahni 1974, Journal of the ACM 21(2), 277–292). Not shared by threads.
class Knapsack {
 public:
  /// Items that weigh more than the capacity are dropped. Reorders and shortens `items`.
  void solve(std::vector<Item>& items, double capacity);

  /// No choice of items is worth more. Equals the value of `chosen`, but where the search was cut off.
  double at_most() const { return at_most_; }
  /// The optimum of the continuous relaxation, and its price of one unit of capacity.
  double continuous() const { return continuous_; }
  double price() const { return price_; }
  std::vector<std::uint32_t> const& chosen() const { return chosen_; }

 private:
  double at_most_ = 0;
  double continuous_ = 0;
  double price_ = 0;
  std::vector<std::uint32_t> chosen_;
  std::vector<char> in_;
  std::vector<char> best_in_;
};

}  // namespace lianzhao::siting
