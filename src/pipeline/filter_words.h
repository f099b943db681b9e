#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "atlas/atlas.h"
#include "domain/diagnosis_rules.h"

namespace lianzhao::pipeline {

/// A filter in the words of addresses and of the command line: which enterprises count.
struct FilterWords {
  std::optional<std::int64_t> since;  ///< founded in this year or later
  std::optional<std::int64_t> until;  ///< founded in this year or earlier
  std::optional<double> capital_min;  ///< 万元, inclusive
  std::optional<double> capital_max;
  std::optional<std::string> status;  ///< names of enterprise_status_name, several with commas
  std::optional<double> confidence;   ///< of a tag at least, 0…1; absent: as the rules have it
};

/// @throws Failure "bad_status", "bad_year", "bad_period" (since after until), "bad_capital", "bad_confidence" that
/// name the value.
atlas::Filter filter_of(DiagnosisRules const&, FilterWords const&);

/// " --since 2015 --status active": what makes a command count the same enterprises; empty without a filter.
std::string command_options(FilterWords const&);

}  // namespace lianzhao::pipeline
