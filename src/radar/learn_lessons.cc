#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "radar/lessons.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr std::size_t kShortestWords = 2;  ///< code points of any lesson
constexpr std::size_t kLongestEdge = 12;
constexpr std::size_t kLongestStage = 12;
constexpr std::size_t kLongestName = 60;
constexpr std::size_t kShortestPlace = 2;
constexpr std::size_t kGenericPlace = 5;  ///< 高新区, 经开区: many regions have one
constexpr std::size_t kArticlesToConvince = 2;

std::size_t length(std::string_view words) {
  return text::count_code_points(words);
}

bool ends_with_one_of(std::string_view name, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return name.ends_with(end); });
}

/// A name that says itself what it is: whether it belongs to one event tells nothing of that.
bool is_legal_name(std::string_view name) {
  return ends_with_one_of(name,
                          {"公司", "集团", "银行", "大学", "学院", "研究院", "研究所", "合伙)", "合伙）", "合作社"});
}

/// Whether the characters of `part` stand in `whole` in their order, as those of a short name do.
bool abbreviates(std::string_view part, std::string_view whole) {
  auto const a = text::folded(part);
  auto const b = text::folded(whole);
  std::size_t at = 0;
  for (auto const c : b) at += at < a.size() && a[at] == c ? 1 : 0;
  return at == a.size();
}

bool contains(std::vector<std::string> const& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// Lessons by kind and words while they are collected.
class Collected {
 public:
  /// What is said later counts; what said the same before stands behind it too.
  void add(Lesson lesson, std::int64_t judgement) {
    auto& known = lessons_[{lesson.kind, lesson.words}];
    auto const agrees = known.lesson.means == lesson.means && known.lesson.key == lesson.key &&
                        known.lesson.region_code == lesson.region_code && known.lesson.stage == lesson.stage;
    if (!agrees) known.because_of.clear();
    known.lesson = std::move(lesson);
    known.because_of.push_back(judgement);
  }
  void remove(LessonKind kind, std::string const& words) { lessons_.erase({kind, words}); }

  std::vector<LearnedLesson> take() {
    std::vector<LearnedLesson> out;
    for (auto& [key, lesson] : lessons_) out.push_back(std::move(lesson));
    return out;
  }

 private:
  std::map<std::pair<LessonKind, std::string>, LearnedLesson> lessons_;
};

Lesson about(LessonKind kind, std::string_view words) {
  Lesson lesson;
  lesson.kind = kind;
  lesson.words = words;
  return lesson;
}

/// What stands around `now` in `was`, if `was` only says too much at one end.
std::string_view cut_off(std::string_view was, std::string_view now) {
  if (now.empty() || was.size() <= now.size()) return {};
  if (was.ends_with(now)) return was.substr(0, was.size() - now.size());
  if (was.starts_with(now)) return was.substr(now.size());
  return {};
}

bool usable_edge(std::string_view edge) {
  return length(edge) >= kShortestWords && length(edge) <= kLongestEdge;
}

void learn_project(Judgement const& j, Accepted const& accepted, Collected& out) {
  if (j.now.empty()) {
    if (length(j.was) >= kShortestWords && !contains(accepted.projects, j.was)) {
      out.add(about(LessonKind::kNoProject, j.was), j.id);
    }
    return;
  }
  out.remove(LessonKind::kNoProject, j.now);
  if (auto const edge = cut_off(j.was, j.now); !edge.empty()) {
    if (usable_edge(edge)) out.add(about(LessonKind::kProjectEdge, edge), j.id);
    return;
  }
  auto const characters = text::folded(j.now);
  auto const whole = length(j.now) >= 4 && length(j.now) <= kLongestName &&
                     !is_generic_project({characters.data(), characters.size()});
  if (j.now_in_article && whole) out.add(about(LessonKind::kProject, j.now), j.id);
}

void learn_enterprise(Judgement const& j, Accepted const& accepted, std::set<std::int64_t> const& articles_of_pair,
                      RegionTable const* regions, Collected& out) {
  if (j.now.empty()) {
    auto const stop =
        length(j.was) >= kShortestWords && !is_legal_name(j.was) && !contains(accepted.enterprises, j.was);
    if (stop) out.add(about(LessonKind::kNoEnterprise, j.was), j.id);
    return;
  }
  out.remove(LessonKind::kNoEnterprise, j.now);
  if (length(j.now) < kShortestWords || length(j.now) > kLongestName) return;
  auto named = [&](std::string_view words, std::string_view means) {
    auto lesson = about(LessonKind::kEnterprise, words);
    lesson.means = means;
    lesson.key = j.key;
    out.add(std::move(lesson), j.id);
  };
  if (j.was == j.now) {
    if (!j.key.empty()) named(j.now, "");
    return;
  }
  if (j.was.empty()) {
    if (j.now_in_article) named(j.now, "");
    return;
  }
  if (auto const edge = cut_off(j.was, j.now); !edge.empty()) {
    // Where an enterprise comes from is part of its name wherever it says so, and so is what it ends in.
    auto const place = regions != nullptr && regions->resolve_text(edge) != kUnknownRegion;
    if (usable_edge(edge) && j.was.ends_with(j.now) && !place) out.add(about(LessonKind::kEnterpriseEdge, edge), j.id);
    if (!j.key.empty()) named(j.now, "");
    return;
  }
  // Another enterprise of the article that was meant: the words keep their meaning.
  auto const twice = articles_of_pair.size() >= kArticlesToConvince && !is_legal_name(j.was);
  auto const alias = abbreviates(j.was, j.now) || twice;
  if (alias && length(j.was) >= kShortestWords) named(j.was, j.now);
  if (j.now_in_article && !abbreviates(j.was, j.now)) named(j.now, "");
}

void learn_place(Judgement const& j, RegionTable const* regions, Collected& out) {
  auto const letters = length(j.words);
  if (letters < kShortestPlace || letters > kLongestName || j.region_now == kUnknownRegion) return;
  if (j.key.empty() && j.region_now == j.region_was) return;
  // What names a place by itself keeps it, unless it is told more exactly: then another place of the article was meant.
  if (!j.zone_was.empty() && j.zone_was != j.key) return;
  auto const said = regions == nullptr ? kUnknownRegion : regions->resolve_text(j.words);
  if (said != kUnknownRegion && !region_contains(said, j.region_now)) return;
  auto lesson = about(LessonKind::kPlace, j.words);
  lesson.key = j.key;
  lesson.region_code = j.region_now;
  if (letters <= kGenericPlace && ends_with_one_of(j.words, {"区", "园", "基地", "新城"}) && said == kUnknownRegion) {
    if (j.region_was == kUnknownRegion) return;
    lesson.within = j.region_was;
  }
  out.add(std::move(lesson), j.id);
}

/// Words whose stage was corrected, with the votes on what they say.
struct StageVotes {
  std::map<NewsStage, std::vector<Judgement const*>> for_stage;
  std::size_t corrected = 0;
};

void learn_stage_votes(std::string const& words, StageVotes const& votes, Accepted const& accepted, Collected& out) {
  auto const most = std::max_element(votes.for_stage.begin(), votes.for_stage.end(),
                                     [](auto const& a, auto const& b) { return a.second.size() < b.second.size(); });
  std::set<std::int64_t> articles;
  for (auto const* judgement : most->second) articles.insert(judgement->article_id);
  auto const right = static_cast<std::size_t>(
      std::count_if(accepted.stages.begin(), accepted.stages.end(), [&](Accepted::Stage const& stage) {
        return stage.words == words && stage.stage == most->second.front()->stage_was;
      }));
  auto const others = votes.corrected - most->second.size() + right;
  if (articles.size() < kArticlesToConvince || most->second.size() <= others) return;
  auto lesson = about(LessonKind::kStage, words);
  lesson.stage = most->first;
  // Laplace's rule of succession over all that was said of these words.
  lesson.confidence =
      static_cast<double>(most->second.size() + 1) / static_cast<double>(most->second.size() + others + 2);
  for (auto const* judgement : most->second) out.add(lesson, judgement->id);
}

}  // namespace

