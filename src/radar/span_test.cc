#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "kernel/error.h"
#include "radar/span_chain.h"
#include "radar/span_learn.h"
#include "radar/spans.h"

namespace lianzhao::radar {

namespace {

LabelledSentence sentence_of(std::vector<std::pair<std::string, std::string>> const& pieces) {
  LabelledSentence out;
  std::size_t at = 0;
  for (auto const& [words, type] : pieces) {
    auto const size = words.size() / 3;  // ideographs only
    out.text += words;
    if (!type.empty()) out.spans.push_back({at, at + size, type});
    at += size;
  }
  return out;
}

std::vector<LabelledSentence> taught_sentences() {
  std::vector<LabelledSentence> out;
  for (auto const* maker : {"松河生物", "云麓材料", "徽元新能源", "北辰医疗", "青禾电池", "海创化学"}) {
    for (auto const* town : {"平川镇", "白石镇", "大湾镇", "清河镇"}) {
      out.push_back(sentence_of({{maker, "company"}, {"在", ""}, {town, "address"}, {"建了新厂", ""}}));
      out.push_back(
          sentence_of({{"昨日记者来到", ""}, {town, "address"}, {"看见", ""}, {maker, "company"}, {"的工人", ""}}));
    }
  }
  return out;
}

/// Every sequence that may be, with its weight.
void each_sequence(std::vector<float> const& scores, std::size_t tags, std::vector<float> const& transitions,
                   std::function<void(std::vector<std::size_t> const&, double)> const& use) {
  std::vector<std::size_t> sequence(scores.size() / tags, 0);
  for (;;) {
    auto allowed = may_begin(sequence.front()) && may_end(sequence.back());
    auto total = 0.0;
    for (std::size_t i = 0; i < sequence.size() && allowed; ++i) {
      total += double{scores[i * tags + sequence[i]]};
      if (i == 0) continue;
      allowed = may_follow(sequence[i - 1], sequence[i]);
      total += double{transitions[sequence[i - 1] * tags + sequence[i]]};
    }
    if (allowed) use(sequence, std::exp(total));
    std::size_t digit = 0;
    while (digit < sequence.size() && ++sequence[digit] == tags) sequence[digit++] = 0;
    if (digit == sequence.size()) return;
  }
}

/// Whether [begin, end) is a whole span of a type in a sequence of tags.
bool is_span(std::vector<std::size_t> const& sequence, std::size_t begin, std::size_t end, std::size_t type) {
  auto const first = 1 + 4 * type;
  if (end - begin == 1) return sequence[begin] == first + 3;
  if (sequence[begin] != first || sequence[end - 1] != first + 2) return false;
  for (auto i = begin + 1; i + 1 < end; ++i) {
    if (sequence[i] != first + 1) return false;
  }
  return true;
}

}  // namespace

TEST(span_chain, sums_and_probabilities_are_those_of_all_sequences_counted_one_by_one) {
  std::mt19937 random{7};
  std::normal_distribution<float> normal{0, 2};
  for (auto round = 0; round < 40; ++round) {
    auto const types = std::size_t{round % 2 == 0 ? 1U : 2U};
    auto const tags = tag_count(types);
    auto const size = 1 + static_cast<std::size_t>(round) % 5;
    std::vector<float> scores(tags * size);
    std::vector<float> transitions(tags * tags);
    for (auto& score : scores) score = normal(random);
    for (auto& score : transitions) score = normal(random);
    SpanChain chain{tags};
    chain.set_transitions(transitions);
    chain.sum(scores);
    double all = 0;
    std::vector<double> each(size * tags, 0);
    std::vector<double> pairs(tags * tags, 0);
    std::vector<double> spans(size * (size + 1) * types, 0);
    auto const place = [&](std::size_t begin, std::size_t end, std::size_t type) {
      return (begin * (size + 1) + end) * types + type;
    };
    each_sequence(scores, tags, transitions, [&](std::vector<std::size_t> const& sequence, double weight) {
      all += weight;
      for (std::size_t i = 0; i < size; ++i) {
        each[i * tags + sequence[i]] += weight;
        if (i > 0) pairs[sequence[i - 1] * tags + sequence[i]] += weight;
        for (auto end = i + 1; end <= size; ++end) {
          for (std::size_t type = 0; type < types; ++type) {
            if (is_span(sequence, i, end, type)) spans[place(i, end, type)] += weight;
          }
        }
      }
    });
    EXPECT_NEAR(chain.log_total(), std::log(all), 1e-4);
    // What the steps of learning subtract: the gradient of the total's logarithm by each score and transition.
    std::vector<float> expected;
    chain.expect_pairs(expected);
    for (std::size_t i = 0; i < each.size(); ++i)
      EXPECT_NEAR(double{chain.probability(i / tags, i % tags)}, each[i] / all, 1e-4);
    for (std::size_t i = 0; i < pairs.size(); ++i) EXPECT_NEAR(double{expected[i]}, pairs[i] / all, 1e-4);
    constexpr double kLeast = 0.02;
    std::vector<LikelySpan> likely;
    chain.likely_spans(kLeast, likely);
    std::size_t due = 0;
    for (auto const weight : spans) due += weight / all > kLeast ? 1U : 0U;
    EXPECT_EQ(likely.size(), due);
    for (auto const& span : likely)
      EXPECT_NEAR(span.probability, spans[place(span.begin, span.end, span.type)] / all, 1e-4);
  }
}

TEST(span_chain, the_spans_chosen_are_worth_as_much_as_the_best_of_all_choices) {
  std::mt19937 random{11};
  for (auto round = 0; round < 200; ++round) {
    constexpr std::size_t kSize = 8;
    constexpr double kLeast = 0.25;
    std::vector<LikelySpan> spans;
    for (auto k = 0; k < 10; ++k) {
      auto const begin = std::size_t{random() % kSize};
      spans.push_back({begin, begin + 1 + random() % (kSize - begin), k % 2 == 0 ? 0U : 1U,
                       kLeast + 0.75 * static_cast<double>(random() % 1000) / 1000});
    }
    std::sort(spans.begin(), spans.end(), [](LikelySpan const& a, LikelySpan const& b) { return a.end < b.end; });
    double best = 0;
    for (auto choice = 0U; choice < 1U << spans.size(); ++choice) {
      double worth = 0;
      std::size_t end = 0;
      auto apart = true;
      for (std::size_t k = 0; k < spans.size() && apart; ++k) {
        if ((choice >> k & 1U) == 0) continue;
        apart = spans[k].begin >= end;
        end = spans[k].end;
        worth += spans[k].probability - kLeast;
      }
      if (apart) best = std::max(best, worth);
    }
    double found = 0;
    std::size_t end = 0;
    for (auto const& span : best_spans(spans, kSize, kLeast)) {
      EXPECT_GE(span.begin, end);
      end = span.end;
      found += span.probability - kLeast;
    }
    EXPECT_NEAR(found, best, 1e-9);
  }
}

TEST(span_model, what_was_taught_is_found_in_a_new_sentence_and_survives_the_file) {
  auto const sentences = taught_sentences();
  std::vector<double> losses;
  auto const model = learn_spans(sentences, nullptr, {}, [&](std::size_t, double loss) { losses.push_back(loss); });
  ASSERT_GE(losses.size(), 2U);
  EXPECT_LT(losses.back(), losses.front());
  auto const unseen =
      sentence_of({{"今天记者来到", ""}, {"长岭镇", "address"}, {"看见", ""}, {"云麓材料", "company"}, {"的工人", ""}});
  EXPECT_EQ(model.find(unseen.text), unseen.spans);
  auto const again = SpanModel::load(model.save(), nullptr);
  EXPECT_EQ(again.find(unseen.text), unseen.spans);
  // The same sentences give the same model.
  EXPECT_EQ(learn_spans(sentences, nullptr).save(), model.save());
}

TEST(span_model, damaged_files_and_labels_are_refused) {
  SpanLearning quick;
  quick.passes = 1;
  auto const bytes = learn_spans(taught_sentences(), nullptr, quick).save();
  EXPECT_THROW(SpanModel::load("nothing", nullptr), Failure);
  EXPECT_THROW(SpanModel::load(std::string_view{bytes}.substr(0, bytes.size() / 2), nullptr), Failure);
  auto changed = bytes;
  changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
  EXPECT_THROW(SpanModel::load(changed, nullptr), Failure);
  std::vector<LabelledSentence> wrong{{"松河", {{1, 5, "company"}}}};
  EXPECT_THROW(learn_spans(wrong, nullptr), Failure);
  wrong = {{"松河公司", {{0, 3, "company"}, {2, 4, "address"}}}};
  EXPECT_THROW(learn_spans(wrong, nullptr), Failure);
  wrong = {{"松河公司", {}}};
  EXPECT_THROW(learn_spans(wrong, nullptr), Failure);
}

TEST(find_spans, well_known_and_legal_names_and_places_with_their_streets_are_found) {
  EXPECT_EQ(find_spans("他在纽约的花旗银行上班", nullptr),
            (std::vector<NamedSpan>{{2, 4, "address"}, {5, 9, "company"}}));
  EXPECT_EQ(find_spans("松河生物科技有限公司昨日开业", nullptr), (std::vector<NamedSpan>{{0, 10, "company"}}));
  EXPECT_EQ(find_spans("招商银行信用卡中心", nullptr), (std::vector<NamedSpan>{{0, 9, "company"}}));
  EXPECT_TRUE(find_spans("美国政府和罗马队都没有表态", nullptr).empty());
  EXPECT_TRUE(find_spans("", nullptr).empty());
}

TEST(span_score, exact_bounds_and_type_count) {
  SpanScore score;
  std::vector<NamedSpan> const labelled{{0, 2, "company"}, {3, 5, "address"}};
  count_spans(score, std::vector<NamedSpan>{{0, 2, "company"}, {3, 5, "company"}}, labelled, "company");
  EXPECT_EQ(score.right, 1U);
  EXPECT_EQ(score.found, 2U);
  EXPECT_EQ(score.labelled, 1U);
  EXPECT_NEAR(score.f1(), 2.0 / 3, 1e-9);
}

}  // namespace lianzhao::radar
