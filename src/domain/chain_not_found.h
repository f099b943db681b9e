#pragma once

#include <string_view>

#include "domain/chain.h"
#include "kernel/named_failure.h"

namespace lianzhao {

/// "chain_not_found", naming the chain asked for and those there are.
NamedFailure chain_not_found(ChainLibrary const&, std::string_view id);

}  // namespace lianzhao
