#include "radar/table_rows.h"

#include <algorithm>

namespace lianzhao::radar {

namespace {

constexpr double kLongestCell = 500;  ///< visible length; longer ones are paragraphs of a page laid out by tables

/// Whether a block is the whole of a cell, and of which row.
std::uint32_t row_of(Dom const& dom, Block const& block) {
  auto const tag = dom.nodes[block.container].tag;
  if (tag != Tag::kTd && tag != Tag::kTh) {
    // <td><p>…</p></td>
    auto const parent = dom.nodes[block.container].parent;
    auto const outer = dom.nodes[parent].tag;
    if ((tag != Tag::kP && tag != Tag::kDiv) || (outer != Tag::kTd && outer != Tag::kTh)) return 0;
    return dom.nodes[dom.nodes[parent].parent].tag == Tag::kTr ? dom.nodes[parent].parent : 0;
  }
  auto const row = dom.nodes[block.container].parent;
  return dom.nodes[row].tag == Tag::kTr ? row : 0;
}

std::uint32_t cell_of(Dom const& dom, Block const& block) {
  auto const tag = dom.nodes[block.container].tag;
  return tag == Tag::kTd || tag == Tag::kTh ? block.container : dom.nodes[block.container].parent;
}

}  // namespace

void join_rows(Dom const& dom, std::vector<Block>& blocks) {
  std::vector<Block> out;
  out.reserve(blocks.size());
  std::vector<bool> layout(dom.nodes.size(), false);  // rows that are no data
  for (std::size_t i = 0; i < blocks.size();) {
    auto row = row_of(dom, blocks[i]);
    if (layout[row]) row = 0;
    auto end = i + 1;
    auto simple = row != 0 && blocks[i].length < kLongestCell;
    while (row != 0 && simple && end < blocks.size() && blocks[end].node < dom.nodes[row].end) {
      simple = row_of(dom, blocks[end]) == row && blocks[end].length < kLongestCell &&
               cell_of(dom, blocks[end]) != cell_of(dom, blocks[end - 1]);
      ++end;
    }
    if (!simple || end - i < 2) {
      if (row != 0) layout[row] = true;
      out.push_back(std::move(blocks[i++]));
      continue;
    }
    auto joined = std::move(blocks[i]);
    auto cell = cell_of(dom, joined);
    joined.container = row;
    joined.listed = true;
    for (auto k = i + 1; k < end; ++k) {
      // Cells that are empty still hold their column's place.
      auto const next = cell_of(dom, blocks[k]);
      for (auto at = dom.nodes[cell].end; at <= next && at < dom.nodes[row].end;
           at = std::max(dom.nodes[at].end, at + 1)) {
        if (dom.nodes[at].tag == Tag::kTd || dom.nodes[at].tag == Tag::kTh) joined.text.push_back('\t');
      }
      cell = next;
      joined.text += blocks[k].text;
      joined.length += blocks[k].length;
      joined.linked += blocks[k].linked;
    }
    joined.worth = joined.link_share() < 0.3 ? 0 : worth_of(joined);
    out.push_back(std::move(joined));
    i = end;
  }
  blocks = std::move(out);
}

}  // namespace lianzhao::radar
