#include "radar/project_names.h"

#include <algorithm>

#include "radar/characters.h"
#include "radar/name_words.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

char16_t opening_of(char16_t c) {
  switch (c) {
    case u')':
      return u'(';
    case u'”':
      return u'“';
    case u'》':
      return u'《';
    case u'』':
      return u'『';
    case u'」':
      return u'「';
    default:
      return 0;
  }
}

/// 和, 与, 及 divide only after a whole name: 研发与生产项目 is one.
bool divides(std::u16string_view before) {
  for (std::u16string_view const word : {u"和", u"与", u"及", u"并", u"暨"}) {
    if (!before.ends_with(word)) continue;
    auto const head = before.substr(0, before.size() - word.size());
    return word == u"暨" || ends_with_any(head, {u"项目", u"公司", u"集团", u"基地", u"产业园", u"开发区", u"高新区",
                                                 u"经开区", u"新区", u"市", u"县", u"政府", u"管委会", u"投资", u"元"});
  }
  // 在, 到, 于, 对, 为: only where they begin a phrase.
  for (std::u16string_view const word : {u"在", u"对", u"为", u"于", u"从", u"到", u"至", u"以", u"对于"}) {
    if (!before.ends_with(word)) continue;
    auto const head = before.substr(0, before.size() - word.size());
    return head.empty() || is_hard_mark(head.back()) ||
           ends_with_any(head, {u"确定", u"列", u"位", u"处", u"达", u"作", u"成", u"称", u"用", u"落户", u"设",
                                u"选择", u"选址", u"坐落", u"项目", u"分别", u"主要", u"依次", u"名称"}) ||
           (word == u"在" && ends_with_any(head, {u"仪式", u"活动", u"大会", u"会议", u"市", u"县", u"区", u"州", u"省",
                                                  u"镇", u"企业", u"公司"}));
  }
  return false;
}

/// 曲水县建设某某项目: the verb behind where it is built.
bool builds(std::u16string_view before) {
  for (std::u16string_view const verb : {u"建设", u"新建", u"投建", u"兴建", u"扩建"}) {
    if (!before.ends_with(verb)) continue;
    return ends_with_any(
        before.substr(0, before.size() - verb.size()),
        {u"市", u"县", u"区", u"镇", u"乡", u"园区", u"省", u"州", u"境内", u"当地", u"公司", u"本地"});
  }
  return false;
}

/// Verbs that are the first half of a noun where a head stands behind them: 服务外包基地, 创业投资总部, 粮食储备库.
bool is_compound(std::u16string_view before, std::u16string_view behind) {
  if (before.ends_with(u"投资")) {
    return starts_with_any(behind, {u"总部", u"集团", u"大厦", u"中心", u"管理", u"运营"}) ||
           (starts_with_any(behind, {u"公司", u"有限"}) && before.size() > 4);
  }
  return ends_with_any(before, {u"服务", u"储备", u"发布", u"对接", u"审批", u"支持", u"启动"}) &&
         starts_with_any(behind, compound_heads());
}

/// Whether the stop that `before` ends with goes on into a word of names: 工业集中区.
bool is_kept(std::u16string_view before, std::u16string_view behind) {
  return std::any_of(kept_compounds().begin(), kept_compounds().end(), [&](std::u16string_view word) {
    for (std::size_t cut = 1; cut < word.size(); ++cut) {
      if (before.ends_with(word.substr(0, cut)) && behind.starts_with(word.substr(cut))) return true;
    }
    return false;
  });
}

