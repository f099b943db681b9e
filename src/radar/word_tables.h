#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::radar {

/// One line of a table of words: its cells, and the one that is a word as text is compared.
struct WordRow {
  std::u16string word;
  std::vector<std::string_view> cells;
  std::size_t line = 0;  ///< of the file, from 1
};

/// The rows of reference/`file`, which is compiled in, those of longer words first so that none hides behind one it
/// contains; `word` is the column of the words, counted from 0. Comments (#) and the heading are left out.
/// @throws Failure "bad_word_table" naming the line that has another number of cells, no word or one that stands twice.
std::vector<WordRow> read_word_table(std::string_view file, std::size_t columns, std::size_t word);

/// The same for any text.
std::vector<WordRow> parse_word_table(std::string_view file, std::string_view text, std::size_t columns,
                                      std::size_t word);

/// A number of a row.
/// @throws Failure "bad_word_table" where it is none.
double number_of(std::string_view file, WordRow const& row, std::size_t cell);

}  // namespace lianzhao::radar
