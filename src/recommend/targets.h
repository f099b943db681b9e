#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "atlas/atlas.h"
#include "diagnose/peers.h"
#include "diagnose/supply_graph.h"
#include "domain/diagnosis_rules.h"

namespace lianzhao::recommend {

/// The article's four criteria.
enum class Criterion : std::uint8_t { kInvestmentIntensity, kOutputEfficiency, kTechnology, kChainTie };
inline constexpr std::array kCriteria{Criterion::kInvestmentIntensity, Criterion::kOutputEfficiency,
                                      Criterion::kTechnology, Criterion::kChainTie};

/// "investment_intensity", "output_efficiency", "technology", "chain_tie"
std::string_view criterion_name(Criterion);
/// Unit of its value: "fen", "fen_per_m2", "z_score", "share".
std::string_view criterion_unit(Criterion);

/// What one criterion adds to a score. Unknown: value and percentile are absent, `unknown_reason` says why, and the
/// points are those of the middle, weight × 50.
struct Contribution {
  Criterion criterion = Criterion::kInvestmentIntensity;
  std::optional<double> value;       ///< in criterion_unit
  std::optional<double> percentile;  ///< 0…100 among the candidates with a known value; equal values share the middle
  double weight = 0;                 ///< as given, normalised so that the four add up to 1
  double points = 0;                 ///< percentile × weight, of what is unknown 50 × weight; 0…100
  bool known = false;
  std::string_view unknown_reason;  ///< stable code: "capital_not_stated", "not_in_register", "not_computable"
};

/// A node next to the candidate's in the supply graph that is present in the place.
struct Tie {
  enum class Kind : std::uint8_t { kSupplier, kCustomer } kind = Kind::kSupplier;  ///< of the candidate
  NodeIndex node = 0;
  std::uint64_t local_count = 0;
};

struct Target {
  atlas::Row row = 0;
  std::uint32_t enterprise_id = 0;
  double confidence = 0;    ///< of the tag that makes it a candidate
  double score = 0;         ///< Σ points, 0…100
  double known_weight = 0;  ///< share of the weights that is known, 0…1
  std::size_t known = 0;    ///< how many of the contributions are known
  std::array<Contribution, 4> contributions;
  std::vector<Tie> ties;  ///< most local enterprises first
};

struct Targets {
  std::uint64_t candidates = 0;         ///< enterprises elsewhere that were ranked
  std::uint64_t branches_left_out = 0;  ///< branches elsewhere that were not
  std::vector<Target> ranked;           ///< best first, at most `top`
};

/// Whether branches (分公司, 门市部, …) of enterprises are ranked: who is invited is the head office.
enum class Branches : std::uint8_t { kLeftOut, kRanked };

/// Ranks the enterprises outside `here` that do `node`.
///
///   investment_intensity  registered capital: what the register tells of the means to invest
///   output_efficiency     unknown: a register carries neither output, tax nor land
///   technology            mean product complexity (PCI) over the activities the candidate is tagged with
///   chain_tie             share of the direct suppliers and customers of its nodes that are present in `here`
///
/// @param local_counts enterprises per node of the library in `here`.
/// @param top 1 … 10,000.
/// Equal scores: more known weight first, then more capital, then row. Deregistered and revoked enterprises are left
/// out. Percentile: 100 × (below + equal / 2) / known, so it is never 0 or 100 by chance of ties. What is unknown
/// counts as the middle, the mean of all percentiles: little known leads neither to the head nor to the end.
Targets rank_targets(atlas::Atlas const&, ChainLibrary const&, diagnose::SupplyGraph const&, diagnose::Peers const&,
                     NodeIndex node, atlas::RowRanges const& here, std::vector<std::uint64_t> const& local_counts,
                     TargetWeights const&, std::size_t top, Branches = Branches::kLeftOut);

}  // namespace lianzhao::recommend
