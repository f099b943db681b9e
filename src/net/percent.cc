#include "net/percent.h"

#include <fmt/format.h>

namespace lianzhao::net {

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (auto const c : text) {
    auto const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace lianzhao::net
