#include "radar/mentions.h"

#include <algorithm>

#include "radar/mention_finder.h"

namespace lianzhao::radar {

bool MentionFinder::is_free(Span span) const {
  return std::none_of(out_.begin(), out_.end(), [&](Mention const& other) {
    if (span.begin < other.span.end && other.span.begin < span.end) return true;
    return std::any_of(other.part_spans.begin(), other.part_spans.end(),
                       [&](Span const& part) { return span.begin < part.end && part.begin < span.end; });
  });
}

bool MentionFinder::take(Span name, bool listed) {
  while (name.size() > 0 && (text_[name.end - 1] == u' ' || text_[name.end - 1] == u'-')) --name.end;
  // 打造集研发、生产于一体的某某产业园: what it is for is no name.
  if (auto const of = words(name).rfind(u"一体的"); of != std::u16string_view::npos) name.begin += of + 3;
  if (name.size() < 3 || name.size() > 60 || !is_free(name)) return false;
  // 一座25万千瓦光伏电站: what is built, how many of it.
  if (starts_with_any(words(name), {u"一座", u"一个", u"一条", u"一处", u"两座", u"两条", u"两个", u"三座", u"三条",
                                    u"一栋", u"多个"}))
    return false;
  auto const kind = name_kind(words(name));
  if (kind == NameKind::kGeneric && !listed) return false;
  Mention mention;
  mention.span = name;
  mention.sector = kind == NameKind::kSector && !listed;
  out_.push_back(std::move(mention));
  return true;
}

namespace {

/// 项目 of 项目部, 项目经理, 项目化 … is no project.
bool is_other_noun(std::u16string_view after) {
  return !after.starts_with(u"建设") && !after.starts_with(u"部分") &&
         starts_with_any(after, {u"部",     u"区",     u"经理",   u"库",       u"化",     u"负责人", u"为王",
                                 u"制",     u"管理",   u"清单",   u"书",       u"数",     u"建设总", u"专班",
                                 u"组",     u"标",     u"推进会", u"推进方案", u"方案",   u"申报",   u"推介会",
                                 u"观摩会", u"洽谈会", u"对接会", u"调度会",   u"现场会", u"座谈会", u"推进大会",
                                 u"名称",   u"资本金", u"信息",   u"团队",     u"秘书",   u"公司"});
}

/// “回归工程项目签约仪式”: the name of an occasion.
bool is_named_occasion(std::u16string_view after) {
  auto const close = after.find(u'”');
  return close != std::u16string_view::npos && ends_with_any(after.substr(0, close), {u"仪式", u"活动", u"大会"});
}

/// 板块项目1个
bool counts_one(std::u16string_view after) {
  return after.size() >= 2 && after[0] == u'1' && (after[1] == u'个' || after[1] == u'项');
}

std::size_t behind_phase(std::u16string_view after) {
  for (std::u16string_view const phase : {u"一期工程", u"二期工程", u"(一期)", u"(二期)", u"(三期)", u"(四期)", u"一期",
                                          u"二期", u"三期", u"四期", u"(首期)", u"(第一期)", u"(第二期)"}) {
    if (after.starts_with(phase)) return phase.size();
  }
  return 0;
}

/// 三个地区, 2家企业
bool counts_things(std::u16string_view core) {
  static constexpr std::u16string_view kNumbers = u"0123456789一二两三四五六七八九十几多数";
  for (std::size_t i = 1; i < std::min<std::size_t>(core.size(), 4); ++i) {
    if ((core[i] == u'个' || core[i] == u'家') && kNumbers.find(core[i - 1]) != std::u16string_view::npos) return true;
  }
  return false;
}

/// Behind a short word that could be a verb (绘制项目实施计划, 助力项目落地) 项目 is its object; a name of two or three
/// characters has something said of it.
bool is_said_of(std::u16string_view after) {
  return after.empty() || is_hard_mark(after[0]) ||
         (starts_with_any(after, {u"已", u"将",   u"正",   u"等",   u"总投", u"计划", u"占地", u"位于", u"主要",
                                  u"由", u"是",   u"开工", u"竣工", u"投产", u"目前", u"(",    u"一期", u"二期",
                                  u"于", u"达产", u"全面", u"顺利", u"预计", u"建成", u"落户", u"签约", u"和",
                                  u"与", u"以及", u"现场", u"投资", u"的",   u"也",   u"均",   u"年产", u"累计"}) &&
          !starts_with_any(
              after, {u"开工仪式", u"签约仪式", u"竣工仪式", u"建成投", u"落户工作", u"投资方", u"的落", u"的推"}));
}

/// Whether 、 before `begin` is inside the name: 投资30亿元的强链、延链、补链中间体项目 is one project.
bool is_one_name(std::u16string_view stretch) {
  auto at = std::size_t{0};
  for (auto i = std::size_t{0}; i <= stretch.size(); ++i) {
    if (i < stretch.size() && stretch[i] != u'、') continue;
    auto const piece = stretch.substr(at, i - at);
    if (piece.size() < 2 || piece.size() > 16 || contains_any(piece, {u"项目", u"的", u"亿", u"元"})) return false;
    if (i < stretch.size() && ends_as_site(piece)) return false;
    at = i + 1;
  }
  return true;
}

}  // namespace

/// 甲项目是乙公司的异地建设项目: what kind of thing the subject is.
bool MentionFinder::is_predicate(std::size_t begin) const {
  auto const clause = clause_at(text_, sentence_, begin);
  auto const ahead = words(clause.begin, begin);
  auto const is = ahead.rfind(u'是');
  if (is == std::u16string_view::npos || ahead.substr(is).starts_with(u"是由")) return false;
  // 两个项目…。一个是甲项目,…。另一个是乙项目: which they are.
  if (starts_with_any(ahead, {u"一个是", u"另一个是", u"其一是", u"其二是", u"一是", u"二是", u"三是"})) return false;
  // …,是我省最大火电项目
  if (is == 0 && clause.begin > sentence_.begin) return true;
  auto const at = clause.begin + is;
  return std::any_of(out_.begin(), out_.end(), [&](Mention const& other) {
    return other.kind != MentionKind::kGroup && other.span.begin >= clause.begin && other.span.end <= at;
  });
}

/// Where the name that seems to begin at `begin` does: what one sum or one output is said of is one project, whatever
/// 及 or 、 it holds, and 建设A的生产项目 is what is built.
std::size_t MentionFinder::reaching_back(std::size_t floor, std::size_t begin, std::size_t at) const {
  auto const ahead = words(floor, begin);
  // 总投资1亿元的A基地及B车间项目
  if (ends_with_any(ahead, {u"及", u"和", u"暨"})) {
    auto of = ahead.rfind(u"元的");
    // 投资35亿元建设A产业园暨B综合体项目
    auto const built = ahead.rfind(u"元建设");
    if (of == std::u16string_view::npos && ahead.ends_with(u"暨") && built != std::u16string_view::npos) of = built + 1;
    if (of != std::u16string_view::npos && ahead.size() - of < 40 &&
        std::none_of(ahead.begin() + static_cast<std::ptrdiff_t>(of), ahead.end(), is_hard_mark) &&
        ahead.find(u"项目", of) == std::u16string_view::npos)
      return floor + of + 2;
  }
  // 年产6万吨甲、乙系列产品项目
  if (ahead.ends_with(u"、") && !ends_as_site(words(begin, at))) {
    auto const of = ahead.rfind(u"年产");
    if (of != std::u16string_view::npos && ahead.size() - of < 40 &&
        !contains_any(ahead.substr(of), {u"项目", u",", u"基地", u"公司"}))
      return floor + of;
  }
  // 建设甲与乙的生产研发项目
  if (ahead.ends_with(u"的") && contains_any(words(begin, at), {u"生产", u"研发", u"加工", u"制造"}) &&
      is_generic_project(words(begin, at))) {
    for (std::u16string_view const verb : {u"投资建设", u"将建设", u"建设", u"签订", u"签约"}) {
      auto const of = ahead.rfind(verb);
      if (of == std::u16string_view::npos || ahead.size() - of > 40) continue;
      auto const from = floor + of + verb.size();
      auto const what = words(from, at);
      if (what.size() > 8 && std::none_of(what.begin(), what.end(), is_hard_mark) &&
          std::count(what.begin(), what.end(), u'的') == 1)
        return from;
    }
  }
  return begin;
}

void MentionFinder::add_named() {
  auto floor = sentence_.begin;
  for (auto at = sentence_.begin; at + 2 <= sentence_.end; ++at) {
    if (text_[at] != u'项' || text_[at + 1] != u'目' || is_other_noun(behind(at + 2))) continue;
    auto const end = at + 2 + behind_phase(behind(at + 2));
    auto begin = name_begin_of(text_, floor, at, amounts_);
    if (ends_with_any(words(begin, at), {u"该", u"此", u"本", u"上述", u"这个", u"这一"})) begin = at;
    // 原料药项目(产业园二期项目): another name of the one before.
    if (begin > sentence_.begin && text_[begin - 1] == u'(' && !out_.empty() && out_.back().span.end == begin - 1)
      continue;
    // Right behind 亿元的 the name may hold a list of what it does.
    if (begin > sentence_.begin && text_[begin - 1] == u'、') {
      auto const of = before(begin).rfind(u"元的");
      if (of != std::u16string_view::npos) {
        auto const from = sentence_.begin + of + 2;
        if (from >= floor && begin - from < 40 && is_one_name(words(from, at)) && !behind(end).starts_with(u"、") &&
            words(from, at).find(u'等') == std::u16string_view::npos)
          begin = from;
      }
    }
    begin = reaching_back(floor, begin, at);
    // 某某有限公司开关、电器、管材生产项目: one company, one project.
    if (begin > sentence_.begin && text_[begin - 1] == u'、' && !starts_with_any(behind(end), {u"、", u"等", u"和"})) {
      auto from = begin - 1;
      while (from > floor && (!is_hard_mark(text_[from - 1]) || text_[from - 1] == u'、')) --from;
      auto const stretch = words(from, at);
      auto const company = stretch.find(u"公司");
      if (company != std::u16string_view::npos && company + 2 < stretch.find(u'、') && begin - from < 48 &&
          stretch.find(u"公司", company + 2) == std::u16string_view::npos && is_one_name(stretch.substr(company + 2)))
        begin = name_begin_of(text_, floor, from + company + 2, amounts_);
    }
    // 签订光伏组件、铝边框、储能运维产业项目: one contract, one project.
    if (begin > sentence_.begin && text_[begin - 1] == u'、') {
      for (std::u16string_view const verb : {u"签订", u"签署", u"投资建设"}) {
        auto const of = before(begin).rfind(verb);
        if (of == std::u16string_view::npos) continue;
        auto const from = sentence_.begin + of + verb.size();
        auto const stretch = words(from, at);
        if (from >= floor && begin - from < 30 && std::count(stretch.begin(), stretch.end(), u'、') <= 2 &&
            is_one_name(stretch) && !starts_with_any(behind(end), {u"、", u"等"}) &&
            !contains_any(stretch, {u"等", u"公司"}))
          begin = from;
      }
    }
    // 强链、延链、补链项目
    while (begin > floor + 3 && text_[begin - 1] == u'、' && text_[begin - 2] == u'链')
      begin = name_begin_of(text_, floor, begin - 1, amounts_);
    Span const span{begin, end};
    if (!is_free(span)) continue;
    // 公园首开项目——体育中心项目: behind a dash the same project by its name.
    if (before(begin).ends_with(u"--") && !out_.empty() && out_.back().kind == MentionKind::kProject &&
        out_.back().span.end + 2 == begin) {
      out_.back().span.end = end;
      floor = end;
      continue;
    }
    auto const core = words(begin, at);
    auto const ahead = before(begin);
    // 打造成集…于一体的旅游项目 says of what kind it is.
    if (ahead.ends_with(u"一体的") && ahead.find(u'集') != std::u16string_view::npos) continue;
    if (is_predicate(begin) || counts_one(behind(end, 3))) continue;
    auto const own_clause = words(clause_at(text_, sentence_, begin).begin, begin);
    // 主要建设内容为热电机组项目: what one project consists of.
    if (contains_any(words(begin - own_clause.size(), at), {u"建设内容为", u"建设内容包括", u"内容为", u"建设规模为"}))
      continue;
    // 《关于签订某某项目投资协议的公告》: the title of a paper.
    if (auto const open = ahead.rfind(u'《'); open != std::u16string_view::npos &&
                                              ahead.find(u'》', open) == std::u16string_view::npos &&
                                              ahead.substr(open).starts_with(u"《关于"))
      continue;
    // 一批电池产业链项目 are many.
    if (ends_with_any(ahead, {u"一批", u"一大批", u"一系列", u"一些", u"若干", u"众多", u"不少", u"许多"})) continue;
    // 自由贸易港建设项目(第四批)集中开工, 建设项目集中签约: many of a kind.
    if (starts_with_any(behind(end), {u"(第", u"集中"}) && !ends_with_any(core, {u"公司", u"集团"}) &&
        (behind(end).starts_with(u"集中") ? core.ends_with(u"建设") || name_kind(core) != NameKind::kNamed
                                          : behind(end, 6).find(u'批') != std::u16string_view::npos))
      continue;
    // 项目建设现场观摩会: an occasion.
    if (starts_with_any(behind(end),
                        {u"建设年", u"建设月", u"攻坚年", u"突破年", u"大会战", u"建设现场观摩", u"建设现场会",
                         u"建设现场推进", u"建设观摩", u"建设推进会", u"建设调度会", u"建设动员"}))
      continue;
    // 以满足30万锭纺纱项目生产需要: what something is for.
    if (ends_with_any(ahead, {u"满足", u"服务于", u"用于", u"适用于"})) continue;
    // 项目合作协议签约活动: what is signed on an occasion, no name.
    if (behind(end).starts_with(u"合作") && contains_any(behind(end, 16), {u"仪式", u"活动", u"大会", u"会议"}))
      continue;
    Mention mention;
    mention.span = span;
    // 本投资项目, 该产业化项目
    auto const shown = core.size() <= 8 && ends_with_any(ahead, {u"该", u"此", u"这个", u"这一", u"此番", u"上述"});
    // 这个总投资300亿元的“巨无霸”项目
    auto const this_one = starts_with_any(own_clause, {u"这个", u"这座", u"这一"}) && own_clause.ends_with(u"的");
    auto const points = shown || this_one || contains_any(core, {u"此番", u"这一", u"这个"}) ||
                        (core.size() <= 6 && starts_with_any(core, {u"该", u"本", u"此"}) &&
                         name_kind(core.substr(1)) == NameKind::kGeneric);
    if (core.empty() || points || core == u"该" || core == u"此" || core == u"本" || core == u"这一" ||
        core == u"上述") {
      auto const at_clause = points || ahead.empty() || is_hard_mark(ahead.back()) ||
                             ends_with_any(ahead, {u"该", u"此", u"本", u"这个", u"上述", u"这批", u"这些"});
      if (!at_clause || behind(end).starts_with(u"的落")) continue;
      mention.kind = MentionKind::kAnaphor;
    } else if (core.size() < 2 || says_no_project(core) || counts_things(core) ||
               (core.size() <= 3 && !ahead.ends_with(u"元的") && !is_said_of(behind(end, 6))) ||
               contains_any(core, {u"领域", u"活动", u"仪式", u"推介会", u"洽谈会", u"大会", u"论坛", u"会议",
                                   u"座谈会", u"恳谈会", u"博览会", u"会暨", u"推介暨"}) ||
               is_named_occasion(behind(end, 8))) {
      continue;
    } else {
      auto const kind = name_kind(core);
      if (kind == NameKind::kGeneric) continue;
      // 甲、乙等大项目
      if (ends_with_any(core, {u"等大", u"等好", u"等新"})) continue;
      mention.sector = kind == NameKind::kSector;
      // 一个旅游项目: what kind of thing it is.
      if (mention.sector && ends_with_any(ahead, {u"一个", u"一项", u"其中", u"其中,"})) continue;
      // 集中开工的生物医药项目是A、B、C: what they are, the list says which.
      if (mention.sector &&
          starts_with_any(behind(end, 4), {u"是", u"为", u"有", u"包括", u"包含", u"分别", u"如下", u"主要有"}))
        continue;
    }
    out_.push_back(std::move(mention));
    floor = end;
  }
}

/// Lists: what is said of one holds for the others.
void MentionFinder::link() {
  std::stable_sort(out_.begin(), out_.end(),
                   [](Mention const& a, Mention const& b) { return a.span.begin < b.span.begin; });
  for (auto& mention : out_) {
    if (mention.listed == Mention::kNone) continue;
    auto const group = std::find_if(out_.begin(), out_.end(), [&](Mention const& other) {
      return other.kind == MentionKind::kGroup && other.span.begin == mention.listed;
    });
    mention.listed = group == out_.end() ? Mention::kNone : static_cast<std::size_t>(group - out_.begin());
  }
  for (std::size_t i = 0; i + 1 < out_.size(); ++i) {
    auto& one = out_[i];
    auto const& next = out_[i + 1];
    if (one.kind != MentionKind::kProject) continue;
    auto const gap = words(one.span.end, next.span.begin);
    if (next.kind == MentionKind::kGroup) {
      one.with_next = one.listed == i + 1 && gap.starts_with(u"等");
      continue;
    }
    if (next.kind != MentionKind::kProject) continue;
    one.with_next =
        gap == u"、" || gap == u"和" || gap == u"与" || gap == u"及" || gap == u"暨" || gap == u"以及" || gap == u",";
    // 某项目(总投资20亿元)、某项目(…
    if (gap.size() < 40 && gap.starts_with(u"(")) {
      auto const close = gap.find(u')');
      one.with_next =
          close != std::u16string_view::npos && (gap.substr(close + 1) == u"、" || gap.substr(close + 1) == u"和");
    }
    if (!one.with_next && gap.size() < 30 && (gap.starts_with(u"、") || gap.starts_with(u"和")))
      one.with_next = std::none_of(gap.begin() + 1, gap.end(), [](char16_t c) { return is_hard_mark(c); });
  }
}

std::vector<Mention> MentionFinder::find() {
  add_groups();
  add_named();
  add_premodified();
  add_built();
  add_lists();
  add_visited();
  add_between();
  add_chains();
  add_sites();
  add_subjects();
  add_defined();
  add_commissioned();
  link();
  return std::move(out_);
}

std::vector<Mention> find_mentions(std::u16string_view folded, Span sentence,
                                   std::vector<text::Quantity> const& amounts) {
  return MentionFinder{folded, sentence, amounts}.find();
}

}  // namespace lianzhao::radar