/// Stops that are part of a name where these stand around them: 公共服务平台.
bool is_inside_name(std::u16string_view before) {
  if (before.ends_with(u"项目的")) return false;
  return ends_with_any(
      before, {u"粮食储备", u"物资储备", u"应急储备", u"粮油储备", u"天然气储备", u"公共服务", u"综合服务", u"技术服务",
               u"信息服务", u"金融服务", u"养老服务", u"医疗服务", u"影像",       u"图像",     u"成像",     u"摄像",
               u"录像",     u"名称",     u"高等",     u"中等",     u"自由",       u"小说",     u"传说",     u"不锈",
               u"配套服务", u"物流服务", u"商务服务", u"现代服务", u"数据服务",   u"检测服务", u"一带一路", u"目的",
               u"对接服务", u"能源服务", u"综合集中", u"城乡服务", u"消费服务",   u"便民服务", u"智能服务"});
}

/// 暨|配套基础设施项目, 及|配套项目: what says nothing alone is the second half of a name.
bool is_half_of_name(std::u16string_view behind) {
  return starts_with_any(behind, {u"配套", u"附属", u"相关", u"其配套"});
}

/// Whether a name is wholly made of the words of both lists, with figures and marks between them.
bool is_made_of(std::u16string_view name, Words const& list, Words const& more) {
  auto rest = name;
  while (!rest.empty()) {
    auto best = std::size_t{0};
    for (auto const* words : {&list, &more}) {
      for (auto const word : *words) {
        if (rest.starts_with(word)) best = std::max(best, word.size());
      }
    }
    if (best == 0) {
      static constexpr std::u16string_view kBetween = u"0123456789“”‘’\"+ 、.-~第十批";
      if (kBetween.find(rest[0]) != std::u16string_view::npos) best = 1;
    }
    if (best == 0) return false;
    rest.remove_prefix(best);
  }
  return true;
}

/// 一期(2018-2020年): of the project spoken of.
bool says_phase_only(std::u16string_view core) {
  return starts_with_any(core, {u"一期(", u"二期(", u"三期(", u"首期("}) && core.ends_with(u")");
}

/// 基础设施类3项: so many of a kind.
bool counts(std::u16string_view core) {
  return core.size() > 2 && (core.back() == u'项' || core.back() == u'个') && core[core.size() - 2] >= u'0' &&
         core[core.size() - 2] <= u'9';
}

}  // namespace

bool is_hard_mark(char16_t c) {
  static constexpr std::u16string_view kMarks = u",。!?;:、\n<>…|■●◆▲•★※→";
  return kMarks.find(c) != std::u16string_view::npos;
}

bool ends_as_site(std::u16string_view name) {
  if (ends_with_any(name, {u"(一期)", u"(二期)", u"(三期)", u"(首期)"})) name.remove_suffix(4);
  if (ends_with_any(name, {u"一期", u"二期", u"三期", u"四期"})) name.remove_suffix(2);
  return ends_with_any(name, site_endings()) || name.ends_with(u"园") || name.ends_with(u"厂") ||
         name.ends_with(u"城") || name.ends_with(u"谷") || name.ends_with(u"场");
}

bool looks_like_project(std::u16string_view name) {
  if (name.ends_with(u"项目")) return true;
  if (name.size() < 6) return false;
  if (ends_as_site(name) || ends_with_any(name, works_nouns())) return true;
  if (contains_any(name, {u"年产", u"日产", u"公司", u"集团", u"(", u"“", u"一期", u"二期"})) return true;
  auto const head = name.substr(0, 8);
  for (std::size_t i = 1; i < head.size(); ++i) {
    if (ends_with_any(head.substr(0, i + 1),
                      {u"乡村", u"农村", u"城市", u"城乡", u"城镇", u"社区", u"园区", u"厂区", u"校区"}))
      continue;
    if (std::u16string_view{u"省市县区镇乡村州旗"}.find(head[i]) != std::u16string_view::npos) return true;
  }
  return std::any_of(name.begin(), name.end(), is_digit);
}

