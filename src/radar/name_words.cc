#include "radar/name_words.h"

#include "radar/word_lists.h"

namespace lianzhao::radar {

namespace {

using Words = std::vector<std::u16string_view>;

Words const& list(std::string_view name) {
  static WordLists const kLists{"project_words.tsv"};
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
