#include "radar/span_features.h"

#include <algorithm>
#include <map>

#include "radar/span_lists.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kKinds = 8;

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 29U);
}

enum class CharType : std::uint8_t { kEdge, kIdeograph, kLatin, kDigit, kMark, kOpening, kClosing };

CharType type_of(char16_t c) {
  if ((c >= u'a' && c <= u'z') || (c >= 0x00C0 && c <= 0x024F)) return CharType::kLatin;
  if (c >= u'0' && c <= u'9') return CharType::kDigit;
  if (std::u16string_view{u"《“「『(<["}.find(c) != std::u16string_view::npos) return CharType::kOpening;
  if (std::u16string_view{u"》”」』)>]"}.find(c) != std::u16string_view::npos) return CharType::kClosing;
  if (text::is_ideograph(c)) return CharType::kIdeograph;
  return CharType::kMark;
}

/// Position of a character in a word that covers it: alone, first, inside, last.
enum Cover : std::uint8_t { kNone, kSingle, kFirst, kInner, kLast };

}  // namespace

SpanWords::SpanWords(RegionTable const* regions, std::vector<std::string> const& given) {
  std::map<std::string, std::uint8_t> all;
  auto const put = [&](std::string word, WordKind kind) {
    if (!word.empty()) all[std::move(word)] |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
  };
  for (auto const& list : span_lists()) {
    for (auto const word : words_of(list)) put(std::string{word}, list.kind);
  }
  if (regions != nullptr) {
    for (auto const& region : regions->regions()) {
      if (region.code == kChina) continue;
      put(region.name, WordKind::kRegion);
      auto const stem = region_stem(region.name);
      if (text::count_code_points(stem) >= 2)
        put(std::string{stem},
            region_level(region.code) == RegionLevel::kCounty ? WordKind::kCounty : WordKind::kRegion);
    }
  }
  for (auto const& name : given) {
    if (text::count_code_points(name) >= 2) put(name, WordKind::kGiven);
  }
  std::vector<std::string> words;
  words.reserve(all.size());
  for (auto const& [word, mask] : all) {
    words.push_back(word);
    first_.push_back(static_cast<std::uint32_t>(kinds_.size()));
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      if ((mask >> kind & 1U) != 0) kinds_.push_back(static_cast<WordKind>(kind));
    }
  }
  first_.push_back(static_cast<std::uint32_t>(kinds_.size()));
  patterns_ = text::PatternSet{words};
}

void SpanWords::find(std::u16string_view folded, std::vector<Hit>& out) const {
  out.clear();
  patterns_.find(std::span<text::FoldedChar const>{folded.data(), folded.size()},
                 [&](std::uint32_t pattern, std::uint32_t begin, std::uint32_t end) {
                   for (auto k = first_[pattern]; k < first_[pattern + 1]; ++k) out.push_back({kinds_[k], begin, end});
                 });
}

