#include "ingest/chain_source.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "ingest/chain_reader.h"

namespace lianzhao::ingest {

namespace {

using Kind = YamlValue::Kind;
using namespace std::string_view_literals;

constexpr std::array kChainKeys{"chain"sv,       "name"sv,    "name_en"sv, "version"sv,
                                "description"sv, "sources"sv, "nodes"sv,   "supply_edges"sv};
constexpr std::array kNodeKeys{"id"sv,       "name"sv,           "name_en"sv,  "tier"sv,          "parent"sv,
                               "activity"sv, "definition"sv,     "synonyms"sv, "keywords"sv,      "exclude"sv,
                               "products"sv, "industry_codes"sv, "sources"sv,  "chain_leaders"sv, "importance"sv};
constexpr std::array kEdgeKeys{"from"sv, "to"sv, "cost_share"sv, "source"sv};

constexpr std::size_t kMaxText = 2'000;

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "nothing";
    case Kind::kScalar:
      return "a text";
    case Kind::kSequence:
      return "a list";
    case Kind::kMap:
      return "a map";
  }
  return "";
}

/// Edit distance of short words, for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// Reads the values of one map and remembers what is wrong with them.
class Reader {
 public:
  Reader(YamlValue const& map, std::string what, ProblemList& problems)
      : map_{map}, what_{std::move(what)}, problems_{problems} {}

  void check_keys(std::span<std::string_view const> known) {
    for (std::size_t i = 0; i < map_.entries.size(); ++i) {
      auto const& key = map_.entries[i].key;
      if (std::find(known.begin(), known.end(), key.text) == known.end()) {
        auto const text = std::string_view{key.text}.substr(0, 64);
        auto const* const nearest = &*std::min_element(
            known.begin(), known.end(), [&](auto a, auto b) { return distance(text, a) < distance(text, b); });
        problems_.error(
            key.line, "unknown_key", fmt::format("{} has no key \"{}\"", what_, text),
            distance(text, *nearest) <= 3
                ? fmt::format("did you mean \"{}\"?", *nearest)
                : fmt::format("known are {}; remove the line or put it in a comment", fmt::join(known, ", ")));
      }
      for (std::size_t j = 0; j < i; ++j)
        if (map_.entries[j].key.text == key.text)
          problems_.error(
              key.line, "duplicate_key",
              fmt::format("\"{}\" of {} stands on line {} already", key.text, what_, map_.entries[j].key.line),
              "keep one of the two");
    }
  }

  std::string text(std::string_view key, bool required) {
    auto const* const value = map_.find(key);
    if (value == nullptr || value->kind == Kind::kNull || (value->kind == Kind::kScalar && value->text.empty())) {
      if (required) missing(key, value);
      return {};
    }
    return scalar(*value, key).value_or("");
  }

  std::vector<std::pair<std::string, int>> list(std::string_view key) {
    std::vector<std::pair<std::string, int>> out;
    auto const* const value = map_.find(key);
    if (value == nullptr || value->kind == Kind::kNull) return out;
    if (value->kind != Kind::kSequence) {
      problems_.error(value->line, "wrong_type",
                      fmt::format("{} of {} is {}, a list is needed", key, what_, kind_name(value->kind)),
                      fmt::format("write {}: [a, b]", key));
      return out;
    }
    for (auto const& item : value->items) {
      auto read = scalar(item, key);
      if (!read) continue;
      auto const same = std::find_if(out.begin(), out.end(), [&](auto const& seen) { return seen.first == *read; });
      if (read->empty() || same != out.end()) {
        problems_.warning(item.line, "repeated_value",
                          fmt::format("\"{}\" is empty or stands twice in {} of {}", *read, key, what_), "remove it");
        continue;
      }
      out.emplace_back(std::move(*read), item.line);
    }
    return out;
  }

  void missing(std::string_view key, YamlValue const* value) {
    problems_.error(value != nullptr ? value->line : map_.line, "missing_field",
                    fmt::format("{} has no {}", what_, key),
                    fmt::format("add a line `{}: …`; docs/chain-library.md says what it holds", key));
  }

  std::optional<std::string> scalar(YamlValue const& value, std::string_view key) {
    if (value.kind == Kind::kNull) return std::string{};
    if (value.kind != Kind::kScalar) {
      problems_.error(value.line, "wrong_type",
                      fmt::format("{} of {} holds {}, a text is needed", key, what_, kind_name(value.kind)),
                      "write plain text; quote it when it holds a colon, bracket or #");
      return std::nullopt;
    }
    if (value.text.size() > kMaxText) {
      problems_.error(value.line, "over_limit",
                      fmt::format("{} of {} has {} bytes, the limit is {}", key, what_, value.text.size(), kMaxText),
                      "shorten it");
      return std::nullopt;
    }
    return value.text;
  }

