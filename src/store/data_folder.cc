#include "store/data_folder.h"

#include <system_error>

#include <fmt/format.h>

#include "kernel/error.h"
#include "store/migrations.h"

namespace lianzhao::store {

namespace {

std::unique_ptr<Database> open(DataFolder const& folder, std::string schema, Durability durability) {
  std::error_code error;
  std::filesystem::create_directories(folder.path, error);
  if (error) {
    throw Failure{{ErrorKind::kUnavailable, "file_unwritable",
                   fmt::format("the data folder {} cannot be made: {}; name another with --data", folder.path.string(),
                               error.message())}};
  }
  auto const file = folder.path / (schema + ".db");
  DatabaseOptions options;
  options.schema = std::move(schema);
  options.durability = durability;
  return Database::open(folder.database.empty() ? file.string() : folder.database, options);
}

}  // namespace

std::unique_ptr<Database> open_workspace_as_it_is(DataFolder const& folder) {
  return open(folder, "workspace", Durability::kFull);
}

std::unique_ptr<Database> open_register_as_it_is(DataFolder const& folder, Durability durability) {
  return open(folder, "register", durability);
}

std::unique_ptr<Database> open_workspace(DataFolder const& folder) {
  auto database = open_workspace_as_it_is(folder);
  migrate(*database, workspace_migrations(), folder.backups());
  return database;
}

std::unique_ptr<Database> open_register(DataFolder const& folder, Durability durability) {
  auto database = open_register_as_it_is(folder, durability);
  migrate(*database, register_migrations(), folder.backups());
  return database;
}

}  // namespace lianzhao::store
