#pragma once

#include <boost/json/fwd.hpp>

#include "diagnose/diagnosis.h"
#include "pipeline/insight.h"

namespace lianzhao::app {

/// One node's diagnosis as `lianzhao diagnose --json` prints it; absent measures are null.
boost::json::value to_json(pipeline::Insight const&, diagnose::NodeDiagnosis const&);

}  // namespace lianzhao::app
