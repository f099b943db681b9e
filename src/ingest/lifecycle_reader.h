#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "domain/lifecycle_rules.h"

namespace lianzhao::ingest {

/// Reads lifecycle.yaml and working_days.yaml. @throws Failure "bad_lifecycle" that names file, line and what is
/// allowed: unknown keys, spans out of bounds, a missing or misplaced stage, days that do not exist or lie in another
/// year.
LifecycleRules read_lifecycle_rules(std::string_view rules_yaml, std::string_view rules_name,
                                    std::string_view days_yaml, std::string_view days_name);

/// Reads working_days.yaml, in the order of the file. Fails likewise.
std::vector<CalendarYear> read_calendar_years(std::string_view yaml, std::string_view name);

/// The shipped rules, replaced file by file by those in `folder`/reference; the calendar year by year, an official year
/// before an estimated one.
LifecycleRules load_lifecycle_rules(std::filesystem::path const& folder);

}  // namespace lianzhao::ingest
