#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "kernel/error.h"
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

/// Every sequence that may be, tried.
std::vector<std::uint8_t> best_by_trying(std::vector<float> const& scores, std::size_t tags,
                                         std::vector<float> const& transitions) {
  auto const size = scores.size() / tags;
  std::vector<std::uint8_t> sequence(size, 0);
  std::vector<std::uint8_t> best;
  auto top = -1e30F;
  for (;;) {
    auto allowed = may_begin(sequence.front()) && may_end(sequence.back());
    auto total = 0.0F;
    for (std::size_t i = 0; i < size && allowed; ++i) {
      total += scores[i * tags + sequence[i]];
      if (i == 0) continue;
      allowed = may_follow(sequence[i - 1], sequence[i]);
      total += transitions[sequence[i - 1] * tags + sequence[i]];
    }
    if (allowed && total > top) {
      top = total;
      best = sequence;
    }
    std::size_t digit = 0;
    while (digit < size && ++sequence[digit] == tags) sequence[digit++] = 0;
    if (digit == size) return best;
  }
}

}  // namespace

TEST(span_model, the_best_sequence_is_the_one_that_trying_all_finds) {
  std::mt19937 random{7};
  std::normal_distribution<float> normal;
  for (auto round = 0; round < 200; ++round) {
    auto const tags = tag_count(round % 2 == 0 ? 1 : 2);
    std::vector<float> scores(tags * (1 + static_cast<std::size_t>(round) % 5));
    std::vector<float> transitions(tags * tags);
    for (auto& score : scores) score = normal(random);
    for (auto& score : transitions) score = normal(random);
    std::vector<std::uint8_t> found;
    best_tags(scores, tags, transitions, found);
    EXPECT_EQ(found, best_by_trying(scores, tags, transitions));
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
