#include "radar/names.h"

#include <algorithm>

#include "radar/investors.h"
#include "radar/project_names.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

/// Endings of enterprises' names; longer ones first, so that the whole ending
/// is taken.
Words const& endings() {
  static Words const kEndings{
      u"股份有限公司", u"有限责任公司", u"集团有限公司", u"有限公司", u"控股集团", u"集团公司", u"股份公司", u"总公司",
      u"分公司",       u"子公司",       u"公司",         u"集团",     u"控股",     u"股份",     u"制药",     u"药业",
      u"医药",         u"生物科技",     u"新能源",       u"科技",     u"实业",     u"重工",     u"银行",     u"证券",
      u"基金",         u"保险",         u"汽车",         u"电子",     u"电器",     u"化工",     u"钢铁",     u"石化",
      u"能源",         u"电力",         u"通信",         u"传媒",     u"影业",     u"食品",     u"乳业",     u"酒业",
      u"地产",         u"置业",         u"物流",         u"航空",     u"软件",     u"网络",     u"材料",     u"新材",
      u"动力",         u"光电",         u"半导体",       u"生物"};
  return kEndings;
}

/// What a name never reaches back over.
Words const& stops() {
  static Words const kStops{
      u"的",   u"了",   u"由",   u"与",   u"和",   u"及",   u"将",   u"把",   u"对",   u"是",   u"在",   u"以及",
      u"包括", u"如",   u"等",   u"向",   u"被",   u"从",   u"据",   u"让",   u"给",   u"使",   u"但",   u"而",
      u"或",   u"其",   u"该",   u"这家", u"一家", u"某",   u"家",   u"吸引", u"引进", u"引入", u"投资", u"签约",
      u"收购", u"并购", u"重组", u"成立", u"组建", u"控股", u"参股", u"旗下", u"携手", u"联合", u"牵手", u"作为",
      u"通过", u"来自", u"为",   u"到",   u"日前", u"近日", u"目前", u"今年", u"去年", u"此前", u"今天", u"昨日",
      u"昨天", u"随着", u"另外", u"同时", u"其中", u"项目", u"企业", u"记者", u"讯",   u"说",   u"称",   u"表示",
      u"拥有", u"属于", u"入股", u"出任", u"担任", u"加盟", u"像",   u"个",   u"位",   u"名",   u"于",   u"以",
      u"于是", u"则",   u"都",   u"也",   u"还",   u"就",   u"又",   u"后",   u"前",   u"时",   u"中",   u"上",
      u"下",   u"里",   u"日",   u"月",   u"年",   u"走进", u"来到", u"参观", u"并",   u"已",   u"曾",   u"会",
      u"能",   u"可",   u"不",   u"我",   u"他",   u"她",   u"你",   u"们",   u"此",   u"这",   u"那",   u"各",
      u"每",   u"大型", u"国内", u"国外", u"外资", u"本土", u"知名", u"著名", u"多家", u"两家", u"至",   u"自",
      u"跟",   u"比",   u"替",   u"因",   u"由于", u"关于", u"根据", u"按照", u"除了", u"当",   u"经"};
  return kStops;
}

