#include "serve/workspace_api_test.h"

/// Who may register an investor whom another zone's lead protects, and what the other zone is told.
namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace json = boost::json;

class Protection : public WorkspaceApi {
 protected:
  static constexpr auto kInvestor = "长春甲乙药业有限公司";
  static constexpr auto kReason = "投资方只愿落在西区";

  void SetUp() override {
    WorkspaceApi::SetUp();
    if (IsSkipped()) return;
    first_ = lead("officer", "east", kInvestor, "原料药生产");
    second_ = lead("neighbour", "west", kInvestor, "原料药生产");
  }
  std::string convert_url() const { return fmt::format("/leads/{}/project", second_); }
  static std::string despite() {
    return fmt::format(R"({{"name":"原料药","version":1,"despite_protection":"{}"}})", kReason);
  }
  json::array alarms(std::string const& as) {
    return must(as, "GET", "/alarms?kind=protection_overridden", "", 200).at("items").as_array();
  }
  json::object detail(std::string const& as, std::int64_t id) {
    return must(as, "GET", fmt::format("/leads/{}", id), "", 200);
  }
  std::string dispute_url(std::int64_t id) const { return fmt::format("/leads/{}/disputes", id); }

  std::int64_t first_ = 0;
  std::int64_t second_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Workspace, Protection, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(Protection, a_refusal_names_the_holder_the_day_and_who_may_decide) {
  enter("rival");
  auto const refused = must("neighbour", "POST", convert_url(), R"({"name":"原料药","version":1})", 409);
  EXPECT_EQ(refused.at("code"), "protected_elsewhere");
  auto const& params = refused.at("params").as_object();
  EXPECT_EQ(params.at("zone"), "东区");
  EXPECT_EQ(params.at("until"), detail("officer", first_).at("lead").at("protected_until"));
  EXPECT_THAT(std::string{params.at("who").as_string()}, HasSubstr("u-rival"));
  EXPECT_THAT(std::string{params.at("who").as_string()}, Not(HasSubstr("u-leader"))) << "of the other zone";
}

TEST_P(Protection, only_who_decides_for_the_zone_goes_on_and_only_with_a_reason) {
  EXPECT_EQ(must("neighbour", "POST", convert_url(), despite(), 403).at("code"), "override_not_yours");
  must("rival", "POST", convert_url(), R"({"name":"原料药","version":1,"despite_protection":""})", 400);
  EXPECT_TRUE(alarms("leader").empty()) << "nothing was registered";
  // Who leads the holder's zone decides nothing in the other.
  must("leader", "POST", convert_url(), despite(), 404);
  must("rival", "POST", convert_url(), despite(), 201);
}

TEST_P(Protection, the_zone_that_was_passed_over_is_rung_until_it_has_taken_a_step) {
  must("rival", "POST", convert_url(), despite(), 201);
  auto const rung = alarms("leader");
  ASSERT_EQ(rung.size(), 1U);
  EXPECT_EQ(rung[0].at("noun"), "lead");
  EXPECT_EQ(rung[0].at("id").as_int64(), first_);
  EXPECT_THAT(std::string{rung[0].at("why").as_string()}, HasSubstr(fmt::format("西区：{}（u-rival）", kReason)));
  EXPECT_THAT(std::string{rung[0].at("action").as_string()}, HasSubstr("争议"));
  EXPECT_TRUE(alarms("rival").empty()) << "of the other zone";
  // It rings also when the holder's lead has become a project.
  must("officer", "POST", fmt::format("/leads/{}/project", first_), R"({"name":"东区原料药","version":1})", 201);
  EXPECT_TRUE(alarms("leader").empty()) << "a step was taken";
}

TEST_P(Protection, a_converted_lead_is_passed_over_too) {
  must("officer", "POST", fmt::format("/leads/{}/project", first_), R"({"name":"东区原料药","version":1})", 201);
  must("rival", "POST", convert_url(), despite(), 201);
  EXPECT_EQ(alarms("leader").size(), 1U);
}

TEST_P(Protection, the_zone_that_was_passed_over_may_dispute_it) {
  EXPECT_FALSE(detail("officer", first_).at("may_dispute").as_bool()) << "it has the first report";
  EXPECT_TRUE(detail("neighbour", second_).at("may_dispute").as_bool());
  must("rival", "POST", convert_url(), despite(), 201);
  EXPECT_TRUE(detail("officer", first_).at("may_dispute").as_bool());
  EXPECT_EQ(alarms("leader").size(), 1U);
  constexpr auto kText = R"({"against_lead_id":null,"text":"我方已洽谈三个月"})";
  auto const opened = must("officer", "POST", dispute_url(first_), kText, 201);
  EXPECT_EQ(opened.at("lead_id").as_int64(), first_);
  EXPECT_EQ(opened.at("against_lead_id").as_int64(), second_);
  EXPECT_TRUE(alarms("leader").empty()) << "a dispute is a step";
  EXPECT_EQ(must("officer", "POST", dispute_url(first_), kText, 409).at("code"), "dispute_open");
  // Without anything that was registered nobody is there to dispute with.
  auto const other = lead("officer", "east", "吉林丙丁化工有限公司", "树脂");
  EXPECT_EQ(must("officer", "POST", dispute_url(other), kText, 404).at("code"), "lead_not_found");
}

TEST_P(Protection, a_project_without_a_lead_rings_too_and_leaves_nothing_to_dispute) {
  auto const wanted =
      fmt::format(R"({{"zone_id":"west","name":"原料药","investor":"{}","idea":"原料药生产")", kInvestor);
  EXPECT_EQ(must("rival", "POST", "/projects", wanted + "}", 409).at("code"), "protected_elsewhere");
  must("rival", "POST", "/projects", fmt::format(R"({},"despite_protection":"{}"}})", wanted, kReason), 201);
  EXPECT_EQ(alarms("leader").size(), 1U);
  EXPECT_FALSE(detail("officer", first_).at("may_dispute").as_bool());
}

TEST_P(Protection, one_investor_is_protected_however_his_name_is_written) {
  for (auto const* const written : {"長春甲乙藥業有限公司", "长春甲乙药业 有限公司", "　長春（甲乙）药业有限公司"}) {
    auto const body =
        fmt::format(R"({{"zone_id":"west","name":"制剂","investor":"{}","idea":"完全不同的想法"}})", written);
    EXPECT_EQ(must("neighbour", "POST", "/projects", body, 409).at("code"), "protected_elsewhere") << written;
  }
  lead("officer", "east", "吉林ABC医药（龙井）有限公司", "试剂");
  auto const body = R"({"zone_id":"west","name":"试剂","investor":"吉林ａｂｃ醫藥(龍井)有限公司","idea":"另一件事"})";
  EXPECT_EQ(must("neighbour", "POST", "/projects", body, 409).at("code"), "protected_elsewhere");
  // Another name stays another.
  must("neighbour", "POST", "/projects",
       R"({"zone_id":"west","name":"制剂","investor":"長春甲丙藥業有限公司","idea":"完全不同的想法"})", 201);
}

}  // namespace
}  // namespace lianzhao::serve
