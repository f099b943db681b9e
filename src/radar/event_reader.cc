#include "radar/event_reader.h"

#include <algorithm>

#include "radar/metadata.h"
#include "radar/name_words.h"
#include "radar/names.h"
#include "radar/simplified.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kMostBytes = 6'000'000;
constexpr std::size_t kMostEvents = 5000;

/// 拟签约, 欲投资: a title that tells of a wish.
bool speaks_of_plan(std::u16string_view before) {
  return contains_any(before, {u"拟", u"欲", u"计划", u"将"});
}

/// 1、…, (2)…, 3.…: an item of a list.
bool is_numbered(std::u16string_view line) {
  auto at = std::size_t{0};
  while (at < line.size() && (line[at] == u' ' || line[at] == u'(')) ++at;
  auto const digits = at;
  while (at < line.size() && at < digits + 2 && line[at] >= u'0' && line[at] <= u'9') ++at;
  return at > digits && at + 1 < line.size() &&
         std::u16string_view{u"、.)"}.find(line[at]) != std::u16string_view::npos &&
         !(line[at + 1] >= u'0' && line[at + 1] <= u'9');
}

}  // namespace

EventReader::EventReader(Article const& article, RegionTable const* regions, Lessons const& lessons)
    : regions_{regions}, taught_{lessons, {}} {
  source_ = std::string_view{article.text}.substr(0, kMostBytes);
  text::fold(source_, characters_);
  simplify(characters_);
  text_ = {characters_.data(), characters_.size()};
  taught_ = TaughtArticle{lessons, text_};
  offsets_.reserve(text_.size() + 1);
  std::size_t at = 0;
  while (at < source_.size()) {
    offsets_.push_back(static_cast<std::uint32_t>(at));
    text::next_code_point(source_, at);
  }
  offsets_.push_back(static_cast<std::uint32_t>(source_.size()));
  amounts_ = text::find_quantities(text_);
  // 三元电池 costs no three yuan: below ten thousand nothing is invested.
  constexpr std::int64_t kLeastMoney = 1'000'000;
  std::erase_if(amounts_, [](text::Quantity const& amount) {
    return amount.kind == text::QuantityKind::kMoney && amount.value < kLeastMoney;
  });
  if (article.published.size() >= 10) published_ = parse_day(std::string_view{article.published}.substr(0, 10));
  title_ = article.title;
  auto title = text::folded(title_);
  simplify(title);
  std::u16string_view const title_words{title.data(), title.size()};
  auto told = std::set<NewsStage>{};
  for (auto const& hit : find_stages(title_words, {0, title.size()})) {
    if (!speaks_of_plan(title_words.substr(0, hit.span.begin))) told.insert(hit.stage);
  }
  if (told.size() == 1) title_stage_ = *told.begin();
  title_of_many_ = announces_stage(title_words) ||
                   contains_any(title_words, {u"集中", u"个项目", u"批项目", u"项目集", u"一批", u"个重大项目",
                                              u"个重点项目", u"签约”活动", u"签约大会", u"开工大会", u"项目签约"});
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
    if (i < paragraphs.size() && read_heading(paragraph, paragraphs[i])) {
      below_heading_ = true;
      continue;
    }
    // 分别是:甲项目;乙项目: the list that the paragraph before counts.
    auto const lists_on =
        starts_with_any(text_.substr(paragraph.begin, paragraph.size()),
                        {u"分别是", u"分别为", u"其中,", u"具体包括", u"包括", u"具体为", u"这些项目包括"});
    if (!lists_on || heading_stage_ != NewsStage::kUnknown) paragraph_stage_ = heading_stage_;
    is_item_ = is_numbered(text_.substr(paragraph.begin, paragraph.size()));
    if (!is_item_) list_stage_ = NewsStage::kUnknown;
    if (is_item_ && list_stage_ != NewsStage::kUnknown) paragraph_stage_ = list_stage_;
    heading_stage_ = heading_stage(paragraph);
    // What stands below a project's name is said of it.
    paragraph_projects_ = below_heading_ ? 1 : 0;
    below_heading_ = false;
    paragraph_begin_ = paragraph.begin;
    paragraph_ceremony_ = paragraph_stage_ != NewsStage::kUnknown;
    enumerates_ =
        lists_on && starts_with_any(text_.substr(paragraph.begin, paragraph.size()), {u"分别", u"具体", u"包括"});
    ++paragraph_index_;
    paragraph_zone_ = {};
    if (auto const zones = find_zones(text_, paragraph); !zones.empty()) paragraph_zone_ = zones.front();
    for (auto const& sentence : sentences_of(text_, paragraph)) {
      if (events_.size() >= kMostEvents) break;
      read_sentence(sentence);
      previous_ = sentence;
    }
    if (text_[paragraph.end - 1] == u':') list_stage_ = paragraph_stage_;
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
  sentence.stages = taught_.stages(span, find_stages(text_, span));
  auto const speaks_of_projects =
      !sentence.stages.empty() || sentence.text.find(u"项目") != std::u16string_view::npos ||
      !sentence.amounts.empty() ||
      contains_any(sentence.text, {u"基地", u"产业园", u"签约", u"落户", u"引进", u"开工", u"投产", u"竣工", u"封顶",
                                   u"奠基", u"生产线", u"工厂", u"工程"}) ||
      taught_.names_project(span);
  if (!speaks_of_projects) {
    // 大会于6日召开。 names the day that 当日 in the next sentence means.
    if (sentence.text.find(u'日') != std::u16string_view::npos) find_dates(text_, span, published_, named_dates_);
    bind_stages_to_last(sentence);
    bind_works(sentence);
    bind_outputs(sentence);
    return;
  }
  sentence.mentions = taught_.mentions(span, find_mentions(text_, span, sentence.amounts));
  sentence.dates = find_dates(text_, span, published_, named_dates_);
  pointed_back_ = kNone;
  if (points_back(sentence.text) && !sentence.text.starts_with(u"该项目")) {
    pointed_back_ = last_project_;
    if (paragraph_projects_ == 0) {
      if (auto const meant = spoken_of_before(sentence, kNone); meant != kNone) pointed_back_ = last_project_ = meant;
    }
  }
  add_mentions(sentence);
  bind_stages(sentence);
  bind_stage_of_all(sentence);
  bind_amounts(sentence);
  bind_outputs(sentence);
  bind_enterprises(sentence);
  enterprise_statement(sentence);
  if (sentence.mentions.empty()) bind_stages_to_last(sentence);
  bind_works(sentence);
  for (auto i = sentence.mentions.size(); i-- > 0;) {
    if (sentence.event_of[i] != kNone) {
      last_project_ = sentence.event_of[i];
      // Behind a list 项目 means all of it.
      if (sentence.mentions[i].listed != kNone || (i > 0 && sentence.mentions[i - 1].with_next)) last_project_ = kNone;
      break;
    }
  }
  carry_context(sentence);
}

