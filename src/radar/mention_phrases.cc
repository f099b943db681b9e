#include <algorithm>

#include "radar/mention_finder.h"
#include "radar/name_words.h"
#include "radar/stages.h"
#include "radar/works_signs.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

/// What is said of a project begins with one of these.
Words const& predicates() {
  static Words const kWords{
      u"正在",     u"正式", u"正有序", u"正加", u"正进", u"正抓", u"已",       u"将于",    u"将在", u"将建",
      u"目前",     u"即将", u"全面",   u"顺利", u"主体", u"近日", u"日前",     u"开工",    u"投产", u"竣工",
      u"签约",     u"落户", u"建成",   u"奠基", u"封顶", u"动工", u"完工",     u"投用",    u"进入", u"完成",
      u"等",       u"也",   u"均",     u"成功", u"年内", u"今年", u"预计",     u"有望",    u"力争", u"计划",
      u"总投资",   u"投资", u"加快",   u"加紧", u"是我", u"是全", u"是一",     u"在建",    u"实现", u"试生产",
      u"投入",     u"启动", u"获批",   u"于",   u"由",   u"落地", u"入驻",     u"举行",    u"揭牌", u"达产",
      u"通车",     u"点火", u"正",     u"又",   u"现",   u"在今", u"在我",     u"在该",    u"已于", u"破土",
      u"拔地而起", u"初具", u"建设",   u"项目", u"具备", u"以及", u"和总投资", u"、总投资"};
  return kWords;
}

bool is_investment(std::u16string_view ahead) {
  auto const near = ahead.size() > 8 ? ahead.substr(ahead.size() - 8) : ahead;
  return contains_any(near, {u"投资", u"斥资", u"耗资", u"造价", u"投入", u"签订的", u"签约的", u"引资"}) &&
         !contains_any(near, {u"完成投资", u"年度", u"到位", u"固定资产投资完成", u"累计"});
}

/// Words that follow an amount without naming anything: 投资3亿元对道路…, 投资8亿元在当地办厂.
bool starts_no_name(std::u16string_view text) {
  return starts_with_any(
      text, {u"在",   u"对",   u"用于",   u"进行", u"以",   u"左右", u"资金", u"投资", u"支持", u"购",   u"入股",
             u"收购", u"用来", u"的资金", u"建厂", u"设厂", u"项目", u"大关", u"目标", u"增资", u"规模", u"成立",
             u"设立", u"企业", u"产业",   u"基金", u"订单", u"合同", u"以上", u"级",   u"至",   u"到",   u"工业",
             u"重大", u"重点", u"好",     u"大",   u"龙头", u"技改", u"税",   u"债",   u"采购", u"后",   u"时",
             u"并",   u"与",   u"和",     u"由",   u"为",   u"其中", u"占",   u"同比"});
}

}  // namespace

std::size_t phrase_end(std::u16string_view text, std::size_t begin, std::size_t limit) {
  auto at = begin;
  auto depth = 0;
  while (at < limit) {
    auto const c = text[at];
    if (c == u'(' || c == u'“') ++depth;
    if (c == u')' || c == u'”') {
      if (depth == 0) break;
      --depth;
    }
    if (depth == 0) {
      if (is_hard_mark(c)) break;
      if (at > begin && starts_with_any(text.substr(at, std::min<std::size_t>(4, limit - at)), predicates())) {
        auto const ahead = text.substr(begin, at - begin);
        // 公交站点建设工程, 某某投资公司 go on; a verb ends the name only behind one.
        auto const rest = text.substr(at, std::min<std::size_t>(12, limit - at));
        auto const noun = (rest.starts_with(u"建设") || rest.starts_with(u"投资") || rest.starts_with(u"启动")) &&
                          !ends_as_site(ahead) && ends_as_site(text.substr(at, std::min<std::size_t>(6, limit - at)));
        if (ahead.size() >= 2 && !noun) break;
      }
    }
    ++at;
  }
  return at;
}

