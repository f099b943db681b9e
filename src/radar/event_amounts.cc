#include <algorithm>

#include "radar/event_reader.h"
#include "radar/money_kind.h"

namespace lianzhao::radar {

namespace {

/// Land a project takes, not floor space nor fields.
bool is_land(std::u16string_view before, std::u16string_view words) {
  if (contains_any(before, {u"建筑面积"})) return false;
  if (contains_any(before, {u"占地", u"用地", u"土地", u"供地", u"拿地"})) return true;
  return words.ends_with(u"亩") && !contains_any(before, {u"种植", u"流转", u"亩均", u"农田", u"养殖"});
}

}  // namespace

namespace {

/// ,已完成投资|2.5亿元: a clause without a subject, which the project spoken of is.
bool says_money_only(std::u16string_view before) {
  if (before.find(u"投资") == std::u16string_view::npos) return false;
  static constexpr std::u16string_view kMoneyChars =
      u"总计划预拟投资额约达近超为累完成已项目概算规模固定产共需入并其中现前截至到";
  return before.find_first_not_of(kMoneyChars) == std::u16string_view::npos;
}

/// What stands behind the last bracket: (一期建设…)总投资45亿元 is the whole's.
std::u16string_view said_last(std::u16string_view before) {
  auto const close = before.rfind(u')');
  return close == std::u16string_view::npos ? before : before.substr(close + 1);
}

bool ends_with_phase(std::u16string_view name) {
  return contains_any(name, {u"一期", u"二期", u"三期", u"四期", u"首期"});
}

}  // namespace

/// 投资超亿元项目65个, 10亿元以上项目4个: how big each is, no sum.
bool EventReader::is_threshold(Sentence const& sentence, text::Quantity const& amount) const {
  auto const after = text_.substr(amount.end, std::min<std::size_t>(16, sentence.span.end - amount.end));
  auto const noun = after.find(u"项目");
  if (noun == std::u16string_view::npos) return false;
  auto const between = after.substr(0, noun);
  // 投资过20亿元的煤化工项目达到6个: the number stands behind the noun.
  auto const number = after.substr(noun + 2);
  if (amount.qualifier == text::Qualifier::kOver && between.size() <= 8 && !number.empty() &&
      (starts_with_any(number, {u"达到", u"达", u"共", u"有"}) || (number[0] >= u'0' && number[0] <= u'9')) &&
      between.find(u',') == std::u16string_view::npos)
    return true;
  // 总投资10亿元至30亿元的项目13个, 在1亿元~10亿元之间的项目, 1亿元以下的项目
  auto const said = text_.substr(amount.begin, amount.end - amount.begin);
  auto const counted =
      !number.empty() && ((number[0] >= u'0' && number[0] <= u'9') || starts_with_any(number, {u"有", u"共", u"达"}));
  if (counted &&
      (said.find_first_of(u"至到~-—") != std::u16string_view::npos ||
       starts_with_any(after, {u"以下", u"之间", u"以上", u"及以上", u"及以下", u"至", u"~", u"-", u"到"})) &&
      between.find(u',') == std::u16string_view::npos)
    return true;
  return between.find(u',') == std::u16string_view::npos && between.find(u'、') == std::u16string_view::npos &&
         (between.empty() || starts_with_any(between, {u"以上", u"及以上", u"的工业", u"的产业", u"级"}) ||
          name_kind(between) == NameKind::kGeneric) &&
         !between.starts_with(u"的");
}

/// 东川大运汽车有限公司投资20亿元, behind 东川大运智能整车项目: the firm the project is called by.
bool EventReader::is_of_same_firm(std::u16string_view sentence) const {
  constexpr std::size_t kBrand = 4;
  if (last_project_ == kNone) return false;
  auto const company = sentence.substr(0, 30).find(u"公司投资");
  if (company == std::u16string_view::npos) return false;
  for (auto const& proof : events_[last_project_].evidence) {
    if (proof.field == "project" && proof.end >= proof.begin + kBrand)
      return sentence.starts_with(text_.substr(proof.begin, kBrand));
  }
  return false;
}

/// 重点推进甲、乙、|丙项目: a verb before the list, whose items were not all told to be projects.
bool EventReader::drives_list(Sentence const& sentence, std::size_t item) const {
  auto const clause = clause_at(text_, sentence.span, item);
  return contains_any(text_.substr(clause.begin, item - clause.begin),
                      {u"推进", u"实施", u"抓好", u"加快", u"启动", u"谋划", u"开展", u"推动", u"建设"});
}

/// How many sums of money stand behind `from` in a sentence.
std::size_t EventReader::count_money(Sentence const& sentence, std::size_t from) const {
  return static_cast<std::size_t>(
      std::count_if(sentence.amounts.begin(), sentence.amounts.end(), [&](text::Quantity const& amount) {
        return amount.kind == text::QuantityKind::kMoney && amount.begin >= from && !is_threshold(sentence, amount);
      }));
}

void EventReader::set_amount(std::size_t index, text::Quantity const& quantity, AmountKind kind) {
  if (index == kNone) return;
  auto& event = events_[index];
  if (event.amount && rank(event.amount->kind) >= rank(kind)) return;
  event.amount = EventAmount{quantity.value, std::string{quantity.currency}, kind, quantity.qualifier};
  std::erase_if(event.evidence, [](Evidence const& e) { return e.field == "amount"; });
  prove(event, "amount", {quantity.begin, quantity.end});
}

void EventReader::set_land(std::size_t index, text::Quantity const& quantity) {
  if (index == kNone || events_[index].land_m2) return;
  events_[index].land_m2 = quantity.value;
  prove(events_[index], "land_m2", {quantity.begin, quantity.end});
}

/// 总投资10亿元的P项目, 投资5亿元建设P项目: the mention that an amount stands right before.
std::size_t EventReader::premodified(std::vector<Mention> const& mentions, std::size_t end) const {
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (mentions[i].span.begin < end) continue;
    auto const gap = text_.substr(end, mentions[i].span.begin - end);
    // 投资10亿元、年产能5万辆的P, 投资30亿元为整车配套的P
    if (gap.size() <= 24 && gap.ends_with(u"的") && gap.find(u',', 1) == std::u16string_view::npos &&
        !gap.starts_with(u",") && !contains_any(gap, {u"等", u"项目", u"税", u"产值", u"元"}))
      return i;
    // 总投资300亿元、年产40万吨材料项目
    if (gap == u"、" && text_.substr(mentions[i].span.begin, 2) == u"年产") return i;
    // 计划在当地投资15亿元,建设P项目: a total would be of the project before.
    auto const invests = text_.substr(end > 24 ? end - 24 : 0, std::min<std::size_t>(end, 24));
    if ((gap == u",建设" || gap == u",新建" || gap == u",兴建") && invests.find(u'在') != std::u16string_view::npos &&
        invests.find(u"投资") != std::u16string_view::npos && invests.find(u"总投资") == std::u16string_view::npos &&
        invests.find(u"项目") == std::u16string_view::npos)
      return i;
    if (gap.size() > 30 || gap.find(u',') != std::u16string_view::npos) return kNone;
    auto const leads =
        gap.empty() || starts_with_any(gap, {u"的", u"建设", u"新建", u"扩建", u"兴建", u"打造", u"实施", u"建"});
    return leads ? i : kNone;
  }
  return kNone;
}

