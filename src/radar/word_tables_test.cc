#include "radar/word_tables.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "kernel/error.h"
#include "radar/name_words.h"
#include "radar/output_words.h"
#include "radar/said_numbers.h"
#include "radar/stages.h"
#include "radar/works_signs.h"

namespace lianzhao::radar {

TEST(word_tables, longer_words_stand_before_those_they_contain) {
  auto const rows = parse_word_table("own.tsv", "# note\nword\tweight\n投产\t1\n竣工投产\t0.5\n", 2, 0);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].word, u"竣工投产");
  EXPECT_EQ(number_of("own.tsv", rows[0], 1), 0.5);
  EXPECT_EQ(rows[1].line, 3U);
}

TEST(word_tables, words_are_folded_as_texts_are) {
  auto const rows = parse_word_table("own.tsv", "word\tweight\nＥＰＣ总承包（含设计）\t1\n", 2, 0);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].word, u"epc总承包(含设计)");
}

TEST(word_tables, the_longest_word_that_a_text_goes_on_with_is_found) {
  struct Weighed {
    std::u16string word;
    double weight;
  };
  WordTable<Weighed> const table{parse_word_table("own.tsv", "word\tweight\n竣工\t1\n竣工投产\t0.5\n", 2, 0),
                                 [](WordRow const& row) {
                                   return Weighed{row.word, number_of("own.tsv", row, 1)};
                                 }};
  ASSERT_NE(table.at(u"竣工投产后"), nullptr);
  EXPECT_EQ(table.at(u"竣工投产后")->weight, 0.5);
  ASSERT_NE(table.at(u"竣工后"), nullptr);
  EXPECT_EQ(table.at(u"竣工后")->word, u"竣工");
  EXPECT_EQ(table.at(u"竣"), nullptr);
  EXPECT_EQ(table.at(u"已竣工"), nullptr);
}

TEST(word_tables, a_bad_line_is_named) {
  auto const message_of = [](char const* text) -> std::string {
    try {
      for (auto const& row : parse_word_table("own.tsv", text, 2, 0)) number_of("own.tsv", row, 1);
    } catch (Failure const& failure) {
      return failure.error().message;
    }
    return "";
  };
  EXPECT_EQ(message_of("word\tweight\n投产\n"), "reference/own.tsv line 2: 1 cells, not 2");
  EXPECT_EQ(message_of("word\tweight\n投产\t1\n投产\t2\n"), "reference/own.tsv line 3: 投产 stands twice");
  EXPECT_EQ(message_of("word\tweight\nEPC\t1\nｅｐｃ\t2\n"), "reference/own.tsv line 3: ｅｐｃ stands twice");
  EXPECT_EQ(message_of("word\tweight\n\t1\n"), "reference/own.tsv line 2: no word");
  EXPECT_EQ(message_of("word\tweight\n投产\tmuch\n"), "reference/own.tsv line 2: much is no number");
}

TEST(word_tables, the_compiled_in_tables_are_read) {
  EXPECT_FALSE(name_stops().empty());
  EXPECT_FALSE(generic_words().empty());
  EXPECT_FALSE(sector_words().empty());
  EXPECT_FALSE(compound_heads().empty());
  EXPECT_FALSE(kept_compounds().empty());
  EXPECT_FALSE(works_nouns().empty());
  EXPECT_FALSE(object_verbs().empty());
  ASSERT_FALSE(site_endings().empty());
  EXPECT_GE(site_endings().front().size(), site_endings().back().size());
  EXPECT_FALSE(output_words("of_others").empty());
  auto const& leads = number_leads();
  EXPECT_TRUE(std::any_of(leads.begin(), leads.end(), [](NumberLead const& lead) {
    return lead.word == u"近" && lead.qualifier == text::Qualifier::kNearly;
  }));
  constexpr std::u16string_view kText = u"项目竣工投产";
  ASSERT_EQ(find_stages(kText, {0, kText.size()}).size(), 1U);
  EXPECT_EQ(find_stages(kText, {0, kText.size()})[0].stage, NewsStage::kInProduction);
  constexpr std::u16string_view kSign = u"塔吊林立";
  EXPECT_TRUE(find_works(kSign, {0, kSign.size()}));
}

}  // namespace lianzhao::radar
