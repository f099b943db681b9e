#include "radar/event_reader.h"

#include <algorithm>

#include "radar/metadata.h"
#include "radar/names.h"
#include "radar/simplified.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kMostBytes = 6'000'000;
constexpr std::size_t kMostEvents = 5000;

/// What starts a sentence that speaks of projects of one stage: those named after it are in it too.
bool announces_stage(std::u16string_view text) {
  return contains_any(text, {u"集中签约", u"集中开工", u"此次签约", u"签约的项目", u"开工的项目", u"签约项目",
                             u"开工项目", u"签约仪式", u"开工仪式", u"投产项目", u"竣工项目"});
}

}  // namespace

EventReader::EventReader(Article const& article, RegionTable const* regions) : regions_{regions} {
  source_ = std::string_view{article.text}.substr(0, kMostBytes);
  text::fold(source_, characters_);
  simplify(characters_);
  text_ = {characters_.data(), characters_.size()};
  offsets_.reserve(text_.size() + 1);
  std::size_t at = 0;
  while (at < source_.size()) {
    offsets_.push_back(static_cast<std::uint32_t>(at));
    text::next_code_point(source_, at);
  }
  offsets_.push_back(static_cast<std::uint32_t>(source_.size()));
  amounts_ = text::find_quantities(text_);
  if (article.published.size() >= 10) published_ = parse_day(std::string_view{article.published}.substr(0, 10));
  title_ = article.title;
  auto title = text::folded(title_);
  simplify(title);
  for (auto const& hit : find_stages({title.data(), title.size()}, {0, title.size()})) title_stage_ = hit.stage;
  title_region_ = region_in(article.title);
  if (title_region_ == kUnknownRegion) title_region_ = region_in(article.source);
}

std::vector<ProjectEvent> EventReader::read() {
  auto const paragraphs = paragraphs_of(text_);
  for (std::size_t i = 0; i < paragraphs.size();) {
    if (auto const rows = read_table(paragraphs, i); rows > 0) {
      i += rows;
      continue;
    }
    auto const& paragraph = paragraphs[i++];
    paragraph_stage_ = NewsStage::kUnknown;
    paragraph_projects_ = 0;
    paragraph_zone_ = {};
    if (auto const zones = find_zones(text_, paragraph); !zones.empty()) paragraph_zone_ = zones.front();
    for (auto const& sentence : sentences_of(text_, paragraph)) {
      if (events_.size() >= kMostEvents) break;
      read_sentence(sentence);
    }
  }
  finish();
  return std::move(events_);
}

std::string EventReader::utf8(Span span) const {
  return std::string{source_.substr(offsets_[span.begin], offsets_[span.end] - offsets_[span.begin])};
}

void EventReader::prove(ProjectEvent& event, char const* field, Span span) const {
  event.evidence.push_back({field, span.begin, span.end, utf8(span)});
}

void EventReader::read_sentence(Span span) {
  Sentence sentence;
  sentence.span = span;
  sentence.text = text_.substr(span.begin, span.size());
  while (next_amount_ < amounts_.size() && amounts_[next_amount_].begin < span.begin) ++next_amount_;
  for (auto i = next_amount_; i < amounts_.size() && amounts_[i].begin < span.end; ++i)
    sentence.amounts.push_back(amounts_[i]);
  sentence.zones = find_zones(text_, span);
  if (!sentence.zones.empty()) paragraph_zone_ = sentence.zones.front();
  sentence.stages = find_stages(text_, span);
  auto const speaks_of_projects =
      sentence.text.find(u"项目") != std::u16string_view::npos || !sentence.amounts.empty() ||
      contains_any(sentence.text, {u"基地", u"产业园", u"签约", u"落户", u"引进", u"开工", u"投产"});
  if (!speaks_of_projects) {
    bind_stages_to_last(sentence);
    return;
  }
  sentence.mentions = find_mentions(text_, span, sentence.amounts);
  sentence.dates = find_dates(text_, span, published_);
  add_mentions(sentence);
  bind_stages(sentence);
  bind_amounts(sentence);
  bind_enterprises(sentence);
  enterprise_statement(sentence);
  if (sentence.mentions.empty()) bind_stages_to_last(sentence);
  for (auto i = sentence.mentions.size(); i-- > 0;) {
    if (sentence.event_of[i] != kNone) {
      last_project_ = sentence.event_of[i];
      break;
    }
  }
  carry_context(sentence);
}

