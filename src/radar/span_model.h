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

  /// Named spans of a text, sentence by sentence: the choice of spans without overlap that is worth most by how likely
  /// each is (radar/span_chain.h). O(characters × tags²). Texts beyond a million characters are cut.
  std::vector<NamedSpan> find(std::string_view utf8) const;

  std::string save() const;
  /// @throws Failure "bad_model" for bytes that are no model of this version.
  static SpanModel load(std::string_view bytes, RegionTable const* regions);

 private:
  /// The weights of a feature as [first, second) of Parts::weights; empty for one that nothing is known of.
  std::pair<std::uint32_t, std::uint32_t> weights_of(std::uint64_t key) const;

  Parts parts_;
  SpanWords words_;
  unsigned shift_ = 63;                 ///< a key's bits from here up say in which part of the keys it stands
  std::vector<std::uint32_t> buckets_;  ///< where each part begins
};

}  // namespace lianzhao::radar
