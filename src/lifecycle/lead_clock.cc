#include "lifecycle/lead_clock.h"

namespace lianzhao::lifecycle {

std::optional<DayNumber> due_day(DayNumber from, Clock const& clock, WorkingCalendar const& calendar) {
  if (clock.working) return calendar.working_days_after(from, clock.days);
  return calendar.working_days_after(from + clock.days, 0);
}

DueStep next_step(LeadProgress const& lead, LeadRules const& rules, WorkingCalendar const& calendar) {
  if (lead.fed_back) return {"report", due_day(lead.last_report.value_or(lead.reported), rules.report, calendar)};
  if (lead.assessed) return {"feedback", due_day(lead.reported, rules.feedback, calendar)};
  if (lead.answered) {
    return {"assessment", due_day(lead.reported, lead.major ? rules.assessment_major : rules.assessment, calendar)};
  }
  return {"answer", due_day(lead.reported, rules.answer, calendar)};
}

}  // namespace lianzhao::lifecycle
