#include "radar/spans.h"

#include <algorithm>
#include <optional>

#include "radar/names.h"
#include "radar/sentences.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;
using Hits = std::vector<SpanWords::Hit>;

constexpr std::size_t kMostCharacters = 1'000'000;

SpanWords const& words_for(RegionTable const* regions) {
  static SpanWords const kWithout{nullptr};
  if (regions == nullptr) return kWithout;
  // One table in the program; its words are gathered once.
  static RegionTable const* const kTable = regions;
  static SpanWords const kWith{kTable};
  if (kTable == regions) return kWith;
  return kWithout;
}

bool is_latin(char16_t c) {
  return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
}

/// Names that are everyday words as well; they count only before an ending such as 银行 or 公司.
bool is_everyday(std::u16string_view word) {
  static Words const kWords{
      u"大众",     u"现代",         u"理想",     u"移动",     u"联通",  u"电信",   u"统一",     u"通用",
      u"东风",     u"长安",         u"民生",     u"华夏",     u"平安",  u"光大",   u"兴业",     u"中信",
      u"广发",     u"中海",         u"金地",     u"信和",     u"太古",  u"保利",   u"三星",     u"三菱",
      u"苹果",     u"阿里",         u"土豆",     u"小米",     u"曙光",  u"紫光",   u"同方",     u"方正",
      u"金山",     u"绿地",         u"富力",     u"世茂",     u"国电",  u"大唐",   u"阿迪",     u"安邦",
      u"央行",     u"新世界",       u"嘉德",     u"翰海",     u"威廉",  u"东航",   u"南航",     u"海航",
      u"国航",     u"国旅",         u"顺丰",     u"嘉禾",     u"滚石",  u"英皇",   u"统一",     u"福特",
      u"红杉",     u"黑石",         u"美的",     u"创维",     u"必发",  u"伟德",   u"立博",     u"波音",
      u"沙钢",     u"中国人民银行", u"天空体育", u"携程网",   u"ea",    u"ge",     u"hp",       u"lg",
      u"3m",       u"sky",          u"fox",      u"abc",      u"apple", u"dice",   u"infinity", u"intel",
      u"steam",    u"ups",          u"ems",      u"dell",     u"tvb",   u"cbs",    u"bbc",      u"nbc",
      u"湖南卫视", u"江苏卫视",     u"浙江卫视", u"东方卫视", u"央视",  u"新华社", u"福克斯",   u"宜家",
      u"现代",     u"长江实业",     u"安联",     u"标致",     u"起亚",  u"乐视",   u"蔚来",     u"小鹏",
      u"首钢",     u"武钢",         u"中超",     u"恒大",     u"华联",  u"物美",   u"一汽",     u"上汽",
      u"广汽",     u"北汽",         u"法拉利",   u"奔驰",     u"宝马",  u"奥迪",   u"丰田",     u"本田",
      u"日产",     u"雷诺",         u"李宁",     u"耐克",     u"百事",  u"沃尔沃", u"迪士尼",   u"环球影城"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// Cities known to news as clubs more than as places.
bool is_club(std::u16string_view word) {
  static Words const kWords{u"米兰",     u"罗马",     u"利物浦", u"那不勒斯", u"热那亚",   u"佛罗伦萨", u"都灵",
                            u"博洛尼亚", u"巴塞罗那", u"马德里", u"瓦伦西亚", u"塞维利亚", u"多特蒙德", u"慕尼黑",
                            u"曼彻斯特", u"里昂",     u"马赛",   u"纽卡斯尔", u"亚特兰大", u"波尔图",   u"波尔多",
                            u"图卢兹",   u"科隆",     u"不来梅", u"汉堡",     u"巴塞尔",   u"尼斯",     u"凤凰城",
                            u"圣保罗",   u"鹿特丹",   u"利兹",   u"西亚",     u"里昂",     u"伯明翰",   u"休斯顿",
                            u"底特律",   u"新华",     u"莫斯科", u"墨尔本",   u"悉尼"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// Countries and parts of the world: an address only where someone is, goes to or comes from it.
bool is_country(std::u16string_view word) {
  static Words const kCities{u"香港", u"台湾", u"澳门", u"纽约", u"伦敦", u"巴黎", u"东京", u"首尔", u"华盛顿"};
  static Words const kCountries{
      u"中国",     u"美国",   u"英国",   u"法国",       u"德国",     u"日本",     u"韩国",    u"朝鲜",     u"俄罗斯",
      u"印度",     u"巴西",   u"加拿大", u"澳大利亚",   u"澳洲",     u"意大利",   u"西班牙",  u"荷兰",     u"瑞士",
      u"瑞典",     u"新加坡", u"泰国",   u"越南",       u"马来西亚", u"伊拉克",   u"伊朗",    u"以色列",   u"土耳其",
      u"埃及",     u"南非",   u"墨西哥", u"阿根廷",     u"菲律宾",   u"希腊",     u"葡萄牙",  u"波兰",     u"乌克兰",
      u"比利时",   u"丹麦",   u"挪威",   u"芬兰",       u"爱尔兰",   u"新西兰",   u"奥地利",  u"捷克",     u"匈牙利",
      u"罗马尼亚", u"苏格兰", u"英格兰", u"欧洲",       u"亚洲",     u"非洲",     u"美洲",    u"北美",     u"南美",
      u"中东",     u"东南亚", u"东亚",   u"欧美",       u"内地",     u"大陆",     u"东北",    u"华北",     u"华东",
      u"华南",     u"西北",   u"西南",   u"苏联",       u"智利",     u"秘鲁",     u"古巴",    u"巴基斯坦", u"阿富汗",
      u"长江",     u"黄河",   u"太平洋", u"大西洋",     u"哥伦比亚", u"乌拉圭",   u"巴拉圭",  u"塞尔维亚", u"克罗地亚",
      u"马里",     u"加纳",   u"南海",   u"东海",       u"海河",     u"中环",     u"前门",    u"长安街",   u"国",
      u"华中",     u"中原",   u"江南",   u"哥斯达黎加", u"喀麦隆",   u"尼日利亚", u"洪都拉斯"};
  return std::find(kCountries.begin(), kCountries.end(), word) != kCountries.end() &&
         std::find(kCities.begin(), kCities.end(), word) == kCities.end();
}

class Finder {
 public:
  Finder(std::u16string_view text, SpanWords const& words) : text_{text} {
    words.find(text, hits_);
    keep_longest();
  }

  std::vector<NamedSpan> find() {
    add_companies();
    add_addresses();
    std::sort(out_.begin(), out_.end(), [](auto const& a, auto const& b) { return a.begin < b.begin; });
    return std::move(out_);
  }

 private:
  std::u16string_view word(std::size_t begin, std::size_t end) const { return text_.substr(begin, end - begin); }
  std::u16string_view before(std::size_t at) const {
    auto const from = at > 12 ? at - 12 : 0;
    return text_.substr(from, at - from);
  }

  /// Of the words of one kind that overlap only the longest stands.
  void keep_longest() {
    auto const kept = [](WordKind kind) {
      return kind == WordKind::kRegion || kind == WordKind::kCounty || kind == WordKind::kAbroad ||
             kind == WordKind::kCompany;
    };
    for (auto const& hit : hits_) {
      if (hit.kind == WordKind::kPlaceEnd) place_ends_.push_back(hit);
      if (!kept(hit.kind)) continue;
      // A run of letters is a word of its own.
      auto const letters = is_latin(text_[hit.begin]) && is_latin(text_[hit.end - 1]);
      if (letters &&
          ((hit.begin > 0 && is_latin(text_[hit.begin - 1])) || (hit.end < text_.size() && is_latin(text_[hit.end]))))
        continue;
      (hit.kind == WordKind::kCompany ? brands_ : places_).push_back(hit);
    }
    for (auto* list : {&brands_, &places_}) {
      std::stable_sort(list->begin(), list->end(), [](auto const& a, auto const& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
      });
      Hits longest;
      for (auto const& hit : *list) {
        if (longest.empty() || hit.begin >= longest.back().end) longest.push_back(hit);
      }
      *list = std::move(longest);
    }
  }

  bool taken(std::size_t begin, std::size_t end) const {
    return std::any_of(out_.begin(), out_.end(),
                       [&](auto const& span) { return begin < span.end && span.begin < end; });
  }

  void add(std::size_t begin, std::size_t end, char const* type) {
    if (end > begin && !taken(begin, end)) out_.push_back({begin, end, type});
  }

  /// Behind a brand: 招商银行(信用卡中心), 工商银行(德雅路支行), 宝钢(集团), 携程(网).
  std::size_t grown(std::size_t end) const {
    static Words const kTails{u"信用卡中心", u"有限责任公司", u"股份有限公司", u"有限公司", u"集团公司", u"集团",
                              u"公司",       u"总行",         u"总部",         u"银行",     u"网站",     u"证券",
                              u"保险",       u"地产",         u"影业",         u"娱乐",     u"汽车",     u"电子",
                              u"人寿",       u"基金",         u"商城"};
    for (auto changed = true; changed;) {
      changed = false;
      for (auto const tail : kTails) {
        if (!text_.substr(end).starts_with(tail)) continue;
        end += tail.size();
        changed = true;
        break;
      }
    }
    for (std::size_t reach = 2; reach <= 10 && end + reach <= text_.size(); ++reach) {
      auto const rest = word(end, end + reach);
      if (!text::is_ideograph(rest.back()) || rest.find(u'的') != std::u16string_view::npos) break;
      if (ends_with_any(rest, {u"分行", u"支行", u"分公司", u"营业部"})) return end + reach;
    }
    return end;
  }

  void add_companies() {
    Words const strong{u"公司", u"集团", u"银行", u"事务所", u"分行", u"支行"};
    for (auto const& span : find_enterprises(text_, {0, text_.size()})) {
      auto const name = word(span.begin, span.end);
      if (!ends_with_any(name, strong)) continue;
      // Without a legal form the words before it are more often a sentence than a name.
      if (name.size() > 10 && !name.ends_with(u"有限公司")) continue;
      add(span.begin, span.end, "company");
    }
    for (auto const& hit : brands_) {
      auto const end = grown(hit.end);
      auto const name = word(hit.begin, hit.end);
      if (end == hit.end && is_everyday(name)) continue;
      if (name.size() < 2) continue;
      add(hit.begin, end, "company");
    }
    // Banks by their ending: 宁波东海银行.
    for (auto at = text_.find(u"银行"); at != std::u16string_view::npos; at = text_.find(u"银行", at + 1)) {
      auto begin = at;
      while (begin > 0 && at - begin < 4 && text::is_ideograph(text_[begin - 1]) &&
             !ends_with_any(before(begin), {u"的", u"在", u"与", u"和", u"是", u"家", u"各", u"为", u"从", u"对", u"到",
                                            u"等", u"了", u"将", u"被", u"向", u"由", u"及", u"或", u"以", u"于"}))
        --begin;
      if (at - begin < 2) continue;
      if (contains_any(word(begin, at),
                       {u"商业", u"外资", u"国有", u"股份", u"中央", u"地方", u"城市", u"投资", u"这家", u"发卡",
                        u"各大", u"国内", u"多家", u"中小", u"网上", u"手机", u"大型", u"其他"}))
        continue;
      add(begin, grown(at + 2), "company");
    }
    for (auto const& span : find_enterprises(text_, {0, text_.size()})) {
      if (!ends_with_any(word(span.begin, span.end), {u"软件", u"动力", u"网络", u"材料"}))
        add(span.begin, span.end, "company");
    }
  }

  /// What goes on behind a place: 省, 市, then a street with its number.
  std::size_t address_end(std::size_t end) const {
    for (;;) {
      auto next = end;
      for (auto const& hit : places_) {
        if (hit.begin == end && hit.kind != WordKind::kAbroad) next = hit.end;
      }
      if (next == end) {
        // The nearest ending of a place's name within eight characters, nothing but name before it.
        for (auto const& hit : place_ends_) {
          if (hit.end <= end || hit.begin < end || hit.begin - end > 6) continue;
          auto const gap = word(end, hit.begin);
          auto const plain =
              std::all_of(gap.begin(), gap.end(), [](char16_t c) { return text::is_ideograph(c) || is_latin(c); });
          if (!plain ||
              contains_any(gap, {u"的", u"在", u"是", u"了", u"和", u"与", u"有", u"等", u"为", u"从", u"到", u"人"}))
            continue;
          // A bare 市 or 号 right here belongs; 国 and 道 hardly ever.
          auto const ending = word(hit.begin, hit.end);
          if (ending == u"国" || ending == u"道" || ending == u"府" || ending == u"段" || ending == u"里" ||
              ending == u"大学" || ending == u"学校" || ending == u"医院" || ending == u"基地" || ending == u"市场" ||
              ending == u"站" || ending == u"层" || ending == u"地区")
            continue;
          if (gap.empty() && ending.size() > 1 && ending != u"地区" && ending != u"街道") continue;
          next = hit.end;
          break;
        }
      }
      if (next == end) return end;
      end = next;
    }
  }

  void add_addresses() {
    static Words const kThere{u"在",   u"到",   u"赴",   u"去",   u"往",   u"飞",   u"抵", u"于",
                              u"从",   u"离开", u"抵达", u"前往", u"来自", u"位于", u"回", u"入",
                              u"访问", u"返回", u"驻",   u"经",   u"登陆", u"进入"};
    for (auto const& hit : places_) {
      auto const name = word(hit.begin, hit.end);
      if (is_club(name)) continue;
      auto const end = address_end(hit.end);
      auto const after = text_.substr(end, std::min<std::size_t>(3, text_.size() - end));
      // Part of a body's name: 北京大学, 上海队, 美国政府.
      if (starts_with_any(after, {u"队",   u"政府", u"总统",   u"大学",   u"学院",   u"国安",    u"申花",   u"人",
                                  u"语",   u"市长", u"省长",   u"书记",   u"市政府", u"省政府",  u"公安",   u"法院",
                                  u"日报", u"晚报", u"电视",   u"卫视",   u"联队",   u"队员",    u"军",     u"媒体",
                                  u"足协", u"银行", u"公司",   u"证券",   u"警方",   u"当局",    u"代表团", u"国家队",
                                  u"奥运", u"世博", u"外交部", u"国防部", u"海关",   u"机场集团"}))
        continue;
      auto const doubtful = is_country(name) || hit.kind == WordKind::kCounty;
      if (end == hit.end && doubtful && !ends_with_any(before(hit.begin), kThere)) continue;
      add(hit.begin, end, "address");
    }
  }

  std::u16string_view text_;
  Hits hits_;
  Hits brands_;
  Hits places_;
  Hits place_ends_;
  std::vector<NamedSpan> out_;
};

}  // namespace

std::vector<NamedSpan> find_spans(std::string_view utf8, RegionTable const* regions) {
  std::vector<text::FoldedChar> characters;
  text::fold(utf8, characters);
  auto const size = std::min(characters.size(), kMostCharacters);
  return Finder{{characters.data(), size}, words_for(regions)}.find();
}

}  // namespace lianzhao::radar
