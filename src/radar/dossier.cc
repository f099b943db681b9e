#include "radar/dossier.h"

#include <algorithm>
#include <map>

namespace lianzhao::radar {

namespace {

constexpr double kSameAmount = 0.9;  ///< of the larger, from which two amounts say the same

bool stopped(NewsStage stage) {
  return stage == NewsStage::kSuspended || stage == NewsStage::kEnded;
}

int rank(NewsStage stage) {
  // 洽谈或签约 contradicts neither of the two.
  if (stage == NewsStage::kNegotiationOrSigned) return static_cast<int>(NewsStage::kNegotiation);
  return static_cast<int>(stage);
}

bool differ(EventAmount const& a, EventAmount const& b) {
  auto const low = static_cast<double>(std::min(a.value, b.value));
  auto const high = static_cast<double>(std::max(a.value, b.value));
  return low < kSameAmount * high;
}

/// 梅河口市 and 通化市 are no contradiction, 梅河口市 and 辉南县 are.
bool apart(DossierReport const& a, DossierReport const& b) {
  if (!a.zone_id.empty() && !b.zone_id.empty()) return a.zone_id != b.zone_id;
  if (a.region_code == kUnknownRegion || b.region_code == kUnknownRegion) return false;
  return !region_contains(a.region_code, b.region_code) && !region_contains(b.region_code, a.region_code);
}

std::string most_frequent(std::map<std::string, std::size_t> const& counts) {
  auto const best = std::max_element(counts.begin(), counts.end(), [](auto const& a, auto const& b) {
    return std::pair{a.second, a.first.size()} < std::pair{b.second, b.first.size()};
  });
  return best == counts.end() ? "" : best->first;
}

}  // namespace

std::string_view contradiction_kind_name(ContradictionKind kind) {
  switch (kind) {
    case ContradictionKind::kAmount:
      return "amount";
    case ContradictionKind::kStage:
      return "stage";
    case ContradictionKind::kPlace:
      break;
  }
  return "place";
}

DossierSummary fold_dossier(std::span<DossierReport const> reports) {
  DossierSummary out;
  std::map<std::string, std::size_t> names;
  std::map<std::string, std::size_t> nodes;
  std::map<std::pair<AmountKind, std::string>, std::size_t> amounts;
  std::optional<std::size_t> staged;
  std::optional<std::size_t> placed;
  auto const contradict = [&](ContradictionKind kind, std::size_t earlier, std::size_t later) {
    out.contradictions.push_back({kind, earlier, later});
  };
  for (std::size_t i = 0; i < reports.size(); ++i) {
    auto const& report = reports[i];
    if (!report.project.empty()) ++names[report.project];
    if (!report.node.empty()) ++nodes[report.node];
    if (report.day) {
      out.first_day = std::min(out.first_day.value_or(*report.day), *report.day);
      out.last_day = std::max(out.last_day.value_or(*report.day), *report.day);
    }
    if (report.amount) {
      auto const [known, first] = amounts.try_emplace({report.amount->kind, report.amount->currency}, i);
      if (!first) {
        if (differ(*reports[known->second].amount, *report.amount))
          contradict(ContradictionKind::kAmount, known->second, i);
        known->second = i;
      }
    }
    if (report.stage != NewsStage::kUnknown) {
      auto const back = staged && !stopped(out.stage) && !stopped(report.stage) && rank(report.stage) < rank(out.stage);
      if (back) {
        // Of reports of one day the order is not known.
        auto const& before = reports[*staged];
        if (before.day && report.day && *before.day < *report.day) contradict(ContradictionKind::kStage, *staged, i);
      } else {
        out.stage = report.stage;
        staged = i;
      }
    }
    if (report.region_code != kUnknownRegion || !report.zone_id.empty()) {
      if (placed && apart(reports[*placed], report)) contradict(ContradictionKind::kPlace, *placed, i);
      placed = i;
      if (report.region_code != kUnknownRegion &&
          (out.region_code == kUnknownRegion || region_level(report.region_code) >= region_level(out.region_code)))
        out.region_code = report.region_code;
      if (!report.zone_id.empty()) out.zone_id = report.zone_id;
    }
  }
  out.project = most_frequent(names);
  out.node = most_frequent(nodes);
  for (auto const kind : {AmountKind::kTotalInvestment, AmountKind::kContractTotal}) {
    auto const found = amounts.find({kind, "CNY"});
    if (out.amount_fen || found == amounts.end()) continue;
    out.amount_fen = reports[found->second].amount->value;
  }
  return out;
}

}  // namespace lianzhao::radar
