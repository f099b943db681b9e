#include <algorithm>

#include "radar/characters.h"
#include "radar/mention_finder.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

std::string utf8_of(std::u16string_view text) {
  std::string out;
  for (auto const c : text) text::append_utf8(out, c);
  return out;
}

/// 三大项目, 4大项目: the number before 大.
std::int64_t small_number(char16_t c) {
  static constexpr std::u16string_view kDigits = u"一二三四五六七八九十";
  if (c == u'两') return 2;
  auto const at = kDigits.find(c);
  if (at != std::u16string_view::npos) return static_cast<std::int64_t>(at) + 1;
  return c >= u'2' && c <= u'9' ? c - u'0' : 0;
}

/// What is counted behind 项目有两个 where it is not projects.
std::vector<std::u16string_view> const kOtherNouns{u"特点", u"方面", u"特征", u"亮点", u"优势", u"阶段", u"部分",
                                                   u"地块", u"标段", u"片区", u"厂区", u"车间", u"问题"};

std::u16string without_brackets(std::u16string_view text) {
  std::u16string out;
  for (auto const c : text) {
    if (c != u'(' && c != u')') out.push_back(c);
  }
  return out;
}

}  // namespace

/// 甲项目、乙项目三个新能源项目: the number counts what stands behind it.
bool MentionFinder::counts_behind(std::size_t at) const {
  auto const after = behind(at, 12);
  auto const noun = after.find(u"项目");
  return noun != std::u16string_view::npos && noun > 0 && name_kind(after.substr(0, noun)) != NameKind::kNamed &&
         std::none_of(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(noun), is_hard_mark);
}

/// Counted projects: 19个, in 项目19个 or 19个(优质产业)项目.
bool MentionFinder::group_span(Span number, Span& span) const {
  // 等21项目: 项 is half of the noun.
  if (text_[number.end - 1] == u'项' && behind(number.end).starts_with(u"目")) {
    span = {number.begin, number.end + 1};
    return true;
  }
  auto ahead = before(number.begin);
  while (ahead.ends_with(u" ")) ahead.remove_suffix(1);
  if (!counts_behind(number.end) &&
      ends_with_any(ahead, {u"项目",     u"项目占到", u"项目占",   u"项目为",       u"项目共",     u"项目达",
                            u"项目总数", u"项目有",   u"项目共有", u"项目总数达",   u"项目共计",   u"项目合计",
                            u"项目超",   u"项目约",   u"项目累计", u"项目累计达到", u"项目累计达", u"项目达到",
                            u"项目总计", u"项目数",   u"项目已有", u"项目已达",     u"项目近"})) {
    if (starts_with_any(behind(number.end), kOtherNouns)) return false;
    auto begin = number.begin;
    while (
        begin > sentence_.begin && !is_hard_mark(text_[begin - 1]) && number.begin - begin < 24 &&
        text_[begin - 1] != u'中' &&
        !ends_with_any(before(begin), {u"包含", u"包括", u"其中", u"共有", u"共", u"有", u"的", u"了", u"含", u"等"}))
      --begin;
    // 项目共有5个: the noun stands before 共有.
    if (words(begin, number.begin).find(u"项目") == std::u16string_view::npos) {
      auto const noun = before(begin).rfind(u"项目");
      if (noun != std::u16string_view::npos && begin - (sentence_.begin + noun) < 7) {
        begin = sentence_.begin + noun;
        while (begin > sentence_.begin && !is_hard_mark(text_[begin - 1]) && number.begin - begin < 24 &&
               text_[begin - 1] != u'中' &&
               !ends_with_any(before(begin), {u"包含", u"包括", u"其中", u"有", u"的", u"了", u"共"}))
          --begin;
      }
    }
    span = {begin, number.end};
    return true;
  }
  auto const after = behind(number.end);
  auto const noun = after.find(u"项目");
  if (noun == std::u16string_view::npos || noun > 20) return false;
  auto const between = after.substr(0, noun);
  // 46个市、县(区)级重点项目: marks only between words that say nothing.
  if (std::any_of(between.begin(), between.end(), [](char16_t c) { return is_hard_mark(c) && c != u'、'; }))
    return false;
  if (between.find(u'、') != std::u16string_view::npos && !is_generic_project(without_brackets(between))) return false;
  // “三个一批”活动共推进项目48个
  if (between.find(u"一批") != std::u16string_view::npos) return false;
  // 12个产业共签约2204个项目: the number nearer the noun counts it.
  if (contains_any(between, {u"个"}) && std::any_of(between.begin(), between.end(), is_digit)) return false;
  if (starts_with_any(after.substr(noun), {u"项目之一", u"项目负责", u"项目经理", u"项目部", u"项目组", u"项目库"}))
    return false;
  if (contains_any(between, {u"地区", u"方面", u"乡镇", u"阶段", u"企业", u"公司", u"部门", u"小时", u"分会场",
                             u"工作日", u"批次"}))
    return false;
  // 19个量大质优的产业项目, not 3个县的项目.
  if (auto const of = between.rfind(u'的'); of != std::u16string_view::npos) {
    if (name_kind(between.substr(of + 1)) != NameKind::kGeneric && of + 1 != between.size()) return false;
    if (contains_any(between.substr(0, of), {u"县", u"市", u"省", u"区", u"园", u"城", u"镇", u"乡"}) || of > 12)
      return false;
  }
  span = {number.begin, number.end + noun + 2};
  return true;
}

