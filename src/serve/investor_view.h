#pragma once

#include "api_types.h"
#include "serve/workspace.h"
#include "store/investor_repository.h"

namespace lianzhao::serve {

api::Question to_api(store::Question const&, Workspace const&);

/// What an invited investor sees. Made field by field from what is meant for him, so that nothing internal slips in.
api::InvestorPage investor_page(store::Session&, Workspace const&, store::Invitation const&);

}  // namespace lianzhao::serve
