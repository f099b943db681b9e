#include "serve/table_words.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/messages.h"
#include "table_words_embedded.h"

namespace lianzhao::serve {

namespace {

struct Variant {
  std::string_view list;
  std::string_view code;
  std::string_view word;
};

/// Three columns under a heading; lines that begin with # are notes.
std::vector<Variant> read_variants() {
  std::vector<Variant> all;
  auto rest = embedded::table_words_embedded().front().bytes;
  auto heading = true;
  while (!rest.empty()) {
    auto const line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.empty() || line.starts_with('#') || std::exchange(heading, false)) continue;
    auto const first = line.find('\t');
    auto const second = line.find('\t', first == std::string_view::npos ? first : first + 1);
    LIANZHAO_ASSERT(second != std::string_view::npos, "a word of tables has a list, a code and itself");
    all.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1)});
  }
  return all;
}

std::string folded_letters(std::string_view text) {
  std::string folded{text};
  for (auto& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

}  // namespace

std::span<WordList const> word_lists() {
  static std::vector<WordList> const kAll{
      {"channel",
       "page.channel.",
       {"referral", "chain", "hometown", "stationed", "fund", "event", "science", "agency", "inbound"}},
      {"lead_state",
       "page.lead.state_",
       {"reported", "answered", "assessed", "fed_back", "converted", "declined", "withdrawn"}},
      {"project_kind", "page.tables.project_kind_", {"new", "expansion"}},
      {"project_state", "page.project.state_", {"active", "suspended", "ended"}},
      {"task_state", "page.task.state_", {"open", "doing", "done", "dropped"}},
      {"promise_side", "page.promise.side_", {"investor", "zone"}},
      {"promise_kind",
       "page.promise.kind_",
       {"investment", "output", "tax", "jobs", "land", "incentive", "utility", "other"}},
      {"promise_state", "page.promise.state_", {"open", "fulfilled", "partly", "broken", "released"}},
      {"campaign_kind", "page.campaign.kind_", {"trip", "fair", "conference", "other"}},
      {"amount_kind", "page.project.amount_", {"planned", "contracted", "arrived", "fixed_asset"}},
      {"measure", "page.project.measure_", {"land_m2", "plant_m2", "jobs", "output_fen", "tax_fen"}},
      {"measure_kind", "page.project.kind_", {"promised", "real"}},
      {"money_source", "page.project.source_", {"in_province", "out_of_province", "foreign", "unknown"}},
  };
  return kAll;
}

std::span<SheetWord const> words_of(std::string_view list) {
  static auto const kAll = [] {
    std::map<std::string_view, std::vector<SheetWord>> all;
    for (auto const& each : word_lists()) {
      for (auto const code : each.codes) {
        auto const key = fmt::format("{}{}", each.messages, code);
        auto const zh = message("zh", key);
        auto const en = message("en", key);
        LIANZHAO_ASSERT(zh && en, "the pages have a word for whatever stands in tables");
        all[each.name].push_back({std::string{code}, *zh, *en, variants_of(each.name, code)});
      }
    }
    return all;
  }();
  return kAll.at(list);
}

std::vector<SheetWord> stage_words(LifecycleRules const& rules) {
  std::vector<SheetWord> words;
  for (auto const& gate : rules.gates) {
    words.push_back({gate.stage, gate.name, gate.name_en, variants_of("stage", gate.stage)});
  }
  return words;
}

std::vector<std::string> variants_of(std::string_view list, std::string_view code) {
  static auto const kAll = read_variants();
  std::vector<std::string> found;
  for (auto const& each : kAll) {
    if (each.list == list && each.code == code) found.emplace_back(each.word);
  }
  return found;
}

bool means(SheetWord const& word, std::string_view text) {
  auto const given = folded_letters(text);
  auto const same = [&](std::string const& each) { return folded_letters(each) == given; };
  return same(word.code) || same(word.zh) || same(word.en) ||
         std::any_of(word.variants.begin(), word.variants.end(), same);
}

}  // namespace lianzhao::serve
