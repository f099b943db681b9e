#include <algorithm>

#include "radar/characters.h"
#include "radar/mention_finder.h"
#include "radar/name_words.h"

namespace lianzhao::radar {

namespace {

/// The pieces of A、B以及C, brackets and quotes kept whole.
std::vector<Span> pieces_of(std::u16string_view text, Span list) {
  std::vector<Span> out;
  auto depth = 0;
  auto begin = list.begin;
  for (auto i = list.begin; i <= list.end; ++i) {
    if (i < list.end) {
      auto const c = text[i];
      if (c == u'(' || c == u'“' || c == u'《') ++depth;
      if (c == u')' || c == u'”' || c == u'》') depth = std::max(0, depth - 1);
      if (depth > 0) continue;
      auto const and_so = text.substr(i).starts_with(u"以及");
      // 和 divides only behind a whole name.
      auto const head = text.substr(begin, i - begin);
      // 国际总部及研发中心 is one: a name of its own is longer.
      auto rest = text.substr(i + 1, list.end - i - 1);
      rest = rest.substr(0, std::min(rest.find(u'、'), rest.size()));
      // A及研发中心(二期) is one.
      rest = rest.substr(0, std::min(rest.find(u'('), rest.size()));
      auto const plain = (c == u'和' || c == u'与' || c == u'及') && i > begin && rest.size() >= 6 &&
                         (head.ends_with(u"项目") || ends_as_site(head));
      if (c != u'、' && c != u';' && !and_so && !plain) continue;
    }
    if (i > begin) out.push_back({begin, i});
    begin = i + 1;
    if (i < list.end && text.substr(i).starts_with(u"以及")) {
      begin = i + 2;
      ++i;
    }
  }
  // …、柴油仓储运输一体化建设和某某水产养殖一体化: the last joint of three and more divides long names.
  if (out.size() >= 3) {
    constexpr std::size_t kLong = 6;
    auto const last = out.back();
    auto const words = text.substr(last.begin, last.size());
    auto const at = words.find_first_of(u"和及与");
    if (at != std::u16string_view::npos && at >= kLong && words.size() >= at + 1 + kLong &&
        words.find_first_of(u"和及与", at + 1) == std::u16string_view::npos &&
        !ends_with_any(words.substr(0, at),
                       {u"研发", u"生产", u"制造", u"加工", u"销售", u"设计", u"开发", u"种植", u"养殖"}) &&
        name_kind(words.substr(at + 1)) == NameKind::kNamed && words.find(u'(') == std::u16string_view::npos) {
      out.back().end = last.begin + at;
      out.push_back({last.begin + at + 1, last.end});
    }
  }
  return out;
}

/// What a list of projects never holds: people, fields of industry, sums.
bool is_no_item(std::u16string_view item) {
  return contains_any(item, {u"领域", u"行业", u"书记", u"市长", u"县长", u"区长", u"主任", u"主席", u"常委", u"局长",
                             u"个", u"亿元", u"同比", u"%", u"一批", u"同志", u"领导", u"等"}) ||
         (ends_with_any(item,
                        {u"产业",   u"类",   u"业务", u"方面", u"人",   u"家",   u"要素", u"服务", u"局", u"部", u"委",
                         u"委员会", u"集团", u"公司", u"企业", u"银行", u"城市", u"地区", u"县",   u"市", u"省"}) &&
          !item.ends_with(u"总部"));
}

}  // namespace

std::size_t MentionFinder::group_at(std::size_t at) const {
  for (auto const& mention : out_) {
    if (mention.kind == MentionKind::kGroup && mention.span.begin <= at && at < mention.span.end)
      return mention.span.begin;
  }
  return Mention::kNone;
}

/// The last group that ends before `at` in this sentence.
std::size_t MentionFinder::group_before(std::size_t at) const {
  auto best = Mention::kNone;
  for (auto const& mention : out_) {
    if (mention.kind == MentionKind::kGroup && mention.span.end <= at &&
        (best == Mention::kNone || mention.span.begin > best))
      best = mention.span.begin;
  }
  return best;
}

/// A、B、C等3个项目: as many pieces as are counted, so each is a project, however short its name.
bool MentionFinder::take_counted(std::vector<Span> const& pieces, std::size_t owner) {
  auto const group = std::find_if(out_.begin(), out_.end(), [&](Mention const& mention) {
    return mention.kind == MentionKind::kGroup && mention.span.begin == owner;
  });
  if (owner == Mention::kNone || group == out_.end() || pieces.size() < 3 ||
      group->count != static_cast<std::int64_t>(pieces.size()))
    return false;
  // The first may have a verb before it, which only its own rules pass over.
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    auto const name = words(pieces[i]);
    if (name.size() < 2 || name.size() > 45 || contains_any(name, {u"亿", u"万元", u"%", u"个"})) return false;
  }
  for (auto& mention : out_) {
    if (mention.kind != MentionKind::kProject) continue;
    for (auto const& piece : pieces) {
      if (mention.span.begin >= piece.begin && mention.span.end <= piece.end)
        mention.listed = owner, mention.in_list = true;
    }
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    auto name = pieces[i];
    if (i == 0) name.begin = name_begin_of(text_, name.begin, name.end, amounts_);
    if (!is_free(name) || name.size() < 2) continue;
    Mention mention;
    mention.span = name;
    mention.listed = owner;
    mention.in_list = true;
    out_.push_back(std::move(mention));
  }
  return true;
}

