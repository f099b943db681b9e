#include "classify/tagger.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "classify/tagger_buffers.h"

namespace lianzhao::classify {
namespace {

ChainNode node(std::string id, std::string name, NodeActivity activity, std::vector<std::string> keywords,
               std::vector<std::string> exclude = {}) {
  ChainNode n;
  n.id = "biomedicine/" + id;
  n.name = std::move(name);
  n.activity = activity;
  n.keywords = std::move(keywords);
  n.exclude = std::move(exclude);
  return n;
}

/// A chain small enough for paper.
ChainLibrary small_library() {
  Chain chain;
  chain.id = "biomedicine";
  chain.nodes = {
      node("vaccine", "疫苗", NodeActivity::kMake, {"人用疫苗"}, {"兽用疫苗", "动物疫苗"}),
      node("decoction_pieces", "中药饮片", NodeActivity::kMake, {"饮片"}),
      node("herb_growing", "中药材种植", NodeActivity::kGrow, {"中药材", "人参", "中药材种植"}),
      node("drug_retail", "药品零售", NodeActivity::kRetail, {"药店", "大药房", "中成药", "化学药制剂"}),
      node("drug_wholesale", "药品批发", NodeActivity::kWholesale, {"医药公司", "中成药", "化学药制剂"}),
      node("drug", "制剂", NodeActivity::kMake, {"片剂", "硬胶囊剂", "制药"}),
      node("packaging", "药品包装", NodeActivity::kMake, {"药品包装材料"}),
      node("cell_therapy", "细胞治疗", NodeActivity::kMake, {"干细胞", "干细胞技术研发"}),
      node("blood", "血液制品", NodeActivity::kMake, {"血液制品", "血液制品生产"}),
      node("discovery", "药物发现", NodeActivity::kResearch, {"血液制品研发"}),
  };
  chain.nodes[0].products = {"流感疫苗"};
  std::vector<Chain> chains;
  chains.push_back(std::move(chain));
  return ChainLibrary{std::move(chains), "test"};
}

class TaggerTest : public testing::Test {
 protected:
  std::string tags(std::string_view name, std::string_view scope, std::string_view products = "") {
    EnterpriseTags found;
    tagger.tag({name, scope, products}, buffers, found);
    std::string out;
    for (auto const& tag : found.nodes) {
      if (!out.empty()) out += ' ';
      out += library.node(tag.node).id.substr(std::string_view{"biomedicine/"}.size());
    }
    return out;
  }
  Explanation explain(std::string_view name, std::string_view scope, std::string_view id) {
    return tagger.explain({name, scope, ""}, *library.find_node("biomedicine/" + std::string{id}), buffers);
  }

