#include <filesystem>

#include <gtest/gtest.h>

#include "testkit/kill_run.h"
#include "testkit/postgres_cluster.h"
#include "testkit/temporary_folder.h"

namespace lianzhao::app {
namespace {

void expect_nothing_lost(testkit::KillRunReport const& report) {
  EXPECT_EQ(report.lost, 0);
  EXPECT_EQ(report.halves, 0);
  EXPECT_TRUE(report.audit_whole);
  EXPECT_EQ(report.first_problem, "");
  // Otherwise little was tried: every second kill comes after a write.
  EXPECT_GE(report.acknowledged, report.kills / 2);
  EXPECT_GE(report.audit_entries, report.acknowledged);
}

// bench/kill_bench.cc does the same a thousand times.
TEST(Kill, at_any_instant_loses_no_acknowledged_write_on_sqlite) {
  testkit::TemporaryFolder folder;
  testkit::KillRunOptions options;
  options.binary = LIANZHAO_BINARY;
  options.folder = folder.path();
  expect_nothing_lost(testkit::run_kills(options));
}

// A run that finds nothing says something only if it finds what is missing.
TEST(Kill, is_told_when_acknowledged_writes_are_gone) {
  testkit::TemporaryFolder folder;
  testkit::KillRunOptions options;
  options.binary = LIANZHAO_BINARY;
  options.folder = folder.path();
  options.kills = 2;
  // What a disk does that lies about having written.
  options.meddle = [&] { std::filesystem::remove(folder.path() / "workspace.db-wal"); };
  auto const report = testkit::run_kills(options);
  EXPECT_GT(report.acknowledged, 0);
  EXPECT_GT(report.lost, 0);
  EXPECT_NE(report.first_problem, "");
}

TEST(Kill, at_any_instant_loses_no_acknowledged_write_on_postgresql) {
  auto& cluster = testkit::PostgresCluster::instance();
  if (!cluster.missing().empty()) GTEST_SKIP() << cluster.missing();
  testkit::TemporaryFolder folder;
  testkit::KillRunOptions options;
  options.binary = LIANZHAO_BINARY;
  options.folder = folder.path();
  options.database = cluster.new_database();
  options.kills = 5;
  expect_nothing_lost(testkit::run_kills(options));
}

}  // namespace
}  // namespace lianzhao::app
