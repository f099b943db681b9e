#pragma once

#include <string_view>

#include "diagnose/backtest.h"
#include "pipeline/insight.h"

namespace lianzhao::pipeline {

/// Whether the gaps of a day were closed within the span that followed, by the snapshot and the rules of `Insight`.
/// @param chain_id empty: of every chain.
/// @throws Failure "chain_not_found", and of diagnose::backtest.
diagnose::Backtest backtest(Insight const&, diagnose::BacktestQuestion, std::string_view chain_id);

}  // namespace lianzhao::pipeline
