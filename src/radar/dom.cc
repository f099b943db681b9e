#include "radar/dom.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "radar/entities.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

// In the order of Tag, from kA on; sorted.
constexpr std::array<std::string_view, 84> kNames{
    "a",      "abbr",     "address",  "article",  "aside",      "audio",  "b",       "blockquote", "body",   "br",
    "button", "canvas",   "caption",  "center",   "cite",       "code",   "dd",      "details",    "dialog", "div",
    "dl",     "dt",       "em",       "fieldset", "figcaption", "figure", "font",    "footer",     "form",   "h1",
    "h2",     "h3",       "h4",       "h5",       "h6",         "head",   "header",  "hr",         "html",   "i",
    "iframe", "img",      "input",    "label",    "li",         "link",   "main",    "math",       "menu",   "meta",
    "nav",    "noscript", "object",   "ol",       "option",     "p",      "picture", "pre",        "script", "section",
    "select", "small",    "source",   "span",     "strong",     "style",  "summary", "svg",        "table",  "tbody",
    "td",     "template", "textarea", "tfoot",    "th",         "thead",  "time",    "title",      "tr",     "track",
    "u",      "ul",       "video",    "wbr"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool same_word(std::string_view a, std::string_view lower_b) {
  return a.size() == lower_b.size() &&
         std::equal(a.begin(), a.end(), lower_b.begin(), [](char x, char y) { return lower(x) == y; });
}

Tag tag_of(std::string_view name) {
  std::array<char, 12> buffer{};
  if (name.empty() || name.size() > buffer.size()) return Tag::kOther;
  std::transform(name.begin(), name.end(), buffer.begin(), lower);
  std::string_view const word{buffer.data(), name.size()};
  auto const found = std::lower_bound(kNames.begin(), kNames.end(), word);
  if (found == kNames.end() || *found != word) return Tag::kOther;
  return static_cast<Tag>(static_cast<std::size_t>(Tag::kA) + static_cast<std::size_t>(found - kNames.begin()));
}

bool is_void(Tag tag) {
  switch (tag) {
    case Tag::kBr:
    case Tag::kHr:
    case Tag::kImg:
    case Tag::kInput:
    case Tag::kLink:
    case Tag::kMeta:
    case Tag::kSource:
    case Tag::kTrack:
    case Tag::kWbr:
      return true;
    default:
      return false;
  }
}

/// Elements whose content is not markup.
bool is_raw(Tag tag) {
  return tag == Tag::kScript || tag == Tag::kStyle || tag == Tag::kTextarea || tag == Tag::kTitle ||
         tag == Tag::kIframe || tag == Tag::kSvg || tag == Tag::kMath;
}

/// Whether an open `open` ends where `next` begins.
bool closes(Tag open, Tag next) {
  switch (open) {
    case Tag::kP:
      return is_block(next) && next != Tag::kBr;
    case Tag::kLi:
      return next == Tag::kLi;
    case Tag::kOption:
      return next == Tag::kOption;
    case Tag::kDt:
    case Tag::kDd:
      return next == Tag::kDt || next == Tag::kDd;
    case Tag::kTd:
    case Tag::kTh:
      return next == Tag::kTd || next == Tag::kTh || next == Tag::kTr || next == Tag::kTbody;
    case Tag::kTr:
      return next == Tag::kTr || next == Tag::kTbody || next == Tag::kTfoot;
    case Tag::kThead:
    case Tag::kTbody:
      return next == Tag::kTbody || next == Tag::kTfoot;
    case Tag::kHead:
      return next == Tag::kBody;
    case Tag::kA:
      return next == Tag::kA;
    default:
      return false;
  }
}

/// What an implied end does not look past.
bool is_scope(Tag tag) {
  return tag == Tag::kTable || tag == Tag::kTd || tag == Tag::kTh || tag == Tag::kUl || tag == Tag::kOl ||
         tag == Tag::kDl || tag == Tag::kDiv || tag == Tag::kBody || tag == Tag::kArticle || tag == Tag::kSection ||
         tag == Tag::kRoot;
}

class Builder {
 public:
  Builder(std::string_view page, DomLimits const& limits) : page_{page}, limits_{limits} {
    if (page_.size() > limits_.bytes) {
      page_ = page_.substr(0, limits_.bytes);
      dom_.truncated = true;
    }
    dom_.nodes.reserve(std::min(page_.size() / 40 + 16, limits_.nodes + 1));
    dom_.nodes.push_back({Tag::kRoot, 0, 0, {}, {}});
    open_.push_back(0);
  }

  Dom build() {
    std::size_t at = 0;
    while (at < page_.size()) {
      if (dom_.nodes.size() >= limits_.nodes) {
        dom_.truncated = true;
        break;
      }
      auto const next = page_.find('<', at);
      auto const text_end = next == std::string_view::npos ? page_.size() : next;
      if (next == std::string_view::npos || next + 1 >= page_.size()) {
        add_text(page_.substr(at));
        break;
      }
      auto const c = page_[next + 1];
      if (!is_letter(c) && c != '/' && c != '!' && c != '?') {  // a < b
        add_text(page_.substr(at, next + 1 - at));
        at = next + 1;
        continue;
      }
      if (text_end > at) add_text(page_.substr(at, text_end - at));
      at = markup(next);
    }
    while (!open_.empty()) close_top();
    return std::move(dom_);
  }

 private:
  std::size_t markup(std::size_t at) {
    auto const c = page_[at + 1];
    if (c == '!' || c == '?') {
      if (page_.substr(at).starts_with("<!--")) {
        auto const end = page_.find("-->", at + 4);
        return end == std::string_view::npos ? page_.size() : end + 3;
      }
      if (page_.substr(at).starts_with("<![CDATA[")) {
        auto const end = page_.find("]]>", at + 9);
        auto const stop = end == std::string_view::npos ? page_.size() : end;
        add_text(page_.substr(at + 9, stop - at - 9));
        return std::min(page_.size(), stop + 3);
      }
      auto const end = page_.find('>', at);
      return end == std::string_view::npos ? page_.size() : end + 1;
    }
    auto const closing = c == '/';
    auto i = at + (closing ? 2U : 1U);
    auto const name_begin = i;
    while (i < page_.size() && !is_blank(page_[i]) && page_[i] != '>' && page_[i] != '/') ++i;
    auto const name = page_.substr(name_begin, i - name_begin);
    auto const attributes_begin = i;
    char quote = 0;
    auto after_equals = false;
    while (i < page_.size()) {
      auto const d = page_[i];
      if (quote != 0) {
        if (d == quote) quote = 0;
      } else if ((d == '"' || d == '\'') && after_equals) {
        quote = d;
      } else if (d == '>') {
        break;
      }
      if (!is_blank(d)) after_equals = d == '=';
      ++i;
    }
    if (i >= page_.size() && quote != 0) {  // a quote that never ends: the tag ends at the first '>'
      auto const end = page_.find('>', attributes_begin);
      i = end == std::string_view::npos ? page_.size() : end;
    }
    auto const attributes = page_.substr(attributes_begin, i - attributes_begin);
    auto const after = std::min(page_.size(), i + 1);
    auto const tag = tag_of(name);
    if (closing) {
      close(tag, name);
      return after;
    }
    open(tag, attributes);
    if (is_raw(tag) && !(attributes.ends_with("/") && (tag == Tag::kSvg || tag == Tag::kMath))) {
      return raw_content(tag, name, after);
    }
    return after;
  }

  /// Everything up to the end tag of the element just opened.
  std::size_t raw_content(Tag tag, std::string_view name, std::size_t begin) {
    auto at = begin;
    auto end = page_.size();
    auto after = page_.size();
    for (;;) {
      auto const next = page_.find("</", at);
      if (next == std::string_view::npos) break;
      if (next + 2 + name.size() <= page_.size() &&
          std::equal(name.begin(), name.end(), page_.begin() + static_cast<std::ptrdiff_t>(next) + 2,
                     [](char x, char y) { return lower(x) == lower(y); })) {
        end = next;
        auto const close = page_.find('>', next);
        after = close == std::string_view::npos ? page_.size() : close + 1;
        break;
      }
      at = next + 2;
    }
    if (opened_) {
      auto const content = page_.substr(begin, end - begin);
      if (tag == Tag::kTitle)
        add_text(content);
      else if (tag == Tag::kScript)
        dom_.nodes.back().text = content;
      close_top();
    }
    return after;
  }

  void add_text(std::string_view text) {
    if (text.empty()) return;
    auto const index = static_cast<std::uint32_t>(dom_.nodes.size());
    dom_.nodes.push_back({Tag::kText, open_.back(), index + 1, {}, text});
  }

  void open(Tag tag, std::string_view attributes) {
    for (auto steps = 0; steps < 8; ++steps) {
      // An implied end: look up to the nearest scope for what `tag` closes.
      auto found = open_.size();
      for (auto k = open_.size(); k-- > 1;) {
        auto const candidate = dom_.nodes[open_[k]].tag;
        if (closes(candidate, tag)) {
          found = k;
          break;
        }
        if (is_scope(candidate)) break;
      }
      if (found == open_.size()) break;
      while (open_.size() > found) close_top();
    }
    opened_ = open_.size() < limits_.depth;
    if (!opened_) return;
    auto const index = static_cast<std::uint32_t>(dom_.nodes.size());
    dom_.nodes.push_back({tag, open_.back(), index + 1, attributes, {}});
    if (is_void(tag)) {
      opened_ = false;
      return;
    }
    open_.push_back(index);
  }

  void close(Tag tag, std::string_view) {
    if (tag == Tag::kBody || tag == Tag::kHtml) return;  // what follows belongs to the body all the same
    for (auto k = open_.size(); k-- > 1;) {
      auto const candidate = dom_.nodes[open_[k]].tag;
      if (candidate == tag) {
        while (open_.size() > k) close_top();
        return;
      }
      // A stray end tag of something inline or inner never closes a cell or
      // what holds it.
      if (candidate == Tag::kTd || candidate == Tag::kTh) {
        if (tag != Tag::kTr && tag != Tag::kTable && tag != Tag::kTbody) return;
      }
      if (!is_block(tag) && is_block(candidate)) return;
    }
  }

  void close_top() {
    dom_.nodes[open_.back()].end = static_cast<std::uint32_t>(dom_.nodes.size());
    open_.pop_back();
  }

  std::string_view page_;
  DomLimits limits_;
  Dom dom_;
  std::vector<std::uint32_t> open_;
  bool opened_ = false;
};

}  // namespace

