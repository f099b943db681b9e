#include "radar/event_reader.h"

namespace lianzhao::radar {

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
  auto const in_clause = [&](std::size_t i) {
    return i != kNone && mentions[i].span.begin < clause.end && mentions[i].span.end > clause.begin;
  };
  if (before != kNone && (in_clause(before) || !in_clause(after))) return before;
  return after;
}

void EventReader::bind_stages(Sentence const& sentence) {
  auto const& mentions = sentence.mentions;
  for (auto const& words : sentence.stages) {
    auto const target = mention_for(sentence, words.span);
    if (target == kNone) continue;
    auto const before = mentions[target].span.begin < words.span.end;
    auto const far = words.stage == NewsStage::kSigned && mentions[target].kind == MentionKind::kProject &&
                     mentions[target].listed == kNone;
    auto const reach = far ? std::size_t{mentions.size() == 1 ? 160U : 90U} : std::size_t{40};
    if (!before && mentions[target].span.begin - words.span.end > reach) continue;
    // …,许多企业正在争相落户 is said of others.
    auto const clause = clause_at(text_, sentence.span, words.span.begin);
    if (before && words.stage == NewsStage::kSigned && mentions[target].span.end <= clause.begin &&
        contains_any(text_.substr(clause.begin, words.span.begin - clause.begin), {u"企业", u"客商", u"人才"}))
      continue;
    set_stage(sentence.event_of[target], words, 1.0);
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
      u"目前", u"现",   u"主体",     u"一期", u"二期", u"首期", u"厂房", u"正在", u"已",  u"今年",
      u"截至", u"日前", u"近日",     u"据悉", u"整个", u"预计", u"其中", u"全部", u"该",  u"车间",
      u"设备", u"土建", u"园区一期", u"工程", u"1期",  u"2期",  u"去年", u"当前", u"如今"};
  if (!starts_with_any(sentence.text, kGoesOn)) return;
  for (auto const& words : sentence.stages) set_stage(last_project_, words, 0.85);
}

}  // namespace lianzhao::radar
