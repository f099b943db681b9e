#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ListTeam {
  Workspace workspace;
  std::vector<api::Member> operator()(api::ListTeamParams const&, api::NoBody, Call&) const;
};
struct AddMember {
  Workspace workspace;
  std::vector<api::Member> operator()(api::AddMemberParams const&, api::MemberRequest const&, Call&) const;
};
struct HandOver {
  Workspace workspace;
  std::vector<api::Member> operator()(api::HandOverParams const&, api::HandOverRequest const&, Call&) const;
};
struct ListWorkload {
  Workspace workspace;
  std::vector<api::Workload> operator()(api::ListWorkloadParams const&, api::NoBody, Call&) const;
};
struct ListTaskTemplates {
  Workspace workspace;
  std::vector<api::TaskTemplate> operator()(api::ListTaskTemplatesParams const&, api::NoBody, Call&) const;
};
struct ListProjectTasks {
  Workspace workspace;
  api::TaskPlan operator()(api::ListProjectTasksParams const&, api::NoBody, Call&) const;
};
struct AddTasks {
  Workspace workspace;
  api::TaskPlan operator()(api::AddTasksParams const&, api::TasksRequest const&, Call&) const;
};
struct ListTasks {
  Workspace workspace;
  api::TaskPage operator()(api::ListTasksParams const&, api::NoBody, Call&) const;
};
struct UpdateTask {
  Workspace workspace;
  /// The same within a change that does more.
  void apply(Change&, api::UpdateTaskParams const&, api::UpdateTaskRequest const&, Call&) const;
  api::Task operator()(api::UpdateTaskParams const&, api::UpdateTaskRequest const&, Call&) const;
};
struct MakeCalendarToken {
  Workspace workspace;
  api::CalendarToken operator()(api::MakeCalendarTokenParams const&, api::NoBody, Call&) const;
};
struct GetCalendar {
  Workspace workspace;
  api::FileAnswer operator()(api::GetCalendarParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
