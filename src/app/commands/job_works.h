#pragma once

#include <string>
#include <utility>
#include <vector>

#include "serve/jobs.h"
#include "store/data_folder.h"

namespace lianzhao::app {

/// Kinds of jobs the server can do, each the same work as the command of that name.
std::vector<std::pair<std::string, serve::JobWork>> job_works(store::DataFolder const&);

}  // namespace lianzhao::app
