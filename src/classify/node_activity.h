#pragma once

#include "classify/activity.h"
#include "domain/chain.h"

namespace lianzhao::classify {

/// What the enterprises of a node do with its things: as the library says, else as the node's name tells, else make.
Activity node_activity(ChainNode const&);

}  // namespace lianzhao::classify
