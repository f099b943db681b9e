#include "ingest/lifecycle_tables.h"

#include <set>

#include "domain/lifecycle_rules.h"
#include "ingest/rule_yaml.h"

namespace lianzhao::ingest {

namespace {

std::vector<std::string> texts(YamlValue const& map, std::string_view key) {
  std::vector<std::string> found;
  if (auto const* const list = map.find(key)) {
    for (auto const& item : list->items) found.push_back(item.text);
  }
  return found;
}

KpiTerm read_term(RuleYaml const& reader, YamlValue const& map) {
  static std::set<std::string_view> const kSums = {"count",   "contracted_fen", "arrived_fen", "fixed_asset_fen",
                                                   "land_m2", "tax_fen",        "output_fen"};
  reader.known_keys(map, {"sum", "reached", "verified", "not_ended", "on_chain", "became", "text", "text_en"});
  KpiTerm term;
  if (map.find("sum")) term.sum = reader.text(map, "sum");
  if (!kSums.contains(term.sum)) {
    throw reader.bad(map.line, fmt::format("unknown sum \"{}\"; known are {}", term.sum, fmt::join(kSums, ", ")));
  }
  if (map.find("reached")) {
    term.reached = stage_index(reader.text(map, "reached"));
    if (!term.reached) throw reader.bad(map.line, fmt::format("reached is one of {}", fmt::join(kStages, ", ")));
  }
  term.verified = reader.text(map, "verified") == "true";
  term.not_ended = reader.text(map, "not_ended") == "true";
  term.on_chain = reader.text(map, "on_chain") == "true";
  term.became = reader.text(map, "became");
  if (!term.became.empty() && term.became != "project" && term.became != "contract") {
    throw reader.bad(map.line, "became is project or contract");
  }
  term.text = reader.text(map, "text");
  term.text_en = reader.text(map, "text_en");
  return term;
}

}  // namespace

std::vector<TaskTemplate> read_task_templates(std::string_view yaml, std::string_view name) {
  auto const reader = RuleYaml{name};
  auto const root = reader.root(yaml);
  reader.known_keys(root, {"tasks"});
  std::vector<TaskTemplate> templates;
  std::set<std::string> ids;
  auto const* const list = root.find("tasks");
  if (!list) throw reader.bad(root.line, "tasks is missing");
  for (auto const& item : list->items) {
    reader.known_keys(
        item, {"id", "stage", "kinds", "name", "name_en", "days", "unit", "after", "basis", "basis_en", "documents",
               "documents_en", "authority", "authority_en", "source", "checked", "checked_against"});
    TaskTemplate t;
    t.id = reader.text(item, "id");
    t.stage = reader.text(item, "stage");
    t.kinds = texts(item, "kinds");
    t.name = reader.text(item, "name");
    t.name_en = reader.text(item, "name_en");
    reader.set(item, "days", 0, 3650, t.days);
    t.working = reader.text(item, "unit") != "calendar";
    t.after = texts(item, "after");
    t.basis = reader.text(item, "basis");
    t.basis_en = reader.text(item, "basis_en");
    t.documents = texts(item, "documents");
    t.documents_en = texts(item, "documents_en");
    t.authority = reader.text(item, "authority");
    t.authority_en = reader.text(item, "authority_en");
    t.source = reader.text(item, "source");
    t.checked = reader.text(item, "checked");
    t.checked_against = reader.text(item, "checked_against");
    if (!t.documents_en.empty() && t.documents_en.size() != t.documents.size()) {
      throw reader.bad(item.line, fmt::format("{} has {} documents but {} in English", t.id, t.documents.size(),
                                              t.documents_en.size()));
    }
    if (!t.checked.empty() && !parse_day(t.checked)) {
      throw reader.bad(item.line, fmt::format("\"{}\" is no day; write YYYY-MM-DD", t.checked));
    }
    if (t.id.empty() || t.name.empty() || !ids.insert(t.id).second) {
      throw reader.bad(item.line, fmt::format("\"{}\" is no id of its own with a name", t.id));
    }
    if (!stage_index(t.stage)) throw reader.bad(item.line, fmt::format("stage is one of {}", fmt::join(kStages, ", ")));
    templates.push_back(std::move(t));
  }
  for (auto const& t : templates) {
    for (auto const& before : t.after) {
      if (!ids.contains(before))
        throw reader.bad(list->line, fmt::format("{} comes after \"{}\", which is not there", t.id, before));
    }
  }
  return templates;
}

std::vector<KpiDefinition> read_kpis(std::string_view yaml, std::string_view name) {
  auto const reader = RuleYaml{name};
  auto const root = reader.root(yaml);
  reader.known_keys(root, {"kpis"});
  std::vector<KpiDefinition> kpis;
  std::set<std::string> seen;
  auto const* const list = root.find("kpis");
  if (!list) throw reader.bad(root.line, "kpis is missing");
  for (auto const& item : list->items) {
    reader.known_keys(
        item, {"id", "version", "name", "name_en", "of", "unit", "numerator", "denominator", "source", "source_en"});
    KpiDefinition kpi;
    kpi.id = reader.text(item, "id");
    kpi.version = reader.text(item, "version");
    kpi.name = reader.text(item, "name");
    kpi.name_en = reader.text(item, "name_en");
    if (item.find("of")) kpi.of = reader.text(item, "of");
    if (item.find("unit")) kpi.unit = reader.text(item, "unit");
    kpi.source = reader.text(item, "source");
    kpi.source_en = reader.text(item, "source_en");
    auto const* const above = item.find("numerator");
    auto const* const below = item.find("denominator");
    if (!above || !below || kpi.id.empty() || (kpi.of != "projects" && kpi.of != "leads") ||
        (kpi.unit != "share" && kpi.unit != "fen_per_m2" && kpi.unit != "fen_per_mu")) {
      throw reader.bad(item.line,
                       "a kpi has id, version, numerator and denominator; of is projects or leads; unit is "
                       "share, fen_per_m2 or fen_per_mu");
    }
    if (!seen.insert(kpi.id + " " + kpi.version).second) {
      throw reader.bad(item.line, fmt::format("{} version {} is there twice", kpi.id, kpi.version));
    }
    kpi.numerator = read_term(reader, *above);
    kpi.denominator = read_term(reader, *below);
    kpis.push_back(std::move(kpi));
  }
  return kpis;
}

}  // namespace lianzhao::ingest
