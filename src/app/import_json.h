#pragma once

#include <boost/json.hpp>

#include "pipeline/import_register.h"

namespace lianzhao::app {

/// Counts, headings and files of an import, as the command prints them and a job keeps them.
boost::json::object to_json(pipeline::ImportReport const&);

}  // namespace lianzhao::app
