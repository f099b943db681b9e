#pragma once

#include <string>
#include <string_view>

#include "domain/lifecycle_rules.h"

namespace lianzhao::lifecycle {

/// What an alarm says: in Chinese and in English, why it rings and what to do.
struct AlarmText {
  std::string name;
  std::string name_en;
  std::string why;
  std::string why_en;
  std::string action;
  std::string action_en;
};

/// `kind` as store::FigureRepository names it; `detail` is what it found (a stage, a name, a step).
AlarmText alarm_text(std::string_view kind, LifecycleRules const&, DayNumber since, int days, int limit_days,
                     std::string_view detail);

}  // namespace lianzhao::lifecycle
