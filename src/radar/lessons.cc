#include "radar/lessons.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "kernel/error.h"
#include "radar/simplified.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

/// Shorter words stand inside others too often to be looked for where the rules see nothing.
constexpr std::size_t kLeastNewName = 3;
constexpr std::size_t kLeastEnterprise = 2;
constexpr std::size_t kLeastProject = 3;

struct KindName {
  LessonKind kind;
  std::string_view name;
};
constexpr std::array kKindNames = std::to_array<KindName>({{LessonKind::kEnterprise, "enterprise"},
                                                           {LessonKind::kNoEnterprise, "no_enterprise"},
                                                           {LessonKind::kEnterpriseEdge, "enterprise_edge"},
                                                           {LessonKind::kProject, "project"},
                                                           {LessonKind::kNoProject, "no_project"},
                                                           {LessonKind::kProjectEdge, "project_edge"},
                                                           {LessonKind::kPlace, "place"},
                                                           {LessonKind::kStage, "stage"}});

bool overlap(Span a, Span b) {
  return a.begin < b.end && b.begin < a.end;
}
bool same(Span a, Span b) {
  return a.begin == b.begin && a.end == b.end;
}
bool holds_more(Span outer, Span inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end && !same(outer, inner);
}

/// A word that the rules surely take for the stage, in whose place taught words can be asked about.
std::u16string_view plain_word(NewsStage stage) {
  switch (stage) {
    case NewsStage::kNegotiation:
      return u"洽谈";
    case NewsStage::kNegotiationOrSigned:
      return u"签约和洽谈";
    case NewsStage::kRegistered:
      return u"注册成立";
    case NewsStage::kConstruction:
      return u"动工";
    case NewsStage::kCompleted:
      return u"竣工";
    case NewsStage::kInProduction:
      return u"投产";
    case NewsStage::kAtCapacity:
      return u"达产";
    case NewsStage::kSuspended:
      return u"停建";
    case NewsStage::kEnded:
      return u"终止";
    case NewsStage::kSigned:
    case NewsStage::kUnknown:
      break;
  }
  return u"签约";
}

/// As articles are read, which are made simplified ones; what has characters that no folded text keeps stays as it is.
std::string as_read(std::string const& words) {
  auto characters = text::folded(words);
  if (std::find(characters.begin(), characters.end(), text::kNoCharacter) != characters.end()) return words;
  simplify(characters);
  std::string out;
  for (auto const c : characters) text::append_utf8(out, c);
  return out;
}

std::vector<std::string> words_of(std::vector<Lesson> const& lessons) {
  std::vector<std::string> words;
  words.reserve(lessons.size());
  for (auto const& lesson : lessons) words.push_back(as_read(lesson.words));
  return words;
}

template <typename Found, typename SpanOf>
void sort_by_begin(std::vector<Found>& found, SpanOf const& span_of) {
  std::stable_sort(found.begin(), found.end(),
                   [&](Found const& a, Found const& b) { return span_of(a).begin < span_of(b).begin; });
}

}  // namespace

std::string_view lesson_kind_name(LessonKind kind) {
  return std::find_if(kKindNames.begin(), kKindNames.end(), [&](KindName const& each) { return each.kind == kind; })
      ->name;
}

LessonKind lesson_kind_from(std::string_view name) {
  auto const* const found =
      std::find_if(kKindNames.begin(), kKindNames.end(), [&](KindName const& each) { return each.name == name; });
  if (found == kKindNames.end()) {
    throw invalid_input("bad_lesson", fmt::format("\"{}\" is no kind of lesson", name));
  }
  return found->kind;
}

Lessons::Lessons(std::vector<Lesson> lessons) : lessons_{std::move(lessons)} {
  std::erase_if(lessons_, [](Lesson const& lesson) { return lesson.words.empty(); });
  auto const words = words_of(lessons_);
  words_ = text::PatternSet{words};
  next_.resize(lessons_.size());
  for (std::uint32_t i = 0; i < next_.size(); ++i) next_[i] = i;
  for (std::uint32_t i = 0; i < next_.size(); ++i) {
    auto const first = words_.index_of(words[i]);
    if (first == i || first >= next_.size()) continue;
    auto last = first;
    auto known = lessons_[last].kind == lessons_[i].kind;
    while (next_[last] != last) {
      last = next_[last];
      known = known || lessons_[last].kind == lessons_[i].kind;
    }
    if (!known) next_[last] = i;
  }
}