bool is_block(Tag tag) {
  switch (tag) {
    case Tag::kAddress:
    case Tag::kArticle:
    case Tag::kAside:
    case Tag::kBlockquote:
    case Tag::kBody:
    case Tag::kBr:
    case Tag::kCaption:
    case Tag::kCenter:
    case Tag::kDd:
    case Tag::kDetails:
    case Tag::kDialog:
    case Tag::kDiv:
    case Tag::kDl:
    case Tag::kDt:
    case Tag::kFieldset:
    case Tag::kFigcaption:
    case Tag::kFigure:
    case Tag::kFooter:
    case Tag::kForm:
    case Tag::kH1:
    case Tag::kH2:
    case Tag::kH3:
    case Tag::kH4:
    case Tag::kH5:
    case Tag::kH6:
    case Tag::kHeader:
    case Tag::kHr:
    case Tag::kHtml:
    case Tag::kLi:
    case Tag::kMain:
    case Tag::kMenu:
    case Tag::kNav:
    case Tag::kOl:
    case Tag::kP:
    case Tag::kPre:
    case Tag::kSection:
    case Tag::kSummary:
    case Tag::kTable:
    case Tag::kTbody:
    case Tag::kTd:
    case Tag::kTfoot:
    case Tag::kTh:
    case Tag::kThead:
    case Tag::kTr:
    case Tag::kUl:
    case Tag::kRoot:
      return true;
    default:
      return false;
  }
}

