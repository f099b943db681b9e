#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::radar {

/// Lists of words by name: a table of reference/ with the columns list and word, longer words first in each list.
class WordLists {
 public:
  /// @throws Failure "bad_word_table" as read_word_table does.
  explicit WordLists(std::string_view file);

  /// The list of that name, which the table has.
  std::vector<std::u16string_view> const& get(std::string_view name) const;

 private:
  std::deque<std::u16string> kept_;  ///< what the lists point into
  std::map<std::string_view, std::vector<std::u16string_view>> by_name_;
};

}  // namespace lianzhao::radar
