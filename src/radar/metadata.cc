#include "radar/metadata.h"

#include <algorithm>

#include "radar/json_strings.h"
#include "radar/publication.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

using namespace std::string_view_literals;

std::string squeezed(std::string_view raw) {
  std::string out;
  auto blank = false;
  for (auto const c : raw) {
    if (static_cast<unsigned char>(c) <= 0x20) {
      blank = !out.empty();
      continue;
    }
    if (blank) out.push_back(' ');
    blank = false;
    out.push_back(c);
  }
  return out;
}

/// What follows a label up to the next blank or mark.
std::string labelled(std::string_view line, std::initializer_list<std::string_view> labels) {
  for (auto const label : labels) {
    auto const at = line.find(label);
    if (at == std::string_view::npos) continue;
    auto rest = line.substr(at + label.size());
    while (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
    std::size_t end = 0;
    while (end < rest.size()) {
      auto next = end;
      auto const c = text::next_code_point(rest, next);
      if (c == ' ' || c == U'|' || c == U'，' || c == U'）' || c == U')' || c == U'　' || c == U'】' || c == U'。' ||
          c == U';' || c == U'；' || c == U']')
        break;
      end = next;
    }
    // 证券时报网作者：李在山 runs two labels together.
    for (std::string_view const next :
         {"作者：", "作者:", "记者：", "编辑：", "责任编辑", "記者：", "記者:", "責任編輯", "编辑:", "记者:"}) {
      if (auto const begin = rest.substr(0, end).find(next); begin != std::string_view::npos && begin > 0) end = begin;
    }
    if (end > 0 && end <= 60) return std::string{rest.substr(0, end)};
  }
  return {};
}

/// "Headline - Site" and "Headline_Channel_Site" without what is not the
/// headline.
std::string without_site(std::string title, std::string_view heading) {
  if (!heading.empty() && heading.size() > 8 && title.find(heading) != std::string::npos) return std::string{heading};
  for (auto const separator : {"_"sv, " | "sv, "｜"sv, "|"sv, " - "sv, " – "sv, " — "sv, "--"sv, "-"sv, " :: "sv}) {
    auto const at = title.find(separator);
    if (at == std::string::npos || at < 9) continue;
    if (separator == "-" && at * 2 < title.size()) continue;
    auto head = title.substr(0, at);
    if (visible_length(head) >= 12) return squeezed(head);
  }
  return title;
}

std::vector<std::string_view> texts_of(std::vector<Block> const& blocks) {
  std::vector<std::string_view> out;
  out.reserve(blocks.size());
  for (auto const& block : blocks) out.push_back(block.text);
  return out;
}

/// The line that is the article's title: a heading of its words, else such a line that is no link.
std::size_t title_line(std::vector<Block> const& blocks, std::string_view title) {
  auto found = kNoLine;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    auto const& block = blocks[i];
    if (title.empty() || block.link_share() > 0.5 || block.text != title) continue;
    if (block.tag >= Tag::kH1 && block.tag <= Tag::kH3) return i;
    if (found == kNoLine) found = i;
  }
  return found;
}

}  // namespace

std::string find_source(std::string_view line) {
  return labelled(line, {"文章来源：", "文章来源:", "信息来源：", "信息来源:", "稿件来源：", "来源：",
                         "来源:", "稿源：", "稿源:", "来源于：", "來源：", "來源:", "資料來源：", "稿件來源："});
}

std::string find_author(std::string_view line) {
  auto author = labelled(line, {"作者：", "作者:", "记者：", "记者:", "撰文：", "文/", "記者：", "記者:", "撰文:"});
  if (author.empty() && line.size() < 80 && (line.starts_with("By ") || line.starts_with("by ")))
    author = line.substr(3);
  return author;
}

