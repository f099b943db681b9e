#pragma once

// The inside of find_events: one article being read, sentence by sentence. What is found stands in `events_` from its
// first mention on and is completed by what follows.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "radar/dates.h"
#include "radar/events.h"
#include "radar/lessons.h"
#include "radar/mentions.h"
#include "radar/outputs.h"
#include "radar/sentences.h"
#include "radar/stages.h"
#include "text/amount.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

/// What starts a sentence that speaks of projects of one stage: those named after it are in it too.
bool announces_stage(std::u16string_view text);

class EventReader {
 public:
  EventReader(Article const& article, RegionTable const* regions, Lessons const& lessons);

  std::vector<ProjectEvent> read();
  /// Of the article read.
  std::vector<std::int64_t> passed_over() const { return taught_.passed_over(); }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  /// One sentence and everything in it that counts.
  struct Sentence {
    Span span;
    std::u16string_view text;
    std::vector<text::Quantity> amounts;
    std::vector<StageWords> stages;
    std::vector<Mention> mentions;
    std::vector<std::size_t> event_of;  ///< of each mention; kNone
    std::vector<Span> zones;
    std::vector<SaidDate> dates;
  };

  // event_reader.cc
  std::string utf8(Span span) const;
  void prove(ProjectEvent& event, char const* field, Span span) const;
  void read_sentence(Span span);
  void add_mentions(Sentence&);
  bool points_back(std::u16string_view sentence) const;
  bool speaks_of_all_before(Sentence const&, Span mention) const;
  std::size_t spoken_of_before(Sentence const&, std::size_t last);
  void carry_context(Sentence const&);
  bool is_part_of_whole(std::size_t index) const;
  /// A line that is a project's name and nothing else, what is said of it in the lines below.
  bool read_heading(Span line, Span next);
  NewsStage heading_stage(Span line) const;
  NewsStage inherited_by(std::size_t index) const;
  void finish();
  bool is_of_phase(Sentence const&, Span mention) const;
  bool says_enough(std::size_t index, bool investment) const;

  // event_stages.cc
  void set_stage(std::size_t index, StageWords const& words, double factor);
  std::size_t mention_for(Sentence const&, Span words) const;
  void bind_stages(Sentence const&);
  void bind_stage_of_all(Sentence const&);
  void bind_stages_to_last(Sentence const&);
  bool is_nearer_said(Sentence const&, StageWords const&, Mention const&) const;
  bool names_last_again(std::u16string_view sentence) const;
  bool counts_others(Span words) const;
  bool is_dated_ahead(Sentence const&, Span words) const;
  bool is_of_other_phase(Span mention, Span words) const;
  void bind_works(Sentence const&);

  // event_amounts.cc
  void set_amount(std::size_t index, text::Quantity const& quantity, AmountKind kind);
  void set_land(std::size_t index, text::Quantity const& quantity);
  std::size_t premodified(std::vector<Mention> const& mentions, std::size_t end) const;
  std::size_t mention_of(Sentence const&, text::Quantity const& amount, bool& direct) const;
  void bind_amounts(Sentence const&);
  bool is_threshold(Sentence const&, text::Quantity const& amount) const;
  bool is_of_same_firm(std::u16string_view sentence) const;
  bool drives_list(Sentence const&, std::size_t item) const;
  std::size_t count_money(Sentence const&, std::size_t from) const;
  void share_out(Sentence const&, std::vector<text::Quantity const*> const& each);
  void bind_amounts_to_last(Sentence const&);

  // event_outputs.cc
  void bind_outputs(Sentence const&);
  std::size_t output_event(Sentence const&, Span words, bool grouped) const;
  static void join_outputs(ProjectEvent& into, ProjectEvent const& from);
  void add_capacity(std::size_t index, SaidCapacity const&);
  void add_product(std::size_t index, Span product);
  void set_jobs(std::size_t index, SaidJobs const&);
  void hand_over_outputs(std::size_t from, std::vector<std::size_t> const& kept_of,
                         std::vector<ProjectEvent>& kept) const;
  void note_builder(Sentence const&, std::size_t mention);
  void set_building(std::size_t index, text::Quantity const&, int rank);

  // event_merge.cc
  void merge_same();
  bool are_same(std::size_t one, std::size_t other) const;
  void join(std::size_t into, std::size_t from);

