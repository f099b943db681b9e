#include "radar/mentions.h"

#include <algorithm>

#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

std::string utf8_of(std::u16string_view text) {
  std::string out;
  for (auto const c : text) text::append_utf8(out, c);
  return out;
}

/// What the name of a project never reaches back over.
Words const& stops() {
  static Words const kStops{
      u"的",     u"了",     u"着",     u"由",   u"将",   u"把",     u"是",       u"以及", u"其中", u"包括", u"涉及",
      u"推进",   u"推动",   u"加快",   u"实施", u"启动", u"签约",   u"引进",     u"引入", u"落户", u"开工", u"投产",
      u"竣工",   u"达产",   u"打造",   u"谋划", u"储备", u"签订",   u"签署",     u"洽谈", u"举行", u"举办", u"参观",
      u"调研",   u"考察",   u"走进",   u"来到", u"位于", u"当天",   u"日前",     u"近日", u"目前", u"今年", u"去年",
      u"此次",   u"本次",   u"一批",   u"随着", u"作为", u"该",     u"这个",     u"又",   u"也",   u"还",   u"已",
      u"成功",   u"正式",   u"集中",   u"计划", u"拟",   u"总投资", u"投资建设", u"新建", u"投资", u"项目", u"吸引",
      u"承接",   u"服务",   u"围绕",   u"聚焦", u"依托", u"通过",   u"看到",     u"尤其", u"例如", u"比如", u"如",
      u"等",     u"像",     u"称",     u"表示", u"说",   u"记者",   u"获悉",     u"完成", u"负责", u"促成", u"争取",
      u"致力于", u"致力",   u"现场",   u"现有", u"共有", u"进入",   u"介绍",     u"同时", u"另外", u"此外", u"其余",
      u"分别",   u"意味着", u"标志着", u"建成", u"上马", u"参与",   u"支持",     u"主导", u"承建", u"在建", u"续建",
      u"拿下",   u"中标",   u"全部",   u"年内", u"当日", u"上述"};
  return kStops;
}

bool is_hard_mark(char16_t c) {
  static constexpr std::u16string_view kMarks = u",。!?;:、\n<>…|";
  return kMarks.find(c) != std::u16string_view::npos;
}

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
  for (std::u16string_view const word : {u"和", u"与", u"及", u"并"}) {
    if (!before.ends_with(word)) continue;
    auto const head = before.substr(0, before.size() - word.size());
    return ends_with_any(head, {u"项目", u"公司", u"集团", u"基地", u"产业园", u"开发区", u"高新区", u"新区", u"市",
                                u"县", u"政府", u"管委会"});
  }
  // 在, 到, 于, 对, 为: only where they begin a phrase.
  for (std::u16string_view const word : {u"在", u"对", u"为", u"于", u"从", u"到", u"至", u"以"}) {
    if (!before.ends_with(word)) continue;
    auto const head = before.substr(0, before.size() - word.size());
    return head.empty() || is_hard_mark(head.back()) ||
           ends_with_any(head, {u"确定", u"列", u"位", u"处", u"达", u"作", u"成", u"称", u"用", u"落户", u"设"});
  }
  return false;
}

/// Stops that are part of a name where these stand around them: 公共服务平台.
bool is_inside_name(std::u16string_view before) {
  return ends_with_any(
      before,
      {u"公共服务", u"综合服务", u"技术服务", u"信息服务", u"金融服务", u"养老服务", u"医疗服务", u"影像",    u"图像",
       u"成像",     u"摄像",     u"录像",     u"名称",     u"高等",     u"中等",     u"自由",     u"小说",    u"传说",
       u"不锈",     u"配套服务", u"物流服务", u"商务服务", u"现代服务", u"数据服务", u"检测服务", u"一带一路"});
}