/// 50个重大项目开工。项目聚焦…,总投资486亿元: all of them.
bool EventReader::speaks_of_all_before(Sentence const& sentence, Span mention) const {
  if (last_project_ == kNone || !events_[last_project_].group || events_[last_project_].amount ||
      homes_[last_project_].begin != previous_.begin)
    return false;
  static std::vector<std::u16string_view> const kThese{u"上述", u"这些", u"这批"};
  return (mention.begin == sentence.span.begin && homes_[last_project_].begin >= paragraph_begin_) ||
         starts_with_any(text_.substr(mention.begin, mention.size()), kThese) ||
         ends_with_any(text_.substr(sentence.span.begin, mention.begin - sentence.span.begin), kThese);
}

void EventReader::add_mentions(Sentence& sentence) {
  auto& mentions = sentence.mentions;
  // 总投资1亿元,建设某某生产基地: behind a project what it will hold, and the money is its own.
  if (paragraph_projects_ > 0 && mentions.size() == 1 && mentions[0].kind == MentionKind::kProject &&
      last_project_ != kNone && !events_[last_project_].group && !events_[last_project_].amount &&
      starts_with_any(sentence.text, {u"总投资", u"计划总投资", u"项目总投资", u"预计总投资", u"概算总投资"}) &&
      ends_with_any(text_.substr(sentence.span.begin, mentions[0].span.begin - sentence.span.begin),
                    {u",建设", u",新建", u",主要建设", u",拟建设", u",计划建设", u",将建设"}))
    mentions.clear();
  sentence.event_of.assign(mentions.size(), kNone);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const& mention = mentions[i];
    if (mention.kind == MentionKind::kAnaphor) {
      auto const all_before = speaks_of_all_before(sentence, mention.span);
      // 共签约项目267个,项目总投资1508亿元
      if (i > 0 && sentence.event_of[i - 1] != kNone && mentions[i - 1].kind != MentionKind::kAnaphor)
        sentence.event_of[i] = sentence.event_of[i - 1];
      else if (!all_before && paragraph_projects_ == 0 && (last_project_ == kNone || !names_last_again(sentence.text)))
        sentence.event_of[i] = spoken_of_before(sentence, last_project_);
      else if (last_project_ != kNone && (!events_[last_project_].group || all_before))
        sentence.event_of[i] = last_project_;
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
          starts_with_any(sentence.text, {u"此次", u"本次", u"这", u"上述", u"活动", u"以上"})) {
        auto& before = events_[known->second];
        if (before.parts.empty()) before.parts = mention.parts;
        sentence.event_of[i] = known->second;
        continue;
      }
      group_of_.emplace(mention.count, events_.size());
    } else {
      // 一期剩余4GW项目: of the project spoken of.
      constexpr std::size_t kShortName = 14;
      if (paragraph_projects_ > 0 && last_project_ != kNone && !events_[last_project_].group &&
          mention.span.size() <= kShortName &&
          starts_with_any(text_.substr(mention.span.begin, mention.span.size()),
                          {u"一期剩余", u"二期剩余", u"首批", u"剩余"})) {
        sentence.event_of[i] = last_project_;
        continue;
      }
      // 其中一期投资60亿元,…,建设甲项目: what a phase of the project before holds.
      if (paragraph_projects_ > 0 && mention.listed == Mention::kNone && is_of_phase(sentence, mention.span)) continue;
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
    if (mention.sector) sectors_.insert(events_.size());
    // 主会场设在某某项目现场: one of those the ceremony is for.
    if (mention.kind == MentionKind::kProject && sentence.text.find(u"会场") != std::u16string_view::npos &&
        starts_with_any(text_.substr(mention.span.end, 6), {u"现场", u"建设现场", u"施工现场", u"举行"}))
      presented_.insert(events_.size());
    // …签订合作协议书。甲公司将在当地投资建设P项目: what the contract of the sentence before is about.
    auto const agreed = announced_.find(NewsStage::kSigned);
    if (agreed != announced_.end() && agreed->second == previous_.begin && mention.kind == MentionKind::kProject &&
        ends_with_any(text_.substr(sentence.span.begin, mention.span.begin - sentence.span.begin),
                      {u"投资建设", u"建设", u"新建", u"投建", u"打造", u"实施"}))
      presented_.insert(events_.size());
    if (mention.kind == MentionKind::kProject &&
        (mention.in_list || mention.span.begin <= sentence.span.begin + 2 || is_item_ || enumerates_ ||
         ends_with_any(text_.substr(sentence.span.begin, mention.span.begin - sentence.span.begin),
                       {u"个,为", u"个,是", u"其中", u"一个是"})))
      presented_.insert(events_.size());
    homes_.push_back(sentence.span);
    events_.push_back(std::move(event));
    add_place(events_.back(), sentence, mention.span);
    add_date(events_.back(), sentence, mention.span);
  }
}