void Lessons::resolve(std::vector<ProjectEvent>& events) const {
  for (auto& event : events) {
    for (auto& enterprise : event.enterprises) {
      for (auto const& lesson : lessons_) {
        if (lesson.kind != LessonKind::kEnterprise || lesson.key.empty()) continue;
        if (enterprise.name != (lesson.means.empty() ? lesson.words : lesson.means)) continue;
        enterprise.enterprise_key = lesson.key;
        enterprise.candidates.clear();
        break;
      }
    }
  }
}

TaughtArticle::TaughtArticle(Lessons const& lessons, std::u16string_view folded) : text_{folded} {
  if (lessons.empty()) return;
  lessons.words_.find({folded.data(), folded.size()},
                      [&](std::uint32_t pattern, std::uint32_t begin, std::uint32_t end) {
                        for (auto i = pattern;; i = lessons.next_[i]) {
                          hits_.push_back({{begin, end}, &lessons.lessons_[i]});
                          if (lessons.next_[i] == i) break;
                        }
                      });
  std::stable_sort(hits_.begin(), hits_.end(), [](Hit const& a, Hit const& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
  });
}

Lesson const* TaughtArticle::at(Span words, LessonKind kind) const {
  auto hit = std::lower_bound(hits_.begin(), hits_.end(), words.begin,
                              [](Hit const& a, std::size_t begin) { return a.span.begin < begin; });
  for (; hit != hits_.end() && hit->span.begin == words.begin; ++hit) {
    if (hit->lesson->kind == kind && same(hit->span, words)) return hit->lesson;
  }
  return nullptr;
}

std::vector<TaughtArticle::Hit> TaughtArticle::hits_in(Span within, LessonKind kind) const {
  std::vector<Hit> found;
  auto hit = std::lower_bound(hits_.begin(), hits_.end(), within.begin,
                              [](Hit const& a, std::size_t begin) { return a.span.begin < begin; });
  for (; hit != hits_.end() && hit->span.begin < within.end; ++hit) {
    if (hit->lesson->kind != kind || hit->span.end > within.end) continue;
    // Of words inside words the longer are meant.
    if (!found.empty() && overlap(found.back().span, hit->span)) continue;
    found.push_back(*hit);
  }
  return found;
}

bool TaughtArticle::stops(Span words, LessonKind kind) {
  auto const* const lesson = at(words, kind);
  if (lesson == nullptr) return false;
  passed_over_.push_back(lesson->id);
  return true;
}

Span TaughtArticle::without_edges(Span words, LessonKind kind, std::size_t least, std::string_view field) {
  std::vector<std::int64_t> cut;
  for (auto changed = true; changed;) {
    changed = false;
    for (auto const& hit : hits_in(words, kind)) {
      if (words.size() < hit.span.size() + least) continue;
      if (hit.span.begin == words.begin) {
        words.begin = hit.span.end;
      } else if (hit.span.end == words.end) {
        words.end = hit.span.begin;
      } else {
        continue;
      }
      cut.push_back(hit.lesson->id);
      changed = true;
      break;
    }
  }
  for (auto const id : cut) uses_.push_back({field, words, id});
  return words;
}

std::vector<Span> TaughtArticle::enterprises(Span within, std::vector<Span> found) {
  if (hits_.empty()) return found;
  for (auto& name : found) name = without_edges(name, LessonKind::kEnterpriseEdge, kLeastEnterprise, "enterprises");
  std::erase_if(found, [&](Span name) { return stops(name, LessonKind::kNoEnterprise); });
  for (auto const& hit : hits_in(within, LessonKind::kEnterprise)) {
    auto const inside = [&](Span name) { return overlap(name, hit.span) && !holds_more(hit.span, name); };
    if (std::any_of(found.begin(), found.end(), inside)) {
      // A longer name says more than a part of it that was taught; of the very words the meaning is asked later.
      continue;
    }
    auto const before = found.size();
    std::erase_if(found, [&](Span name) { return holds_more(hit.span, name); });
    if (found.size() == before && hit.span.size() < kLeastNewName) continue;
    found.push_back(hit.span);
    uses_.push_back({"enterprises", hit.span, hit.lesson->id});
  }
  sort_by_begin(found, [](Span span) { return span; });
  return found;
}