/// 投资10亿元的P, 投资5亿元建设P生产线, where P is not called 项目.
void MentionFinder::add_premodified() {
  static Words const kVerbs{u"投资建设", u"建设的", u"兴建的", u"建设", u"新建", u"扩建",
                            u"兴建",     u"打造",   u"开发",   u"实施", u"建"};
  for (auto const& amount : amounts_) {
    if (amount.kind != text::QuantityKind::kMoney || amount.begin < sentence_.begin || amount.end >= sentence_.end)
      continue;
    auto begin = amount.end;
    auto const rest = behind(begin);
    auto const of = rest.starts_with(u"的");
    auto verb = false;
    if (of) {
      ++begin;
    } else if (auto const word =
                   std::find_if(kVerbs.begin(), kVerbs.end(), [&](auto w) { return rest.starts_with(w); });
               word != kVerbs.end()) {
      begin += word->size() + (*word == u"建" && behind(begin + 1).starts_with(u"成") ? 1 : 0);
      verb = !word->ends_with(u"的");
    } else if (rest.starts_with(u"在") || rest.starts_with(u",在")) {
      // 投资20亿元在某某化工园区新建P
      auto const clause = clause_at(text_, sentence_, begin + 1);
      auto at = std::size_t{0};
      for (std::u16string_view const build : {u"建设", u"新建", u"兴建", u"投建", u"打造", u"设立"}) {
        auto const found = words(begin, clause.end).find(build);
        if (found != std::u16string_view::npos && found < 30 && (at == 0 || found + build.size() < at))
          at = found + build.size();
      }
      if (at == 0 || !out_.empty()) continue;
      begin += at;
      verb = true;
    } else if (starts_with_any(rest, {u",建设", u",新建", u",兴建", u",打造"})) {
      // 该项目总投资3亿元,建设标准化牧场 tells what the project holds.
      if (!out_.empty() || starts_with_any(rest.substr(3), {u"内容", u"规模", u"周期", u"工期", u"地点"})) continue;
      begin += 3;
      verb = true;
    } else if (rest.starts_with(u"、") || rest.starts_with(u",")) {
      // 投资10亿元、年产能5万辆的P
      auto const clause = rest.substr(1, 18);
      auto const at = clause.find(u'的');
      if (at == std::u16string_view::npos ||
          !contains_any(clause.substr(0, at), {u"占地", u"年产", u"面积", u"规划"}) ||
          std::any_of(clause.begin(), clause.begin() + static_cast<std::ptrdiff_t>(at), is_hard_mark))
        continue;
      begin += at + 2;
    }
    if (!is_investment(before(amount.begin)) && !(of && before(amount.begin).ends_with(u"、"))) continue;
    if (starts_no_name(behind(begin))) continue;
    auto end = phrase_end(text_, begin, std::min(sentence_.end, begin + 48));
    if (verb) {
      // What is built: up to the last plant, line or site of the clause.
      auto const clause = clause_at(text_, sentence_, begin);
      auto best = begin;
      for (auto i = begin + 3; i <= clause.end && i - begin <= 40; ++i) {
        if (ends_with_any(words(begin, i), site_endings()) || words(begin, i).ends_with(u"项目") ||
            (ends_with_any(words(begin, i), {u"小区", u"改造", u"扩建", u"迁建"}) && i - begin >= 5))
          best = i;
      }
      if (best == begin || words(begin, best).ends_with(u"项目")) continue;
      // 新建水利工程一座: what and how many, no name.
      if (starts_with_any(behind(best, 2), {u"一座", u"一条", u"一个", u"两座", u"1座", u"1条", u"2座"})) continue;
      // 投资7亿元建设A、某某集团在当地投资5亿元建设B: two.
      auto const comma = words(begin, best).find(u'、');
      if (comma != std::u16string_view::npos && contains_any(words(begin + comma, best), {u"公司", u"集团", u"投资"}))
        best = begin + comma;
      end = best;
    } else {
      if (behind(end).starts_with(u"项目") || behind(end).starts_with(u"投资项目")) continue;
      // 总投资8亿元的A,位于…: in front of a comma only what is a site.
      auto const listed = end < sentence_.end && (text_[end] == u'、' || text_[end] == u'等' || text_[end] == u';' ||
                                                  words(end, end + 1) == u"和" || words(end, end + 1) == u"以");
      auto const said = end < sentence_.end && !is_hard_mark(text_[end]);
      auto const inside = end > begin && text_[end - 1] == u'内' && ends_as_site(words(begin, end - 1));
      auto const works = end - begin >= 8 && ends_with_any(words(begin, end), works_nouns());
      if (!inside && !listed && !said && !works && !ends_as_site(words(begin, end))) continue;
    }
    // 总投资20亿元的某某小镇在工业园区开工: where it stands is no part of the name.
    for (auto i = begin + 4; i < end; ++i) {
      if (text_[i] == u'在' && ends_as_site(words(begin, i))) end = i;
    }
    begin = without_leading(text_, begin, end);
    // 在总投资8亿元的某某产业园内
    if (end > begin && (text_[end - 1] == u'内' || text_[end - 1] == u'里') && ends_as_site(words(begin, end - 1)))
      --end;
    auto const name = words(begin, end);
    if (name.size() < 3 || contains_any(name, {u"项目", u"亿", u"企业"}) || ends_with_any(name, {u"公司", u"集团"}) ||
        (!verb && name.find(u'的') != std::u16string_view::npos))
      continue;
    if (name_kind(name) == NameKind::kNamed) take({begin, end});
  }
}

