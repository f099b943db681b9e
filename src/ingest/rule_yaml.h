#pragma once

#include <charconv>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "domain/lifecycle_rules.h"
#include "ingest/yaml_tree.h"
#include "kernel/error.h"

namespace lianzhao::ingest {

/// Checked reading of the YAML files the workspace runs by; faults name file and line.
class RuleYaml {
 public:
  explicit RuleYaml(std::string_view file) : file_{file} {}

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

}  // namespace lianzhao::ingest
