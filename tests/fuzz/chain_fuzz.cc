// uses: ingest
// seeds: chains/ginseng.yaml
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "ingest/chain_reader.h"

/// Whatever bytes a chain file holds: problems with a line, a code and a way out, or a chain; never an exception.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao::ingest;
  std::vector<ChainText> const texts{{"fuzz.yaml", {reinterpret_cast<char const*>(data), size}}};
  auto const reading = read_chains(texts);
  for (auto const& problem : reading.problems)
    if (problem.line < 1 || problem.code.empty() || problem.way_out.empty()) std::abort();
  if (reading.chains.size() + (reading.has_errors() ? 1U : 0U) != 1) std::abort();
  return 0;
}
