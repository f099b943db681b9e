#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/commands/commands.h"
#include "kernel/error.h"
#include "serve/backups.h"

namespace lianzhao::app {

namespace {

void show(char const* done, std::string const& where, serve::BackupReport const& report,
          CommandContext const& context) {
  if (context.json) {
    boost::json::object document;
    document[done] = where;
    document["bytes"] = report.bytes;
    document["documents"] = report.documents;
    document["manifest"] = report.manifest;
    fmt::print("{}\n", boost::json::serialize(document));
  } else {
    fmt::print("{} {}: {} bytes of workspace, {} documents\n", done, where, report.bytes, report.documents);
    if (!report.manifest.empty()) fmt::print("hash of its manifest: {}\n", report.manifest);
  }
}

store::DataFolder folder_of(CommandContext const& context) {
  store::DataFolder folder;
  folder.path = context.data;
  folder.database = context.database;
  return folder;
}

}  // namespace

void add_backup(CLI::App& parser, CommandContext& context) {
  auto const where = std::make_shared<std::string>();
  auto* const backup = parser.add_subcommand("backup", "copy workspace and documents, also while a server runs");
  backup->add_option("FOLDER", *where, "where to; made when missing")->required();
  backup->callback([where, &context] { show("backup", *where, serve::back_up(folder_of(context), *where), context); });
  auto* const restore =
      parser.add_subcommand("restore", "put a backup in place; the present workspace is kept beside it");
  restore->add_option("FOLDER", *where, "a folder that `backup` wrote")->required();
  auto const without_manifest = std::make_shared<bool>(false);
  restore->add_flag("--without-manifest", *without_manifest, "a backup of an older version, which wrote none");
  restore->callback([where, without_manifest, &context] {
    show("restored", *where, serve::restore(folder_of(context), *where, *without_manifest), context);
  });
}

}  // namespace lianzhao::app
