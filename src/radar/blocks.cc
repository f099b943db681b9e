#include "radar/blocks.h"

#include <algorithm>
#include <array>

#include "radar/comments.h"
#include "radar/table_rows.h"
#include "text/any_word.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

using namespace std::string_view_literals;

// Words of class and id names. Sorted.
constexpr std::array kNeverArticle{
    "addthis"sv,   "advert"sv,         "advertisement"sv,   "advertising"sv, "breadcrumb"sv,  "breadcrumbs"sv,
    "cmt"sv,       "cmts"sv,           "comment"sv,         "commentbox"sv,  "commentlist"sv, "comments"sv,
    "cookie"sv,    "cookies"sv,        "copyright"sv,       "disclaimer"sv,  "disqus"sv,      "gdpr"sv,
    "guestbook"sv, "liuyan"sv,         "login"sv,           "modal"sv,       "newsletter"sv,  "outbrain"sv,
    "paginate"sv,  "pagination"sv,     "pinglun"sv,         "popup"sv,       "qrcode"sv,      "recirc"sv,
    "recommend"sv, "recommendation"sv, "recommendations"sv, "recommended"sv, "related"sv,     "relatedposts"sv,
    "replies"sv,   "respond"sv,        "share"sv,           "sharedaddy"sv,  "sharing"sv,     "signup"sv,
    "skip"sv,      "social"sv,         "sponsor"sv,         "sponsored"sv,   "subscribe"sv,   "subscription"sv,
    "taboola"sv,   "toolbar"sv,        "tooltip"sv,         "trending"sv};
constexpr std::array kSeldomArticle{"about"sv,   "ad"sv,      "ads"sv,       "aside"sv,      "banner"sv,  "bio"sv,
                                    "bottom"sv,  "byline"sv,  "callout"sv,   "caption"sv,    "foot"sv,    "footer"sv,
                                    "footnav"sv, "hot"sv,     "hotnews"sv,   "masthead"sv,   "menu"sv,    "meta"sv,
                                    "more"sv,    "nav"sv,     "navbar"sv,    "navigation"sv, "pager"sv,   "popular"sv,
                                    "promo"sv,   "promos"sv,  "rail"sv,      "rank"sv,       "ranking"sv, "relate"sv,
                                    "right"sv,   "sidebar"sv, "statement"sv, "tag"sv,        "tags"sv,    "teaser"sv,
                                    "teasers"sv, "tool"sv,    "tools"sv,     "upsell"sv,     "widget"sv,  "xgxw"sv};

template <std::size_t N>
bool holds(std::array<std::string_view, N> const& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

/// How an element is named: its class and id split into words at anything but
/// letters and at capitals.
enum class Naming : std::uint8_t { kNeutral, kSeldom, kNever };

Naming naming(Node const& node) {
  auto result = Naming::kNeutral;
  for (auto const* key : {"class", "id", "role", "data-component", "data-module"}) {
    auto const names = attribute(node, key);
    std::string word;
    auto negated = false;  // has-sidebar, no-comments: about the page, not the element
    auto const judge = [&](bool whole) {
      if (word.empty()) return;
      auto const was_negated = negated;
      negated = word == "has" || word == "no" || word == "with" || word == "without" || word == "not" || word == "hide";
      // tag-politics is what an article is about; tags and tag alone are its
      // list of them.
      if (was_negated || (word == "tag" && !whole)) {
        word.clear();
        return;
      }
      if (holds(kNeverArticle, word))
        result = Naming::kNever;
      else if (result == Naming::kNeutral && holds(kSeldomArticle, word))
        result = Naming::kSeldom;
      word.clear();
    };
    auto previous_small = false;
    for (auto const c : std::string_view{names}.substr(0, 400)) {
      auto const small = c >= 'a' && c <= 'z';
      auto const capital = c >= 'A' && c <= 'Z';
      if (!small && !capital) {
        judge(c == ' ');
        if (c == ' ') negated = false;
      } else {
        if (capital && previous_small) judge(false);
        word.push_back(capital ? static_cast<char>(c + 32) : c);
      }
      previous_small = small;
    }
    judge(true);
  }
  return result;
}

bool never_text(Tag tag) {
  switch (tag) {
    case Tag::kHead:
    case Tag::kScript:
    case Tag::kStyle:
    case Tag::kNoscript:
    case Tag::kTemplate:
    case Tag::kSvg:
    case Tag::kMath:
    case Tag::kSelect:
    case Tag::kTextarea:
    case Tag::kIframe:
    case Tag::kObject:
    case Tag::kCanvas:
    case Tag::kAudio:
    case Tag::kVideo:
    case Tag::kButton:
    case Tag::kDialog:
      return true;
    default:
      return false;
  }
}

/// What a reader does not see. Pages that show themselves by script hide their whole text until then (visibility:hidden
/// around an article, aria-hidden behind a dialog): what holds most of a page's text is no such thing.
bool is_hidden(Node const& node, bool most) {
  if (node.attributes.size() < 6) return false;
  auto const says = [&](std::string_view word) { return node.attributes.find(word) != std::string_view::npos; };
  if (says("none") || (says("hidden") && says("visibility"))) {
    auto style = attribute(node, "style");
    style.erase(std::remove(style.begin(), style.end(), ' '), style.end());
    if (style.find("display:none") != std::string::npos) return true;
    if (!most && style.find("visibility:hidden") != std::string::npos) return true;
  }
  if (most || !says("hidden")) return false;
  return has_attribute(node, "hidden") || attribute(node, "aria-hidden") == "true";
}

bool is_squeezable(char32_t c) {
  return c <= 0x20 || c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200F) || c == 0x2028 ||
         c == 0x2029 || c == 0x202A || c == 0x202C || c == 0x85;
}