NameKind name_kind(std::u16string_view core) {
  static Words const kNone;
  // 全区“双百双新”产业项目 are many.
  if (starts_with_any(core, {u"全区", u"全市", u"全县", u"全省", u"全州", u"全国", u"我市", u"我县", u"我省", u"各"}) &&
      ends_with_any(core, {u"产业", u"工业", u"重点", u"重大", u"建设", u"招商", u"投资"}))
    return NameKind::kGeneric;
  if (is_made_of(core, generic_words(), kNone) || says_phase_only(core) || counts(core)) return NameKind::kGeneric;
  // “医路同行”医疗器械: a motto before an industry.
  if (core.starts_with(u"“")) {
    auto const close = core.rfind(u'”');
    if (close != std::u16string_view::npos && close + 1 < core.size() &&
        is_made_of(core.substr(close + 1), generic_words(), sector_words()))
      return NameKind::kSector;
  }
  // 医学城2021年第一季度
  if (auto const at = core.rfind(u'年'); at != std::u16string_view::npos && at >= 4 && core[at - 1] >= u'0' &&
                                         core[at - 1] <= u'9' && core[at - 4] == u'2' && at + 1 < core.size() &&
                                         is_made_of(core.substr(at + 1), generic_words(), kNone))
    return NameKind::kGeneric;
  // 2018年吉安市重大工业
  auto year = std::size_t{0};
  while (year < core.size() && core[year] >= u'0' && core[year] <= u'9') ++year;
  if (year > 0 && year + 2 < core.size() && core[year] == u'年' && core[year + 1] != u'产')
    core.remove_prefix(year + 1);
  // 电池产业链上下游优势: an industry and its kinds, unless a company's.
  if (auto const at = core.find(u"上下游"); at != std::u16string_view::npos &&
                                            !contains_any(core.substr(0, at), {u"公司", u"集团"}) &&
                                            is_made_of(core.substr(at), generic_words(), kNone))
    return NameKind::kSector;
  // 延边州重大产业, 浦江县2024年: where, and nothing of what.
  for (std::size_t i = 1; i + 1 < std::min<std::size_t>(core.size(), 10); ++i) {
    static constexpr std::u16string_view kEnds = u"省市州县区镇乡旗盟";
    static constexpr std::u16string_view kSites = u"小片社户园库景城";  // 小区, 棚户区, 城区
    if (kEnds.find(core[i]) == std::u16string_view::npos) continue;
    if (core[i] == u'区' && kSites.find(core[i - 1]) != std::u16string_view::npos) continue;
    if (ends_with_any(core.substr(0, i + 1), {u"小镇", u"城镇", u"乡镇", u"美丽乡", u"特色镇"})) continue;
    // Farther back only a zone: 湛江空港经济区产业.
    if (i >= 5 && !ends_with_any(core.substr(0, i + 1), {u"经济区", u"开发区", u"高新区", u"新区", u"园区"})) continue;
    if (is_made_of(core.substr(i + 1), generic_words(), kNone)) return NameKind::kGeneric;
    if (is_made_of(core.substr(i + 1), generic_words(), sector_words())) return NameKind::kSector;
  }
  return is_made_of(core, generic_words(), sector_words()) ? NameKind::kSector : NameKind::kNamed;
}

