#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "kernel/embedded.h"
#include "store/session.h"

namespace lianzhao::store {

/// A numbered forward-only step of a schema.
struct Migration {
  int number = 0;
  std::string name;      ///< "0001_account"
  std::string sql;       ///< of the engine asked for
  std::string checksum;  ///< of the file as embedded
};

/// From migrations/<set>/NNNN_name.sql, rising without gaps. A twin NNNN_name.postgres.sql replaces the file on
/// PostgreSQL. Otherwise two words differ by engine: ${id} (a generated key) and ${blob}.
/// @throws Failure "bad_migration" on a gap or a name without a number.
std::vector<Migration> migrations_for(std::span<embedded::File const>, Engine);

/// The sets built into the program.
std::span<embedded::File const> workspace_migrations();
std::span<embedded::File const> register_migrations();

struct MigrationState {
  std::vector<std::string> applied;
  std::vector<std::string> pending;
};

/// What is applied and what is not. Changes nothing.
/// @throws Failure "migration_edited" when an applied file has changed since, "database_newer" when the database
/// knows steps that this program does not.
MigrationState migration_state(Database&, std::span<embedded::File const>);

/// Applies what is pending in one transaction: all or nothing. An existing SQLite file is first copied to
/// `backup_folder` (none when empty). Several processes may call it at once. Fails as migration_state.
MigrationState migrate(Database&, std::span<embedded::File const>, std::filesystem::path const& backup_folder = {});

}  // namespace lianzhao::store
