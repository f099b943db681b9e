#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lianzhao {

enum class Tier : std::uint8_t { kUpstream, kMidstream, kDownstream, kSupport };

/// "upstream", …; the spelling of YAML, JSON and SQL.
std::string_view tier_name(Tier);
std::optional<Tier> tier_from(std::string_view);

/// What an enterprise must do with a node's words for the node to apply; "药品" sold is not "药品" made.
enum class NodeActivity : std::uint8_t {
  kMake,       ///< 生产, 制造, 加工
  kGrow,       ///< 种植, 养殖
  kSell,       ///< 销售, wholesale or retail
  kWholesale,  ///< 批发
  kRetail,     ///< 零售
  kStore,      ///< 仓储, 冷藏, 运输
  kServe,      ///< 服务, 检测, 诊疗, 维修
  kResearch,   ///< 研发
  kAny,        ///< whatever is done with them
};

/// "make", …; the spelling of YAML and JSON.
std::string_view node_activity_name(NodeActivity);
std::optional<NodeActivity> node_activity_from(std::string_view);

/// A link of a chain (环节). Index in ChainLibrary::nodes is its NodeIndex.
struct ChainNode {
  std::string id;    ///< global: "biomedicine/vaccine"
  std::string name;  ///< 疫苗
  std::string name_en;
  Tier tier = Tier::kMidstream;
  NodeActivity activity = NodeActivity::kMake;  ///< unless the file says: make, in tier support serve
  std::string parent;                           ///< global id of the node that contains it; empty at the top
  std::string definition;
  std::vector<std::string> synonyms;        ///< other names of the node; count as keywords
  std::vector<std::string> keywords;        ///< words in a name, scope or product list that speak for the node
  std::vector<std::string> exclude;         ///< words that take a keyword's hit back where they overlap or enclose it
  std::vector<std::string> industry_codes;  ///< GB/T 4754-2017 codes whose enterprises belong here
  std::vector<std::string> products;        ///< example products; count as keywords of less weight
  std::vector<std::string> chain_leaders;   ///< names of enterprises that lead this link (链主)
  int importance = 3;                       ///< 1 marginal … 5 the chain breaks without it
  std::vector<std::string> sources;
};

/// Products of `from` are inputs of `to`.
struct SupplyEdge {
  std::string from;
  std::string to;
  std::optional<double> cost_share;  ///< 0…1 of the cost of `to`; only with a source
  std::string source;
};

struct Chain {
  std::string id;    ///< "biomedicine"
  std::string name;  ///< 生物医药
  std::string name_en;
  std::string version;  ///< as stated in the file
  std::string description;
  std::vector<std::string> sources;
  std::vector<ChainNode> nodes;  ///< parents before children
  std::vector<SupplyEdge> supply_edges;
};

/// Position of a node in ChainLibrary::nodes(); stable for one fingerprint of the library only.
using NodeIndex = std::uint16_t;

/// All chains, immutable. Nodes are numbered in the order of chains (by id) and nodes in them.
class ChainLibrary {
 public:
  ChainLibrary() = default;
  /// Chains that `chain check` accepts; sorts them by id. `fingerprint` names the content (see ingest/chain_reader).
  ChainLibrary(std::vector<Chain> chains, std::string fingerprint);
  ChainLibrary(ChainLibrary const&) = delete;
  ChainLibrary& operator=(ChainLibrary const&) = delete;
  ChainLibrary(ChainLibrary&&) = default;
  ChainLibrary& operator=(ChainLibrary&&) = default;

  std::vector<Chain> const& chains() const { return chains_; }
  Chain const* find_chain(std::string_view id) const;

  std::size_t node_count() const { return nodes_.size(); }
  ChainNode const& node(NodeIndex index) const { return *nodes_.at(index); }
  Chain const& chain_of(NodeIndex index) const { return chains_[chain_of_.at(index)]; }
  std::optional<NodeIndex> find_node(std::string_view global_id) const;
  /// Parent, when the node has one.
  std::optional<NodeIndex> parent_of(NodeIndex index) const;
  /// Indices of the chain's nodes, consecutive.
  std::pair<NodeIndex, NodeIndex> node_range(Chain const&) const;

  std::string const& fingerprint() const { return fingerprint_; }

 private:
  std::vector<Chain> chains_;
  std::vector<ChainNode const*> nodes_;
  std::vector<std::size_t> chain_of_;
  std::unordered_map<std::string, NodeIndex> by_id_;
  std::string fingerprint_;
};

}  // namespace lianzhao
