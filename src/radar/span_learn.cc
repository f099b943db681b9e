#include "radar/span_learn.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/parallel.h"
#include "radar/span_chain.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

/// A sentence as rows of the weight table.
struct Example {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> first;  ///< of character i, its rows are [first[i], first[i + 1])
  std::vector<std::uint8_t> tags;
};

std::vector<std::uint8_t> tags_of(LabelledSentence const& sentence, std::size_t size,
                                  std::vector<std::string> const& types) {
  std::vector<std::uint8_t> out(size, 0);
  for (auto const& span : sentence.spans) {
    if (span.begin >= span.end || span.end > size)
      throw invalid_input("bad_labels", fmt::format("a span [{}, {}) lies outside its text \"{}\"", span.begin,
                                                    span.end, sentence.text));
    auto const type = static_cast<std::size_t>(std::lower_bound(types.begin(), types.end(), span.type) - types.begin());
    auto const base = 1 + type * 4;
    for (auto i = span.begin; i < span.end; ++i) {
      if (out[i] != 0) throw invalid_input("bad_labels", fmt::format("two spans overlap in \"{}\"", sentence.text));
      auto const place = span.end - span.begin == 1 ? 3U : (i == span.begin ? 0U : (i + 1 == span.end ? 2U : 1U));
      out[i] = static_cast<std::uint8_t>(base + place);
    }
  }
  return out;
}

/// The example without a share of its rows, drawn anew at each call.
class Thinning {
 public:
  Thinning(double share, std::uint32_t draw)
      : limit_{static_cast<std::uint32_t>(share * 65536)}, random_{kDrawSeed + draw} {}

  Example const& of(Example const& full) {
    if (limit_ == 0) return full;
    thinned_.rows.clear();
    thinned_.first.assign(1, 0);
    thinned_.tags = full.tags;
    for (std::size_t i = 0; i < full.tags.size(); ++i) {
      for (auto k = full.first[i]; k < full.first[i + 1]; ++k) {
        if ((random_() & 0xFFFFU) >= limit_) thinned_.rows.push_back(full.rows[k]);
      }
      thinned_.first.push_back(static_cast<std::uint32_t>(thinned_.rows.size()));
    }
    return thinned_;
  }

 private:
  static constexpr std::uint32_t kDrawSeed = 77;
  std::uint32_t limit_;
  std::mt19937 random_;
  Example thinned_;
};

/// Weights and the steps that change them. A single factor on all weights carries the prior.
class Trainer {
 public:
  Trainer(std::size_t rows, std::size_t tags, double lambda)
      : tags_{tags}, lambda_{lambda}, weights_(rows * tags, 0.0F), transitions_(tags * tags, 0.0F), chain_{tags} {}

  /// One step; gives the loss before it, the negative log-likelihood of the labels.
  double step(Example const& example, double rate) {
    score(example);
    auto const size = example.tags.size();
    auto const scale = static_cast<float>(scale_);
    chain_.set_transitions(transitions_, scale);
    chain_.sum(scores_);
    chain_.expect_pairs(pairs_);
    auto loss = chain_.log_total();
    for (std::size_t i = 0; i < size; ++i) {
      loss -= scores_[i * tags_ + example.tags[i]];
      if (i > 0) loss -= transitions_[example.tags[i - 1] * tags_ + example.tags[i]] * scale;
    }
    scale_ *= 1.0 - rate * lambda_;
    if (scale_ < 1e-4) fold_scale();
    auto const amount = static_cast<float>(rate / scale_);
    for (std::size_t i = 0; i < size; ++i) {
      // Gradient of the log-likelihood: what is labelled minus what is expected.
      touched_.clear();
      for (std::size_t tag = 0; tag < tags_; ++tag) {
        auto const gradient = (tag == example.tags[i] ? 1.0F : 0.0F) - chain_.probability(i, tag);
        if (std::abs(gradient) > 1e-4F) touched_.emplace_back(tag, gradient * amount);
      }
      if (touched_.size() < 2) continue;
      for (auto k = example.first[i]; k < example.first[i + 1]; ++k) {
        auto* const row = &weights_[std::size_t{example.rows[k]} * tags_];
        for (auto const& [tag, change] : touched_) row[tag] += change;
      }
    }
    for (std::size_t i = 0; i + 1 < size; ++i) transitions_[example.tags[i] * tags_ + example.tags[i + 1]] += amount;
    for (std::size_t k = 0; k < pairs_.size(); ++k) transitions_[k] -= pairs_[k] * amount;
    return loss;
  }

