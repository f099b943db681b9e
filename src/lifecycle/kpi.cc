#include "lifecycle/kpi.h"

namespace lianzhao::lifecycle {

namespace {

constexpr double kSquareMetresPerMu = 2000.0 / 3;

/// A later gate stands for those before it: what is being built has been signed, whether its day is known or not.
bool reached(KpiFact const& fact, std::size_t gate, bool verified_only) {
  for (auto s = gate; s < fact.passed.size(); ++s) {
    if (fact.passed[s] && (fact.verified[s] || !verified_only)) return true;
  }
  return false;
}

bool counts(KpiFact const& fact, KpiTerm const& term) {
  if (term.reached && !reached(fact, *term.reached, term.verified)) return false;
  if (term.not_ended && fact.ended) return false;
  if (term.on_chain && fact.node.empty()) return false;
  if (term.became == "project") return !fact.became.empty();
  return term.became.empty() || fact.became == term.became;
}

std::optional<double> amount(KpiFact const& fact, KpiTerm const& term) {
  auto const real = [](std::optional<std::int64_t> const& value) {
    return value ? std::optional{static_cast<double>(*value)} : std::nullopt;
  };
  if (term.sum == "contracted_fen") return real(fact.contracted_fen);
  if (term.sum == "arrived_fen") return real(fact.arrived_fen);
  if (term.sum == "fixed_asset_fen") return real(fact.fixed_asset_fen);
  if (term.sum == "land_m2") return real(fact.land_m2);
  if (term.sum == "tax_fen") return real(fact.tax_fen);
  if (term.sum == "output_fen") return real(fact.output_fen);
  return 1;
}

}  // namespace

KpiShare share_of(KpiFact const& fact, KpiDefinition const& kpi) {
  if (fact.part || !counts(fact, kpi.denominator)) return {};
  // What it has become since, nobody knows. Counting only those that had passed the gate by then would raise the share.
  if (fact.out_of_sight) return {KpiPart::kUnknown, 0, 0, false};
  auto const below = amount(fact, kpi.denominator);
  auto const both = counts(fact, kpi.numerator);
  auto const above = both ? amount(fact, kpi.numerator) : std::optional{0.0};
  if (!below || !above) return {KpiPart::kUnknown, 0, 0, false};
  auto const unverified = both && kpi.numerator.reached && !reached(fact, *kpi.numerator.reached, true);
  return {both ? KpiPart::kBoth : KpiPart::kDenominator, *above, *below, unverified};
}

namespace {

std::optional<double> ratio(double numerator, double denominator, KpiDefinition const& kpi) {
  if (denominator == 0) return std::nullopt;
  return numerator / denominator * (kpi.unit == "fen_per_mu" ? kSquareMetresPerMu : 1);
}

}  // namespace

std::optional<double> KpiSum::value(KpiDefinition const& kpi) const {
  return ratio(numerator, denominator, kpi);
}

std::optional<double> KpiSum::verified_value(KpiDefinition const& kpi) const {
  return ratio(numerator - unverified_numerator, denominator - (kpi.unit == "share" ? 0 : unverified_denominator), kpi);
}

std::string group_of(KpiFact const& fact, std::string_view by) {
  if (by == "zone") return fact.zone_id;
  if (by == "channel") return fact.channel;
  if (by == "chain") return fact.node.substr(0, fact.node.find('/'));
  if (by == "node") return fact.node;
  if (by == "officer") return fact.officer;
  if (by == "month") return fact.day ? format_day(*fact.day).substr(0, 7) : "";
  return "";
}

std::map<std::string, KpiSum> count(KpiDefinition const& kpi, std::span<KpiFact const* const> facts,
                                    std::string_view by) {
  std::map<std::string, KpiSum> sums;
  for (auto const* const fact : facts) {
    auto const share = share_of(*fact, kpi);
    if (share.part == KpiPart::kNone) continue;
    auto& sum = sums[group_of(*fact, by)];
    sum.numerator += share.numerator;
    sum.denominator += share.denominator;
    sum.unknown += share.part == KpiPart::kUnknown ? 1 : 0;
    if (!share.unverified) continue;
    ++sum.unverified;
    sum.unverified_numerator += share.numerator;
    sum.unverified_denominator += share.denominator;
  }
  return sums;
}

}  // namespace lianzhao::lifecycle
