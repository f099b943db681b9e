#include "lifecycle/stage_times.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <random>

namespace lianzhao::lifecycle {

std::vector<SurvivalPoint> survival(std::vector<Stay> const& stays) {
  struct Day {
    int events = 0;
    int gone = 0;
  };
  std::map<int, Day> days;
  std::vector<int> begins;
  begins.reserve(stays.size());
  for (auto const& stay : stays) {
    // Seen for no time at all: it tells nothing.
    if (stay.from >= stay.days) continue;
    auto& day = days[stay.days];
    day.events += stay.passed ? 1 : 0;
    ++day.gone;
    begins.push_back(stay.from);
  }
  std::sort(begins.begin(), begins.end());
  std::vector<SurvivalPoint> curve;
  double remaining = 1;
  double greenwood = 0;
  auto at_risk = 0;
  auto joined = begins.begin();
  for (auto const& [days_stayed, day] : days) {
    for (; joined != begins.end() && *joined < days_stayed; ++joined) ++at_risk;
    SurvivalPoint point;
    point.days = days_stayed;
    point.at_risk = at_risk;
    point.events = day.events;
    at_risk -= day.gone;
    if (point.events == 0) continue;
    auto const others_later = point.events == point.at_risk && joined != begins.end();
    if (!others_later) remaining *= 1 - static_cast<double>(point.events) / point.at_risk;
    point.remaining = remaining;
    point.low = point.high = remaining;
    if (point.at_risk > point.events) {
      greenwood +=
          static_cast<double>(point.events) / (static_cast<double>(point.at_risk) * (point.at_risk - point.events));
    }
    if (remaining > 0 && remaining < 1) {
      auto const log_remaining = std::log(remaining);
      auto const width = 1.959964 * std::sqrt(greenwood) / std::abs(log_remaining);
      auto const center = std::log(-log_remaining);
      point.low = std::exp(-std::exp(center + width));
      point.high = std::exp(-std::exp(center - width));
    }
    curve.push_back(point);
  }
  return curve;
}

double remaining_at(std::span<SurvivalPoint const> curve, int days) {
  auto const after = std::upper_bound(curve.begin(), curve.end(), days,
                                      [](int d, SurvivalPoint const& point) { return d < point.days; });
  return after == curve.begin() ? 1 : std::prev(after)->remaining;
}

std::optional<int> days_until(std::span<SurvivalPoint const> curve, double share) {
  auto const first = std::partition_point(curve.begin(), curve.end(),
                                          [&](SurvivalPoint const& point) { return point.remaining > share + 1e-12; });
  return first == curve.end() ? std::nullopt : std::optional{first->days};
}

StageStays stays_in(std::span<StageHistory const> histories, std::size_t stage) {
  StageStays found;
  if (stage + 1 >= kStages.size()) return found;
  for (auto const& history : histories) {
    auto const& begin = history.passed[stage];
    auto const& next = history.passed[stage + 1];
    // A later gate without the next one: when it left this stage nobody knows.
    bool later = false;
    for (auto s = stage + 2; s < kStages.size(); ++s) later = later || history.passed[s].has_value();
    if (!begin) {
      found.begin_unknown += next || later ? 1 : 0;
      continue;
    }
    auto const end = next ? *next : history.watched_until;
    if ((!next && later) || end < *begin) {
      found.end_unknown += next || later ? 1 : 0;
      continue;
    }
    Stay stay{end - *begin, next.has_value(), -1};
    if (history.seen_from && *history.seen_from >= *begin) {
      if (stay.passed ? end <= *history.seen_from : end < *history.seen_from) {
        ++found.before_entered;
        continue;
      }
      stay.from = *history.seen_from - *begin;
    }
    found.stays.push_back(stay);
  }
  return found;
}

std::vector<StageForecast> forecast(std::span<StageHistory const> histories, DayNumber year_begin, DayNumber today,
                                    DayNumber until) {
  constexpr std::size_t kCount = kStages.size();
  std::array<std::vector<SurvivalPoint>, kCount> curves;
  for (std::size_t s = 0; s + 1 < kCount; ++s) curves[s] = survival(stays_in(histories, s).stays);

  std::vector<StageForecast> result(kCount);
  std::vector<std::pair<std::size_t, DayNumber>> moving;  // stage and since when
  for (std::size_t s = 0; s < kCount; ++s) result[s].stage = s;
  for (auto const& history : histories) {
    std::optional<std::size_t> stage;
    for (std::size_t s = 0; s < kCount; ++s) {
      if (!history.passed[s]) continue;
      stage = s;
      if (*history.passed[s] >= year_begin && *history.passed[s] <= today) ++result[s].passed;
    }
    auto since = stage ? history.passed[*stage] : std::nullopt;
    if (!stage && history.seen_from && *history.seen_from <= today) {
      // Negotiated, nobody knows since when: at least since it was entered.
      stage = 0;
      since = history.seen_from;
    }
    if (stage && history.out_of_sight) {
      for (auto s = *stage + 1; s < kCount; ++s) ++result[s].out_of_sight;
    }
    if (!history.active || !stage || *stage + 1 >= kCount) continue;
    moving.emplace_back(*stage, *since);
    for (auto s = *stage + 1; s < kCount; ++s) {
      ++result[s].candidates;
      if (curves[*stage].empty()) ++result[s].without_history;
    }
  }

  // mt19937_64 and the division below give the same numbers on every machine. Fewer rounds where many are moved: their
  // sum is the steadier.
  std::mt19937_64 random{20230418};
  auto const uniform = [&] { return static_cast<double>(random() >> 11U) / static_cast<double>(1ULL << 53U); };
  auto const runs_wanted = 4'000'000 / std::max<std::size_t>(1, moving.size());
  auto const runs = std::clamp<std::size_t>(runs_wanted, 200, 2000);
  std::vector<std::vector<int>> counts(kCount, std::vector<int>(runs));
  for (std::size_t round = 0; round < runs; ++round) {
    for (auto const& [first, since] : moving) {
      auto stage = first;
      auto begin = since;
      auto stayed = std::max(0, today - since);
      while (stage + 1 < kCount) {
        // Given that it has stayed so long, the share that remains is drawn below what remains now. Where nobody has
        // ever stayed so long, nothing is known of when it leaves: it stays.
        auto const left = remaining_at(curves[stage], stayed);
        if (left <= 0) break;
        auto const days = days_until(curves[stage], left * uniform());
        if (!days || begin + *days > until) break;
        begin += *days;
        ++stage;
        stayed = -1;
        ++counts[stage][round];
      }
    }
  }
  for (std::size_t s = 0; s < kCount; ++s) {
    auto& rounds = counts[s];
    double sum = 0;
    for (auto const count : rounds) sum += count;
    std::sort(rounds.begin(), rounds.end());
    result[s].expected = result[s].passed + sum / static_cast<double>(runs);
    result[s].low = result[s].passed + rounds[runs / 10];
    result[s].high = result[s].passed + rounds[runs * 9 / 10];
  }
  return result;
}

}  // namespace lianzhao::lifecycle