void MentionFinder::add_group(Span number, std::int64_t count, std::size_t of_which) {
  Span span;
  // 15万只生猪养殖项目 counts pigs.
  static constexpr std::u16string_view kGoods = u"只头套台羽株尾吨";
  if (kGoods.find(text_[number.end - 1]) != std::u16string_view::npos) return;
  if (count < 2 || count > 1'000'000 || !group_span(number, span) || !is_free(span)) return;
  auto const ahead = before(number.begin);
  if (ends_with_any(ahead, {u"第", u"上", u"前"})) return;
  auto const whole = std::find_if(out_.rbegin(), out_.rend(), [&](Mention const& other) {
    return other.kind == MentionKind::kGroup && !other.part;
  });
  auto const part = of_which != std::u16string_view::npos && of_which < number.begin && whole != out_.rend() &&
                    whole->span.begin < of_which;
  // 开工项目16个、竣工项目15个 are two statements, not parts of one.
  auto const own_stage =
      contains_any(words(span),
                   {u"开工", u"竣工", u"签约", u"投产", u"在建", u"开复工", u"新签", u"动工", u"续建", u"复工"}) ||
      starts_with_any(behind(span.end),
                      {u"集中",   u"成功",   u"签约",   u"开工", u"竣工",   u"投产",   u"正式",   u"动工",
                       u"全面",   u"陆续",   u"建成",   u"落地", u"顺利",   u"已顺利", u"已投产", u"已开工",
                       u"已竣工", u"已建成", u"已签约", u"均已", u"已全部", u"已全面", u"已正式"});
  auto const known =
      whole == out_.rend()
          ? span.begin
          : std::max(whole->span.end, whole->part_spans.empty() ? std::size_t{0} : whole->part_spans.back().end);
  auto const goes_on = !own_stage && span.begin > sentence_.begin && text_[span.begin - 1] == u'、' &&
                       known < span.begin && words(known, span.begin).find(u',') == std::u16string_view::npos;
  // 复工开工212个项目(复工187个,新开工项目25个)
  auto const in_brackets = whole != out_.rend() && [&] {
    auto const gap = whole->span.end < span.begin ? words(whole->span.end, span.begin) : std::u16string_view{};
    return gap.starts_with(u"(") && gap.find(u')') == std::u16string_view::npos;
  }();
  // 共签约18个项目,其中现场签约项目15个: the stage of the whole, said again.
  auto said_again = false;
  if (part && own_stage) {
    auto const all = before(whole->span.end);
    for (std::u16string_view const word : {u"签约", u"开工", u"竣工", u"投产"}) {
      if (words(span).find(word) != std::u16string_view::npos) said_again = all.find(word) != std::u16string_view::npos;
    }
  }
  if (whole != out_.rend() && ((part && (!own_stage || said_again)) || goes_on || in_brackets)) {
    auto sector = words(span);
    if (auto const noun = sector.find(u"项目"); noun != std::u16string_view::npos) {
      sector = number.begin > span.begin ? sector.substr(0, noun)
                                         : sector.substr(number.end - span.begin, noun - (number.end - span.begin));
    }
    while (starts_with_any(sector, {u"其中", u"有", u"共", u","})) sector.remove_prefix(sector[0] == u'其' ? 2 : 1);
    whole->parts.push_back({utf8_of(sector), count});
    whole->part_spans.push_back(span);
    return;
  }
  Mention mention;
  mention.kind = MentionKind::kGroup;
  mention.span = span;
  mention.count = count;
  out_.push_back(std::move(mention));
}

/// Counted ones first: their 项目 names nothing.
void MentionFinder::add_groups() {
  auto const of_which = text_.substr(0, sentence_.end).find(u"其中", sentence_.begin);
  for (auto const& amount : amounts_) {
    if (amount.kind != text::QuantityKind::kCount || amount.begin < sentence_.begin || amount.end > sentence_.end)
      continue;
    add_group({amount.begin, amount.end}, amount.value, of_which);
  }
  for (auto at = sentence_.begin + 1; at + 2 < sentence_.end; ++at) {
    if (text_[at] != u'大' || small_number(text_[at - 1]) == 0) continue;
    if (at >= 2 && small_number(text_[at - 2]) != 0) continue;
    auto const rest = behind(at + 1, 8);
    auto const noun = rest.find(u"项目");
    if (noun == std::u16string_view::npos || name_kind(rest.substr(0, noun)) != NameKind::kGeneric) continue;
    add_group({at - 1, at + 1}, small_number(text_[at - 1]), of_which);
  }
}

}  // namespace lianzhao::radar
