#pragma once

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ExportTasks {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportTasksParams const&, api::NoBody, Call&) const;
};
struct ImportTasks {
  Workspace workspace;
  api::ImportReport operator()(api::ImportTasksParams const&, api::Upload const&, Call&) const;
};
struct ExportPromises {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportPromisesParams const&, api::NoBody, Call&) const;
};
struct ImportPromises {
  Workspace workspace;
  api::ImportReport operator()(api::ImportPromisesParams const&, api::Upload const&, Call&) const;
};
struct ExportVisits {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportVisitsParams const&, api::NoBody, Call&) const;
};
struct ImportVisits {
  Workspace workspace;
  api::ImportReport operator()(api::ImportVisitsParams const&, api::Upload const&, Call&) const;
};

}  // namespace lianzhao::serve
