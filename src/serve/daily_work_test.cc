#include "serve/daily_work.h"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lifecycle/likeness.h"
#include "serve/digest.h"
#include "serve/lead_view.h"
#include "store/account_repository.h"
#include "store/audit_log.h"
#include "store/daily_work_repository.h"
#include "store/data_folder.h"
#include "store/lead_repository.h"
#include "store/project_repository.h"
#include "store/promise_repository.h"
#include "store/task_repository.h"
#include "store/team_repository.h"
#include "testkit/mail_server.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto kFriday = std::string_view{"2026-11-27"};
/// A pause in which the server is stopped.
constexpr auto kOnePortion = [](auto) { return false; };

class DailyWorkTest : public testing::Test {
 protected:
  DailyWorkTest()
      : database_{store::open_workspace({folder_.path(), ""})},
        events_{std::make_shared<EventFeed>()},
        insights_{{folder_.path(), ""}, *database_, events_},
        figures_{insights_},
        workspace_{*database_, events_, insights_, figures_} {
    auto sql = database_->writer();
    store::Account account;
    account.name = "wang";
    account.display_name = "王专员";
    account.role = "officer";
    account.email = "wang@zone.test";
    officer_ = store::AccountRepository{sql}.add(account);
    account.name = "li";
    account.email = "";
    store::AccountRepository{sql}.add(account);
    store::Project project;
    project.zone_id = "east";
    project.name = "甲项目";
    project.kind = "new";
    project.stage = "negotiation";
    project.stage_since = day("2026-11-01");
    project_ = store::ProjectRepository{sql}.add(project);
    store::TeamRepository{sql}.add({0, project_, officer_, "lead_officer", 0, std::nullopt, "", "", ""});
  }

  static DayNumber day(std::string_view text) { return parse_day(text).value(); }
  static Instant at(std::string_view text, int hour) { return (Instant{day(text)} * 24 + hour - 8) * 3600 * 1000; }

  std::int64_t task(std::string const& name, std::string_view due) {
    auto sql = database_->writer();
    auto tasks = store::TaskRepository{sql};
    store::Task made;
    made.project_id = project_;
    made.stage = "negotiation";
    made.name = name;
    made.assignee_id = officer_;
    made.id = tasks.add(made);
    made.due_day = day(due);
    tasks.set_dates(made);
    return made.id;
  }

  /// Five days of work from the eve of a holiday on that no plan has dated yet.
  std::int64_t undated_task() {
    auto sql = database_->writer();
    store::Task made;
    made.project_id = project_;
    made.stage = "negotiation";
    made.name = "能评";
    made.days = 5;
    made.from_day = day("2027-09-30");
    return store::TaskRepository{sql}.add(made);
  }

  bool escalated(std::int64_t id) {
    auto sql = database_->reader();
    return store::TaskRepository{sql}.find(id, {}).value().escalated;
  }

  void configure_mail(std::uint16_t port) {
    std::ofstream{folder_.path() / "mail.yaml"} << fmt::format(
        "url: smtp://127.0.0.1:{}\nfrom: lianzhao@zone.test\nfrom_name: 链招\npage: https://zone.test\n", port);
  }

  testkit::TemporaryFolder folder_;
  std::unique_ptr<store::Database> database_;
  std::shared_ptr<EventFeed> events_;
  Insights insights_;
  Figures figures_;
  Workspace workspace_;
  std::int64_t officer_ = 0;
  std::int64_t project_ = 0;
};

// Monday 23 November to Friday 27: four working days after Monday, three after Tuesday.
TEST_F(DailyWorkTest, what_is_overdue_for_more_than_three_working_days_comes_to_the_leader_once) {
  auto const monday = task("环评", "2026-11-23");
  auto const tuesday = task("能评", "2026-11-24");
  EXPECT_EQ(escalate_overdue(workspace_, day(kFriday)).count, 1);
  EXPECT_TRUE(escalated(monday));
  EXPECT_FALSE(escalated(tuesday));
  EXPECT_EQ(escalate_overdue(workspace_, day(kFriday)).count, 0);
  EXPECT_EQ(escalate_overdue(workspace_, day("2026-11-28")).count, 0) << "nobody reads it on a Saturday";
  EXPECT_EQ(escalate_overdue(workspace_, day("2026-11-30")).count, 1);
  auto sql = database_->reader();
  EXPECT_THAT(store::ProjectRepository{sql}.history(project_, 5).back().facts, HasSubstr("环评"));
  EXPECT_FALSE(store::AuditLog{sql}.verify().first_bad_id);
}

