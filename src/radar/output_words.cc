#include "radar/output_words.h"

#include "radar/word_lists.h"

namespace lianzhao::radar {

std::vector<std::u16string_view> const& output_words(std::string_view list) {
  static WordLists const kLists{"output_words.tsv"};
  return kLists.get(list);
}

}  // namespace lianzhao::radar
