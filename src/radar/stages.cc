#include "radar/stages.h"

#include <algorithm>
#include <array>

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

struct Entry {
  std::u16string_view word;
  NewsStage stage;
  double confidence;
};
// Longer words stand before those they contain.
constexpr std::array kEntries = std::to_array<Entry>({
    {u"签约和洽谈", NewsStage::kNegotiationOrSigned, 0.95},
    {u"洽谈和签约", NewsStage::kNegotiationOrSigned, 0.95},
    {u"签约及洽谈", NewsStage::kNegotiationOrSigned, 0.95},
    {u"签约、洽谈", NewsStage::kNegotiationOrSigned, 0.95},
    {u"洽谈签约", NewsStage::kNegotiationOrSigned, 0.9},
    {u"签约洽谈", NewsStage::kNegotiationOrSigned, 0.9},
    {u"竣工验收准备", NewsStage::kConstruction, 0.9},
    {u"竣工验收的准备", NewsStage::kConstruction, 0.9},
    {u"准备竣工验收", NewsStage::kConstruction, 0.9},
    {u"建成达产", NewsStage::kAtCapacity, 0.9},
    {u"投产达产", NewsStage::kAtCapacity, 0.9},
    {u"达产达效", NewsStage::kAtCapacity, 0.95},
    {u"满产", NewsStage::kAtCapacity, 0.8},
    {u"达产", NewsStage::kAtCapacity, 0.95},
    {u"竣工投产", NewsStage::kInProduction, 0.97},
    {u"建成投产", NewsStage::kInProduction, 0.97},
    {u"竣工投用", NewsStage::kInProduction, 0.95},
    {u"建成投用", NewsStage::kInProduction, 0.95},
    {u"投料试车", NewsStage::kInProduction, 0.8},
    {u"试生产", NewsStage::kInProduction, 0.9},
    {u"试投产", NewsStage::kInProduction, 0.9},
    {u"投产", NewsStage::kInProduction, 0.95},
    {u"正式运营", NewsStage::kInProduction, 0.9},
    {u"投入运营", NewsStage::kInProduction, 0.9},
    {u"投入使用", NewsStage::kInProduction, 0.85},
    {u"投入生产", NewsStage::kInProduction, 0.9},
    {u"投入运行", NewsStage::kInProduction, 0.85},
    {u"投运", NewsStage::kInProduction, 0.85},
    {u"投用", NewsStage::kInProduction, 0.85},
    {u"并网发电", NewsStage::kInProduction, 0.9},
    {u"正式生产", NewsStage::kInProduction, 0.9},
    {u"产品下线", NewsStage::kInProduction, 0.85},
    {u"竣工验收", NewsStage::kCompleted, 0.85},
    {u"通过验收", NewsStage::kCompleted, 0.85},
    {u"竣工", NewsStage::kCompleted, 0.95},
    {u"完工", NewsStage::kCompleted, 0.9},
    {u"建成", NewsStage::kCompleted, 0.85},
    {u"交付使用", NewsStage::kCompleted, 0.85},
    {u"开工建设", NewsStage::kConstruction, 0.97},
    {u"动工建设", NewsStage::kConstruction, 0.97},
    {u"启动建设", NewsStage::kConstruction, 0.9},
    {u"加紧建设", NewsStage::kConstruction, 0.9},
    {u"正在建设", NewsStage::kConstruction, 0.9},
    {u"加快建设", NewsStage::kConstruction, 0.8},
    {u"抓紧建设", NewsStage::kConstruction, 0.9},
    {u"火热建设", NewsStage::kConstruction, 0.9},
    {u"建设中", NewsStage::kConstruction, 0.85},
    {u"开工", NewsStage::kConstruction, 0.95},
    {u"动工", NewsStage::kConstruction, 0.95},
    {u"奠基", NewsStage::kConstruction, 0.9},
    {u"破土", NewsStage::kConstruction, 0.9},
    {u"封顶", NewsStage::kConstruction, 0.9},
    {u"主体工程", NewsStage::kConstruction, 0.7},
    {u"主体结构", NewsStage::kConstruction, 0.7},
    {u"主体施工", NewsStage::kConstruction, 0.8},
    {u"正在施工", NewsStage::kConstruction, 0.9},
    {u"加紧施工", NewsStage::kConstruction, 0.9},
    {u"设备安装", NewsStage::kConstruction, 0.75},
    {u"安装调试", NewsStage::kConstruction, 0.75},
    {u"在建", NewsStage::kConstruction, 0.85},
    {u"续建", NewsStage::kConstruction, 0.8},
    {u"打桩", NewsStage::kConstruction, 0.8},
    {u"注册成立", NewsStage::kRegistered, 0.9},
    {u"登记注册", NewsStage::kRegistered, 0.85},
    {u"完成公司注册", NewsStage::kRegistered, 0.9},
    {u"完成工商注册", NewsStage::kRegistered, 0.9},
    {u"完成企业注册", NewsStage::kRegistered, 0.9},
    {u"注册了", NewsStage::kRegistered, 0.7},
    {u"注册落地", NewsStage::kRegistered, 0.85},
    {u"取得营业执照", NewsStage::kRegistered, 0.85},
    {u"领取营业执照", NewsStage::kRegistered, 0.85},
    {u"完成注册", NewsStage::kRegistered, 0.9},
    {u"已注册", NewsStage::kRegistered, 0.85},
    {u"签约落户", NewsStage::kSigned, 0.95},
    {u"签约落地", NewsStage::kSigned, 0.95},
    {u"签约", NewsStage::kSigned, 0.95},
    {u"签订", NewsStage::kSigned, 0.9},
    {u"签署", NewsStage::kSigned, 0.9},
    {u"签下", NewsStage::kSigned, 0.9},
    {u"达成合作", NewsStage::kSigned, 0.7},
    {u"落户", NewsStage::kSigned, 0.7},
    {u"落地", NewsStage::kSigned, 0.65},
    {u"引进", NewsStage::kSigned, 0.6},
    {u"入驻", NewsStage::kSigned, 0.6},
    {u"摘牌", NewsStage::kSigned, 0.6},
    {u"在谈", NewsStage::kNegotiation, 0.9},
    {u"洽谈", NewsStage::kNegotiation, 0.8},
    {u"意向", NewsStage::kNegotiation, 0.7},
    {u"终止", NewsStage::kEnded, 0.7},
    {u"取消", NewsStage::kEnded, 0.5},
    {u"停建", NewsStage::kSuspended, 0.8},
    {u"停工", NewsStage::kSuspended, 0.7},
    {u"搁置", NewsStage::kSuspended, 0.8},
    {u"流产", NewsStage::kEnded, 0.5},
    {u"烂尾", NewsStage::kSuspended, 0.8},
});

