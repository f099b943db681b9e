#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "radar/blocks.h"
#include "radar/dom.h"

namespace lianzhao::radar {

/// What a page says about its article.
struct Metadata {
  std::string title;
  std::string author;
  std::string source;
  std::string published;  ///< with its zone where the page states one (radar/publication.h)
};

/// From meta elements, JSON-LD, time elements, headings and the lines around
/// the text.
Metadata read_metadata(Dom const&, std::vector<Block> const&);

/// What stands behind 来源： and its like in a line; empty when nothing does.
std::string find_source(std::string_view line);
/// What stands behind 作者： and its like, or after By.
std::string find_author(std::string_view line);

/// The content of JSON-LD's articleBody, the longest on the page; empty when
/// there is none.
std::string json_article_body(Dom const&);

/// HTML or text of an article kept in a script's JSON, the longest that looks
/// like one; empty when there is none.
std::string script_article(Dom const&);

}  // namespace lianzhao::radar