bool says_no_project(std::u16string_view core) {
  if (ends_with_any(core, object_verbs())) return true;
  // 询问企业, 检查产业: a verb and a kind, which name nothing.
  auto rest = core;
  for (auto changed = true; changed;) {
    changed = false;
    for (std::u16string_view const kind :
         {u"企业", u"产业", u"重点", u"重大", u"工业", u"招商", u"民生", u"相关", u"具体", u"优质"}) {
      if (!rest.ends_with(kind)) continue;
      rest.remove_suffix(kind.size());
      changed = true;
    }
  }
  if (rest.size() < core.size() && ends_with_any(rest, object_verbs())) return true;
  // 中穗食品包装: these end names as well as they are verbs.
  constexpr std::size_t kLongName = 5;
  if (core.size() >= kLongName &&
      ends_with_any(core, {u"包装", u"展示", u"研究", u"检查", u"保障", u"储备", u"评估", u"监督", u"服务", u"审批"}) &&
      name_kind(core) == NameKind::kNamed)
    return false;
  return contains_any(core, {u"大批",   u"提供", u"对于", u"关于",     u"招商引资", u"每个", u"各个",
                             u"哪些",   u"什么", u"如何", u"重点招商", u"为投资",   u"确保", u"好项目",
                             u"引擎性", u"带动", u"围绕", u"谁",       u"有关",     u"方式", u"抢抓"}) ||
         ends_with_any(
             core, {u"重大", u"重点",   u"主要", u"多个", u"若干",   u"优质", u"以上",   u"招商引资", u"签约", u"开工",
                    u"投产", u"建成",   u"竣工", u"落户", u"招引",   u"引进", u"储备",   u"合作",     u"在建", u"续建",
                    u"各个", u"一批",   u"等",   u"这些", u"大量",   u"众多", u"系列",   u"标志性",   u"大好", u"签署",
                    u"签订", u"见证",   u"宣布", u"汇报", u"促成",   u"力促", u"推动",   u"推进",     u"加快", u"启动",
                    u"取得", u"入库",   u"策划", u"谋划", u"洽谈",   u"吸引", u"参观",   u"考察",     u"承接", u"支持",
                    u"举行", u"开展",   u"聚焦", u"狠抓", u"大抓",   u"紧盯", u"服务于", u"研究",     u"审议", u"审批",
                    u"我市", u"我县",   u"全市", u"全县", u"全区",   u"全省", u"实施",   u"招商",     u"促进", u"保障",
                    u"申报", u"包装",   u"争取", u"安排", u"一大批", u"募投", u"批次",   u"观摩",     u"个人", u"跟踪",
                    u"对接", u"出席",   u"落实", u"助力", u"办理",   u"目前", u"保证",   u"驻",       u"帮助", u"协助",
                    u"督促", u"推介",   u"组织", u"了解", u"听取",   u"查看", u"检查",   u"调度",     u"解决", u"破解",
                    u"关注", u"申请",   u"立项", u"评估", u"论证",   u"筛选", u"甄选",   u"引导",     u"鼓励", u"抓实",
                    u"做强", u"压实",   u"紧扣", u"突出", u"坚持",   u"形成", u"迎来",   u"获得",     u"拥有", u"针对",
                    u"根据", u"按照",   u"结合", u"指导", u"陪同",   u"主持", u"签下",   u"接洽",     u"跟进", u"走访",
                    u"摸排", u"梳理",   u"研判", u"会商", u"审核",   u"批准", u"核准",   u"受理",     u"征集", u"部署",
                    u"统筹", u"协调",   u"监督", u"拨付", u"冲刺",   u"比拼", u"探访",   u"采访",     u"直击", u"介绍",
                    u"祝贺", u"影响",   u"制约", u"加速", u"加大",   u"加强", u"继续",   u"当前",     u"如今", u"此前",
                    u"近期", u"服务好", u"全程", u"参与", u"负责",   u"承担", u"看到",   u"表明",     u"随着", u"作为",
                    u"满足", u"备案",   u"终止", u"暂停", u"变更",   u"调整", u"公布",   u"公示",     u"发布", u"展示",
                    u"赴",   u"完善",   u"推出", u"做好", u"涉及",   u"围绕", u"赋能",   u"抢",       u"盯",   u"跑",
                    u"促"}) ||
         ends_with_any(core, {u"到", u"抓", u"对", u"找", u"招", u"上", u"谈", u"多", u"类", u"性", u"的",
                              u"元", u"各", u"分", u"为", u"将", u"使", u"让", u"把", u"批", u"由", u"是",
                              u"与", u"从", u"在", u"于", u"等", u"及", u"了", u"着", u"起"}) ||
         ends_with_any(core, {u"整个", u"所有", u"综合型", u"综合性"});
}

