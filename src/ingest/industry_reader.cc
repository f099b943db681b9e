#include "ingest/industry_reader.h"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "industry_table.h"
#include "kernel/error.h"

namespace lianzhao::ingest {

IndustryTable read_industry_table(std::string_view tsv) {
  constexpr std::size_t kMaxLines = 20'000;
  std::vector<Industry> industries;
  std::size_t line = 0;
  while (!tsv.empty()) {
    auto const end = std::min(tsv.find('\n'), tsv.size());
    auto text = tsv.substr(0, end);
    tsv.remove_prefix(std::min(end + 1, tsv.size()));
    ++line;
    if (text.ends_with('\r')) text.remove_suffix(1);
    std::array<std::string_view, 5> field;
    for (std::size_t i = 0; i < field.size(); ++i) {
      auto const tab = i + 1 < field.size() ? text.find('\t') : std::string_view::npos;
      field[i] = text.substr(0, tab);
      text.remove_prefix(tab == std::string_view::npos ? text.size() : tab + 1);
    }
    if (line == 1 || field[0].empty()) continue;
    auto const level = field[1].size() == 1 ? field[1][0] - '0' : 0;
    if (line > kMaxLines || level < 1 || level > 4 || field[3].empty())
      throw invalid_input("bad_industry_table",
                          fmt::format("line {}: '{}' needs a level from 1 to 4 and a name, in at most {} lines", line,
                                      field[0], kMaxLines));
    industries.push_back(
        {std::string{field[0]}, level, std::string{field[2]}, std::string{field[3]}, std::string{field[4]}});
  }
  return IndustryTable{std::move(industries)};
}

IndustryTable const& industry_table() {
  static IndustryTable const kTable = read_industry_table(embedded::industry_table().front().bytes);
  return kTable;
}

}  // namespace lianzhao::ingest