void MentionFinder::add_list(Span list, std::size_t owner) {
  auto const pieces = pieces_of(text_, list);
  if (take_counted(pieces, owner)) return;
  struct Item {
    Span name;
    Mention* known = nullptr;
  };
  std::vector<Item> items;
  auto other = std::size_t{0};
  for (auto const& piece : pieces) {
    Mention* known = nullptr;
    for (auto& mention : out_) {
      if (mention.span.begin < piece.end && piece.begin < mention.span.end) known = &mention;
    }
    if (known != nullptr) {
      if (known->kind == MentionKind::kProject) items.push_back({known->span, known});
      continue;
    }
    auto begin = name_begin_of(text_, piece.begin, piece.end, amounts_);
    // 甲公司在某地建设乙基地: what the firm builds there.
    auto const firm = words(piece).find(u"公司在");
    if (firm != std::u16string_view::npos) {
      for (std::u16string_view const verb : {u"建设", u"新建", u"投建"}) {
        auto const found = words(piece).find(verb, firm);
        if (found == std::u16string_view::npos || piece.size() < found + verb.size() + 4) continue;
        Span const built{piece.begin + found + verb.size(), piece.end};
        if (name_kind(words(built)) != NameKind::kGeneric) items.push_back({built, nullptr});
        break;
      }
      if (!items.empty() && items.back().name.end == piece.end && items.back().known == nullptr) continue;
    }
    // 10万套种鸡场建设
    if (begin - piece.begin <= 5 && text_[piece.begin] >= u'0' && text_[piece.begin] <= u'9') begin = piece.begin;
    auto const name = words(begin, piece.end);
    // 副书记、县长某某深入甲、乙等项目: the list begins behind the last verb.
    if (piece.begin != list.begin &&
        ends_with_any(words(piece.begin, begin),
                      {u"深入", u"来到", u"走进", u"察看", u"查看", u"参观", u"观摩", u"调研", u"先后到", u"实地到"})) {
      items.clear();
      other = 0;
      list.begin = piece.begin;
    }
    // Only money or a mark of the list stands before a name: 总投资6亿元的甲; the first may have a verb before it.
    auto const ahead = words(piece.begin, begin);
    // 莲都的梦里水乡: where it is.
    auto const place = ahead.size() >= 2 && ahead.size() <= 4 && ahead.ends_with(u"的") && looks_like_project(name);
    auto const clean = place || ahead.empty() || ahead.find(u'元') != std::u16string_view::npos ||
                       piece.begin == list.begin || ahead == u" ";
    // One thing alone is a list only where its name says enough.
    if (!clean || (pieces.size() < 2 && name.size() < (owner == Mention::kNone ? 5U : 4U))) {
      ++other;
      continue;
    }
    // 黄石市基础设施建设项目, where others of the list are projects too.
    auto const said = name.size() >= 8 && name.ends_with(u"项目") && pieces.size() > 1 &&
                      looks_like_project(name.substr(0, name.size() - 2));
    if (said && !is_no_item(name)) {
      items.push_back({{begin, piece.end}, nullptr});
      continue;
    }
    // A verb inside it says that it is no name, unless it is what a company makes: 某某公司生产配件.
    if (name.size() < 4 || name.size() > 45 || is_no_item(name) || name_kind(name) != NameKind::kNamed) {
      ++other;
      continue;
    }
    items.push_back({{begin, piece.end}, nullptr});
  }
  if (other > items.size()) return;
  // 锂电池材料、新能源及健康医药等产业项目: industries, where one is and none looks like a project.
  auto const industries = std::any_of(pieces.begin(), pieces.end(),
                                      [&](Span const& piece) { return name_kind(words(piece)) == NameKind::kSector; });
  auto const any_project = std::any_of(items.begin(), items.end(), [&](Item const& item) {
    return item.known != nullptr || looks_like_project(words(item.name));
  });
  if (industries && !any_project && pieces.size() > 1) return;
  // What a group is said to include may be fields of industry and kinds of buildings: 包括航空发动机、电子电器等项目.
  auto const like = std::count_if(items.begin(), items.end(), [&](Item const& item) {
    return item.known != nullptr || looks_like_project(words(item.name));
  });
  auto const lead = words(std::max(sentence_.begin, list.begin > 4 ? list.begin - 4 : 0),
                          items.empty() ? list.begin : items.front().name.begin);
  auto const includes = contains_any(lead, {u"包括", u"包含", u"涵盖", u"涉及", u"具有"});
  auto const counted = owner != Mention::kNone && owner >= list.end;
  if (includes && !counted && items.size() > 1 && like * 3 < static_cast<std::ptrdiff_t>(items.size())) return;
  // Taking moves what `known` points at.
  for (auto const& item : items) {
    if (item.known == nullptr) continue;
    item.known->listed = owner;
    item.known->in_list = true;
  }
  for (auto const& item : items) {
    if (item.known != nullptr || !take(item.name, true)) continue;
    out_.back().listed = owner;
    out_.back().in_list = true;
  }
}

