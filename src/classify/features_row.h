#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/features.h"
#include "classify/learn_phrases.h"

namespace lianzhao::classify {

/// Reads rows of texts into features: character n-grams of titles and bodies, and the classes of GB/T 4754-2017 their
/// items resemble (codes of section, division, group and class) and the trades of the glossary they resemble, so that
/// what was learned of one wording serves another. Holds scratch: one a thread.
class RowFeatures {
 public:
  /// Replaces `out` by the merged features of one row; `texts` and `roles` run in parallel.
  void read(std::span<std::string_view const> texts, std::span<ColumnRole const> roles, std::vector<Feature>& out);

  /// Adds the features of one body, times `weight`, unmerged.
  void add_body(std::string_view body, float weight, std::vector<Feature>& out);
  void add_title(std::string_view title, std::vector<Feature>& out);

 private:
  void add_concepts(std::uint32_t begin, std::uint32_t end, float weight, std::vector<Feature>& out);
  void add_trades(std::uint32_t begin, std::uint32_t end, float weight, std::vector<Feature>& out);

  std::vector<text::FoldedChar> folded_;
  std::vector<TextItem> items_;
  PhraseIndex::Buffers buffers_;
  std::vector<PhraseIndex::Hit> hits_;
};

}  // namespace lianzhao::classify