  std::optional<double> number(std::string_view key, double low, double high) {
    auto const* const value = map_.find(key);
    if (value == nullptr || value->kind == Kind::kNull) return std::nullopt;
    double out = 0;
    auto const* const end = value->text.data() + value->text.size();
    auto const [stop, error] = std::from_chars(value->text.data(), end, out);
    if (value->kind != Kind::kScalar || error != std::errc{} || stop != end || !(out >= low && out <= high)) {
      problems_.error(value->line, key == "cost_share" ? "bad_cost_share" : "out_of_range",
                      fmt::format("{} of {} is \"{}\"", key, what_, value->text.substr(0, 64)),
                      fmt::format("give a number from {} to {}", low, high));
      return std::nullopt;
    }
    return out;
  }

  int line_of(std::string_view key) const {
    auto const* const value = map_.find(key);
    return value != nullptr ? value->line : map_.line;
  }

 private:
  YamlValue const& map_;
  std::string what_;
  ProblemList& problems_;
};

using SourceNames = std::map<std::string, std::string, std::less<>>;

/// "sei2018 4.1" → "战略性新兴产业分类(2018), 4.1".
std::string cited(std::string const& text, int line, SourceNames const& names, ProblemList& problems) {
  auto const blank = text.find(' ');
  auto const found = names.find(std::string_view{text}.substr(0, blank));
  if (found == names.end()) {
    problems.error(line, "unknown_source",
                   fmt::format("no source \"{}\" in the chain's sources", text.substr(0, blank)),
                   "begin with a key of the chain's `sources`, or add the source there");
    return {};
  }
  return blank == std::string::npos ? found->second : found->second + ", " + text.substr(blank + 1);
}

std::vector<std::string> texts_of(std::vector<std::pair<std::string, int>> const& list) {
  std::vector<std::string> out;
  out.reserve(list.size());
  for (auto const& [text, line] : list) out.push_back(text);
  return out;
}

template <typename Value>
Value choice(Reader& reader, std::string_view key, bool required, Value fallback,
             std::optional<Value> (*from)(std::string_view), std::string_view known, ProblemList& problems) {
  auto const text = reader.text(key, required);
  if (text.empty()) return fallback;
  if (auto const value = from(text)) return *value;
  problems.error(reader.line_of(key), "unknown_value", fmt::format("{} \"{}\" is unknown", key, text.substr(0, 64)),
                 fmt::format("use one of {}", known));
  return fallback;
}

NodeSource read_node(YamlValue const& map, std::string const& chain, SourceNames const& names, ProblemList& problems) {
  NodeSource out;
  out.line = map.line;
  auto const* const id = map.find("id");
  auto const label = id != nullptr && id->kind == Kind::kScalar ? fmt::format("node {}", id->text.substr(0, 64))
                                                                : std::string{"this node"};
  Reader reader{map, label, problems};
  reader.check_keys(kNodeKeys);
  out.own_id = reader.text("id", true);
  if (!out.own_id.empty() && !is_id(out.own_id)) {
    problems.error(reader.line_of("id"), "bad_id", fmt::format("\"{}\" is no id", out.own_id.substr(0, 64)),
                   "use small Latin letters, digits and _, beginning with a letter, at most 64");
    out.own_id.clear();
  }
  auto& node = out.node;
  node.id = chain + "/" + out.own_id;
  node.name = reader.text("name", true);
  node.name_en = reader.text("name_en", true);
  node.tier = choice<Tier>(reader, "tier", true, Tier::kMidstream, tier_from,
                           "upstream, midstream, downstream, support", problems);
  auto const usual = node.tier == Tier::kSupport ? NodeActivity::kServe : NodeActivity::kMake;
  node.activity = choice<NodeActivity>(reader, "activity", false, usual, node_activity_from,
                                       "make, grow, sell, wholesale, retail, store, serve, research, any", problems);
  if (auto const parent = reader.text("parent", false); !parent.empty()) node.parent = chain + "/" + parent;
  out.parent_line = reader.line_of("parent");
  node.definition = reader.text("definition", true);
  auto const synonyms = reader.list("synonyms");
  auto const keywords = reader.list("keywords");
  node.synonyms = texts_of(synonyms);
  node.keywords = texts_of(keywords);
  // The tagger looks for the name too, so it is claimed like a keyword.
  if (!node.name.empty()) out.keywords.emplace_back(node.name, reader.line_of("name"));
  out.keywords.insert(out.keywords.end(), synonyms.begin(), synonyms.end());
  out.keywords.insert(out.keywords.end(), keywords.begin(), keywords.end());
  node.exclude = texts_of(reader.list("exclude"));
  node.products = texts_of(reader.list("products"));
  node.chain_leaders = texts_of(reader.list("chain_leaders"));
  out.codes = reader.list("industry_codes");
  for (auto const& [text, line] : reader.list("sources"))
    if (auto name = cited(text, line, names, problems); !name.empty()) node.sources.push_back(std::move(name));
  if (auto const importance = reader.number("importance", 1, 5)) {
    node.importance = static_cast<int>(*importance);
    if (node.importance != *importance)
      problems.error(reader.line_of("importance"), "out_of_range",
                     fmt::format("importance {} is not a whole number", *importance), "give 1, 2, 3, 4 or 5");
  }
  return out;
}

