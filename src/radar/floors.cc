#include <algorithm>
#include <string>

#include "radar/output_words.h"
#include "radar/outputs.h"
#include "radar/word_tables.h"

namespace lianzhao::radar {

namespace {

struct FloorWord {
  std::u16string word;
  int rank = 0;
};

std::vector<FloorWord> const& floor_words() {
  static std::vector<FloorWord> const kWords = [] {
    static constexpr auto kFile = "floor_words.tsv";
    std::vector<FloorWord> words;
    for (auto const& row : read_word_table(kFile, 2, 0))
      words.push_back({row.word, static_cast<int>(number_of(kFile, row, 1))});
    return words;
  }();
  return kWords;
}

}  // namespace

int floor_rank(std::u16string_view folded, Span clause, std::size_t floor, text::Quantity const& area) {
  auto const from = std::max(clause.begin, floor);
  if (from > area.begin) return 0;
  auto const all = folded.substr(from, area.begin - from);
  auto const before = all.size() > 24 ? all.substr(all.size() - 24) : all;
  auto const said = folded.substr(area.begin, area.end - area.begin);
  if (contains_any(said, {u"亩", u"公顷", u"平方公里", u"平方千米"})) return 0;
  if (contains_any(before, output_words("part_floors"))) return 0;
  auto best = std::size_t{0};
  auto rank = -1;
  for (auto const& word : floor_words()) {
    auto const at = before.rfind(word.word);
    if (at == std::u16string_view::npos) continue;
    auto const end = at + word.word.size();
    if (end < best || (end == best && rank >= word.rank)) continue;
    best = end;
    rank = word.rank;
  }
  // A comma or another noun between says that the area is not of it.
  if (rank >= 0) {
    auto const between = before.substr(best);
    auto const plain = between.size() <= 6 && between.find(u'、') == std::u16string_view::npos &&
                       !contains_any(between, {u"栋", u"幢", u"座", u"条"});
    return plain ? rank : 0;
  }
  // 10万平方米标准厂房, 新建5万平方米的智能化厂房
  auto const after = folded.substr(area.end, std::min<std::size_t>(10, clause.end - area.end));
  auto const hall = std::min({after.find(u"厂房"), after.find(u"生产车间")});
  if (hall == std::u16string_view::npos || after.substr(0, hall).find(u'、') != std::u16string_view::npos ||
      !contains_any(before, {u"建", u"打造"}))
    return 0;
  return 1;
}

}  // namespace lianzhao::radar
