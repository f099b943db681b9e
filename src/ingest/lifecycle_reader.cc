#include "ingest/lifecycle_reader.h"

#include <string>

#include <fmt/format.h>

#include "ingest/lifecycle_tables.h"
#include "ingest/rule_yaml.h"
#include "kernel/embedded.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "lifecycle_files.h"

namespace lianzhao::ingest {

namespace {

void read_lead(RuleYaml const& reader, YamlValue const& map, LeadRules& lead) {
  reader.known_keys(map, {"answer", "assessment", "assessment_major", "feedback", "report", "major_wan",
                          "protection_days", "dispute_days", "similar_idea", "silent_days"});
  reader.clock(map, "answer", lead.answer);
  reader.clock(map, "assessment", lead.assessment);
  reader.clock(map, "assessment_major", lead.assessment_major);
  reader.clock(map, "feedback", lead.feedback);
  reader.clock(map, "report", lead.report);
  double wan = 0;
  reader.set(map, "major_wan", 0, 1e9, wan);
  lead.major_fen = static_cast<std::int64_t>(wan) * 1'000'000;
  reader.set(map, "protection_days", 1, 3650, lead.protection_days);
  reader.set(map, "dispute_days", 0, 366, lead.dispute_days);
  reader.set(map, "similar_idea", 0.1, 1, lead.similar_idea);
  reader.set(map, "silent_days", 1, 3650, lead.silent_days);
}

void read_gates(RuleYaml const& reader, YamlValue const& list, std::vector<StageGate>& gates) {
  if (list.items.size() != kStages.size()) {
    throw reader.bad(list.line, fmt::format("gates must have one entry for each of {}", fmt::join(kStages, ", ")));
  }
  for (auto const& item : list.items) {
    reader.known_keys(item, {"stage", "name", "name_en", "evidence", "evidence_en", "limit_days", "limit_name",
                             "limit_name_en", "source", "source_en"});
    StageGate gate;
    gate.stage = reader.text(item, "stage");
    if (gate.stage != kStages[gates.size()]) {
      throw reader.bad(item.line, fmt::format("expected stage {} here, not \"{}\"", kStages[gates.size()], gate.stage));
    }
    gate.name = reader.text(item, "name");
    gate.name_en = reader.text(item, "name_en");
    gate.evidence = reader.text(item, "evidence");
    gate.evidence_en = reader.text(item, "evidence_en");
    if (auto const* const limit = item.find("limit_days")) {
      gate.limit_days = static_cast<int>(reader.number(*limit, 1, 36500));
    }
    gate.limit_name = reader.text(item, "limit_name");
    gate.limit_name_en = reader.text(item, "limit_name_en");
    gate.source = reader.text(item, "source");
    gate.source_en = reader.text(item, "source_en");
    if (gate.name.empty() || gate.evidence.empty()) throw reader.bad(item.line, "name and evidence must not be empty");
    gates.push_back(std::move(gate));
  }
}

std::string shipped(std::string_view name) {
  for (auto const& file : embedded::lifecycle_files()) {
    if (file.name == name) return std::string{file.bytes};
  }
  return "";
}

}  // namespace

std::vector<CalendarYear> read_calendar_years(std::string_view yaml, std::string_view name) {
  auto const reader = RuleYaml{name};
  auto const root = reader.root(yaml);
  reader.known_keys(root, {"years"});
  std::vector<CalendarYear> years;
  auto const* const list = root.find("years");
  if (!list) return years;
  for (auto const& item : list->items) {
    reader.known_keys(item, {"year", "source", "estimated", "holidays", "worked"});
    auto const* const number = item.find("year");
    if (!number) throw reader.bad(item.line, "year is missing");
    CalendarYear year;
    year.year = static_cast<int>(reader.number(*number, 1990, 2200));
    auto const estimated = reader.text(item, "estimated");
    if (!estimated.empty() && estimated != "true" && estimated != "false") {
      throw reader.bad(item.line, "estimated is true or false");
    }
    year.estimated = estimated == "true";
    reader.days(item.find("holidays"), year.year, year.holidays);
    reader.days(item.find("worked"), year.year, year.worked);
    years.push_back(std::move(year));
  }
  return years;
}

LifecycleRules read_lifecycle_rules(std::string_view rules_yaml, std::string_view rules_name,
                                    std::string_view days_yaml, std::string_view days_name) {
  LifecycleRules rules;
  auto const reader = RuleYaml{rules_name};
  auto const root = reader.root(rules_yaml);
  reader.known_keys(root, {"lead", "gates", "alarms"});
  if (auto const* const lead = root.find("lead")) read_lead(reader, *lead, rules.lead);
  if (auto const* const alarms = root.find("alarms")) {
    reader.known_keys(*alarms, {"above_scale_days", "funds_days", "fast_signing_days", "question", "escalate_days"});
    reader.set(*alarms, "above_scale_days", 1, 36500, rules.alarms.above_scale_days);
    reader.set(*alarms, "funds_days", 1, 36500, rules.alarms.funds_days);
    reader.set(*alarms, "fast_signing_days", 0, 3650, rules.alarms.fast_signing_days);
    reader.clock(*alarms, "question", rules.alarms.question);
    reader.set(*alarms, "escalate_days", 0, 365, rules.alarms.escalate_days);
  }
  auto const* const gates = root.find("gates");
  if (!gates) throw reader.bad(root.line, "gates is missing");
  read_gates(reader, *gates, rules.gates);

  rules.calendar = WorkingCalendar{read_calendar_years(days_yaml, days_name)};
  return rules;
}

LifecycleRules load_lifecycle_rules(std::filesystem::path const& folder) {
  auto const text = [&](std::string const& name) {
    auto const file = folder / "reference" / name;
    return std::filesystem::exists(file) ? std::pair{read_file(file, 4U << 20), file.string()}
                                         : std::pair{shipped(name), name};
  };
  auto const [rules, rules_name] = text("lifecycle.yaml");
  auto const [days, days_name] = text("working_days.yaml");
  auto const [tasks, tasks_name] = text("agency_tasks.yaml");
  auto const [kpis, kpis_name] = text("kpis.yaml");
  auto read = read_lifecycle_rules(rules, rules_name, days, days_name);
  // Years are replaced one by one: a file that brings one notice does not take the others away.
  auto years = read_calendar_years(shipped("working_days.yaml"), "working_days.yaml");
  for (auto& own : read_calendar_years(days, days_name)) years.push_back(std::move(own));
  read.calendar = WorkingCalendar{std::move(years)};
  read.tasks = read_task_templates(tasks, tasks_name);
  read.kpis = read_kpis(kpis, kpis_name);
  return read;
}

}  // namespace lianzhao::ingest