  // event_enterprises.cc
  std::vector<Span> enterprises_in(Span within);
  void add_enterprise(ProjectEvent& event, Span span, EnterpriseRole role);
  EnterpriseRole role_of(Span sentence, Span name, bool in_project) const;
  void bind_enterprises(Sentence const&);
  void enterprise_statement(Sentence const&);
  void arrivals_statement(Sentence const&, std::vector<Span> const& names);

  // event_places.cc
  RegionCode region_in(std::string const& words) const;
  void add_place(ProjectEvent& event, Sentence const&, Span mention);
  void prove_region(ProjectEvent& event, Sentence const&);
  void offer_places(ProjectEvent& event, Sentence const&);
  std::vector<RegionCode> const& bearers_of(std::u16string_view name);
  std::vector<RegionCode> const& pointed_to(std::vector<RegionCode> const& places);
  void add_taught_place(ProjectEvent& event, Sentence const&, Span mention);
  void add_date(ProjectEvent& event, Sentence const&, Span mention);

  // event_tables.cc
  /// Reads consecutive lines with cells as a table; gives how many paragraphs it took.
  std::size_t read_table(std::vector<Span> const& paragraphs, std::size_t first);

  RegionTable const* regions_;
  std::string title_;
  std::string_view source_;
  std::vector<text::FoldedChar> characters_;
  std::u16string_view text_;
  TaughtArticle taught_;
  std::vector<std::uint32_t> offsets_;  ///< byte of each code point
  std::vector<text::Quantity> amounts_;
  std::size_t next_amount_ = 0;
  std::optional<DayNumber> published_;
  NamedDates named_dates_;                       ///< by the sentences read so far
  NewsStage title_stage_ = NewsStage::kUnknown;  ///< kUnknown too where the title tells of several
  bool title_of_many_ = false;                   ///< 集中签约, 15个项目开工
  /// Stages that the article's first paragraphs say whole groups of projects reach, each with where.
  std::map<NewsStage, std::size_t> announced_;
  std::size_t paragraph_index_ = 0;
  bool paragraph_ceremony_ = false;  ///< what the paragraph says of a group is said of a day, not of half a year
  NewsStage paragraph_stage_ = NewsStage::kUnknown;
  bool list_open_ = false;                      ///< the sentence is a further item of a list, behind ;
  bool enumerates_ = false;                     ///< the paragraph is the list that the one before counts
  bool is_item_ = false;                        ///< the paragraph is a numbered item of a list
  bool below_heading_ = false;                  ///< the line above is a project's name
  NewsStage list_stage_ = NewsStage::kUnknown;  ///< of the numbered lines being read: 新开工项目9个,其中包括:
  NewsStage heading_stage_ = NewsStage::kUnknown;  ///< of the line right above: 二、在谈项目情况
  RegionCode title_region_ = kUnknownRegion;
  std::map<std::u16string, std::vector<RegionCode>, std::less<>> bearers_;  ///< counties of a name that several bear
  std::map<std::vector<RegionCode>, std::vector<RegionCode>> named_;  ///< of such counties those the text points to
  Span paragraph_zone_;
  Span previous_;  ///< the sentence read before
  std::size_t last_project_ = kNone;
  std::size_t pointed_back_ = kNone;    ///< what 该产业园 at the head of the sentence means
  std::size_t paragraph_projects_ = 0;  ///< named in this paragraph so far
  std::vector<ProjectEvent> events_;
  std::vector<Span> homes_;  ///< the sentence that names each event first
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::map<std::int64_t, std::size_t> group_of_;  ///< the first statement about so many projects
  std::map<std::size_t, double> stage_confidence_;
  std::map<std::size_t, int> building_rank_;       ///< how surely each event's floors are the whole's
  std::map<std::size_t, std::size_t> builder_of_;  ///< of what a project builds (建设年产…的工厂) that project
  Span enterprises_of_;                            ///< where enterprises were last looked for
  std::vector<Span> enterprises_;                  ///< and found
  std::set<std::size_t> direct_jobs_;              ///< events whose jobs are said to be in the plant itself
  std::map<std::size_t, NewsStage> context_;
  std::set<std::size_t> sectors_;      ///< events whose name says an industry only
  std::set<std::size_t> presented_;    ///< events that begin their sentence or stand in a list of projects
  std::vector<std::u16string> cores_;  ///< of each event's name, or what a group counts, while they are merged
  std::size_t investments_ = 0;        ///< projects with money of their own
  std::size_t paragraph_begin_ = 0;
  std::set<std::size_t> gone_;                  ///< joined to another
  std::map<std::size_t, NewsStage> own_plans_;  ///< the first stage that an event's sentence says is still to come
};

}  // namespace lianzhao::radar
