#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "store/session.h"

namespace lianzhao::store {

/// The data folder and what lies where in it. `database` replaces its SQLite files by PostgreSQL schemas.
struct DataFolder {
  std::filesystem::path path = "lianzhao-data";
  std::string database;  ///< postgres://… or empty

  std::filesystem::path documents() const { return path / "documents"; }
  std::filesystem::path rejects() const { return path / "rejects"; }
  std::filesystem::path uploads() const { return path / "uploads"; }
  std::filesystem::path backups() const { return path / "backups"; }
  std::filesystem::path atlas() const { return path / "atlas"; }
  std::filesystem::path search() const { return path / "search"; }
};

/// Opens and migrates (after an automatic backup). The folder is made when it is missing.
/// @throws Failure as migrate(), "database_unreachable", "file_unwritable".
std::unique_ptr<Database> open_workspace(DataFolder const&);
/// `durability`: kNormal to serve and for ordinary imports, kOff to load a register from scratch.
std::unique_ptr<Database> open_register(DataFolder const&, Durability durability = Durability::kNormal);

/// As above without migrating, for `migrate` and --no-migrate.
std::unique_ptr<Database> open_workspace_as_it_is(DataFolder const&);
std::unique_ptr<Database> open_register_as_it_is(DataFolder const&, Durability durability = Durability::kNormal);

}  // namespace lianzhao::store
