#include "classify/learn.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "classify/features_row.h"
#include "classify/glossary.h"
#include "classify/learn_documents.h"
#include "classify/learn_softmax.h"
#include "kernel/error.h"

namespace lianzhao::classify {
namespace {

std::vector<LabelledRow> toy_rows() {
  std::vector<LabelledRow> rows;
  for (auto const* place : {"长春", "吉林", "通化", "白山", "延边", "松原", "四平", "辽源"}) {
    rows.push_back({{std::string{place} + "制药有限公司", "中成药生产；化学药品制剂制造"}, "医药"});
    rows.push_back({{std::string{place} + "软件有限公司", "软件开发；信息系统集成服务"}, "软件"});
    rows.push_back({{std::string{place} + "酒业有限公司", "白酒酿造、销售；饮料制造"}, "酒"});
    rows.push_back({{std::string{place} + "商行", "日用百货零售"}, ""});
  }
  return rows;
}

std::vector<std::string> const kColumns{"name", "scope"};

Learned learn_toy(std::vector<LabelledRow> const& rows, std::uint64_t seed = 1) {
  LearnOptions options;
  options.seed = seed;
  return learn(kColumns, rows, {}, options);
}

std::string first_label(LearnedModel const& model, std::vector<std::string_view> const& texts) {
  RowFeatures reader;
  auto const found = model.predict(texts, 1, reader);
  return model.labels().at(found.at(0).label);
}

SparseRows random_rows(std::size_t rows, std::size_t columns, std::mt19937& dice) {
  SparseRows matrix;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::uint32_t c = 0; c < columns; ++c) {
      if (dice() % 2 == 0) continue;
      matrix.column.push_back(c);
      matrix.value.push_back(static_cast<float>(dice() % 1000) / 1000.0F);
    }
    matrix.end_row();
  }
  return matrix;
}

TEST(Softmax, gradient_agrees_with_finite_differences) {
  std::mt19937 dice{7};
  auto const rows = random_rows(6, 5, dice);
  std::vector<std::uint32_t> const label{0, 1, 2, 1, 0, 2};
  std::vector<float> const weight{1, 2, 0.5F, 1, 1, 3};
  LinearWeights model{5, 3};
  for (std::size_t f = 0; f < 5; ++f) {
    for (std::size_t l = 0; l < 3; ++l) model.w[f * model.stride + l] = static_cast<float>(dice() % 200) / 100.0F - 1;
  }
  LinearWeights gradient;
  softmax_objective(rows, label, weight, model, 0.1, &gradient);
  constexpr float kStep = 1e-2F;
  for (std::size_t f = 0; f < 5; ++f) {
    for (std::size_t l = 0; l < 3; ++l) {
      auto const at = f * model.stride + l;
      auto const before = model.w[at];
      model.w[at] = before + kStep;
      auto const up = softmax_objective(rows, label, weight, model, 0.1, nullptr);
      model.w[at] = before - kStep;
      auto const down = softmax_objective(rows, label, weight, model, 0.1, nullptr);
      model.w[at] = before;
      EXPECT_NEAR(static_cast<double>(gradient.w[at]), (up - down) / (2 * static_cast<double>(kStep)), 2e-3);
    }
  }
}

TEST(Softmax, training_lowers_the_objective_and_stops_near_where_the_gradient_vanishes) {
  std::mt19937 dice{11};
  auto const rows = random_rows(40, 6, dice);
  std::vector<std::uint32_t> label;
  std::vector<std::uint32_t> used;
  for (std::uint32_t i = 0; i < 40; ++i) {
    label.push_back(static_cast<std::uint32_t>(dice() % 3));
    used.push_back(i);
  }
  std::vector<float> const weight(40, 1);
  SoftmaxOptions options;
  options.decay = 0;
  options.epochs = 400;
  auto const model = train_softmax(rows, label, weight, used, 6, 3, options);
  LinearWeights gradient;
  auto const reached = softmax_objective(rows, label, weight, model, 0, &gradient);
  EXPECT_LT(reached, softmax_objective(rows, label, weight, LinearWeights{6, 3}, 0, nullptr));
  for (auto const slope : gradient.w) EXPECT_NEAR(slope, 0, 0.7);
}

