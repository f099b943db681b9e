#include "radar/span_chain.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lianzhao::radar {

bool may_begin(std::size_t tag) {
  return tag == 0 || (tag - 1) % 4 == 0 || (tag - 1) % 4 == 3;
}

bool may_end(std::size_t tag) {
  return tag == 0 || (tag - 1) % 4 >= 2;
}

bool may_follow(std::size_t from, std::size_t to) {
  if (may_end(from)) return may_begin(to);
  // Begin and inner go on within their type.
  return to != 0 && (to - 1) / 4 == (from - 1) / 4 && ((to - 1) % 4 == 1 || (to - 1) % 4 == 2);
}

SpanChain::SpanChain(std::size_t tags) : tags_{tags}, factors_(tags * tags, 0.0F) {
  for (std::size_t from = 0; from < tags; ++from) {
    for (std::size_t to = 0; to < tags; ++to) {
      if (may_follow(from, to)) steps_.push_back({from, to, 1});
    }
  }
}

void SpanChain::set_transitions(std::vector<float> const& transitions, float scale) {
  for (auto& step : steps_) {
    auto const place = step.from * tags_ + step.to;
    step.factor = std::exp(std::clamp(transitions[place] * scale, -30.0F, 30.0F));
    factors_[place] = step.factor;
  }
}

void SpanChain::sum(std::vector<float> const& scores) {
  size_ = scores.size() / tags_;
  emission_.resize(size_ * tags_);
  forward_.assign(size_ * tags_, 0.0F);
  backward_.assign(size_ * tags_, 0.0F);
  inverse_.assign(size_, 1.0F);
  log_total_ = 0;
  for (std::size_t i = 0; i < size_; ++i) {
    auto const* const score = &scores[i * tags_];
    auto* const emission = &emission_[i * tags_];
    auto* const now = &forward_[i * tags_];
    auto const top = *std::max_element(score, score + tags_);
    for (std::size_t tag = 0; tag < tags_; ++tag) emission[tag] = std::max(std::exp(score[tag] - top), 1e-20F);
    if (i == 0) {
      for (std::size_t tag = 0; tag < tags_; ++tag) now[tag] = may_begin(tag) ? emission[tag] : 0.0F;
    } else {
      auto const* const last = &forward_[(i - 1) * tags_];
      for (auto const& step : steps_) now[step.to] += last[step.from] * step.factor;
      for (std::size_t tag = 0; tag < tags_; ++tag) now[tag] *= emission[tag];
    }
    double all = 0;
    for (std::size_t tag = 0; tag < tags_; ++tag) {
      if (i + 1 == size_ && !may_end(tag)) now[tag] = 0;
      all += now[tag];
    }
    all = std::max(all, 1e-30);
    log_total_ += top + std::log(all);
    inverse_[i] = static_cast<float>(1 / all);
    for (std::size_t tag = 0; tag < tags_; ++tag) now[tag] = static_cast<float>(now[tag] / all);
  }
  for (std::size_t tag = 0; tag < tags_; ++tag) backward_[(size_ - 1) * tags_ + tag] = may_end(tag) ? 1.0F : 0.0F;
  std::vector<float> ahead(tags_);
  for (auto i = size_ - 1; i-- > 0;) {
    for (std::size_t tag = 0; tag < tags_; ++tag)
      ahead[tag] = emission_[(i + 1) * tags_ + tag] * backward_[(i + 1) * tags_ + tag] * inverse_[i + 1];
    auto* const now = &backward_[i * tags_];
    for (auto const& step : steps_) now[step.from] += step.factor * ahead[step.to];
  }
}

void SpanChain::expect_pairs(std::vector<float>& out) const {
  out.assign(tags_ * tags_, 0.0F);
  std::vector<float> ahead(tags_);
  for (std::size_t i = 0; i + 1 < size_; ++i) {
    for (std::size_t tag = 0; tag < tags_; ++tag)
      ahead[tag] = emission_[(i + 1) * tags_ + tag] * backward_[(i + 1) * tags_ + tag] * inverse_[i + 1];
    auto const* const last = &forward_[i * tags_];
    for (auto const& step : steps_) out[step.from * tags_ + step.to] += last[step.from] * step.factor * ahead[step.to];
  }
}

void SpanChain::likely_spans(double least, std::vector<LikelySpan>& out) const {
  out.clear();
  for (std::size_t type = 0; tag_count(type + 1) <= tags_; ++type) {
    auto const begin = 1 + 4 * type;
    auto const inner = begin + 1;
    auto const last = begin + 2;
    auto const single = begin + 3;
    for (std::size_t i = 0; i < size_; ++i) {
      if (probability(i, single) >= least) out.push_back({i, i + 1, type, probability(i, single)});
      // The weight of all that begins a span here and is still inside it. It can only grow less likely.
      double run = forward_[i * tags_ + begin];
      auto from = begin;
      for (auto j = i + 1; j < size_ && run * backward_[(j - 1) * tags_ + from] >= least; ++j) {
        auto const step = [&](std::size_t to) {
          return run * factors_[from * tags_ + to] * emission_[j * tags_ + to] * inverse_[j];
        };
        auto const whole = step(last) * backward_[j * tags_ + last];
        if (whole >= least) out.push_back({i, j + 1, type, whole});
        run = step(inner);
        from = inner;
      }
    }
  }
  std::sort(out.begin(), out.end(), [](LikelySpan const& a, LikelySpan const& b) {
    return a.end != b.end ? a.end < b.end : (a.begin != b.begin ? a.begin < b.begin : a.type < b.type);
  });
}

std::vector<LikelySpan> best_spans(std::vector<LikelySpan> const& spans, std::size_t characters, double least) {
  std::vector<double> worth(characters + 1, 0);  // of the best choice among the first characters
  std::vector<std::optional<std::size_t>> by(characters + 1);
  std::size_t next = 0;
  for (std::size_t end = 1; end <= characters; ++end) {
    worth[end] = worth[end - 1];
    for (; next < spans.size() && spans[next].end == end; ++next) {
      auto const with = worth[spans[next].begin] + spans[next].probability - least;
      if (with <= worth[end]) continue;
      worth[end] = with;
      by[end] = next;
    }
  }
  std::vector<LikelySpan> out;
  for (auto end = characters; end > 0;) {
    if (by[end]) {
      out.push_back(spans[*by[end]]);
      end = out.back().begin;
    } else {
      --end;
    }
  }
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace lianzhao::radar
