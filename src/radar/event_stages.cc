#include <algorithm>

#include "radar/event_reader.h"
#include "radar/works_signs.h"

namespace lianzhao::radar {

namespace {

/// 5只基金, 3个平台: what the clause is about, and no projects.
bool counts_other_things(std::u16string_view subject) {
  auto digits = std::size_t{0};
  while (digits < subject.size() && subject[digits] >= u'0' && subject[digits] <= u'9') ++digits;
  return digits > 0 && starts_with_any(subject.substr(digits), {u"个", u"只", u"家", u"项"}) &&
         subject.size() > digits + 2 && subject.find(u"项目") == std::u16string_view::npos &&
         subject.find(u'期') == std::u16string_view::npos;
}

}  // namespace

/// The furthest stage stands.
void EventReader::set_stage(std::size_t index, StageWords const& words, double factor) {
  if (index == kNone) return;
  auto& event = events_[index];
  if (event.stage != NewsStage::kUnknown && event.stage >= words.stage) return;
  event.stage = words.stage;
  stage_confidence_[index] = words.confidence * factor;
  std::erase_if(event.evidence, [](Evidence const& e) { return e.field == "stage"; });
  prove(event, "stage", words.span);
}

/// The mention that words at `words` are about, by the rules of docs/methods/radar.md; kNone when none.
std::size_t EventReader::mention_for(Sentence const& sentence, Span words) const {
  auto const& mentions = sentence.mentions;
  auto const clause = clause_at(text_, sentence.span, words.begin);
  auto before = kNone;
  auto after = kNone;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const& span = mentions[i].span;
    if (span.end <= words.begin || (span.begin <= words.begin && span.end >= words.end)) before = i;
    if (after == kNone && span.begin >= words.end) after = i;
  }
  // 甲与乙签约的P项目, whatever project stands before.
  if (after != kNone && mentions[after].span.begin <= words.end + 1 && text_[words.end] == u'的') return after;
  auto const in_clause = [&](std::size_t i) {
    return i != kNone && mentions[i].span.begin < clause.end && mentions[i].span.end > clause.begin;
  };
  if (before != kNone && (in_clause(before) || !in_clause(after))) return before;
  return after;
}

/// 签约及开工仪式上,共签约项目40个: another stage stands between these words and the mention they reach forward to.
bool EventReader::is_nearer_said(Sentence const& sentence, StageWords const& words, Mention const& mention) const {
  auto const comma = text_.substr(words.span.end, mention.span.begin - words.span.end).find(u',');
  if (comma == std::u16string_view::npos) return false;
  // …动工投产仪式,A、B等6个项目签约: the mention's own clause says its stage.
  auto const clause = clause_at(text_, sentence.span, mention.span.begin);
  return std::any_of(sentence.stages.begin(), sentence.stages.end(), [&](StageWords const& other) {
    return other.stage != words.stage && other.span.begin > words.span.end + comma && other.span.end <= clause.end;
  });
}

/// 小镇位于…, behind 某某小镇.
bool EventReader::names_last_again(std::u16string_view sentence) const {
  if (last_project_ == kNone || events_[last_project_].project.empty()) return false;
  for (auto const& proof : events_[last_project_].evidence) {
    if (proof.field == "project" && proof.end >= proof.begin + 5)
      return sentence.substr(sentence.starts_with(u"该") ? 1 : 0).starts_with(text_.substr(proof.end - 2, 2)) ||
             points_back(sentence);
  }
  return false;
}

/// 项目279个…,已开工68个: the stage of some of them.
bool EventReader::counts_others(Span words) const {
  auto const after = text_.substr(words.end, 6);
  auto digits = std::size_t{0};
  while (digits < after.size() && after[digits] >= u'0' && after[digits] <= u'9') ++digits;
  return digits > 0 && digits < after.size() && (after[digits] == u'个' || after[digits] == u'项');
}

/// 二期项目…,一期已投产: the stage of a phase that is not the mention's own.
bool EventReader::is_of_other_phase(Span mention, Span words) const {
  if (mention.end >= words.begin) return false;
  auto const name = text_.substr(mention.begin, mention.size());
  auto const between = text_.substr(mention.end, words.begin - mention.end);
  auto last = std::u16string_view::npos;
  std::u16string_view phase;
  for (std::u16string_view const word : {u"一期", u"二期", u"三期"}) {
    auto const at = between.rfind(word);
    if (at == std::u16string_view::npos || (last != std::u16string_view::npos && at < last)) continue;
    last = at;
    phase = word;
  }
  return !phase.empty() && contains_any(name, {u"二期", u"三期"}) && name.find(phase) == std::u16string_view::npos;
}