/// Stop words that are part of names where these stand around them: 有限, 中国,
/// 上海, 日本, 中和 …
bool inside_word(std::u16string_view text, std::size_t at) {
  if (at == 0) return false;
  auto const before = text.substr(0, at);
  auto const rest = text.substr(at);
  auto const c = text[at - 1];
  switch (c) {
    case u'中':
      return starts_with_any(rest,
                             {u"国", u"信", u"铁", u"建", u"石", u"海", u"粮", u"航",   u"科", u"兴", u"通", u"化",
                              u"远", u"金", u"核", u"电", u"车", u"冶", u"央", u"移动", u"联", u"原", u"山", u"芯",
                              u"船", u"交", u"水", u"材", u"煤", u"广", u"投", u"民",   u"环", u"医"});
    case u'上':
      return starts_with_any(rest, {u"海", u"汽", u"港", u"实", u"投", u"证", u"饶", u"交"});
    case u'日':
      return starts_with_any(rest, {u"本", u"立", u"产", u"照", u"月", u"电"});
    case u'前':
      return rest.starts_with(u"郭") || rest.starts_with(u"海") || rest.starts_with(u"程");
    case u'后':
      return false;
    case u'为':
      return ends_with_any(before, {u"华为", u"有为", u"伟为"});
    case u'和':
      return starts_with_any(rest, {u"田", u"记", u"平", u"黄", u"邦", u"硕", u"讯", u"君", u"顺", u"创"}) ||
             ends_with_any(before, {u"泰和", u"中和", u"祥和", u"仁和", u"太和", u"亿和", u"百和", u"富和"});
    case u'自':
      return rest.starts_with(u"动") || rest.starts_with(u"贸") || rest.starts_with(u"然");
    case u'下':
      return rest.starts_with(u"关");
    case u'年':
      return rest.starts_with(u"轻");
    case u'家':
      return ends_with_any(
                 before, {u"国家", u"皇家", u"居家", u"世家", u"之家", u"全家", u"酒家", u"顾家", u"宜家", u"老家"}) ||
             starts_with_any(rest, {u"乐", u"家", u"居", u"电", u"具", u"纺"});
    case u'大':
      return true;
    case u'对':
      return rest.starts_with(u"外");
    case u'会':
      return rest.starts_with(u"稽");
    case u'可':
      return rest.starts_with(u"口") || rest.starts_with(u"再生");
    case u'能':
      return !ends_with_any(before, {u"只能", u"可能", u"不能", u"才能"});
    case u'名':
      return rest.starts_with(u"创");
    case u'当':
      return rest.starts_with(u"升") || rest.starts_with(u"代") || rest.starts_with(u"当");
    case u'以':
      return rest.starts_with(u"岭") || rest.starts_with(u"色列");
    case u'时':
      return starts_with_any(rest, {u"代", u"尚", u"时"});
    case u'比':
      return starts_with_any(rest, {u"亚", u"利", u"尔"});
    case u'如':
      return starts_with_any(rest, {u"家", u"意"});
    case u'不':
      return rest.starts_with(u"凡") || rest.starts_with(u"锈");
    case u'经':
      return starts_with_any(rest, {u"济", u"纬", u"典", u"开"});
    default:
      return false;
  }
}

bool is_mark(char16_t c) {
  static constexpr std::u16string_view kMarks = u",。!?;:、\n\"“”‘’《》<>…/|[]—~=+*%#@";
  return kMarks.find(c) != std::u16string_view::npos;
}

bool is_latin(char16_t c) {
  return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'&' || c == u'-' || c == u'.';
}

/// What stands inside the names of 有限公司 though it divides elsewhere: 中谷矿业, 芯展投资管理, 神马控股集团.
bool inside_legal_name(std::u16string_view before, std::u16string_view rest) {
  if (before.ends_with(u"中"))
    return !ends_with_any(before,
                          {u"其中", u"过程中", u"集中", u"当中", u"活动中", u"项目中", u"之中", u"会中", u"企业中"});
  if (before.ends_with(u"投资") || before.ends_with(u"控股"))
    return starts_with_any(rest,
                           {u"管理", u"发展", u"控股", u"集团", u"有限", u"实业", u"开发", u"咨询", u"股份", u"置业"});
  return ends_with_any(before, {u"六和", u"人和", u"谐和", u"元和", u"永和", u"万和", u"嘉和", u"丰和", u"大和"});
}

/// 同意本公司, 进一步提升公司, 全资子公司: a sentence about a company, no name of one.
bool says_no_name(std::u16string_view core) {
  return contains_any(core, {u"全资",   u"同意",   u"约定", u"获得", u"深化", u"扩大", u"改善", u"提升", u"优化",
                             u"进一步", u"成为",   u"提高", u"增强", u"保障", u"推动", u"满足", u"授权", u"领域",
                             u"决定",   u"有助于", u"促进", u"完善", u"拓展", u"符合", u"影响", u"审议"}) ||
         ends_with_any(core, {u"本", u"该", u"此", u"控股子", u"子", u"母", u"下属", u"项目", u"产品"});
}

/// The furthest a name that ends at `end` reaches back.
std::size_t name_begin(std::u16string_view text, Span within, std::size_t end, std::size_t longest,
                       bool legal = false) {
  auto begin = end;
  auto depth = 0;
  while (begin > within.begin && end - begin < longest) {
    auto const c = text[begin - 1];
    if (c == u')') ++depth;
    if (c == u'(') {
      if (depth == 0) break;
      --depth;
      --begin;
      continue;
    }
    if (depth == 0) {
      if (is_mark(c) || (c == u'-' && begin >= 2 && text[begin - 2] == u'-')) break;
      if (c == u' ' && !(begin >= 2 && is_latin(text[begin - 2]) && begin < end && is_latin(text[begin]))) break;
      auto const before = text.substr(within.begin, begin - within.begin);
      if (ends_with_any(before, stops()) && !inside_word(text, begin) &&
          !(legal && inside_legal_name(before, text.substr(begin))))
        break;
    }
    --begin;
  }
  if (depth > 0) return end;  // a bracket that never opened
  while (begin < end && (text[begin] == u')' || text[begin] == u' ' || text[begin] == u'-')) ++begin;
  return begin;
}

