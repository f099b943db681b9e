#include "radar/events.h"

namespace lianzhao::radar {

std::string_view amount_kind_name(AmountKind kind) {
  switch (kind) {
    case AmountKind::kTotalInvestment:
      return "total_investment";
    case AmountKind::kFixedAssets:
      return "fixed_assets";
    case AmountKind::kAnnualOutput:
      return "annual_output";
    case AmountKind::kAnnualTax:
      return "annual_tax";
    case AmountKind::kCumulativeInvestment:
      return "cumulative_investment";
    case AmountKind::kContractTotal:
      return "contract_total";
    case AmountKind::kFundsArrived:
      return "funds_arrived";
    case AmountKind::kOther:
      break;
  }
  return "other";
}

std::string_view news_stage_name(NewsStage stage) {
  switch (stage) {
    case NewsStage::kUnknown:
      return "";
    case NewsStage::kNegotiation:
      return "negotiation";
    case NewsStage::kNegotiationOrSigned:
      return "negotiation_or_signed";
    case NewsStage::kSigned:
      return "signed";
    case NewsStage::kRegistered:
      return "registered";
    case NewsStage::kConstruction:
      return "construction";
    case NewsStage::kCompleted:
      return "completed";
    case NewsStage::kInProduction:
      return "in_production";
    case NewsStage::kAtCapacity:
      return "at_capacity";
    case NewsStage::kSuspended:
      return "suspended";
    case NewsStage::kEnded:
      break;
  }
  return "ended";
}

NewsStage news_stage_of(std::string_view name) {
  for (auto i = 0; i <= static_cast<int>(NewsStage::kEnded); ++i) {
    if (news_stage_name(static_cast<NewsStage>(i)) == name) return static_cast<NewsStage>(i);
  }
  return NewsStage::kUnknown;
}

std::string_view enterprise_role_name(EnterpriseRole role) {
  switch (role) {
    case EnterpriseRole::kInvestor:
      return "investor";
    case EnterpriseRole::kBuilder:
      return "builder";
    case EnterpriseRole::kPartner:
      return "partner";
    case EnterpriseRole::kAcquirer:
      return "acquirer";
    case EnterpriseRole::kTarget:
      return "target";
    case EnterpriseRole::kZone:
      return "zone";
    case EnterpriseRole::kOther:
      break;
  }
  return "other";
}

}  // namespace lianzhao::radar