/// Behind 等 at `at` a number of things and a mark: 等18个.
Span MentionFinder::number_behind_etc(std::size_t at) const {
  if (at >= sentence_.end || text_[at] != u'等') return {};
  for (auto const& amount : amounts_) {
    if (amount.kind != text::QuantityKind::kCount || amount.begin != at + 1) continue;
    auto const ends = amount.end >= sentence_.end || is_hard_mark(text_[amount.end]);
    auto const unit = text_[amount.end - 1];
    if (ends && (unit == u'个' || unit == u'项')) return {amount.begin, amount.end};
  }
  return {};
}

std::int64_t MentionFinder::count_at(Span number) const {
  auto const found = std::find_if(amounts_.begin(), amounts_.end(), [&](text::Quantity const& amount) {
    return amount.kind == text::QuantityKind::kCount && amount.begin == number.begin;
  });
  return found == amounts_.end() ? 0 : found->value;
}

/// 项目包括A、B、C (等); A、B、C等(7个)项目.
void MentionFinder::add_lists() {
  static std::vector<std::u16string_view> const kLeads{u"主要包括", u"分别是", u"分别为", u"包括",
                                                       u"包含",     u"主要有", u"依次为", u"项目为",
                                                       u"项目是",   u"项目有", u"分别有", u"项目含"};
  for (auto at = sentence_.begin; at < sentence_.end; ++at) {
    auto const rest = behind(at);
    auto const lead = std::find_if(kLeads.begin(), kLeads.end(), [&](auto word) { return rest.starts_with(word); });
    if (lead == kLeads.end()) continue;
    auto begin = at + lead->size();
    while (begin < sentence_.end && text_[begin] == u':') ++begin;
    auto const spoken = before(lead->starts_with(u"项目") ? at + 2 : at);
    if (begin < sentence_.end && text_[begin] >= u'0' && text_[begin] <= u'9' && group_at(begin) != Mention::kNone)
      continue;
    auto end = begin;
    auto depth = 0;
    while (end < sentence_.end) {
      auto const c = text_[end];
      if (c == u'(' || c == u'“') ++depth;
      if (c == u')' || c == u'”') --depth;
      if (depth <= 0 && (c == u',' || c == u':' || c == u'。' || c == u'等')) {
        if (!(c == u'等' && end + 1 < sentence_.end && (text_[end + 1] == u'离' || text_[end + 1] == u'级'))) break;
      }
      ++end;
    }
    // 包括A和B两个重大项目: up to what counts them.
    auto counted_here = Mention::kNone;
    for (auto const& mention : out_) {
      for (auto const& part : mention.part_spans) {
        if (part.begin > begin + 3 && part.end + 1 >= end && part.end <= end + 1) {
          counted_here = mention.span.begin;
          end = part.begin;
        }
      }
      if (counted_here != Mention::kNone) break;
      if (mention.kind != MentionKind::kGroup || mention.span.begin <= begin + 3 || mention.span.end > end + 1)
        continue;
      if (mention.span.end + 1 >= end && words(begin, mention.span.begin).find(u'亿') == std::u16string_view::npos) {
        counted_here = mention.span.begin;
        end = mention.span.begin;
        break;
      }
    }
    auto const what = behind(end, 20);
    // 主要有甲、乙等 at the start of a sentence goes on from the one before.
    auto const goes_on = spoken.empty() && (words(begin, end).ends_with(u"项目") || ends_as_site(words(begin, end)));
    auto of_projects = goes_on || spoken.find(u"项目") != std::u16string_view::npos;
    // 开工项目包括A、B等18个: the number counts what the list is of.
    auto const number = of_projects ? number_behind_etc(end) : Span{};
    if (number.size() > 0) {
      Mention group;
      group.kind = MentionKind::kGroup;
      group.span = number;
      group.count = count_at(number);
      if (is_free(number) && group.count > 1) out_.push_back(std::move(group));
    }
    if (number.size() == 0 && what.starts_with(u"等") && what.size() > 1 && !is_hard_mark(what[1])) {
      auto const noun = what.find(u"项目");
      auto const counted = group_at(end + 1) != Mention::kNone || group_at(end + 2) != Mention::kNone;
      of_projects =
          counted || (noun != std::u16string_view::npos &&
                      std::none_of(what.begin(), what.begin() + static_cast<std::ptrdiff_t>(noun), is_hard_mark));
    }
    // 项目主要包括研发楼、厂房: what one project is made of.
    auto const counted_before = counted_here != Mention::kNone || group_before(at + 1) != Mention::kNone;
    auto const plural =
        counted_before || goes_on || words(begin, end).find(u"项目、") != std::u16string_view::npos ||
        contains_any(spoken, {u"签约", u"开工", u"竣工", u"投产", u"的项目", u"类项目", u"重点项目", u"重大项目",
                              u"产业项目", u"批项目", u"项目中", u"典型", u"其中", u"领域的", u"工业项目"});
    if (!plural && !(what.starts_with(u"等") && what.find(u"项目") != std::u16string_view::npos)) continue;
    if (ends_with_any(spoken, {u"项目建设主要", u"项目建设", u"建设内容", u"内容", u"该项目", u"本项目"})) continue;
    if (!of_projects && counted_here == Mention::kNone) continue;
    if (spoken.ends_with(u"一批")) continue;
    auto owner = what.starts_with(u"等") ? group_at(end + 1) : counted_here;
    if (owner == Mention::kNone && what.starts_with(u"等")) owner = group_at(end + 2);
    if (owner == Mention::kNone) owner = group_before(at + 1);
    add_list({begin, end}, owner);
    at = end;
  }
  // A、B、C3个项目, A、B、C三大项目
  std::vector<Span> groups;
  for (auto const& mention : out_) {
    if (mention.kind == MentionKind::kGroup) groups.push_back(mention.span);
  }
  for (auto const& group : groups) {
    auto begin = group.begin;
    auto depth = 0;
    while (begin > sentence_.begin) {
      auto const c = text_[begin - 1];
      if (c == u')' || c == u'”') ++depth;
      if (c == u'(' || c == u'“') --depth;
      if (depth < 0 || (depth == 0 && is_hard_mark(c) && c != u'、')) break;
      --begin;
    }
    if (group.begin - begin < 12 || text_[group.begin - 1] == u'等') continue;
    auto ahead = words(begin, group.begin);
    // 甲产业园和乙孵化中心这两个项目
    auto const these = ahead.ends_with(u"这");
    if (these) ahead.remove_suffix(1);
    auto const two = these && contains_any(ahead, {u"园和", u"中心和", u"基地和", u"项目和", u"厂和", u"城和"});
    if ((ahead.find(u'、') == std::u16string_view::npos && !two) || ahead.ends_with(u"的") || ahead.ends_with(u"、"))
      continue;
    add_list({begin, begin + ahead.size()}, group.begin);
  }
  for (auto at = sentence_.begin; at < sentence_.end; ++at) {
    if (text_[at] != u'等') continue;
    auto const rest = behind(at + 1, 22);
    auto noun = rest.find(u"项目");
    if (noun == std::u16string_view::npos) noun = rest.find(u"工程");
    if (noun == std::u16string_view::npos) continue;
    auto between = rest.substr(0, noun);
    // 等招商活动,签约项目99个 counts others.
    if (between.find(u',') != std::u16string_view::npos) continue;
    // 重点引进甲、乙等上下游配套项目 names products.
    if (contains_any(between, {u"上下游", u"产业链"})) continue;
    if (contains_any(between, {u"企业", u"公司", u"客商", u"单位", u"院校", u"机构", u"方面"})) continue;
    // 以甲、乙等产业项目为重点 names fields.
    if (starts_with_any(rest.substr(noun + 2),
                        {u"为重点", u"为发展", u"为主", u"为龙头", u"为支撑", u"为抓手", u"为载体", u"为突破"}))
      continue;
    auto owner = Mention::kNone;
    // 等22个项目, 等项目22个
    for (auto i = at + 1; i < at + 2 + noun && owner == Mention::kNone; ++i) owner = group_at(i);
    if (owner == Mention::kNone) {
      if (between.starts_with(u"余")) between.remove_prefix(1);
      if (name_kind(between) == NameKind::kNamed) continue;
    }
    // Back to the comma or verb before its first piece.
    auto begin = at;
    auto depth = 0;
    while (begin > sentence_.begin) {
      auto const c = text_[begin - 1];
      if (c == u')' || c == u'”') ++depth;
      if (c == u'(' || c == u'“') --depth;
      if (depth < 0 || (depth == 0 && is_hard_mark(c) && c != u'、')) break;
      --begin;
    }
    // 主要新建甲、乙等项目: what one project consists of.
    if (owner == Mention::kNone &&
        starts_with_any(words(begin, at), {u"主要新建", u"主要建设", u"主要开展", u"计划开展", u"开展", u"建设",
                                           u"新建", u"规划建设", u"将建设", u"配套建设"}))
      continue;
    // 积极引进一批甲、乙等项目 is a wish.
    if (owner == Mention::kNone && words(begin, at).find(u"一批") != std::u16string_view::npos) continue;
    // 33个重点工程中东海大道、…: the list begins behind 中.
    auto const list = words(begin, at);
    for (std::u16string_view const of : {u"项目中", u"工程中", u"实事中"}) {
      auto const found = list.rfind(of);
      if (found != std::u16string_view::npos) begin = std::max(begin, begin + found + of.size());
    }
    if (owner == Mention::kNone && widen_over_etc({begin, at}, at + 1)) continue;
    add_list({begin, at}, owner);
  }
}

