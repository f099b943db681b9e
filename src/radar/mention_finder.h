#pragma once

// The inside of find_mentions: one sentence and what was found in it so far.

#include <cstddef>
#include <string_view>
#include <vector>

#include "radar/mentions.h"
#include "radar/sentences.h"
#include "text/amount.h"

namespace lianzhao::radar {

class MentionFinder {
 public:
  MentionFinder(std::u16string_view text, Span sentence, std::vector<text::Quantity> const& amounts)
      : text_{text}, sentence_{sentence}, amounts_{amounts} {}

  std::vector<Mention> find();

 private:
  std::u16string_view words(std::size_t begin, std::size_t end) const { return text_.substr(begin, end - begin); }
  std::u16string_view words(Span span) const { return words(span.begin, span.end); }
  std::u16string_view behind(std::size_t at, std::size_t most = 1000) const {
    return text_.substr(at, std::min(most, sentence_.end - at));
  }
  std::u16string_view before(std::size_t at) const { return words(sentence_.begin, at); }
  bool is_free(Span) const;
  bool names_before(std::size_t at) const;
  /// Adds a project of this name unless it is taken, too short or too long, or says nothing and stands in no list.
  bool take(Span name, bool listed = false);

  // mention_groups.cc: 19个项目, 项目19个, 三大项目
  void add_groups();
  bool counts_behind(std::size_t at) const;
  bool group_span(Span number, Span& span) const;
  void add_group(Span number, std::int64_t count, std::size_t of_which);

  // mentions.cc: …项目
  void add_named();
  bool is_predicate(std::size_t begin) const;
  std::size_t reaching_back(std::size_t floor, std::size_t begin, std::size_t at) const;
  void link();

  // mention_lists.cc: 项目包括A、B、C; A、B等7个项目
  void add_lists();
  void add_visited();
  Span number_behind_etc(std::size_t at) const;
  std::int64_t count_at(Span number) const;
  void add_list(Span list, std::size_t owner);
  bool take_counted(std::vector<Span> const& pieces, std::size_t owner);
  void add_between();
  void add_chains();
  bool widen_over_etc(Span list, std::size_t industry);
  std::size_t group_at(std::size_t at) const;
  std::size_t group_before(std::size_t at) const;

  // mention_phrases.cc: projects that are not called 项目
  void add_sites();
  void take_listed_before(std::size_t begin);
  bool stage_follows(std::size_t end) const;
  bool works_follow(std::size_t begin, std::size_t end) const;
  void add_premodified();
  void add_built();
  void add_defined();
  void add_commissioned();
  void add_subjects();

  std::u16string_view text_;
  Span sentence_;
  std::vector<text::Quantity> const& amounts_;
  std::vector<Mention> out_;
};

/// Where the noun phrase that begins at `begin` ends: at a mark, or at what is said of it (正在, 开工 …). Not beyond
/// `limit`.
std::size_t phrase_end(std::u16string_view text, std::size_t begin, std::size_t limit);

}  // namespace lianzhao::radar
