#include "radar/works_signs.h"

#include <string>

#include "radar/characters.h"
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

/// How much of a clause from `at` on says by its form that works go on, whatever the works are: 完成总工程量的80%,
/// 完成桩基施工, 进入设备安装阶段, 建设进度达60%, 主体已建至5层. 0 where none does; `end` is where it ends.
double form_at(std::u16string_view clause, std::size_t at, std::size_t& end) {
  constexpr std::size_t kReach = 18;
  auto const rest = clause.substr(at, kReach + 2);
  auto const percent = [&](std::u16string_view words) {
    auto const sign = words.find_first_of(u"%成");
    return sign != std::u16string_view::npos && sign > 0 &&
                   (is_digit(words[sign - 1]) ||
                    (words[sign] == u'成' && is_one_of(u"一二三四五六七八九", words[sign - 1])))
               ? sign
               : std::u16string_view::npos;
  };
  if (rest.starts_with(u"完成")) {
    auto const behind = rest.substr(2);
    if (auto const sign = percent(behind); sign != std::u16string_view::npos) {
      if (contains_any(behind.substr(0, sign), {u"目标", u"任务", u"税", u"产值", u"收入", u"销售", u"同比", u"率"}))
        return 0;
      end = at + 2 + sign + 1;
      return 1;
    }
    static std::vector<std::u16string_view> const kDone{
        u"施工", u"浇筑", u"封顶",   u"安装", u"改造", u"硬化",   u"清障", u"平整", u"吊装", u"铺设",
        u"铺装", u"开挖", u"回填",   u"搭建", u"主体", u"基础",   u"桩基", u"砌筑", u"架设", u"厂房",
        u"装修", u"围挡", u"钢结构", u"外墙", u"装饰", u"外立面", u"土建", u"屋面"};
    for (auto const work : kDone) {
      auto const found = behind.substr(0, 12).find(work);
      if (found == std::u16string_view::npos ||
          contains_any(behind.substr(0, found), {u"招标", u"设计", u"、", u"审批"}))
        continue;
      end = at + 2 + found + work.size();
      return 1;
    }
    return 0;
  }
  if (rest.starts_with(u"进入")) {
    auto const behind = rest.substr(2, 14);
    for (std::u16string_view const phase :
         {u"阶段", u"环节", u"收尾", u"尾声", u"扫尾", u"冲刺", u"安装", u"调试", u"攻坚", u"施工"}) {
      auto const found = behind.find(phase);
      if (found == std::u16string_view::npos) continue;
      if (contains_any(behind.substr(0, found), {u"前期", u"招标", u"审批", u"设计", u"洽谈", u"谈判", u"签约", u"运营",
                                                 u"投产", u"生产", u"报批", u"论证", u"公示", u"运行", u"新", u"市场"}))
        return 0;
      end = at + 2 + found + phase.size();
      return 1;
    }
    return 0;
  }
  if (rest.starts_with(u"进度")) {
    auto const sign = percent(rest.substr(2, 8));
    if (sign == std::u16string_view::npos) return 0;
    end = at + 2 + sign + 1;
    return 1;
  }
  if (rest.starts_with(u"建至") || rest.starts_with(u"建到")) {
    auto const floor = rest.substr(2, 5).find(u'层');
    if (floor == std::u16string_view::npos) return 0;
    end = at + 2 + floor + 1;
    return 1;
  }
  return 0;
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
    if (is_one_of(u"完进建", rest[0])) {
      auto const clause = clause_at(folded, within, at);
      auto end = std::size_t{0};
      auto const words = folded.substr(clause.begin, clause.size());
      auto const weight = form_at(words, at - clause.begin, end);
      // 完成年计划投资的51.7%: a plan that was worked on.
      if (weight > 0 && !only_describes(words.substr(0, at - clause.begin)) && !only_describes(words.substr(end))) {
        sum += weight;
        seen = Span{seen ? seen->begin : at, clause.begin + end};
        at = clause.begin + end;
        continue;
      }
    }
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
