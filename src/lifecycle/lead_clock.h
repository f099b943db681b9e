#pragma once

#include <optional>
#include <string_view>

#include "domain/lifecycle_rules.h"

namespace lianzhao::lifecycle {

/// What was done for a lead so far, as civil days.
struct LeadProgress {
  DayNumber reported = 0;
  bool answered = false;
  bool assessed = false;
  bool fed_back = false;
  std::optional<DayNumber> last_report;  ///< of feedback or report, whichever is later
  bool major = false;
};

struct DueStep {
  std::string_view kind;         ///< "answer", "assessment", "feedback", "report"
  std::optional<DayNumber> due;  ///< last day in time; absent beyond the working-day calendar
};

/// The step that is to be done next. A later step stands for those before it: who gave the assessment has answered.
/// Answer, assessment and feedback run from the day of the report, reports from the last feedback or report.
DueStep next_step(LeadProgress const&, LeadRules const&, WorkingCalendar const&);

/// Last day in time of a span that begins on `from`.
std::optional<DayNumber> due_day(DayNumber from, Clock const&, WorkingCalendar const&);

}  // namespace lianzhao::lifecycle
