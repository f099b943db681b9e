#pragma once

#include <optional>
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

/// Whether a file is named as a further part of the one before: a.html, a_1.html, a_2.html. Says nothing about what is
/// in them.
bool named_as_part(std::string_view before, std::string_view name);

/// Puts the pages of one article together that are given in their order, whatever file they come from.
class PageJoiner {
 public:
  struct Page {
    std::string file;
    std::string url;  ///< may be empty
    Article article;
  };

  /// `html` is the decoded page. Gives the article before, once this page is none of its parts.
  std::optional<Page> add(Page, std::string_view html);
  std::optional<Page> close();

 private:
  std::optional<Page> open_;
  PagePlace last_;  ///< of its last part
};

}  // namespace lianzhao::radar
