// What stands around articles everywhere, by how its lines begin.
#include "radar/blocks.h"
#include "radar/publication.h"
#include "text/any_word.h"

namespace lianzhao::radar {

namespace {

std::string small_letters(std::string_view text) {
  std::string out{text};
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

}  // namespace

bool is_boilerplate(std::string_view line) {
  if (visible_length(line) > 400) return false;
  // 2019-09-26 12:11来源：某报: a date and a label are no text.
  if (line.size() > 10 && line.size() < 160 && line[0] >= '1' && line[0] <= '2' &&
      text::contains_any(line, {"来源：", "来源:", "來源：", "來源:", "稿源：", "稿源:"}) &&
      !find_date(line.substr(0, 20)).empty())
    return true;
  if (text::starts_with_any(
          line, {"责任编辑",     "（责任编辑", "(责任编辑", "[责任编辑", "【责任编辑", "责编",       "（责编",
                 "编辑：",       "编辑:",      "（编辑",    "(编辑",     "免责声明",   "特别声明",   "版权声明",
                 "版权所有",     "声明：",     "声明:",     "本文来源",  "原标题",     "扫描二维码", "扫一扫",
                 "点击进入专题", "更多精彩",   "打开APP",   "举报",      "分享到",     "关注公众号", "转载请注明",
                 "未经授权",     "校对：",     "审核：",    "编审：",    "Copyright",  "©",          "关键词：",
                 "关键词:",      "标签：",     "标签:",     "上一篇",    "下一篇",     "返回搜狐",   "本文系",
                 "（资料图",     "(资料图",    "[编辑:",    "【编辑:",   "[纠错]",     "【纠错】",   "发布时间",
                 "文章来源",     "来源：",     "来源:",     "來源：",    "來源:",      "稿源：",     "稿源:",
                 "發佈時間",     "發布時間",   "發佈日期",  "責任編輯",  "点击查看",   "阅读原文",   "微信扫",
                 "分享让更多人"}))
    return true;
  if (text::contains_any(line, {"未经书面授权", "不代表本网", "不代表本站", "并不代表", "仅代表作者", "转载目的在于",
                                "违法和不良信息", "ICP备", "仅供参考，不构成"}))
    return true;
  if (line.size() > 200) return false;
  auto const small = small_letters(line);
  return text::starts_with_any(small, {"advertisement",
                                       "share this",
                                       "share on",
                                       "share via",
                                       "follow us",
                                       "follow @",
                                       "sign up",
                                       "subscribe",
                                       "read more",
                                       "read next",
                                       "read also",
                                       "also read",
                                       "related:",
                                       "more:",
                                       "click here to",
                                       "copyright",
                                       "all rights reserved",
                                       "image source",
                                       "image copyright",
                                       "media caption",
                                       "image caption",
                                       "photo:",
                                       "getty images",
                                       "by signing up",
                                       "get the latest",
                                       "tags:",
                                       "filed under",
                                       "posted in",
                                       "comments (",
                                       "leave a comment",
                                       "loading...",
                                       "enter your email",
                                       "continue reading",
                                       "story continues below",
                                       "scroll down",
                                       "watch:",
                                       "see also:",
                                       "print this",
                                       "email this",
                                       "skip to",
                                       "this article was originally",
                                       "support our journalism",
                                       "more on this",
                                       "you may also",
                                       "recommended for you",
                                       "view comments",
                                       "show comments",
                                       "please enable javascript",
                                       "hide caption",
                                       "toggle caption",
                                       "enlarge this image"});
}

bool ends_article(std::string_view line) {
  if (visible_length(line) > 60) return false;
  if (text::starts_with_any(
          line, {"相关阅读", "相关新闻", "相关报道", "相关文章", "相关推荐", "相关链接",   "热门推荐", "推荐阅读",
                 "猜你喜欢", "最近更新", "热门评论", "网友评论", "精彩评论", "热点推荐",   "延伸阅读", "为你推荐",
                 "为您推荐", "更多新闻", "更多阅读", "热门文章", "最新评论", "大家都在看", "今日热点", "图片推荐",
                 "热点新闻", "热门新闻", "关键词：", "关键词:",  "最新文章", "精彩推荐"}))
    return true;
  auto const small = small_letters(line);
  return text::starts_with_any(
      small, {"related articles",  "related stories",     "related posts",   "more from",      "you might also like",
              "you may also like", "recommended for you", "most popular",    "most read",      "trending now",
              "leave a reply",     "leave a comment",     "comments",        "more stories",   "about the author",
              "share this:",       "related topics",      "related content", "read more from", "sponsored content",
              "promoted stories",  "like this:"});
}

}  // namespace lianzhao::radar