void SpanFeatures::read(std::u16string_view folded, SpanWords const& words) {
  auto const size = folded.size();
  keys_.clear();
  begins_.assign(1, 0);
  words.find(folded, hits_);
  // The longest word of each kind decides how it covers a character.
  cover_.assign(size * kKinds, kNone);
  std::vector<std::uint32_t> ends(size, 0);  // the nearest ending of an enterprise's name that begins at or behind
  std::vector<std::uint8_t> length(size * kKinds, 0);
  for (auto const& hit : hits_) {
    auto const kind = static_cast<std::size_t>(hit.kind);
    auto const n = static_cast<std::uint8_t>(std::min<std::uint32_t>(hit.end - hit.begin, 200));
    for (auto i = hit.begin; i < hit.end; ++i) {
      if (length[i * kKinds + kind] > n) continue;
      length[i * kKinds + kind] = n;
      cover_[i * kKinds + kind] = n == 1 ? kSingle : (i == hit.begin ? kFirst : (i + 1 == hit.end ? kLast : kInner));
    }
  }
  // How far it is to the next ending of each sort, no mark in between.
  std::vector<std::uint8_t> to_company(size, 0);
  std::vector<std::uint8_t> to_place(size, 0);
  auto company = 0U;
  auto place = 0U;
  for (auto i = size; i-- > 0;) {
    auto const type = type_of(folded[i]);
    if (type == CharType::kMark) company = place = 0;
    if (company != 0) company = company > 14 ? 0 : company + 1;
    if (place != 0) place = place > 10 ? 0 : place + 1;
    auto const c = cover_[i * kKinds + static_cast<std::size_t>(WordKind::kCompanyEnd)];
    if (c == kLast || c == kSingle) company = 1;
    auto const p = cover_[i * kKinds + static_cast<std::size_t>(WordKind::kPlaceEnd)];
    if (p == kLast || p == kSingle) place = 1;
    to_company[i] = static_cast<std::uint8_t>(company);
    to_place[i] = static_cast<std::uint8_t>(place);
  }
  auto const at = [&](std::ptrdiff_t i) -> std::uint64_t {
    return i < 0 ? 1U : (i >= static_cast<std::ptrdiff_t>(size) ? 2U : folded[static_cast<std::size_t>(i)]);
  };
  auto const type_at = [&](std::ptrdiff_t i) -> std::uint64_t {
    return i < 0 || i >= static_cast<std::ptrdiff_t>(size)
               ? 0U
               : static_cast<std::uint64_t>(type_of(folded[static_cast<std::size_t>(i)]));
  };
  auto in_title = std::uint64_t{0};  // inside 《》 or quotes
  for (std::size_t position = 0; position < size; ++position) {
    auto const i = static_cast<std::ptrdiff_t>(position);
    auto const c = folded[position];
    if (c == u'《') in_title = 1;
    if (c == u'“') in_title = 2;
    auto const put = [&](std::uint64_t id, std::initializer_list<std::uint64_t> values) {
      auto hash = mix(0x51ED270B0A9D51C7ULL, id);
      for (auto const value : values) hash = mix(hash, value);
      keys_.push_back(hash);
    };
    for (std::ptrdiff_t d = -3; d <= 3; ++d) put(static_cast<std::uint64_t>(10 + d), {at(i + d)});
    for (std::ptrdiff_t d = -3; d <= 2; ++d) put(static_cast<std::uint64_t>(20 + d), {at(i + d), at(i + d + 1)});
    for (std::ptrdiff_t d = -3; d <= 1; ++d)
      put(static_cast<std::uint64_t>(30 + d), {at(i + d), at(i + d + 1), at(i + d + 2)});
    for (std::ptrdiff_t d = -3; d <= 0; ++d)
      put(static_cast<std::uint64_t>(40 + d), {at(i + d), at(i + d + 1), at(i + d + 2), at(i + d + 3)});
    put(50, {at(i - 1), at(i + 1)});
    put(51, {type_at(i - 2), type_at(i - 1), type_at(i), type_at(i + 1), type_at(i + 2)});
    put(52, {type_at(i - 1), type_at(i), type_at(i + 1)});
    put(53, {in_title, type_at(i)});
    put(54, {to_company[position]});
    put(55, {to_place[position]});
    if (to_company[position] != 0) put(56, {to_company[position], at(i)});
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      auto const cover = [&](std::ptrdiff_t d) -> std::uint64_t {
        auto const j = i + d;
        return j < 0 || j >= static_cast<std::ptrdiff_t>(size) ? 9U
                                                               : cover_[static_cast<std::size_t>(j) * kKinds + kind];
      };
      auto const id = 60 + kind * 8;
      if (cover(0) != kNone) {
        put(id, {cover(0), std::min<std::uint64_t>(length[position * kKinds + kind], 6)});
        put(id + 1, {cover(0), at(i - 1)});
        put(id + 2, {cover(0), at(i + 1)});
      }
      if (cover(-1) + cover(0) + cover(1) != 0) put(id + 3, {cover(-1), cover(0), cover(1)});
    }
    // The whole run of letters a letter stands in is a word.
    if (type_of(c) == CharType::kLatin) {
      auto begin = position;
      auto end = position + 1;
      while (begin > 0 && type_of(folded[begin - 1]) == CharType::kLatin && position - begin < 24) --begin;
      while (end < size && type_of(folded[end]) == CharType::kLatin && end - position < 24) ++end;
      auto word = std::uint64_t{7};
      for (auto k = begin; k < end; ++k) word = mix(word, folded[k]);
      auto const where = std::uint64_t{position == begin ? 1U : 0U} + (position + 1 == end ? 2U : 0U);
      put(130, {word, where});
      put(131, {std::min<std::uint64_t>(end - begin, 8), where});
      put(132, {where, begin == 0 ? 1U : std::uint64_t{folded[begin - 1]}});
      put(133, {where, end == size ? 2U : std::uint64_t{folded[end]}});
    }
    if (c == u'》' || c == u'”') in_title = 0;
    begins_.push_back(keys_.size());
  }
}

}  // namespace lianzhao::radar
