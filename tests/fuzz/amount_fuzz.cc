// uses: text
// seeds: tests/radar/projects.txt
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "text/amount.h"
#include "text/chinese_number.h"
#include "text/folded_text.h"

/// Any bytes as a text: quantities stand in order inside it, none is negative.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const bytes{reinterpret_cast<char const*>(data), size};
  auto const characters = lianzhao::text::folded(bytes);
  for (auto const& quantity : lianzhao::text::find_quantities({characters.data(), characters.size()})) {
    if (quantity.value < 0 || quantity.begin >= quantity.end || quantity.end > characters.size()) std::abort();
  }
  (void)lianzhao::text::parse_chinese_number(bytes);
  return 0;
}
