#include "ingest/trim.h"

#include <array>

namespace lianzhao::ingest {

std::string_view trimmed(std::string_view s) {
  constexpr std::array<std::string_view, 9> kBlanks{" ", "\t", "\r", "\n", "\v", "\f", "\u3000", "\u00A0", "\uFEFF"};
  for (bool again = true; again;) {
    again = false;
    for (auto const blank : kBlanks) {
      if (s.starts_with(blank)) {
        s.remove_prefix(blank.size());
        again = true;
      }
      if (s.ends_with(blank)) {
        s.remove_suffix(blank.size());
        again = true;
      }
    }
  }
  return s;
}

}  // namespace lianzhao::ingest
