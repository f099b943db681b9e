#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

struct ListStages {
  Workspace workspace;
  std::vector<api::StageGate> operator()(api::ListStagesParams const&, api::NoBody, Call&) const;
};
struct ListProjects {
  Workspace workspace;
  api::ProjectPage operator()(api::ListProjectsParams const&, api::NoBody, Call&) const;
};
struct CreateProject {
  Workspace workspace;
  api::ProjectDetail operator()(api::CreateProjectParams const&, api::ProjectRequest const&, Call&) const;
};
struct GetBoard {
  Workspace workspace;
  std::vector<api::BoardColumn> operator()(api::GetBoardParams const&, api::NoBody, Call&) const;
};
struct GetProject {
  Workspace workspace;
  api::ProjectDetail operator()(api::GetProjectParams const&, api::NoBody, Call&) const;
};
struct UpdateProject {
  Workspace workspace;
  /// The same within a change that does more.
  void apply(Change&, api::UpdateProjectParams const&, api::UpdateProjectRequest const&, Call&) const;
  api::ProjectDetail operator()(api::UpdateProjectParams const&, api::UpdateProjectRequest const&, Call&) const;
};
struct SetProjectState {
  Workspace workspace;
  api::ProjectDetail operator()(api::SetProjectStateParams const&, api::ProjectStateRequest const&, Call&) const;
};
struct ListProjectHistory {
  Workspace workspace;
  std::vector<api::ProjectHistory> operator()(api::ListProjectHistoryParams const&, api::NoBody, Call&) const;
};
struct AddProjectNote {
  Workspace workspace;
  api::ProjectDetail operator()(api::AddProjectNoteParams const&, api::NoteRequest const&, Call&) const;
};

}  // namespace lianzhao::serve