/// 吸引一批制造项目入驻,如A、B、C、D等: a chain of names in a sentence about projects, half of which show by their
/// parts that they are some. What one project is made of (建设A、B、C) and what is made is none.
void MentionFinder::add_chains() {
  if (words(sentence_).find(u"项目") == std::u16string_view::npos &&
      words(sentence_).find(u"工程") == std::u16string_view::npos)
    return;
  static std::vector<std::u16string_view> const kHolds{u"建设", u"新建", u"购置", u"配套", u"设有", u"规划", u"涵盖",
                                                       u"涉及", u"生产", u"产品", u"主营", u"从事", u"用于", u"围绕",
                                                       u"聚焦", u"设置", u"建成", u"形成", u"提供", u"具备", u"投资建",
                                                       u"扩建", u"改造", u"完善", u"内容", u"覆盖", u"延伸"};
  for (auto at = sentence_.begin; at < sentence_.end;) {
    // One stretch without marks but 、.
    auto end = at;
    auto depth = 0;
    auto joints = 0;
    while (end < sentence_.end) {
      auto const c = text_[end];
      if (c == u'(' || c == u'“') ++depth;
      if (c == u')' || c == u'”') --depth;
      if (depth <= 0 && is_hard_mark(c) && c != u'、') break;
      if (depth <= 0 && c == u'、') ++joints;
      ++end;
    }
    Span stretch{at, end};
    at = end + 1;
    if (joints < 2) continue;
    auto const etc = words(stretch).rfind(u'等');
    auto const last_joint = words(stretch).rfind(u'、');
    if (etc == std::u16string_view::npos || etc < last_joint) continue;
    stretch.end = stretch.begin + etc;
    auto pieces = pieces_of(text_, stretch);
    if (pieces.size() < 3) continue;
    auto const first = pieces.front();
    pieces.front().begin = name_begin_of(text_, first.begin, first.end, amounts_);
    auto const ahead = words(first.begin, pieces.front().begin);
    if (contains_any(ahead, kHolds)) continue;
    // 拟在某地建设养殖基地、冷链物流等: what one is made of.
    auto const built = words(first).find(u"建设");
    if (built != std::u16string_view::npos && built + 2 < first.size()) continue;
    auto strong = std::size_t{0};
    auto bad = false;
    for (auto const& piece : pieces) {
      auto const name = words(piece);
      if (name.size() < 4 || name.size() > 45 || is_no_item(name) || name_kind(name) == NameKind::kGeneric ||
          starts_with_any(name, kHolds) || !is_free(piece))
        bad = true;
      if (name.size() > 5 && (contains_any(name, {u"年产", u"日产", u"公司", u"一期", u"二期"}) ||
                              ends_with_any(name, site_endings()) || name.ends_with(u"项目")))
        ++strong;
    }
    if (bad || strong * 2 < pieces.size()) continue;
    for (auto const& piece : pieces) {
      if (take(piece, true)) out_.back().in_list = true;
    }
  }
}