std::vector<LearnedLesson> learn_lessons(std::vector<Judgement> const& judgements, Accepted const& accepted,
                                         RegionTable const* regions) {
  Collected out;
  auto ordered = judgements;
  std::stable_sort(ordered.begin(), ordered.end(), [](auto const& a, auto const& b) { return a.id < b.id; });
  std::map<std::pair<std::string, std::string>, std::set<std::int64_t>> articles_of_pair;
  std::map<std::string, StageVotes> votes;
  for (auto const& j : ordered) {
    if (j.field == Judgement::Field::kEnterprise) articles_of_pair[{j.was, j.now}].insert(j.article_id);
  }
  for (auto const& j : ordered) {
    switch (j.field) {
      case Judgement::Field::kProject:
        learn_project(j, accepted, out);
        break;
      case Judgement::Field::kEnterprise:
        learn_enterprise(j, accepted, articles_of_pair[{j.was, j.now}], regions, out);
        break;
      case Judgement::Field::kPlace:
        learn_place(j, regions, out);
        break;
      case Judgement::Field::kStage: {
        auto const letters = length(j.words);
        if (letters < kShortestWords || letters > kLongestStage) break;
        if (!j.marked) {
          if (j.stage_was == j.stage_now) break;
          auto& of_words = votes[j.words];
          of_words.for_stage[j.stage_now].push_back(&j);
          ++of_words.corrected;
          break;
        }
        if (j.stage_now == NewsStage::kUnknown) break;
        auto const characters = text::folded(j.words);
        auto const known = find_stages({characters.data(), characters.size()}, {0, characters.size()});
        if (!known.empty() && known.back().stage == j.stage_now) break;
        auto lesson = about(LessonKind::kStage, j.words);
        lesson.stage = j.stage_now;
        lesson.confidence = 0.8;
        out.add(std::move(lesson), j.id);
        break;
      }
    }
  }
  for (auto const& [words, of_words] : votes) learn_stage_votes(words, of_words, accepted, out);
  return out.take();
}

}  // namespace lianzhao::radar
