#include "app/commands/commands.h"

namespace lianzhao::app {

CLI::App& import_command(CLI::App& parser) {
  for (auto* found : parser.get_subcommands([](CLI::App* command) { return command->get_name() == "import"; })) {
    return *found;
  }
  auto* command = parser.add_subcommand("import", "take in data");
  command->require_subcommand(1);
  return *command;
}

void add_commands(CLI::App& parser, CommandContext& context) {
  add_atlas(parser, context);
  add_search(parser, context);
  add_audit(parser, context);
  add_backtest(parser, context);
  add_backup(parser, context);
  add_chain(parser, context);
  add_classify(parser, context);
  add_complexity(parser, context);
  add_diagnose(parser, context);
  add_import_enterprises(parser, context);
  add_import_regions(parser, context);
  add_learn(parser, context);
  add_lessons(parser, context);
  add_predict(parser, context);
  add_radar(parser, context);
  add_serve(parser, context);
  add_solve(parser, context);
  add_synth(parser, context);
  add_targets(parser, context);
  add_user(parser, context);
}

}  // namespace lianzhao::app
