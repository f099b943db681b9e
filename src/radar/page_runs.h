#pragma once

#include <string>
#include <string_view>

#include "radar/article.h"

namespace lianzhao::radar {

/// What tells whether a page goes on from another.
struct PagePlace {
  std::string address;  ///< URL or file name
  std::string title;
  std::string next;  ///< as next_page gives it; may be empty
};

/// Where a page says that its article goes on: rel=next, or a link called 下一页 or Next page. As written, entities
/// replaced; empty where it says nothing. UTF-8; never fails.
std::string next_page(std::string_view html);

/// Whether `page` is the part of an article right behind `before`: `before` links to it, or their addresses differ
/// by a page's number only (a.html, a_2.html) and their titles by no more. Files that merely count up
/// (content_958, content_959) have other titles.
bool goes_on(PagePlace const& before, PagePlace const& page);

/// Adds a further part: its paragraphs and captions that `article` does not have yet. Title, date and source stay the
/// first part's, empty ones are filled.
void append(Article& article, Article const& part);

}  // namespace lianzhao::radar
