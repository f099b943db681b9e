#include "radar/investors.h"

#include <algorithm>
#include <set>
#include <string>

#include "radar/project_names.h"
#include "radar/span_lists.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

constexpr std::size_t kShortest = 2;
constexpr std::size_t kLongest = 12;

/// Enterprises of common knowledge, those left out whose names are everyday words as well.
std::set<std::u16string, std::less<>> const& well_known() {
  static std::set<std::u16string, std::less<>> const kNames = [] {
    static std::set<std::u16string_view> const kEveryday{
        u"现代", u"统一", u"移动",   u"理想", u"光明", u"大众", u"通用", u"长安", u"大唐", u"民生", u"兴业",
        u"苹果", u"小米", u"土豆",   u"方正", u"联通", u"电信", u"联合", u"东风", u"平安", u"华夏", u"光大",
        u"保利", u"环球", u"新世界", u"信和", u"太古", u"匹克", u"锦江", u"嘉禾", u"光线", u"滚石", u"焦点",
        u"如家", u"物美", u"日产",   u"金山", u"九城", u"新奥", u"吉利", u"奔驰", u"三菱", u"铃木", u"标致",
        u"福特", u"先锋", u"华联",   u"国贸", u"快钱", u"运通", u"嘉德", u"翰海", u"中通", u"畅游", u"央行",
        u"央视", u"7天",  u"同方",   u"紫光", u"曙光", u"浪潮", u"长虹", u"阿里", u"安联", u"强生"};
    std::set<std::u16string, std::less<>> out;
    for (auto const& list : span_lists()) {
      if (list.kind != WordKind::kCompany) continue;
      auto rest = list.words;
      while (!rest.empty()) {
        auto const end = std::min(rest.find(' '), rest.size());
        auto const word = text::folded(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        std::u16string name{word.begin(), word.end()};
        // Two letters alone are anything.
        if (name.size() < kShortest || kEveryday.count(name) != 0 || (name.size() < 4 && name[0] < 0x80)) continue;
        out.insert(std::move(name));
      }
    }
    return out;
  }();
  return kNames;
}

/// How names of enterprises end that leave out 公司.
Words const& trade_endings() {
  static Words const kEndings{
      u"时代", u"股份",   u"控股", u"集团", u"科技", u"电子", u"能源", u"新材", u"制药", u"药业", u"重工",   u"动力",
      u"光电", u"半导体", u"电气", u"锂业", u"铝业", u"铜业", u"钛业", u"硅业", u"镍业", u"矿业", u"实业",   u"乳业",
      u"酒业", u"纸业",   u"牧业", u"种业", u"家居", u"电器", u"软件", u"通信", u"精密", u"高科", u"科创",   u"微电子",
      u"锂电", u"锂能",   u"置业", u"地产", u"汽车", u"医药", u"生物", u"化学", u"智造", u"技术", u"材料",   u"电力",
      u"钢铁", u"石化",   u"机械", u"环保", u"医疗", u"食品", u"轮胎", u"水泥", u"玻璃", u"钴业", u"太阳能", u"稀土"};
  return kEndings;
}

/// Words that no name of an enterprise has: what governs, places, people, times and what money is put into.
bool is_no_name(std::u16string_view words) {
  static Words const kNever{
      u"政府", u"管委",   u"委员",   u"党委", u"书记", u"市长", u"县长", u"区长", u"省长", u"主任", u"董事", u"总裁",
      u"经理", u"先生",   u"女士",   u"老板", u"客商", u"企业", u"公司", u"厂商", u"资本", u"资金", u"投资", u"项目",
      u"工程", u"设施",   u"设备",   u"资产", u"产业", u"建设", u"民间", u"社会", u"外商", u"港商", u"台商", u"浙商",
      u"央企", u"国企",   u"民企",   u"业主", u"财政", u"双方", u"甲方", u"乙方", u"群众", u"村民", u"农民", u"计划",
      u"预计", u"总计",   u"累计",   u"平均", u"单体", u"固定", u"技改", u"研发", u"土地", u"厂房", u"车间", u"生产线",
      u"园区", u"开发区", u"高新区", u"新区", u"街道", u"全市", u"全县", u"全区", u"全省", u"全国", u"我国", u"我市",
      u"我县", u"我区",   u"我省",   u"该",   u"此",   u"这",   u"那",   u"其",   u"每",   u"各",   u"多",   u"几",
      u"数",   u"年",     u"月",     u"季度", u"期",   u"总",   u"个",   u"家",   u"亿",   u"万元", u"方面", u"领域",
      u"行业", u"市场",   u"基地",   u"工厂", u"中心", u"大学", u"学院", u"医院", u"研究", u"协会", u"商会", u"银行",
      u"记者", u"代表",   u"团队",   u"考察", u"会议", u"活动", u"仪式", u"今",   u"去年", u"明",   u"昨",   u"日前",
      u"近日", u"目前",   u"随着",   u"通过", u"为",   u"的",   u"了",   u"着",   u"是",   u"有",   u"和",   u"与",
      u"及",   u"将",     u"拟",     u"由",   u"把",   u"被",   u"对",   u"向",   u"从",   u"到",   u"在",   u"并",
      u"已",   u"正",     u"还",     u"也",   u"都",   u"又",   u"再",   u"则",   u"就",   u"等",   u"以",   u"于",
      u"因",   u"但",     u"而",     u"或",   u"我们", u"他",   u"她",   u"你",   u"人",   u"大力", u"加大", u"鼓励",
      u"支持", u"引导",   u"吸引",   u"引进", u"推动", u"推进", u"加快", u"继续", u"持续", u"主要", u"重点", u"重大",
      u"共同", u"积极",   u"直接",   u"一",   u"二",   u"三期", u"首",   u"第",   u"新增", u"扩大", u"完成", u"实现",
      u"总部", u"集中",   u"签约",   u"开工"};
  static Words const kKept{u"三一", u"中国一重", u"一汽", u"上汽", u"为华", u"华为",   u"多氟多", u"万和", u"和邦",
                           u"和硕", u"仁和",     u"祥和", u"中和", u"泰和", u"一心堂", u"二重",   u"以岭", u"永和",
                           u"同和", u"华明",     u"明阳", u"晶明", u"明泰", u"今世缘", u"今麦郎", u"东明", u"光明",
                           u"正泰", u"正邦",     u"正大", u"万向", u"正威", u"首钢",   u"首创",   u"多多"};
  std::u16string rest{words};
  for (auto const kept : kKept) {
    for (auto at = rest.find(kept); at != std::u16string::npos; at = rest.find(kept)) rest.erase(at, kept.size());
  }
  if (contains_any(rest, kNever)) return true;
  static constexpr std::u16string_view kLast = u"省市县区州盟旗镇乡村局委办厅部院会校所站队国园城港路街湾岛山河湖";
  return !rest.empty() && rest.size() == words.size() && kLast.find(words.back()) != std::u16string_view::npos;
}

bool is_name_character(char16_t c) {
  return (c >= 0x4E00 && c < 0xA000) || (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'&';
}

bool is_known(std::u16string_view words) {
  if (well_known().count(words) != 0) return true;
  for (std::u16string_view const end : {u"集团", u"股份", u"控股"}) {
    if (words.size() > end.size() + 1 && words.ends_with(end) &&
        well_known().count(words.substr(0, words.size() - end.size())) != 0)
      return true;
  }
  return false;
}

/// A brand and a trade: 天齐锂业, and not 新能源汽车.
bool ends_as_enterprise(std::u16string_view words) {
  auto const ending =
      std::find_if(trade_endings().begin(), trade_endings().end(), [&](auto word) { return words.ends_with(word); });
  if (ending == trade_endings().end()) return false;
  auto const core = words.substr(0, words.size() - ending->size());
  if (core.size() < 2 || core.size() > 6) return false;
  return name_kind(words) == NameKind::kNamed && name_kind(core) == NameKind::kNamed;
}

struct Judged {
  bool ok = false;
  bool clear = false;
};

Judged judge(std::u16string_view words) {
  if (words.size() < kShortest || words.size() > kLongest) return {};
  if (!std::all_of(words.begin(), words.end(), is_name_character)) return {};
  if (is_known(words)) return {true, true};
  if (is_no_name(words) || (words[0] >= u'0' && words[0] <= u'9') || name_kind(words) != NameKind::kNamed) return {};
  return {true, ends_as_enterprise(words)};
}

class InvestorFinder {
 public:
  InvestorFinder(std::u16string_view text, Span within) : text_{text}, within_{within} {}

  std::vector<Investor> find() {
    static constexpr std::u16string_view kMarks = u",。;:!?\n、()“”";
    // Without a word for investing or signing nobody does.
    auto const words = text_.substr(within_.begin, within_.size());
    auto const says = [&](std::u16string_view word) { return words.find(word) != std::u16string_view::npos; };
    if (!says(u"资") && !says(u"签") && !says(u"豪掷") && !says(u"达成") && !says(u"在")) return {};
    auto begin = within_.begin;
    for (auto at = within_.begin; at <= within_.end; ++at) {
      if (at < within_.end && kMarks.find(text_[at]) == std::u16string_view::npos) continue;
      if (at > begin + 3) read({begin, at});
      begin = at + 1;
    }
    return std::move(out_);
  }

 private:
  /// Passes over 近日, 7月18日 and what else leads to the subject.
  std::size_t subject_begin(Span clause) const {
    static Words const kLeads{u"近日",   u"日前",   u"近期", u"昨日", u"昨天", u"今日", u"今天", u"今年",    u"去年",
                              u"明年",   u"目前",   u"随后", u"此前", u"此次", u"同日", u"当日", u"当天",    u"据悉",
                              u"据了解", u"其中",   u"同时", u"另外", u"此外", u"上午", u"下午", u"上周",    u"本周",
                              u"下半年", u"上半年", u"年初", u"年底", u"而",   u"由",   u"讯",   u"记者获悉"};
    auto at = clause.begin;
    for (auto moved = true; moved;) {
      moved = false;
      auto const rest = text_.substr(at, clause.end - at);
      for (auto const word : kLeads) {
        if (!rest.starts_with(word)) continue;
        at += word.size();
        moved = true;
        break;
      }
      // 7月18日, 2023年
      auto end = at;
      while (end < clause.end && text_[end] >= u'0' && text_[end] <= u'9') ++end;
      if (end > at && end < clause.end &&
          std::u16string_view{u"年月日"}.find(text_[end]) != std::u16string_view::npos) {
        at = end + 1;
        moved = true;
      }
    }
    return at;
  }

  /// Whether at `at` a clause goes on as behind somebody who invests: 将投资5亿元, 计划在某地建设, 与某市签约.
  bool verb_at(Span clause, std::size_t at, bool& invests, bool& plain) const {
    static Words const kModals{u"将",   u"拟",   u"计划", u"已",   u"正",     u"还",   u"再次", u"再",   u"又",
                               u"宣布", u"决定", u"预计", u"累计", u"持续",   u"继续", u"全资", u"独资", u"正式",
                               u"准备", u"打算", u"欲",   u"有意", u"公告称", u"公告", u"首次", u"共"};
    static constexpr std::u16string_view kFirst = u"将拟计已正还再又宣决预累持继全独准打欲有公首共投斥出豪在与同";
    if (kFirst.find(text_[at]) == std::u16string_view::npos) return false;
    auto modal = false;
    for (auto moved = true; moved;) {
      moved = false;
      auto const rest = text_.substr(at, clause.end - at);
      for (auto const word : kModals) {
        if (!rest.starts_with(word)) continue;
        at += word.size();
        modal = moved = true;
        break;
      }
    }
    auto const rest = text_.substr(at, clause.end - at);
    invests = true;
    plain = !modal;
    for (std::u16string_view const verb : {u"投资", u"斥资", u"出资", u"豪掷"}) {
      if (!rest.starts_with(verb)) continue;
      auto const behind = rest.substr(verb.size());
      static constexpr std::u16string_view kNumbers = u"0123456789一二两三四五六七八九十百千数近约超逾";
      return !behind.empty() && (kNumbers.find(behind[0]) != std::u16string_view::npos ||
                                 starts_with_any(behind, {u"建设", u"新建", u"兴建", u"打造", u"在", u"的", u"布局",
                                                          u"扩建", u"设立", u"运营"}));
    }
    if (rest.starts_with(u"在")) {
      auto const near = rest.substr(1, 24);
      if (near.find(u"投资") != std::u16string_view::npos)
        return !contains_any(near, {u"投资环境", u"投资合作", u"投资促进"});
      // 在某地建设 alone is said of projects too.
      return modal && contains_any(near, {u"建设", u"新建", u"兴建", u"设立", u"布局", u"打造", u"投建"});
    }
    if (rest.starts_with(u"与") || rest.starts_with(u"同")) {
      invests = false;
      auto const near = rest.substr(1, 40);
      return contains_any(near, {u"签约", u"签署", u"签订", u"签下", u"达成"});
    }
    return false;
  }

  void put(Span span, bool invests) {
    auto const judged = judge(text_.substr(span.begin, span.size()));
    if (!judged.ok) return;
    if (!out_.empty() && out_.back().span.end > span.begin) return;
    out_.push_back({span, judged.clear, invests});
  }

  void read(Span clause) {
    auto const head = subject_begin(clause);
    // 由某某投资建设
    auto begin = head;
    auto const by = text_.substr(head, clause.end - head).rfind(u"由");
    if (by != std::u16string_view::npos) begin = head + by + 1;
    for (auto at = begin + kShortest; at < clause.end && at <= begin + kLongest; ++at) {
      auto invests = false;
      auto plain = false;
      if (!verb_at(clause, at, invests, plain)) continue;
      put({begin, at}, invests);
      if (!invests) other_party(clause, at);
      return;
    }
  }

  /// …与|华为签约.
  void other_party(Span clause, std::size_t at) {
    auto const joint = text_.substr(at, clause.end - at).find_first_of(u"与同");
    if (joint == std::u16string_view::npos) return;
    auto const begin = at + joint + 1;
    for (auto end = begin + kShortest; end < clause.end && end <= begin + kLongest; ++end) {
      if (!starts_with_any(text_.substr(end, clause.end - end),
                           {u"签", u"正式", u"成功", u"举行", u"在", u"就", u"达成", u"共同", u"现场", u"顺利"}))
        continue;
      put({begin, end}, false);
      return;
    }
  }

  std::u16string_view text_;
  Span within_;
  std::vector<Investor> out_;
};

}  // namespace

std::vector<Investor> find_investors(std::u16string_view folded, Span within) {
  return InvestorFinder{folded, within}.find();
}

}  // namespace lianzhao::radar
