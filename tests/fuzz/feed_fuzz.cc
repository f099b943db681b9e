// uses: radar
// seeds: tests/fuzz/seeds/feed
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "radar/feed.h"

/// Any bytes as a feed, a mail or an archive: taken apart to the end, within the limits.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  lianzhao::radar::for_each_page({reinterpret_cast<char const*>(data), size}, [](auto const&) {});
  return 0;
}