std::size_t phrase_begin(std::u16string_view text, std::size_t floor, std::size_t end,
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
      continue;
    }
    if (is_hard_mark(c) || c == u'(' || c == u'“' || c == u'《' || c == u'"') break;
    if (c == u' ' && begin < end && text[begin] > 0x2E80) break;
    if (begin < end) {
      auto const before = text.substr(floor, begin - floor);
      if (ends_with_any(before, stops()) && !is_inside_name(before)) {
        // 有限公司投资建设项目: the stop is a stop only before two or more
        // characters of name.
        if (end - begin >= 2 || before.ends_with(u"的") || before.ends_with(u"该")) break;
      }
      if (divides(before)) break;
    }
    --begin;
  }
  // Not from inside an amount: 总投资10亿元某某项目.
  for (auto const& amount : amounts) {
    if (amount.kind != text::QuantityKind::kCount && amount.begin < end && amount.end > begin && amount.end <= end)
      begin = amount.end;
  }
  // 1.百川锂电铜箔项目: the number of an item of a list.
  auto item = begin;
  while (item < end && ((text[item] >= u'0' && text[item] <= u'9') || text[item] == u'(' || text[item] == u'第'))
    ++item;
  if (item > begin && item < end && (text[item] == u'.' || text[item] == u')' || text[item] == u'、') &&
      !(item + 1 < end && text[item + 1] >= u'0' && text[item + 1] <= u'9'))
    begin = item + 1;
  static Words const kLeading{u"个",   u"余个", u"亿元", u"万元", u"亩", u"日", u"月", u"年", u"级", u"以上",
                              u"左右", u" ",    u"有",   u"在",   u"共", u"等", u"为", u"以", u"和", u"与"};
  for (auto changed = true; changed && begin < end;) {
    changed = false;
    for (auto const word : kLeading) {
      if (!text.substr(begin, end - begin).starts_with(word)) continue;
      if ((word == u"年" && text.substr(begin).starts_with(u"年产")) ||
          (word == u"有" && text.substr(begin).starts_with(u"有")) ||
          (word == u"和" && begin + 1 < end && text[begin + 1] == u'田') || word == u"日" || word == u"为")
        continue;
      begin += word.size();
      changed = true;
    }
  }
  return begin;
}