/// 2021年1月动工、2024年投产, read in 2023: the day right before the words is still to come.
bool EventReader::is_dated_ahead(Sentence const& sentence, Span words) const {
  constexpr std::size_t kNear = 5;
  return published_ && std::any_of(sentence.dates.begin(), sentence.dates.end(), [&](SaidDate const& date) {
           return date.span.end <= words.begin && words.begin - date.span.end <= kNear && date.from > *published_ &&
                  !ends_with_any(text_.substr(sentence.span.begin, date.span.begin - sentence.span.begin),
                                 {u"已于", u"已在", u"已"});
         });
}

/// What is seen at the site of a project of which no stage is said.
void EventReader::bind_works(Sentence const& sentence) {
  auto const& mentions = sentence.mentions;
  // 引进的项目施工进展稳中有序: what was only signed so far is under way too.
  auto const is_open = [&](std::size_t event) {
    return event != kNone && events_[event].stage < NewsStage::kConstruction &&
           (events_[event].stage == NewsStage::kUnknown || !events_[event].group);
  };
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (!is_open(event)) continue;
    auto const end = i + 1 < mentions.size() ? mentions[i + 1].span.begin : sentence.span.end;
    // Of many a single sign says only that some are going on.
    auto const listed = std::any_of(mentions.begin(), mentions.end(), [&](Mention const& m) { return m.listed == i; });
    auto const enough = mentions[i].kind == MentionKind::kGroup && !listed ? 2.0 : 1.0;
    auto const works = find_works(text_, {mentions[i].span.end, end}, enough);
    if (!works) continue;
    set_stage(event, *works, 1.0);
    for (std::size_t k = 0; k < mentions.size(); ++k) {
      if (mentions[k].listed == i && is_open(sentence.event_of[k])) set_stage(sentence.event_of[k], *works, 0.9);
    }
    for (auto k = i; k-- > 0 && mentions[k].with_next;) {
      if (is_open(sentence.event_of[k])) set_stage(sentence.event_of[k], *works, 0.95);
    }
  }
  if (!mentions.empty() || !is_open(last_project_) || events_[last_project_].group) return;
  if (paragraph_projects_ > 1 || sentence.span.begin > homes_[last_project_].end + 260) return;
  if (auto const works = find_works(text_, sentence.span)) set_stage(last_project_, *works, 0.9);
}

/// A项目、B项目和C项目顺利动工,三大项目总投资45.9亿元: as many as were named before.
void EventReader::bind_stage_of_all(Sentence const& sentence) {
  auto const& mentions = sentence.mentions;
  for (std::size_t i = 1; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (mentions[i].kind != MentionKind::kGroup || event == kNone || events_[event].stage != NewsStage::kUnknown)
      continue;
    auto named = std::int64_t{0};
    auto stage = NewsStage::kUnknown;
    for (std::size_t k = 0; k < i; ++k) {
      if (mentions[k].kind != MentionKind::kProject || sentence.event_of[k] == kNone) continue;
      ++named;
      stage = events_[sentence.event_of[k]].stage;
    }
    if (named != mentions[i].count || stage == NewsStage::kUnknown) continue;
    constexpr auto kInherited = 0.7;
    events_[event].stage = stage;
    stage_confidence_[event] = kInherited;
  }
}

