// RSS, RDF and Atom: entries and what they say, read without a document tree, for feeds are often broken.
#include <algorithm>
#include <array>
#include <vector>

#include "radar/decode.h"
#include "radar/dom.h"
#include "radar/page_sources.h"
#include "radar/publication.h"

namespace lianzhao::radar {

namespace {

constexpr std::string_view kNameEnds = " \t\r\n/>";

/// An opening tag.
struct Opening {
  std::string_view name;        ///< with its prefix
  std::string_view local;       ///< without
  std::string_view attributes;  ///< raw
  bool closed = false;          ///< <link …/>
  std::size_t end = 0;          ///< behind its >
};

/// The tag at `at`, which is a <; nameless for comments, closing tags and whatever else begins so.
Opening opening_at(std::string_view xml, std::size_t at) {
  Opening out;
  out.end = at + 1;
  auto const name_end = xml.find_first_of(kNameEnds, at + 1);
  if (name_end == std::string_view::npos || name_end == at + 1 || xml[at + 1] == '!' || xml[at + 1] == '?') return out;
  constexpr std::size_t kLongestName = 60;
  if (name_end - at > kLongestName) return out;
  auto quote = '\0';
  auto end = name_end;
  for (; end < xml.size(); ++end) {
    auto const c = xml[end];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>' || c == '<') {
      break;
    }
  }
  if (end >= xml.size() || xml[end] != '>') return out;
  out.name = xml.substr(at + 1, name_end - at - 1);
  out.local = out.name.substr(out.name.find(':') + 1);
  out.closed = xml[end - 1] == '/';
  out.attributes = xml.substr(name_end, end - name_end);
  out.end = end + 1;
  return out;
}

/// A child of an entry.
struct Element {
  Opening tag;
  std::string_view content;
};

std::vector<Element> children_of(std::string_view entry) {
  constexpr std::size_t kMost = 64;
  std::vector<Element> out;
  std::size_t at = 0;
  while (out.size() < kMost && (at = entry.find('<', at)) != std::string_view::npos) {
    auto const tag = opening_at(entry, at);
    at = tag.end;
    if (tag.name.empty()) continue;
    if (tag.closed) {
      out.push_back({tag, {}});
      continue;
    }
    auto from = tag.end;
    auto const text = trimmed(entry.substr(from));
    if (text.starts_with("<![CDATA[")) {
      auto const close = entry.find("]]>", from);
      if (close != std::string_view::npos) from = close;
    }
    auto end = entry.find("</" + std::string{tag.name} + ">", from);
    if (end == std::string_view::npos) end = std::min(entry.find('<', from), entry.size());
    out.push_back({tag, entry.substr(tag.end, end - tag.end)});
    at = end;
  }
  return out;
}

/// Text content, CDATA and entities resolved.
std::string text_of(std::string_view content) {
  content = trimmed(content);
  if (content.starts_with("<![CDATA[")) {
    content.remove_prefix(9);
    if (auto const close = content.rfind("]]>"); close != std::string_view::npos) content = content.substr(0, close);
    return std::string{content};
  }
  std::string out;
  append_unescaped(out, content);
  return out;
}

/// A title, which is often markup inside text: &amp;#21448; and &lt;b&gt;.
std::string plain_text(std::string_view content) {
  auto const once = text_of(content);
  std::string without_tags;
  for (std::size_t at = 0; at < once.size(); ++at) {
    auto const next = at + 1 < once.size() ? once[at + 1] : ' ';
    auto const tag = once[at] == '<' && (next == '/' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z'));
    auto const close = tag ? once.find('>', at) : std::string::npos;
    if (close != std::string::npos) {
      at = close;
      continue;
    }
    without_tags.push_back(once[at]);
  }
  std::string out;
  append_unescaped(out, without_tags);
  return std::string{trimmed(out)};
}

std::string attribute_of(Opening const& tag, std::string_view name) {
  Node node;
  node.attributes = tag.attributes;
  return attribute(node, name);
}

/// What an element stands for among those of its kind; the least goes first.
int rank_of_date(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kNames{"pubDate", "published", "issued",
                                                          "date",    "created",   "updated"};
  return static_cast<int>(std::find(kNames.begin(), kNames.end(), name) - kNames.begin());
}

FoundPage page_of(std::string_view entry) {
  FoundPage page;
  std::string body;
  std::string permanent;
  auto best_date = rank_of_date({});
  auto best_link = 3;
  for (auto const& child : children_of(entry)) {
    auto const name = child.tag.local;
    if (name == "title" && page.title.empty() && child.tag.name.find("media:") != 0) {
      page.title = plain_text(child.content);
    } else if (name == "link") {
      auto const href = attribute_of(child.tag, "href");
      auto const relation = attribute_of(child.tag, "rel");
      auto link = href.empty() ? text_of(child.content) : href;
      // Where it is to be read, not where the entry itself or a picture lies.
      auto const rank = relation.empty() || relation == "alternate" ? 0 : relation == "self" ? 2 : 3;
      if (!link.empty() && rank < best_link) {
        page.url = std::move(link);
        best_link = rank;
      }
    } else if (name == "guid" && attribute_of(child.tag, "ispermalink") != "false") {
      permanent = text_of(child.content);
    } else if (name == "creator" || name == "author") {
      std::string who;
      for (auto const& part : children_of(child.content)) {
        if (part.tag.local == "name") who = plain_text(part.content);
      }
      if (who.empty()) who = plain_text(child.content);
      constexpr std::size_t kLongest = 120;
      if (page.author.empty() && who.size() <= kLongest) page.author = std::move(who);
    } else if (name == "source") {
      if (page.source.empty() && children_of(child.content).empty()) page.source = plain_text(child.content);
    } else if (name == "encoded" || name == "content" || name == "description" || name == "summary") {
      auto text = text_of(child.content);
      if (text.size() > body.size()) body = std::move(text);
    } else if (auto const rank = rank_of_date(name); rank < best_date) {
      auto date = find_date(text_of(child.content));
      if (date.empty()) continue;
      page.published = std::move(date);
      best_date = rank;
    }
  }
  if (page.url.empty() && permanent.starts_with("http")) page.url = permanent;
  page.bytes = "<html><head><title></title></head><body><article><p>" + body + "</p></article></body></html>";
  page.charset = "utf-8";
  return page;
}

}  // namespace

void feed_pages(std::string_view bytes, OnPage const& on_page) {
  auto const whole = decode_page(bytes);
  std::string_view const xml = whole;
  std::size_t at = 0;
  auto closes = true;  // a feed that closes none of its entries is not searched for it again
  for (std::size_t count = 0; count < kMostPages && (at = xml.find('<', at)) != std::string_view::npos;) {
    auto const tag = opening_at(xml, at);
    at = tag.end;
    if (tag.closed || (tag.local != "item" && tag.local != "entry")) continue;
    auto const name = std::string{tag.name};
    auto end = closes ? xml.find("</" + name + ">", at) : std::string_view::npos;
    closes = end != std::string_view::npos;
    // One that is never closed ends where the next begins.
    for (auto next = xml.find("<" + name, at); next < end; next = xml.find("<" + name, next + 1)) {
      if (opening_at(xml, next).name == tag.name) end = next;
    }
    end = std::min(end, xml.size());
    on_page(page_of(xml.substr(at, std::min(end - at, kMostPageBytes))));
    at = end;
    ++count;
  }
}

}  // namespace lianzhao::radar
