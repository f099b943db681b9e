#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "classify/activity.h"
#include "domain/chain.h"

namespace lianzhao::classify {

/// How what an enterprise does with a thing fits what the node does with it.
enum class Fit : std::uint8_t { kAgrees, kNear, kSilent, kDisagrees };

/// `said` is what the text says, 0 when it says nothing.
Fit fit(NodeActivity wanted, ActivitySet said);

/// Kinds of evidence. Each is present or absent for an enterprise and a node; kMoreWords, kLongList and kRare
/// count.
/// The first ten are the ranks of a word in the business scope: only the best one is present.
enum class EvidenceKind : std::uint8_t {
  kScopeAgrees,        ///< names the thing of an item, with the node's activity
  kScopeNear,          ///< with a related one: developed, not made
  kScopeSilent,        ///< the item says no activity
  kScopeInsideAgrees,  ///< inside a longer name ("药品 | 包装机械"), with the node's activity
  kScopeInside,        ///< inside a longer name otherwise
  kScopeDisagrees,     ///< with another activity: sold, where the node makes
  kScopePermitted,     ///< in boilerplate only
  kNameAgrees,         ///< in the enterprise's name, whose trade fits
  kNameSilent,         ///< in a name that tells no trade
  kNameDisagrees,      ///< in a name of another trade
  kProducts,           ///< in the list of products
  kIndustryCode,       ///< the register's GB/T 4754 code is one of the node's
  kTradeAgrees,        ///< a word in the scope, and the name's trade fits the node
  kTradeDisagrees,     ///< a word in the scope, and the name's trade does not fit
  kOnlyProductWords,   ///< all words are example products of the node
  kLongWord,           ///< one of the words has four characters or more
  kFirstItem,          ///< a word in the first item of the scope
  kMoreWords,          ///< number of further fitting words, at most 3
  kLongList,           ///< log2 of the scope's items beyond 16
  kNameAlone,          ///< only the name speaks for the node, and the scope is about other things
  // Not for nodes that sell: who deals in things lists many, who makes or serves does few.
  kRare,        ///< log2 of things in the scope to each that speaks for the chain, beyond 4 and at most 4
  kOtherTrade,  ///< besides, at most a quarter speaks for it, the name of a trade outside (装饰) and of none in it
};
inline constexpr std::size_t kEvidenceKinds = 22;

std::string_view evidence_kind_name(EvidenceKind);

using EvidenceVector = std::array<float, kEvidenceKinds>;

/// log-odds = bias + sum of weight × evidence.
struct EvidenceWeights {
  double bias = 0;
  std::array<double, kEvidenceKinds> weight{};
};

/// What was thought before any example was seen: set by hand. Kinds of evidence that examples do not show keep these.
EvidenceWeights const& prior_weights();

/// Fitted to the project's own labelled scopes around the prior ones (fit_weights.h; docs/methods/tagging.md tells how
/// to fit them again).
EvidenceWeights const& shipped_weights();

}  // namespace lianzhao::classify