TEST(Learn, what_can_be_told_apart_is_learned_without_a_mistake) {
  auto const [model, report] = learn_toy(toy_rows());
  EXPECT_EQ(report.rows, 24U);
  EXPECT_EQ(report.skipped, 8U);
  EXPECT_EQ(report.labels, 3U);
  EXPECT_EQ(report.folds, 5U);
  EXPECT_EQ(report.judged, 24U);
  EXPECT_DOUBLE_EQ(report.top1, 1);
  EXPECT_DOUBLE_EQ(report.top3, 1);
  for (auto const& row : toy_rows()) {
    if (!row.label.empty()) {
      EXPECT_EQ(first_label(model, {row.texts[0], row.texts[1]}), row.label);
    }
  }
  EXPECT_EQ(first_label(model, {"", "葡萄酒酿造、饮料销售"}), "酒");
}

TEST(Learn, labels_drawn_at_random_are_not_predicted_with_confidence) {
  std::mt19937 dice{3};
  std::vector<LabelledRow> rows;
  for (int i = 0; i < 300; ++i) {
    rows.push_back({{"某公司", i % 2 == 0 ? "软件开发" : "白酒酿造"}, dice() % 2 == 0 ? "甲" : "乙"});
  }
  auto const report = learn_toy(rows).report;
  EXPECT_NEAR(report.top1, 0.5, 0.1);
  EXPECT_LT(report.calibration_error, 0.1);
  EXPECT_LT(report.log_loss, 0.75);  // ln 2 is what a coin costs
}

// Words that only one row has weigh nothing but lengthen it: where they did so for the rows held back and not for new
// ones, the mixture was too sure of new ones.
TEST(Learn, a_model_is_as_sure_of_new_rows_as_it_is_right) {
  std::mt19937 dice{7};
  auto const strange = [&] {
    std::string word;
    for (int i = 0; i < 3; ++i) {
      auto const at = 0x4E00 + dice() % 0x4000;
      word += static_cast<char>(0xE0 | (at >> 12U));
      word += static_cast<char>(0x80 | ((at >> 6U) & 0x3FU));
      word += static_cast<char>(0x80 | (at & 0x3FU));
    }
    return word;
  };
  std::vector<std::string> const labels{"甲", "乙", "丙", "丁"};
  std::vector<std::string> const signs{"瓷碗", "竹席", "铜锣", "麻绳"};
  auto const drawn = [&](std::size_t count) {
    std::vector<LabelledRow> rows;
    for (std::size_t i = 0; i < count; ++i) {
      auto const label = dice() % labels.size();
      auto const sign = dice() % 10 < 7 ? label : dice() % labels.size();
      std::string scope = signs[sign];
      for (int k = 0; k < 12; ++k) scope += "；" + strange();
      rows.push_back({{"某公司", scope}, labels[label]});
    }
    return rows;
  };
  auto const model = learn_toy(drawn(400)).model;
  RowFeatures reader;
  auto sure = 0.0;
  auto right = 0.0;
  constexpr std::size_t kNew = 400;
  for (auto const& row : drawn(kNew)) {
    auto const found = model.predict(std::vector<std::string_view>{row.texts[0], row.texts[1]}, 1, reader);
    sure += static_cast<double>(found.at(0).probability);
    right += model.labels().at(found.at(0).label) == row.label ? 1 : 0;
  }
  // A fifth less to learn from in each fold makes it a little less sure than it could be.
  EXPECT_NEAR(sure / kNew, right / kNew, 0.1);
}

TEST(Learn, words_nobody_has_said_lengthen_a_row_as_the_rarest_do) {
  std::vector<std::uint32_t> const keys{4, 12};
  std::vector<float> const idf{1, 2};
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
  std::vector<Feature> const known{{4, 1}};
  project(known, keys, idf, rarest_idf(idf), columns, values);
  EXPECT_EQ(columns, std::vector<std::uint32_t>{0});
  EXPECT_NEAR(values.at(0), 1, 1e-6);
  std::vector<Feature> const with_unknown{{4, 1}, {8, 1}, {16, 1}};
  project(with_unknown, keys, idf, rarest_idf(idf), columns, values);
  EXPECT_EQ(columns, std::vector<std::uint32_t>{0});
  EXPECT_NEAR(values.at(0), 1 / std::sqrt(1.0 + 4 + 4), 1e-6);
}

