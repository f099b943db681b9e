#include "kernel/parallel.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <sched.h>

namespace lianzhao {

std::size_t worker_count() {
  static auto const kCount = [] {
    if (auto const* const text = std::getenv("LIANZHAO_THREADS")) {
      auto const wanted = std::strtol(text, nullptr, 10);
      if (wanted > 0 && wanted <= 1024) return static_cast<std::size_t>(wanted);
    }
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    auto const known = ::sched_getaffinity(0, sizeof allowed, &allowed) == 0;
    return static_cast<std::size_t>(std::max(1, known ? CPU_COUNT(&allowed) : 1));
  }();
  return kCount;
}

void parallel_for(std::size_t count, std::size_t grain, std::function<void(std::size_t, std::size_t)> const& body) {
  grain = std::max<std::size_t>(grain, 1);
  auto const pieces = (count + grain - 1) / grain;
  auto const threads = std::min(worker_count(), pieces);
  if (threads <= 1) {
    for (std::size_t begin = 0; begin < count; begin += grain) body(begin, std::min(count, begin + grain));
    return;
  }
  std::atomic<std::size_t> next{0};
  std::exception_ptr first_error;
  std::mutex error_mutex;
  auto const work = [&] {
    for (;;) {
      auto const piece = next.fetch_add(1);
      if (piece >= pieces) return;
      try {
        body(piece * grain, std::min(count, (piece + 1) * grain));
      } catch (...) {
        auto const lock = std::lock_guard{error_mutex};
        if (!first_error) first_error = std::current_exception();
        next = pieces;
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    helpers.reserve(threads - 1);
    for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
    work();
  }
  if (first_error) std::rethrow_exception(first_error);
}

}  // namespace lianzhao
