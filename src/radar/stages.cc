#include "radar/stages.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "radar/word_tables.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

/// Of reference/stage_words.tsv.
struct Entry {
  std::u16string word;
  NewsStage stage;
  double confidence;
};

WordTable<Entry> const& entries() {
  static WordTable<Entry> const kEntries = [] {
    static constexpr auto kFile = "stage_words.tsv";
    return WordTable<Entry>{read_word_table(kFile, 3, 0), [](WordRow const& row) {
                              auto const stage = news_stage_from(row.cells[1]);
                              if (stage == NewsStage::kUnknown)
                                refuse_row(kFile, row.line, fmt::format("{} is no stage", row.cells[1]));
                              return Entry{row.word, stage, number_of(kFile, row, 2)};
                            }};
  }();
  return kEntries;
}

/// 全力推动…开工, 确保…投产: a wish at the head of a clause, unless something is told as done.
bool governs_as_plan(std::u16string_view clause) {
  for (auto moved = true; moved;) {
    moved = false;
    for (std::u16string_view const word :
         {u"全力", u"全速", u"大力", u"积极", u"加快", u"奋力", u"抓紧", u"全面", u"下一步", u"下步", u"下阶段",
          u"重点", u"要", u"以", u"并", u"同时", u" "}) {
      if (!clause.starts_with(word)) continue;
      clause.remove_prefix(word.size());
      moved = true;
    }
  }
  return starts_with_any(clause, {u"推动", u"推进", u"确保", u"力争", u"力促", u"争取", u"促进", u"促成", u"督促",
                                  u"保障", u"保证", u"促"}) &&
         !contains_any(clause, {u"已", u"了", u"的基础上", u"率先", u"均", u"等一批", u"等项目", u"个项目"});
}

/// Whether what stands before a word says that it is still to come, or not so.
bool is_planned(std::u16string_view clause_before, NewsStage stage) {
  static Words const kFuture{u"将",   u"拟",   u"计划", u"预计", u"力争", u"有望",   u"确保",   u"争取",     u"即将",
                             u"准备", u"推动", u"目标", u"待",   u"尚未", u"未",     u"没有",   u"加快推进", u"促进",
                             u"推进", u"力促", u"保障", u"明年", u"届时", u"年底前", u"若",     u"如果",     u"需",
                             u"抓",   u"可",   u"不日", u"早日", u"尽快", u"努力",   u"今年底", u"今年年底", u"尽早"};
  auto const near = clause_before.size() > 14 ? clause_before.substr(clause_before.size() - 14) : clause_before;
  // 拟与某某市某某区人民政府签署
  if (auto const at = clause_before.rfind(u'拟'); stage == NewsStage::kSigned && at != std::u16string_view::npos &&
                                                  clause_before.size() - at < 40 &&
                                                  clause_before.find(u'元', at) == std::u16string_view::npos)
    return true;
  // 交付土地后两年内建成
  if (near.find(u'后') != std::u16string_view::npos && contains_any(near, {u"年内", u"个月内", u"日内"})) return true;
  // 将于今年6月竣工交付、8月正式投产: one plan of two steps.
  auto const far = clause_before.size() > 28 ? clause_before.substr(clause_before.size() - 28) : clause_before;
  for (std::u16string_view const word : {u"将于", u"将在", u"预计", u"力争"}) {
    auto const at = far.rfind(word);
    if (at != std::u16string_view::npos && !contains_any(far.substr(at), {u"元", u"已", u"项目", u"目前"})) return true;
  }
  // 全力推动总投资10亿元的P项目5月底前开工: the verb at the head of the clause governs all of it.
  if (stage != NewsStage::kNegotiation && governs_as_plan(clause_before)) return true;
  // 5月底前, 10月前
  if (ends_with_any(near, {u"底前", u"月前", u"初前", u"年前", u"日前后", u"旬前"}) && !near.ends_with(u"以前"))
    return true;
  for (auto const word : kFuture) {
    auto const at = near.rfind(word);
    if (at == std::u16string_view::npos) continue;
    // 计划总投资10亿元…开工 plans the money, not the start; a figure in between
    // ends the plan.
    auto const between = near.substr(at + word.size());
    if (between.starts_with(u"总投资") || between.starts_with(u"投资")) continue;
    if (between.find(u'元') != std::u16string_view::npos) continue;
    // 产业促进展示中心等项目: part of a name that stands before.
    if (between.find(u"等项目") != std::u16string_view::npos) continue;
    if (word == u"可" && stage != NewsStage::kAtCapacity && stage != NewsStage::kInProduction) continue;
    if (word == u"未" && (between.starts_with(u"来") || (at > 0 && near[at - 1] == u'从'))) continue;
    if (word == u"需" && between.starts_with(u"求")) continue;
    if (word == u"计划" && at > 0 && (near[at - 1] == u'按' || near[at - 1] == u'原' || near[at - 1] == u'比'))
      continue;  // 按计划如期动工
    if (word == u"抓" && between.starts_with(u"紧")) continue;
    if (word == u"推进" && stage == NewsStage::kSigned && !between.empty()) continue;
    return true;
  }
  return false;
}

