#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "radar/dom.h"

namespace lianzhao::radar {

/// A line of text as a reader sees it: what stands between two block boundaries
/// of the tree.
struct Block {
  std::uint32_t node = 0;       ///< first text node
  std::uint32_t container = 0;  ///< the block element it stands in
  Tag tag = Tag::kOther;        ///< of the container
  std::string text;             ///< entities replaced, blanks squeezed, never empty
  double length = 0;            ///< visible characters, an ideograph as three: an English
                                ///< word and a Chinese one weigh alike
  double linked = 0;            ///< of these inside links
  bool caption = false;         ///< of a picture or table
  bool listed = false;          ///< inside a list or table
  bool dropped = false;         ///< inside what is no article by its tag or name
  double worth = 0;             ///< how much it looks like running text; negative for menus

  double link_share() const { return length > 0 ? linked / length : 0; }
};

enum class Pruning : std::uint8_t { kFull, kTagsOnly };

/// The page as lines; the cells of a row of data are one line with tabs between them. With kFull, elements named as
/// comments, related links, menus and the like are marked dropped.
std::vector<Block> blocks_of(Dom const&, Pruning);

/// How much a line looks like running text: its length where it is a sentence,
/// negative where it is links or a label.
double worth_of(Block const&);

/// Visible length with ideographs counted as three.
double visible_length(std::string_view utf8);

/// Whether a text ends as sentences do.
bool ends_sentence(std::string_view utf8);

/// Lines that stand around articles everywhere: 责任编辑, 免责声明, Share this,
/// Advertisement …
bool is_boilerplate(std::string_view line);

/// Lines after which nothing belongs to the article: 相关阅读, 热门推荐,
/// 猜你喜欢 …
bool ends_article(std::string_view line);

}  // namespace lianzhao::radar
