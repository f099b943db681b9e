#pragma once

#include "diagnose/diagnosis.h"
#include "domain/chain.h"
#include "domain/diagnosis_rules.h"

namespace lianzhao::diagnose {

/// Which of a node's suppliers and customers a place has.
struct Surroundings {
  bool supplier = false;  ///< a direct one
  bool customer = false;
  bool supplier_anywhere = false;  ///< one at any distance
  bool customer_anywhere = false;
};

struct Verdict {
  NodeType type;
  char const* reason;
};

/// The type of a node that a place does not have: `fill`, `extend` or `none`, see `diagnose`.
Verdict judge_absent(ChainNode const&, Surroundings const&, DiagnosisRules const&);

}  // namespace lianzhao::diagnose
