#include "kernel/parallel.h"

#include <atomic>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace lianzhao {
namespace {

TEST(ParallelFor, every_item_is_visited_once) {
  for (std::size_t const count : {0U, 1U, 7U, 1000U}) {
    std::vector<std::atomic<int>> visits(count);
    parallel_for(count, 3, [&](std::size_t begin, std::size_t end) {
      for (auto i = begin; i < end; ++i) ++visits[i];
    });
    for (auto const& n : visits) EXPECT_EQ(n, 1);
  }
}

TEST(ParallelFor, an_exception_reaches_the_caller) {
  EXPECT_THROW(parallel_for(100, 1,
                            [](std::size_t begin, std::size_t) {
                              if (begin == 42) throw std::runtime_error{"42"};
                            }),
               std::runtime_error);
}

}  // namespace
}  // namespace lianzhao