/// A项目、|B基地|、C项目: what stands in a list between two projects is one.
void MentionFinder::add_between() {
  std::vector<Span> named;
  for (auto const& mention : out_) {
    if (mention.kind == MentionKind::kProject && words(mention.span).ends_with(u"项目")) named.push_back(mention.span);
  }
  std::sort(named.begin(), named.end(), [](Span const& a, Span const& b) { return a.begin < b.begin; });
  for (std::size_t i = 0; i + 1 < named.size(); ++i) {
    auto const gap = words(named[i].end, std::max(named[i].end, named[i + 1].begin));
    if (gap.size() < 6 || gap.size() > 60 || !gap.starts_with(u"、") || !is_one_of(u"、和与及", gap.back())) continue;
    if (std::any_of(gap.begin(), gap.end(), [](char16_t c) { return is_hard_mark(c) && c != u'、'; })) continue;
    auto begin = named[i].end + 1;
    for (auto at = begin; at < named[i + 1].begin; ++at) {
      if (text_[at] != u'、' && at + 1 < named[i + 1].begin) continue;
      Span const piece{begin, at};
      begin = at + 1;
      auto const name = words(piece);
      if (name.size() < 5 || name_kind(name) != NameKind::kNamed || is_no_item(name) ||
          name_begin_of(text_, piece.begin, piece.end, amounts_) != piece.begin || !looks_like_project(name))
        continue;
      if (take(piece, true)) out_.back().in_list = true;
    }
  }
}