bool MentionFinder::names_before(std::size_t at) const {
  return std::any_of(out_.begin(), out_.end(), [&](Mention const& mention) {
    return mention.kind == MentionKind::kProject && mention.span.end <= at;
  });
}

/// 拟投资扩建两条熟料生产线: what is built, its money in the next sentence.
void MentionFinder::add_built() {
  static Words const kVerbs{u"投资建设", u"投资新建", u"投资扩建", u"投资兴建", u"拟建设",  u"拟新建",
                            u"计划建设", u"计划新建", u"将建设",   u"规划建设", u"投资打造"};
  for (auto at = sentence_.begin; at < sentence_.end; ++at) {
    auto const rest = behind(at, 5);
    auto const verb = std::find_if(kVerbs.begin(), kVerbs.end(), [&](auto word) { return rest.starts_with(word); });
    if (verb == kVerbs.end()) continue;
    auto const begin = at + verb->size();
    auto const clause = clause_at(text_, sentence_, begin);
    auto best = begin;
    for (auto i = begin + 3; i <= clause.end && i - begin <= 40; ++i) {
      if (ends_with_any(words(begin, i), site_endings())) best = i;
    }
    auto const after = behind(best, 4);
    if (best == begin || starts_with_any(after, {u"项目", u"建设项目"}) || !is_free({begin, best})) continue;
    auto const name = words(begin, best);
    // 该项目将建设… tells what it consists of.
    if (words(clause.begin, at).find(u"项目") != std::u16string_view::npos) continue;
    // 此次开工的某某生产基地,拟建设甲中心: what the site before the comma will hold.
    if (clause.begin > sentence_.begin && text_[clause.begin - 1] == u',' && at - clause.begin <= 2) {
      auto const end = clause.begin - 1;
      auto const subject_clause = clause_at(text_, sentence_, end > sentence_.begin ? end - 1 : end);
      auto const from = name_begin_of(text_, subject_clause.begin, end, amounts_);
      auto const subject = words(from, end);
      if (subject.size() >= 6 && ends_as_site(subject) && name_kind(subject) == NameKind::kNamed &&
          !ends_with_any(words(subject_clause.begin, from), {u"在", u"于", u"位于", u"落户"})) {
        take({from, end});
        continue;
      }
    }
    if (name.size() < 5 || names_before(begin) ||
        contains_any(name,
                     {u"项目", u"了", u"多个", u"等", u"、仓库", u"综合楼", u"办公楼", u"宿舍", u"层", u"栋", u"幢"}))
      continue;
    take({begin, best});
  }
}