/// 2019年12月, 年底: a time and nothing else.
bool says_time_only(std::u16string_view clause_before) {
  static constexpr std::u16string_view kTime = u"0123456789年月日底初上下半前后正式全面";
  return !clause_before.empty() && clause_before.find_first_not_of(kTime) == std::u16string_view::npos;
}

/// 预计到2030年9月,4台机组全部投产: the plan stands in the clause before.
bool is_planned_before(std::u16string_view sentence_before, std::u16string_view clause_before) {
  if (clause_before.size() > 14 || clause_before.size() == sentence_before.size()) return false;
  auto ahead = sentence_before.substr(0, sentence_before.size() - clause_before.size() - 1);
  if (sentence_before[ahead.size()] != u',') return false;
  auto const comma = ahead.rfind(u',');
  if (comma != std::u16string_view::npos) ahead.remove_prefix(comma + 1);
  // 双方将力促项目落地,2019年12月竣工
  if (says_time_only(clause_before) && contains_any(ahead, {u"将", u"力促", u"计划", u"预计", u"力争"})) return true;
  // 计划于5月开放展厅,11月封顶,次年8月交付: one plan, step by step.
  auto const step = [](std::u16string_view clause) {
    return !clause.empty() && ((clause[0] >= u'0' && clause[0] <= u'9') || starts_with_any(clause, {u"次年", u"明年"}));
  };
  if (step(clause_before)) {
    auto rest = sentence_before.substr(0, sentence_before.size() - clause_before.size() - 1);
    while (!rest.empty()) {
      auto const at = rest.rfind(u',');
      auto const clause = at == std::u16string_view::npos ? rest : rest.substr(at + 1);
      if (starts_with_any(clause, {u"计划于", u"计划在", u"预计", u"力争", u"将于"})) return true;
      if (!step(clause) || at == std::u16string_view::npos) break;
      rest = rest.substr(0, at);
    }
  }
  return ahead.size() <= 16 &&
         starts_with_any(ahead, {u"预计", u"力争", u"计划", u"有望", u"争取", u"确保", u"到2", u"届时"});
}

