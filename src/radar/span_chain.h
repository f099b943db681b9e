#pragma once

#include <cstddef>
#include <vector>

namespace lianzhao::radar {

/// Tags of characters: 0 is outside, then for each type begin, inner, last, single.
constexpr std::size_t tag_count(std::size_t types) {
  return 1 + 4 * types;
}
/// Whether tag `to` may stand right behind `from`; and whether a sentence may begin or end with a tag.
bool may_follow(std::size_t from, std::size_t to);
bool may_begin(std::size_t tag);
bool may_end(std::size_t tag);

/// A stretch of characters and how likely it is exactly one span of its type. End exclusive.
struct LikelySpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t type = 0;
  double probability = 0;
};

/// All tag sequences of a sentence that may be, summed by forward and backward passes (L. Rabiner, Proc. IEEE 77,
/// 1989, scaled at each character). A sequence weighs exp(its scores + its transitions). Reused from sentence to
/// sentence; not safe from several threads.
class SpanChain {
 public:
  explicit SpanChain(std::size_t tags);

  /// `transitions` are [from][to], each multiplied by `scale`.
  void set_transitions(std::vector<float> const& transitions, float scale = 1);
  /// `scores` are [character][tag], at least one character. O(characters × tags²).
  void sum(std::vector<float> const& scores);

  /// Logarithm of the weight of all sequences.
  double log_total() const { return log_total_; }
  /// How likely character i bears a tag.
  float probability(std::size_t i, std::size_t tag) const {
    return forward_[i * tags_ + tag] * backward_[i * tags_ + tag];
  }
  /// Expected number of each pair of neighbouring tags, [from][to]; replaces `out`.
  void expect_pairs(std::vector<float>& out) const;
  /// Spans at least as likely as `least` (above 0), by rising end; replaces `out`.
  void likely_spans(double least, std::vector<LikelySpan>& out) const;

 private:
  struct Step {
    std::size_t from;
    std::size_t to;
    float factor;
  };

  std::size_t tags_;
  std::size_t size_ = 0;
  double log_total_ = 0;
  std::vector<Step> steps_;      ///< the pairs that may be
  std::vector<float> factors_;   ///< [from][to]
  std::vector<float> emission_;  ///< exp(score − greatest score of the character)
  std::vector<float> forward_;   ///< sums to 1 over the tags of a character
  std::vector<float> backward_;
  std::vector<float> inverse_;  ///< what each character was scaled by
};

/// Of spans by rising end, those that do not overlap and are worth most, a span being worth its probability less
/// `least`: the choice that finds the most right spans when a wrong one costs `least` of a right one. By rising begin.
std::vector<LikelySpan> best_spans(std::vector<LikelySpan> const& spans, std::size_t characters, double least);

}  // namespace lianzhao::radar