TEST(Learn, probabilities_sum_to_one_and_fall) {
  auto const model = learn_toy(toy_rows()).model;
  RowFeatures reader;
  for (auto const* scope : {"中成药生产", "", "完全陌生的词", "\xFF\xFE"}) {
    std::vector<std::string_view> const texts{"", scope};
    auto const found = model.predict(texts, 100, reader);
    ASSERT_EQ(found.size(), 3U);
    float total = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      total += found[i].probability;
      if (i > 0) {
        EXPECT_LE(found[i].probability, found[i - 1].probability);
      }
    }
    EXPECT_NEAR(total, 1, 1e-5);
  }
}

TEST(Learn, the_same_seed_gives_the_same_bytes) {
  EXPECT_EQ(learn_toy(toy_rows(), 5).model.save(), learn_toy(toy_rows(), 5).model.save());
}

TEST(Learn, the_order_of_rows_does_not_decide) {
  auto rows = toy_rows();
  std::reverse(rows.begin(), rows.end());
  auto const model = learn_toy(rows).model;
  for (auto const& row : toy_rows()) {
    if (!row.label.empty()) {
      EXPECT_EQ(first_label(model, {row.texts[0], row.texts[1]}), row.label);
    }
  }
}

TEST(Learn, knowledge_teaches_words_that_no_row_holds) {
  std::vector<KnowledgeText> const single{{"血糖仪", "医药", 0.5}, {"制氧机", "医药", 0.4}, {"血糖试纸", "医药", 0.1},
                                          {"伏特加", "酒", 0.9},   {"威士忌", "酒", 0.2},   {"伏特加酒", "酒", -1},
                                          {"", "酒", 1},           {"无标签", "", 1}};
  std::vector<KnowledgeText> const joined{{"血糖仪、制氧机、血糖试纸", "医药", 1}, {"伏特加 威士忌 伏特加酒", "酒", 1}};
  for (auto const& knowledge : {single, joined}) {
    auto const [model, report] = learn(kColumns, toy_rows(), knowledge, {});
    EXPECT_LE(report.knowledge, 6U);
    EXPECT_EQ(first_label(model, {"", "血糖仪、血糖试纸"}), "医药");
    EXPECT_EQ(first_label(model, {"", "伏特加"}), "酒");
  }
}

TEST(Learn, the_glossary_teaches_what_goes_by_the_name_of_a_label) {
  std::vector<LabelledRow> const rows{{{"", "鱼苗"}, "水产养殖"}, {{"", "码头"}, "港口"}, {{"", "机票"}, "航空运输业"}};
  auto const model = learn_toy(rows).model;
  EXPECT_EQ(first_label(model, {"", "扇贝、对虾"}), "水产养殖");
  EXPECT_EQ(first_label(model, {"", "集装箱装卸；拖轮"}), "港口");
  EXPECT_EQ(first_label(model, {"", "候机楼、直升机"}), "航空运输业");
}

std::vector<std::string_view> first_names(std::vector<GlossaryEntry const*> const& entries) {
  std::vector<std::string_view> names;
  for (auto const* entry : entries) names.push_back(entry->names.front());
  return names;
}

TEST(Glossary, a_name_is_known_however_a_taxonomy_dresses_it) {
  std::vector<std::string_view> const labels{"饲料Ⅱ", "农业/水产养殖", "光伏行业", "林业", "no trade", ""};
  auto const found = glossary_of(labels);
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(first_names(found[0]), Names{"饲料"});
  EXPECT_EQ(first_names(found[1]), Names{"渔业"});
  EXPECT_EQ(first_names(found[2]), Names{"光伏设备"});
  EXPECT_EQ(first_names(found[3]), Names{"林业"});
  EXPECT_TRUE(found[4].empty());
  EXPECT_TRUE(found[5].empty());
}

TEST(Glossary, what_a_label_names_itself_is_not_also_its_broader_ones) {
  std::vector<std::string_view> const narrow{"农林牧渔", "饲料"};
  auto const found = glossary_of(narrow);
  EXPECT_EQ(found[1].size(), 1U);
  EXPECT_GE(found[0].size(), 5U);
  for (auto const name : first_names(found[0])) EXPECT_NE(name, "饲料");
}

TEST(Glossary, every_entry_says_what_it_is_counted_to_and_what_its_enterprises_do) {
  EXPECT_GE(glossary().size(), 100U);
  for (auto const& entry : glossary()) {
    ASSERT_FALSE(entry.names.empty());
    EXPECT_FALSE(entry.broader.empty()) << entry.names.front();
    EXPECT_GE(entry.things.size(), 4U) << entry.names.front();
  }
}

