#pragma once

#include <algorithm>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::radar {

/// One line of a table of words: its cells, and the one that is a word, folded as texts are (text/folded_text.h).
struct WordRow {
  std::u16string word;
  std::vector<std::string_view> cells;
  std::size_t line = 0;  ///< of the file, from 1
};

/// The rows of reference/`file`, which is compiled in, those of longer words first so that none hides behind one it
/// contains; `word` is the column of the words, counted from 0. Comments (#) and the heading are left out.
/// @throws Failure "bad_word_table" naming the line that has another number of cells, no word or one that stands twice,
/// however it is written.
std::vector<WordRow> read_word_table(std::string_view file, std::size_t columns, std::size_t word);

/// The same for any text.
std::vector<WordRow> parse_word_table(std::string_view file, std::string_view text, std::size_t columns,
                                      std::size_t word);

/// A number of a row.
/// @throws Failure "bad_word_table" where it is none.
double number_of(std::string_view file, WordRow const& row, std::size_t cell);

/// @throws Failure "bad_word_table" that names the line.
[[noreturn]] void refuse_row(std::string_view file, std::size_t line, std::string_view why);

/// Words with what each says, looked up at a place of a text. An Entry is made of a row and has its `word`.
template <typename Entry>
class WordTable {
 public:
  /// `rows` as read_word_table gives them.
  template <typename Read>
  WordTable(std::vector<WordRow> const& rows, Read const& entry_of) {
    for (auto const& row : rows) {
      begins_.set(row.word.front());
      entries_.push_back(entry_of(row));
    }
  }

  /// The longest word that `rest`, which is not empty, begins with; null where none does.
  Entry const* at(std::u16string_view rest) const {
    if (!begins_.test(rest.front())) return nullptr;
    auto const found =
        std::find_if(entries_.begin(), entries_.end(), [&](Entry const& e) { return rest.starts_with(e.word); });
    return found == entries_.end() ? nullptr : &*found;
  }

 private:
  std::vector<Entry> entries_;
  std::bitset<0x10000> begins_;  ///< first characters, so that most of a text is passed over at once
};

}  // namespace lianzhao::radar
