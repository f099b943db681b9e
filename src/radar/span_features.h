#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/region_table.h"
#include "text/pattern_set.h"

namespace lianzhao::radar {

/// What a list of words says about them. Bits of a mask.
enum class WordKind : std::uint8_t {
  kRegion,      ///< of China, by today's names; provinces and prefectures short as well
  kCounty,      ///< counties by their short names, many of them everyday words (合作, 和平)
  kAbroad,      ///< countries, cities and parts of the world
  kCompany,     ///< well-known enterprises and their brands
  kCompanyEnd,  ///< 有限公司, 银行, 集团 …
  kPlaceEnd,    ///< 路, 街, 镇, 广场 …
  kSurname,
  kGiven,  ///< a list the user gave: short names of the enterprises that matter
};

/// The word lists that span features come from. Immutable; safe from any thread.
class SpanWords {
 public:
  /// `regions` may be null; `given` adds a list of names.
  explicit SpanWords(RegionTable const* regions, std::vector<std::string> const& given = {});

  struct Hit {
    WordKind kind;
    std::uint32_t begin;
    std::uint32_t end;
  };
  /// Occurrences of all words in a folded text, by rising end.
  void find(std::u16string_view folded, std::vector<Hit>& out) const;

 private:
  text::PatternSet patterns_;
  std::vector<WordKind> kinds_;
  std::vector<std::uint32_t> first_;  ///< of pattern i, its kinds are kinds_[first_[i]] … kinds_[first_[i + 1]]
};

/// What is said of each character of a sentence: hashed features, a run per character. Reused from sentence to
/// sentence.
class SpanFeatures {
 public:
  void read(std::u16string_view folded, SpanWords const& words);

  std::size_t size() const { return begins_.empty() ? 0 : begins_.size() - 1; }
  /// Of character i.
  std::pair<std::uint64_t const*, std::uint64_t const*> at(std::size_t i) const {
    return {keys_.data() + begins_[i], keys_.data() + begins_[i + 1]};
  }

 private:
  std::vector<std::uint64_t> keys_;
  std::vector<std::size_t> begins_;
  std::vector<SpanWords::Hit> hits_;
  std::vector<std::uint8_t> cover_;
};

}  // namespace lianzhao::radar
