#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "ingest/chain_source.h"
#include "ingest/industry_reader.h"
#include "text/folded_text.h"

namespace lianzhao::ingest {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Words that stand in most scopes, whatever the trade.
constexpr std::array kGeneralWords{
    "生产"sv,     "制造"sv,    "加工"sv,    "销售"sv,    "批发"sv,      "零售"sv,     "服务"sv,     "咨询"sv,
    "研发"sv,     "研究"sv,    "开发"sv,    "技术"sv,    "科技"sv,      "产品"sv,     "材料"sv,     "设备"sv,
    "原料"sv,     "制品"sv,    "商品"sv,    "公司"sv,    "企业"sv,      "工业"sv,     "食品"sv,     "化工"sv,
    "机械"sv,     "进出口"sv,  "贸易"sv,    "经营"sv,    "其他"sv,      "技术开发"sv, "技术服务"sv, "技术咨询"sv,
    "有限公司"sv, "product"sv, "service"sv, "company"sv, "equipment"sv, "material"sv};

std::string local(std::string_view global) {
  auto const slash = global.find('/');
  return std::string{slash == std::string_view::npos ? global : global.substr(slash + 1)};
}

/// The chain's nodes by position, with who contains whom.
class Family {
 public:
  explicit Family(ChainSource const& source) : parent_(source.nodes.size(), kNone) {
    for (std::size_t i = 0; i < source.nodes.size(); ++i)
      if (!source.nodes[i].own_id.empty()) by_id_.emplace(source.nodes[i].node.id, i);
    for (std::size_t i = 0; i < source.nodes.size(); ++i) parent_[i] = find(source.nodes[i].node.parent);
  }
  std::size_t find(std::string const& id) const {
    auto const found = by_id_.find(id);
    return found == by_id_.end() ? kNone : found->second;
  }
  std::size_t parent(std::size_t i) const { return parent_[i]; }
  void cut(std::size_t i) { parent_[i] = kNone; }
  /// Whether one is the other or contains it. Parents must be free of cycles.
  bool related(std::size_t a, std::size_t b) const { return contains(a, b) || contains(b, a); }

