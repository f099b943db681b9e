#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/lifecycle_rules.h"

namespace lianzhao::lifecycle {

/// Days on which a project passed its gates, and until when it was watched.
struct StageHistory {
  std::int64_t project_id = 0;
  std::array<std::optional<DayNumber>, kStages.size()> passed;
  DayNumber watched_until = 0;  ///< today, or the day it ended
  bool active = true;           ///< can still pass gates
};

/// A time in a stage: until the next gate, or cut off by the end of watching.
struct Stay {
  int days = 0;
  bool passed = false;
};

struct SurvivalPoint {
  int days = 0;
  int at_risk = 0;
  int events = 0;
  double remaining = 1;  ///< share still in the stage after so many days
  double low = 1;        ///< 95 % interval, Greenwood's variance on the log(−log) scale
  double high = 1;
};

/// Kaplan and Meier's product limit (1958). Points where something passed, days rising. Pure.
std::vector<SurvivalPoint> survival(std::vector<Stay> stays);
/// Share still in the stage after `days`.
double remaining_at(std::span<SurvivalPoint const>, int days);
/// First day on which at most `share` remains; absent when it never comes to that.
std::optional<int> days_until(std::span<SurvivalPoint const>, double share);

/// Stays in a stage before the next gate. Histories with days out of order or an unknown gate between are left out.
std::vector<Stay> stays_in(std::span<StageHistory const>, std::size_t stage);

struct StageForecast {
  std::size_t stage = 0;
  int passed = 0;           ///< from the first day of the year to `today`
  double expected = 0;      ///< by `until`, passed included
  double low = 0;           ///< 10th percentile
  double high = 0;          ///< 90th percentile
  int candidates = 0;       ///< active projects before the gate
  int without_history = 0;  ///< of them in a stage that no project has ever left: they count as staying
};

/// How many projects pass each gate from `year_begin` to `until`: every active project is moved on by times drawn from
/// the curve of its stage, given that it has stayed so long already. Up to 2,000 rounds from a fixed seed, so the same
/// histories give the same figures. Projects that are not known today are in none of it.
std::vector<StageForecast> forecast(std::span<StageHistory const>, DayNumber year_begin, DayNumber today,
                                    DayNumber until);

}  // namespace lianzhao::lifecycle
