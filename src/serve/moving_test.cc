// A workspace moves from one database to the other as a backup: whatever holds it, the backup is a file.
#include <algorithm>
#include <atomic>
#include <thread>

#include "kernel/error.h"
#include "serve/backups.h"
#include "serve/workspace_api_test.h"
#include "store/audit_log.h"
#include "store/data_folder.h"

namespace lianzhao::serve {
namespace {

using testing::HasSubstr;

class Moving : public WorkspaceApi {
 protected:
  /// Every row of every table, in an order that is no engine's.
  static std::map<std::string, std::vector<std::string>> rows_of(store::Database& database,
                                                                 std::filesystem::path const& schema_of) {
    std::map<std::string, std::vector<std::string>> found;
    auto const schema = store::Database::open(schema_of.string());
    auto columns = schema->reader();
    auto sql = database.reader();
    auto tables = columns.query(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'migration'");
    while (tables.next()) {
      auto const table = std::string{tables.text(0)};
      std::vector<std::string> types;
      auto its = columns.query("SELECT type FROM pragma_table_info(?) ORDER BY cid", table);
      while (its.next()) types.emplace_back(its.text(0));
      auto rows = sql.query(fmt::format("SELECT * FROM {}", table));
      while (rows.next()) {
        std::string row;
        for (int i = 0; i < static_cast<int>(types.size()); ++i) {
          auto const& type = types[static_cast<std::size_t>(i)];
          if (rows.is_null(i)) {
            row += "NULL|";
          } else if (type.find("INT") != std::string::npos) {
            row += fmt::format("{}|", rows.integer(i));
          } else if (type == "TEXT") {
            row += fmt::format("'{}'|", rows.text(i));
          } else if (type == "BLOB") {
            row += fmt::format("x{}|", rows.blob(i));
          } else {
            row += fmt::format("{}|", rows.real(i));
          }
        }
        found[table].push_back(std::move(row));
      }
    }
    for (auto& [name, rows] : found) std::sort(rows.begin(), rows.end());
    return found;
  }

  store::DataFolder here() const { return {folder_.path(), database_}; }

  testkit::TemporaryFolder elsewhere_;
};

INSTANTIATE_TEST_SUITE_P(Workspace, Moving, testing::Values(store::Engine::kSqlite, store::Engine::kPostgres),
                         engine_name);

TEST_P(Moving, a_backup_is_restored_on_either_database_row_by_row) {
  auto& cluster = testkit::PostgresCluster::instance();
  if (!cluster.missing().empty()) GTEST_SKIP() << cluster.missing();
  auto const part = project("officer", R"(甲项目 \"引号\" \\ 100%\t甲)");
  auto const whole =
      project("officer", "整体项目", R"(,"stages":[{"stage":"signed","day":"2024-02-01","note":"换\n行"}])");
  // A row that names a later one of its own table.
  must("officer", "PATCH", fmt::format("/projects/{}", part), fmt::format(R"({{"version":1,"parent_id":{}}})", whole),
       200);
  must("officer", "POST", fmt::format("/projects/{}/tasks", part), R"({"name":"送材料","days":3})", 201);
  lead("neighbour", "west", "乙公司", "建厂");
  must("officer", "POST", "/documents?name=contract.pdf", "%PDF-1.4 the contract", 201);

  auto const while_writing = elsewhere_.path() / "while-writing";
  {
    std::atomic<bool> enough = false;
    std::jthread writer{[&] {
      while (!enough) {
        call("officer", "POST", fmt::format("/api/v1/projects/{}/notes", part), R"({"text":"电话"})");
      }
    }};
    EXPECT_EQ(back_up(here(), while_writing).documents, 1U) << "the audit holds, so one moment was copied";
    enough = true;
  }
  server_->stop();
  server_.reset();
  auto const copy = elsewhere_.path() / "copy";
  back_up(here(), copy);

  auto const schema = copy / "workspace.db";
  auto const given = rows_of(*store::open_workspace(here()), schema);
  ASSERT_GT(given.at("project").size(), 1U);
  ASSERT_GT(given.at("audit").size(), 5U);
  std::vector<store::DataFolder> const places{{elsewhere_.path() / "file", ""},
                                              {elsewhere_.path() / "server", cluster.new_database()}};
  for (auto const& place : places) {
    EXPECT_EQ(restore(place, copy).documents, 1U);
    auto const moved = store::open_workspace(place);
    EXPECT_EQ(rows_of(*moved, schema), given) << place.database;
    auto sql = moved->reader();
    EXPECT_FALSE(store::AuditLog{sql}.verify().first_bad_id);
  }

  // People go on where they were, and what they make gets ids of its own.
  ServerOptions options;
  options.folder = places[GetParam() == store::Engine::kSqlite ? 1 : 0];
  options.port = 0;
  server_ = std::make_unique<Server>(options, std::vector<std::pair<std::string, JobWork>>{});
  EXPECT_EQ(project("officer", "后来的项目"), whole + 1);

  // What was there before a restore is kept as a file, and one can go back to it.
  server_.reset();
  restore(options.folder, copy);
  auto const again = rows_of(*store::open_workspace(options.folder), schema);
  EXPECT_EQ(again, given);
  std::filesystem::path kept;
  for (auto const& entry : std::filesystem::directory_iterator{options.folder.backups()}) kept = entry.path();
  auto const before = store::Database::open(kept.string());
  EXPECT_EQ(before->reader().find_integer("SELECT count(*) FROM project WHERE name = '后来的项目'"), 1);
}

TEST_P(Moving, a_backup_that_does_not_fit_changes_nothing) {
  auto const copy = elsewhere_.path() / "copy";
  project("officer", "甲项目");
  server_->stop();
  server_.reset();
  back_up(here(), copy);
  {
    // As if by a later program.
    auto const later = store::Database::open((copy / "workspace.db").string());
    later->writer().execute("INSERT INTO migration (number, name, checksum, at) VALUES (999, 'x', 'x', 0)");
  }
  auto const before = rows_of(*store::open_workspace(here()), copy / "workspace.db");
  if (GetParam() == store::Engine::kPostgres) {
    EXPECT_THROW(restore(here(), copy, true), Failure);
    EXPECT_EQ(rows_of(*store::open_workspace(here()), copy / "workspace.db"), before);
  }
  std::filesystem::remove(copy / "manifest.txt");
  EXPECT_THROW(restore(here(), copy), Failure) << "nothing vouches for it";
  EXPECT_EQ(rows_of(*store::open_workspace(here()), copy / "workspace.db"), before);
}

}  // namespace
}  // namespace lianzhao::serve
