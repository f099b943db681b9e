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
  static auto const& listed = list("name_stops");
  return listed;
}

Words const& generic_words() {
  static auto const& listed = list("generic_words");
  return listed;
}

Words const& sector_words() {
  static auto const& listed = list("sector_words");
  return listed;
}

Words const& site_endings() {
  static auto const& listed = list("site_endings");
  return listed;
}

Words const& compound_heads() {
  static auto const& listed = list("compound_heads");
  return listed;
}

Words const& kept_compounds() {
  static auto const& listed = list("kept_compounds");
  return listed;
}

Words const& works_nouns() {
  static auto const& listed = list("works_nouns");
  return listed;
}

Words const& object_verbs() {
  static auto const& listed = list("object_verbs");
  return listed;
}

}  // namespace lianzhao::radar
