#include "serve/alarm_rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace lianzhao::serve {

std::vector<store::AlarmRow> alarms_of(store::ProjectRecord const& record, LifecycleRules const& rules,
                                       DayNumber today) {
  std::vector<store::AlarmRow> found;
  auto const& project = record.row;
  if (project.state != "active") return found;
  // What happened after the last day that is known, nobody knows: no clock runs on.
  today = std::min(today, project.known_until.value_or(today));
  auto const ring = [&](std::string kind, DayNumber since, int limit, std::string detail) {
    found.push_back(
        {std::move(kind), "project", project.id, project.name, project.id, {}, since, limit, std::move(detail)});
    found.back().known_until = project.known_until;
  };
  auto const& gate = rules.gate(project.stage);
  // 上规 is no gate: a producer that has entered the statistics is past this alarm and meets the next.
  auto const past = project.stage == "in_production" && project.above_scale_day;
  if (gate.limit_days && !past && project.stage_since < today - *gate.limit_days) {
    ring("after_" + gate.stage, project.stage_since, *gate.limit_days, project.stage);
  }
  if (past && *project.above_scale_day < today - rules.alarms.above_scale_days) {
    ring("after_above_scale", *project.above_scale_day, rules.alarms.above_scale_days, project.stage);
  }
  auto const began = record.facts.passed[0];
  auto const signed_on = record.facts.passed[1];
  // Foreign money without a rate has arrived, whatever it is worth.
  MoneySum arrived_fen;
  for (auto const& amount : record.facts.amounts) arrived_fen += amount.kind == "arrived" ? amount.fen.value_or(0) : 0;
  auto const arrived = arrived_fen.fen() > 0 || record.facts.unconverted("arrived", today);
  if (project.stage != kStages[0] && !arrived && signed_on && *signed_on < today - rules.alarms.funds_days) {
    ring("funds_missing", *signed_on, rules.alarms.funds_days, project.stage);
  }
  // Until something is built on it: then the contract was real.
  auto const on_paper = project.stage == kStages[1] || project.stage == kStages[2];
  if (record.begin_known && on_paper && began && signed_on && *signed_on - *began < rules.alarms.fast_signing_days) {
    ring("signed_fast", *signed_on, rules.alarms.fast_signing_days, fmt::format("{}", *signed_on - *began));
  }
  return found;
}

std::vector<store::AlarmRow> alarms_of(store::LeadRecord const& record, LifecycleRules const& rules, DayNumber today) {
  std::vector<store::AlarmRow> found;
  auto const& lead = record.facts;
  auto const ring = [&](std::string kind, DayNumber since, int limit, std::string const& detail) {
    found.push_back({std::move(kind), "lead", lead.id, lead.investor, lead.id, {}, since, limit, detail});
  };
  if (record.overridden && lead.state != "declined" && lead.state != "withdrawn") {
    auto const& overridden = *record.overridden;
    ring("protection_overridden", overridden.since, 0,
         overridden.by.empty() ? overridden.reason : fmt::format("{}（{}）", overridden.reason, overridden.by));
  }
  if (!lead.open()) return found;
  if (record.next_due && *record.next_due < today) ring("lead_overdue", *record.next_due, 0, record.next_step);
  auto const silent_since = civil_day(record.last_step_at);
  if (silent_since < today - rules.lead.silent_days) {
    ring("lead_silent", silent_since, rules.lead.silent_days, lead.state);
  }
  if (record.officer_gone) ring("owner_gone", std::min(*record.officer_gone, today), 0, record.facts.officer);
  return found;
}

}  // namespace lianzhao::serve
