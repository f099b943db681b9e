#include "radar/name_words.h"

#include <deque>
#include <map>
#include <string>

#include "kernel/error.h"
#include "radar/word_tables.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

/// The lists of reference/project_words.tsv.
class Lists {
 public:
  Lists() {
    for (auto& row : read_word_table("project_words.tsv", 2, 1)) {
      kept_.push_back(std::move(row.word));
      by_name_[row.cells[0]].push_back(kept_.back());
    }
  }

  Words const& get(std::string_view name) const {
    auto const found = by_name_.find(name);
    LIANZHAO_ASSERT(found != by_name_.end(), "every list of project words has its lines");
    return found->second;
  }

 private:
  std::deque<std::u16string> kept_;  ///< what the lists point into
  std::map<std::string_view, Words> by_name_;
};

Words const& list(std::string_view name) {
  static Lists const kLists;
  return kLists.get(name);
}

}  // namespace

Words const& name_stops() {
  static auto const& kWords = list("name_stops");
  return kWords;
}

Words const& generic_words() {
  static auto const& kWords = list("generic_words");
  return kWords;
}

Words const& sector_words() {
  static auto const& kWords = list("sector_words");
  return kWords;
}

Words const& site_endings() {
  static auto const& kWords = list("site_endings");
  return kWords;
}

Words const& compound_heads() {
  static auto const& kWords = list("compound_heads");
  return kWords;
}

Words const& kept_compounds() {
  static auto const& kWords = list("kept_compounds");
  return kWords;
}

Words const& works_nouns() {
  static auto const& kWords = list("works_nouns");
  return kWords;
}

Words const& object_verbs() {
  static auto const& kWords = list("object_verbs");
  return kWords;
}

}  // namespace lianzhao::radar
