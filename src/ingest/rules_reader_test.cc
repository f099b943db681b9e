#include "ingest/rules_reader.h"

#include <gtest/gtest.h>

#include "kernel/error.h"
#include "kernel/file.h"

namespace lianzhao::ingest {
namespace {

struct RulesReader : testing::Test {
  std::filesystem::path file = std::filesystem::path{testing::TempDir()} / "lianzhao_rules_test.yaml";
  void TearDown() override { std::filesystem::remove(file); }

  std::string refusal(std::string_view text) {
    write_file_atomically(file, text);
    try {
      read_diagnosis_rules(file);
    } catch (Failure const& failure) {
      return failure.error().message;
    }
    return {};
  }
};

TEST_F(RulesReader, the_shipped_files_say_what_the_code_defaults_to) {
  auto const rules = read_diagnosis_rules();
  DiagnosisRules const defaults;
  EXPECT_EQ(rules.strong_count, defaults.strong_count);
  EXPECT_EQ(rules.strong_quotient, defaults.strong_quotient);
  EXPECT_EQ(rules.reach_m, defaults.reach_m);
  EXPECT_EQ(rules.min_confidence, defaults.min_confidence);
  EXPECT_EQ(rules.fill_importance, defaults.fill_importance);
  EXPECT_EQ(read_target_weights().technology, TargetWeights{}.technology);
}

TEST_F(RulesReader, a_file_overrides_only_what_it_says) {
  write_file_atomically(file, "strong_count: 7\n");
  auto const rules = read_diagnosis_rules(file);
  EXPECT_EQ(rules.strong_count, 7U);
  EXPECT_EQ(rules.strong_quotient, DiagnosisRules{}.strong_quotient);
}

TEST_F(RulesReader, mistakes_are_named_with_their_line_and_the_way_out) {
  EXPECT_NE(refusal("strong_count: 3\nstrong_cuont: 7\n").find(":2: unknown key \"strong_cuont\"; known are"),
            std::string::npos);
  EXPECT_NE(refusal("min_confidence: 2").find(":1: min_confidence must be a number from 0 to 1"), std::string::npos);
  EXPECT_NE(refusal("reach_m: far").find("must be a number"), std::string::npos);
  EXPECT_NE(refusal("- 1").find("expected lines"), std::string::npos);
  EXPECT_NE(refusal("a: [1").find(":1:"), std::string::npos);
}

TEST_F(RulesReader, weights_of_nothing_are_refused) {
  write_file_atomically(file, "investment_intensity: 0\noutput_efficiency: 0\ntechnology: 0\nchain_tie: 0\n");
  EXPECT_THROW(read_target_weights(file), Failure);
  EXPECT_THROW(read_target_weights(file.string() + ".absent"), Failure);
}

}  // namespace
}  // namespace lianzhao::ingest
