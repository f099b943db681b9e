#include "radar/json_strings.h"

#include <algorithm>
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

std::string json_name(std::string_view script, std::string_view key) {
  constexpr std::size_t kMostBytes = 5'000;  // of an object that says who somebody is
  constexpr std::string_view kBlanks = " \t\r\n";
  auto const value_of = [&](std::string_view text, std::string_view wanted) -> std::string_view {
    auto const quoted = "\"" + std::string{wanted} + "\"";
    for (auto at = text.find(quoted); at != std::string_view::npos; at = text.find(quoted, at + 1)) {
      auto i = text.find_first_not_of(kBlanks, at + quoted.size());
      if (i == std::string_view::npos || text[i] != ':') continue;
      i = text.find_first_not_of(kBlanks, i + 1);
      return i == std::string_view::npos ? std::string_view{} : text.substr(i);
    }
    return {};
  };
  auto const string_at = [](std::string_view text) -> std::string {
    if (!text.starts_with('"')) return {};
    std::size_t end = 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    return end < text.size() ? unescaped(text.substr(1, end - 1)) : std::string{};
  };
  auto const value = value_of(script, key);
  if (value.starts_with('"')) return string_at(value);
  if (value.empty() || (value.front() != '{' && value.front() != '[')) return {};
  auto depth = 0;
  auto quoted = false;
  std::size_t end = 0;
  for (; end < std::min(value.size(), kMostBytes); ++end) {
    auto const c = value[end];
    if (quoted) {
      if (c == '\\') ++end;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) break;
  }
  auto const inside = value.substr(0, end);
  if (auto const named = value_of(inside, "name"); !named.empty()) return string_at(named);
  // "author": ["…"]
  auto const first = inside.find_first_not_of(kBlanks, 1);
  return first == std::string_view::npos ? std::string{} : string_at(inside.substr(first));
}

}  // namespace lianzhao::radar
