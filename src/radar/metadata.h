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
  std::string published;
};

/// From meta elements, JSON-LD, time elements, headings and the lines around
/// the text.
Metadata read_metadata(Dom const&, std::vector<Block> const&);

/// The first date of a text, as 2023-04-18T09:00:03 or 2023-04-18; empty when
/// there is none. Knows 2023-04-18, 2023/4/18, 2023年4月18日, April 18, 2023
/// and 18 April 2023, each with a time behind it or not.
std::string find_date(std::string_view text);

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
