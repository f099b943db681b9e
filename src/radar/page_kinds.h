#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "radar/blocks.h"
#include "radar/dom.h"

namespace lianzhao::radar {

/// A list of other pages: linked titles, or 阅读全文, each with no more than a few lines of its article, hold most of
/// an element's text.
bool lists_articles(Dom const&, std::vector<Block> const&, std::uint32_t element);

/// Whether a title or a line of a page says that there is no such page, or that it may not be seen: 页面不存在, 404 Not
/// Found.
bool says_missing(std::string_view line);

}  // namespace lianzhao::radar
