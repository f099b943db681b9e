#include "radar/page_kinds.h"

#include <algorithm>
#include <set>

#include "text/any_word.h"

namespace lianzhao::radar {

bool lists_articles(Dom const& dom, std::vector<Block> const& blocks, std::uint32_t element) {
  constexpr std::size_t kLeastItems = 4;
  constexpr double kLongestTeaser = 900;  // 300 ideographs
  constexpr double kShortestTitle = 18;
  constexpr double kShare = 0.7;
  std::set<std::string_view> titles;
  std::size_t more = 0;
  auto below_title = 0.0;  // prose in lists so far
  auto all = 0.0;
  auto item = -1.0;  // prose of the item in hand; below zero: in none
  std::string_view title;
  auto const close = [&] {
    if (item > 0 && item <= kLongestTeaser) {
      titles.insert(title);
      below_title += item;
    }
    item = -1;
  };
  for (auto const& block : blocks) {
    if (block.node < element || block.node >= dom.nodes[element].end || block.dropped || block.caption) continue;
    if (block.link_share() > 0.6) {
      if (block.length < kShortestTitle || block.length > kLongestTeaser) continue;
      close();
      item = 0;
      title = block.text;
      continue;
    }
    if (block.worth <= 0) continue;
    all += block.length;
    if (text::ends_with_any(block.text, {"[详细]", "【详细】", "[详情]", "阅读全文", "查看全文", "查看详情", "[全文]",
                                         "更多>>", "了解更多", "Read more", "[閱讀全文]", "閱讀全文"})) {
      ++more;
      if (item < 0) below_title += block.length;
    }
    if (item >= 0) item += block.length;
  }
  close();
  return std::max(titles.size(), more) >= kLeastItems && below_title >= all * kShare;
}

bool says_missing(std::string_view line) {
  constexpr double kLongest = 240;
  if (line.size() > 4 * static_cast<std::size_t>(kLongest) || visible_length(line) > kLongest) return false;
  if (line == "404" || line == "403" || line.starts_with("404 ") || line.starts_with("404-") ||
      line.starts_with("404_") || line.starts_with("404错误") || line.starts_with("404页"))
    return true;
  return text::contains_any(
      line, {"页面不存在",      "网页不存在",     "页面未找到",         "页面没有找到",  "页面找不到",
             "找不到页面",      "找不到该页",     "找不到您",           "未找到页面",    "您访问的页面",
             "您访问的网页",    "您查看的页面",   "您要访问的页面",     "您请求的页面",  "您访问的内容",
             "您访问的文章",    "文章不存在",     "文章已被删除",       "文章已删除",    "内容已被删除",
             "内容已删除",      "内容不存在",     "页面已删除",         "页面已被删除",  "信息不存在",
             "页面不見了",      "頁面不存在",     "找不到頁面",         "404 Not Found", "Page not found",
             "Page Not Found",  "page not found", "page you requested", "403 Forbidden", "Access Denied",
             "502 Bad Gateway", "503 Service",    "Error 404",          "error 404",     "该内容已被发布者删除",
             "访问过于频繁"});
}

}  // namespace lianzhao::radar