  void fold_scale() {
    auto const scale = static_cast<float>(scale_);
    for (auto& weight : weights_) weight *= scale;
    for (auto& weight : transitions_) weight *= scale;
    scale_ = 1;
  }

  std::vector<float> const& weights() const { return weights_; }
  std::vector<float> const& transitions() const { return transitions_; }

 private:
  void score(Example const& example) {
    auto const size = example.tags.size();
    scores_.assign(size * tags_, 0.0F);
    for (std::size_t i = 0; i < size; ++i) {
      auto* const out = &scores_[i * tags_];
      for (auto k = example.first[i]; k < example.first[i + 1]; ++k) {
        auto const* const row = &weights_[std::size_t{example.rows[k]} * tags_];
        for (std::size_t tag = 0; tag < tags_; ++tag) out[tag] += row[tag];
      }
      auto const scale = static_cast<float>(scale_);
      for (std::size_t tag = 0; tag < tags_; ++tag) out[tag] *= scale;
    }
  }

  std::size_t tags_;
  double lambda_;
  double scale_ = 1;
  std::vector<float> weights_;
  std::vector<float> transitions_;
  SpanChain chain_;
  std::vector<float> scores_, pairs_;
  std::vector<std::pair<std::size_t, float>> touched_;
};

/// All passes of one draw.
void teach(Trainer& trainer, std::vector<Example> const& examples, SpanLearning const& options, std::uint32_t draw,
           std::function<void(std::size_t, double)> const& progress) {
  std::vector<std::size_t> order(examples.size());
  std::iota(order.begin(), order.end(), 0U);
  constexpr std::uint32_t kOrderSeed = 20230418;
  std::mt19937 random{kOrderSeed + draw};
  Thinning thinning{options.dropout, draw};
  // Steps shrink geometrically: large ones find the region, small ones settle in it.
  constexpr double kFirstRate = 0.1;
  constexpr double kLastRate = 0.004;
  auto const steps = static_cast<double>(options.passes * examples.size());
  double done = 0;
  for (std::size_t pass = 0; pass < options.passes; ++pass) {
    for (auto i = order.size(); i-- > 1;) std::swap(order[i], order[random() % (i + 1)]);
    double loss = 0;
    for (auto const i : order) {
      loss += trainer.step(thinning.of(examples[i]), kFirstRate * std::pow(kLastRate / kFirstRate, done / steps));
      ++done;
    }
    if (progress) progress(pass + 1, loss / static_cast<double>(examples.size()));
  }
  trainer.fold_scale();
}

}  // namespace

