#include "classify/evidence_weights.h"

namespace lianzhao::classify {

namespace {

constexpr ActivitySet set(std::initializer_list<Activity> activities) {
  ActivitySet all = 0;
  for (auto const activity : activities) all = static_cast<ActivitySet>(all | bit(activity));
  return all;
}

struct Fitting {
  ActivitySet agrees;
  ActivitySet near;
};

/// In the order of NodeActivity.
constexpr std::array<Fitting, 9> kFitting{{
    {set({Activity::kMake, Activity::kProcess}), set({Activity::kResearch, Activity::kGrow})},     // make
    {set({Activity::kGrow}), set({Activity::kMake, Activity::kProcess, Activity::kResearch})},     // grow
    {set({Activity::kSell, Activity::kImportExport}), set({Activity::kStore, Activity::kLease})},  // sell
    {set({Activity::kWholesale}), set({Activity::kImportExport, Activity::kStore})},               // wholesale
    {set({Activity::kRetail}), set({})},                                                           // retail
    {set({Activity::kStore}), set({})},                                                            // store
    {set({Activity::kServe, Activity::kResearch, Activity::kLease}), set({})},                     // serve
    {set({Activity::kResearch, Activity::kServe}), set({Activity::kMake})},                        // research
    {static_cast<ActivitySet>((1U << kActivityCount) - 1), set({})},                               // any
}};

constexpr std::array<std::string_view, kEvidenceKinds> kNames{
    "scope_agrees", "scope_near",      "scope_silent",       "scope_inside_agrees",
    "scope_inside", "scope_disagrees", "scope_permitted",    "name_agrees",
    "name_silent",  "name_disagrees",  "products",           "industry_code",
    "trade_agrees", "trade_disagrees", "only_product_words", "long_word",
    "first_item",   "more_words",      "long_list",          "name_alone",
    "rare",

    "other_trade"};

}  // namespace

Fit fit(NodeActivity wanted, ActivitySet said) {
  if (said == 0) return Fit::kSilent;
  constexpr auto kMaking = set({Activity::kMake, Activity::kProcess, Activity::kGrow});
  auto const sells =
      wanted == NodeActivity::kSell || wanted == NodeActivity::kWholesale || wanted == NodeActivity::kRetail;
  // 疫苗的生产、销售 sells what it makes: no distributor.
  if (sells && (said & kMaking) != 0) return Fit::kDisagrees;
  auto const& fitting = kFitting.at(static_cast<std::size_t>(wanted));
  if ((said & fitting.agrees) != 0) return Fit::kAgrees;
  constexpr auto kHow = set({Activity::kWholesale, Activity::kRetail});
  // 销售 says neither how: it fits a wholesaler; a shop says so, or its name does.
  if ((said & bit(Activity::kSell)) != 0 && (said & kHow) == 0) {
    if (wanted == NodeActivity::kWholesale) return Fit::kAgrees;
  }
  return (said & fitting.near) != 0 ? Fit::kNear : Fit::kDisagrees;
}

std::string_view evidence_kind_name(EvidenceKind kind) {
  return kNames.at(static_cast<std::size_t>(kind));
}

EvidenceWeights const& prior_weights() {
  static EvidenceWeights const kWeights{-3.0, {4.6, 2.4, 3.0,  1.2,  -0.5, -2.5, 0.5, 4.2,  2.4,  0.0,  3.5,
                                               2.0, 0.8, -1.5, -1.6, 0.5,  0.5,  0.3, -0.2, -1.5, -0.4, -1.5}};
  return kWeights;
}

EvidenceWeights const& shipped_weights() {
  static EvidenceWeights const kWeights{-3.0,
                                        {5.12, 1.92,  4.18,  1.15,  -0.07, -0.44, 0.43, 4.18, 1.92,  -0.52, 3.50,
                                         2.00, -0.02, -0.53, -1.59, 0.73,  0.67,  1.00, 0.42, -2.29, -1.06, -2.34}};
  return kWeights;
}

}  // namespace lianzhao::classify
