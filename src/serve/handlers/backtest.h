#pragma once

#include "api_types.h"
#include "serve/insights.h"
#include "serve/router.h"

namespace lianzhao::serve {

/// Computed as it is asked for.
struct GetBacktest {
  Insights& insights;
  api::Backtest operator()(api::GetBacktestParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