bool EventReader::is_of_phase(Sentence const& sentence, Span mention) const {
  auto const ahead = text_.substr(sentence.span.begin, mention.begin - sentence.span.begin);
  if (!ends_with_any(ahead, {u"建设", u"实现", u"形成", u"实施"})) return false;
  auto const name = text_.substr(mention.begin, mention.size());
  return starts_with_any(ahead, {u"其中一期", u"其中,一期", u"一期", u"二期", u"三期", u"首期", u"其中首期"}) ||
         (contains_any(ahead, {u",一期", u",其中一期", u"分两期", u"分三期", u"分期"}) &&
          !contains_any(name, {u"一期", u"二期", u"三期"}) &&
          std::any_of(sentence.mentions.begin(), sentence.mentions.end(),
                      [&](Mention const& other) { return other.span.end < mention.begin; }));
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
  // A plant or line is one by its investment alone.
  if (event.project.find("项目") == std::string::npos && event.project.find("項目") == std::string::npos &&
      event.amount)
    return false;
  return driven && (event.amount || contains_any(home, {u"重大项目", u"重点项目"}));
}

/// Stages from the context, confidence, and what says too little goes.
void EventReader::finish() {
  merge_same();
  auto const invests = [](ProjectEvent const& event) {
    return event.amount && event.amount->kind != AmountKind::kAnnualOutput &&
           event.amount->kind != AmountKind::kAnnualTax;
  };
  for (std::size_t i = 0; i < events_.size(); ++i) {
    if (gone_.count(i) == 0 && !events_[i].group && invests(events_[i])) ++investments_;
  }
  std::vector<ProjectEvent> kept;
  std::vector<std::size_t> kept_of;  // which each was
  for (std::size_t i = 0; i < events_.size(); ++i) {
    auto& event = events_[i];
    if (gone_.count(i) != 0) continue;
    auto confidence = stage_confidence_.count(i) != 0 ? stage_confidence_[i] : 0.0;
    auto const investment = invests(event);
    // An industry alone is a project only where money is its own.
    auto const done_so_far = event.amount && (event.amount->kind == AmountKind::kCumulativeInvestment ||
                                              event.amount->kind == AmountKind::kFundsArrived);
    if (sectors_.count(i) != 0 && (!investment || done_so_far)) continue;
    auto const presented =
        !event.project.empty() && (presented_.count(i) != 0 || (title_of_many_ && !event.enterprises.empty()));
    if (event.stage == NewsStage::kUnknown && !event.group && (investment || event.land_m2 || presented)) {
      event.stage = inherited_by(i);
      if (event.stage != NewsStage::kUnknown) confidence = 0.55;
    }
    if (!says_enough(i, investment)) {
      hand_over_outputs(i, kept_of, kept);
      continue;
    }
    kept_of.push_back(i);
    event.confidence =
        0.35 + 0.25 * (event.project.empty() && !event.group ? 0.5 : 1.0) + (investment ? 0.2 : 0.0) + 0.2 * confidence;
    if (event.stage == NewsStage::kSigned && confidence < 0.75) event.confidence -= 0.08;
    event.lessons = taught_.used_by(event);
    kept.push_back(std::move(event));
  }
  events_ = std::move(kept);
}

}  // namespace lianzhao::radar
