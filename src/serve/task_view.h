#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api_types.h"
#include "serve/workspace.h"
#include "store/task_repository.h"

namespace lianzhao::serve {

api::Task to_api(store::Task const&, Workspace const&, DayNumber today);
/// What is open in active projects of the scope, the most pressing first. `filter.open` is taken as set.
store::PageOf<store::Task> open_tasks(store::Session&, Workspace const&, store::Scope const&, store::TaskFilter const&,
                                      store::Page const&);
api::TaskPlan task_plan(store::Session&, Workspace const&, std::int64_t project_id);

/// Enters an open task for each template that the project has none of, not before `from`, and ties all of them to what
/// they come after as far as the project has it. Returns those added. The plan is left to `replan`.
std::vector<TaskTemplate const*> add_from_templates(store::Session&, std::int64_t project_id,
                                                    std::vector<TaskTemplate const*> const&, DayNumber from,
                                                    std::optional<std::int64_t> assignee_id);

/// Who has an errand works on its project: he joins the team where he is not in it (docs/decisions/0100). Returns the
/// version of the project then.
std::int64_t join_for_errand(Change&, Viewer const&, store::Project const&, std::optional<std::int64_t> assignee_id);

/// @throws Failure "day_too_far": nobody plans more than fifty years ahead; it is a slip of the pen.
/// "day_before_calendar": of what begins in years without a calendar nobody would see that it is late.
void require_plannable(Workspace const&, std::string_view field, DayNumber day);

/// Agents run the errands where there is one, else the lead officer.
std::optional<std::int64_t> usual_assignee(store::Session&, std::int64_t project_id);

/// Computes the plan of a project anew and writes the days that changed.
/// @returns whether any did.
bool replan(store::Session&, Workspace const&, std::int64_t project_id);

}  // namespace lianzhao::serve