TEST(Learn, a_taxonomy_of_one_label_or_of_single_rows_is_still_a_taxonomy) {
  std::vector<LabelledRow> const one{{{"", "软件开发"}, "软件"}};
  auto const alone = learn_toy(one);
  EXPECT_EQ(alone.report.folds, 0U);
  EXPECT_EQ(first_label(alone.model, {"", ""}), "软件");
  std::vector<LabelledRow> const each{{{"", "软件开发"}, "软件"}, {{"", "白酒酿造"}, "酒"}, {{"", ""}, "空"}};
  auto const [model, report] = learn_toy(each);
  EXPECT_EQ(report.labels, 3U);
  EXPECT_EQ(report.judged, 3U);
  EXPECT_EQ(first_label(model, {"", "白酒酿造"}), "酒");
}

TEST(Learn, rows_without_any_label_are_refused_by_name) {
  std::vector<LabelledRow> const rows{{{"a", "b"}, ""}};
  try {
    learn_toy(rows);
    FAIL();
  } catch (Failure const& failure) {
    EXPECT_EQ(failure.error().code, "no_labelled_rows");
  }
}

TEST(Model, a_saved_model_predicts_the_same_after_loading) {
  auto const model = learn_toy(toy_rows()).model;
  auto const bytes = model.save();
  auto const again = LearnedModel::load(bytes);
  EXPECT_EQ(again.save(), bytes);
  RowFeatures reader;
  std::vector<std::string_view> const texts{"某某药业", "中成药批发；软件销售"};
  auto const before = model.predict(texts, 3, reader);
  auto const after = again.predict(texts, 3, reader);
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(before[i].label, after[i].label);
    EXPECT_EQ(before[i].probability, after[i].probability);
  }
}

TEST(Model, damage_anywhere_is_noticed) {
  auto const bytes = learn_toy(toy_rows()).model.save();
  for (std::size_t at = 0; at < bytes.size(); at += 1 + bytes.size() / 300) {
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    EXPECT_THROW(LearnedModel::load(damaged), Failure) << at;
    EXPECT_THROW(LearnedModel::load(std::string_view{bytes}.substr(0, at)), Failure) << at;
  }
  EXPECT_THROW(LearnedModel::load(bytes + "x"), Failure);
}

TEST(Features, approval_formulas_and_exceptions_are_not_read) {
  RowFeatures reader;
  auto const keys = [&](std::string_view scope) {
    std::vector<std::string_view> const texts{scope};
    std::vector<ColumnRole> const roles{ColumnRole::kBody};
    std::vector<Feature> out;
    reader.read(texts, roles, out);
    std::vector<std::uint32_t> found;
    for (auto const& feature : out) found.push_back(feature.key);
    return found;
  };
  EXPECT_EQ(keys("化肥销售（危险化学品除外）。依法须经批准的项目，经相关部门批准后方可开展经营活动"), keys("化肥销售"));
  EXPECT_TRUE(keys("(((").empty());
  // What every manufacturer buys from abroad for its own use is no trade of its own; 自产 alone is none either.
  EXPECT_EQ(keys("白酒生产；经营本企业自产产品的出口业务和本企业所需的机械设备、仪器仪表的进口业务"), keys("白酒生产"));
  EXPECT_FALSE(keys("自产蔬菜、水果销售").empty());
}

TEST(Features, names_are_titles_and_scopes_are_bodies) {
  EXPECT_EQ(role_of_column({"长春制药有限公司", "通化酒业股份有限公司"}), ColumnRole::kTitle);
  EXPECT_EQ(role_of_column({"中成药生产；药品批发、零售", "软件开发"}), ColumnRole::kBody);
  EXPECT_EQ(role_of_column({}), ColumnRole::kBody);
}

TEST(Phrases, the_phrase_itself_is_nearest_to_itself) {
  std::vector<Phrase> const phrases{{"塑料鞋制造", 0, 1}, {"橡胶鞋制造", 1, 1}, {"木地板制造", 2, 1}};
  PhraseIndex const index{phrases};
  PhraseIndex::Buffers buffers;
  std::vector<PhraseIndex::Hit> hits;
  for (auto const& phrase : phrases) {
    index.match(text::folded(phrase.text), 2, 0.1F, buffers, hits);
    ASSERT_FALSE(hits.empty());
    EXPECT_EQ(hits[0].concept_id, phrase.concept_id);
    EXPECT_NEAR(hits[0].similarity, 1, 1e-5);
  }
}

}  // namespace
}  // namespace lianzhao::classify