TEST_F(DailyWorkTest, a_newer_calendar_dates_once_what_it_reaches_and_leaves_what_is_overdue) {
  auto const overdue = task("环评", "2026-11-23");
  auto const undated = undated_task();
  EXPECT_EQ(apply_calendar(workspace_, day(kFriday)).count, 1);
  auto sql = database_->reader();
  // 1 to 3 October by law, the 4th and 5th for the Saturday and Sunday in it.
  EXPECT_EQ(store::TaskRepository{sql}.find(undated, {}).value().due_day, day("2027-10-12"));
  EXPECT_EQ(store::TaskRepository{sql}.find(overdue, {}).value().version, 1);
  EXPECT_EQ(apply_calendar(workspace_, day(kFriday)).count, 0) << "the calendar is the same";
}

TEST_F(DailyWorkTest, work_left_for_later_is_taken_up_again_and_nothing_is_done_twice) {
  for (int i = 0; i < 50; ++i) task(fmt::format("代办{}", i), "2026-11-23");
  auto const first = escalate_overdue(workspace_, day(kFriday), kOnePortion);
  EXPECT_FALSE(first.finished);
  EXPECT_GT(first.count, 0);
  EXPECT_LT(first.count, 50);
  auto const second = escalate_overdue(workspace_, day(kFriday));
  EXPECT_TRUE(second.finished);
  EXPECT_EQ(first.count + second.count, 50);
}

TEST_F(DailyWorkTest, a_calendar_left_half_applied_is_applied_at_the_next_start) {
  undated_task();
  auto const stopped = apply_calendar(workspace_, day(kFriday), kOnePortion);
  EXPECT_FALSE(stopped.finished);
  EXPECT_EQ(stopped.count, 1);
  auto const again = apply_calendar(workspace_, day(kFriday));
  EXPECT_TRUE(again.finished);
  EXPECT_EQ(again.count, 0) << "what agrees with the calendar is not written";
}

TEST_F(DailyWorkTest, a_clock_that_ran_ahead_once_does_not_stop_the_digests_of_the_days_until_then) {
  testkit::MailServer post;
  task("环评", "2026-11-24");
  configure_mail(post.port());
  auto const note = [&](std::string_view text) {
    auto sql = database_->writer();
    store::DailyWorkRepository{sql}.note_day("digest", day(text));
  };
  note("2027-11-27");
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 9)), 1);
  note("2026-11-28");
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 9)), 0) << "another server is past midnight already";
}

TEST_F(DailyWorkTest, a_digest_tells_everybody_his_own_once_a_working_day) {
  testkit::MailServer post;
  task("环评", "2026-11-24");
  task("能评", "2026-11-29");
  task("用地预审", "2027-03-01");
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 9)), 0) << "off until it is configured";
  configure_mail(post.port());
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 7)), 0) << "not before eight";
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at("2026-11-28", 9)), 0) << "not on a Saturday";
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 9)), 1);
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 10)), 0);
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at("2026-11-26", 9)), 0)
      << "a clock that jumps back sends no second";
  auto const mails = post.received();
  ASSERT_EQ(mails.size(), 1U) << "who has no address gets none";
  EXPECT_EQ(mails[0].to, "wang@zone.test");
  EXPECT_THAT(mails[0].text, HasSubstr("2026-11-24  环评 · 甲项目"));
  EXPECT_THAT(mails[0].text, HasSubstr("能评"));
  EXPECT_THAT(mails[0].text, HasSubstr("https://zone.test/my-day"));
  EXPECT_THAT(mails[0].text, Not(HasSubstr("用地预审")));
}

