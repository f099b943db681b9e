#include "radar/comments.h"

#include <set>
#include <string_view>

namespace lianzhao::radar {

namespace {

/// 网友评论(12), 最新评论：, Comments
bool heads_comments(std::string_view line) {
  constexpr double kLongest = 36;
  if (line.size() > 4 * static_cast<std::size_t>(kLongest) || visible_length(line) > kLongest) return false;
  static constexpr std::string_view kMarks = " \t0123456789()[]:,.|/";
  auto trimmed = line;
  for (auto changed = true; changed;) {
    changed = false;
    for (std::string_view const mark : {"（", "）", "：", "【", "】", "条", "｜"}) {
      if (trimmed.starts_with(mark)) trimmed.remove_prefix(mark.size()), changed = true;
      if (trimmed.ends_with(mark)) trimmed.remove_suffix(mark.size()), changed = true;
    }
    while (!trimmed.empty() && kMarks.find(trimmed.back()) != std::string_view::npos)
      trimmed.remove_suffix(1), changed = true;
    while (!trimmed.empty() && kMarks.find(trimmed.front()) != std::string_view::npos)
      trimmed.remove_prefix(1), changed = true;
  }
  static std::set<std::string_view> const kHeadings{
      "评论",     "网友评论", "最新评论", "热门评论", "精彩评论", "全部评论",       "读者评论",
      "用户评论", "发表评论", "评论区",   "我要评论", "文章评论", "网友留言",       "留言",
      "留言板",   "网友热评", "热评",     "跟帖",     "最新跟帖", "網友評論",       "最新評論",
      "評論",     "讀者留言", "Comments", "comments", "COMMENTS", "Leave a comment"};
  return kHeadings.contains(trimmed);
}

}  // namespace

void drop_comments(Dom const& dom, std::vector<Block>& blocks) {
  constexpr double kLeastBefore = 60;  // of an article that comments are about
  auto before = 0.0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    auto const& block = blocks[i];
    if (block.worth > 0 && !block.dropped) before += block.worth;
    if (before < kLeastBefore || block.link_share() > 0.5 || !heads_comments(block.text)) continue;
    // Up to the first element around the heading that says something behind it.
    auto holder = block.container;
    while (holder != 0 && (i + 1 >= blocks.size() || blocks[i + 1].node >= dom.nodes[holder].end))
      holder = dom.nodes[holder].parent;
    for (auto k = i; k < blocks.size() && blocks[k].node < dom.nodes[holder].end; ++k) blocks[k].dropped = true;
  }
}

}  // namespace lianzhao::radar