bool is_generic(std::u16string_view core) {
  static Words const kGeneric{u"分",     u"子",   u"母",   u"总",       u"本",   u"上市", u"大",   u"小",     u"民营",
                              u"国有",   u"外贸", u"跨国", u"电影",     u"保险", u"基金", u"投资", u"房地产", u"互联网",
                              u"科技",   u"贸易", u"物流", u"创新",     u"龙头", u"高",   u"新",   u"生物",   u"新型",
                              u"医药",   u"化工", u"食品", u"新",       u"高新", u"绿色", u"信息", u"数字",   u"商业",
                              u"中央",   u"电子", u"农业", u"世界",     u"全球", u"行业", u"股份", u"有限",   u"责任",
                              u"高科技", u"控股", u"私募", u"投资银行", u"清洁", u"智能", u"光伏", u"汽车",   u"现代",
                              u"传统",   u"先进", u"工业"};
  return core.empty() || std::find(kGeneric.begin(), kGeneric.end(), core) != kGeneric.end();
}

/// Endings that are names only where a whole name stands before them and no
/// noun behind.
bool is_weak(std::u16string_view ending) {
  return !ending.ends_with(u"公司") && !ending.ends_with(u"集团") && ending != u"制药" && ending != u"药业";
}

void add(std::vector<Span>& out, Span span) {
  if (span.size() < 2) return;
  for (auto const& other : out) {
    if (span.begin < other.end && other.begin < span.end) return;
  }
  out.push_back(span);
}

/// X、Y和Z between `begin` and `end`, each a short name.
void add_list(std::u16string_view text, std::size_t begin, std::size_t end, std::vector<Span>& out) {
  auto item = begin;
  for (auto i = begin; i <= end; ++i) {
    if (i < end && text[i] != u'、' && !(text[i] == u'和' && !inside_word(text, i + 1))) continue;
    auto from = item;
    item = i + 1;
    // 医药行业十大创新药企--鲁南集团: the name stands behind the dash.
    if (auto const dash = text.substr(from, i - from).rfind(u'-'); dash != std::u16string_view::npos) from += dash + 1;
    auto const length = i - from;
    if (length < 2 || length > 8) continue;
    auto const name = text.substr(from, length);
    if (contains_any(name, {u"企业", u"项目", u"产业", u"公司的", u"一批", u"资金", u"人才", u"技术", u"的", u"高校",
                            u"院所", u"个", u"元"}))
      continue;
    add(out, {from, i});
  }
}

void add_short_names(std::u16string_view text, Span within, std::vector<Span>& out) {
  auto const sentence = text.substr(within.begin, within.size());
  for (std::u16string_view const verb : {u"吸引", u"引进了", u"引进", u"携手", u"牵手"}) {
    for (auto at = sentence.find(verb); at != std::u16string_view::npos; at = sentence.find(verb, at + 1)) {
      auto const begin = within.begin + at + verb.size();
      auto end = begin;
      while (end < within.end && end - begin < 12 && !is_mark(text[end])) {
        if (starts_with_any(text.substr(end), {u"投资", u"累计投资", u"落户", u"入驻", u"在", u"等", u"建设"})) break;
        ++end;
      }
      if (end < within.end && starts_with_any(text.substr(end), {u"投资", u"累计投资", u"落户", u"入驻"}))
        add_list(text, begin, end, out);
    }
  }
  for (std::u16string_view const verb :
       {u"收购了", u"并购了", u"重组了", u"成立了", u"并购或重组了", u"引进了", u"落户了"}) {
    for (auto at = sentence.find(verb); at != std::u16string_view::npos; at = sentence.find(verb, at + 1)) {
      auto const begin = within.begin + at + verb.size();
      auto end = begin;
      while (end < within.end && end - begin < 90 && text[end] != u',' && text[end] != u'。' && text[end] != u'等' &&
             !(text[end] >= u'0' && text[end] <= u'9' && end + 1 < within.end &&
               (text[end + 1] == u'家' || text[end + 1] == u'户')))
        ++end;
      if (end < within.end && text[end] != u',' && text[end] != u'。' && end - begin < 90) {
        if (text.substr(begin, end - begin).find(u'、') != std::u16string_view::npos) add_list(text, begin, end, out);
      }
    }
  }
}

}  // namespace

