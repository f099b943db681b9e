#pragma once

#include "kernel/error.h"

namespace lianzhao::serve {

/// The one table from kinds of failure to HTTP.
int http_status(ErrorKind);

}  // namespace lianzhao::serve
