#include "app/commands/commands.h"

namespace lianzhao::app {

void add_commands(CLI::App& parser, CommandContext& context) {
  add_import_regions(parser, context);
}

}  // namespace lianzhao::app