 private:
  bool contains(std::size_t outer, std::size_t at) const {
    for (; at != kNone; at = parent_[at])
      if (at == outer) return true;
    return false;
  }
  std::unordered_map<std::string, std::size_t> by_id_;
  std::vector<std::size_t> parent_;
};

std::string path_text(ChainSource const& source, std::vector<std::size_t> const& path) {
  std::string out;
  for (auto const i : path) out += (out.empty() ? "" : " → ") + source.nodes[i].own_id;
  return out;
}

void check_ids(ChainSource const& source, ProblemList& problems) {
  std::map<std::string_view, int> first;
  for (auto const& n : source.nodes) {
    if (n.own_id.empty()) continue;
    auto const [at, fresh] = first.emplace(n.own_id, n.line);
    if (!fresh)
      problems.error(n.line, "duplicate_id", fmt::format("node {} is defined on line {} already", n.own_id, at->second),
                     "rename one of them, or join the two");
  }
}

void check_parents(ChainSource& source, Family& family, ProblemList& problems) {
  for (std::size_t i = 0; i < source.nodes.size(); ++i) {
    auto const& n = source.nodes[i];
    if (!n.node.parent.empty() && family.parent(i) == kNone)
      problems.error(n.parent_line, "unknown_parent",
                     fmt::format("parent \"{}\" of node {} does not exist", local(n.node.parent), n.own_id),
                     "define that node in this file, or correct the id");
  }
  // 0 unseen, 1 on the way up, 2 done: every node is walked once.
  std::vector<char> state(source.nodes.size(), 0);
  for (std::size_t i = 0; i < source.nodes.size(); ++i) {
    std::vector<std::size_t> path;
    auto at = i;
    for (; at != kNone && state[at] == 0; at = family.parent(at)) {
      state[at] = 1;
      path.push_back(at);
    }
    if (at != kNone && state[at] == 1) {
      path.erase(path.begin(), std::find(path.begin(), path.end(), at));
      path.push_back(at);
      problems.error(source.nodes[at].parent_line, "parent_cycle",
                     fmt::format("nodes contain each other: {}", path_text(source, path)),
                     "take `parent` away from one of them");
      path.pop_back();
      for (auto const j : path) family.cut(j);
    }
    for (auto& s : state)
      if (s == 1) s = 2;
  }
}

void check_edges(ChainSource& source, Family const& family, ProblemList& problems) {
  std::vector<std::vector<std::pair<std::size_t, int>>> next(source.nodes.size());
  std::map<std::pair<std::size_t, std::size_t>, int> seen;
  std::map<std::size_t, double> shares;
  for (auto const& e : source.edges) {
    auto const end = [&](std::string const& id) {
      auto const found = family.find(id);
      if (!id.empty() && found == kNone)
        problems.error(e.line, "unknown_edge_end",
                       fmt::format("node \"{}\" of a supply edge does not exist", local(id)),
                       "define that node in this file, or correct the id");
      return found;
    };
    auto const from = end(e.edge.from);
    auto const to = end(e.edge.to);
    if (from == kNone || to == kNone) continue;
    if (auto const [at, fresh] = seen.emplace(std::pair{from, to}, e.line); !fresh) {
      problems.error(e.line, "duplicate_edge",
                     fmt::format("{} → {} stands on line {} already", local(e.edge.from), local(e.edge.to), at->second),
                     "keep one of them");
      continue;
    }
    if (from != to && family.related(from, to))
      problems.error(e.line, "edge_in_family",
                     fmt::format("{} and {} contain each other, so one cannot supply the other", local(e.edge.from),
                                 local(e.edge.to)),
                     "draw the edge between the parts that really supply each other");
    next[from].emplace_back(to, e.line);
    auto& sum = shares[to];
    auto const before = sum;
    sum += e.edge.cost_share.value_or(0);
    if (before <= 1 + 1e-9 && sum > 1 + 1e-9)
      problems.error(e.line, "cost_shares_above_one",
                     fmt::format("the cost shares of what {} takes in add up to {:.2f}", local(e.edge.to), sum),
                     "shares are parts of the whole cost of that node: correct them to at most 1 together");
  }
  // Depth first without recursion: a long chain of edges must not end the program.
  std::vector<char> state(source.nodes.size(), 0);
  std::vector<std::pair<std::size_t, std::size_t>> stack;
  for (std::size_t i = 0; i < source.nodes.size(); ++i) {
    if (state[i] != 0) continue;
    state[i] = 1;
    stack.assign(1, {i, 0});
    while (!stack.empty()) {
      auto& [at, step] = stack.back();
      if (step == next[at].size()) {
        state[at] = 2;
        stack.pop_back();
        continue;
      }
      auto const [to, line] = next[at][step++];
      if (state[to] == 1) {
        std::vector<std::size_t> path;
        for (auto const& [node, unused] : stack)
          if (!path.empty() || node == to) path.push_back(node);
        path.push_back(to);
        problems.error(line, "supply_cycle", fmt::format("supply runs in a circle: {}", path_text(source, path)),
                       "a chain runs one way: remove the weakest of these edges, or split a node in two");
      } else if (state[to] == 0) {
        state[to] = 1;
        stack.emplace_back(to, 0);
      }
    }
  }
}

void check_orphans(ChainSource const& source, Family const& family, ProblemList& problems) {
  if (source.nodes.size() < 2) return;
  std::vector<char> joined(source.nodes.size(), 0);
  auto const join = [&](std::size_t i) {
    if (i != kNone) joined[i] = 1;
  };
  for (std::size_t i = 0; i < source.nodes.size(); ++i) {
    if (!source.nodes[i].node.parent.empty()) join(i);
    join(family.parent(i));
  }
  for (auto const& e : source.edges) {
    join(family.find(e.edge.from));
    join(family.find(e.edge.to));
  }
  for (std::size_t i = 0; i < source.nodes.size(); ++i)
    if (!source.nodes[i].own_id.empty() && joined[i] == 0)
      problems.error(source.nodes[i].line, "orphan",
                     fmt::format("node {} has no parent, no part and no supply edge", source.nodes[i].own_id),
                     "give it a parent or say what it supplies or takes in");
}

void check_codes(ChainSource& source, ProblemList& problems) {
  auto const& table = industry_table();
  for (auto& n : source.nodes)
    for (auto const& [code, line] : n.codes) {
      if (auto const* const industry = table.find(code); industry != nullptr) {
        auto& codes = n.node.industry_codes;
        if (std::find(codes.begin(), codes.end(), industry->code) == codes.end()) codes.push_back(industry->code);
      } else {
        problems.error(
            line, "unknown_industry_code",
            fmt::format("\"{}\" of node {} is no code of GB/T 4754-2017", code.substr(0, 64), n.own_id),
            "write a section letter, or 2 to 4 digits as the standard has them (quoted when they begin with 0)");
      }
    }
}

bool overlap(NodeActivity a, NodeActivity b) {
  auto const sells = [](NodeActivity x) {
    return x == NodeActivity::kSell || x == NodeActivity::kWholesale || x == NodeActivity::kRetail;
  };
  return a == b || a == NodeActivity::kAny || b == NodeActivity::kAny ||
         (sells(a) && sells(b) && (a == NodeActivity::kSell || b == NodeActivity::kSell));
}

void check_keywords(ChainSource const& source, Family const& family, ProblemList& problems) {
  struct Claim {
    std::size_t node;
    int line;
  };
  std::unordered_map<std::u16string, std::vector<Claim>> claims;
  auto const fold = [](std::string const& text) {
    auto const folded = text::folded(text);
    return std::u16string{folded.begin(), folded.end()};
  };
  std::vector<std::vector<std::u16string>> excluded(source.nodes.size());
  for (std::size_t i = 0; i < source.nodes.size(); ++i)
    for (auto const& word : source.nodes[i].node.exclude) excluded[i].push_back(fold(word));
  auto const excludes_longer = [&](std::size_t i, std::u16string const& word) {
    return std::any_of(excluded[i].begin(), excluded[i].end(),
                       [&](std::u16string const& e) { return e.find(word) != std::u16string::npos; });
  };
  for (std::size_t i = 0; i < source.nodes.size(); ++i) {
    auto const& n = source.nodes[i];
    for (auto const& [word, line] : n.keywords) {
      auto const key = fold(word);
      auto const latin = std::all_of(key.begin(), key.end(), [](char16_t c) { return c < 128; });
      if (key.size() < (latin ? 3U : 2U)) {
        problems.error(line, "keyword_too_short", fmt::format("\"{}\" of node {} is too short", word, n.own_id),
                       "a word needs two characters, Latin letters three");
      } else if (std::find(kGeneralWords.begin(), kGeneralWords.end(), word) != kGeneralWords.end()) {
        problems.error(line, "keyword_too_general",
                       fmt::format("\"{}\" of node {} stands in the scopes of every trade", word, n.own_id),
                       "name the product: 药用辅料 instead of 材料");
      }
      // An excluded word takes back what it overlaps: one that lies in the keyword takes back all of it.
      auto const own = std::find_if(excluded[i].begin(), excluded[i].end(),
                                    [&](std::u16string const& e) { return key.find(e) != std::u16string::npos; });
      if (own != excluded[i].end()) {
        auto const& words = n.node.exclude;
        problems.error(line, "keyword_excluded",
                       fmt::format("\"{}\" of node {} is never found, for the node excludes \"{}\"", word, n.own_id,
                                   words[static_cast<std::size_t>(own - excluded[i].begin())]),
                       "take one of the two away; `exclude` names longer words that are not meant");
      }
      auto& others = claims[key];
      for (auto const& other : others) {
        auto const& o = source.nodes[other.node];
        if (other.node == i || family.related(other.node, i) || !overlap(o.node.activity, n.node.activity)) continue;
        if (excludes_longer(i, key) || excludes_longer(other.node, key)) continue;
        problems.error(
            line, "keyword_claimed_twice",
            fmt::format("\"{}\" of node {} is claimed by node {} on line {}", word, n.own_id, o.own_id, other.line),
            "leave it to one of them, give it to a common parent, or say in `exclude` which longer words "
            "are not meant");
      }
      others.push_back({i, line});
    }
  }
  for (std::size_t i = 0; i < source.nodes.size(); ++i) {
    auto const& n = source.nodes[i];
    for (auto const& word : n.node.products) {
      auto const claimed = claims.find(fold(word));
      if (claimed == claims.end()) continue;
      for (auto const& other : claimed->second) {
        auto const& o = source.nodes[other.node];
        if (other.node == i || family.related(other.node, i) || !overlap(o.node.activity, n.node.activity)) continue;
        if (excludes_longer(i, claimed->first) || excludes_longer(other.node, claimed->first)) continue;
        problems.warning(n.line, "product_claimed",
                         fmt::format("the product \"{}\" of node {} is a keyword of node {} on line {}", word, n.own_id,
                                     o.own_id, other.line),
                         "say which of them makes it, or name the product more closely");
      }
    }
  }
}

void check_worth(ChainSource const& source, Family const& family, ProblemList& problems) {
  std::vector<char> contains(source.nodes.size(), 0);
  for (std::size_t i = 0; i < source.nodes.size(); ++i)
    if (family.parent(i) != kNone) contains[family.parent(i)] = 1;
  for (std::size_t i = 0; i < source.nodes.size(); ++i) {
    auto const& n = source.nodes[i];
    if (n.own_id.empty()) continue;
    if (n.node.keywords.empty() && n.node.synonyms.empty() && n.codes.empty() && contains[i] == 0)
      problems.warning(
          n.line, "node_without_words",
          fmt::format("node {} has no keywords and no industry codes, so no enterprise is found for it", n.own_id),
          "add words as they stand in business scopes");
    if (n.node.sources.empty())
      problems.warning(n.line, "node_without_source", fmt::format("node {} cites no source", n.own_id),
                       "add `sources: [key]` with a key of the chain's sources");
  }
}

void order_parents_first(ChainSource& source, Family const& family) {
  std::vector<std::size_t> depth(source.nodes.size(), 0);
  for (std::size_t i = 0; i < depth.size(); ++i)
    for (auto at = family.parent(i); at != kNone; at = family.parent(at)) ++depth[i];
  std::vector<std::size_t> order(depth.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return depth[a] < depth[b]; });
  std::vector<NodeSource> sorted;
  sorted.reserve(order.size());
  for (auto const i : order) sorted.push_back(std::move(source.nodes[i]));
  source.nodes = std::move(sorted);
}

}  // namespace

void check_chain(ChainSource& source, ProblemList& problems) {
  if (source.nodes.empty()) {
    problems.error(source.line, "no_nodes", "the chain has no node",
                   "list its links under `nodes`, each with id, name and keywords");
  }
  Family family{source};
  check_ids(source, problems);
  check_parents(source, family, problems);
  check_edges(source, family, problems);
  check_orphans(source, family, problems);
  check_codes(source, problems);
  check_keywords(source, family, problems);
  check_worth(source, family, problems);
  order_parents_first(source, family);
}

}  // namespace lianzhao::ingest