void EventReader::bind_stages(Sentence const& sentence) {
  auto const& mentions = sentence.mentions;
  for (auto const& words : sentence.stages) {
    auto const target = mention_for(sentence, words.span);
    if (target == kNone) continue;
    // 300兆瓦并网发电项目: the name says what it will do.
    if (mentions[target].kind == MentionKind::kProject && mentions[target].span.begin < words.span.begin &&
        words.span.end <= mentions[target].span.end)
      continue;
    auto const before = mentions[target].span.begin < words.span.end;
    auto const far = words.stage == NewsStage::kSigned && mentions[target].kind == MentionKind::kProject &&
                     mentions[target].listed == kNone;
    auto const reach = far ? std::size_t{mentions.size() == 1 ? 160U : 90U} : std::size_t{40};
    if (!before && mentions[target].span.begin - words.span.end > reach) continue;
    if (!before && is_nearer_said(sentence, words, mentions[target])) continue;
    // 一批项目签约、开工,并确定了1580个重点项目: what is counted there is another's object.
    if (!before) {
      auto const gap = text_.substr(words.span.end, mentions[target].span.begin - words.span.end);
      auto const comma = gap.rfind(u',');
      if (comma != std::u16string_view::npos &&
          contains_any(gap.substr(comma),
                       {u"确定", u"安排", u"谋划", u"储备", u"铺排", u"梳理", u"实施", u"编制", u"排定"}))
        continue;
    }
    // …,许多企业正在争相落户 is said of others.
    auto const clause = clause_at(text_, sentence.span, words.span.begin);
    if (before && words.stage == NewsStage::kSigned && mentions[target].span.end <= clause.begin &&
        contains_any(text_.substr(clause.begin, words.span.begin - clause.begin), {u"企业", u"客商", u"人才"}) &&
        !text_.substr(clause.begin, words.span.begin - clause.begin).ends_with(u"项目"))
      continue;
    if (before && mentions[target].kind == MentionKind::kGroup && counts_others(words.span)) continue;
    // 3个项目现场签约,3个平台投入运营: other things are counted in this clause.
    if (before && mentions[target].span.end <= clause.begin &&
        counts_other_things(text_.substr(clause.begin, words.span.begin - clause.begin)))
      continue;
    if (before && is_of_other_phase(mentions[target].span, words.span)) continue;
    if (is_dated_ahead(sentence, words.span)) continue;
    set_stage(sentence.event_of[target], words, 1.0);
    // …5个产业类项目,…5个总部类项目集中签约: what is said of the last is said of those before it.
    for (auto i = target; before && mentions[target].kind == MentionKind::kGroup && i-- > 0;) {
      if (mentions[i].kind != MentionKind::kGroup) continue;
      auto const after = text_.substr(mentions[i].span.end, 1);
      auto const event = sentence.event_of[i];
      if (after != u"," || event == kNone || events_[event].stage != NewsStage::kUnknown || events_[event].amount ||
          std::none_of(mentions.begin(), mentions.end(), [&](Mention const& m) { return m.listed == i; }))
        break;
      set_stage(event, words, 0.95);
      for (std::size_t k = 0; k < mentions.size(); ++k) {
        if (mentions[k].listed == i && sentence.event_of[k] != event) set_stage(sentence.event_of[k], words, 0.95);
      }
    }
    // 7个项目集中开工: those the list names are among them.
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (mentions[i].listed == target && sentence.event_of[i] != sentence.event_of[target])
        set_stage(sentence.event_of[i], words, 0.95);
    }
    if (before) {
      for (auto i = target; i-- > 0 && mentions[i].with_next && mentions[i].listed == mentions[target].listed;)
        set_stage(sentence.event_of[i], words, 0.98);
    } else {
      for (auto i = target; i + 1 < mentions.size() && mentions[i].with_next; ++i)
        set_stage(sentence.event_of[i + 1], words, 0.98);
    }
  }
}

/// 目前厂房正在加紧施工。 behind the one project of a paragraph still speaks of it.
void EventReader::bind_stages_to_last(Sentence const& sentence) {
  if (sentence.stages.empty() || last_project_ == kNone || paragraph_projects_ != 1) return;
  if (events_[last_project_].group || sentence.span.begin > homes_[last_project_].end + 260) return;
  static std::vector<std::u16string_view> const kGoesOn{
      u"目前", u"现",   u"主体",     u"一期", u"二期", u"首期", u"厂房", u"正在", u"已",   u"今年",
      u"截至", u"日前", u"近日",     u"据悉", u"整个", u"预计", u"其中", u"全部", u"该",   u"车间",
      u"设备", u"土建", u"园区一期", u"工程", u"1期",  u"2期",  u"去年", u"当前", u"如今", u"这里"};
  if (!starts_with_any(sentence.text, kGoesOn) && !names_last_again(sentence.text)) return;
  for (auto const& words : sentence.stages) set_stage(last_project_, words, 0.85);
}

}  // namespace lianzhao::radar