/// 某某云数据基地是落实…的重大项目
void MentionFinder::add_defined() {
  auto const is = words(sentence_).find(u'是');
  if (is == std::u16string_view::npos || is < 4 || is > 34) return;
  auto const end = sentence_.begin + is;
  auto const clause = clause_at(text_, sentence_, end);
  if (!ends_with_any(words(clause), {u"项目", u"工程", u"项目之一", u"工程之一"})) return;
  auto const begin = name_begin_of(text_, sentence_.begin, end, amounts_);
  auto const name = words(begin, end);
  auto const first = begin == sentence_.begin || text_[begin - 1] == u'-' || text_[begin - 1] == u',';
  if (first && ends_as_site(name) && name_kind(name) == NameKind::kNamed &&
      name.find(u"项目") == std::u16string_view::npos)
    take({begin, end});
}

/// 新建年产500吨龙虾生产线,由某某公司投资建设: who is to build it says that it is a project.
void MentionFinder::add_commissioned() {
  auto const clause = clause_at(text_, sentence_, sentence_.begin);
  if (clause.end >= sentence_.end || text_[clause.end] != u',') return;
  auto const next = words(clause.end + 1, clause_at(text_, sentence_, clause.end + 1).end);
  if (!next.starts_with(u"由") ||
      !ends_with_any(next, {u"投资建设", u"投资兴建", u"投资开发", u"承建", u"建设", u"投资"}))
    return;
  auto begin = clause.begin;
  for (std::u16string_view const verb : {u"新建", u"扩建", u"改建", u"建设"}) {
    if (words(begin, clause.end).starts_with(verb)) begin += verb.size();
  }
  begin = without_leading(text_, begin, clause.end);
  auto const name = words(begin, clause.end);
  if (name.size() < 6 || name.size() > 45 || name_kind(name) != NameKind::kNamed ||
      contains_any(name, {u"项目", u"公司", u"是", u"了", u"将", u"的", u"举行", u"仪式"}) || !looks_like_project(name))
    return;
  take({begin, clause.end});
}