Metadata read_metadata(Dom const& dom, std::vector<Block> const& blocks) {
  Metadata out;
  std::string page_title;
  std::string site;
  std::string social_title;
  std::string timed;
  std::string linked_author;
  std::string publisher;
  for (std::uint32_t i = 0; i < dom.nodes.size(); ++i) {
    auto const& node = dom.nodes[i];
    if (node.tag == Tag::kTitle && page_title.empty() && i + 1 < dom.nodes.size() &&
        dom.nodes[i + 1].tag == Tag::kText && dom.nodes[i + 1].parent == i) {
      std::string text;
      append_unescaped(text, dom.nodes[i + 1].text);
      page_title = squeezed(text);
    } else if (node.tag == Tag::kMeta) {
      auto key = attribute(node, "property");
      if (key.empty()) key = attribute(node, "name");
      if (key.empty()) key = attribute(node, "itemprop");
      std::transform(key.begin(), key.end(), key.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      if (key.empty()) continue;
      auto const value = squeezed(attribute(node, "content"));
      if (value.empty()) continue;
      if (key == "og:title" || key == "articletitle") {
        if (social_title.empty()) social_title = value;
      } else if (key == "article:published_time" || key == "pubdate" || key == "publishdate" || key == "og:pubdate" ||
                 key == "datepublished" || key == "publish-date" || key == "dc.date.issued" || key == "og:time" ||
                 key == "og:release_date" || key == "parsely-pub-date" || key == "sailthru.date") {
        if (out.published.empty()) out.published = find_date(value);
      } else if (key == "author" || key == "article:author" || key == "byl" || key == "dc.creator" ||
                 key == "dc:creator" || key == "dcterms.creator") {
        if (out.author.empty() && value.find("http") == std::string::npos && value.size() < 120) out.author = value;
      } else if (key == "source" || key == "contentsource" || key == "mediaid" || key == "article:source") {
        if (out.source.empty() && value.size() < 90) out.source = value;
      } else if (key == "og:site_name") {
        site = value;
      }
    } else if (node.tag == Tag::kTime && timed.empty()) {
      timed = find_date(attribute(node, "datetime"));
    } else if (node.tag == Tag::kScript) {
      if (out.published.empty() && node.text.find("datePublished") != std::string_view::npos)
        out.published = find_date(json_value(node.text, "datePublished"));
      if (node.text.find("@type") == std::string_view::npos) continue;
      if (linked_author.empty()) linked_author = json_name(node.text, "author");
      if (publisher.empty()) publisher = json_name(node.text, "publisher");
    }
  }
  std::string heading;
  for (auto const& block : blocks) {
    if (block.tag == Tag::kH1 && block.length > 8) {
      auto const fits = page_title.find(block.text) != std::string::npos || social_title == block.text;
      if (heading.empty() || fits) heading = block.text;
      if (fits) break;
    }
  }
  out.title = !social_title.empty() ? without_site(social_title, heading)
                                    : without_site(page_title.empty() ? heading : page_title, heading);
  auto lines = 0;
  for (auto const& block : blocks) {
    if (block.length > 500) continue;
    if (++lines > 400) break;
    if (out.source.empty()) out.source = find_source(block.text);
    if (out.author.empty()) out.author = find_author(block.text);
  }
  if (out.published.empty()) {
    // A heading may be the site's name at the top.
    auto line = title_line(blocks, out.title);
    if (line == kNoLine) line = title_line(blocks, heading);
    auto const said = publication_of(texts_of(blocks), line);
    out.published = timed.empty() || said.sure ? said.date : timed;
  }
  if (out.author.empty() && linked_author.size() < 120) out.author = linked_author;
  if (out.source.empty() && publisher.size() < 90) out.source = publisher;
  if (out.source.empty()) out.source = site;
  return out;
}

std::string json_article_body(Dom const& dom) {
  std::string best;
  for (auto const& node : dom.nodes) {
    if (node.tag != Tag::kScript || node.text.find("articleBody") == std::string_view::npos) continue;
    auto body = json_value(node.text, "articleBody");
    if (body.size() > best.size()) best = std::move(body);
  }
  return best;
}

std::string script_article(Dom const& dom) {
  std::string best;
  for (auto const& node : dom.nodes) {
    if (node.tag != Tag::kScript || node.text.size() < 300) continue;
    for (auto const* key : {"content", "articleBody", "body", "html", "contentHtml", "articleContent", "text"}) {
      auto value = json_value(node.text, key);
      if (value.size() <= best.size() || value.size() < 200) continue;
      if (value.find("&lt;") != std::string::npos) {
        std::string plain;
        append_unescaped(plain, value);
        value = std::move(plain);
      }
      if (value.find("<p") != std::string::npos || value.find("<div") != std::string::npos ||
          value.find("<br") != std::string::npos || value.find("。") != std::string::npos)
        best = std::move(value);
    }
  }
  return best;
}

}  // namespace lianzhao::radar
