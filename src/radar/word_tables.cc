#include "radar/word_tables.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "kernel/error.h"
#include "news_words.h"
#include "text/folded_text.h"

namespace lianzhao::radar {

void refuse_row(std::string_view file, std::size_t line, std::string_view why) {
  throw Failure{{ErrorKind::kInternal, "bad_word_table", fmt::format("reference/{} line {}: {}", file, line, why)}};
}

std::vector<WordRow> parse_word_table(std::string_view file, std::string_view text, std::size_t columns,
                                      std::size_t word) {
  std::vector<WordRow> rows;
  std::set<std::pair<std::vector<std::string_view>, std::u16string>> seen;
  auto heading = true;
  for (std::size_t line = 1; !text.empty(); ++line) {
    auto const end = std::min(text.find('\n'), text.size());
    auto rest = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (rest.empty() || rest.starts_with('#')) continue;
    if (heading) {
      heading = false;
      continue;
    }
    WordRow row;
    row.line = line;
    for (auto last = false; !last;) {
      auto const tab = rest.find('\t');
      last = tab == std::string_view::npos;
      row.cells.push_back(rest.substr(0, tab));
      if (!last) rest.remove_prefix(tab + 1);
    }
    if (row.cells.size() != columns) refuse_row(file, line, fmt::format("{} cells, not {}", row.cells.size(), columns));
    auto const written = row.cells[word];
    if (written.empty()) refuse_row(file, line, "no word");
    auto const folded = text::folded(written);
    row.word.assign(folded.begin(), folded.end());
    // What stands before the word is the list it is of.
    auto const list = std::vector(row.cells.begin(), row.cells.begin() + static_cast<std::ptrdiff_t>(word));
    if (!seen.emplace(list, row.word).second) refuse_row(file, line, fmt::format("{} stands twice", written));
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](WordRow const& a, WordRow const& b) { return a.word.size() > b.word.size(); });
  return rows;
}

std::vector<WordRow> read_word_table(std::string_view file, std::size_t columns, std::size_t word) {
  auto const files = embedded::news_words();
  auto const found = std::find_if(files.begin(), files.end(), [&](embedded::File const& f) { return f.name == file; });
  LIANZHAO_ASSERT(found != files.end(), "the words of the news are compiled in");
  return parse_word_table(file, found->bytes, columns, word);
}

double number_of(std::string_view file, WordRow const& row, std::size_t cell) {
  auto const written = row.cells[cell];
  auto value = 0.0;
  auto const [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
  if (error != std::errc{} || end != written.data() + written.size())
    refuse_row(file, row.line, fmt::format("{} is no number", written));
  return value;
}

}  // namespace lianzhao::radar