std::vector<Span> find_enterprises(std::u16string_view folded, Span within) {
  std::vector<Span> out;
  auto at = within.begin;
  while (at < within.end) {
    auto const rest = folded.substr(at, within.end - at);
    auto const ending =
        std::find_if(endings().begin(), endings().end(), [&](auto word) { return rest.starts_with(word); });
    if (ending == endings().end()) {
      ++at;
      continue;
    }
    auto end = at + ending->size();
    auto const floor = out.empty() ? within.begin : std::max(within.begin, out.back().end);
    auto const weak = is_weak(*ending);
    auto const legal = ending->find(u"有限") != std::u16string_view::npos || *ending == u"集团公司";
    auto begin = name_begin(folded, {floor, within.end}, at, weak ? 6 : 28, legal);
    auto core = folded.substr(begin, at - begin);
    // 子公司安徽铜陵海螺水泥有限公司, 当地政府某某有限公司
    for (std::u16string_view const word : {u"子公司", u"政府", u"企业", u"开发区", u"经开区", u"高新区"}) {
      auto const lead = core.rfind(word);
      if (!legal || lead == std::u16string_view::npos || lead + word.size() + 2 > core.size()) continue;
      begin += lead + word.size();
      core = folded.substr(begin, at - begin);
    }
    // …集团股份有限公司 and …集团(天津)公司 go on behind a first ending.
    auto const next = std::find_if(endings().begin(), endings().end(),
                                   [&](auto word) { return folded.substr(end, within.end - end).starts_with(word); });
    auto const continues = next != endings().end() && !ending->ends_with(u"公司");
    auto const followed = end < within.end ? folded[end] : u'。';
    // 汉方医药(通化)股份有限公司: a bracket and a stronger ending follow.
    if (weak && end < within.end && folded[end] == u'(') {
      auto const close = folded.find(u')', end);
      if (close != std::u16string_view::npos && close < within.end && close - end < 12 &&
          starts_with_any(folded.substr(close + 1), {u"股份", u"有限", u"集团", u"公司"})) {
        at = end;
        continue;
      }
    }
    auto ok = !is_generic(core) && core.size() >= 2 && !continues;
    if (ok && !legal && ending->ends_with(u"公司")) ok = !says_no_name(core);
    // 精细化工, 冷链物流 are industries, 增添新动力 is none at all.
    if (ok && weak) {
      ok = !core.ends_with(u"新") && name_kind(folded.substr(begin, end - begin)) == NameKind::kNamed;
    }
    if (weak && ok) {
      ok = core.size() <= 4 &&
           (is_mark(followed) ||
            starts_with_any(folded.substr(end, within.end - end),
                            {u"(", u"投资", u"与", u"和", u"的", u"董事", u"总裁", u"总经理", u"等", u"在", u"公告",
                             u"宣布", u"发布", u"签", u"将", u"已", u"累计", u"为", u"ceo"}));
    }
    if (ok) add(out, {begin, end});
    at = end;
  }
  add_short_names(folded, within, out);
  for (auto const& investor : find_investors(folded, within)) {
    if (investor.clear) add(out, investor.span);
  }
  std::sort(out.begin(), out.end(), [](Span const& a, Span const& b) { return a.begin < b.begin; });
  return out;
}

