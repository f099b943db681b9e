#pragma once

#include <memory>

#include "atlas/atlas.h"
#include "domain/chain.h"
#include "store/session.h"

namespace lianzhao::pipeline {

/// The snapshot with the users' verdicts on tags laid over it, the very one where there are none. Verdicts on
/// enterprises or nodes that are no longer there wait for them.
/// @param workspace where the verdicts are; @param register_session where the enterprises they name are.
std::shared_ptr<atlas::Atlas const> with_verdicts(std::shared_ptr<atlas::Atlas const>, store::Session& workspace,
                                                  store::Session& register_session, ChainLibrary const&);

}  // namespace lianzhao::pipeline
