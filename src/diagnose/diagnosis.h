#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "atlas/atlas.h"
#include "diagnose/peers.h"
#include "diagnose/supply_graph.h"
#include "domain/chain.h"
#include "domain/diagnosis_rules.h"
#include "domain/region_table.h"

namespace lianzhao::diagnose {

enum class NodeType : std::uint8_t { kNone, kFill, kStrengthen, kExtend, kStrong };

/// "none", "fill", "strengthen", "extend", "strong"
std::string_view node_type_name(NodeType);

/// Where a direct input of a node can be had.
enum class Supply : std::uint8_t { kLocal, kInReach, kNowhere };
std::string_view supply_name(Supply);  ///< "local", "in_reach", "nowhere"

struct InputCoverage {
  NodeIndex node = 0;
  Supply supply = Supply::kNowhere;
  std::uint64_t local_count = 0;
  RegionCode nearest_region = kUnknownRegion;  ///< when not local: the nearest county with a producer in reach
  std::optional<double> distance_m;            ///< centre to centre
  std::optional<double> cost_share;
};

/// Every measure with what it was computed from. What cannot be known is absent.
struct NodeMeasures {
  std::uint64_t count = 0;
  std::uint64_t national_count = 0;
  std::uint64_t region_total = 0;
  std::uint64_t national_total = 0;
  std::optional<double> share;              ///< count / national_count
  std::optional<double> location_quotient;  ///< (count / region_total) / (national_count / national_total)
  std::optional<double> rca;                ///< the same against activities of the library instead of all enterprises
  std::optional<double> density;            ///< relatedness ω, 0…1
  std::optional<double> complexity;         ///< PCI of the node, z-score
  std::int64_t capital_fen = 0;             ///< sum over the `capital_known` enterprises that state one
  std::uint64_t capital_known = 0;
  std::optional<double> median_age_years;
  std::uint64_t founded_recent = 0;       ///< in the recent span
  std::uint64_t founded_before = 0;       ///< in the span of the same length before it
  std::optional<double> founding_growth;  ///< recent / before - 1; absent where before is 0
  std::optional<std::uint64_t> rank;      ///< among regions of the level by count, 1 is most; absent for zones
  std::uint64_t regions_with = 0;         ///< regions of the level that have the node
  std::optional<double> supply_coverage;  ///< share of direct inputs produced locally; absent without inputs
  std::vector<InputCoverage> inputs;
  std::vector<NodeIndex> present_suppliers;  ///< direct, present in the place
  std::vector<NodeIndex> present_customers;
};

struct Statement {
  std::string zh;
  std::string en;
};

struct NodeDiagnosis {
  NodeIndex node = 0;
  NodeType type = NodeType::kNone;
  std::string reason;  ///< stable code of the rule that decided: "between_present", "quotient_low", …
  NodeMeasures measures;
  Statement statement;  ///< the type and the numbers that make it so
};

/// What is diagnosed: a region, several, or a zone.
struct Place {
  std::string id;  ///< region code, zone id or corridor id
  std::string name_zh;
  std::string name_en;
  RegionCode region_code = kUnknownRegion;  ///< the region, when it is one
  atlas::RowRanges rows;
  std::optional<double> longitude;  ///< centre, for what is in reach
  std::optional<double> latitude;
};

struct Diagnosis {
  std::string place_id;
  std::string chain;
  RegionLevel level = RegionLevel::kCity;  ///< of the regions compared with
  std::optional<DayNumber> as_of;          ///< newest founding of the register: age and growth count back from it
  std::string fingerprint;                 ///< of the snapshot
  std::vector<NodeDiagnosis> nodes;        ///< all nodes of the chain, in library order
};

/// Diagnoses every node of a chain in a place. Pure. The rules are in docs/methods/diagnosis.md:
///   strong      present, count >= strong_count and location quotient >= strong_quotient
///   strengthen  present, but not strong
///   fill        absent, and a gap in the local chain: a supplier at any distance and a customer at any distance are
///               present, or a present node buys from it directly and its importance is at least fill_importance
///   extend      absent, beyond one end: a direct supplier or a direct customer is present
///   none        absent and apart from what is there
Diagnosis diagnose(atlas::Atlas const&, ChainLibrary const&, SupplyGraph const&, RegionTable const&, Peers const&,
                   Place const&, Chain const&, DiagnosisRules const&);

}  // namespace lianzhao::diagnose
