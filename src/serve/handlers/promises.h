#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ListPromises {
  Workspace workspace;
  std::vector<api::Promise> operator()(api::ListPromisesParams const&, api::NoBody, Call&) const;
};
struct AddPromise {
  Workspace workspace;
  api::Promise operator()(api::AddPromiseParams const&, api::PromiseRequest const&, Call&) const;
};
struct UpdatePromise {
  Workspace workspace;
  api::Promise operator()(api::UpdatePromiseParams const&, api::UpdatePromiseRequest const&, Call&) const;
};
struct GetResults {
  Workspace workspace;
  std::vector<api::ProjectResult> operator()(api::GetResultsParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