/// 先后来到A、B和C项目建设现场: those visited, named without 项目 but for the last.
void MentionFinder::add_visited() {
  static std::vector<std::u16string_view> const kVisits{
      u"来到",   u"深入",   u"走进",   u"先后到", u"先后赴", u"前往",   u"察看了", u"察看",
      u"查看了", u"查看",   u"实地到", u"到",     u"赴",     u"观摩了", u"观摩",   u"调研了",
      u"调研",   u"走访了", u"走访",   u"考察了", u"考察",   u"参观了", u"参观"};
  std::vector<Span> named;
  for (auto const& mention : out_) {
    if (mention.kind == MentionKind::kProject && words(mention.span).ends_with(u"项目")) named.push_back(mention.span);
  }
  for (auto const& last : named) {
    if (!starts_with_any(behind(last.end, 6), {u"建设现场", u"施工现场", u"建设工地", u"施工工地", u"现场", u"工地",
                                               u"一线", u"等地", u"等现场"}))
      continue;
    auto begin = last.begin;
    while (begin > sentence_.begin && (!is_hard_mark(text_[begin - 1]) || text_[begin - 1] == u'、') &&
           last.begin - begin < 120)
      --begin;
    auto const ahead = words(begin, last.begin);
    if (ahead.find(u'、') == std::u16string_view::npos && !ends_with_any(ahead, {u"和", u"与", u"及", u"以及"}))
      continue;
    auto from = std::size_t{0};
    for (auto const verb : kVisits) {
      auto const at = ahead.find(verb);
      if (at == std::u16string_view::npos || at > ahead.find(u'、')) continue;
      from = std::max(from, at + verb.size());
    }
    if (from == 0) continue;
    auto item = begin + from;
    std::vector<Span> items;
    // A、B和C项目: the last joint of a list divides.
    auto whole = std::find_if(out_.begin(), out_.end(), [&](Mention const& m) { return m.span.begin == last.begin; });
    if (whole != out_.end() && text_[last.begin - 1] == u'、') {
      auto const name = words(last);
      auto const joint = name.find_first_of(u"和与及");
      if (joint != std::u16string_view::npos && joint >= 4 && name.size() > joint + 6 &&
          name.find_first_of(u"和与及", joint + 1) == std::u16string_view::npos &&
          name_kind(name.substr(joint + 1, name.size() - joint - 3)) == NameKind::kNamed) {
        whole->span.begin = last.begin + joint + 1;
        items.push_back({last.begin, last.begin + joint});
      }
    }
    for (auto i = item; i <= last.begin; ++i) {
      auto const joint =
          i < last.begin && (text_[i] == u'、' || (i + 1 == last.begin && is_one_of(u"和与及", text_[i])));
      if (!joint && i < last.begin) continue;
      if (i > item) items.push_back({item, i});
      item = i + 1;
    }
    for (auto const& one : items) {
      auto const name = words(one);
      if (name.size() < 4 || name.size() > 30 ||
          contains_any(name, {u"企业", u"书记", u"市长", u"县长", u"主任", u"镇", u"街道"}) ||
          ends_with_any(name, {u"公司", u"集团", u"村", u"社区", u"乡", u"县", u"市", u"区"}))
        continue;
      if (name_kind(name) != NameKind::kGeneric) take(one, true);
    }
  }
}

/// 甲公司三电系统等零部件项目: 等 inside the name of one project of an industry.
bool MentionFinder::widen_over_etc(Span list, std::size_t industry) {
  auto const said = words(list);
  if (said.find(u'、') != std::u16string_view::npos || said.size() > 48) return false;
  for (auto& mention : out_) {
    if (mention.kind != MentionKind::kProject || !mention.sector || mention.span.begin != industry) continue;
    auto const begin = name_begin_of(text_, list.begin, list.end, amounts_);
    if (list.end - begin < 6) return false;
    mention.span.begin = begin;
    mention.sector = false;
    return true;
  }
  return false;
}

}  // namespace lianzhao::radar