  ChainLibrary library = small_library();
  Tagger tagger{library};
  Tagger::Buffers buffers;
};

TEST_F(TaggerTest, makers_belong_to_what_they_make) {
  EXPECT_EQ(tags("甲生物股份有限公司", "人用疫苗的研发、生产、销售"), "vaccine");
  EXPECT_EQ(tags("乙药业有限公司", "中药饮片（净制、切制）生产"), "decoction_pieces");
}

TEST_F(TaggerTest, who_advises_or_invests_makes_nothing) {
  EXPECT_EQ(tags("甲咨询有限公司", "片剂生产技术咨询"), "");
  EXPECT_EQ(tags("乙投资有限公司", "人用疫苗生产投资"), "");
  EXPECT_EQ(tags("丙农业合作社", "中药材种植技术培训"), "") << "the keyword's own activity is what is taught";
  EXPECT_EQ(tags("丁药业有限公司", "片剂生产；技术咨询"), "drug");
}

TEST_F(TaggerTest, sellers_belong_to_distribution_and_not_to_production) {
  EXPECT_EQ(tags("丙医药公司", "批发：中成药、化学药制剂、疫苗、中药饮片"), "drug_wholesale");
  EXPECT_EQ(tags("丁大药房", "中成药、化学药制剂、中药饮片零售"), "drug_retail");
}

TEST_F(TaggerTest, services_about_production_belong_to_no_production) {
  for (auto const* scope :
       {"血液制品生产技术咨询", "血液制品生产技术培训；企业管理", "血液制品生产项目投资", "血液制品生产许可代办",
        "血液制品广告设计、制作", "血液制品生产设备租赁", "血液制品生产设备维修", "人用疫苗生产管理咨询"}) {
    EXPECT_EQ(tags("己实业有限公司", scope), "") << scope;
  }
  EXPECT_EQ(tags("己实业有限公司", "血液制品生产、销售及技术咨询"), "blood");
  EXPECT_EQ(tags("己实业有限公司", "血液制品生产；技术开发、技术转让；投资咨询"), "blood");
}

TEST_F(TaggerTest, a_word_that_names_what_is_done_speaks_for_its_node_whatever_that_does_else) {
  EXPECT_EQ(tags("庚科技有限公司", "干细胞技术研发"), "cell_therapy");
  EXPECT_EQ(tags("庚科技有限公司", "干细胞研发"), "");
}

TEST_F(TaggerTest, a_word_with_one_thing_done_does_not_unsay_the_others) {
  EXPECT_EQ(tags("辛科技有限公司", "血液制品研发、生产"), "blood discovery");
}

TEST_F(TaggerTest, what_is_excepted_does_not_count) {
  EXPECT_EQ(tags("戊食品厂", "生物制品（不含疫苗）生产"), "");
  EXPECT_EQ(tags("己贸易有限公司", "化工产品销售（药品除外）"), "");
}

TEST_F(TaggerTest, an_excluding_word_takes_the_hit_back) {
  EXPECT_EQ(tags("庚生物有限公司", "兽用疫苗生产"), "");
  auto const why = explain("庚生物有限公司", "兽用疫苗生产", "vaccine");
  ASSERT_EQ(why.evidence.size(), 1U);
  EXPECT_EQ(why.evidence[0].verdict, Verdict::kExcluded);
  EXPECT_EQ(why.confidence, 0);
}

TEST_F(TaggerTest, what_the_name_excludes_the_scope_does_not_bring_back) {
  EXPECT_EQ(tags("辛兽用疫苗厂", "疫苗生产"), "");
}

TEST_F(TaggerTest, a_word_inside_a_longer_name_is_not_the_thing) {
  EXPECT_EQ(tags("辛包装厂", "药品包装材料制造"), "packaging");
  EXPECT_EQ(tags("壬机械厂", "片剂包装机械制造"), "");
}

TEST_F(TaggerTest, a_name_that_the_scope_does_not_bear_out_is_no_tag) {
  EXPECT_EQ(tags("甲中药饮片厂", "水泵制造；房屋出租"), "");
  EXPECT_EQ(tags("甲中药饮片厂", ""), "decoction_pieces") << "where the scope is silent the name counts";
  EXPECT_EQ(tags("甲中药饮片厂", "中药饮片生产；房屋出租"), "decoction_pieces");
}

TEST_F(TaggerTest, what_is_merely_sold_is_no_shop_s) {
  EXPECT_EQ(tags("甲药业有限公司", "中成药、化学药制剂销售"), "drug_wholesale");
  EXPECT_EQ(tags("甲药业有限公司", "中成药、化学药制剂"), "drug_wholesale");
  EXPECT_EQ(tags("甲医药公司第三门市部", "中成药、化学药制剂"), "drug_retail") << "outlets are shops";
}

TEST_F(TaggerTest, a_silent_list_tells_by_its_words_who_wrote_it) {
  // None but makers list dosage forms.
  EXPECT_EQ(tags("甲有限公司", "片剂、硬胶囊剂、颗粒剂；保健食品销售"), "drug");
  // Things of all trades are dealt in.
  EXPECT_EQ(tags("甲有限公司", "五金工具、家具、服装、饮片、灯具"), "");
}

TEST_F(TaggerTest, what_brackets_exclude_is_excluded) {
  EXPECT_EQ(tags("甲有限公司", "疫苗（兽用疫苗）生产"), "");
  EXPECT_EQ(tags("甲有限公司", "疫苗（流感疫苗）生产"), "vaccine");
}

TEST_F(TaggerTest, an_explanation_says_what_tagging_saw_of_other_nodes) {
  EnterpriseText const text{"甲中药饮片厂", "人用疫苗生产；房屋出租", ""};
  auto const why = explain(text.name, text.business_scope, "decoction_pieces");
  EXPECT_LT(why.confidence, kLeastConfidence);
  auto const alone = std::find_if(why.contributions.begin(), why.contributions.end(),
                                  [](auto const& part) { return part.first == EvidenceKind::kNameAlone; });
  ASSERT_NE(alone, why.contributions.end());
  EXPECT_LT(alone->second, 0);
  ASSERT_FALSE(why.evidence.empty());
  for (auto const& evidence : why.evidence) EXPECT_EQ(evidence.field, Field::kName) << evidence.text;
}

TEST_F(TaggerTest, evidence_gives_places_in_the_field_as_given) {
  auto const why = explain("癸公司", "（一）ＡＢ；人用疫苗生产", "vaccine");
  ASSERT_EQ(why.evidence.size(), 2U);
  EXPECT_EQ(why.evidence[0].text, "人用疫苗");
  EXPECT_EQ(why.evidence[0].begin, 6U);
  EXPECT_EQ(why.evidence[0].end, 10U);
  EXPECT_EQ(why.evidence[0].verdict, Verdict::kSupports);
  EXPECT_EQ(why.evidence[1].verdict, Verdict::kPartOfLonger);
}

TEST_F(TaggerTest, contributions_sum_to_the_log_odds) {
  auto const why = explain("甲疫苗厂", "人用疫苗、流感疫苗生产", "vaccine");
  auto sum = why.bias;
  for (auto const& part : why.contributions) sum += part.second;
  EXPECT_NEAR(why.confidence, 1 / (1 + std::exp(-sum)), 1e-9);
  EXPECT_GT(why.confidence, 0.9);
}

TEST_F(TaggerTest, tags_carry_the_confidence_of_their_explanation) {
  EnterpriseTags found;
  EnterpriseText const text{"丁大药房", "中成药、化学药制剂零售", ""};
  tagger.tag(text, buffers, found);
  ASSERT_EQ(found.nodes.size(), 1U);
  EXPECT_NEAR(static_cast<double>(found.nodes[0].confidence),
              tagger.explain(text, found.nodes[0].node, buffers).confidence, 1e-6);
}

TEST_F(TaggerTest, an_enterprise_without_words_has_no_tags) {
  EXPECT_EQ(tags("", ""), "");
  EXPECT_EQ(tags("某公司", "服装销售"), "");
}

TEST_F(TaggerTest, threads_with_their_own_buffers_agree) {
  std::vector<std::string> answers(4);
  std::vector<std::jthread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([&] {
      Tagger::Buffers own;
      EnterpriseTags found;
      for (int i = 0; i < 200; ++i) {
        tagger.tag({"丁大药房", "中成药、化学药制剂、中药饮片零售", ""}, own, found);
        answer += std::to_string(found.nodes.size());
      }
    });
  }
  threads.clear();
  for (auto const& answer : answers) EXPECT_EQ(answer, answers[0]);
}

TEST_F(TaggerTest, industry_follows_the_main_activity) {
  auto const industry = [&](std::string_view name, std::string_view scope) {
    EnterpriseTags found;
    tagger.tag({name, scope, ""}, buffers, found);
    return std::string{found.industry.text()};
  };
  EXPECT_EQ(industry("甲大药房", "中成药、化学药制剂零售；日用百货零售"), "5251");
  EXPECT_EQ(industry("乙制药有限公司", "片剂、胶囊剂生产"), "2720");
  EXPECT_EQ(industry("丙水泥厂", "水泥制造"), "3011");
  EXPECT_EQ(industry("丁饭店", "中餐；烟酒零售"), "6210");
  EXPECT_EQ(industry("", ""), "");
}

TEST_F(TaggerTest, industry_is_known_of_medical_trades_in_the_words_of_registers) {
  auto const industry = [&](std::string_view scope) {
    EnterpriseTags found;
    tagger.tag({"戊有限公司", scope, ""}, buffers, found);
    return std::string{found.industry.text()};
  };
  EXPECT_EQ(industry("牙种植体制造"), "3589");
  EXPECT_EQ(industry("药品包装印刷"), "2319");
  EXPECT_EQ(industry("药用玻璃瓶制造"), "3055");
  EXPECT_EQ(industry("冷藏车改装"), "3630");
  EXPECT_EQ(industry("血液透析机制造"), "3581");
  EXPECT_EQ(industry("医疗器械租赁"), "7115");
  EXPECT_EQ(industry("健康管理"), "7244");
  EXPECT_EQ(industry("健康体检"), "8491");
  EXPECT_EQ(industry("医疗保健相关设备的开发"), "7340");
  EXPECT_EQ(industry("汽车维护"), "8111");
  // 材料 alone is no trade, though 金属包装容器及材料制造 is a class.
  EXPECT_EQ(industry("某某材料制造"), "");
}

}  // namespace
}  // namespace lianzhao::classify
