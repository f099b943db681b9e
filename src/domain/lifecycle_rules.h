#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/kpi_definition.h"
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
  std::string limit_name_en;
  std::string source;
  std::string source_en;
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

/// Limits beside those of the gates, in calendar days.
struct AlarmRules {
  int above_scale_days = 365;  ///< 已上规未达产
  int funds_days = 180;        ///< from signing without any money
  int fast_signing_days = 3;   ///< from negotiation to signing; fewer are looked into
  Clock question{2, true};     ///< an investor's question is answered
  int escalate_days = 3;       ///< working days a task may be overdue before the leader is told
};

/// What the workspace runs by: reference/lifecycle.yaml, working_days.yaml, agency_tasks.yaml and kpis.yaml.
struct LifecycleRules {
  LeadRules lead;
  AlarmRules alarms;
  std::vector<StageGate> gates;  ///< one per stage, in order
  std::vector<TaskTemplate> tasks;
  std::vector<KpiDefinition> kpis;
  WorkingCalendar calendar;

  StageGate const& gate(std::string_view stage) const;
};

}  // namespace lianzhao
