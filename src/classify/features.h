#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/folded_text.h"

namespace lianzhao::classify {

/// How a text column is read: a title (a name: short, every character counts) or a body (items divided by marks,
/// the first of which say most).
enum class ColumnRole : std::uint8_t { kTitle, kBody };

/// A title when the column's texts are short on average and hold hardly any dividing marks.
ColumnRole role_of_column(std::vector<std::string_view> const& texts);

/// A stretch of a body between marks, with how much it says about what the writer does.
struct TextItem {
  std::uint32_t begin;  ///< code points of the folded text
  std::uint32_t end;
  float weight;  ///< (0, 1]: falls with its position, and for what is merely permitted, sold or advised on
};

/// Items of a folded body. Formulas of approval (依法须经批准的项目…) and exceptions in brackets (…除外) are left out.
void split_items(std::vector<text::FoldedChar> const& body, std::vector<TextItem>& out);

/// Groups are normalised apart, so that a long scope cannot drown a name.
enum class FeatureGroup : std::uint8_t { kBody, kTitle, kConcept };
inline constexpr std::size_t kFeatureGroups = 3;

struct Feature {
  std::uint32_t key;  ///< hash; the two lowest bits are the group
  float value;        ///< > 0
  FeatureGroup group() const { return static_cast<FeatureGroup>(key & 3U); }
};

std::uint32_t feature_key(FeatureGroup, std::uint64_t hash);

/// Character n-grams (1 to 4) of `text`, without those across a mark; adds to `out` unsorted, repeated keys allowed.
void add_grams(std::vector<text::FoldedChar> const& folded, std::uint32_t begin, std::uint32_t end, float weight,
               FeatureGroup group, std::vector<Feature>& out);

/// The part of a title that tells: without the legal form (股份有限公司) at its end.
std::uint32_t title_end(std::vector<text::FoldedChar> const& folded);

/// Sorts by key and adds up what has the same key.
void merge_features(std::vector<Feature>& features);

}  // namespace lianzhao::classify
