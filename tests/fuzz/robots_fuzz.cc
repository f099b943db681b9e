// uses: net
// seeds: tests/fuzz/seeds/robots.txt
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "net/address.h"
#include "net/robots.h"

/// What a stranger's host says: rules for robots, addresses, escapes. The first line is the path that is asked for.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao::net;
  auto const bytes = std::string_view{reinterpret_cast<char const*>(data), size};
  auto const path = bytes.substr(0, bytes.find('\n'));
  static_cast<void>(Robots{bytes, "lianzhao"}.allows(path));
  if (Robots::nothing_allowed().allows("/")) std::abort();
  // An address is written and read again as itself.
  if (auto const address = parse_address(path)) {
    if (parse_address(to_string(*address)) != address) std::abort();
    static_cast<void>(is_public(*address));
  }
  if (auto const network = parse_network(path); network && !network->contains(network->base)) std::abort();
  return 0;
}
