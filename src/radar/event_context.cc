#include <algorithm>

#include "radar/event_reader.h"
#include "radar/name_words.h"
#include "radar/project_names.h"
#include "radar/works_signs.h"
#include "text/utf8.h"

// What sentences owe to those around them: headings, groups spoken of before, 该项目.

namespace lianzhao::radar {

namespace {

/// 1-6月…, 累计: a round-up, whose counts say nothing about the projects named elsewhere.
bool is_ceremony(std::u16string_view text) {
  return contains_any(text, {u"集中", u"此次", u"本次", u"仪式", u"活动", u"当天", u"今天", u"昨", u"现场", u"上午",
                             u"下午", u"洽谈会", u"推介会", u"招商会", u"签约会", u"会上"});
}

/// 此次签约项目有:甲…;乙…: what the list is one of.
bool names_stage_of_list(std::u16string_view text) {
  for (std::u16string_view const what :
       {u"签约项目", u"开工项目", u"投产项目", u"竣工项目", u"动工项目", u"签约的", u"开工的"}) {
    auto const at = text.find(what);
    if (at == std::u16string_view::npos) continue;
    auto behind = text.substr(at + what.size());
    if (what.ends_with(u"的")) {
      auto const noun = behind.find(u"项目");
      if (noun == std::u16string_view::npos || noun > 10) continue;
      behind = behind.substr(noun + 2);
    }
    if (starts_with_any(behind,
                        {u"有", u"包括", u"包含", u"为", u"是", u"如下", u"分别", u"主要有", u"主要包括", u":"}))
      return true;
  }
  return false;
}

}  // namespace

bool announces_stage(std::u16string_view text) {
  return contains_any(text, {u"集中签约", u"集中开工", u"此次签约", u"签约的项目", u"开工的项目", u"签约项目",
                             u"开工项目", u"签约仪式", u"开工仪式", u"投产项目", u"竣工项目", u"集中动工", u"集中竣工",
                             u"集中投产", u"集中开复工", u"开工活动", u"签约活动"});
}

/// 该项目…, 该产业园….
bool EventReader::points_back(std::u16string_view sentence) const {
  for (std::u16string_view const lead : {u"据介绍,", u"据了解,", u"据悉,"}) {
    if (sentence.starts_with(lead)) sentence.remove_prefix(lead.size());
  }
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
    if (auto const works = find_works(text_, {end, previous_.end})) set_stage(last_project_, *works, 0.9);
    return last_project_;
  }
  return known;
}

