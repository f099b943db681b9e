#include "text/folded_text.h"

#include <array>
#include <cstddef>

namespace lianzhao::text {

namespace {

constexpr std::size_t kPlane = 0x10000;

std::array<FoldedChar, kPlane> make_table() {
  std::array<FoldedChar, kPlane> table{};
  for (std::size_t c = 0; c < kPlane; ++c) table[c] = static_cast<FoldedChar>(c);
  for (char16_t c = 0xFF01; c <= 0xFF5E; ++c) table[c] = static_cast<FoldedChar>(c - 0xFEE0);
  for (std::size_t c = 0; c < kPlane; ++c) {
    if (table[c] >= u'A' && table[c] <= u'Z') table[c] = static_cast<FoldedChar>(table[c] + 32);
  }
  struct Pair {
    char16_t from;
    char16_t to;
  };
  // Registers write one mark in many ways; what they divide is the same.
  for (auto const& pair :
       {Pair{u'〔', u'('},  Pair{u'〕', u')'},  Pair{u'【', u'['}, Pair{u'】', u']'},  Pair{u'﹝', u'('},
        Pair{u'﹞', u')'},  Pair{u'﹙', u'('},  Pair{u'﹚', u')'}, Pair{u'〈', u'《'}, Pair{u'〉', u'》'},
        Pair{u'﹑', u'、'}, Pair{u'､', u'、'},  Pair{u'｡', u'。'}, Pair{u'﹔', u';'},  Pair{u'﹕', u':'},
        Pair{u'︰', u':'},  Pair{u'∶', u':'},   Pair{u'﹐', u','}, Pair{u'　', u' '},  Pair{u'\u00A0', u' '},
        Pair{u'\t', u' '},  Pair{u'\r', u'\n'}, Pair{u'•', u'·'},  Pair{u'・', u'·'},  Pair{u'—', u'-'},
        Pair{u'–', u'-'},   Pair{u'―', u'-'},   Pair{u'β', u'b'}}) {
    table[pair.from] = pair.to;
  }
  return table;
}

std::array<FoldedChar, kPlane> const& table() {
  static auto const kTable = make_table();
  return kTable;
}

/// Length of the valid sequence that begins at `at`, and its code point; length 1 with kNoCharacter where none does.
struct Decoded {
  char32_t code_point;
  std::size_t length;
};

Decoded decode(unsigned char const* at, unsigned char const* end) {
  auto const left = static_cast<std::size_t>(end - at);
  auto const continues = [&](std::size_t i) { return (at[i] & 0xC0U) == 0x80U; };
  if (at[0] < 0x80) return {at[0], 1};
  if (at[0] >= 0xE0 && at[0] <= 0xEF && left >= 3 && continues(1) && continues(2)) {
    auto const c = static_cast<char32_t>((at[0] & 0x0FU) << 12U | (at[1] & 0x3FU) << 6U | (at[2] & 0x3FU));
    if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) return {c, 3};
  } else if (at[0] >= 0xC2 && at[0] <= 0xDF && left >= 2 && continues(1)) {
    return {static_cast<char32_t>((at[0] & 0x1FU) << 6U | (at[1] & 0x3FU)), 2};
  } else if (at[0] >= 0xF0 && at[0] <= 0xF4 && left >= 4 && continues(1) && continues(2) && continues(3)) {
    auto const c = static_cast<char32_t>((at[0] & 0x07U) << 18U | (at[1] & 0x3FU) << 12U | (at[2] & 0x3FU) << 6U |
                                         (at[3] & 0x3FU));
    if (c >= 0x10000 && c <= 0x10FFFF) return {c, 4};
  }
  return {kNoCharacter, 1};
}

}  // namespace

FoldedChar fold_code_point(char32_t c) {
  return c < kPlane ? table()[c] : kNoCharacter;
}

void fold(std::string_view bytes, std::vector<FoldedChar>& out) {
  auto const& fold_of = table();
  out.resize(bytes.size());  // never more code points than bytes
  auto const* at = reinterpret_cast<unsigned char const*>(bytes.data());
  auto const* const end = at + bytes.size();
  auto* to = out.data();
  while (at != end) {
    // Nearly all of a register is ASCII or three-byte Chinese.
    if (end - at >= 3 && at[0] >= 0xE1 && at[0] <= 0xEC && (at[1] & 0xC0U) == 0x80U && (at[2] & 0xC0U) == 0x80U) {
      *to++ = fold_of[static_cast<std::size_t>((at[0] & 0x0FU) << 12U | (at[1] & 0x3FU) << 6U | (at[2] & 0x3FU))];
      at += 3;
      continue;
    }
    auto const decoded = decode(at, end);
    *to++ = decoded.code_point < kPlane ? fold_of[decoded.code_point] : kNoCharacter;
    at += decoded.length;
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

std::vector<FoldedChar> folded(std::string_view bytes) {
  std::vector<FoldedChar> out;
  fold(bytes, out);
  return out;
}

std::string_view code_point_slice(std::string_view bytes, std::uint32_t begin, std::uint32_t end) {
  auto const* const first = reinterpret_cast<unsigned char const*>(bytes.data());
  auto const* const last = first + bytes.size();
  auto const* at = first;
  auto const skip = [&](std::uint32_t count) {
    for (; count > 0 && at != last; --count) at += decode(at, last).length;
    return static_cast<std::size_t>(at - first);
  };
  auto const from = skip(begin);
  auto const to = skip(end > begin ? end - begin : 0);
  return bytes.substr(from, to - from);
}

}  // namespace lianzhao::text
