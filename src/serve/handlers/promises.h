#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"
#include "store/project_repository.h"
#include "store/promise_repository.h"

namespace lianzhao::serve {

/// What a zone gives to an operator rests on a law or a rule of the State Council: incentives, land, taxes and whatever
/// has an amount (公平竞争审查条例, order 783 of the State Council, in force since 2024-08-01).
bool needs_legal_basis(store::Promise const&);
/// @throws Failure "incentive_of_investor", "legal_basis_missing".
void require_promise(store::Promise const&);
/// Enters a promise of the project, with its line in the history. @returns its id.
/// @throws Failure "legal_basis_missing" for an incentive of the zone without the law that allows it.
std::int64_t make_promise(Change&, Viewer const&, store::Project const&, store::Promise);

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
  /// The same within a change that does more.
  void apply(Change&, api::UpdatePromiseParams const&, api::UpdatePromiseRequest const&, Call&) const;
  api::Promise operator()(api::UpdatePromiseParams const&, api::UpdatePromiseRequest const&, Call&) const;
};
struct GetResults {
  Workspace workspace;
  std::vector<api::ProjectResult> operator()(api::GetResultsParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