std::size_t without_leading(std::u16string_view text, std::size_t begin, std::size_t end) {
  // 1.百川锂电铜箔项目: the number of an item of a list.
  auto item = begin;
  while (item < end && ((text[item] >= u'0' && text[item] <= u'9') || text[item] == u'(' || text[item] == u'第'))
    ++item;
  if (item > begin && item < end && (text[item] == u'.' || text[item] == u')' || text[item] == u'、') &&
      !(item + 1 < end && text[item + 1] >= u'0' && text[item + 1] <= u'9'))
    begin = item + 1;
  static Words const kLeading{
      u"个",   u"余个", u"亿元", u"万元", u"亩",   u"日", u"月", u"年", u"级",   u"以上", u"左右",   u" ",
      u"有",   u"在",   u"共",   u"等",   u"为",   u"以", u"和", u"与", u"-",    u"及",   u"暨",     u"建设和运营",
      u"建设", u"扩建", u"兴建", u"运营", u"开发", u"对", u"至", u"从", u"现",   u"两个", u"人民币", u"·",
      u".",    u"*",    u"上午", u"下午", u"中",   u"又", u"(",  u"本", u"建成", u"投建"};
  static Words const kKept{u"年产",   u"日产", u"日处理", u"日化", u"有限",   u"有机",   u"有色", u"和田",   u"和平",
                           u"为民",   u"月产", u"日用",   u"日照", u"年处理", u"年加工", u"中国", u"中铁",   u"中建",
                           u"中科",   u"中电", u"中车",   u"中核", u"中石",   u"中化",   u"中粮", u"中药",   u"中医",
                           u"中芯",   u"中信", u"中航",   u"中小", u"中部",   u"中央",   u"中心", u"中水",   u"中欧",
                           u"中德",   u"中韩", u"中日",   u"中铝", u"中材",   u"中移",   u"中联", u"中交",   u"中能",
                           u"中试",   u"中高", u"中低",   u"中型", u"中山",   u"中原",   u"中煤", u"中冶",   u"中船",
                           u"中海",   u"中远", u"中集",   u"中天", u"中新",   u"中亚",   u"年轻", u"日本",   u"以色列",
                           u"从化",   u"本溪", u"本田",   u"级联", u"现代",   u"对虾",   u"对外", u"开发区", u"建设路",
                           u"等离子", u"等级", u"本草",   u"中康", u"中复",   u"中钢",   u"中农", u"中储"};
  for (auto changed = true; changed && begin < end;) {
    changed = false;
    auto const rest = text.substr(begin, end - begin);
    if (starts_with_any(rest, kKept)) break;
    for (auto const word : kLeading) {
      if (!rest.starts_with(word)) continue;
      if ((word == u"年" || word == u"日" || word == u"月") &&
          !(begin > 0 && text[begin - 1] >= u'0' && text[begin - 1] <= u'9'))
        continue;
      if (word == u"(" && rest.find(u')') != std::u16string_view::npos) continue;
      if (word == u"中" && !(begin > 0 && ends_with_any(text.substr(0, begin), {u"其"}))) continue;
      // 建设项目 alone is left to be found generic.
      if (rest.size() <= word.size() + 1) continue;
      begin += word.size();
      changed = true;
      break;
    }
  }
  return begin;
}