/// What an element hands down to the text in it.
struct State {
  std::uint32_t container = 0;
  bool link = false;
  bool caption = false;
  bool listed = false;
  bool dropped = false;
  bool pre = false;
};

class Walker {
 public:
  Walker(Dom const& dom, Pruning pruning) : dom_{dom}, pruning_{pruning} {}

  std::vector<Block> walk() {
    auto const& nodes = dom_.nodes;
    auto const text_before = raw_lengths();
    std::vector<std::pair<std::uint32_t, State>> open;  // end of the element, what held outside it
    State state;
    std::uint32_t i = 1;
    auto const limit = static_cast<std::uint32_t>(nodes.size());
    while (i < limit) {
      while (!open.empty() && open.back().first <= i) {
        if (open.back().second.container != state.container) flush();
        state = open.back().second;
        open.pop_back();
      }
      auto const& node = nodes[i];
      if (node.tag == Tag::kText) {
        add(i, state);
        ++i;
        continue;
      }
      if (node.tag == Tag::kBr || node.tag == Tag::kHr) {
        flush();
        ++i;
        continue;
      }
      auto const most = (text_before[node.end] - text_before[i]) * 2 > text_before.back();
      if (never_text(node.tag) || is_hidden(node, most)) {
        i = std::max(node.end, i + 1);
        continue;
      }
      open.emplace_back(node.end, state);
      enter(i, state, text_before);
      ++i;
    }
    flush();
    return std::move(blocks_);
  }

 private:
  /// Bytes of text before each node: how much of the page an element holds is a
  /// difference of two.
  std::vector<std::uint32_t> raw_lengths() const {
    std::vector<std::uint32_t> before(dom_.nodes.size() + 1, 0);
    std::uint32_t skip_to = 0;
    for (std::uint32_t i = 0; i < dom_.nodes.size(); ++i) {
      auto const& node = dom_.nodes[i];
      if (node.tag != Tag::kText && never_text(node.tag)) skip_to = std::max(skip_to, node.end);
      auto const counts = node.tag == Tag::kText && i >= skip_to && node.text.size() > 40;
      before[i + 1] = before[i] + (counts ? static_cast<std::uint32_t>(node.text.size()) : 0U);
    }
    return before;
  }

  void enter(std::uint32_t i, State& state, std::vector<std::uint32_t> const& text_before) {
    auto const& node = dom_.nodes[i];
    if (is_block(node.tag)) {
      flush();
      state.container = i;
    }
    auto const inside = text_before[node.end] - text_before[i];
    auto const all = text_before.back();
    switch (node.tag) {
      case Tag::kA:
        state.link = true;
        break;
      case Tag::kFigcaption:
      case Tag::kCaption:
        state.caption = true;
        break;
      case Tag::kUl:
      case Tag::kOl:
      case Tag::kTable:
      case Tag::kDl:
        state.listed = true;
        break;
      case Tag::kNav:
      case Tag::kFooter:
      case Tag::kAside:
      case Tag::kMenu:
        if (inside * 2 < all) state.dropped = true;
        break;
      case Tag::kForm:
      case Tag::kFieldset:
        if (inside * 4 < all) state.dropped = true;
        break;
      default:
        break;
    }
    if (pruning_ != Pruning::kFull || node.attributes.empty() || node.tag == Tag::kBody || node.tag == Tag::kHtml ||
        node.tag == Tag::kArticle || node.tag == Tag::kMain || (!is_block(node.tag) && node.tag != Tag::kOther))
      return;
    switch (naming(node)) {
      case Naming::kNever:
        if (inside * 4 < all * 3) state.dropped = true;
        break;
      case Naming::kSeldom:
        if (inside * 3 < all) state.dropped = true;
        break;
      case Naming::kNeutral:
        break;
    }
  }

