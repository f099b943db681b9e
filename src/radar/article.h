#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lianzhao::radar {

/// Why a page has no article.
enum class NoArticle : std::uint8_t {
  kNone,     ///< it has one
  kNotText,  ///< a picture, a packed file, bytes of any kind
  kIndex,    ///< a list of other pages
  kMissing,  ///< the site says that there is no such page
  kNoText,   ///< no running text
};
/// "not_text", "index_page", "missing_page", "no_text"; empty for kNone.
std::string_view no_article_name(NoArticle);

/// What a page says, without what stands around it.
struct Article {
  bool found = false;  ///< false for index and search pages and for pages
                       ///< without running text; text is empty then
  NoArticle reason = NoArticle::kNone;
  std::string_view kind;  ///< of a file that is no text: "a PDF"; empty where unknown
  std::string title;
  std::string author;
  std::string source;     ///< the medium it comes from, as the page says
  std::string published;  ///< 2023-04-18T09:00:03, or the day alone, without a zone: in China's time where a Chinese
                          ///< text states one, else as the page says; may be empty
  std::string text;       ///< paragraphs, one a line
  std::vector<std::string> paragraphs;
  std::vector<std::string> captions;  ///< of pictures and tables; no part of the text
  bool truncated = false;             ///< the page was longer than the limits
};

/// Reads HTML or plain text of any language. `page` is UTF-8 (radar/decode.h).
/// Never fails; O(length), memory bounded by DomLimits. The method and its
/// figures: docs/methods/radar.md.
Article extract_article(std::string_view page);

}  // namespace lianzhao::radar