/// Whether what stands behind a word makes it a condition or part of another
/// noun.
bool is_condition(std::u16string_view after, NewsStage stage) {
  if (after.starts_with(u"后") && !after.starts_with(u"后期")) return true;
  static Words const kCondition{
      u"达效后", u"达产后", u"投产后", u"运营后", u"之后",     u"以后",     u"使用后",   u"条件",   u"时间",
      u"率",     u"可实现", u"可年",   u"后可",   u"可形成",   u"并投产后", u"并达产后", u"运行后", u"仪式上的致辞",
      u"许可",   u"达标年", u"年产值", u"年可",   u"期间",     u"年限",     u"前,",      u"达标后", u"达效,预计",
      u"次年",   u"报告",   u"协议后", u"协议之", u"准备工作", u"审批",     u"环节"};
  if (starts_with_any(after, kCondition)) return true;
  // 满负荷生产后, 投产运营达效后: at most a verb or two between.
  if (auto const later = after.substr(0, 5).find(u'后'); later != std::u16string_view::npos && later > 0) {
    auto verbs = after.substr(0, later);
    for (auto moved = true; moved && !verbs.empty();) {
      moved = false;
      for (std::u16string_view const verb :
           {u"生产", u"运营", u"运行", u"达产", u"达效", u"使用", u"投产", u"投用", u"建成"}) {
        if (!verbs.starts_with(verb)) continue;
        verbs.remove_prefix(verb.size());
        moved = true;
      }
    }
    if (verbs.empty()) return true;
  }
  if (stage == NewsStage::kConstruction && starts_with_any(after, {u"前", u"手续"})) return true;
  if (stage == NewsStage::kSigned && starts_with_any(after, {u"率", u"、落地", u"、投产", u"、推进"})) return true;
  if (stage == NewsStage::kInProduction && starts_with_any(after, {u"各", u"等环节"})) return true;
  return false;
}

/// The words for stages from left to right, with where each begins; of two at one place the first of the list.
template <typename Take>
void each_word(std::u16string_view folded, Span within, Take const& take) {
  auto const& known = entries();
  for (auto at = within.begin; at < within.end;) {
    auto const rest = folded.substr(at, within.end - at);
    auto const* const entry = known.at(rest);
    if (entry == nullptr) {
      ++at;
      continue;
    }
    take(*entry, at);
    at += entry->word.size();
  }
}

}  // namespace

NewsStage planned_stage(std::u16string_view folded, Span within) {
  auto out = NewsStage::kUnknown;
  each_word(folded, within, [&](Entry const& entry, std::size_t at) {
    auto const end = at + entry.word.size();
    auto const clause = clause_at(folded, within, at);
    auto const planned = is_planned(folded.substr(clause.begin, at - clause.begin), entry.stage) ||
                         folded.substr(end, within.end - end).starts_with(u"许可");
    auto const condition = is_condition(folded.substr(end, within.end - end), entry.stage);
    if (planned && (!condition || folded.substr(end, 2) == u"许可") &&
        (out == NewsStage::kUnknown || entry.stage < out))
      out = entry.stage;
  });
  return out;
}