TEST_F(DailyWorkTest, the_leaders_digest_tells_of_errands_that_were_brought_to_him) {
  testkit::MailServer post;
  configure_mail(post.port());
  task("环评", "2026-11-23");
  {
    auto sql = database_->writer();
    store::Account leader;
    leader.role = "leader";
    for (auto const* const name : {"zhao", "qian"}) {
      leader.name = name;
      leader.display_name = name;
      leader.email = fmt::format("{}@zone.test", name);
      leader.zones = {name == std::string_view{"zhao"} ? "east" : "west"};
      store::AccountRepository{sql}.add(leader);
    }
  }
  EXPECT_EQ(escalate_overdue(workspace_, day(kFriday)).count, 1);
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 9)), 2) << "the officer and the leader of the zone";
  auto const mails = post.received();
  auto const leaders = std::find_if(mails.begin(), mails.end(), [](auto const& m) { return m.to == "zhao@zone.test"; });
  ASSERT_NE(leaders, mails.end());
  EXPECT_THAT(leaders->text, HasSubstr("环评 · 甲项目"));
}

TEST_F(DailyWorkTest, a_digest_tells_of_the_own_errand_for_which_help_was_asked) {
  testkit::MailServer post;
  configure_mail(post.port());
  auto const id = task("环评", "2026-12-24");
  database_->writer().execute("UPDATE task SET escalated = 1 WHERE id = ?", id);
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 9)), 1);
  auto const mails = post.received();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_THAT(mails[0].text, HasSubstr("预警（1）"));
  EXPECT_THAT(mails[0].text, HasSubstr("环评 · 甲项目"));
}

TEST_F(DailyWorkTest, a_digest_counts_all_alarms_and_lists_the_first_thirty) {
  testkit::MailServer post;
  configure_mail(post.port());
  {
    auto sql = database_->writer();
    for (int i = 0; i < 47; ++i) {
      store::Promise promise;
      promise.project_id = project_;
      promise.side = "zone";
      promise.kind = "land";
      promise.text = fmt::format("交地{}", i);
      promise.due = day("2026-11-20");
      store::PromiseRepository{sql}.add(promise);
    }
  }
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 9)), 1);
  auto const mails = post.received();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_THAT(mails[0].text, HasSubstr("预警（47）"));
  auto lines = 0;
  for (auto at = mails[0].text.find("· 交地"); at != std::string::npos; at = mails[0].text.find("· 交地", at + 1)) {
    ++lines;
  }
  EXPECT_EQ(lines, 30);
}

TEST_F(DailyWorkTest, who_has_nothing_to_do_gets_no_mail) {
  testkit::MailServer post;
  configure_mail(post.port());
  EXPECT_EQ(send_digests(workspace_, folder_.path(), at(kFriday, 9)), 0);
  EXPECT_TRUE(post.received().empty());
}

TEST_F(DailyWorkTest, settings_that_cannot_be_are_refused_with_their_line) {
  for (auto const* const text : {"url: http://x\nfrom: a@b\n", "url: smtp://x\nfrom: nobody\n", "urls: x\n",
                                 "url: smtp://x\nfrom: a@b\nhour: 25\n"}) {
    std::ofstream{folder_.path() / "mail.yaml"} << text;
    EXPECT_THROW(read_mail_settings(folder_.path()), Failure) << text;
  }
}

TEST_F(DailyWorkTest, what_an_older_program_took_in_with_traditional_characters_is_found_by_simplified_ones) {
  std::int64_t id = 0;
  {
    auto sql = database_->writer();
    store::Project old;
    old.zone_id = "east";
    old.name = "乙项目";
    old.investor = "長春龍華藥業有限公司";
    old.investor_form = "長春龍華藥業有限公司";
    old.short_name = "長春龍華藥業";
    old.idea = "人參飲片";
    id = store::ProjectRepository{sql}.add(old);
  }
  EXPECT_EQ(renew_forms(workspace_), 1);
  auto sql = database_->reader();
  auto const renewed = store::ProjectRepository{sql}.find(id, {}).value();
  EXPECT_EQ(renewed.investor, "長春龍華藥業有限公司") << "shown as it was written";
  EXPECT_EQ(renewed.investor_form, "长春龙华药业有限公司");
  EXPECT_EQ(renewed.short_name, "龙华药业");
  auto const keys = lifecycle::asked_keys({"", lifecycle::investor_form("长春龙华药业有限公司"), "龙华药业", {}});
  auto const known = store::LeadRepository{sql}.known(keys);
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known[0].id, id);
  EXPECT_EQ(renew_forms(workspace_), 0) << "once in the life of a workspace";
}

}  // namespace
}  // namespace lianzhao::serve
