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
    if (gap.size() > 30 || gap.find(u',') != std::u16string_view::npos) return kNone;
    auto const leads = gap.empty() || starts_with_any(gap, {u"的", u"建设", u"新建", u"打造", u"实施"});
    return leads ? i : kNone;
  }
  return kNone;
}

/// The mention an amount is about; `direct` when it stands right before it.
std::size_t EventReader::mention_of(Sentence const& sentence, text::Quantity const& amount, bool& direct) const {
  auto const& mentions = sentence.mentions;
  auto target = premodified(mentions, amount.end);
  direct = target != kNone;
  if (direct) return target;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (mentions[i].span.end <= amount.begin) target = i;
  }
  for (std::size_t i = 0; i < mentions.size() && target == kNone; ++i) {
    if (mentions[i].span.begin >= amount.end && mentions[i].span.begin - amount.end < 60) target = i;
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
  for (auto const& amount : sentence.amounts) {
    if (amount.kind == text::QuantityKind::kCount) continue;
    auto direct = false;
    auto const target = mention_of(sentence, amount, direct);
    if (target == kNone || sentence.event_of[target] == kNone) continue;
    auto const index = sentence.event_of[target];
    auto const clause = clause_at(text_, sentence.span, amount.begin);
    auto const before = text_.substr(clause.begin, amount.begin - clause.begin);
    if (amount.kind == text::QuantityKind::kArea) {
      if (is_land(before, text_.substr(amount.begin, amount.end - amount.begin))) set_land(index, amount);
      continue;
    }
    auto const money = kind_of(text_, clause, amount);
    if (!money.of_project || money.kind == AmountKind::kOther) continue;
    if (!direct && contains_any(before, {u"亩均", u"每亩"})) continue;
    // A phase or a part of it, never the whole.
    if (!direct && events_[index].amount && contains_any(before, {u"一期", u"其中", u"首期", u"人均"})) continue;
    if (before.find(u"分别") != std::u16string_view::npos) {
      each.push_back(&amount);
      continue;
    }
    // Behind a list without 分别 it is the sum of the list, no part's own.
    auto const list =
        !direct && target > 0 && mentions[target - 1].with_next && mentions[target].span.end <= amount.begin;
    if (list && contains_any(before, {u"共", u"合计", u"总计"})) continue;
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
      u"总投资",   u"计划总投资", u"计划投资", u"投资", u"占地", u"建成后", u"达产后",   u"投产后",
      u"全部建成", u"一期",       u"预计",     u"其中", u"规划", u"该",     u"全面达产", u"总用地"};
  if (!starts_with_any(sentence.text, kGoesOn)) return;
  if (sentence.span.begin > homes_[last_project_].end + 220) return;
  for (auto const& amount : sentence.amounts) {
    auto const clause = clause_at(text_, sentence.span, amount.begin);
    auto const before = text_.substr(clause.begin, amount.begin - clause.begin);
    if (amount.kind == text::QuantityKind::kArea && contains_any(before, {u"占地", u"用地"}))
      set_land(last_project_, amount);
    if (amount.kind != text::QuantityKind::kMoney || contains_any(before, {u"一期", u"首期", u"亩均"})) continue;
    auto const money = kind_of(text_, clause, amount);
    if (money.of_project && money.kind != AmountKind::kOther) set_amount(last_project_, amount, money.kind);
  }
}

}  // namespace lianzhao::radar
