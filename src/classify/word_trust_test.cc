#include "classify/word_trust.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "classify/tagger_buffers.h"

namespace lianzhao::classify {
namespace {

ChainLibrary library_of_drugs() {
  Chain chain;
  chain.id = "biomedicine";
  ChainNode node;
  node.id = "biomedicine/drug";
  node.name = "制剂";
  node.activity = NodeActivity::kMake;
  node.keywords = {"片剂", "绿美艺"};
  chain.nodes = {node};
  std::vector<Chain> chains;
  chains.push_back(std::move(chain));
  return ChainLibrary{std::move(chains), "test"};
}

TEST(WordTrust, no_verdict_teaches_nothing) {
  EXPECT_TRUE(trust_from_verdicts({}).empty());
  std::vector<JudgedTag> const added{{"a/b", {}, 0, true}};
  EXPECT_TRUE(trust_from_verdicts(added).empty());
}

TEST(WordTrust, rejections_lower_and_confirmations_raise_and_each_more_than_the_one_before_left_it) {
  double lowest = 0;
  double highest = 0;
  for (std::size_t n = 1; n <= 8; ++n) {
    std::vector<JudgedTag> const rejected(n, {"a/b", {"药"}, 0.9, false});
    std::vector<JudgedTag> const confirmed(n, {"a/b", {"药"}, 0.9, true});
    auto const down = trust_from_verdicts(rejected).at(0).log_odds;
    auto const up = trust_from_verdicts(confirmed).at(0).log_odds;
    EXPECT_LT(down, lowest);
    EXPECT_GT(up, highest);
    lowest = down;
    highest = up;
  }
  // By hand: (4·0.9 + 0) / (4 + 1) = 0.72; ln(0.72/0.28) − ln(0.9/0.1) = −1.2528.
  std::vector<JudgedTag> const one{{"a/b", {"药"}, 0.9, false}};
  EXPECT_NEAR(trust_from_verdicts(one).at(0).log_odds, -1.2528, 1e-4);
}

TEST(WordTrust, verdicts_as_expected_change_nothing) {
  std::vector<JudgedTag> verdicts(9, {"a/b", {"药"}, 0.9, true});
  verdicts.push_back({"a/b", {"药"}, 0.9, false});
  EXPECT_NEAR(trust_from_verdicts(verdicts).at(0).log_odds, 0, 1e-9);
}

TEST(WordTrust, the_order_of_verdicts_and_the_way_of_writing_do_not_matter) {
  std::vector<JudgedTag> verdicts{
      {"a/b", {"ＡＢ药", "素"}, 0.9, false}, {"a/b", {"ab药"}, 0.7, true}, {"a/c", {"ab药"}, 0.8, false}};
  auto const once = trust_from_verdicts(verdicts);
  ASSERT_EQ(once.size(), 3U);
  std::reverse(verdicts.begin(), verdicts.end());
  auto const again = trust_from_verdicts(verdicts);
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].node, again[i].node);
    EXPECT_EQ(once[i].word, again[i].word);
    EXPECT_NEAR(once[i].log_odds, again[i].log_odds, 1e-12);
  }
}

TEST(WordTrust, a_word_that_is_rejected_often_stops_tagging_and_others_go_on) {
  auto const library = library_of_drugs();
  Tagger const tagger{library};
  Tagger::Buffers buffers;
  auto const drug = *library.find_node("biomedicine/drug");
  EnterpriseText const fooled{"江苏绿美艺制造有限公司", "绿美艺制造", ""};
  EnterpriseText const maker{"甲厂", "片剂制造", ""};

  EnterpriseTags tags;
  tagger.tag(fooled, buffers, tags);
  ASSERT_EQ(tags.nodes.size(), 1U);
  auto const why = tagger.explain(fooled, drug, buffers);
  std::vector<JudgedTag> verdicts(40, judged_tag("biomedicine/drug", why, false));
  EXPECT_EQ(verdicts[0].words, std::vector<std::string>{"绿美艺"});

  Tagger const taught{library, shipped_weights(), 0.5, trust_from_verdicts(verdicts)};
  taught.tag(fooled, buffers, tags);
  EXPECT_TRUE(tags.nodes.empty());
  auto const now = taught.explain(fooled, drug, buffers);
  EXPECT_LT(now.learned, 0);
  auto sum = now.bias + now.learned;
  for (auto const& part : now.contributions) sum += part.second;
  EXPECT_NEAR(now.confidence, 1 / (1 + std::exp(-sum)), 1e-9);

  taught.tag(maker, buffers, tags);
  ASSERT_EQ(tags.nodes.size(), 1U);
  EXPECT_NEAR(static_cast<double>(tags.nodes[0].confidence), tagger.explain(maker, drug, buffers).confidence, 1e-6);

  // Taken back, the verdicts leave no trace.
  Tagger const again{library, shipped_weights(), 0.5, trust_from_verdicts({})};
  again.tag(fooled, buffers, tags);
  EXPECT_EQ(tags.nodes.size(), 1U);
}

}  // namespace
}  // namespace lianzhao::classify
