#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::radar {

/// What a page says, without what stands around it.
struct Article {
  bool found = false;  ///< false for index and search pages and for pages
                       ///< without running text; text is empty then
  std::string title;
  std::string author;
  std::string source;     ///< the medium it comes from, as the page says
  std::string published;  ///< 2023-04-18T09:00:03, or the day alone; as the page
                          ///< says, without its zone; may be empty
  std::string text;       ///< paragraphs, one a line
  std::vector<std::string> paragraphs;
  std::vector<std::string> captions;
  bool truncated = false;  ///< the page was longer than the limits
};

/// Reads HTML or plain text of any language. `page` is UTF-8 (radar/decode.h).
/// Never fails; O(length), memory bounded by DomLimits. The method and its
/// figures: docs/methods/radar.md.
Article extract_article(std::string_view page);

}  // namespace lianzhao::radar
