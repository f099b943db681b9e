#pragma once

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ExportLeads {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportLeadsParams const&, api::NoBody, Call&) const;
};
struct ExportProjects {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportProjectsParams const&, api::NoBody, Call&) const;
};
struct ImportLeads {
  Workspace workspace;
  api::ImportReport operator()(api::ImportLeadsParams const&, api::Upload const&, Call&) const;
};
struct ImportProjects {
  Workspace workspace;
  api::ImportReport operator()(api::ImportProjectsParams const&, api::Upload const&, Call&) const;
};

}  // namespace lianzhao::serve
