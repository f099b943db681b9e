#pragma once

#include <cstdint>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "kernel/progress.h"

namespace lianzhao::app {

/// The one document that --json promises, and a line end, on standard output.
void print_json(boost::json::value const&);

/// A progress bar on standard error when that is a terminal, else nothing. Redraws a few times a second.
Progress progress_bar();

/// Ends the bar's line, so that what follows begins on its own.
void end_progress();

}  // namespace lianzhao::app
