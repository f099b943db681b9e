#include "radar/works_signs.h"

#include <algorithm>
#include <array>

namespace lianzhao::radar {

namespace {

struct Sign {
  std::u16string_view word;
  double weight;  ///< 1 is enough alone
};

// Longer words stand before those they contain. The weights are judged, not fitted: how surely a sign stands by a
// project under construction in the passages that were read.
constexpr std::array kSigns = std::to_array<Sign>(
    {{u"步入工程建设", 1}, {u"施工总承包", 0}, {u"冲刺四季度", 0}, {u"建设已完成", 1}, {u"工程已完成", 1},
     {u"施工许可", 0},     {u"施工企业", 0},   {u"施工合同", 0},   {u"施工资质", 0},   {u"施工条件", 0},
     {u"装修公司", 0},     {u"安装公司", 0},   {u"施工单位", 0.3}, {u"加班加点", 0.4}, {u"加快推进", 0.4},
     {u"全面推进", 0.4},   {u"热火朝天", 0.5}, {u"紧锣密鼓", 0.5}, {u"紧张有序", 0.5}, {u"建设现场", 0.5},
     {u"项目现场", 0.5},   {u"如火如荼", 0.6}, {u"有序推进", 0.6}, {u"稳步推进", 0.6}, {u"建设进度", 0.6},
     {u"厂房建设", 0.6},   {u"机声隆隆", 0.7}, {u"三通一平", 0.7}, {u"四通一平", 0.7}, {u"五通一平", 0.7},
     {u"七通一平", 0.7},   {u"建设工地", 1},   {u"进展顺利", 1},   {u"推进顺利", 1},   {u"顺利推进", 1},
     {u"运抵现场", 0.5},   {u"建设正在", 1},   {u"拔地而起", 1},   {u"建设阶段", 0.8}, {u"加速建设", 0.8},
     {u"建设提速", 0.8},   {u"挑灯夜战", 0.8}, {u"二次结构", 1},   {u"设备安装", 1},   {u"安装调试", 1},
     {u"调试完毕", 1},     {u"场地平整", 1},   {u"工程进度", 1},   {u"形象进度", 1},   {u"施工进度", 1},
     {u"建设已达", 1},     {u"完成投资", 1},   {u"联动试车", 1},   {u"施工图", 0},     {u"施工方", 0.3},
     {u"建设者", 0.5},     {u"推土机", 0.6},   {u"压路机", 0.6},   {u"钢结构", 0.6},   {u"地下室", 0.6},
     {u"推进中", 0.6},     {u"渣土车", 0.7},   {u"挖掘机", 0.7},   {u"打桩机", 0.8},   {u"单机调试", 1},
     {u"联动调试", 1},     {u"联调联试", 1},   {u"调试阶段", 1},   {u"带料调试", 1},   {u"外立面", 0.8},
     {u"抢工期", 0.8},     {u"赶工期", 0.8},   {u"抢进度", 0.8},   {u"赶进度", 0.8},   {u"工程量", 1},
     {u"作业", 0.3},       {u"节点", 0.3},     {u"绿化", 0.3},     {u"厂房", 0.3},     {u"工人", 0.4},
     {u"忙碌", 0.4},       {u"繁忙", 0.4},     {u"忙着", 0.4},     {u"火热", 0.4},     {u"提速", 0.4},
     {u"管网", 0.4},       {u"征地", 0.4},     {u"主体", 0.5},     {u"冲刺", 0.5},     {u"大干", 0.5},
     {u"调试", 0.6},       {u"安装", 0.6},     {u"吊车", 0.6},     {u"铲车", 0.6},     {u"挖机", 0.6},
     {u"钢构", 0.6},       {u"钢筋", 0.6},     {u"焊接", 0.6},     {u"铺设", 0.6},     {u"架设", 0.6},
     {u"地勘", 0.6},       {u"轰鸣", 0.6},     {u"工地", 0.6},     {u"装修", 0.7},     {u"内装", 0.7},
     {u"屋面", 0.7},       {u"进场", 0.7},     {u"收尾", 0.7},     {u"塔吊", 1},       {u"塔机", 0.8},
     {u"焊花", 0.8},       {u"土方", 0.8},     {u"地基", 0.8},     {u"底板", 0.8},     {u"幕墙", 0.8},
     {u"网架", 0.8},       {u"贯通", 0.8},     {u"试车", 0.8},     {u"施工", 1},       {u"打桩", 1},
     {u"浇筑", 1},         {u"吊装", 1},       {u"砌筑", 1},       {u"砌体", 1},       {u"桩基", 1},
     {u"基坑", 1},         {u"开挖", 1},       {u"回填", 1},       {u"支护", 1},       {u"绑扎", 1},
     {u"承台", 1},         {u"场平", 1},       {u"合龙", 1},       {u"截流", 1}});

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
  auto sum = 0.0;
  auto under_way = false;
  std::optional<Span> seen;
  for (auto at = within.begin; at < within.end;) {
    auto const rest = folded.substr(at, within.end - at);
    auto const sign =
        std::find_if(kSigns.begin(), kSigns.end(), [&](Sign const& one) { return rest.starts_with(one.word); });
    if (sign == kSigns.end()) {
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
