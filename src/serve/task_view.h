#pragma once

#include "api_types.h"
#include "serve/workspace.h"
#include "store/task_repository.h"

namespace lianzhao::serve {

api::Task to_api(store::Task const&, Workspace const&, DayNumber today);
api::TaskPlan task_plan(store::Session&, Workspace const&, std::int64_t project_id);

/// Computes the plan of a project anew and writes the days that changed.
void replan(store::Session&, Workspace const&, std::int64_t project_id);

}  // namespace lianzhao::serve