std::vector<Span> find_zones(std::u16string_view folded, Span within) {
  static Words const kZones{u"高新技术产业开发区",
                            u"经济技术开发区",
                            u"经济开发区",
                            u"高新技术开发区",
                            u"综合保税区",
                            u"保税区",
                            u"自贸试验区",
                            u"自贸区",
                            u"示范区",
                            u"工业集中区",
                            u"产业集聚区",
                            u"循环经济园区",
                            u"开发区",
                            u"高新区",
                            u"经开区",
                            u"新区",
                            u"工业园区",
                            u"工业园",
                            u"产业园区",
                            u"化工园区",
                            u"科技园",
                            u"投资区",
                            u"科技城",
                            u"科创园"};
  static Words const kNot{u"签约",   u"落户", u"位于", u"座落", u"坐落", u"进驻", u"入驻",     u"建设", u"推动",
                          u"吉林各", u"投资", u"走进", u"举行", u"年",   u"月",   u"日",       u"全国", u"国家级",
                          u"省级",   u"个",   u"目前", u"加快", u"提升", u"项目", u"入春以来", u"核准", u"今年"};
  std::vector<Span> out;
  auto at = within.begin;
  while (at < within.end) {
    auto const rest = folded.substr(at, within.end - at);
    auto const ending = std::find_if(kZones.begin(), kZones.end(), [&](auto word) { return rest.starts_with(word); });
    if (ending == kZones.end()) {
      ++at;
      continue;
    }
    auto const end = at + ending->size();
    auto begin = name_begin(folded, within, at, 12);
    auto core = folded.substr(begin, at - begin);
    for (auto changed = true; changed;) {
      changed = false;
      for (auto const word : kNot) {
        if (auto const hit = core.rfind(word); hit != std::u16string_view::npos) {
          begin += hit + word.size();
          core = folded.substr(begin, at - begin);
          changed = true;
        }
      }
    }
    // 高新区医药健康科创园 lies inside the zone named before it.
    auto const ideographs = std::all_of(core.begin(), core.end(), [](char16_t c) { return c > 0x2E80; });
    if (core.size() >= 2 && ideographs && core != u"各" && core != u"产业") add(out, {begin, end});
    at = end;
  }
  std::sort(out.begin(), out.end(), [](Span const& a, Span const& b) { return a.begin < b.begin; });
  return out;
}

std::vector<Span> find_places(std::u16string_view folded, Span within) {
  static Words const kNames{
      u"北京",   u"上海",   u"天津", u"重庆",   u"河北",   u"山西",   u"内蒙古", u"辽宁",     u"吉林",     u"黑龙江",
      u"江苏",   u"浙江",   u"安徽", u"福建",   u"江西",   u"山东",   u"河南",   u"湖北",     u"湖南",     u"广东",
      u"广西",   u"海南",   u"四川", u"贵州",   u"云南",   u"西藏",   u"陕西",   u"甘肃",     u"青海",     u"宁夏",
      u"新疆",   u"台湾",   u"香港", u"澳门",   u"深圳",   u"广州",   u"杭州",   u"南京",     u"武汉",     u"成都",
      u"西安",   u"苏州",   u"长春", u"沈阳",   u"大连",   u"青岛",   u"济南",   u"厦门",     u"宁波",     u"郑州",
      u"长沙",   u"合肥",   u"福州", u"昆明",   u"哈尔滨", u"石家庄", u"太原",   u"南昌",     u"南宁",     u"贵阳",
      u"兰州",   u"海口",   u"珠海", u"东莞",   u"佛山",   u"无锡",   u"温州",   u"中国",     u"美国",     u"英国",
      u"法国",   u"德国",   u"日本", u"韩国",   u"俄罗斯", u"印度",   u"巴西",   u"加拿大",   u"澳大利亚", u"意大利",
      u"西班牙", u"荷兰",   u"瑞士", u"瑞典",   u"新加坡", u"泰国",   u"越南",   u"马来西亚", u"伊拉克",   u"伊朗",
      u"以色列", u"土耳其", u"埃及", u"南非",   u"墨西哥", u"阿根廷", u"欧洲",   u"亚洲",     u"非洲",     u"朝鲜",
      u"菲律宾", u"印尼",   u"希腊", u"葡萄牙", u"波兰",   u"乌克兰", u"比利时", u"丹麦",     u"挪威",     u"芬兰",
      u"爱尔兰", u"新西兰", u"纽约", u"伦敦",   u"巴黎",   u"东京",   u"华盛顿", u"洛杉矶",   u"首尔",     u"柏林",
      u"罗马",   u"莫斯科"};
  std::vector<Span> out;
  auto at = within.begin;
  while (at < within.end) {
    auto const rest = folded.substr(at, within.end - at);
    auto const name = std::find_if(kNames.begin(), kNames.end(), [&](auto word) { return rest.starts_with(word); });
    if (name == kNames.end()) {
      ++at;
      continue;
    }
    auto end = at + name->size();
    // 江苏省, 上海市浦东新区
    if (end < within.end && (folded[end] == u'省' || folded[end] == u'市')) ++end;
    add(out, {at, end});
    at = end;
  }
  return out;
}

}  // namespace lianzhao::radar