std::size_t name_begin_of(std::u16string_view text, std::size_t floor, std::size_t end,
                          std::vector<text::Quantity> const& amounts) {
  auto begin = end;
  constexpr std::size_t kLongest = 60;
  while (begin > floor && end - begin < kLongest) {
    auto const c = text[begin - 1];
    if (auto const opening = opening_of(c); opening != 0) {
      auto const before = text.substr(floor, begin - 1 - floor);
      auto const at = before.rfind(opening);
      if (at == std::u16string_view::npos || before.size() - at > 40) break;
      begin = floor + at;
      // 在当地建设“数字药都”项目
      if (opening == u'“' && ends_with_any(text.substr(floor, at), {u"建设", u"打造", u"新建", u"实施", u"推进"}))
        break;
      continue;
    }
    // 1,4-丁二醇: a comma between figures is theirs.
    if (c == u',' && begin >= floor + 2 && begin < text.size() && text[begin] >= u'0' && text[begin] <= u'9' &&
        text[begin - 2] >= u'0' && text[begin - 2] <= u'9' && begin < end) {
      --begin;
      continue;
    }
    if (is_hard_mark(c) || c == u'(' || c == u'“' || c == u'《' || c == u'"') break;
    // A dash of two divides; 3D-打印 does not.
    if (c == u'-' && begin >= floor + 2 && text[begin - 2] == u'-') break;
    if (c == u' ' && begin < end && text[begin] > 0x2E80 && begin >= floor + 2 && text[begin - 2] > 0x2E80) break;
    if (begin < end) {
      auto const before = text.substr(floor, begin - floor);
      // 明升达产业园
      auto const industry = text[begin] == u'业' && (c == u'产' || c == u'工');
      if (is_kept(before, text.substr(begin, end - begin)) || is_compound(before, text.substr(begin, end - begin))) {
        --begin;
        continue;
      }
      if (builds(before) && end - begin >= 4) break;
      // 南宁市有甲项目、乙项目
      if (ends_with_any(before, {u"市有", u"县有", u"区有", u"州有", u"省有", u"镇有"}) && end - begin >= 4) break;
      if (!industry && ends_with_any(before, name_stops()) && !is_inside_name(before)) {
        // 有限公司投资建设项目: the stop is a stop only before two or more
        // characters of name.
        if (end - begin >= 2 || before.ends_with(u"的") || before.ends_with(u"该")) break;
      }
      // 生产基地和研发中心项目 is one; so is what stands behind 基地 in no more than a noun.
      // 某某产业园及算力中心建设项目 too.
      auto behind = text.substr(begin, end - begin);
      if (behind.size() > 4 && behind.ends_with(u"建设")) behind.remove_suffix(2);
      auto const noun =
          behind.size() <= 6 &&
          ends_with_any(before, {u"基地和", u"产业园和", u"基地及", u"产业园及", u"基地与", u"产业园与"}) &&
          ends_as_site(behind);
      if (!noun && divides(before) &&
          !(ends_with_any(before, {u"暨", u"及", u"和", u"与"}) && begin > floor + 4 && is_half_of_name(behind)))
        break;
    }
    --begin;
  }
  // Not from inside an amount: 总投资10亿元某某项目.
  for (auto const& amount : amounts) {
    // 正欣元15万只生猪养殖项目
    auto const counts_goods = amount.unit_implied && amount.end < end &&
                              std::u16string_view{u"只头套吨台件辆米座羽条瓶箱株尾户兆度平"}.find(text[amount.end]) !=
                                  std::u16string_view::npos;
    if (counts_goods || amount.kind == text::QuantityKind::kCount || amount.begin >= end || amount.end <= begin ||
        amount.end > end)
      continue;
    // 年产100万平方米铝单板生产项目, 百万亩农田建设工程: an area that no 占地 makes one of land.
    if (amount.kind == text::QuantityKind::kArea && amount.begin >= begin && text[amount.end] != u'的' &&
        !ends_with_any(text.substr(0, amount.begin), {u"占地", u"用地", u"面积", u"约", u"达", u"近", u"超"}))
      continue;
    begin = amount.end;
  }
  // 该公司年产50万吨…项目
  if (begin > floor && text[begin - 1] == u'该') {
    for (std::u16string_view const who : {u"公司", u"企业", u"集团"}) {
      if (text.substr(begin, end - begin).starts_with(who) && end - begin > who.size() + 3) begin += who.size();
    }
  }
  return without_leading(text, begin, end);
}

}  // namespace lianzhao::radar