/// P总投资10亿元; P,总投资10亿元: who has a total investment is a project.
void MentionFinder::add_subjects() {
  static Words const kSays{u"计划总投资", u"预计总投资", u"概算总投资", u"估算总投资", u"总投资", u"总造价",
                           u"投资总额",   u"计划投资",   u"拟投资",     u"预计投资",   u"投资"};
  for (auto const& amount : amounts_) {
    if (amount.kind != text::QuantityKind::kMoney || amount.begin < sentence_.begin || amount.end > sentence_.end)
      continue;
    auto clause = clause_at(text_, sentence_, amount.begin);
    auto const said = words(clause.begin, amount.begin);
    auto at = std::u16string_view::npos;
    auto strong = false;
    for (auto const word : kSays) {
      auto const found = said.rfind(word);
      if (found == std::u16string_view::npos || said.size() - found - word.size() > 6) continue;
      if (at == std::u16string_view::npos || found < at) at = found;
      strong = strong || word.find(u'总') != std::u16string_view::npos;
    }
    if (at == std::u16string_view::npos) continue;
    auto end = clause.begin + at;
    for (auto changed = true; changed;) {
      changed = false;
      for (std::u16string_view const word : {u"约", u"预计", u"计划", u"估算", u"概算", u"拟", u"将", u" "}) {
        if (end < clause.begin + word.size() || !words(clause.begin, end).ends_with(word)) continue;
        end -= word.size();
        changed = true;
      }
    }
    auto begin = clause.begin;
    auto const apart = end == begin;
    if (apart) {
      if (clause.begin == sentence_.begin || (text_[clause.begin - 1] != u',' && text_[clause.begin - 1] != u':'))
        continue;
      end = clause.begin - 1;
      begin = clause_at(text_, sentence_, end > sentence_.begin ? end - 1 : end).begin;
    }
    auto const from = name_begin_of(text_, begin, end, amounts_);
    auto const name = words(from, end);
    // A verb in it: no name, unless what stands behind the verb is a site.
    auto const ahead = words(begin, from);
    auto const whole =
        from == without_leading(text_, begin, end) ||
        (ahead.ends_with(u"的") && contains_any(ahead, {u"开工", u"签约", u"投产", u"竣工", u"落户", u"引进"}));
    if (name.size() < 4 || name.size() > 40 || name_kind(name) != NameKind::kNamed) continue;
    if (!ends_as_site(name) && (!strong || !whole || (apart && begin != sentence_.begin))) continue;
    // 某项目,位于某某工业园,总投资…, 其中…总投资: of the project named before.
    if ((apart && !whole) || (apart && names_before(from)) ||
        ends_with_any(ahead, {u"紧邻", u"毗邻", u"邻近", u"靠近", u"地处"}))
      continue;
    if (words(sentence_).starts_with(u"其中") && !ends_as_site(name)) continue;
    // 在该市产业集聚区投资5亿元 says where.
    if (ends_with_any(ahead, {u"在", u"该"})) continue;
    auto const named_zone = ends_with_any(name, {u"示范区", u"集聚区", u"度假区", u"景区", u"港区"});
    if (!named_zone &&
        ends_with_any(name, {u"公司", u"集团", u"开发区", u"高新区", u"经开区",   u"新区", u"市",      u"县",   u"区",
                             u"省",   u"镇",   u"乡",     u"政府",   u"固定资产", u"合同", u"协议",    u"累计", u"其中",
                             u"年",   u"月",   u"合计",   u"共计",   u"期间",     u"完成", u"分别",    u"企业", u"产业",
                             u"科技", u"股份", u"控股",   u"平均",   u"时间",     u"规划", u"建筑面积"}))
      continue;
    if (contains_any(name, {u"项目", u"企业", u"记者", u"亿", u"个", u"同比", u"方面"}) ||
        ends_with_any(name, {u"会场", u"现场", u"日", u"日上午", u"日下午"}) || behind(amount.end).starts_with(u"的"))
      continue;
    take({from, end});
  }
}

/// 某某基地正式动工建设: a word for a stage behind an adverb or two.
bool MentionFinder::stage_follows(std::size_t end) const {
  constexpr std::size_t kAdverbs = 6;
  constexpr std::size_t kPlace = 18;
  auto const clause = clause_at(text_, sentence_, end);
  if (clause.begin >= end || clause.end <= end) return false;
  auto const stages = find_stages(text_, {end, clause.end});
  if (stages.empty() || stages.front().span.begin - end > kPlace) return false;
  auto const gap = words(end, stages.front().span.begin);
  // 某某产业园在东川县正式动工
  if (gap.starts_with(u"在") && stages.front().stage >= NewsStage::kConstruction)
    return !contains_any(gap, {u"的", u"项目", u"企业", u"公司", u"内", u"、"});
  // 某某电站主体工程于7月实现全面开工
  static constexpr std::u16string_view kTimeChars =
      u"于在0123456789年月日上中下旬初底第一二三四季度今去实现正式全面顺利成功已经均";
  if (gap.size() <= kPlace && (gap.starts_with(u"于") || gap.starts_with(u"已于") || gap.starts_with(u"在2")) &&
      gap.find_first_not_of(kTimeChars) == std::u16string_view::npos)
    return true;
  if (gap.size() > kAdverbs) return false;
  static constexpr std::u16string_view kAdverbChars = u"正式全面顺利成功已经均今日昨天目前现又也隆重举行项目";
  return gap.find_first_not_of(kAdverbChars) == std::u16string_view::npos;
}