std::vector<StageWords> find_stages(std::u16string_view folded, Span within) {
  std::vector<StageWords> out;
  each_word(folded, within, [&](Entry const& entry, std::size_t at) {
    auto const end = at + entry.word.size();
    auto const clause = clause_at(folded, within, at);
    auto const before = folded.substr(clause.begin, at - clause.begin);
    auto const after = folded.substr(end, within.end - end);
    auto const over = entry.stage == NewsStage::kSuspended || entry.stage == NewsStage::kEnded;
    auto skip = (!over && is_planned(before, entry.stage)) || is_condition(after, entry.stage);
    if (entry.word == u"建成" && starts_with_any(after, {u"达产", u"投产", u"运营", u"以", u"为", u"了一批", u"现代"}))
      skip = true;
    if (entry.word == u"引进" && starts_with_any(after, {u"国外", u"先进", u"人才", u"国际先进", u"国际领先",
                                                         u"国际一流", u"高端", u"技术", u"设备"}))
      skip = true;
    if (entry.word == u"新签" && starts_with_any(after, {u"订单", u"合同", u"订"})) skip = true;
    // 引进日本硅片切磨技术
    if (entry.word == u"引进") {
      auto const goods = folded.substr(end, clause.end - end);
      if (contains_any(goods, {u"技术", u"设备", u"工艺", u"生产线", u"人才", u"装备", u"团队"}) &&
          goods.find(u"项目") == std::u16string_view::npos)
        skip = true;
    }
    if (entry.word == u"开工" && after.starts_with(u"率")) skip = true;
    // 15个项目动工(投产): which of them does what is not said.
    if (before.ends_with(u"(") && after.starts_with(u")") && !out.empty() && out.back().span.end + 1 == at) skip = true;
    if (entry.word.ends_with(u"洽谈") && after.starts_with(u"会")) skip = true;
    if (!skip && !over) skip = is_planned_before(folded.substr(within.begin, at - within.begin), before);
    // 这些项目的落户投产,对于…: spoken about, not told. Nor is the half of a plan (当年签约、当年投产 is none of
    // these).
    if (before.ends_with(u"的") &&
        starts_with_any(after, {u",对", u",将", u",是", u",标", u"对", u"将", u",为", u",有"}))
      skip = true;
    if (entry.word == u"建设中" && starts_with_any(after, {u"国", u"心", u"医", u"药", u"试", u"小", u"科", u"部"}))
      skip = true;
    if (entry.word == u"达产" && ends_with_any(before, {u"到", u"至"})) skip = true;
    if (ends_with_any(before, {u"又一次", u"又一次集中", u"提供", u"加快项目", u"早", u"尽早"})) skip = true;
    // 明升达产业园, 开竣工项目: parts of other words.
    if ((after.starts_with(u"业") && (entry.word.ends_with(u"产") || entry.word.ends_with(u"工"))) ||
        (entry.word == u"竣工" && before.ends_with(u"开")) ||
        (entry.word == u"意向" && starts_with_any(after, {u"性", u"书"})))
      skip = true;
    // 这些项目的落户投产,对于…
    for (std::u16string_view const of : {u"些项目的", u"批项目的", u"个项目的", u"上述项目的"}) {
      auto const found = before.rfind(of);
      if (found != std::u16string_view::npos && before.size() - found - of.size() <= 6) skip = true;
    }
    // 建成标准生产线三条 says what is built.
    if (entry.word == u"建成" &&
        !contains_any(before, {u"已", u"全部", u"全面", u"基本", u"正式", u"顺利", u"近日", u"日前", u"月"}) &&
        !ends_with_any(before, {u"项目", u"1期", u"2期"}) && !after.empty() &&
        !starts_with_any(after,
                         {u",", u"。", u";", u"、", u"并", u"投", u"运", u"使用", u"通", u"验收", u"的", u"开", u"了"}))
      skip = true;
    // 厂房主体已完工: of a part.
    auto const near = before.size() > 10 ? before.substr(before.size() - 10) : before;
    // 近完工 is not yet.
    auto const nearly = entry.stage == NewsStage::kCompleted && ends_with_any(before, {u"近", u"接近", u"临近"});
    auto const part = entry.stage == NewsStage::kCompleted &&
                      contains_any(near, {u"主体", u"部分", u"基础", u"土建", u"桩基", u"标段", u"厂房", u"车间",
                                          u"办公楼", u"宿舍", u"库房", u"仓库", u"地块", u"号楼", u"栋", u"幢"});
    if (!skip) out.push_back({{at, end}, part || nearly ? NewsStage::kConstruction : entry.stage, entry.confidence});
  });
  // 开工复工投产的项目, 签约、开工项目73个: which of them does what is not said; each has come as far as the first.
  for (std::size_t i = 0; i + 1 < out.size();) {
    auto const gap = folded.substr(out[i].span.end, out[i + 1].span.begin - out[i].span.end);
    auto const behind = folded.substr(out[i + 1].span.end, std::min<std::size_t>(5, within.end - out[i + 1].span.end));
    auto const chained = (gap.empty() || gap == u"、" || gap == u"和" || gap == u"及" || gap == u"/" || gap == u"暨") &&
                         out[i].stage != out[i + 1].stage && out[i].stage < NewsStage::kSuspended &&
                         (behind.find(u"项目") != std::u16string_view::npos || i + 2 < out.size() ||
                          starts_with_any(behind, {u"活动", u"仪式", u"大会"})) &&
                         starts_with_any(behind, {u"项目", u"的项", u"的重", u"的产", u"的工", u"重大", u"重点", u"、",
                                                  u"投产", u"活动", u"仪式", u"大会"});
    if (!chained) {
      ++i;
      continue;
    }
    out[i].stage = std::min(out[i].stage, out[i + 1].stage);
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
  return out;
}

}  // namespace lianzhao::radar
