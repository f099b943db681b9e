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

/// What starts a sentence that speaks of projects of one stage: those named after it are in it too.
bool announces_stage(std::u16string_view text) {
  return contains_any(text, {u"集中签约", u"集中开工", u"此次签约", u"签约的项目", u"开工的项目", u"签约项目",
                             u"开工项目", u"签约仪式", u"开工仪式", u"投产项目", u"竣工项目", u"集中动工", u"集中竣工",
                             u"集中投产", u"集中开复工", u"开工活动", u"签约活动"});
}

/// 拟签约, 欲投资: a title that tells of a wish.
bool speaks_of_plan(std::u16string_view before) {
  return contains_any(before, {u"拟", u"欲", u"计划", u"将"});
}

/// 1-6月…, 累计: a round-up, whose counts say nothing about the projects named elsewhere.
bool is_ceremony(std::u16string_view text) {
  return contains_any(
      text, {u"集中", u"此次", u"本次", u"仪式", u"活动", u"当天", u"今天", u"昨", u"现场", u"上午", u"下午"});
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
    paragraph_stage_ = heading_stage_;
    heading_stage_ = heading_stage(paragraph);
    // What stands below a project's name is said of it.
    paragraph_projects_ = below_heading_ ? 1 : 0;
    below_heading_ = false;
    paragraph_begin_ = paragraph.begin;
    paragraph_ceremony_ = paragraph_stage_ != NewsStage::kUnknown;
    ++paragraph_index_;
    paragraph_zone_ = {};
    if (auto const zones = find_zones(text_, paragraph); !zones.empty()) paragraph_zone_ = zones.front();
    for (auto const& sentence : sentences_of(text_, paragraph)) {
      if (events_.size() >= kMostEvents) break;
      read_sentence(sentence);
      previous_ = sentence;
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
  sentence.stages = taught_.stages(span, find_stages(text_, span));
  auto const speaks_of_projects =
      !sentence.stages.empty() || sentence.text.find(u"项目") != std::u16string_view::npos ||
      !sentence.amounts.empty() ||
      contains_any(sentence.text, {u"基地", u"产业园", u"签约", u"落户", u"引进", u"开工", u"投产", u"竣工", u"封顶",
                                   u"奠基", u"生产线", u"工厂", u"工程"}) ||
      taught_.names_project(span);
  if (!speaks_of_projects) {
    bind_stages_to_last(sentence);
    bind_works(sentence);
    return;
  }
  sentence.mentions = taught_.mentions(span, find_mentions(text_, span, sentence.amounts));
  sentence.dates = find_dates(text_, span, published_);
  add_mentions(sentence);
  if (sentence.mentions.empty() && paragraph_projects_ == 0 && points_back(sentence.text)) {
    if (auto const meant = spoken_of_before(sentence, kNone); meant != kNone) last_project_ = meant;
  }
  bind_stages(sentence);
  bind_amounts(sentence);
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

/// 该项目…, 该产业园….
bool EventReader::points_back(std::u16string_view sentence) const {
  if (!sentence.starts_with(u"该")) return false;
  return sentence.substr(1).starts_with(u"项目") || starts_with_any(sentence.substr(1), site_endings());
}

/// What 该项目 means where its paragraph named no project: the site that the sentence before speaks of, else `last`.
std::size_t EventReader::spoken_of_before(Sentence const& sentence, std::size_t last) {
  auto const known = last != kNone && !events_[last].group ? last : kNone;
  if (!points_back(sentence.text) || previous_.end < paragraph_begin_ || previous_.size() == 0) return known;
  for (auto at = previous_.begin; at < previous_.end; ++at) {
    auto const rest = text_.substr(at, previous_.end - at);
    auto const ending =
        std::find_if(site_endings().begin(), site_endings().end(), [&](auto word) { return rest.starts_with(word); });
    if (ending == site_endings().end()) continue;
    auto const end = at + ending->size();
    auto const begin = name_begin_of(text_, previous_.begin, end, amounts_);
    Span const name{begin, end};
    constexpr std::size_t kShortest = 6;
    if (name.size() < kShortest || name_kind(text_.substr(begin, name.size())) != NameKind::kNamed) continue;
    ProjectEvent event;
    event.project = utf8(name);
    if (by_name_.count(event.project) != 0) return by_name_[event.project];
    prove(event, "project", name);
    by_name_.emplace(event.project, events_.size());
    last_project_ = events_.size();
    ++paragraph_projects_;
    homes_.push_back(previous_);
    events_.push_back(std::move(event));
    add_place(events_.back(), sentence, name);
    return last_project_;
  }
  return known;
}

void EventReader::add_mentions(Sentence& sentence) {
  auto& mentions = sentence.mentions;
  sentence.event_of.assign(mentions.size(), kNone);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const& mention = mentions[i];
    if (mention.kind == MentionKind::kAnaphor) {
      // 共签约项目267个,项目总投资1508亿元
      if (i > 0 && sentence.event_of[i - 1] != kNone && mentions[i - 1].kind != MentionKind::kAnaphor)
        sentence.event_of[i] = sentence.event_of[i - 1];
      else if (paragraph_projects_ == 0 && (last_project_ == kNone || !names_last_again(sentence.text)))
        sentence.event_of[i] = spoken_of_before(sentence, last_project_);
      else if (last_project_ != kNone && !events_[last_project_].group)
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
    if (mention.kind == MentionKind::kProject && (mention.in_list || mention.span.begin <= sentence.span.begin + 2))
      presented_.insert(events_.size());
    homes_.push_back(sentence.span);
    events_.push_back(std::move(event));
    add_place(events_.back(), sentence, mention.span);
    add_date(events_.back(), sentence, mention.span);
  }
}

/// What a sentence about several projects says of their stage holds for those named behind it.
void EventReader::carry_context(Sentence const& sentence) {
  constexpr std::size_t kFirstParagraphs = 3;
  auto const& mentions = sentence.mentions;
  auto const told = [&](NewsStage stage) {
    paragraph_stage_ = stage;
    paragraph_ceremony_ = is_ceremony(sentence.text);
    if (paragraph_ceremony_ && paragraph_index_ <= kFirstParagraphs) announced_.emplace(stage, sentence.span.begin);
  };
  auto const before = paragraph_stage_;
  auto const ceremony = paragraph_ceremony_;
  if (mentions.empty() && !sentence.stages.empty() && announces_stage(sentence.text))
    told(sentence.stages.front().stage);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (mentions[i].kind == MentionKind::kGroup && event != kNone && events_[event].stage != NewsStage::kUnknown)
      told(events_[event].stage);
  }
  // 签约6个,达成意向8个: of two what is named behind belongs to neither for certain.
  auto group_stages = std::set<NewsStage>{};
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (mentions[i].kind == MentionKind::kGroup && event != kNone && events_[event].stage != NewsStage::kUnknown)
      group_stages.insert(events_[event].stage);
  }
  if (group_stages.size() > 1) paragraph_stage_ = NewsStage::kUnknown;
  auto const lead = contains_any(sentence.text, {u"签约的项目", u"开工的项目", u"投产的项目", u"竣工的项目"});
  if (lead && !sentence.stages.empty()) told(sentence.stages.front().stage);
  // 甲公司与开发区签订协议, and paragraphs later what it builds.
  if (mentions.empty() && paragraph_index_ <= 2 && contains_any(sentence.text, {u"协议", u"合同"})) {
    for (auto const& words : sentence.stages) {
      if (words.stage == NewsStage::kSigned) announced_.emplace(words.stage, sentence.span.begin);
    }
  }
  // What half a year's round-up counts holds for the projects of its own sentence and of one that goes on from it.
  auto const goes_on = starts_with_any(sentence.text, {u"其中", u"包括", u"分别", u"主要"});
  auto const held = before != NewsStage::kUnknown && (ceremony || goes_on) ? before : NewsStage::kUnknown;
  auto seen = NewsStage::kUnknown;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (event == kNone) continue;
    if (mentions[i].with_next || (i > 0 && mentions[i - 1].with_next) || sentence.text.starts_with(u"其中"))
      presented_.insert(event);
    if (mentions[i].kind == MentionKind::kGroup) {
      if (events_[event].stage != NewsStage::kUnknown) seen = events_[event].stage;
      continue;
    }
    if (context_.count(event) != 0) continue;
    context_[event] = seen != NewsStage::kUnknown ? seen : (lead ? paragraph_stage_ : held);
    // 即将投用 says that what was said of others does not hold.
    auto const end = i + 1 < mentions.size() ? mentions[i + 1].span.begin : sentence.span.end;
    if (auto const plan = planned_stage(text_, {mentions[i].span.end, end}); plan != NewsStage::kUnknown)
      own_plans_.emplace(event, plan);
  }
}

