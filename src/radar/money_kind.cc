#include "radar/money_kind.h"

#include <algorithm>
#include <vector>

namespace lianzhao::radar {

Money kind_of(std::u16string_view text, Span clause, text::Quantity const& amount) {
  // 总投资:6000万元 has its word before the colon.
  if (amount.begin == clause.begin && clause.begin > 1 && text[clause.begin - 1] == u':') {
    auto begin = clause.begin - 1;
    while (begin > 0 && clause.begin - begin < 14 &&
           std::u16string_view{u",。;\n:"}.find(text[begin - 1]) == std::u16string_view::npos)
      --begin;
    clause.begin = begin;
  }
  auto const all = text.substr(clause.begin, amount.begin - clause.begin);
  auto const before = all.size() > 24 ? all.substr(all.size() - 24) : all;
  struct Word {
    std::u16string_view word;
    AmountKind kind;
    bool of_project;
  };
  static std::vector<Word> const kWords{{u"固定资产投资", AmountKind::kFixedAssets, true},
                                        {u"固投", AmountKind::kFixedAssets, true},
                                        {u"累计投资", AmountKind::kCumulativeInvestment, true},
                                        {u"累计完成投资", AmountKind::kCumulativeInvestment, true},
                                        {u"已完成投资", AmountKind::kCumulativeInvestment, true},
                                        {u"完成投资", AmountKind::kCumulativeInvestment, true},
                                        {u"已投资", AmountKind::kCumulativeInvestment, true},
                                        {u"累计投入", AmountKind::kCumulativeInvestment, true},
                                        {u"合同总金额", AmountKind::kContractTotal, true},
                                        {u"合同金额", AmountKind::kContractTotal, true},
                                        {u"合同总额", AmountKind::kContractTotal, true},
                                        {u"签约总额", AmountKind::kContractTotal, true},
                                        {u"签约总金额", AmountKind::kContractTotal, true},
                                        {u"签约金额", AmountKind::kContractTotal, true},
                                        {u"签约额", AmountKind::kContractTotal, true},
                                        {u"签约资金", AmountKind::kContractTotal, true},
                                        {u"合同引资", AmountKind::kContractTotal, true},
                                        {u"协议引资", AmountKind::kContractTotal, true},
                                        {u"协议资金", AmountKind::kContractTotal, true},
                                        {u"协议投资", AmountKind::kContractTotal, true},
                                        {u"协议总投资", AmountKind::kContractTotal, true},
                                        {u"协议金额", AmountKind::kContractTotal, true},
                                        {u"合同投资", AmountKind::kContractTotal, true},
                                        {u"合同资金", AmountKind::kContractTotal, true},
                                        {u"到位资金", AmountKind::kFundsArrived, true},
                                        {u"资金到位", AmountKind::kFundsArrived, true},
                                        {u"到账", AmountKind::kFundsArrived, true},
                                        {u"实际到位", AmountKind::kFundsArrived, true},
                                        {u"到位", AmountKind::kFundsArrived, true},
                                        {u"使用外资", AmountKind::kFundsArrived, true},
                                        {u"利用外资", AmountKind::kFundsArrived, true},
                                        {u"总投资", AmountKind::kTotalInvestment, true},
                                        {u"投资总额", AmountKind::kTotalInvestment, true},
                                        {u"投资额", AmountKind::kTotalInvestment, true},
                                        {u"投资规模", AmountKind::kTotalInvestment, true},
                                        {u"投资总规模", AmountKind::kTotalInvestment, true},
                                        {u"总造价", AmountKind::kTotalInvestment, true},
                                        {u"造价", AmountKind::kTotalInvestment, true},
                                        {u"概算", AmountKind::kTotalInvestment, true},
                                        {u"投资估算", AmountKind::kTotalInvestment, true},
                                        {u"引资额", AmountKind::kContractTotal, true},
                                        {u"引进资金", AmountKind::kContractTotal, true},
                                        {u"引进市外资金", AmountKind::kContractTotal, true},
                                        {u"引进省外资金", AmountKind::kContractTotal, true},
                                        {u"引进县外资金", AmountKind::kContractTotal, true},
                                        {u"引进区外资金", AmountKind::kContractTotal, true},
                                        {u"引进外来资金", AmountKind::kContractTotal, true},
                                        {u"合计总额", AmountKind::kContractTotal, true},
                                        {u"项目总额", AmountKind::kContractTotal, true},
                                        {u"总金额", AmountKind::kContractTotal, true},
                                        {u"协议引进", AmountKind::kContractTotal, true},
                                        {u"中央资金", AmountKind::kOther, false},
                                        {u"地方投资", AmountKind::kOther, false},
                                        {u"自有资金", AmountKind::kOther, false},
                                        {u"自筹资金", AmountKind::kOther, false},
                                        {u"专项债", AmountKind::kOther, false},
                                        {u"增资", AmountKind::kOther, false},
                                        {u"地价", AmountKind::kOther, false},
                                        {u"购地款", AmountKind::kOther, false},
                                        {u"土地款", AmountKind::kOther, false},
                                        {u"配送额", AmountKind::kAnnualOutput, true},
                                        {u"经营贡献", AmountKind::kAnnualTax, true},
                                        {u"年计划投资", AmountKind::kOther, false},
                                        {u"年计划完成投资", AmountKind::kOther, false},
                                        {u"年度完成投资", AmountKind::kOther, false},
                                        {u"拉动", AmountKind::kOther, false},
                                        {u"带动", AmountKind::kOther, false},
                                        {u"撬动", AmountKind::kOther, false},
                                        {u"单体投资", AmountKind::kOther, false},
                                        {u"平均投资", AmountKind::kOther, false},
                                        {u"总投入", AmountKind::kTotalInvestment, true},
                                        {u"累计总投资", AmountKind::kTotalInvestment, true},
                                        {u"斥资", AmountKind::kTotalInvestment, true},
                                        {u"出资", AmountKind::kTotalInvestment, true},
                                        {u"注资", AmountKind::kTotalInvestment, true},
                                        {u"年度投资", AmountKind::kOther, false},
                                        {u"年度计划投资", AmountKind::kOther, false},
                                        {u"年投资", AmountKind::kOther, false},
                                        {u"投入", AmountKind::kTotalInvestment, true},
                                        {u"耗资", AmountKind::kTotalInvestment, true},
                                        {u"投资", AmountKind::kTotalInvestment, true},
                                        {u"产值", AmountKind::kAnnualOutput, true},
                                        {u"销售", AmountKind::kAnnualOutput, true},
                                        {u"营收", AmountKind::kAnnualOutput, true},
                                        {u"营业收入", AmountKind::kAnnualOutput, true},
                                        {u"营业额", AmountKind::kAnnualOutput, true},
                                        {u"业务收入", AmountKind::kAnnualOutput, true},
                                        {u"年收入", AmountKind::kAnnualOutput, true},
                                        {u"产出", AmountKind::kAnnualOutput, true},
                                        {u"税", AmountKind::kAnnualTax, true},
                                        {u"利润", AmountKind::kOther, false},
                                        {u"注册资本", AmountKind::kOther, false},
                                        {u"注册资金", AmountKind::kOther, false},
                                        {u"贷款", AmountKind::kOther, false},
                                        {u"融资", AmountKind::kOther, false},
                                        {u"补贴", AmountKind::kOther, false},
                                        {u"补助", AmountKind::kOther, false},
                                        {u"奖励", AmountKind::kOther, false},
                                        {u"生产总值", AmountKind::kOther, false},
                                        {u"市值", AmountKind::kOther, false},
                                        {u"基金规模", AmountKind::kOther, false},
                                        {u"授信", AmountKind::kOther, false},
                                        {u"出口", AmountKind::kOther, false},
                                        {u"进口", AmountKind::kOther, false},
                                        {u"债券", AmountKind::kOther, false},
                                        {u"股权", AmountKind::kOther, false},
                                        {u"成本", AmountKind::kOther, false},
                                        {u"预算", AmountKind::kOther, false},
                                        {u"规模", AmountKind::kOther, false},
                                        {u"成交", AmountKind::kOther, false},
                                        {u"交易", AmountKind::kOther, false},
                                        {u"中标", AmountKind::kOther, false},
                                        {u"采购", AmountKind::kOther, false}};
  // …项目共计134个,总额超1100亿元
  if (all == u"总额" || all == u"总额达") return {AmountKind::kContractTotal, true};
  // The word nearest to the amount says what it is; of those that end at the
  // same place, the longest.
  auto best_end = std::size_t{0};
  auto best_size = std::size_t{0};
  Money out;
  for (auto const& word : kWords) {
    auto const at = before.rfind(word.word);
    if (at == std::u16string_view::npos) continue;
    auto const end = at + word.word.size();
    if (end < best_end || (end == best_end && word.word.size() < best_size)) continue;
    best_end = end;
    best_size = word.word.size();
    out = {word.kind, word.of_project};
  }
  if (best_end != 0) {
    // 今年计划投资, 年内计划完成投资, 2021年投资: of a year, not of the project.
    auto const yearly = out.kind == AmountKind::kTotalInvestment || out.kind == AmountKind::kCumulativeInvestment;
    if (yearly && before.find(u"总") == std::u16string_view::npos &&
        before.find(u"累计") == std::u16string_view::npos) {
      auto const of_year = [&](std::u16string_view word) {
        auto const at = before.rfind(word);
        return at != std::u16string_view::npos && before.size() - at < word.size() + 12;
      };
      if (of_year(u"年度") || of_year(u"年内") || of_year(u"今年计划") || of_year(u"当年计划") ||
          of_year(u"年计划投资") || of_year(u"年计划完成") || of_year(u"今年完成") || of_year(u"本年") ||
          of_year(u"年预计投资"))
        out.of_project = false;
    }
    auto const single = before.rfind(u"单体");
    if ((single != std::u16string_view::npos && before.find(u"项目", single) == std::u16string_view::npos) ||
        before.find(u"单个项目") != std::u16string_view::npos || before.find(u"平均") != std::u16string_view::npos)
      out.of_project = false;
    // 固定资产投资 and 累计…投资 a little further left still decide over a bare
    // 投资.
    if (out.kind == AmountKind::kTotalInvestment) {
      if (before.find(u"固定资产") != std::u16string_view::npos) out.kind = AmountKind::kFixedAssets;
      if (before.find(u"累计") != std::u16string_view::npos && before.find(u"累计总投资") == std::u16string_view::npos)
        out.kind = AmountKind::kCumulativeInvestment;
      if (before.find(u"协议") != std::u16string_view::npos || before.find(u"合同") != std::u16string_view::npos)
        out.kind = AmountKind::kContractTotal;
    }
    if (before.substr(best_end).size() > 12) out.of_project = false;
    return out;
  }
  // 8亿元的…项目: money right before a project is what it costs.
  auto const after = text.substr(amount.end, std::min<std::size_t>(2, text.size() - amount.end));
  if (after.starts_with(u"的") || after.starts_with(u"投资"))
    return {AmountKind::kTotalInvestment, !amount.unit_implied};
  // 签订的10亿元精深加工项目 too, where the caller knows that the name stands right here.
  return {AmountKind::kOther, all.empty() || !all.ends_with(u"年产")};
}

int rank(AmountKind kind) {
  switch (kind) {
    case AmountKind::kTotalInvestment:
      return 7;
    case AmountKind::kContractTotal:
      return 6;
    case AmountKind::kFixedAssets:
      return 5;
    case AmountKind::kCumulativeInvestment:
      return 4;
    case AmountKind::kFundsArrived:
      return 3;
    case AmountKind::kAnnualOutput:
      return 2;
    case AmountKind::kAnnualTax:
      return 1;
    case AmountKind::kOther:
      break;
  }
  return 0;
}

}  // namespace lianzhao::radar
