#include "radar/word_lists.h"

#include "kernel/error.h"
#include "radar/word_tables.h"

namespace lianzhao::radar {

WordLists::WordLists(std::string_view file) {
  for (auto& row : read_word_table(file, 2, 1)) {
    kept_.push_back(std::move(row.word));
    by_name_[row.cells[0]].push_back(kept_.back());
  }
}

std::vector<std::u16string_view> const& WordLists::get(std::string_view name) const {
  auto const found = by_name_.find(name);
  LIANZHAO_ASSERT(found != by_name_.end(), "every list of words has its lines");
  return found->second;
}

}  // namespace lianzhao::radar
