#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/working_calendar.h"

namespace lianzhao {

/// Stages of a project in order; 搁置 and 终止 stand beside them.
inline constexpr std::array<std::string_view, 7> kStages = {
    "negotiation", "signed", "registered", "construction", "completed", "in_production", "at_capacity"};

/// Place of a stage in the order; absent for an unknown word.
std::optional<std::size_t> stage_index(std::string_view);

/// How a project enters a stage and how long it may stay there.
struct StageGate {
  std::string stage;
  std::string name;  ///< 签约
  std::string name_en;
  std::string evidence;  ///< what the gate into it asks for
  std::string evidence_en;
  std::optional<int> limit_days;  ///< calendar days until the next stage; absent: no limit
  std::string limit_name;         ///< 已签约未落地
  std::string source;
};

/// A span until something is due.
struct Clock {
  int days = 1;
  bool working = true;  ///< working days; else calendar days, a due day moved on to the next working day
};

struct LeadRules {
  Clock answer{1, true};
  Clock assessment{3, true};
  Clock assessment_major{7, false};
  Clock feedback{7, false};
  Clock report{14, false};
  std::int64_t major_fen = 0;  ///< size from which a lead is a major one; 0: none is
  int protection_days = 180;   ///< of the first report
  int dispute_days = 7;        ///< the other side has to say its part
  double similar_idea = 0.5;   ///< of shared character pairs from which two ideas are told to be alike, 0…1
  int silent_days = 30;        ///< without a step, then the lead is silent
};

/// What the workspace runs by (reference/lifecycle.yaml, reference/working_days.yaml).
struct LifecycleRules {
  LeadRules lead;
  std::vector<StageGate> gates;  ///< one per stage, in order
  WorkingCalendar calendar;

  StageGate const& gate(std::string_view stage) const;
};

}  // namespace lianzhao