/// The mention an amount is about; `direct` when it stands right before it.
std::size_t EventReader::mention_of(Sentence const& sentence, text::Quantity const& amount, bool& direct) const {
  auto const& mentions = sentence.mentions;
  auto target = premodified(mentions, amount.end);
  // 10个总投资29亿元的项目
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (mentions[i].kind == MentionKind::kGroup && mentions[i].span.begin <= amount.begin &&
        amount.end < mentions[i].span.end)
      target = i;
  }
  direct = target != kNone;
  if (direct) return target;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (mentions[i].span.end <= amount.begin) target = i;
  }
  // In front of it only within its clause: 实现到位资金33亿元,落地项目19个 is about two things.
  auto const clause = clause_at(text_, sentence.span, amount.begin);
  for (std::size_t i = 0; i < mentions.size() && target == kNone; ++i) {
    if (mentions[i].span.begin < amount.end) continue;
    if (mentions[i].span.begin < clause.end) target = i;
    // 拟投资约1.5亿元,在曲水县建设P
    auto const gap = text_.substr(amount.end, mentions[i].span.begin - amount.end);
    if (gap.size() < 60 && mentions[i].kind == MentionKind::kProject &&
        (ends_with_any(gap, {u"建设", u"新建", u"兴建", u"打造", u"实施", u"投建", u"扩建"}) ||
         gap.starts_with(u",在")) &&
        std::count(gap.begin(), gap.end(), u',') <= 2)
      target = i;
    break;
  }
  return target;
}

