#include "radar/dossier.h"

#include <gtest/gtest.h>

#include "radar/story.h"

namespace lianzhao::radar {
namespace {

DossierReport report(char const* day, NewsStage stage, std::optional<std::int64_t> yuan, RegionCode region = 220581) {
  DossierReport made;
  made.day = parse_day(day);
  made.project = "人参精深加工项目";
  made.stage = stage;
  if (yuan) made.amount = EventAmount{*yuan * 100, "CNY", AmountKind::kTotalInvestment, text::Qualifier::kExact};
  made.region_code = region;
  return made;
}

TEST(Dossier, a_project_goes_from_contract_to_production) {
  auto const reports = std::vector{report("2022-03-01", NewsStage::kSigned, 300'000'000),
                                   report("2023-05-10", NewsStage::kConstruction, std::nullopt),
                                   report("2024-09-01", NewsStage::kInProduction, 320'000'000)};
  auto const summary = fold_dossier(reports);
  EXPECT_EQ(summary.stage, NewsStage::kInProduction);
  EXPECT_EQ(summary.amount_fen, 32'000'000'000) << "the newest";
  EXPECT_EQ(summary.first_day, parse_day("2022-03-01"));
  EXPECT_EQ(summary.last_day, parse_day("2024-09-01"));
  EXPECT_TRUE(summary.contradictions.empty()) << "three and 3.2 hundred million are one amount";
}

TEST(Dossier, what_cannot_both_be_right_is_said) {
  auto const reports = std::vector{report("2022-03-01", NewsStage::kConstruction, 300'000'000),
                                   report("2022-06-01", NewsStage::kSigned, 500'000'000),
                                   report("2022-07-01", NewsStage::kUnknown, {}, 220524)};
  auto const summary = fold_dossier(reports);
  ASSERT_EQ(summary.contradictions.size(), 3U);
  EXPECT_EQ(summary.contradictions[0].kind, ContradictionKind::kAmount);
  EXPECT_EQ(summary.contradictions[1].kind, ContradictionKind::kStage);
  EXPECT_EQ(summary.contradictions[1].later, 1U);
  EXPECT_EQ(summary.contradictions[2].kind, ContradictionKind::kPlace);
  EXPECT_EQ(summary.stage, NewsStage::kConstruction) << "it does not go back";
}

TEST(Dossier, a_county_and_its_prefecture_are_one_place_and_a_stop_can_be_taken_back) {
  auto reports = std::vector{report("2022-03-01", NewsStage::kConstruction, {}, 220581),
                             report("2023-01-01", NewsStage::kSuspended, {}, 220500)};
  EXPECT_TRUE(fold_dossier(reports).contradictions.empty());
  EXPECT_EQ(fold_dossier(reports).region_code, 220581U);
  EXPECT_EQ(fold_dossier(reports).stage, NewsStage::kSuspended);
  reports.push_back(report("2024-01-01", NewsStage::kConstruction, {}));
  EXPECT_EQ(fold_dossier(reports).stage, NewsStage::kConstruction);
}

TEST(Dossier, nothing_known_is_nothing_said) {
  auto const summary = fold_dossier({});
  EXPECT_FALSE(summary.amount_fen);
  EXPECT_FALSE(summary.first_day);
  EXPECT_EQ(summary.stage, NewsStage::kUnknown);
  EXPECT_TRUE(summary.project.empty());
}

TEST(Dossier, one_project_is_told_by_name_and_a_second_thing) {
  ProjectEvent a;
  a.project = "通化人参精深加工项目";
  a.amount = EventAmount{30'000'000'000, "CNY", AmountKind::kTotalInvestment, text::Qualifier::kExact};
  auto b = a;
  b.project = "人参精深加工产业园项目";
  EXPECT_TRUE(one_project(a, b));
  b.project = "疫苗生产基地项目";
  EXPECT_FALSE(one_project(a, b));
  auto group = a;
  group.group = true;
  EXPECT_FALSE(one_project(a, group)) << "a group is never one of its parts";
  EXPECT_FALSE(name_keys(a.project).empty());
}

}  // namespace
}  // namespace lianzhao::radar
