// Any bytes are a location problem or a Failure that says where; a small problem is solved for a while, and what comes
// out is a placement whose cost is no less than its bound.
// uses: siting kernel
// seeds: tests/fuzz/seeds/location
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kernel/error.h"
#include "siting/check.h"
#include "siting/or_library.h"
#include "siting/single_source.h"
#include "siting/uncapacitated.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  using namespace lianzhao::siting;
  if (size == 0) return 0;
  auto const text = std::string_view{reinterpret_cast<char const*>(data + 1), size - 1};
  try {
    auto const problem = data[0] % 3 == 0   ? read_p_median(text, "problem.txt")
                         : data[0] % 3 == 1 ? read_uncapacitated(text, "problem.txt")
                                            : read_single_source(text, "problem.txt");
    if (problem.facilities * problem.customers > 200) return 0;
    int left = 200;
    Stop const stop = [&] { return --left < 0; };
    auto const answer = problem.kind == ProblemKind::kSingleSource ? place_single_source(problem, stop)
                                                                   : place_uncapacitated(problem, stop);
    if (!answer.objective) return 0;
    auto const cost = cost_of(problem, answer.open, answer.assignment);
    if (!cost || answer.bound > *cost * (1 + 1e-9) + 1e-9) std::abort();
  } catch (Failure const&) {
  }
  return 0;
}
