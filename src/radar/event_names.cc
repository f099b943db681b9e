#include "radar/events.h"

namespace lianzhao::radar {

namespace {

/// What bears that name, of all up to `last`; `none` where nothing does.
template <typename Kind>
Kind named(std::string_view name, std::string_view (*name_of)(Kind), Kind last, Kind none) {
  for (auto i = 0; i <= static_cast<int>(last); ++i) {
    if (name_of(static_cast<Kind>(i)) == name) return static_cast<Kind>(i);
  }
  return none;
}

}  // namespace

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

AmountKind amount_kind_from(std::string_view name) {
  return named(name, amount_kind_name, AmountKind::kOther, AmountKind::kOther);
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

NewsStage news_stage_from(std::string_view name) {
  return named(name, news_stage_name, NewsStage::kEnded, NewsStage::kUnknown);
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

EnterpriseRole enterprise_role_from(std::string_view name) {
  return named(name, enterprise_role_name, EnterpriseRole::kOther, EnterpriseRole::kOther);
}

}  // namespace lianzhao::radar
