#include "radar/works_signs.h"

#include <string>

#include "radar/word_tables.h"

namespace lianzhao::radar {

namespace {

/// Of reference/works_signs.tsv, whose weights are judged, not fitted: how surely a sign stands by a project under
/// construction in the passages that were read.
struct Sign {
  std::u16string word;
  double weight;  ///< 1 is enough alone
};

WordTable<Sign> const& signs() {
  static WordTable<Sign> const kSigns = [] {
    static constexpr auto kFile = "works_signs.tsv";
    return WordTable<Sign>{read_word_table(kFile, 2, 0), [](WordRow const& row) {
                             return Sign{row.word, number_of(kFile, row, 1)};
                           }};
  }();
  return kSigns;
}

/// Clauses that say what is to come or of what a project consists.
bool only_describes(std::u16string_view clause) {
  return contains_any(clause, {u"将",     u"拟",   u"计划", u"预计",   u"力争",     u"下一步",   u"明年",     u"建成后",
                               u"投产后", u"届时", u"确保", u"争取",   u"建设内容", u"主要建设", u"规划建设", u"包括",
                               u"要求",   u"尽快", u"早日", u"集研发", u"公司主要", u"业务",     u"近年来"});
}

/// 正在进行房屋, 正稳步: right before a sign.
bool says_under_way(std::u16string_view before) {
  constexpr std::size_t kNear = 10;
  auto const near = before.size() > kNear ? before.substr(before.size() - kNear) : before;
  return near.find(u"正在") != std::u16string_view::npos || ends_with_any(near, {u"正", u"正在"});
}

}  // namespace

std::optional<StageWords> find_works(std::u16string_view folded, Span within, double enough) {
  auto const& known = signs();
  auto sum = 0.0;
  auto under_way = false;
  std::optional<Span> seen;
  for (auto at = within.begin; at < within.end;) {
    auto const rest = folded.substr(at, within.end - at);
    auto const* const sign = known.at(rest);
    if (sign == nullptr) {
      ++at;
      continue;
    }
    auto const clause = clause_at(folded, within, at);
    if (sign->weight > 0 && !only_describes(folded.substr(clause.begin, clause.size()))) {
      sum += sign->weight;
      under_way = under_way || says_under_way(folded.substr(clause.begin, at - clause.begin));
      seen = Span{seen ? seen->begin : at, at + sign->word.size()};
    }
    at += sign->word.size();
  }
  // 正在装修: a sign that is seen now weighs more than the thing alone.
  constexpr auto kNow = 0.4;
  if (under_way) sum += kNow;
  constexpr auto kRounding = 0.01;
  if (!seen || sum < enough - kRounding) return std::nullopt;
  return StageWords{*seen, NewsStage::kConstruction, 0.6};
}

}  // namespace lianzhao::radar
