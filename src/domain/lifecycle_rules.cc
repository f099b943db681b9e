#include "domain/lifecycle_rules.h"

#include <algorithm>

#include "kernel/error.h"

namespace lianzhao {

std::optional<std::size_t> stage_index(std::string_view stage) {
  auto const* const found = std::find(kStages.begin(), kStages.end(), stage);
  if (found == kStages.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kStages.begin());
}

StageGate const& LifecycleRules::gate(std::string_view stage) const {
  auto const index = stage_index(stage);
  LIANZHAO_ASSERT(index && *index < gates.size(), "stages come from the table of stages");
  return gates[*index];
}

}  // namespace lianzhao
