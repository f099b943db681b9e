#include "pipeline/backtest.h"

#include <fmt/format.h>

#include "kernel/error.h"

namespace lianzhao::pipeline {

diagnose::Backtest backtest(Insight const& insight, diagnose::BacktestQuestion question, std::string_view chain_id) {
  auto const& knowledge = insight.knowledge();
  if (!chain_id.empty()) {
    auto const* const chain = knowledge.library.find_chain(chain_id);
    if (chain == nullptr)
      throw not_found("chain_not_found",
                      fmt::format("there is no chain \"{}\"; `lianzhao chain list` names them", chain_id));
    question.chain = static_cast<std::size_t>(chain - knowledge.library.chains().data());
  }
  return diagnose::backtest(insight.atlas(), knowledge.library, knowledge.graph, knowledge.rules, question);
}

}  // namespace lianzhao::pipeline
