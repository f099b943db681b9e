#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/commands/commands.h"

namespace lianzhao::app {

/// `radar --spans FILE…`: companies and addresses of each line of the files, one JSON object a line. `model` may be
/// empty: the built-in rules then.
void print_spans(std::vector<std::string> const& files, std::filesystem::path const& model, CommandContext&);

/// `radar learn-spans` and `radar score-spans`.
void add_span_commands(CLI::App& radar, CommandContext&);

}  // namespace lianzhao::app