/// Whether what stands before a word says that it is still to come, or not so.
bool is_planned(std::u16string_view clause_before, NewsStage stage) {
  static Words const kFuture{u"将",       u"拟",   u"计划", u"预计", u"力争", u"有望", u"确保", u"争取",
                             u"即将",     u"准备", u"推动", u"目标", u"待",   u"尚未", u"未",   u"没有",
                             u"加快推进", u"促进", u"推进", u"力促", u"保障", u"明年", u"届时", u"年底前",
                             u"若",       u"如果", u"需",   u"抓",   u"可"};
  auto const near = clause_before.size() > 14 ? clause_before.substr(clause_before.size() - 14) : clause_before;
  for (auto const word : kFuture) {
    auto const at = near.rfind(word);
    if (at == std::u16string_view::npos) continue;
    // 计划总投资10亿元…开工 plans the money, not the start; a figure in between
    // ends the plan.
    auto const between = near.substr(at + word.size());
    if (between.starts_with(u"总投资") || between.starts_with(u"投资")) continue;
    if (between.find(u'元') != std::u16string_view::npos) continue;
    if (word == u"可" && stage != NewsStage::kAtCapacity && stage != NewsStage::kInProduction) continue;
    if (word == u"未" && (between.starts_with(u"来") || (at > 0 && near[at - 1] == u'从'))) continue;
    if (word == u"需" && between.starts_with(u"求")) continue;
    if (word == u"抓" && between.starts_with(u"紧")) continue;
    if (word == u"推进" && stage == NewsStage::kSigned) continue;
    return true;
  }
  return false;
}

/// Whether what stands behind a word makes it a condition or part of another
/// noun.
bool is_condition(std::u16string_view after, NewsStage stage) {
  if (after.starts_with(u"后") && !after.starts_with(u"后期")) return true;
  static Words const kCondition{u"达效后", u"达产后", u"投产后",   u"运营后",   u"之后",   u"以后",
                                u"使用后", u"条件",   u"时间",     u"率",       u"可实现", u"可年",
                                u"后可",   u"可形成", u"并投产后", u"并达产后", u"运行后", u"仪式上的致辞"};
  if (starts_with_any(after, kCondition)) return true;
  if (stage == NewsStage::kConstruction && starts_with_any(after, {u"前", u"手续"})) return true;
  if (stage == NewsStage::kSigned && starts_with_any(after, {u"率", u"、落地", u"、投产", u"、推进"})) return true;
  if (stage == NewsStage::kInProduction && starts_with_any(after, {u"各", u"等环节"})) return true;
  // 引进国外先进设备 brings machines, not a project.
  return false;
}

}  // namespace

bool speaks_of_stages(std::u16string_view folded, Span within) {
  auto const text = folded.substr(within.begin, within.size());
  return std::any_of(kEntries.begin(), kEntries.end(),
                     [&](Entry const& entry) { return text.find(entry.word) != std::u16string_view::npos; });
}

std::vector<StageWords> find_stages(std::u16string_view folded, Span within) {
  std::vector<StageWords> out;
  auto at = within.begin;
  while (at < within.end) {
    auto const rest = folded.substr(at, within.end - at);
    auto const entry =
        std::find_if(kEntries.begin(), kEntries.end(), [&](Entry const& e) { return rest.starts_with(e.word); });
    if (entry == kEntries.end()) {
      ++at;
      continue;
    }
    auto const end = at + entry->word.size();
    auto const clause = clause_at(folded, within, at);
    auto const before = folded.substr(clause.begin, at - clause.begin);
    auto const after = folded.substr(end, within.end - end);
    auto const over = entry->stage == NewsStage::kSuspended || entry->stage == NewsStage::kEnded;
    auto skip = (!over && is_planned(before, entry->stage)) || is_condition(after, entry->stage);
    if (entry->word == u"建成" && starts_with_any(after, {u"达产", u"投产", u"运营", u"以", u"为", u"了一批", u"现代"}))
      skip = true;
    if (entry->word == u"引进" &&
        starts_with_any(after, {u"国外", u"先进", u"人才", u"国际", u"高端", u"技术", u"设备", u"德国"}))
      skip = true;
    if (entry->word == u"开工" && after.starts_with(u"率")) skip = true;
    if (!skip) out.push_back({{at, end}, entry->stage, entry->confidence});
    at = end;
  }
  return out;
}

}  // namespace lianzhao::radar