void EventReader::bind_amounts(Sentence const& sentence) {
  auto const& mentions = sentence.mentions;
  if (mentions.empty()) {
    // 总投资10亿元。 in the next sentence still speaks of the project before when the sentence has no other subject.
    bind_amounts_to_last(sentence);
    return;
  }
  std::vector<text::Quantity const*> each;  // behind 分别
  auto const last = pointed_back_;
  for (auto const& amount : sentence.amounts) {
    if (amount.kind == text::QuantityKind::kCount) continue;
    auto direct = false;
    auto const target = mention_of(sentence, amount, direct);
    // 该工业园总投资230亿元,项目包括…: of the one pointed back to, not of what it consists of.
    if (!direct && last != kNone && amount.kind == text::QuantityKind::kMoney &&
        amount.end <= mentions.front().span.begin && points_back(sentence.text)) {
      auto const money = kind_of(text_, clause_at(text_, sentence.span, amount.begin), amount);
      if (money.of_project && money.kind != AmountKind::kOther) set_amount(last, amount, money.kind);
      continue;
    }
    if (target == kNone || sentence.event_of[target] == kNone) continue;
    auto const index = sentence.event_of[target];
    auto const clause = clause_at(text_, sentence.span, amount.begin);
    auto const before = text_.substr(clause.begin, amount.begin - clause.begin);
    if (amount.kind == text::QuantityKind::kArea) {
      if (is_land(before, text_.substr(amount.begin, amount.end - amount.begin))) set_land(index, amount);
      continue;
    }
    auto money = kind_of(text_, clause, amount);
    // 签订的10亿元精深加工项目
    if (direct && money.of_project && money.kind == AmountKind::kOther && !amount.unit_implied &&
        mentions[target].kind == MentionKind::kProject && mentions[target].span.begin == amount.end)
      money.kind = AmountKind::kTotalInvestment;
    if (!money.of_project || money.kind == AmountKind::kOther) continue;
    if (!direct && contains_any(before, {u"亩均", u"每亩"})) continue;
    // 总投资额均过5亿元: how big each is at least.
    if (!direct && ends_with_any(before, {u"均", u"均在", u"均为", u"都在", u"均达", u"各在"}) &&
        amount.qualifier == text::Qualifier::kOver)
      continue;
    // 重点推进甲、乙、丙项目,总投资18亿元: of a list, whatever was not told apart in it.
    if (!direct && mentions[target].kind == MentionKind::kProject && mentions[target].span.end <= amount.begin &&
        mentions[target].span.begin > sentence.span.begin && text_[mentions[target].span.begin - 1] == u'、' &&
        !(target > 0 && mentions[target - 1].with_next) && drives_list(sentence, mentions[target].span.begin) &&
        text_.substr(mentions[target].span.end, amount.begin - mentions[target].span.end).find(u',') !=
            std::u16string_view::npos)
      continue;
    auto const& mention = mentions[target];
    // 引资额超亿元: a threshold, no sum.
    auto const said = text_.substr(amount.begin, amount.end - amount.begin);
    static constexpr std::u16string_view kNumbers = u"0123456789一二两三四五六七八九十百千数";
    if (said.find_first_of(kNumbers) == std::u16string_view::npos) continue;
    // 包括甲项目在内,…总投资566亿元 is of all of them.
    if (!direct && text_.substr(mention.span.end, 2) == u"在内") continue;
    if (mention.kind == MentionKind::kGroup) {
      if (is_threshold(sentence, amount)) continue;
      // …项目19个,其中甲、乙各投资50亿元
      auto const between = amount.begin > mention.span.end
                               ? text_.substr(mention.span.end, amount.begin - mention.span.end)
                               : std::u16string_view{};
      if (mention.part_spans.empty() && between.find(u"其中") != std::u16string_view::npos) continue;
      // 12个洽谈项目中,已签约7个、总投资145亿元: of the seven.
      if (std::any_of(sentence.stages.begin(), sentence.stages.end(), [&](StageWords const& words) {
            return words.span.begin > mention.span.end && words.span.end < amount.begin && counts_others(words.span) &&
                   text_.substr(words.span.end, amount.begin - words.span.end).find(u')') == std::u16string_view::npos;
          }))
        continue;
      // 其中产业项目20个、总投资99亿元: of a part, where each part has its own. 其中超亿元项目11个 says how big they
      // are, and what follows is said of all.
      auto const sized = mention.part_spans.size() == 1 && [&] {
        auto const part = mention.part_spans.front();
        return text_.substr(part.begin > 6 ? part.begin - 6 : 0, part.size() + 6).find(u'元') !=
               std::u16string_view::npos;
      }();
      // 212个项目(新开工项目25个),总投资…: what stands behind the bracket is of the whole.
      auto const closed = !mention.part_spans.empty() && mention.part_spans.back().end < amount.begin &&
                          text_.substr(mention.part_spans.back().end, 1) == u")";
      if (!sized && !closed && !mention.part_spans.empty() && mention.part_spans.front().end <= amount.begin &&
          (mention.part_spans.size() < 2 || count_money(sentence, mention.part_spans.front().end) > 1))
        continue;
    }
    // A phase or a part of it, never the whole.
    // 第一期建设4万吨产能,投资6500万元 too
    auto const from = std::max(mention.span.end, amount.begin > 30 ? amount.begin - 30 : 0);
    auto const near = from < amount.begin ? text_.substr(from, amount.begin - from) : before;
    auto const phase = (contains_any(said_last(before), {u"一期", u"二期", u"三期", u"首期"}) ||
                        (contains_any(said_last(near), {u"一期", u"二期", u"三期", u"首期"}) &&
                         !contains_any(before, {u"总投资", u"项目"}))) &&
                       !ends_with_phase(text_.substr(mention.span.begin, mention.span.size()));
    if (!direct && (phase || (events_[index].amount && contains_any(before, {u"其中", u"人均"})))) continue;
    if (before.find(u"分别") != std::u16string_view::npos) {
      each.push_back(&amount);
      continue;
    }
    // Behind a list without 分别 it is the sum of the list: of those counted, no part's own.
    auto const list = !direct && mention.span.end <= amount.begin && mention.kind == MentionKind::kProject &&
                      ((target > 0 && mentions[target - 1].with_next) || mention.listed != kNone);
    auto const gap = list ? text_.substr(mention.span.end, amount.begin - mention.span.end) : std::u16string_view{};
    auto const own = list && std::none_of(gap.begin(), gap.end(), [](char16_t c) { return c == u',' || c == u'等'; }) &&
                     (gap.starts_with(u"(") || !(target > 0 && mentions[target - 1].with_next));
    if (list && !own) {
      if (mention.listed != kNone && !contains_any(before, {u"均", u"各"}) &&
          mentions[mention.listed].span.end <= amount.begin)
        set_amount(sentence.event_of[mention.listed], amount, money.kind);
      continue;
    }
    set_amount(index, amount, money.kind);
  }
  if (!each.empty()) share_out(sentence, each);
}