/// 某某基地已进入设备调试阶段, 某某大桥完成承台浇筑: the subject of a clause, at whose site works are told of.
bool MentionFinder::works_follow(std::size_t begin, std::size_t end) const {
  auto const located = begin > sentence_.begin && text_[begin - 1] == u'的' &&
                       contains_any(words(clause_at(text_, sentence_, begin).begin, begin), {u"位于", u"坐落"});
  if (begin != sentence_.begin && text_[begin - 1] != u',' && text_[begin - 1] != u'-' && !located) return false;
  auto const clause = clause_at(text_, sentence_, end);
  // 某某标准厂房一期工程,工人正在抢工期
  if (clause.begin <= begin && clause.end == end && end < sentence_.end && text_[end] == u',' &&
      (located || end - begin > 9) && words(begin, end).ends_with(u"工程"))
    return find_works(text_, {end + 1, sentence_.end}).has_value();
  if (clause.begin > begin || clause.end <= end) return false;
  static Words const kTells{u"已进入", u"进入", u"全面进入", u"正在", u"正进行", u"完成", u"已完成", u"启动",
                            u"开展",   u"主体", u"土建",     u"全部", u"首批",   u"首台", u"部分"};
  constexpr auto kClearSign = 0.6;
  if (!starts_with_any(words(end, clause.end), kTells)) {
    // 机场改扩建工程快马加鞭,…开展主体施工; a zone may be busy with anything.
    auto const zone =
        ends_with_any(words(begin, end), {u"园区", u"工业园", u"产业园", u"集聚区", u"示范区", u"新城", u"市场",
                                          u"平台", u"中心", u"总部", u"景区", u"度假区", u"港区", u"厂区"});
    auto const sentence_end = std::min(sentence_.end, clause.end + 40);
    return !zone && find_works(text_, {end, clause.end}, kClearSign).has_value() &&
           find_works(text_, {end, sentence_end}).has_value();
  }
  return find_works(text_, {end, clause.end}, kClearSign).has_value() || !find_stages(text_, {end, clause.end}).empty();
}

