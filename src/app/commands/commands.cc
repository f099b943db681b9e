#include "app/commands/commands.h"

namespace lianzhao::app {

void add_commands(CLI::App& /*parser*/, CommandContext& /*context*/) {}

}  // namespace lianzhao::app
