#include "radar/simplified.h"

#include <algorithm>
#include <memory>

#include <unicode/translit.h>

#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr char16_t kFirst = 0x4E00;
constexpr char16_t kLast = 0x9FFF;

/// The simpler form of each ideograph, from ICU's own table; itself where there is none.
std::vector<char16_t> make_table() {
  std::vector<char16_t> table;
  for (char32_t c = kFirst; c <= kLast; ++c) table.push_back(static_cast<char16_t>(c));
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> const converter{
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status)};
  if (U_FAILURE(status) || converter == nullptr) return table;
  // All at once, a line each, for words of several characters have rules of their own.
  icu::UnicodeString lines;
  for (auto const c : table) {
    lines.append(c);
    lines.append(u'\n');
  }
  converter->transliterate(lines);
  if (lines.length() != static_cast<std::int32_t>(table.size() * 2)) return table;
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = lines.charAt(static_cast<std::int32_t>(i * 2));
  return table;
}

char16_t simple(char16_t c) {
  static auto const kTable = make_table();
  return c >= kFirst && c <= kLast ? kTable[static_cast<std::size_t>(c - kFirst)] : c;
}

}  // namespace

void simplify(std::vector<text::FoldedChar>& folded) {
  std::size_t ideographs = 0;
  std::size_t traditional = 0;
  for (auto const c : folded) {
    if (!text::is_ideograph(c)) continue;
    ++ideographs;
    traditional += simple(c) != c ? 1U : 0U;
    if (ideographs == 4000) break;
  }
  if (traditional * 30 < ideographs || ideographs == 0) return;
  for (auto& c : folded) c = simple(c);
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    if (folded[i] == u'专' && folded[i + 1] == u'案') {
      folded[i] = u'项';
      folded[i + 1] = u'目';
    }
  }
}

}  // namespace lianzhao::radar
