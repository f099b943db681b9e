#include "ingest/trim.h"

#include <array>

namespace lianzhao::ingest {

namespace {

/// Whether a blank can neither begin nor end the text, as in nearly every cell.
bool plain_ends(std::string_view s) {
  auto const first = static_cast<unsigned char>(s.front());
  auto const last = static_cast<unsigned char>(s.back());
  return first > 0x20 && first != 0xE3 && first != 0xC2 && first != 0xEF && last > 0x20 && last != 0x80 &&
         last != 0xA0 && last != 0xBF;
}

}  // namespace

std::string_view trimmed(std::string_view s) {
  if (s.empty() || plain_ends(s)) return s;
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