bool is_one_of(std::u16string_view text, Words const& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// Phrases that end in 项目 without naming one: 为投资者提供项目(咨询),
/// 从招商引资到项目(推进), 对于重点招商项目.
bool says_no_project(std::u16string_view core) {
  return contains_any(core,
                      {u"提供", u"对于", u"关于", u"招商引资", u"每个", u"各个", u"哪些", u"什么", u"如何", u"重点招商",
                       u"为投资", u"确保", u"好项目", u"引擎性", u"带动", u"围绕", u"谁", u"有关"}) ||
         ends_with_any(core,
                       {u"重大", u"重点", u"主要", u"多个", u"若干", u"优质", u"以上",   u"招商引资", u"签约", u"开工",
                        u"投产", u"竣工", u"落户", u"招引", u"引进", u"储备", u"合作",   u"在建",     u"续建", u"各个",
                        u"一批", u"等",   u"这些", u"大量", u"众多", u"系列", u"标志性", u"大好"}) ||
         ends_with_any(
             core, {u"到", u"抓", u"对", u"找", u"招", u"上", u"谈", u"多", u"类", u"性", u"的", u"元", u"各", u"分"});
}

/// Endings other than 项目 that name one: only with money or a stage right at
/// them.
Words const& site_endings() {
  static Words const kEndings{u"产业园", u"产业基地", u"生产基地", u"基地",   u"生产线", u"工厂",     u"示范园",
                              u"科创园", u"产业城",   u"综合体",   u"研究院", u"物流园", u"数据中心", u"电站",
                              u"中心",   u"平台",     u"电厂",     u"园区",   u"工程"};
  return kEndings;
}

/// Counted projects: 19个, in 项目19个 or 19个(优质产业)项目.
bool is_group_count(std::u16string_view text, Span sentence, text::Quantity const& count, Span& span) {
  auto const before = text.substr(sentence.begin, count.begin - sentence.begin);
  auto const after = text.substr(count.end, sentence.end - count.end);
  if (before.ends_with(u"项目") || before.ends_with(u"项目共") || before.ends_with(u"项目达") ||
      before.ends_with(u"项目总数")) {
    auto begin = count.begin;
    while (begin > sentence.begin && !is_hard_mark(text[begin - 1]) && count.begin - begin < 24 &&
           !ends_with_any(text.substr(sentence.begin, begin - sentence.begin),
                          {u"包含", u"包括", u"其中", u"共有", u"共", u"有", u"的", u"了", u"含"}))
      --begin;
    span = {begin, count.end};
    return true;
  }
  auto const noun = after.find(u"项目");
  if (noun != std::u16string_view::npos && noun <= 18) {
    auto const between = after.substr(0, noun);
    if (std::none_of(between.begin(), between.end(), is_hard_mark) &&
        between.find(u'的') == std::u16string_view::npos) {
      span = {count.begin, count.end + noun + 2};
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_generic_project(std::u16string_view name) {
  static Words const kGeneric{
      u"重大",   u"重点",     u"大",     u"好",     u"新",     u"签约",   u"招商",   u"引资",   u"招商引资", u"产业",
      u"工业",   u"投资",     u"该",     u"此",     u"本",     u"这些",   u"这",     u"一",     u"诸多",     u"各",
      u"每个",   u"优质",     u"亿元",   u"储备",   u"在建",   u"落地",   u"开工",   u"一批",   u"多个",     u"合作",
      u"示范",   u"标志性",   u"引领性", u"支撑性", u"引擎性", u"链主",   u"个",     u"项目",   u"建设",     u"集中",
      u"入驻",   u"落户",     u"拟",     u"新建",   u"续建",   u"科技",   u"高质量", u"制造业", u"服务业",   u"民生",
      u"省",     u"市",       u"区",     u"县",     u"级",     u"全省",   u"全市",   u"全区",   u"全县",     u"国家",
      u"省级",   u"市级",     u"外资",   u"内资",   u"类",     u"实体",   u"龙头",   u"意向",   u"在谈",     u"洽谈",
      u"上述",   u"所有",     u"全部",   u"部分",   u"其他",   u"相关",   u"具体",   u"推进",   u"专项",     u"先进",
      u"高端",   u"强链",     u"补链",   u"延链",   u"关键",   u"更多",   u"许多",   u"不少",   u"百亿",     u"十亿",
      u"首个",   u"首批",     u"同类",   u"类似",   u"前期",   u"主体",   u"子",     u"小",     u"单体",     u"整个",
      u"重",     u"特色",     u"优势",   u"高新",   u"技术",   u"有效",   u"谋划",   u"企业",   u"外来",     u"绿色",
      u"补短板", u"基础设施", u"社会",   u"事业",   u"民间",   u"多",     u"几个",   u"主导",   u"新兴",     u"战略性",
      u"战略",   u"支柱",     u"工程",   u"某",     u"总",     u"自己",   u"研发",   u"现代",   u"农业",     u"扩建",
      u"改造",   u"升级",     u"技改",   u"中",     u"医药类", u"食品类", u"医药",   u"食品",   u"条件",     u"成熟",
      u"上",     u"下",       u"过",     u"超",     u"的",     u"两",     u"三",     u"些",     u"等",       u"一期",
      u"二期",   u"三期"};
  auto rest = name;
  while (!rest.empty()) {
    auto best = std::size_t{0};
    for (auto const word : kGeneric) {
      if (rest.starts_with(word)) best = std::max(best, word.size());
    }
    if (best == 0) {
      if ((rest[0] >= u'0' && rest[0] <= u'9') || rest[0] == u'“' || rest[0] == u'”' || rest[0] == u'+' ||
          rest[0] == u' ')
        best = 1;
    }
    if (best == 0) return false;
    rest.remove_prefix(best);
  }
  return true;
}

std::vector<Mention> find_mentions(std::u16string_view folded, Span sentence,
                                   std::vector<text::Quantity> const& amounts) {
  std::vector<Mention> out;
  std::vector<Span> taken;
  auto const free = [&](Span span) {
    return std::none_of(taken.begin(), taken.end(),
                        [&](Span const& t) { return span.begin < t.end && t.begin < span.end; });
  };

  // Counted ones first: their 项目 names nothing.
  auto const of_which = folded.substr(0, sentence.end).find(u"其中", sentence.begin);
  for (auto const& amount : amounts) {
    if (amount.kind != text::QuantityKind::kCount || amount.begin < sentence.begin || amount.end > sentence.end)
      continue;
    Span span;
    if (amount.value < 2 || amount.value > 1'000'000 || !is_group_count(folded, sentence, amount, span)) continue;
    auto const back = folded.substr(sentence.begin, amount.begin - sentence.begin);
    if (ends_with_any(back, {u"第", u"上"})) continue;
    Mention mention;
    mention.kind = MentionKind::kGroup;
    mention.span = span;
    mention.count = amount.value;
    taken.push_back(span);
    auto const part = of_which != std::u16string_view::npos && of_which < amount.begin;
    // 开工项目16个、竣工项目15个 are two statements, not parts of one.
    auto const own_stage =
        contains_any(folded.substr(span.begin, span.size()), {u"开工", u"竣工", u"签约", u"投产", u"在建"});
    if (part || (!own_stage && !out.empty() && span.begin > 0 && folded[span.begin - 1] == u'、')) {
      auto* whole = static_cast<Mention*>(nullptr);
      for (auto& other : out) {
        if (other.kind == MentionKind::kGroup && !other.part) whole = &other;
      }
      if (whole != nullptr) {
        auto sector = folded.substr(span.begin, span.end - span.begin);
        if (auto const noun = sector.find(u"项目"); noun != std::u16string_view::npos) {
          auto const before = sector.substr(0, noun);
          sector = amount.begin > span.begin ? before
                                             : sector.substr(amount.end - span.begin, noun - (amount.end - span.begin));
        }
        while (starts_with_any(sector, {u"其中", u"有", u"共", u","})) sector.remove_prefix(sector[0] == u'其' ? 2 : 1);
        whole->parts.push_back({utf8_of(sector), amount.value});
        whole->part_spans.push_back(span);
        continue;
      }
    }
    out.push_back(std::move(mention));
  }

  auto floor = sentence.begin;
  for (auto at = sentence.begin; at + 2 <= sentence.end; ++at) {
    if (folded[at] != u'项' || folded[at + 1] != u'目') continue;
    if (folded.substr(at).starts_with(u"项目标")) continue;
    auto end = at + 2;
    if (starts_with_any(folded.substr(end, sentence.end - end),
                        {u"部", u"经理", u"库", u"化", u"负责人", u"为王", u"制", u"管理", u"清单", u"书", u"数",
                         u"建设总", u"专班", u"组"}) &&
        !folded.substr(end).starts_with(u"建设"))
      continue;
    // 项目一期, 项目(二期)
    auto const rest = folded.substr(end, sentence.end - end);
    for (std::u16string_view const phase :
         {u"一期", u"二期", u"三期", u"四期", u"(一期)", u"(二期)", u"(三期)", u"一期工程", u"二期工程"}) {
      if (rest.starts_with(phase)) end = at + 2 + phase.size();
    }
    auto const begin = phrase_begin(folded, floor, at, amounts);
    Span const span{begin, end};
    if (!free(span)) {
      continue;
    }
    auto const core = folded.substr(begin, at - begin);
    auto const before = folded.substr(sentence.begin, begin - sentence.begin);
    Mention mention;
    mention.span = span;
    if (core.empty() || core == u"该" || core == u"此" || core == u"本" || core == u"这一" || core == u"上述") {
      auto const at_clause = before.empty() || is_hard_mark(before.back()) ||
                             ends_with_any(before, {u"该", u"此", u"本", u"这个", u"上述"});
      if (!at_clause || folded.substr(end).starts_with(u"的落")) continue;
      mention.kind = MentionKind::kAnaphor;
    } else if (is_generic_project(core) || core.size() < 2 || says_no_project(core)) {
      continue;
    }
    out.push_back(mention);
    taken.push_back(span);
    floor = end;
  }

  // A、B等一批重大项目: each of them is one. The generic noun at the end was
  // passed over above.
  for (auto at = sentence.begin; at < sentence.end; ++at) {
    if (folded[at] != u'等') continue;
    auto const rest = folded.substr(at + 1, std::min<std::size_t>(18, sentence.end - at - 1));
    auto const noun = rest.find(u"项目");
    if (noun == std::u16string_view::npos) continue;
    auto const between = rest.substr(0, noun);
    auto skip = std::size_t{0};
    while (skip < between.size() && ((between[skip] >= u'0' && between[skip] <= u'9') || between[skip] == u'个'))
      ++skip;
    if (!is_generic_project(between.substr(skip))) continue;
    auto item_end = at;
    std::vector<Mention> items;
    for (auto steps = 0; steps < 20; ++steps) {
      auto const begin = phrase_begin(folded, sentence.begin, item_end, amounts);
      Span const span{begin, item_end};
      if (span.size() < 3 || !free(span)) break;
      Mention item;
      item.span = span;
      if (!is_generic_project(folded.substr(begin, span.size()))) {
        items.push_back(item);
        taken.push_back(span);
      }
      if (begin <= sentence.begin || folded[begin - 1] != u'、') break;
      item_end = begin - 1;
    }
    out.insert(out.end(), items.begin(), items.end());
  }

  // 产业园, 基地 … with money right before them or a stage right behind.
  for (auto at = sentence.begin; at < sentence.end; ++at) {
    auto const rest = folded.substr(at, sentence.end - at);
    auto const ending =
        std::find_if(site_endings().begin(), site_endings().end(), [&](auto word) { return rest.starts_with(word); });
    if (ending == site_endings().end()) continue;
    auto const end = at + ending->size();
    auto const begin = phrase_begin(folded, sentence.begin, end, amounts);
    Span const span{begin, end};
    if (span.size() < 4 || span.size() > 40 || !free(span) ||
        is_one_of(folded.substr(begin, span.size()), site_endings()))
      continue;
    auto const after = folded.substr(end, std::min<std::size_t>(12, sentence.end - end));
    auto const behind = starts_with_any(
        after, {u"开工",       u"正式开工",   u"全面开工",   u"竣工",       u"建成",        u"投产",    u"正式投产",
                u"投用",       u"奠基",       u"动工",       u"签约",       u"落户",        u"封顶",    u"正式投",
                u"一期",       u"二期",       u",总投资",    u"总投资",     u",计划总投资", u"(总投资", u"预算总投资",
                u"估算总投资", u"概算总投资", u"计划总投资", u"项目总投资", u"获批",        u"获得批复"});
    auto money = false;
    for (auto const& amount : amounts) {
      if (amount.kind == text::QuantityKind::kMoney && amount.end <= begin && begin - amount.end <= 4 &&
          amount.begin >= sentence.begin) {
        auto const gap = folded.substr(amount.end, begin - amount.end);
        money = money || gap.empty() || gap == u"的" || gap == u"建设" || gap == u"新建" || gap == u"打造" ||
                gap == u"建设的" || gap == u"投资建设";
      }
    }
    // 在智造产业园区签约 says where.
    auto const where = ends_with_any(folded.substr(sentence.begin, begin - sentence.begin),
                                     {u"在", u"于", u"落户", u"入驻", u"位于", u"到"});
    if ((!behind || where) && !money) continue;
    Mention mention;
    mention.span = span;
    out.push_back(mention);
    taken.push_back(span);
  }

  std::sort(out.begin(), out.end(), [](Mention const& a, Mention const& b) { return a.span.begin < b.span.begin; });
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i].kind != MentionKind::kProject || out[i + 1].kind != MentionKind::kProject) continue;
    auto const gap = folded.substr(out[i].span.end, out[i + 1].span.begin - out[i].span.end);
    out[i].with_next = gap == u"、" || gap == u"和" || gap == u"与" || gap == u"及" || gap == u"以及" || gap == u",";
    if (!out[i].with_next && gap.size() < 30 && gap.starts_with(u"、")) {
      out[i].with_next = std::none_of(gap.begin() + 1, gap.end(), [](char16_t c) { return is_hard_mark(c); });
    }
  }
  return out;
}

}  // namespace lianzhao::radar
