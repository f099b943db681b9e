// Any bytes are a span model that answers or a Failure; the checksum is made to fit, so that what lies behind it is
// reached. The rules answer for any text.
// uses: radar domain text kernel
// seeds: tests/radar/investors.txt
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "kernel/error.h"
#include "radar/spans.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  auto const bytes = std::string_view{reinterpret_cast<char const*>(data), size};
  std::uint64_t hash = 1469598103934665603ULL;
  for (auto const c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  std::string whole = "LZSPAN\n";
  auto const put = [&](auto value) { whole.append(reinterpret_cast<char const*>(&value), sizeof value); };
  put(std::uint32_t{1});
  put(hash);
  whole += bytes;
  for (auto const& file : {std::string{bytes}, whole}) {
    try {
      auto const model = radar::SpanModel::load(file, nullptr);
      for (auto const& span : model.find(bytes)) {
        if (span.begin >= span.end) std::abort();
      }
    } catch (Failure const&) {
    }
  }
  std::size_t last = 0;
  for (auto const& span : radar::find_spans(bytes, nullptr)) {
    if (span.begin < last || span.begin >= span.end) std::abort();
    last = span.end;
  }
  return 0;
}
