#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "app/exit_code.h"
#include "store/audit_log.h"
#include "store/data_folder.h"
#include "store/migrations.h"

namespace lianzhao::app {

namespace {

store::DataFolder folder_of(CommandContext const& context) {
  store::DataFolder folder;
  folder.path = context.data;
  folder.database = context.database;
  return folder;
}

void verify(CommandContext& context) {
  auto const workspace = store::open_workspace(folder_of(context));
  auto sql = workspace->reader();
  auto log = store::AuditLog{sql};
  auto const verified = log.verify();
  if (context.json) {
    boost::json::object document;
    document["entries"] = verified.entries;
    document["sound"] = !verified.first_bad_id;
    if (verified.first_bad_id) document["first_bad_id"] = *verified.first_bad_id;
    document["last_hash"] = log.last_hash();
    fmt::print("{}\n", boost::json::serialize(document));
  } else if (verified.first_bad_id) {
    fmt::print("entry {} was changed, or one before it removed\n", *verified.first_bad_id);
  } else {
    fmt::print("{} entries, every hash holds; the last is {}\n", verified.entries, log.last_hash());
  }
  if (verified.first_bad_id) context.exit_code = kFailed;
}

void migrate(CommandContext const& context) {
  auto const folder = folder_of(context);
  auto const workspace = store::open_workspace(folder);
  auto const register_database = store::open_register(folder);
  auto const one = store::migration_state(*workspace, store::workspace_migrations());
  auto const two = store::migration_state(*register_database, store::register_migrations());
  if (context.json) {
    boost::json::object document;
    document["workspace"] = one.applied.back();
    document["register"] = two.applied.back();
    fmt::print("{}\n", boost::json::serialize(document));
  } else {
    fmt::print("workspace at {}, register at {}\n", one.applied.back(), two.applied.back());
  }
}

}  // namespace

void add_audit(CLI::App& parser, CommandContext& context) {
  auto* const audit = parser.add_subcommand("audit", "who did what");
  audit->require_subcommand(1);
  audit->add_subcommand("verify", "recompute the chain of hashes")->callback([&context] { verify(context); });
  parser.add_subcommand("migrate", "bring the schemas up to date, after a copy of the files")->callback([&context] {
    migrate(context);
  });
}

}  // namespace lianzhao::app
