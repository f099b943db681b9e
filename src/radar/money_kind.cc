#include "radar/money_kind.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "radar/word_tables.h"

namespace lianzhao::radar {

namespace {

/// Of reference/money_words.tsv.
struct MoneyWord {
  std::u16string word;
  AmountKind kind;
  bool of_project;
};

WordTable<MoneyWord> const& money_words() {
  static WordTable<MoneyWord> const kWords = [] {
    static constexpr auto kFile = "money_words.tsv";
    return WordTable<MoneyWord>{read_word_table(kFile, 3, 0), [](WordRow const& row) {
                                  auto const kind = amount_kind_from(row.cells[1]);
                                  if (amount_kind_name(kind) != row.cells[1])
                                    refuse_row(kFile, row.line, fmt::format("{} is no kind of money", row.cells[1]));
                                  return MoneyWord{row.word, kind, number_of(kFile, row, 2) != 0};
                                }};
  }();
  return kWords;
}

}  // namespace

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
  // …项目共计134个,总额超1100亿元
  if (all == u"总额" || all == u"总额达") return {AmountKind::kContractTotal, true};
  // The word nearest to the amount says what it is; of those that end at the
  // same place, the longest.
  auto best_end = std::size_t{0};
  Money out;
  for (std::size_t at = 0; at < before.size(); ++at) {
    auto const* const word = money_words().at(before.substr(at));
    if (word == nullptr || at + word->word.size() <= best_end) continue;
    best_end = at + word->word.size();
    out = {word->kind, word->of_project};
  }
  if (best_end != 0) {
    // 今年计划投资, 年内计划完成投资, 2021年投资: of a year, not of the project.
    auto const yearly = out.kind == AmountKind::kTotalInvestment || out.kind == AmountKind::kCumulativeInvestment;
    if (yearly && before.find(u'总') == std::u16string_view::npos &&
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
