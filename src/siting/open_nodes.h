#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace lianzhao::siting {

/// Nodes of a branch and bound that are still to be looked at: the one with the least bound is next, the newest of
/// equal ones first, as long as memory lasts; then the deepest. `Node` has `bound` and `number`, which rises.
template <typename Node>
class OpenNodes {
 public:
  explicit OpenNodes(std::size_t bytes_a_node) : most_{kMostBytes / std::max<std::size_t>(1, bytes_a_node)} {}

  bool empty() const { return queue_.empty() && deep_.empty(); }

  void put(Node node) {
    if (queue_.size() <= most_)
      queue_.push(std::move(node));
    else
      deep_.push_back(std::move(node));
  }

  /// Precondition: not empty.
  Node take() {
    if (!deep_.empty()) {
      auto node = std::move(deep_.back());
      deep_.pop_back();
      return node;
    }
    auto node = queue_.top();
    queue_.pop();
    return node;
  }

  /// No solution below any of them costs less; infinity when there are none.
  double least_bound() const {
    auto least = queue_.empty() ? std::numeric_limits<double>::infinity() : queue_.top().bound;
    for (auto const& node : deep_) least = std::min(least, node.bound);
    return least;
  }

 private:
  static constexpr std::size_t kMostBytes = std::size_t{1} << 30;
  struct Later {
    bool operator()(Node const& a, Node const& b) const {
      return std::pair{a.bound, b.number} > std::pair{b.bound, a.number};
    }
  };

  std::size_t most_;
  std::priority_queue<Node, std::vector<Node>, Later> queue_;
  std::vector<Node> deep_;
};

}  // namespace lianzhao::siting