/// The stage of a project of which no sentence says one: that of the group it was named behind, of the title where
/// that means it, or of the one ceremony the article reports.
NewsStage EventReader::inherited_by(std::size_t index) const {
  auto const plan = own_plans_.find(index);
  auto const fits = [&](NewsStage stage) { return plan == own_plans_.end() || plan->second > stage; };
  auto const context = context_.find(index);
  if (context != context_.end() && context->second != NewsStage::kUnknown)
    return fits(context->second) ? context->second : NewsStage::kUnknown;
  auto const& name = events_[index].project;
  if (title_stage_ != NewsStage::kUnknown && !name.empty()) {
    for (std::uint32_t at = 0; at + 4 <= text::count_code_points(name); ++at) {
      if (title_.find(text::code_point_slice(name, at, at + 4)) != std::string::npos) return title_stage_;
    }
  }
  if (title_stage_ != NewsStage::kUnknown)
    return (title_of_many_ || investments_ == 1 || announced_.count(title_stage_) != 0) && fits(title_stage_)
               ? title_stage_
               : NewsStage::kUnknown;
  if (announced_.size() != 1) return NewsStage::kUnknown;
  auto const& [stage, from] = *announced_.begin();
  return homes_[index].begin >= from && fits(stage) ? stage : NewsStage::kUnknown;
}