void EventReader::add_mentions(Sentence& sentence) {
  auto& mentions = sentence.mentions;
  sentence.event_of.assign(mentions.size(), kNone);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const& mention = mentions[i];
    if (mention.kind == MentionKind::kAnaphor) {
      if (last_project_ != kNone && !events_[last_project_].group) sentence.event_of[i] = last_project_;
      continue;
    }
    ProjectEvent event;
    event.group = mention.kind == MentionKind::kGroup;
    if (event.group) {
      event.count = mention.count;
      event.parts = mention.parts;
      prove(event, "count", mention.span);
      for (auto const& span : mention.part_spans) prove(event, "parts", span);
      // 此次集中开工的31个项目 are the 31 spoken of before.
      if (auto const known = group_of_.find(mention.count);
          known != group_of_.end() &&
          (mention.count >= 20 ||
           starts_with_any(sentence.text, {u"此次", u"本次", u"这", u"上述", u"活动", u"以上"}))) {
        auto& before = events_[known->second];
        if (before.parts.empty()) before.parts = mention.parts;
        sentence.event_of[i] = known->second;
        continue;
      }
      group_of_.emplace(mention.count, events_.size());
    } else {
      event.project = utf8(mention.span);
      prove(event, "project", mention.span);
      ++paragraph_projects_;
      // The same project said again goes on where it was.
      if (auto const known = by_name_.find(event.project); known != by_name_.end()) {
        sentence.event_of[i] = known->second;
        last_project_ = known->second;
        continue;
      }
      by_name_.emplace(event.project, events_.size());
    }
    sentence.event_of[i] = events_.size();
    last_project_ = events_.size();
    homes_.push_back(sentence.span);
    events_.push_back(std::move(event));
    add_place(events_.back(), sentence, mention.span);
    add_date(events_.back(), sentence, mention.span);
  }
}

/// What a sentence about several projects says of their stage holds for those named behind it.
void EventReader::carry_context(Sentence const& sentence) {
  auto const& mentions = sentence.mentions;
  if (mentions.empty() && !sentence.stages.empty() && announces_stage(sentence.text))
    paragraph_stage_ = sentence.stages.front().stage;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (mentions[i].kind == MentionKind::kGroup && event != kNone && events_[event].stage != NewsStage::kUnknown)
      paragraph_stage_ = events_[event].stage;
  }
  auto const lead = contains_any(sentence.text, {u"签约的项目", u"开工的项目", u"投产的项目", u"竣工的项目"});
  if (lead && !sentence.stages.empty()) paragraph_stage_ = sentence.stages.front().stage;
  if (paragraph_stage_ != NewsStage::kUnknown) inherited_stage_ = paragraph_stage_;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (event == kNone || events_[event].stage != NewsStage::kUnknown || context_.count(event) != 0) continue;
    // 即将投用 says that what was said of others paragraphs before does not hold.
    auto const end = i + 1 < mentions.size() ? mentions[i + 1].span.begin : sentence.span.end;
    auto const other = speaks_of_stages(text_, {mentions[i].span.end, end});
    context_[event] = paragraph_stage_ != NewsStage::kUnknown || other ? paragraph_stage_ : inherited_stage_;
    if (other) own_plans_.insert(event);
  }
}

bool EventReader::says_enough(std::size_t index, bool investment) const {
  auto const& event = events_[index];
  if (event.group) {
    if (!event.count && event.enterprises.empty()) return false;
    return event.stage != NewsStage::kUnknown || event.amount || !event.parts.empty();
  }
  if (event.stage != NewsStage::kUnknown || investment || event.land_m2) return true;
  auto const home = text_.substr(homes_[index].begin, homes_[index].size());
  auto const driven =
      contains_any(home, {u"实施", u"推进", u"推动", u"建设", u"谋划", u"重大项目", u"重点项目", u"招商", u"签约"});
  return driven && (event.amount || contains_any(home, {u"重大项目", u"重点项目"}));
}

/// Stages from the context, confidence, and what says too little goes.
void EventReader::finish() {
  std::vector<ProjectEvent> kept;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    auto& event = events_[i];
    auto confidence = stage_confidence_.count(i) != 0 ? stage_confidence_[i] : 0.0;
    auto const investment =
        event.amount && event.amount->kind != AmountKind::kAnnualOutput && event.amount->kind != AmountKind::kAnnualTax;
    if (event.stage == NewsStage::kUnknown && !event.group && investment) {
      auto const inherited = context_.count(i) != 0 ? context_[i] : NewsStage::kUnknown;
      // Nor does the title's stage hold for a project that has plans of its own, unless the title names it.
      auto const titled =
          own_plans_.count(i) == 0 ||
          (!event.project.empty() && title_.find(text::code_point_slice(event.project, 0, 4)) != std::string::npos);
      event.stage = inherited != NewsStage::kUnknown ? inherited : (titled ? title_stage_ : NewsStage::kUnknown);
      if (event.stage != NewsStage::kUnknown) confidence = 0.55;
    }
    if (!says_enough(i, investment)) continue;
    event.confidence =
        0.35 + 0.25 * (event.project.empty() && !event.group ? 0.5 : 1.0) + (investment ? 0.2 : 0.0) + 0.2 * confidence;
    if (event.stage == NewsStage::kSigned && confidence < 0.75) event.confidence -= 0.08;
    kept.push_back(std::move(event));
  }
  events_ = std::move(kept);
}

}  // namespace lianzhao::radar
