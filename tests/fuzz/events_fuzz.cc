// uses: radar
// seeds: tests/radar/projects.txt tests/radar/outputs.txt
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "radar/events.h"
#include "text/folded_text.h"

/// Any bytes as an article's text: every piece of evidence is exactly what stands at its offsets.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  lianzhao::radar::Article article;
  article.found = true;
  article.text.assign(reinterpret_cast<char const*>(data), size);
  article.published = "2023-04-18";
  auto const characters = lianzhao::text::folded(article.text);
  for (auto const& event : lianzhao::radar::find_events(article, nullptr)) {
    for (auto const& words : event.evidence) {
      if (words.begin >= words.end || words.end > characters.size()) std::abort();
    }
  }
  return 0;
}
