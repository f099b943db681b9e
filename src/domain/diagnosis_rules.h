#pragma once

#include <cstdint>

namespace lianzhao {

/// What turns measures into a type (reference/diagnosis.yaml; the defaults here are the shipped ones).
struct DiagnosisRules {
  double min_confidence = 0.6;      ///< tags below do not count, 0…1; the tagger gives none below it
  std::uint64_t present_count = 1;  ///< enterprises from which a node is present
  std::uint64_t strong_count = 3;   ///< enterprises a strong node has at least
  double strong_quotient = 1.25;    ///< location quotient of a strong node
  double reach_m = 200'000;         ///< centre to centre, within which a supplier is in reach
  int recent_years = 5;             ///< span of the growth of foundings, and of the span before it
  bool count_closed = false;  ///< also enterprises whose licence was revoked, or that were deregistered or moved out
  int fill_importance = 4;    ///< importance from which a missing direct input breaks the local chain
};

/// Weights of the four criteria of a target (reference/target_weights.yaml), each >= 0, not all 0.
struct TargetWeights {
  double investment_intensity = 0.25;  ///< 投资强度
  double output_efficiency = 0.25;     ///< 产出效益
  double technology = 0.25;            ///< 科技含量
  double chain_tie = 0.25;             ///< 产业关联度
};

}  // namespace lianzhao
