#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "radar/span_features.h"

namespace lianzhao::radar {

/// A stretch of a text and what it names. Code points, end exclusive.
struct NamedSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string type;  ///< "company", "address", or what else a model was taught
  friend bool operator==(NamedSpan const&, NamedSpan const&) = default;
};

/// A sentence and everything in it that has a name. Spans do not overlap.
struct LabelledSentence {
  std::string text;
  std::vector<NamedSpan> spans;
};

/// A linear-chain conditional random field over characters (J. Lafferty, A. McCallum, F. Pereira, ICML 2001): each
/// character is outside, or begins, continues, ends or alone is a span of some type. Made by learn_spans
/// (radar/span_learn.h). Immutable; safe from any thread.
class SpanModel {
 public:
  struct Parts {
    std::vector<std::string> types;
    std::vector<std::string> given;    ///< the user's list of names that was there when it was taught
    std::vector<std::uint64_t> keys;   ///< of features, rising
    std::vector<std::uint32_t> first;  ///< of feature i, its weights are [first[i], first[i + 1])
    std::vector<std::uint8_t> tags;    ///< of each weight
    std::vector<float> weights;
    std::vector<float> transitions;  ///< [from][to] over tags
  };

  /// @throws Failure "bad_model" when the parts do not fit together. `regions` must be the table it was taught with
  /// for the best result, and may be null.
  SpanModel(Parts parts, RegionTable const* regions);

  std::vector<std::string> const& types() const { return parts_.types; }
  std::size_t feature_count() const { return parts_.keys.size(); }

  /// Named spans of a text, sentence by sentence, by the best sequence (Viterbi). O(characters × tags²). Texts
  /// beyond a million characters are cut.
  std::vector<NamedSpan> find(std::string_view utf8) const;

  std::string save() const;
  /// @throws Failure "bad_model" for bytes that are no model of this version.
  static SpanModel load(std::string_view bytes, RegionTable const* regions);

 private:
  Parts parts_;
  SpanWords words_;
};

/// Tags: 0 is outside, then for each type begin, inner, last, single.
constexpr std::size_t tag_count(std::size_t types) {
  return 1 + 4 * types;
}
/// Whether tag `to` may stand right behind `from`; and whether a sentence may begin or end with a tag.
bool may_follow(std::size_t from, std::size_t to);
bool may_begin(std::size_t tag);
bool may_end(std::size_t tag);

/// The best sequence for scores [character][tag]; replaces `out`.
void best_tags(std::vector<float> const& scores, std::size_t tags, std::vector<float> const& transitions,
               std::vector<std::uint8_t>& out);

}  // namespace lianzhao::radar