Dom parse_html(std::string_view utf8, DomLimits const& limits) {
  return Builder{utf8, limits}.build();
}

namespace {

/// The raw value of an attribute; absent where it is not there.
std::optional<std::string_view> raw_attribute(Node const& node, std::string_view name) {
  auto const raw = node.attributes;
  std::size_t at = 0;
  while (at < raw.size()) {
    while (at < raw.size() && (is_blank(raw[at]) || raw[at] == '/')) ++at;
    auto const begin = at;
    while (at < raw.size() && !is_blank(raw[at]) && raw[at] != '=' && raw[at] != '/') ++at;
    auto const key = raw.substr(begin, at - begin);
    while (at < raw.size() && is_blank(raw[at])) ++at;
    std::string_view value;
    if (at < raw.size() && raw[at] == '=') {
      ++at;
      while (at < raw.size() && is_blank(raw[at])) ++at;
      if (at < raw.size() && (raw[at] == '"' || raw[at] == '\'')) {
        auto const quote = raw[at];
        auto const end = raw.find(quote, at + 1);
        auto const stop = end == std::string_view::npos ? raw.size() : end;
        value = raw.substr(at + 1, stop - at - 1);
        at = std::min(raw.size(), stop + 1);
      } else {
        auto const value_begin = at;
        while (at < raw.size() && !is_blank(raw[at])) ++at;
        value = raw.substr(value_begin, at - value_begin);
      }
    } else if (key.empty()) {
      ++at;
      continue;
    }
    if (same_word(key, name)) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string attribute(Node const& node, std::string_view name) {
  std::string out;
  if (auto const value = raw_attribute(node, name)) append_unescaped(out, *value);
  return out;
}

bool has_attribute(Node const& node, std::string_view name) {
  return raw_attribute(node, name).has_value();
}

void append_unescaped(std::string& out, std::string_view raw) {
  std::size_t at = 0;
  while (at < raw.size()) {
    auto const next = raw.find('&', at);
    if (next == std::string_view::npos) {
      out.append(raw.substr(at));
      return;
    }
    out.append(raw.substr(at, next - at));
    at = next + 1;
    char32_t character = 0;
    auto i = at;
    if (i < raw.size() && raw[i] == '#') {
      ++i;
      auto const hex = i < raw.size() && (raw[i] == 'x' || raw[i] == 'X');
      if (hex) ++i;
      std::uint32_t value = 0;
      auto const begin = i;
      while (i < raw.size() && i - begin < 8) {
        auto const c = lower(raw[i]);
        auto const digit = c >= '0' && c <= '9' ? c - '0' : (hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1);
        if (digit < 0) break;
        value = value * (hex ? 16U : 10U) + static_cast<std::uint32_t>(digit);
        ++i;
      }
      if (i > begin) {
        // Numbers 128 to 159 mean Windows-1252 on real pages.
        static constexpr std::array<char16_t, 32> kWindows{
            0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
            0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
            0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
        character = value >= 128 && value < 160 ? kWindows[value - 128] : value;
        if (character == 0 || character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF)) character = 0xFFFD;
      }
    } else {
      auto const begin = i;
      while (i < raw.size() && i - begin < 10 && (is_letter(raw[i]) || (raw[i] >= '0' && raw[i] <= '9'))) ++i;
      character = named_entity(raw.substr(begin, i - begin));
    }
    if (character == 0) {
      out.push_back('&');
      continue;
    }
    if (i < raw.size() && raw[i] == ';') ++i;
    text::append_utf8(out, character);
    at = i;
  }
}

}  // namespace lianzhao::radar