SpanModel learn_spans(std::span<LabelledSentence const> sentences, RegionTable const* regions,
                      SpanLearning const& options, std::function<void(std::size_t, double)> const& progress) {
  std::set<std::string> names;
  for (auto const& sentence : sentences) {
    for (auto const& span : sentence.spans) names.insert(span.type);
  }
  SpanModel::Parts parts;
  parts.types.assign(names.begin(), names.end());
  parts.given = options.given;
  if (parts.types.empty()) throw invalid_input("bad_labels", "no sentence has a labelled span: nothing to learn from");
  auto const tags = tag_count(parts.types.size());
  if (tags > 160)
    throw invalid_input("bad_labels", fmt::format("{} types are too many; at most 39", parts.types.size()));

  SpanWords const words{regions, options.given};
  SpanFeatures features;
  std::vector<text::FoldedChar> characters;
  std::unordered_map<std::uint64_t, std::uint32_t> counts;
  auto const each = [&](auto const& use) {
    for (auto const& sentence : sentences) {
      text::fold(sentence.text, characters);
      if (characters.empty()) continue;
      features.read({characters.data(), characters.size()}, words);
      use(sentence);
    }
  };
  each([&](LabelledSentence const&) {
    for (std::size_t i = 0; i < features.size(); ++i) {
      auto const [from, until] = features.at(i);
      for (auto const* key = from; key != until; ++key) ++counts[*key];
    }
  });
  for (auto const& [key, count] : counts) {
    if (count >= options.least_count) parts.keys.push_back(key);
  }
  std::sort(parts.keys.begin(), parts.keys.end());
  for (std::size_t i = 0; i < parts.keys.size(); ++i) counts[parts.keys[i]] = static_cast<std::uint32_t>(i);
  std::vector<Example> examples;
  each([&](LabelledSentence const& sentence) {
    Example example;
    example.first.push_back(0);
    for (std::size_t i = 0; i < features.size(); ++i) {
      auto const [from, until] = features.at(i);
      for (auto const* key = from; key != until; ++key) {
        auto const row = counts.find(*key)->second;
        if (row < parts.keys.size() && parts.keys[row] == *key) example.rows.push_back(row);
      }
      example.first.push_back(static_cast<std::uint32_t>(example.rows.size()));
    }
    example.tags = tags_of(sentence, features.size(), parts.types);
    examples.push_back(std::move(example));
  });

  // Draws differ in the order of sentences and in what a step does not see; what they agree on stays when they are
  // averaged, and much of what each made of the labels' noise does not.
  auto const draws = std::max<std::size_t>(options.draws, 1);
  std::vector<Trainer> trained;
  for (std::size_t draw = 0; draw < draws; ++draw)
    trained.emplace_back(parts.keys.size(), tags, options.regularisation / static_cast<double>(examples.size()));
  parallel_for(draws, 1, [&](std::size_t from, std::size_t until) {
    for (auto draw = from; draw < until; ++draw)
      teach(trained[draw], examples, options, static_cast<std::uint32_t>(draw), draw == 0 ? progress : nullptr);
  });
  auto const mean = [&](auto const& of, std::size_t k) {
    float sum = 0;
    for (auto const& trainer : trained) sum += of(trainer)[k];
    return sum / static_cast<float>(draws);
  };
  // What weighs next to nothing is left out: most features of most tags.
  constexpr float kLeast = 0.01F;
  // A reader sees all features where a step saw a share of them.
  auto const seen = static_cast<float>(1 - options.dropout);
  std::vector<std::uint64_t> kept;
  parts.first.push_back(0);
  for (std::size_t row = 0; row < parts.keys.size(); ++row) {
    for (std::size_t tag = 0; tag < tags; ++tag) {
      auto const weight = mean(
                              [](Trainer const& t) -> auto const& { return t.weights(); }, row* tags + tag) *
                          seen;
      if (std::abs(weight) < kLeast) continue;
      parts.tags.push_back(static_cast<std::uint8_t>(tag));
      parts.weights.push_back(weight);
    }
    if (parts.weights.size() == parts.first.back()) continue;
    kept.push_back(parts.keys[row]);
    parts.first.push_back(static_cast<std::uint32_t>(parts.weights.size()));
  }
  parts.keys = std::move(kept);
  for (std::size_t k = 0; k < tags * tags; ++k)
    parts.transitions.push_back(mean(
        [](Trainer const& t) -> auto const& { return t.transitions(); }, k));
  return SpanModel{std::move(parts), regions};
}

void count_spans(SpanScore& score, std::span<NamedSpan const> found, std::span<NamedSpan const> labelled,
                 std::string_view type) {
  for (auto const& span : labelled) score.labelled += span.type == type ? 1U : 0U;
  for (auto const& span : found) {
    if (span.type != type) continue;
    ++score.found;
    score.right += std::find(labelled.begin(), labelled.end(), span) != labelled.end() ? 1U : 0U;
  }
}

}  // namespace lianzhao::radar