EdgeSource read_edge(YamlValue const& map, std::string const& chain, SourceNames const& names, ProblemList& problems) {
  EdgeSource out;
  out.line = map.line;
  Reader reader{map, "this supply edge", problems};
  reader.check_keys(kEdgeKeys);
  auto const from = reader.text("from", true);
  auto const to = reader.text("to", true);
  if (!from.empty()) out.edge.from = chain + "/" + from;
  if (!to.empty()) out.edge.to = chain + "/" + to;
  out.edge.cost_share = reader.number("cost_share", 0, 1);
  if (auto const source = reader.text("source", false); !source.empty())
    out.edge.source = cited(source, reader.line_of("source"), names, problems);
  if (out.edge.cost_share && out.edge.source.empty())
    problems.error(reader.line_of("cost_share"), "cost_share_without_source",
                   fmt::format("the cost share of {} in {} names no source", from, to),
                   "add `source: …` with a key of the chain's sources, or leave the share out: unknown is not zero");
  return out;
}

/// Calls `read` with each map of the list under `key`.
template <typename Read>
void each_map(YamlValue const& root, std::string_view key, ProblemList& problems, Read const& read) {
  auto const* const list = root.find(key);
  if (list == nullptr || list->kind == Kind::kNull) return;
  if (list->kind != Kind::kSequence) {
    problems.error(list->line, "wrong_type", fmt::format("{} is {}, a list is needed", key, kind_name(list->kind)),
                   "begin every entry with `- `");
    return;
  }
  for (auto const& item : list->items) {
    if (item.kind == Kind::kMap) {
      read(item);
    } else {
      problems.error(item.line, "wrong_type",
                     fmt::format("an entry of {} is {}, a map is needed", key, kind_name(item.kind)),
                     key == "nodes" ? "write `- id: …`" : "write `- {from: …, to: …}`");
    }
  }
}

SourceNames read_sources(YamlValue const& root, ProblemList& problems) {
  SourceNames names;
  auto const* const sources = root.find("sources");
  if (sources == nullptr || sources->kind == Kind::kNull) return names;
  if (sources->kind != Kind::kMap) {
    problems.error(sources->line, "wrong_type",
                   fmt::format("sources of the chain is {}, a map is needed", kind_name(sources->kind)),
                   "write one line `key: title, publisher, year` for each");
    return names;
  }
  Reader reader{*sources, "sources", problems};
  for (auto const& [key, value] : sources->entries) {
    auto text = reader.scalar(value, key.text);
    if (text && !text->empty()) {
      names.emplace(key.text, std::move(*text));
    } else if (text) {
      problems.error(value.line, "missing_field", fmt::format("source {} says nothing", key.text.substr(0, 64)),
                     "give title, publisher and year");
    }
  }
  return names;
}

}  // namespace

std::span<std::string_view const> chain_keys() {
  return kChainKeys;
}
std::span<std::string_view const> node_keys() {
  return kNodeKeys;
}
std::span<std::string_view const> supply_edge_keys() {
  return kEdgeKeys;
}

ChainSource read_chain_source(std::string const& file, YamlValue const& root, ProblemList& problems) {
  ChainSource out;
  out.file = file;
  if (root.kind != Kind::kMap) {
    problems.error(std::max(root.line, 1), "wrong_type",
                   fmt::format("the file is {}, a map is needed", kind_name(root.kind)), "begin with `chain: …`");
    return out;
  }
  out.line = root.line;
  Reader reader{root, "the chain", problems};
  reader.check_keys(kChainKeys);
  auto& chain = out.chain;
  chain.id = reader.text("chain", true);
  if (!chain.id.empty() && !is_id(chain.id)) {
    problems.error(reader.line_of("chain"), "bad_id", fmt::format("\"{}\" is no id", chain.id.substr(0, 64)),
                   "use small Latin letters, digits and _, beginning with a letter, at most 64");
    chain.id.clear();
  }
  chain.name = reader.text("name", true);
  chain.name_en = reader.text("name_en", true);
  chain.version = reader.text("version", true);
  chain.description = reader.text("description", false);
  auto const names = read_sources(root, problems);
  for (auto const& [key, title] : names) chain.sources.push_back(title);
  if (root.find("nodes") == nullptr) reader.missing("nodes", nullptr);
  each_map(root, "nodes", problems,
           [&](YamlValue const& map) { out.nodes.push_back(read_node(map, chain.id, names, problems)); });
  each_map(root, "supply_edges", problems,
           [&](YamlValue const& map) { out.edges.push_back(read_edge(map, chain.id, names, problems)); });
  return out;
}

}  // namespace lianzhao::ingest
