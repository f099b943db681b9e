#include <algorithm>

#include "radar/event_reader.h"
#include "radar/investors.h"
#include "radar/money_kind.h"
#include "radar/names.h"

namespace lianzhao::radar {

namespace {
constexpr std::size_t kMostEnterprises = 20;  ///< of one event
}  // namespace

std::vector<Span> EventReader::enterprises_in(Span within) {
  // Places, investors and roles all ask for those of the sentence being read.
  if (within.begin == enterprises_of_.begin && within.end == enterprises_of_.end) return enterprises_;
  enterprises_of_ = within;
  enterprises_ = taught_.enterprises(within, find_enterprises(text_, within));
  return enterprises_;
}

void EventReader::add_enterprise(ProjectEvent& event, Span span, EnterpriseRole role) {
  auto name = utf8(span);
  auto const* const taught = taught_.enterprise(span);
  if (taught != nullptr && !taught->means.empty()) name = taught->means;
  auto const known = std::any_of(event.enterprises.begin(), event.enterprises.end(),
                                 [&](EventEnterprise const& other) { return other.name == name; });
  if (known || event.enterprises.size() >= kMostEnterprises) return;
  event.enterprises.push_back({std::move(name), role, taught != nullptr ? taught->key : std::string{}, {}});
  prove(event, "enterprises", span);
}

EnterpriseRole EventReader::role_of(Span sentence, Span name, bool in_project) const {
  auto const before = text_.substr(sentence.begin, name.begin - sentence.begin);
  auto const after = text_.substr(name.end, std::min<std::size_t>(30, sentence.end - name.end));
  if (in_project) return EnterpriseRole::kInvestor;
  if (contains_any(after.substr(0, 6), {u"承建", u"施工", u"总承包"})) return EnterpriseRole::kBuilder;
  if (contains_any(after.substr(0, 12), {u"投资", u"落户", u"签约", u"签署", u"签订", u"出资", u"建设"}))
    return EnterpriseRole::kInvestor;
  if (ends_with_any(before, {u"由", u"引进", u"引进了", u"吸引", u"吸引了"})) return EnterpriseRole::kInvestor;
  if (ends_with_any(before, {u"与", u"和", u"同", u"携手"})) {
    return contains_any(after, {u"签约", u"签署", u"签订"}) ? EnterpriseRole::kInvestor : EnterpriseRole::kPartner;
  }
  return EnterpriseRole::kOther;
}

void EventReader::bind_enterprises(Sentence const& sentence) {
  auto const& mentions = sentence.mentions;
  if (mentions.empty()) return;
  auto const investors = find_investors(text_, sentence.span);
  auto const invests = [&](Span name) {
    return std::any_of(investors.begin(), investors.end(),
                       [&](Investor const& one) { return one.invests && one.span.begin == name.begin; });
  };
  for (auto const& name : enterprises_in(sentence.span)) {
    auto target = kNone;
    auto inside = false;
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (name.begin < mentions[i].span.begin || name.end > mentions[i].span.end) continue;
      target = i;
      inside = true;
    }
    if (target == kNone) target = mention_for(sentence, name);
    if (target == kNone || sentence.event_of[target] == kNone || events_[sentence.event_of[target]].group) continue;
    // 三元正极材料 that it will make is no enterprise.
    auto const& evidence = events_[sentence.event_of[target]].evidence;
    if (std::any_of(evidence.begin(), evidence.end(), [&](Evidence const& e) {
          return (e.field == "products" || e.field == "capacity") && e.begin <= name.begin && name.end <= e.end;
        }))
      continue;
    auto role = role_of(sentence.span, name, inside);
    if (role == EnterpriseRole::kOther && invests(name)) role = EnterpriseRole::kInvestor;
    add_enterprise(events_[sentence.event_of[target]], name, role);
  }
  for (auto const& one : investors) {
    if (one.clear) continue;
    auto const target = mention_for(sentence, one.span);
    if (target == kNone || sentence.event_of[target] == kNone) continue;
    auto& event = events_[sentence.event_of[target]];
    if (event.group || event.possible.size() >= kMostEnterprises) continue;
    auto const name = utf8(one.span);
    auto const known =
        std::any_of(event.enterprises.begin(), event.enterprises.end(),
                    [&](EventEnterprise const& other) { return other.name.find(name) != std::string::npos; });
    if (known) continue;
    event.possible.push_back({{"enterprises", one.span.begin, one.span.end, name},
                              one.invests ? EnterpriseRole::kInvestor : EnterpriseRole::kPartner});
  }
}

