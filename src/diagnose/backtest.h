#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "atlas/atlas.h"
#include "diagnose/gap_table.h"
#include "diagnose/rank_skill.h"

namespace lianzhao::diagnose {

/// An order of all gaps of the country, by what was known on the day.
enum class GapRanking : std::uint8_t {
  kLikelihood,      ///< GapModel, learned on the span before the day
  kDiagnosis,       ///< the types of the diagnosis: strengthen, fill, extend, none; within one by density
  kDensity,         ///< relatedness ω
  kSupplyCoverage,  ///< share of direct inputs that are there
  kNeighbours,      ///< enterprises in the node in the rest of the province
  kRegionSize,      ///< enterprises of the region
  kNodeSize,        ///< enterprises of the country in the node
  kSizeTimesNode,   ///< the product of these two
  kQuotient,        ///< location quotient of the node; 0 for all that have none of it
  kChainQuotient,   ///< location quotient of the node's chain in the region
  kRandom,          ///< by a hash of region and node: what luck gives
};
inline constexpr std::size_t kGapRankings = 11;

/// "likelihood", "diagnosis", "density", "supply_coverage", "neighbours", "region_size", "node_size",
/// "region_times_node", "quotient", "chain_quotient", "random"
std::string_view gap_ranking_name(GapRanking);
std::optional<GapRanking> gap_ranking_from(std::string_view);

struct BacktestQuestion {
  int until = 0;    ///< nothing founded after this year is known
  int horizon = 5;  ///< years after it in which a gap may be closed, 1 … 50
  RegionLevel level = RegionLevel::kCity;
  Arrival arrival = Arrival::kFounded;
  std::optional<std::size_t> chain;             ///< only gaps of it are ranked; position in ChainLibrary::chains()
  GapRanking listed = GapRanking::kLikelihood;  ///< of the diagnosis where there is no likelihood
  std::size_t top = 20;                         ///< how many of the ranking are listed
};

inline constexpr std::array<std::size_t, 3> kPrecisionAt{10, 50, 100};

struct RankingSkill {
  GapRanking ranking;
  RankSkill skill;
  std::array<double, kPrecisionAt.size()> precision;
  double less_diagnosis = 0;        ///< its AUC less that of the diagnosis
  double less_diagnosis_error = 0;  ///< standard error of that
};

/// The skills of rankings on some gaps. `rankings` is empty where nothing came or everything did.
struct GapSkills {
  std::uint64_t gaps = 0;
  std::uint64_t came = 0;
  std::vector<RankingSkill> rankings;
};

/// How many of the gaps of a type were closed.
struct TypeRate {
  NodeType type;
  std::uint64_t gaps = 0;
  std::uint64_t came = 0;
};

struct ListedGap {
  RegionCode region = kUnknownRegion;
  NodeIndex node = 0;
  NodeType type = NodeType::kNone;
  std::uint64_t rank = 0;  ///< one more than the gaps with a higher score
  std::uint64_t tied = 0;  ///< gaps with this score, itself among them
  double score = 0;
  bool came = false;
  std::uint64_t founded = 0;      ///< enterprises of the node founded there in the span
  std::vector<atlas::Row> first;  ///< the first 5 of them by day
};

struct Backtest {
  BacktestQuestion question;
  std::string fingerprint;
  DayNumber known_until = 0;
  DayNumber came_by = 0;
  std::optional<DayNumber> register_ends;
  std::uint64_t undated = 0;       ///< enterprises whose day of founding is unknown: in no count
  std::uint64_t dated_before = 0;  ///< founded by the day
  std::uint64_t dated_within = 0;  ///< founded in the span
  std::uint64_t regions = 0;       ///< with an enterprise on the day; others cannot be diagnosed
  std::uint64_t nodes = 0;         ///< of the gaps' chains, those that contain no other
  GapSkills all;
  std::vector<TypeRate> types;
  struct OfChain {
    std::size_t chain;
    GapSkills skills;
  };
  std::vector<OfChain> chains;
  std::optional<GapModel> model;      ///< of the likelihood; absent where the span before taught too little
  std::vector<ListedGap> listed;      ///< the head of the ranking: hits and misses
  std::vector<ListedGap> unforeseen;  ///< came although in the lower half of the ranking, most foundings first
};

/// Whether the gaps of a day, in the order that the diagnosis and simpler rules give them, were closed within a span.
/// Every score is made from what was founded by the day; the weights of the likelihood from what became, by the day, of
/// the gaps one span before it. Pure.
/// @throws Failure "undated_register" where no day of founding is known, "nothing_before" without an enterprise by the
/// day, "nothing_after" where the register ends by the day, "bad_horizon".
Backtest backtest(atlas::Atlas const&, ChainLibrary const&, SupplyGraph const&, DiagnosisRules const&,
                  BacktestQuestion const&);

}  // namespace lianzhao::diagnose
