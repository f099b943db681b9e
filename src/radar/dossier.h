#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "radar/events.h"

namespace lianzhao::radar {

/// One report of a project, as far as its story is concerned. Unknown is empty.
struct DossierReport {
  std::optional<DayNumber> day;
  std::string project;
  NewsStage stage = NewsStage::kUnknown;
  std::optional<EventAmount> amount;
  RegionCode region_code = kUnknownRegion;
  std::string zone_id;
  std::string node;
};

enum class ContradictionKind : std::uint8_t { kAmount, kStage, kPlace };
/// "amount", "stage", "place".
std::string_view contradiction_kind_name(ContradictionKind);

/// Two reports that cannot both be right, or of which the later goes back.
struct Contradiction {
  ContradictionKind kind = ContradictionKind::kAmount;
  std::size_t earlier = 0;  ///< number of the report
  std::size_t later = 0;
};

/// What the reports of one project say together.
struct DossierSummary {
  std::string project;                      ///< the name that most reports use, the longer of two as frequent
  NewsStage stage = NewsStage::kUnknown;    ///< the furthest; a stop or an end counts when nothing later takes it back
  std::optional<std::int64_t> amount_fen;   ///< the newest total investment in yuan, else the newest sum of contracts
  RegionCode region_code = kUnknownRegion;  ///< the deepest that is named
  std::string zone_id;                      ///< the newest
  std::string node;                         ///< of most reports
  std::optional<DayNumber> first_day;
  std::optional<DayNumber> last_day;
  std::vector<Contradiction> contradictions;
};

/// `reports` by rising day, those without one last. Each report is held against the newest before it that says
/// something of the same: an investment of one kind and currency that differs by more than a tenth, a stage that
/// goes back on a later day, a place that neither lies in the other nor holds it. Pure; O(reports).
DossierSummary fold_dossier(std::span<DossierReport const> reports);

}  // namespace lianzhao::radar