/// Who invests how much, whom it bought: 吸引X投资近100亿元, 由X投资…并收购Y. One event for each investor whose
/// stretch of the sentence names no project.
void EventReader::enterprise_statement(Sentence const& sentence) {
  if (!contains_any(sentence.text, {u"吸引", u"投资", u"引进", u"落户"})) return;
  auto const names = enterprises_in(sentence.span);
  auto came_in = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto const& name = names[i];
    auto const before = text_.substr(sentence.span.begin, name.begin - sentence.span.begin);
    auto const after = text_.substr(name.end, std::min<std::size_t>(4, sentence.span.end - name.end));
    if (!starts_with_any(after, {u"投资", u"累计投资", u"总投资"})) continue;
    // 项目由X投资 speaks of the project before, not of one more.
    auto const alone = sentence.mentions.empty() && paragraph_projects_ == 0;
    if (!contains_any(before, {u"吸引", u"引进"}) && !(alone && before.find(u'由') != std::u16string_view::npos))
      continue;
    // Up to the next investor everything is said of this one.
    auto end = sentence.span.end;
    for (auto k = i + 1; k < names.size(); ++k) {
      auto const up_to = text_.substr(sentence.span.begin, names[k].begin - sentence.span.begin);
      if (!ends_with_any(up_to, {u"吸引", u"引进"})) continue;
      end = names[k].begin;
      break;
    }
    auto const names_project =
        std::any_of(sentence.mentions.begin(), sentence.mentions.end(), [&](Mention const& mention) {
          return mention.kind != MentionKind::kGroup && mention.span.end > name.begin && mention.span.begin < end;
        });
    if (names_project) continue;
    ProjectEvent event;
    add_enterprise(event, name, EnterpriseRole::kInvestor);
    auto const stretch = text_.substr(name.end, end - name.end);
    auto const buys = contains_any(stretch, {u"并购", u"收购", u"重组"});
    if (buys) event.enterprises.front().role = EnterpriseRole::kAcquirer;
    for (auto k = i + 1; k < names.size() && names[k].begin < end; ++k)
      add_enterprise(event, names[k], buys ? EnterpriseRole::kTarget : EnterpriseRole::kOther);
    auto const index = events_.size();
    events_.push_back(std::move(event));
    homes_.push_back(sentence.span);
    for (auto const& amount : sentence.amounts) {
      if (amount.kind != text::QuantityKind::kMoney || amount.begin < name.end || amount.begin >= end) continue;
      auto const money = kind_of(text_, clause_at(text_, sentence.span, amount.begin), amount);
      if (money.of_project && money.kind != AmountKind::kOther) set_amount(index, amount, money.kind);
    }
    if (!events_[index].amount) {
      events_.pop_back();
      homes_.pop_back();
      continue;
    }
    if (auto const at = text_.find(u"成立", name.end); at < end)
      set_stage(index, {{at, at + 2}, NewsStage::kRegistered, 0.7}, 1.0);
    for (auto const& words : sentence.stages) {
      if (words.span.begin >= name.end && words.span.begin < end) set_stage(index, words, 1.0);
    }
    add_place(events_[index], sentence, name);
    add_date(events_[index], sentence, name);
    came_in = true;
  }
  if (!came_in && sentence.mentions.empty()) arrivals_statement(sentence, names);
}

/// 引进了A、B、C等行业领军企业投资发展: several that came, without figures.
void EventReader::arrivals_statement(Sentence const& sentence, std::vector<Span> const& names) {
  auto const brings = sentence.text.find(u"引进了");
  if (brings == std::u16string_view::npos || sentence.text.find(u"企业") == std::u16string_view::npos) return;
  ProjectEvent event;
  event.group = true;
  auto const from = sentence.span.begin + brings;
  for (auto const& name : names) {
    if (name.begin >= from) add_enterprise(event, name, EnterpriseRole::kInvestor);
  }
  if (event.enterprises.size() < 2) return;
  auto const index = events_.size();
  events_.push_back(std::move(event));
  homes_.push_back(sentence.span);
  set_stage(index, {{from, from + 2}, NewsStage::kSigned, 0.55}, 1.0);
  add_place(events_[index], sentence, sentence.span);
}

}  // namespace lianzhao::radar