/// The one stage of a line that heads a part of the article: 二、跟踪在谈项目情况.
NewsStage EventReader::heading_stage(Span line) const {
  auto const words = text_.substr(line.begin, line.size());
  constexpr std::size_t kLongest = 20;
  if (words.size() > kLongest || words.find(u"项目") == std::u16string_view::npos ||
      words.find(u'。') != std::u16string_view::npos)
    return NewsStage::kUnknown;
  auto const stages = find_stages(text_, line);
  return stages.size() == 1 ? stages.front().stage : NewsStage::kUnknown;
}

/// 某某电子信息产业中心, and below it 项目总投资120亿元.
bool EventReader::read_heading(Span line, Span next) {
  auto const below = text_.substr(next.begin, next.size());
  while (line.size() > 0 && text_[line.end - 1] == u'。') --line.end;
  // 某某小镇, and below it 小镇位于…
  auto const again = line.size() > 5 && below.starts_with(text_.substr(line.end - 2, 2));
  if (!again && !starts_with_any(below, {u"项目", u"该项目", u"总投资", u"计划总投资", u"建设地点", u"建设内容",
                                         u"建设规模", u"投资", u"占地", u"位于", u"主要建设"}))
    return false;
  auto begin = line.begin;
  for (std::u16string_view const label : {u"项目名称:", u"名称:"}) {
    if (text_.substr(begin, line.end - begin).starts_with(label)) begin += label.size();
  }
  begin = without_leading(text_, begin, line.end);
  while (begin < line.end && (text_[begin] == u' ' || is_hard_mark(text_[begin]))) ++begin;
  Span const name{begin, line.end};
  auto const words = text_.substr(name.begin, name.size());
  if (name.size() < 5 || name.size() > 60 || std::any_of(words.begin(), words.end(), is_hard_mark)) return false;
  if (name_kind(words) != NameKind::kNamed || !find_stages(text_, name).empty()) return false;
  if (!ends_as_site(words) && !words.ends_with(u"项目") && words.find(u"年产") == std::u16string_view::npos)
    return false;
  if (contains_any(words, {u"个项目", u"情况", u"名单", u"仪式", u"举行", u"的"})) return false;
  ProjectEvent event;
  event.project = utf8(name);
  if (by_name_.count(event.project) != 0) return false;
  prove(event, "project", name);
  by_name_.emplace(event.project, events_.size());
  last_project_ = events_.size();
  homes_.push_back(line);
  context_[events_.size()] = NewsStage::kUnknown;
  events_.push_back(std::move(event));
  Sentence sentence;
  sentence.span = line;
  add_place(events_.back(), sentence, name);
  return true;
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
  for (std::size_t i = 0; i < events_.size(); ++i) {
    auto& event = events_[i];
    if (gone_.count(i) != 0) continue;
    auto confidence = stage_confidence_.count(i) != 0 ? stage_confidence_[i] : 0.0;
    auto const investment = invests(event);
    // An industry alone is a project only where money is its own.
    if (sectors_.count(i) != 0 && !investment) continue;
    auto const presented =
        !event.project.empty() && (presented_.count(i) != 0 || (title_of_many_ && !event.enterprises.empty()));
    if (event.stage == NewsStage::kUnknown && !event.group && (investment || event.land_m2 || presented)) {
      event.stage = inherited_by(i);
      if (event.stage != NewsStage::kUnknown) confidence = 0.55;
    }
    if (!says_enough(i, investment)) continue;
    event.confidence =
        0.35 + 0.25 * (event.project.empty() && !event.group ? 0.5 : 1.0) + (investment ? 0.2 : 0.0) + 0.2 * confidence;
    if (event.stage == NewsStage::kSigned && confidence < 0.75) event.confidence -= 0.08;
    event.lessons = taught_.used_by(event);
    kept.push_back(std::move(event));
  }
  events_ = std::move(kept);
}

}  // namespace lianzhao::radar
