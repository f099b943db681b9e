#include "radar/json_strings.h"

#include <cstdint>

#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

/// Four hexadecimal digits; 0xFFFFFFFF when there are none.
std::uint32_t hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return 0xFFFFFFFF;
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    auto const c = text[i];
    auto digit = 0;
    if (c >= '0' && c <= '9')
      digit = c - '0';
    else if (c >= 'a' && c <= 'f')
      digit = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
      digit = c - 'A' + 10;
    else
      return 0xFFFFFFFF;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

std::string unescaped(std::string_view raw) {
  std::string out;
  std::size_t i = 0;
  while (i < raw.size()) {
    if (raw[i] != '\\' || i + 1 >= raw.size()) {
      out.push_back(raw[i++]);
      continue;
    }
    auto const c = raw[i + 1];
    i += 2;
    if (c == 'n' || c == 'r' || c == 't') {
      out.push_back(c == 't' ? '\t' : '\n');
    } else if (c == 'u') {
      auto unit = hex4(raw, i);
      if (unit == 0xFFFFFFFF) continue;
      i += 4;
      if (unit >= 0xD800 && unit <= 0xDBFF && raw.substr(i).starts_with("\\u")) {
        auto const low = hex4(raw, i + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
          unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
          i += 6;
        }
      }
      text::append_utf8(out, unit >= 0xD800 && unit <= 0xDFFF ? 0xFFFD : static_cast<char32_t>(unit));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace

std::string json_value(std::string_view script, std::string_view key) {
  std::string_view best;
  std::size_t at = 0;
  while ((at = script.find(key, at)) != std::string_view::npos) {
    auto i = at + key.size();
    at = i;
    if (i < script.size() && (script[i] == '"' || script[i] == '\'')) ++i;
    while (i < script.size() && script[i] == ' ') ++i;
    if (i >= script.size() || script[i] != ':') continue;
    ++i;
    while (i < script.size() && (script[i] == ' ' || script[i] == '\n')) ++i;
    if (i >= script.size() || (script[i] != '"' && script[i] != '\'')) continue;
    auto const quote = script[i];
    auto const begin = ++i;
    while (i < script.size() && script[i] != quote) i += script[i] == '\\' ? 2 : 1;
    if (i >= script.size()) break;
    if (i - begin > best.size()) best = script.substr(begin, i - begin);
    at = i;
  }
  return unescaped(best);
}

}  // namespace lianzhao::radar