  void add(std::uint32_t i, State const& state) {
    if (!has_text_) {
      block_ = {};
      block_.node = i;
      block_.container = state.container;
      block_.tag = dom_.nodes[state.container].tag;
      block_.caption = state.caption;
      block_.listed = state.listed;
      block_.dropped = state.dropped;
    }
    scratch_.clear();
    auto const& raw = dom_.nodes[i].text;
    append_unescaped(scratch_, raw);
    auto const line_ends_count = block_.tag == Tag::kPre;
    std::size_t at = 0;
    while (at < scratch_.size()) {
      auto const begin = at;
      auto const byte = static_cast<unsigned char>(scratch_[at]);
      if (byte > 0x20 && byte < 0x7F) {  // the commonest case on most pages
        ++at;
        write_blank();
        block_.text.push_back(static_cast<char>(byte));
        block_.length += 1;
        if (state.link) block_.linked += 1;
        has_text_ = true;
        continue;
      }
      auto const c = text::next_code_point(scratch_, at);
      if (is_squeezable(c)) {
        if (line_ends_count && c == '\n') {
          flush();
          block_.node = i;
          return add_rest(i, state, at);
        }
        blank_ = true;
        continue;
      }
      write_blank();
      if (c == 0xFFFD)
        text::append_utf8(block_.text, c);
      else
        block_.text.append(scratch_, begin, at - begin);
      auto const weight = c > 0x2E80 ? 3 : 1;
      block_.length += weight;
      if (state.link) block_.linked += weight;
      has_text_ = true;
    }
  }

  /// The lines of preformatted text behind the first.
  void add_rest(std::uint32_t i, State const& state, std::size_t at) {
    auto const rest = scratch_.substr(at);
    std::size_t begin = 0;
    while (begin < rest.size()) {
      auto end = rest.find('\n', begin);
      if (end == std::string::npos) end = rest.size();
      auto line = rest.substr(begin, end - begin);
      line.erase(0, std::min(line.find_first_not_of(" \t\r"), line.size()));
      if (!line.empty()) {
        block_ = {};
        block_.node = i;
        block_.container = state.container;
        block_.tag = dom_.nodes[state.container].tag;
        block_.dropped = state.dropped;
        block_.text = line;
        block_.length = visible_length(line);
        has_text_ = true;
        flush();
      }
      begin = end + 1;
    }
  }

  void write_blank() {
    if (blank_ && has_text_) block_.text.push_back(' ');
    blank_ = false;
  }

  void flush() {
    if (has_text_) {
      block_.worth = worth_of(block_);
      blocks_.push_back(std::move(block_));
    }
    block_ = {};
    has_text_ = false;
    blank_ = false;
  }

  Dom const& dom_;
  Pruning pruning_;
  std::vector<Block> blocks_;
  Block block_;
  std::string scratch_;
  bool has_text_ = false;
  bool blank_ = false;
};

}  // namespace

std::vector<Block> blocks_of(Dom const& dom, Pruning pruning) {
  auto blocks = Walker{dom, pruning}.walk();
  join_rows(dom, blocks);
  drop_comments(dom, blocks);
  return blocks;
}

double visible_length(std::string_view utf8) {
  double length = 0;
  std::size_t at = 0;
  while (at < utf8.size()) {
    auto const c = text::next_code_point(utf8, at);
    if (!is_squeezable(c)) length += c > 0x2E80 ? 3 : 1;
  }
  return length;
}

bool ends_sentence(std::string_view utf8) {
  while (!utf8.empty()) {
    auto stripped = false;
    for (auto const quote : {"”"sv, "\""sv, "’"sv, ")"sv, "）"sv, "」"sv, "』"sv, "]"sv, " "sv, "»"sv, "'"sv}) {
      if (utf8.ends_with(quote)) {
        utf8.remove_suffix(quote.size());
        stripped = true;
      }
    }
    if (!stripped) break;
  }
  for (auto const mark : {"."sv, "。"sv, "!"sv, "！"sv, "?"sv, "？"sv, "…"sv, "；"sv, ":"sv, "："sv, ";"sv, "।"sv}) {
    if (utf8.ends_with(mark)) return true;
  }
  return false;
}

double worth_of(Block const& block) {
  auto const share = block.link_share();
  auto const heading = block.tag >= Tag::kH1 && block.tag <= Tag::kH6;
  if (share > 0.6) return -std::min(block.length, 90.0) * (block.length > 300 ? 0.2 : 0.6);
  if (heading) return 0;
  auto const prose = block.length * (1 - share);
  if (is_boilerplate(block.text)) return -20;
  if (ends_sentence(block.text)) return block.length >= 60 ? prose : prose * 0.4;
  if (text::contains_any(block.text, {"，", "。", ", ", ". "}) && block.length >= 120) return prose * 0.8;
  if (block.length >= 150) return prose * 0.5;
  // Verse, captions and blogs without marks: a line of some length that is no
  // link is text all the same.
  if (block.length >= 48 && share < 0.1 && !block.listed) return prose * 0.15;
  return block.listed ? -6 : -9;
}

}  // namespace lianzhao::radar
