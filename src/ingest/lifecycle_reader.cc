#include "ingest/lifecycle_reader.h"

#include <charconv>
#include <string>

#include <fmt/format.h>

#include "ingest/yaml_tree.h"
#include "kernel/embedded.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "lifecycle_files.h"

namespace lianzhao::ingest {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view file) : file_{file} {}

  YamlValue root(std::string_view yaml) const {
    YamlFault fault;
    auto tree = read_yaml_tree(yaml, fault);
    if (!tree) throw bad(fault.line, fmt::format("{}; {}", fault.message, fault.way_out));
    if (tree->kind != YamlValue::Kind::kMap) throw bad(tree->line, "expected a map of keys");
    return *tree;
  }

  Failure bad(int line, std::string_view what) const {
    return invalid_input("bad_lifecycle", fmt::format("{}:{}: {}", file_, line, what));
  }

  void known_keys(YamlValue const& map, std::initializer_list<std::string_view> keys) const {
    if (map.kind != YamlValue::Kind::kMap) throw bad(map.line, "expected a map of keys");
    for (auto const& [key, value] : map.entries) {
      bool known = false;
      for (auto const k : keys) known = known || k == key.text;
      if (!known) {
        throw bad(key.line, fmt::format("unknown key \"{}\"; known are {}", key.text, fmt::join(keys, ", ")));
      }
    }
  }

  std::string text(YamlValue const& map, std::string_view key) const {
    auto const* const value = map.find(key);
    return value && value->kind == YamlValue::Kind::kScalar ? value->text : "";
  }

  double number(YamlValue const& value, double low, double high) const {
    double read = 0;
    auto const* const end = value.text.data() + value.text.size();
    auto const result = std::from_chars(value.text.data(), end, read);
    if (value.kind != YamlValue::Kind::kScalar || result.ec != std::errc{} || result.ptr != end || read < low ||
        read > high) {
      throw bad(value.line, fmt::format("\"{}\" is not a number from {} to {}", value.text, low, high));
    }
    return read;
  }

  void set(YamlValue const& map, std::string_view key, double low, double high, auto& out) const {
    if (auto const* const value = map.find(key)) {
      out = static_cast<std::remove_reference_t<decltype(out)>>(number(*value, low, high));
    }
  }

  void clock(YamlValue const& map, std::string_view key, Clock& out) const {
    auto const* const value = map.find(key);
    if (!value) return;
    known_keys(*value, {"days", "unit"});
    set(*value, "days", 1, 366, out.days);
    auto const unit = text(*value, "unit");
    if (unit != "working" && unit != "calendar") throw bad(value->line, "unit is working or calendar");
    out.working = unit == "working";
  }

  DayNumber day(YamlValue const& value, std::string_view text, int year) const {
    auto const read = parse_day(text);
    if (!read || static_cast<int>(civil_date(*read).year()) != year) {
      throw bad(value.line, fmt::format("\"{}\" is no day of {}; write YYYY-MM-DD", text, year));
    }
    return *read;
  }

  void days(YamlValue const* list, int year, std::vector<DayNumber>& out) const {
    if (!list) return;
    for (auto const& item : list->items) {
      auto const dots = item.text.find("..");
      auto const first = day(item, item.text.substr(0, dots), year);
      auto const last = dots == std::string::npos ? first : day(item, item.text.substr(dots + 2), year);
      if (last < first) throw bad(item.line, fmt::format("\"{}\" ends before it begins", item.text));
      for (auto d = first; d <= last; ++d) out.push_back(d);
    }
  }

 private:
  std::string_view file_;
};

void read_lead(Reader const& reader, YamlValue const& map, LeadRules& lead) {
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

void read_gates(Reader const& reader, YamlValue const& list, std::vector<StageGate>& gates) {
  if (list.items.size() != kStages.size()) {
    throw reader.bad(list.line, fmt::format("gates must have one entry for each of {}", fmt::join(kStages, ", ")));
  }
  for (auto const& item : list.items) {
    reader.known_keys(item,
                      {"stage", "name", "name_en", "evidence", "evidence_en", "limit_days", "limit_name", "source"});
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
    gate.source = reader.text(item, "source");
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

LifecycleRules read_lifecycle_rules(std::string_view rules_yaml, std::string_view rules_name,
                                    std::string_view days_yaml, std::string_view days_name) {
  LifecycleRules rules;
  auto const reader = Reader{rules_name};
  auto const root = reader.root(rules_yaml);
  reader.known_keys(root, {"lead", "gates"});
  if (auto const* const lead = root.find("lead")) read_lead(reader, *lead, rules.lead);
  auto const* const gates = root.find("gates");
  if (!gates) throw reader.bad(root.line, "gates is missing");
  read_gates(reader, *gates, rules.gates);

  auto const calendar = Reader{days_name};
  auto const days = calendar.root(days_yaml);
  calendar.known_keys(days, {"years"});
  std::vector<int> years;
  std::vector<DayNumber> holidays;
  std::vector<DayNumber> worked;
  if (auto const* const list = days.find("years")) {
    for (auto const& item : list->items) {
      calendar.known_keys(item, {"year", "source", "holidays", "worked"});
      auto const* const year = item.find("year");
      if (!year) throw calendar.bad(item.line, "year is missing");
      years.push_back(static_cast<int>(calendar.number(*year, 1990, 2200)));
      calendar.days(item.find("holidays"), years.back(), holidays);
      calendar.days(item.find("worked"), years.back(), worked);
    }
  }
  rules.calendar = WorkingCalendar{std::move(years), std::move(holidays), std::move(worked)};
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
  return read_lifecycle_rules(rules, rules_name, days, days_name);
}

}  // namespace lianzhao::ingest
