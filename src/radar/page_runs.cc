#include "radar/page_runs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "radar/dom.h"

namespace lianzhao::radar {

namespace {

constexpr int kMostParts = 60;  ///< a higher number is an id, no page of an article

/// What stands behind the last slash, without a fragment.
std::string_view tail_of(std::string_view address) {
  address = address.substr(0, address.find('#'));
  auto const slash = address.find_last_of("/\\");
  return slash == std::string_view::npos ? address : address.substr(slash + 1);
}

struct Numbered {
  std::string_view stem;
  int number = 1;
};

/// a_2.html → a, 2; a.html → a, 1; list?page=3 → list?page, 3.
Numbered numbered(std::string_view address) {
  auto tail = tail_of(address);
  if (auto const dot = tail.rfind('.'); dot != std::string_view::npos && dot > 0 && tail.find('?') > dot)
    tail = tail.substr(0, dot);
  auto digits = tail.size();
  while (digits > 0 && tail[digits - 1] >= '0' && tail[digits - 1] <= '9') --digits;
  if (digits == tail.size() || digits == 0) return {tail};
  auto const mark = tail[digits - 1];
  if (mark != '_' && mark != '-' && mark != '=') return {tail};
  auto number = 0;
  auto const read = std::from_chars(tail.data() + digits, tail.data() + tail.size(), number);
  if (read.ec != std::errc{} || number < 1 || number > kMostParts) return {tail};
  return {tail.substr(0, digits - 1), number};
}

/// Without (2), _2 and blanks at its end.
std::string_view bare_title(std::string_view title) {
  static constexpr std::string_view kEnd = "0123456789 ()_-/";
  auto const last = title.find_last_not_of(kEnd);
  return last == std::string_view::npos ? title : title.substr(0, last + 1);
}

std::string words_of(Dom const& dom, std::uint32_t element) {
  std::string out;
  for (auto i = element + 1; i < dom.nodes[element].end; ++i) {
    if (dom.nodes[i].tag == Tag::kText) append_unescaped(out, dom.nodes[i].text);
  }
  return out;
}

bool is_next_label(std::string_view words) {
  static constexpr std::string_view kMarks = " \t\r\n>»›→[]";
  auto const first = words.find_first_not_of(kMarks);
  if (first == std::string_view::npos) return false;
  words = words.substr(first, words.find_last_not_of(kMarks) - first + 1);
  return words == "下一页" || words == "下页" || words == "下一頁" || words == "Next page" || words == "next page";
}

}  // namespace

std::string next_page(std::string_view html) {
  // Most pages name none: their tree is not needed.
  static constexpr std::array<std::string_view, 8> kSigns{"下一页",    "下页",       "下一頁",   "Next page",
                                                          "next page", "rel=\"next", "rel=next", "rel='next"};
  if (std::none_of(kSigns.begin(), kSigns.end(),
                   [&](std::string_view sign) { return html.find(sign) != std::string_view::npos; }))
    return {};
  auto const dom = parse_html(html);
  std::string labelled;
  for (std::uint32_t i = 0; i < dom.nodes.size(); ++i) {
    auto const& node = dom.nodes[i];
    if (node.tag != Tag::kA && node.tag != Tag::kLink) continue;
    auto href = attribute(node, "href");
    if (href.empty() || href.front() == '#' || href.starts_with("javascript:")) continue;
    if (attribute(node, "rel") == "next") return href;
    if (node.tag == Tag::kA && labelled.empty() && is_next_label(words_of(dom, i))) labelled = std::move(href);
  }
  return labelled;
}

bool goes_on(PagePlace const& before, PagePlace const& page) {
  if (before.address == page.address) return false;
  if (!before.next.empty() && tail_of(before.next) == tail_of(page.address)) return true;
  auto const one = numbered(before.address);
  auto const other = numbered(page.address);
  return !one.stem.empty() && one.stem == other.stem && other.number == one.number + 1 && !before.title.empty() &&
         bare_title(before.title) == bare_title(page.title);
}

void append(Article& article, Article const& part) {
  std::set<std::string_view> known{article.paragraphs.begin(), article.paragraphs.end()};
  std::vector<std::string> fresh;
  for (auto const& paragraph : part.paragraphs) {
    if (known.count(paragraph) == 0) fresh.push_back(paragraph);
  }
  for (auto& paragraph : fresh) {
    if (!article.text.empty()) article.text += '\n';
    article.text += paragraph;
    article.paragraphs.push_back(std::move(paragraph));
  }
  for (auto const& caption : part.captions) {
    if (std::find(article.captions.begin(), article.captions.end(), caption) == article.captions.end())
      article.captions.push_back(caption);
  }
  article.found = article.found || part.found;
  if (article.found) article.reason = NoArticle::kNone;
  article.truncated = article.truncated || part.truncated;
  if (article.title.empty()) article.title = part.title;
  if (article.author.empty()) article.author = part.author;
  if (article.source.empty()) article.source = part.source;
  if (article.published.empty()) article.published = part.published;
}

bool named_as_part(std::string_view before, std::string_view name) {
  auto const one = numbered(before);
  auto const other = numbered(name);
  if (one.stem.empty()) return false;
  if (one.stem == other.stem && other.number == one.number + 1) return true;
  // t2024_7.html goes on in t2024_7_1.html.
  auto whole = tail_of(before);
  whole = whole.substr(0, whole.rfind('.'));
  return whole == other.stem && other.stem != name;
}

std::optional<PageJoiner::Page> PageJoiner::add(Page page, std::string_view html) {
  PagePlace place{page.url.empty() ? page.file : page.url, page.article.title, next_page(html)};
  if (open_ && goes_on(last_, place)) {
    append(open_->article, page.article);
    last_ = std::move(place);
    return std::nullopt;
  }
  auto before = close();
  open_ = std::move(page);
  last_ = std::move(place);
  return before;
}

std::optional<PageJoiner::Page> PageJoiner::close() {
  return std::exchange(open_, std::nullopt);
}

}  // namespace lianzhao::radar