/// Whether a group of which no stage is said is smaller, in number and money, than one named shortly before it that has
/// one: 7个项目集中开工…, 其中工业类3项.
bool EventReader::is_part_of_whole(std::size_t index) const {
  constexpr std::size_t kNear = 400;
  auto const& part = events_[index];
  for (auto k = index; k-- > 0;) {
    auto const& whole = events_[k];
    if (homes_[index].begin - homes_[k].begin > kNear) return false;
    if (!whole.group || whole.stage == NewsStage::kUnknown || !whole.count || !part.count) continue;
    if (*part.count < *whole.count &&
        !(part.amount && whole.amount && part.amount->currency == whole.amount->currency &&
          part.amount->value > whole.amount->value))
      return true;
  }
  return false;
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
  auto counted_stage = NewsStage::kUnknown;
  auto const before = paragraph_stage_;
  auto const ceremony = paragraph_ceremony_;
  if (mentions.empty() && !sentence.stages.empty() && announces_stage(sentence.text))
    told(sentence.stages.front().stage);
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (mentions[i].kind == MentionKind::kGroup && event != kNone && events_[event].stage != NewsStage::kUnknown)
      told(events_[event].stage);
  }
  // 此次签约的乡村振兴项目有3个。新能源项目2个: a smaller number behind the whole of one ceremony is of its parts.
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (mentions[i].kind != MentionKind::kGroup || event == kNone || events_[event].stage != NewsStage::kUnknown)
      continue;
    if (!(events_[event].amount || starts_with_any(sentence.text, {u"此次", u"本次", u"这", u"上述"})) ||
        !is_part_of_whole(event) || before == NewsStage::kUnknown || !ceremony ||
        contains_any(sentence.text, {u"今年以来", u"累计", u"全市", u"全县", u"全省", u"全区", u"全年", u"计划", u"将",
                                     u"年初", u"储备"}))
      continue;
    events_[event].stage = before;
    constexpr auto kInherited = 0.55;
    stage_confidence_[event] = kInherited;
  }
  // 签约6个,达成意向8个: of two what is named behind belongs to neither for certain.
  auto group_stages = std::set<NewsStage>{};
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (mentions[i].kind == MentionKind::kGroup && event != kNone && events_[event].stage != NewsStage::kUnknown)
      group_stages.insert(events_[event].stage);
  }
  if (group_stages.size() > 1) paragraph_stage_ = NewsStage::kUnknown;
  // 开工项目中,甲项目…;乙项目…: each of them, up to the next that says otherwise.
  auto const among = starts_with_any(
      sentence.text, {u"开工项目中", u"签约项目中", u"竣工项目中", u"投产项目中", u"新开工项目中", u"新签约项目中"});
  auto const lead = among ||
                    contains_any(sentence.text, {u"签约的项目", u"开工的项目", u"投产的项目", u"竣工的项目"}) ||
                    names_stage_of_list(sentence.text);
  if (lead && !sentence.stages.empty()) told(sentence.stages.front().stage);
  if (among && !sentence.stages.empty()) paragraph_ceremony_ = true;
  // 12个项目中,已签约7个:甲项目…;乙项目…
  for (auto const& words : sentence.stages) {
    if (!counts_others(words.span) || text_.substr(words.span.end, 30).find(u':') == std::u16string_view::npos)
      continue;
    told(words.stage);
    paragraph_ceremony_ = true;
    counted_stage = words.stage;
  }
  // 甲公司与开发区签订协议, and paragraphs later what it builds.
  if (mentions.empty() && paragraph_index_ <= 2 && contains_any(sentence.text, {u"协议", u"合同"})) {
    for (auto const& words : sentence.stages) {
      if (words.stage == NewsStage::kSigned) announced_.emplace(words.stage, sentence.span.begin);
    }
  }
  // What half a year's round-up counts holds for the projects of its own sentence and of one that goes on from it.
  // 签约2个项目(分别是甲项目;乙项目)
  auto const prior = text_.substr(previous_.begin, previous_.size());
  list_open_ =
      previous_.size() > 0 && sentence.span.begin > 0 && text_[sentence.span.begin - 1] == u';' &&
      (list_open_ || contains_any(prior, {u"分别是", u"分别为", u"包括", u"项目有", u"如下:", u"为:", u"是:", u"有:"}));
  auto const goes_on = list_open_ || starts_with_any(sentence.text, {u"其中", u"包括", u"分别", u"主要"});
  auto const held = before != NewsStage::kUnknown && (ceremony || goes_on) ? before : NewsStage::kUnknown;
  auto seen = NewsStage::kUnknown;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto const event = sentence.event_of[i];
    if (event == kNone) continue;
    if (list_open_ && mentions[i].kind == MentionKind::kProject) presented_.insert(event);
    if (mentions[i].with_next || (i > 0 && mentions[i - 1].with_next) || sentence.text.starts_with(u"其中"))
      presented_.insert(event);
    if (mentions[i].kind == MentionKind::kGroup) {
      if (events_[event].stage != NewsStage::kUnknown) seen = events_[event].stage;
      continue;
    }
    if (context_.count(event) != 0) continue;
    if (counted_stage != NewsStage::kUnknown) seen = counted_stage;
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

}  // namespace lianzhao::radar
