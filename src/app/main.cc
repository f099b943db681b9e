#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/exit_code.h"
#include "kernel/error.h"
#include "kernel/log.h"

int main(int argc, char** argv) {
  using namespace lianzhao;
  app::CommandContext context;
  CLI::App parser{"Lianzhao 链招: chain-driven investment promotion, with every number checkable", "lianzhao"};
  parser.require_subcommand(1);
  parser.fallthrough();
  parser.add_option("--data", context.data, "the data folder")->capture_default_str();
  parser.add_option("--database", context.database, "PostgreSQL URL that replaces the folder's SQLite");
  parser.add_flag("--json", context.json, "print one JSON document on standard output and nothing else there");
  app::add_commands(parser, context);
  try {
    parser.parse(argc, argv);
    app::flush_output();
  } catch (CLI::ParseError const& error) {
    // CLI11 prints help on standard output and errors on standard error; its own codes are not ours.
    return parser.exit(error) == 0 ? app::kDone : app::kWrongUsage;
  } catch (Failure const& failure) {
    log::error("{}: {}", failure.error().code, failure.error().message);
    return app::kFailed;
  } catch (std::exception const& error) {
    log::error("internal: {}", error.what());
    return app::kFailed;
  }
  return context.exit_code;
}
