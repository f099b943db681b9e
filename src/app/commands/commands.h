#pragma once

#include <filesystem>
#include <string>

#include <CLI/App.hpp>

namespace lianzhao::app {

/// What every command shares. Filled by the parser before a command runs.
struct CommandContext {
  std::filesystem::path data = "lianzhao-data";  ///< --data
  std::string database;                          ///< --database; empty: SQLite in `data`
  bool json = false;                             ///< --json: one document on standard output, nothing else there
  int exit_code = 0;                             ///< set by the command: kDone or kSomeRejected
};

/// Adds every command to the parser. Each command reads its options from its own captured struct, runs in its
/// callback and throws Failure when it cannot go on.
void add_commands(CLI::App&, CommandContext&);

/// `import`, made at the first call; `import enterprises`, `import regions` … are its subcommands.
CLI::App& import_command(CLI::App& parser);

// One per file of this folder.
void add_atlas(CLI::App&, CommandContext&);
void add_search(CLI::App&, CommandContext&);
void add_audit(CLI::App&, CommandContext&);  ///< and migrate
void add_backtest(CLI::App&, CommandContext&);
void add_backup(CLI::App&, CommandContext&);  ///< and restore
void add_chain(CLI::App&, CommandContext&);
void add_classify(CLI::App&, CommandContext&);
void add_complexity(CLI::App&, CommandContext&);
void add_diagnose(CLI::App&, CommandContext&);
void add_import_enterprises(CLI::App&, CommandContext&);
void add_import_regions(CLI::App&, CommandContext&);
void add_learn(CLI::App&, CommandContext&);
void add_lessons(CLI::App&, CommandContext&);
void add_predict(CLI::App&, CommandContext&);
void add_radar(CLI::App&, CommandContext&);
void add_serve(CLI::App&, CommandContext&);
void add_solve(CLI::App&, CommandContext&);
void add_synth(CLI::App&, CommandContext&);
void add_targets(CLI::App&, CommandContext&);
void add_user(CLI::App&, CommandContext&);

}  // namespace lianzhao::app
