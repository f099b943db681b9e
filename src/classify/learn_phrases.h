#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/folded_text.h"

namespace lianzhao::classify {

/// A short text that stands for a concept, e.g. the name of a national industry class.
struct Phrase {
  std::string text;
  std::uint32_t concept_id = 0;
  float weight = 1;
};

/// Finds the phrases most like a stretch of text: cosine over idf-weighted character pairs and triples.
/// Immutable once built; any number of threads may ask.
class PhraseIndex {
 public:
  struct Hit {
    std::uint32_t concept_id;
    float similarity;  ///< (0, 1], times the phrase's weight
  };
  /// Scratch of one thread.
  struct Buffers {
    std::vector<float> scores;
    std::vector<std::uint32_t> touched;
    std::vector<std::pair<std::uint32_t, float>> grams;
  };

  PhraseIndex() = default;
  explicit PhraseIndex(std::span<Phrase const> phrases);

  /// At most `limit` hits above `floor`, best first, each concept once. Replaces `out`.
  void match(std::span<text::FoldedChar const> words, std::size_t limit, float floor, Buffers&,
             std::vector<Hit>& out) const;

 private:
  void grams_of(std::span<text::FoldedChar const>, std::vector<std::pair<std::uint32_t, float>>&) const;

  struct Posting {
    std::uint32_t phrase;
    float value;
  };
  std::unordered_map<std::uint64_t, std::uint32_t> gram_ids_;
  std::vector<float> idf_;
  std::vector<std::vector<Posting>> postings_;
  std::vector<std::uint32_t> concept_of_;
  std::vector<float> weight_of_;
};

}  // namespace lianzhao::classify
