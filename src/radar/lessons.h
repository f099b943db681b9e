#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/region_table.h"
#include "radar/events.h"
#include "radar/mentions.h"
#include "radar/sentences.h"
#include "radar/stages.h"
#include "text/pattern_set.h"

namespace lianzhao::radar {

enum class LessonKind : std::uint8_t {
  kEnterprise,      ///< the words are a name of an enterprise; `means` and `key` say which, where that is known
  kNoEnterprise,    ///< the words are no enterprise
  kEnterpriseEdge,  ///< the words stand before or behind names of enterprises and belong to none
  kProject,         ///< the words are the whole name of a project
  kNoProject,       ///< the words are no project
  kProjectEdge,     ///< the words stand before or behind names of projects and belong to none
  kPlace,           ///< the words are a zone (`key`) or region
  kStage,           ///< the words say a stage, or none at all (kUnknown)
};
/// "enterprise", "no_enterprise", …
std::string_view lesson_kind_name(LessonKind);
/// @throws Failure "bad_lesson" for any other text.
LessonKind lesson_kind_from(std::string_view name);

/// What people's corrections taught about some words.
struct Lesson {
  std::int64_t id = 0;  ///< the caller's
  LessonKind kind = LessonKind::kEnterprise;
  std::string words;                        ///< as articles write them
  std::string means;                        ///< kEnterprise: the name it goes by; empty: its words
  std::string key;                          ///< kEnterprise: enterprise_key; kPlace: id of the zone; may be empty
  RegionCode region_code = kUnknownRegion;  ///< kPlace
  RegionCode within = kUnknownRegion;       ///< kPlace: only where the article is about this region; unknown: anywhere
  NewsStage stage = NewsStage::kUnknown;    ///< kStage
  double confidence = 0;                    ///< kStage: 0 to 1
};

/// Lessons as the reader of articles heeds them. The default heeds none and changes nothing. Immutable; any number of
/// threads may share one.
class Lessons {
 public:
  Lessons() = default;
  /// Of several of one kind about the same words the first counts.
  explicit Lessons(std::vector<Lesson> lessons);

  bool empty() const { return lessons_.empty(); }
  Lesson const& operator[](std::size_t number) const { return lessons_[number]; }

  /// Puts keys on enterprises that go by a name which a lesson ties to one; what the register offered for it goes.
  void resolve(std::vector<ProjectEvent>& events) const;

 private:
  friend class TaughtArticle;
  std::vector<Lesson> lessons_;
  text::PatternSet words_;
  std::vector<std::uint32_t> next_;  ///< the next lesson with the same words; its own number at the end
};

/// The lessons that bear on one article, each where its words stand. Borrows lessons and text. Edges and names that
/// were passed over are noted as they are used.
class TaughtArticle {
 public:
  TaughtArticle(Lessons const&, std::u16string_view folded);

  /// What the rules found in `within`, as the lessons have it: from left to right, none inside another.
  std::vector<Span> enterprises(Span within, std::vector<Span> found);
  std::vector<Mention> mentions(Span within, std::vector<Mention> found);
  std::vector<StageWords> stages(Span within, std::vector<StageWords> found);
  /// The lesson that says what these very words mean; null: none.
  Lesson const* enterprise(Span words) const { return at(words, LessonKind::kEnterprise); }
  /// The place taught in `within` that stands nearest before `mention`, else nearest behind; null: none. `read` is the
  /// region that was read without it.
  Lesson const* place(Span within, Span mention, RegionCode read, Span& words);
  /// Whether `within` names a project that only a lesson knows.
  bool names_project(Span within) const;

  /// Ids of the lessons on whose words the evidence stands, rising.
  std::vector<std::int64_t> used_by(ProjectEvent const&) const;
  /// Ids of the lessons because of which names were passed over, rising.
  std::vector<std::int64_t> passed_over() const;

 private:
  struct Hit {
    Span span;
    Lesson const* lesson = nullptr;
  };
  struct Use {
    std::string_view field;
    Span span;
    std::int64_t lesson_id = 0;
  };
  Lesson const* at(Span words, LessonKind) const;
  std::vector<Hit> hits_in(Span within, LessonKind) const;
  bool stops(Span words, LessonKind);
  /// Without the edges that lessons cut off; at least `least` code points stay.
  Span without_edges(Span words, LessonKind, std::size_t least, std::string_view field);
  bool holds(Span within, Span words, NewsStage) const;

  std::u16string_view text_;
  std::vector<Hit> hits_;  ///< by begin, the longer first
  std::vector<Use> uses_;
  std::vector<std::int64_t> passed_over_;
};

/// One thing that people said of what was read and that stands.
struct Judgement {
  enum class Field : std::uint8_t { kProject, kEnterprise, kPlace, kStage };
  std::int64_t id = 0;  ///< the caller's; later ones have higher ids
  std::int64_t article_id = 0;
  Field field = Field::kProject;
  std::string was;  ///< a name as it was read; empty: none was
  std::string now;  ///< as it is; empty: it is none
  bool now_in_article = false;
  std::string key;       ///< of the enterprise or zone it is now
  std::string zone_was;  ///< kPlace: the known zone that was read
  RegionCode region_was = kUnknownRegion;
  RegionCode region_now = kUnknownRegion;
  NewsStage stage_was = NewsStage::kUnknown;
  NewsStage stage_now = NewsStage::kUnknown;
  std::string words;    ///< kPlace, kStage: the words it was read from, or those that were marked
  bool marked = false;  ///< somebody chose `words` himself
};

/// What people accepted as it was read; it weighs against lessons that would undo it.
struct Accepted {
  std::vector<std::string> enterprises;
  std::vector<std::string> projects;
  struct Stage {
    std::string words;
    NewsStage stage = NewsStage::kUnknown;
  };
  std::vector<Stage> stages;  ///< one for each event
};

struct LearnedLesson {
  Lesson lesson;                         ///< without id
  std::vector<std::int64_t> because_of;  ///< judgements, rising
};

/// The lessons of corrections, by kind and words; what the later of two says counts. Sound rather than many: what may
/// be a slip of binding (another enterprise of the same article, another zone) teaches no meaning; a legal name is
/// never stopped; a stage word changes its meaning after corrections in two articles that outweigh its acceptances,
/// unless somebody marked the words himself. Rules in docs/methods/radar.md. Pure; `regions` may be null.
std::vector<LearnedLesson> learn_lessons(std::vector<Judgement> const&, Accepted const&, RegionTable const* regions);

}  // namespace lianzhao::radar