/// 产业园, 基地 … with money right before them or a stage right behind.
void MentionFinder::add_sites() {
  for (auto at = sentence_.begin; at < sentence_.end; ++at) {
    auto const rest = behind(at, 8);
    auto const ending =
        std::find_if(site_endings().begin(), site_endings().end(), [&](auto word) { return rest.starts_with(word); });
    // 地铁1号线三期建成通车
    auto const phase = ending == site_endings().end() && starts_with_any(rest, {u"一期", u"二期", u"三期", u"四期"});
    if (ending == site_endings().end() && !phase) continue;
    auto end = at + (phase ? 2 : ending->size());
    if (phase &&
        (!stage_follows(end) || before(at).ends_with(u"项目") || ends_with_any(before(at), {u"(", u"、", u","})))
      continue;
    // 生产基地|建设(二期)
    if (!phase && behind(end).starts_with(u"建设(")) {
      auto const close = behind(end, 12).find(u')');
      if (close != std::u16string_view::npos) end += close + 1;
    }
    // 水库枢纽|工程
    if (!phase && behind(end).starts_with(u"工程") && *ending != u"工程") end += 2;
    auto after = behind(end, 14);
    for (auto changed = true; changed;) {
      changed = false;
      for (std::u16string_view const adverb : {u"均已", u"目前已", u"现已", u"已经", u"已", u"目前", u"项目一期已"}) {
        if (!after.starts_with(adverb)) continue;
        after.remove_prefix(adverb.size());
        changed = true;
        break;
      }
    }
    auto const behind_it = starts_with_any(
        after, {u"开工",       u"正式开工",   u"全面开工",   u"竣工",       u"建成",        u"投产",     u"正式投产",
                u"投用",       u"奠基",       u"动工",       u"签约",       u"落户",        u"封顶",     u"正式投",
                u"一期",       u"二期",       u",总投资",    u"总投资",     u",计划总投资", u"(总投资",  u"预算总投资",
                u"估算总投资", u"概算总投资", u"计划总投资", u"项目总投资", u"获批",        u"获得批复", u"主体结构",
                u"主体工程",   u"主体封顶",   u"举行开工",   u"举行奠基",   u"顺利封顶",    u"顺利竣工", u"正式启用",
                u"正式揭牌",   u"试生产",     u"正在建设",   u"正在加紧",   u"位于",        u"坐落",     u"为例",
                u",该项目",    u",位于",      u",项目",      u"占地",       u",占地",       u"概算",     u"由",
                u"规划的",     u"累计完成",   u"完成投资",   u"已完成投资"});
    auto const begin = name_begin_of(text_, sentence_.begin, end, amounts_);
    Span const span{begin, end};
    constexpr std::size_t kWholeName = 6;
    // …;由某某公司投资的甲生产基地;…: an item of a list and nothing else.
    auto const item = end == sentence_.end && sentence_.begin > 0 && text_[sentence_.begin - 1] == u';' &&
                      span.size() >= kWholeName && before(begin).find(u',') == std::u16string_view::npos &&
                      (begin == sentence_.begin || text_[begin - 1] == u'的');
    if (!behind_it && !item && !stage_follows(end) && !(span.size() >= kWholeName && works_follow(begin, end))) {
      at = end - 1;
      continue;
    }
    auto const name = words(span);
    if (span.size() < 4 || span.size() > 40 || !is_free(span) ||
        std::find(site_endings().begin(), site_endings().end(), name) != site_endings().end())
      continue;
    // 与某某工业园签定的电子项目: a party.
    if (ends_with_any(before(begin), {u"与", u"和", u"同", u"跟"}) && behind(end).starts_with(u"签")) continue;
    // 公司四大光伏生产基地 are four.
    if (contains_any(name, {u"两大", u"三大", u"四大", u"五大", u"六大", u"七大", u"八大", u"十大", u"几大"})) continue;
    // A part of the project named before: 综合楼主体结构已经完成.
    if (names_before(begin) && (!behind_it || starts_with_any(after, {u"主体", u"封顶", u"建成", u"顺利封顶"})) &&
        before(begin).ends_with(u","))
      continue;
    if (starts_with_any(name, {u"一条", u"两条", u"三条", u"四条", u"多条", u"首条", u"部分", u"全部", u"首批"}))
      continue;
    // 在智造产业园区签约 says where.
    auto const at_works =
        starts_with_any(behind(end, 5), {u"施工现场", u"建设现场", u"建设工地", u"工地", u"项目现场"});
    if (!at_works && ends_with_any(before(begin), {u"在", u"于", u"落户", u"入驻", u"位于", u"到", u"项目的", u"紧邻",
                                                   u"毗邻", u"邻近", u"靠近", u"地处"}))
      continue;
    if (name_kind(name) == NameKind::kNamed && take(span)) take_listed_before(span.begin);
    at = end - 1;
  }
}

/// 堤防加固一期、某某水库、|某某水库加快建设: what stands before a site in its list is said the same of.
void MentionFinder::take_listed_before(std::size_t begin) {
  while (begin > sentence_.begin + 4 && text_[begin - 1] == u'、') {
    auto const end = begin - 1;
    auto const from = name_begin_of(text_, sentence_.begin, end, amounts_);
    auto const name = words(from, end);
    if (name.size() < 4 || name.size() > 40 || name_kind(name) != NameKind::kNamed || !is_free({from, end}) ||
        !(ends_as_site(name) || ends_with_any(name, works_nouns()) || name.ends_with(u"项目")))
      return;
    if (!take({from, end})) return;
    begin = from;
  }
}

}  // namespace lianzhao::radar
