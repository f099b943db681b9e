#pragma once

#include <cstddef>
#include <functional>

namespace lianzhao {

/// How many threads work is spread over: the processors this process may use, LIANZHAO_THREADS overrides.
std::size_t worker_count();

/// Calls `body(begin, end)` for consecutive pieces of [0, count) of at most `grain` items, from several threads, and
/// returns when all are done. The first exception is thrown again after the others have ended. Pieces are handed
/// out in rising order, so writing results to their own index keeps the answer independent of the thread count.
void parallel_for(std::size_t count, std::size_t grain, std::function<void(std::size_t, std::size_t)> const& body);

}  // namespace lianzhao
