#include "siting/knapsack.h"

#include <algorithm>

namespace lianzhao::siting {

namespace {

constexpr int kMostSteps = 30'000;

}  // namespace

void Knapsack::solve(std::vector<Item>& items, double capacity) {
  chosen_.clear();
  std::erase_if(items, [&](Item const& item) { return item.weight > capacity; });
  std::sort(items.begin(), items.end(), [](Item const& a, Item const& b) {
    auto const left = a.profit * b.weight;
    auto const right = b.profit * a.weight;
    return left != right ? left > right : a.number < b.number;
  });
  auto const n = items.size();
  // What is still to be had from item k on with that much room, parts of items allowed.
  auto const rest = [&](std::size_t k, double room) {
    double worth = 0;
    for (; k < n && items[k].weight <= room; ++k) {
      worth += items[k].profit;
      room -= items[k].weight;
    }
    return k < n ? worth + items[k].profit * (room / items[k].weight) : worth;
  };
  continuous_ = rest(0, capacity);
  price_ = 0;
  {
    auto room = capacity;
    std::size_t k = 0;
    for (; k < n && items[k].weight <= room; ++k) room -= items[k].weight;
    if (k < n) price_ = items[k].profit / items[k].weight;
  }
  in_.assign(n, 0);
  best_in_.assign(n, 0);
  double best = 0;
  double worth = 0;
  auto room = capacity;
  std::size_t k = 0;
  int steps = 0;
  bool cut = false;
  auto const tiny = 1e-13 * continuous_;
  while (true) {
    // Forward: as many as fit, passing over what does not.
    bool hopeless = false;
    while (k < n) {
      if (worth + rest(k, room) <= best + tiny) {
        hopeless = true;
        break;
      }
      while (k < n && items[k].weight <= room) {
        in_[k] = 1;
        room -= items[k].weight;
        worth += items[k].profit;
        ++k;
      }
      if (k < n) in_[k++] = 0;
    }
    if (!hopeless && worth > best) {
      best = worth;
      best_in_ = in_;
    }
    if (++steps > kMostSteps) {
      cut = true;
      break;
    }
    // Back: the last one taken is left out.
    auto last = k;
    while (last > 0 && !in_[last - 1]) --last;
    if (last == 0) break;
    --last;
    in_[last] = 0;
    room += items[last].weight;
    worth -= items[last].profit;
    std::fill(in_.begin() + static_cast<std::ptrdiff_t>(last), in_.end(), 0);
    k = last + 1;
  }
  at_most_ = cut ? continuous_ : best + tiny;
  for (std::size_t i = 0; i < n; ++i)
    if (best_in_[i]) chosen_.push_back(items[i].number);
}

}  // namespace lianzhao::siting
