#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/lifecycle_rules.h"

namespace lianzhao::lifecycle {

/// Days on which a project passed its gates, from when on and until when it was watched.
struct StageHistory {
  std::int64_t project_id = 0;
  std::array<std::optional<DayNumber>, kStages.size()> passed;  ///< absent: not passed, or nobody knows when
  /// Entered on this day without its beginning: it is known only because it was still there then. Absent: followed from
  /// its beginning.
  std::optional<DayNumber> seen_from;
  DayNumber watched_until = 0;  ///< today, or the day it ended or was last heard of
  bool active = true;           ///< can still pass gates, as far as is known
  bool out_of_sight = false;    ///< was active when it was last heard of, before today
};

/// A time in a stage: until the next gate, or cut off by the end of watching.
struct Stay {
  int days = 0;
  bool passed = false;
  int from = -1;  ///< at risk only when older than this: it came under watch so late (left truncation); -1: from day 0
};

struct SurvivalPoint {
  int days = 0;
  int at_risk = 0;
  int events = 0;
  double remaining = 1;  ///< share still in the stage after so many days
  double low = 1;        ///< 95 % interval, Greenwood's variance on the log(−log) scale
  double high = 1;
};

/// Kaplan and Meier's product limit (1958); who comes under watch late is at risk from then on (W.-Y. Tsai, N. Jewell
/// and M.-C. Wang 1987). Where all that are watched pass while others are first seen later, the share does not fall:
/// those others show that it is not 0 (T. L. Lai and Z. Ying 1991). Points where something passed, days rising. Pure.
std::vector<SurvivalPoint> survival(std::vector<Stay> const& stays);
/// Share still in the stage after `days`.
double remaining_at(std::span<SurvivalPoint const>, int days);
/// First day on which at most `share` remains; absent when it never comes to that.
std::optional<int> days_until(std::span<SurvivalPoint const>, double share);

/// Stays in a stage before the next gate, and how many are left out because their length is not known.
struct StageStays {
  std::vector<Stay> stays;
  int begin_unknown = 0;   ///< nobody knows since when they were in the stage
  int before_entered = 0;  ///< over before the project, whose beginning is not known, was entered
  int end_unknown = 0;     ///< a later gate was passed and the next one not, or the days are out of order
};
StageStays stays_in(std::span<StageHistory const>, std::size_t stage);

struct StageForecast {
  std::size_t stage = 0;
  int passed = 0;           ///< from the first day of the year to `today`
  double expected = 0;      ///< by `until`, passed included
  double low = 0;           ///< 10th percentile
  double high = 0;          ///< 90th percentile
  int candidates = 0;       ///< active projects before the gate
  int without_history = 0;  ///< of them in a stage that no project has ever left: they count as staying
  int out_of_sight = 0;     ///< before the gate when last heard of, some day before today: in none of the other figures
};

/// How many projects pass each gate from `year_begin` to `until`: every active project is moved on by times drawn from
/// the curve of its stage, given that it has stayed so long already. Up to 2,000 rounds from a fixed seed, so the same
/// histories give the same figures. Projects that are not known today are in none of it; one in negotiation whose
/// beginning nobody knows has stayed at least since it was entered.
std::vector<StageForecast> forecast(std::span<StageHistory const>, DayNumber year_begin, DayNumber today,
                                    DayNumber until);

}  // namespace lianzhao::lifecycle
