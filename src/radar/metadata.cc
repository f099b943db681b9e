#include "radar/metadata.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "radar/json_strings.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

using namespace std::string_view_literals;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

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

/// One to four digits at `at`.
int digits(std::string_view text, std::size_t& at, std::size_t most) {
  auto value = -1;
  std::size_t count = 0;
  while (at < text.size() && is_digit(text[at]) && count < most) {
    value = std::max(value, 0) * 10 + (text[at] - '0');
    ++at;
    ++count;
  }
  return value;
}

bool skip(std::string_view text, std::size_t& at, std::initializer_list<std::string_view> words) {
  for (auto const word : words) {
    if (text.substr(at).starts_with(word)) {
      at += word.size();
      return true;
    }
  }
  return false;
}

std::string with_time(std::string day, std::string_view text, std::size_t at) {
  while (skip(text, at, {" ", "T", "日", ",", "\u00A0", "&nbsp;", "　"})) {
  }
  auto const hour = digits(text, at, 2);
  if (hour < 0 || hour > 23 || !skip(text, at, {":", "：", "时"})) return day;
  auto const minute = digits(text, at, 2);
  if (minute < 0 || minute > 59) return day;
  auto second = -1;
  if (skip(text, at, {":", "：", "分"})) second = digits(text, at, 2);
  if (second > 59) second = -1;
  return second >= 0 ? fmt::format("{}T{:02}:{:02}:{:02}", day, hour, minute, second)
                     : fmt::format("{}T{:02}:{:02}", day, hour, minute);
}

constexpr std::array kMonths{"jan"sv, "feb"sv, "mar"sv, "apr"sv, "may"sv, "jun"sv,
                             "jul"sv, "aug"sv, "sep"sv, "oct"sv, "nov"sv, "dec"sv};

std::string english_date(std::string_view text) {
  for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
    auto const first = text[i];
    if (!((first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z'))) continue;
    if (i > 0 && ((text[i - 1] >= 'A' && text[i - 1] <= 'Z') || (text[i - 1] >= 'a' && text[i - 1] <= 'z'))) continue;
    std::string word{text.substr(i, 3)};
    for (auto& c : word) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    auto const month = std::find(kMonths.begin(), kMonths.end(), word);
    if (month == kMonths.end()) continue;
    auto at = i;
    while (at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z'))) ++at;
    skip(text, at, {"."});
    while (skip(text, at, {" "})) {
    }
    auto day = digits(text, at, 2);
    auto year = -1;
    auto after = at;
    if (day > 0 && at < text.size() && is_digit(text[at])) {  // 18 April 2023
      after = at - 2;
      year = digits(text, after, 4);
      auto back = i;
      while (back > 0 && (text[back - 1] == ' ' || text[back - 1] == 't' || text[back - 1] == 'h')) --back;
      auto begin = back;
      while (begin > 0 && is_digit(text[begin - 1]) && back - begin < 2) --begin;
      day = digits(text, begin, 2);
    } else {
      skip(text, after, {"st", "nd", "rd", "th"});
      while (skip(text, after, {",", " "})) {
      }
      year = digits(text, after, 4);
    }
    if (day < 1 || day > 31 || year < 1980 || year > 2100) continue;
    return with_time(fmt::format("{:04}-{:02}-{:02}", year, month - kMonths.begin() + 1, day), text, after);
  }
  return {};
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
    for (std::string_view const next : {"作者：", "作者:", "记者：", "编辑：", "责任编辑"}) {
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

}  // namespace

std::string find_date(std::string_view text) {
  text = text.substr(0, 2000);
  for (std::size_t i = 0; i + 8 <= text.size(); ++i) {
    if (!is_digit(text[i]) || (i > 0 && is_digit(text[i - 1]))) continue;
    auto at = i;
    auto const year = digits(text, at, 4);
    if (year < 1980 || year > 2100 || at - i != 4) continue;
    while (skip(text, at, {" "})) {
    }
    if (!skip(text, at, {"-", "/", ".", "年"})) continue;
    while (skip(text, at, {" "})) {
    }
    auto const month = digits(text, at, 2);
    while (skip(text, at, {" "})) {
    }
    if (month < 1 || month > 12 || !skip(text, at, {"-", "/", ".", "月"})) continue;
    while (skip(text, at, {" "})) {
    }
    auto const day = digits(text, at, 2);
    if (day < 1 || day > 31) continue;
    return with_time(fmt::format("{:04}-{:02}-{:02}", year, month, day), text, at);
  }
  return english_date(text);
}

std::string find_source(std::string_view line) {
  return labelled(line, {"文章来源：", "文章来源:", "信息来源：", "信息来源:", "稿件来源：", "来源：",
                         "来源:", "稿源：", "来源于："});
}

std::string find_author(std::string_view line) {
  auto author = labelled(line, {"作者：", "作者:", "记者：", "记者:", "撰文：", "文/"});
  if (author.empty() && line.size() < 80 && (line.starts_with("By ") || line.starts_with("by ")))
    author = line.substr(3);
  return author;
}

Metadata read_metadata(Dom const& dom, std::vector<Block> const& blocks) {
  Metadata out;
  std::string page_title;
  std::string site;
  std::string social_title;
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
      } else if (key == "author" || key == "article:author" || key == "byl" || key == "dc.creator") {
        if (out.author.empty() && value.find("http") == std::string::npos && value.size() < 120) out.author = value;
      } else if (key == "source" || key == "contentsource" || key == "mediaid" || key == "article:source") {
        if (out.source.empty() && value.size() < 90) out.source = value;
      } else if (key == "og:site_name") {
        site = value;
      }
    } else if (node.tag == Tag::kTime && out.published.empty()) {
      out.published = find_date(attribute(node, "datetime"));
    } else if (node.tag == Tag::kScript && node.text.find("datePublished") != std::string_view::npos &&
               out.published.empty()) {
      out.published = find_date(json_value(node.text, "datePublished"));
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
    if (out.published.empty() && block.length < 240) out.published = find_date(block.text);
  }
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