std::vector<Mention> TaughtArticle::mentions(Span within, std::vector<Mention> found) {
  if (hits_.empty()) return found;
  for (auto& mention : found) {
    if (mention.kind != MentionKind::kProject) continue;
    mention.span = without_edges(mention.span, LessonKind::kProjectEdge, kLeastProject, "project");
  }
  std::erase_if(found, [&](Mention const& mention) {
    return mention.kind == MentionKind::kProject && stops(mention.span, LessonKind::kNoProject);
  });
  for (auto const& hit : hits_in(within, LessonKind::kProject)) {
    auto const clash = std::any_of(found.begin(), found.end(), [&](Mention const& mention) {
      auto const part = mention.kind == MentionKind::kProject && holds_more(hit.span, mention.span);
      return overlap(mention.span, hit.span) && !part;
    });
    if (clash) continue;
    Mention taught;
    taught.span = hit.span;
    for (auto const& mention : found)
      taught.with_next = taught.with_next || (overlap(mention.span, hit.span) && mention.with_next);
    std::erase_if(found, [&](Mention const& mention) { return overlap(mention.span, hit.span); });
    found.push_back(taught);
    uses_.push_back({"project", hit.span, hit.lesson->id});
  }
  sort_by_begin(found, [](Mention const& mention) { return mention.span; });
  return found;
}

/// Whether the words say their stage of now: neither planned nor a condition. The rules are asked about the same clause
/// with a word that they know in place of these.
bool TaughtArticle::holds(Span within, Span words, NewsStage stage) const {
  auto const plain = plain_word(stage);
  std::u16string asked{text_.substr(within.begin, words.begin - within.begin)};
  auto const begin = asked.size();
  asked += plain;
  asked += text_.substr(words.end, within.end - words.end);
  auto const found = find_stages(asked, {0, asked.size()});
  return std::any_of(found.begin(), found.end(), [&](StageWords const& each) {
    return overlap(each.span, {begin, begin + plain.size()});
  });
}

std::vector<StageWords> TaughtArticle::stages(Span within, std::vector<StageWords> found) {
  if (hits_.empty()) return found;
  for (auto const& hit : hits_in(within, LessonKind::kStage)) {
    auto const known = std::find_if(found.begin(), found.end(), [&](StageWords const& each) {
      return overlap(each.span, hit.span) && !holds_more(hit.span, each.span);
    });
    // 签约落户 says more than the taught 签约; only the very words change.
    if (known != found.end() && !same(known->span, hit.span)) continue;
    auto const said = known != found.end() || std::any_of(found.begin(), found.end(), [&](StageWords const& each) {
                        return overlap(each.span, hit.span);
                      });
    auto const& lesson = *hit.lesson;
    if (lesson.stage == NewsStage::kUnknown) {
      if (said) passed_over_.push_back(lesson.id);
      std::erase_if(found, [&](StageWords const& each) { return overlap(each.span, hit.span); });
      continue;
    }
    if (!said && !holds(within, hit.span, lesson.stage)) continue;
    std::erase_if(found, [&](StageWords const& each) { return overlap(each.span, hit.span); });
    found.push_back({hit.span, lesson.stage, lesson.confidence});
    uses_.push_back({"stage", hit.span, lesson.id});
  }
  sort_by_begin(found, [](StageWords const& each) { return each.span; });
  return found;
}

Lesson const* TaughtArticle::place(Span within, Span mention, RegionCode read, Span& words) {
  Lesson const* best = nullptr;
  for (auto const& hit : hits_in(within, LessonKind::kPlace)) {
    auto const& lesson = *hit.lesson;
    if (lesson.within != kUnknownRegion && lesson.within != read) continue;
    if (best != nullptr && hit.span.begin > mention.begin) break;
    best = &lesson;
    words = hit.span;
  }
  if (best != nullptr) uses_.push_back({"place", words, best->id});
  return best;
}

bool TaughtArticle::names_project(Span within) const {
  return !hits_.empty() && !hits_in(within, LessonKind::kProject).empty();
}

std::vector<std::int64_t> TaughtArticle::used_by(ProjectEvent const& event) const {
  std::vector<std::int64_t> ids;
  if (hits_.empty()) return ids;
  for (auto const& words : event.evidence) {
    Span const span{words.begin, words.end};
    for (auto const& use : uses_) {
      if (use.field == words.field && same(use.span, span)) ids.push_back(use.lesson_id);
    }
    if (words.field != "enterprises") continue;
    auto const* const meant = enterprise(span);
    if (meant != nullptr && !(meant->means.empty() && meant->key.empty())) ids.push_back(meant->id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<std::int64_t> TaughtArticle::passed_over() const {
  auto ids = passed_over_;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace lianzhao::radar
