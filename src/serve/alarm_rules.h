#pragma once

#include <vector>

#include "domain/lifecycle_rules.h"
#include "store/figure_repository.h"

namespace lianzhao::serve {

/// What of a project or a lead is beyond its limit on `today`, as far as it follows from the record itself: the limits
/// of the gates, money that does not arrive, signing unusually fast; steps overdue, silence, protection that was passed
/// over. Of a project nothing later than the last day that is known of it. docs/methods/figures.md.
std::vector<store::AlarmRow> alarms_of(store::ProjectRecord const&, LifecycleRules const&, DayNumber today);
std::vector<store::AlarmRow> alarms_of(store::LeadRecord const&, LifecycleRules const&, DayNumber today);

}  // namespace lianzhao::serve
