#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/kpi_definition.h"
#include "domain/lifecycle_rules.h"

namespace lianzhao::lifecycle {

/// What figures are counted from, as of a day: a project or a lead.
struct KpiFact {
  std::int64_t id = 0;
  std::string name;
  std::string zone_id;
  std::string node;
  std::string channel;  ///< of its lead; empty: none
  std::string officer;
  std::array<std::optional<DayNumber>, kStages.size()> passed;
  std::array<bool, kStages.size()> verified{};  ///< of those passed: by a second person
  bool part = false;                            ///< of another project, which stands for it: a project counts once
  bool ended = false;
  bool out_of_sight = false;     ///< nothing is known of the day itself: what is known of it ends earlier
  std::string became;            ///< of leads: "", "project", "contract"
  std::optional<DayNumber> day;  ///< of the first signing; of a lead when it was handed in
  std::optional<std::int64_t> contracted_fen;
  std::optional<std::int64_t> arrived_fen;
  std::optional<std::int64_t> fixed_asset_fen;
  std::optional<std::int64_t> land_m2;
  std::optional<std::int64_t> tax_fen;
  std::optional<std::int64_t> output_fen;
};

/// What a fact is to a figure.
enum class KpiPart : std::uint8_t { kNone, kDenominator, kBoth, kUnknown };
struct KpiShare {
  KpiPart part = KpiPart::kNone;
  double numerator = 0;
  double denominator = 0;
  bool unverified = false;  ///< in the numerator, by gates that nobody has verified
};
/// Numerators are counted among what is in the denominator, so a share never exceeds 1. Where one of the values is not
/// known, or nothing is known of the project as of that day, the fact is left out of both.
KpiShare share_of(KpiFact const&, KpiDefinition const&);

struct KpiSum {
  double numerator = 0;
  double denominator = 0;
  std::int64_t unknown = 0;
  std::int64_t unverified = 0;  ///< how many of the numerator are there by gates nobody has verified
  double unverified_numerator = 0;
  double unverified_denominator = 0;
  /// Absent when the denominator is 0. Per mu where the unit says so.
  std::optional<double> value(KpiDefinition const&) const;
  /// What nobody has verified taken away: of a share from the numerator only, so that it can lower the figure but not
  /// raise it; of a ratio of sums from both.
  std::optional<double> verified_value(KpiDefinition const&) const;
};

/// Group of a fact: `by` is "all", "zone", "channel", "chain", "node", "officer" or "month".
std::string group_of(KpiFact const&, std::string_view by);

/// Sums by group.
std::map<std::string, KpiSum> count(KpiDefinition const&, std::span<KpiFact const* const>, std::string_view by);

}  // namespace lianzhao::lifecycle
