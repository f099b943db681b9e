#include "ingest/rules_reader.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "kernel/embedded.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "rule_tables.h"

namespace lianzhao::ingest {

namespace {

/// One number of a rules file.
struct Setting {
  std::string_view key;
  double low;
  double high;
  std::function<void(double)> set;
};

Failure bad(std::string_view file, YAML::Mark const& mark, std::string_view what) {
  return invalid_input("bad_rules", fmt::format("{}:{}: {}", file, mark.line + 1, what));
}

/// A rules file is a flat map of numbers.
void read(std::string_view name, std::string const& text, std::vector<Setting> const& settings) {
  constexpr std::size_t kLimit = 64 << 10;
  if (text.size() > kLimit) throw invalid_input("bad_rules", fmt::format("{} is larger than {} bytes", name, kLimit));
  YAML::Node root;
  try {
    root = YAML::Load(text);
  } catch (YAML::Exception const& error) {
    throw bad(name, error.mark, error.msg);
  }
  if (root.IsNull()) return;
  if (!root.IsMap()) throw bad(name, root.Mark(), "expected lines of `key: number`");
  for (auto const& entry : root) {
    auto const key = entry.first.as<std::string>("");
    auto const setting = std::find_if(settings.begin(), settings.end(), [&](Setting const& s) { return s.key == key; });
    if (setting == settings.end()) {
      std::string known;
      for (auto const& s : settings) known += (known.empty() ? "" : ", ") + std::string{s.key};
      throw bad(name, entry.first.Mark(), fmt::format("unknown key \"{}\"; known are {}", key, known));
    }
    auto const value = entry.second.IsScalar() ? entry.second.as<double>(std::nan("")) : std::nan("");
    if (!(value >= setting->low && value <= setting->high))
      throw bad(name, entry.second.Mark(),
                fmt::format("{} must be a number from {} to {}", key, setting->low, setting->high));
    setting->set(value);
  }
}

void read_with_override(std::string_view embedded_name, std::filesystem::path const& file,
                        std::vector<Setting> const& settings) {
  for (auto const& embedded : embedded::rule_tables())
    if (embedded.name == embedded_name) read(embedded_name, std::string{embedded.bytes}, settings);
  if (!file.empty()) read(file.string(), read_file(file, 1 << 20), settings);
}

}  // namespace

DiagnosisRules read_diagnosis_rules(std::filesystem::path const& file) {
  DiagnosisRules rules;
  auto const count = [](std::uint64_t& out) { return [&out](double v) { out = static_cast<std::uint64_t>(v); }; };
  auto const number = [](double& out) { return [&out](double v) { out = v; }; };
  auto const whole = [](int& out) { return [&out](double v) { out = static_cast<int>(v); }; };
  read_with_override("diagnosis.yaml", file,
                     {{"min_confidence", 0, 1, number(rules.min_confidence)},
                      {"present_count", 1, 1e6, count(rules.present_count)},
                      {"strong_count", 1, 1e6, count(rules.strong_count)},
                      {"strong_quotient", 0, 1e6, number(rules.strong_quotient)},
                      {"reach_m", 0, 2e7, number(rules.reach_m)},
                      {"recent_years", 1, 100, whole(rules.recent_years)},
                      {"count_closed", 0, 1, [&](double v) { rules.count_closed = v > 0; }},
                      {"fill_importance", 1, 6, whole(rules.fill_importance)}});
  return rules;
}

TargetWeights read_target_weights(std::filesystem::path const& file) {
  TargetWeights weights;
  auto const number = [](double& out) { return [&out](double v) { out = v; }; };
  read_with_override("target_weights.yaml", file,
                     {{"investment_intensity", 0, 1e6, number(weights.investment_intensity)},
                      {"output_efficiency", 0, 1e6, number(weights.output_efficiency)},
                      {"technology", 0, 1e6, number(weights.technology)},
                      {"chain_tie", 0, 1e6, number(weights.chain_tie)}});
  if (weights.investment_intensity + weights.output_efficiency + weights.technology + weights.chain_tie <= 0)
    throw invalid_input("bad_rules", "all weights are 0; at least one criterion has to count");
  return weights;
}

}  // namespace lianzhao::ingest