/// 总投资分别为11亿元、6亿元的A项目和B项目; A项目、B项目总投资分别为….
void EventReader::share_out(Sentence const& sentence, std::vector<text::Quantity const*> const& each) {
  std::vector<std::size_t> before;
  std::vector<std::size_t> after;
  for (std::size_t i = 0; i < sentence.mentions.size(); ++i) {
    if (sentence.mentions[i].kind != MentionKind::kProject) continue;
    (sentence.mentions[i].span.end <= each.front()->begin ? before : after).push_back(i);
  }
  auto const& targets = after.size() >= each.size() ? after : before;
  if (targets.size() < each.size()) return;
  auto const skip = &targets == &before ? targets.size() - each.size() : 0;
  for (std::size_t k = 0; k < each.size(); ++k)
    set_amount(sentence.event_of[targets[skip + k]], *each[k], AmountKind::kTotalInvestment);
}

void EventReader::bind_amounts_to_last(Sentence const& sentence) {
  if (last_project_ == kNone || events_[last_project_].group) return;
  static std::vector<std::u16string_view> const kGoesOn{
      u"总投资",   u"计划总投资", u"计划投资", u"投资", u"占地",       u"建成后",       u"达产后",   u"投产后",
      u"全部建成", u"一期",       u"预计",     u"其中", u"规划",       u"该",           u"全面达产", u"总用地",
      u"项目",     u"本项目",     u"拟投资",   u"工程", u"预计总投资", u"固定资产投资", u"建设地点", u"投资额",
      u"此次",     u"基地",       u"自开工",   u"累计", u"已完成投资"};
  auto const goes_on =
      starts_with_any(sentence.text, kGoesOn) || names_last_again(sentence.text) || is_of_same_firm(sentence.text);
  if (sentence.span.begin > homes_[last_project_].end + 220) return;
  for (auto const& amount : sentence.amounts) {
    auto const clause = clause_at(text_, sentence.span, amount.begin);
    auto const before = text_.substr(clause.begin, amount.begin - clause.begin);
    if (!goes_on && !(paragraph_projects_ == 1 && says_money_only(before))) continue;
    if (amount.kind == text::QuantityKind::kArea && contains_any(before, {u"占地", u"用地"}))
      set_land(last_project_, amount);
    if (amount.kind != text::QuantityKind::kMoney || contains_any(before, {u"一期", u"首期", u"亩均"})) continue;
    auto const money = kind_of(text_, clause, amount);
    if (money.of_project && money.kind != AmountKind::kOther) set_amount(last_project_, amount, money.kind);
  }
}

}  // namespace lianzhao::radar
