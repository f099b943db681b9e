// uses: radar
// seeds: tests/radar/pages
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "radar/article.h"
#include "radar/decode.h"
#include "text/utf8.h"

/// Any bytes as a page: an article in well-formed UTF-8, its text the paragraphs' own.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const bytes{reinterpret_cast<char const*>(data), size};
  auto const page = lianzhao::radar::decode_page(bytes);
  if (!lianzhao::text::is_utf8(page)) std::abort();
  auto const article = lianzhao::radar::extract_article(page);
  if (article.found == article.paragraphs.empty()) std::abort();
  return 0;
}
