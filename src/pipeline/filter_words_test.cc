#include "pipeline/filter_words.h"

#include <gtest/gtest.h>

#include "classify/tagger.h"
#include "kernel/error.h"
#include "pipeline/knowledge.h"

namespace lianzhao::pipeline {
namespace {

TEST(FilterWords, tags_count_from_the_confidence_on_from_which_they_are_given) {
  auto const rules = load_knowledge("no such folder").rules;
  EXPECT_DOUBLE_EQ(rules.min_confidence, classify::kLeastConfidence);
  EXPECT_DOUBLE_EQ(filter_of(rules, {}).min_confidence, classify::kLeastConfidence);
}

TEST(FilterWords, a_period_that_ends_before_it_begins_is_refused_naming_both_years) {
  FilterWords words;
  words.since = 2020;
  words.until = 2010;
  try {
    filter_of({}, words);
    FAIL();
  } catch (Failure const& failure) {
    EXPECT_EQ(failure.error().code, "bad_period");
    EXPECT_NE(failure.error().message.find("2020"), std::string::npos);
    EXPECT_NE(failure.error().message.find("2010"), std::string::npos);
  }
  words.until = 2020;
  EXPECT_EQ(filter_of({}, words).founded_to, *parse_day("2020-12-31"));
}

}  // namespace
}  // namespace lianzhao::pipeline
