#include "radar/article.h"

#include <algorithm>
#include <cmath>

#include "radar/blocks.h"
#include "radar/dom.h"
#include "radar/metadata.h"
#include "radar/page_kinds.h"
#include "radar/publication.h"
#include "radar/readable.h"
#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

constexpr double kLeastArticle = 100;  ///< visible length below which an element is no article among other things
constexpr double kLeastNotice = 12;    ///< … and below which a page that says nothing else has none
constexpr double kNoticeShare = 0.15;  ///< of a short page's words that must look like running text

/// Sums over subtrees, one value a node.
struct Sums {
  std::vector<double> worth;
  std::vector<double> good;  ///< of lines that look like running text only
};

Sums sums_of(Dom const& dom, std::vector<Block> const& blocks) {
  Sums sums{std::vector<double>(dom.nodes.size(), 0), std::vector<double>(dom.nodes.size(), 0)};
  for (auto const& block : blocks) {
    if (block.dropped || block.caption) continue;
    sums.worth[block.container] += block.worth;
    if (block.worth > 0) sums.good[block.container] += block.worth;
  }
  // Children stand behind their parents, so one pass from the end carries
  // everything up.
  for (auto i = dom.nodes.size(); i-- > 1;) {
    auto const parent = dom.nodes[i].parent;
    sums.worth[parent] += sums.worth[i];
    sums.good[parent] += sums.good[i];
  }
  return sums;
}

/// Whether the page itself says that this element is the article's text.
bool says_body(Node const& node) {
  if (node.attributes.size() < 8) return false;
  if (attribute(node, "itemprop").find("articleBody") != std::string::npos) return true;
  auto const property = attribute(node, "property");
  return property == "articleBody" || property == "schema:articleBody" || property == "content:encoded";
}

/// The element that holds the article: the one whose lines are worth most, then
/// as far down as nearly all of that goes.
std::uint32_t main_element(Dom const& dom, Sums const& sums) {
  std::uint32_t best = 0;
  for (std::uint32_t i = 0; i < dom.nodes.size(); ++i) {
    if (dom.nodes[i].tag != Tag::kText && sums.worth[i] >= sums.worth[best]) best = i;
  }
  if (sums.worth[best] <= 0) return best;
  std::uint32_t said = 0;
  for (std::uint32_t i = 1; i < dom.nodes.size(); ++i) {
    if (dom.nodes[i].tag == Tag::kText || sums.good[i] < sums.good[best] * 0.4) continue;
    if (says_body(dom.nodes[i]) && (said == 0 || sums.good[i] > sums.good[said])) said = i;
  }
  if (said != 0) return said;
  for (;;) {
    std::uint32_t heir = 0;
    for (auto i = best + 1; i < dom.nodes[best].end; i = std::max(dom.nodes[i].end, i + 1)) {
      auto const tag = dom.nodes[i].tag;
      if (tag == Tag::kText || tag == Tag::kP || tag == Tag::kBlockquote || tag == Tag::kLi) continue;
      auto const semantic = tag == Tag::kArticle || tag == Tag::kMain;
      if (sums.good[i] >= sums.good[best] * (semantic ? 0.6 : 0.88)) heir = i;
    }
    if (heir == 0) return best;
    best = heir;
  }
}

struct Selection {
  std::vector<Block const*> lines;
  double length = 0;
  double links = 0;  ///< lines that are links, in the element, kept or not
};

bool is_heading(Tag tag) {
  return tag >= Tag::kH2 && tag <= Tag::kH6;
}

Selection select(Dom const& dom, std::vector<Block> const& blocks, std::uint32_t element, std::string const& title) {
  Selection out;
  std::vector<Block const*> inside;
  auto const end = dom.nodes[element].end;
  auto good_seen = 0.0;
  for (auto const& block : blocks) {
    if (block.node < element || block.node >= end) continue;
    if (block.link_share() > 0.6 && block.length < 300) out.links += 1;
    if (block.dropped || block.caption) continue;
    if (ends_article(block.text) && good_seen > 150 && block.link_share() < 0.9) break;
    if (is_boilerplate(block.text)) continue;
    if (block.link_share() > 0.75 && block.length < 400) continue;
    if (block.text == title || block.tag == Tag::kH1) continue;
    if (block.worth > 0) good_seen += block.worth;
    inside.push_back(&block);
  }
  // Short lines before the first sentence and behind the last are names, dates
  // and labels of the page.
  auto const is_good = [](Block const* block) { return block->worth > 0; };
  auto first = std::find_if(inside.begin(), inside.end(), is_good);
  auto last = std::find_if(inside.rbegin(), inside.rend(), is_good).base();
  if (first == inside.end()) return out;
  while (first != inside.begin() && is_heading((*std::prev(first))->tag)) --first;
  while (last != inside.end() && (*last)->listed && (*last)->link_share() < 0.3) ++last;
  for (auto at = first; at != last; ++at) {
    out.lines.push_back(*at);
    out.length += (*at)->length;
  }
  return out;
}

/// Many linked lines and little text: a front page, a list of results.
bool is_index(Selection const& selection) {
  auto const average = selection.lines.empty() ? 0.0 : selection.length / static_cast<double>(selection.lines.size());
  return selection.links >= 12 && selection.links * 60 > selection.length && average < 240;
}

void fill(Article& article, Selection const& selection) {
  for (auto const* line : selection.lines) article.paragraphs.push_back(line->text);
  article.found = !article.paragraphs.empty();
}

std::string joined(std::vector<std::string> const& lines) {
  std::string out;
  for (auto const& line : lines) {
    if (!out.empty()) out.push_back('\n');
    out += line;
  }
  return out;
}

bool looks_like_html(std::string_view page) {
  auto const head = page.substr(0, 20'000);
  for (auto const* tag : {"<html", "<HTML", "<!DOCTYPE", "<!doctype", "<body", "<div", "<p>", "<p ", "<br", "<article",
                          "<head", "<P>", "<table", "<BODY", "<DIV"}) {
    if (head.find(tag) != std::string_view::npos) return true;
  }
  return false;
}

/// What the page says instead of an article, where it is short enough to say nothing else.
bool is_missing(Article const& article) {
  constexpr double kLongest = 600;
  auto length = 0.0;
  for (auto const& paragraph : article.paragraphs) length += visible_length(paragraph);
  return length < kLongest &&
         (says_missing(article.title) || (!article.paragraphs.empty() && says_missing(article.paragraphs.front())));
}

/// A page saved as text: its lines, no links and no names to go by.
Article text_article(std::string_view page) {
  Article article;
  std::vector<std::string_view> lines;
  std::size_t at = 0;
  constexpr std::size_t kMostBytes = 16U << 20U;
  article.truncated = page.size() > kMostBytes;
  page = page.substr(0, kMostBytes);
  while (at < page.size()) {
    auto end = page.find('\n', at);
    if (end == std::string_view::npos) end = page.size();
    auto line = page.substr(at, end - at);
    at = end + 1;
    for (auto trimmed = true; trimmed;) {
      trimmed = false;
      for (std::string_view const blank : {" ", "\t", "\r", "　", "\u00A0", "\xEF\xBB\xBF"}) {
        if (line.starts_with(blank)) line.remove_prefix(blank.size()), trimmed = true;
        if (line.ends_with(blank)) line.remove_suffix(blank.size()), trimmed = true;
      }
    }
    if (!line.empty()) lines.emplace_back(line);
  }
  if (lines.empty()) return article;
  std::size_t begin = 0;
  while (begin + 1 < lines.size() && is_calendar(lines[begin])) ++begin;
  auto const first = lines[begin];
  // 48万片晶圆项目落户! is a title too where an article follows.
  auto const calls =
      (first.ends_with("!") || first.ends_with("！")) && visible_length(first) < 120 && lines.size() > begin + 2;
  if (visible_length(first) < 240 && (!ends_sentence(first) || calls)) {
    article.title = first;
    ++begin;
  }
  auto const head = std::min(lines.size(), begin + 12);
  article.published = publication_of({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(head)},
                                     begin > 0 ? begin - 1 : kNoLine)
                          .date;
  std::size_t first_good = lines.size();
  std::size_t last_good = 0;
  auto bad_run = 0.0;
  auto good = 0.0;
  for (auto i = begin; i < lines.size(); ++i) {
    auto const line = lines[i];
    if (ends_article(line) && good > 150) break;
    if (line.starts_with("Copyright") && good > 0) break;
    Block block;
    block.text = line;
    block.length = visible_length(line);
    auto const worth = worth_of(block);
    if (i < begin + 12 || block.length < 200) {
      if (article.source.empty()) article.source = find_source(line);
      if (article.author.empty()) article.author = find_author(line);
      if (article.author.empty() && i < begin + 6 && line.starts_with("■")) {
        article.author = line.substr(std::string_view{"■"}.size());
        article.author.erase(0, std::min(article.author.find_first_not_of(' '), article.author.size()));
      }
    }
    if (worth > 0) {
      if (bad_run > 12 && good > 600)
        break;  // a long list of labels, then other text: another part of the
                // page
      bad_run = 0;
      good += worth;
      first_good = std::min(first_good, i);
      last_good = i;
    } else {
      bad_run += 1;
    }
  }
  if (first_good >= lines.size() || good < kLeastArticle * 0.4) {
    // A few words pasted in, or a short notice, are all there is.
    auto length = 0.0;
    for (auto const line : lines) length += visible_length(line);
    auto const notice = good > 0 && good >= length * kNoticeShare;
    if (lines.size() > 3 && !notice) return article;
    if (!notice) {
      first_good = 0;
      last_good = lines.size() - 1;
      article.title.clear();
    }
  }
  for (auto i = first_good; i <= last_good; ++i) {
    if (!is_boilerplate(lines[i])) article.paragraphs.emplace_back(lines[i]);
  }
  article.found = !article.paragraphs.empty();
  article.text = joined(article.paragraphs);
  return article;
}

/// A page with little else on it than a short notice, a single sentence maybe: all its lines that are no link, label
/// or boilerplate.
void read_notice(Article& article, std::vector<Block> const& blocks) {
  std::vector<std::string> lines;
  auto length = 0.0;
  auto good = 0.0;
  auto all = 0.0;
  for (auto const& block : blocks) {
    all += block.length;
    if (block.dropped || block.caption || block.link_share() > 0.5) continue;
    if (block.tag == Tag::kH1 || block.text == article.title || is_boilerplate(block.text)) continue;
    if (ends_article(block.text)) break;
    auto const says = block.worth > 0 || block.tag == Tag::kP || block.listed;
    if (!says) continue;
    length += block.length;
    if (block.worth > 0 || block.tag == Tag::kP) good += block.length;
    lines.push_back(block.text);
  }
  if (length < kLeastNotice || good < all * kNoticeShare || all > kLeastArticle * 10) return;
  article.paragraphs = std::move(lines);
  article.found = true;
}

double total_length(std::vector<std::string> const& paragraphs) {
  auto length = 0.0;
  for (auto const& paragraph : paragraphs) length += visible_length(paragraph);
  return length;
}

/// The lines of a fragment that was kept in a script.
std::vector<std::string> fragment_lines(std::string_view fragment) {
  std::vector<std::string> out;
  auto const dom = parse_html(fragment);
  for (auto& block : blocks_of(dom, Pruning::kTagsOnly)) {
    if (!block.caption && !is_boilerplate(block.text)) out.push_back(std::move(block.text));
  }
  return out;
}

/// An article, the first guess and what else the page may hold it in.
Article html_article(std::string_view page) {
  auto const dom = parse_html(page);
  auto blocks = blocks_of(dom, Pruning::kFull);
  auto const metadata = read_metadata(dom, blocks);
  Article article;
  article.truncated = dom.truncated;
  article.title = metadata.title;
  article.author = metadata.author;
  article.source = metadata.source;
  article.published = metadata.published;

  auto const element = main_element(dom, sums_of(dom, blocks));
  auto selection = select(dom, blocks, element, article.title);
  auto index = is_index(selection) || lists_articles(dom, blocks, element);
  std::vector<Block> unpruned;
  if (selection.length < 600) {
    // Too much may have been dropped by name: look again without.
    unpruned = blocks_of(dom, Pruning::kTagsOnly);
    auto const wider = main_element(dom, sums_of(dom, unpruned));
    auto const other = select(dom, unpruned, wider, article.title);
    if (other.length > selection.length * 2 && other.length > 400 && !is_index(other) &&
        !lists_articles(dom, unpruned, wider)) {
      selection = other;
      index = false;
    }
  }
  if (selection.length >= kLeastArticle && !index) fill(article, selection);
  for (auto const& block : blocks) {
    if (block.caption && !block.dropped && article.captions.size() < 200) article.captions.push_back(block.text);
  }
  if (!article.found && !index) read_notice(article, blocks);
  auto const length = total_length(article.paragraphs);
  if (auto const body = json_article_body(dom); visible_length(body) > std::max(300.0, length * 2)) {
    article.paragraphs = fragment_lines(body);
    article.found = true;
  } else if (length < 300) {
    if (auto const script = script_article(dom); !script.empty()) {
      auto lines = fragment_lines(script);
      if (total_length(lines) > std::max(200.0, length * 2)) {
        article.paragraphs = std::move(lines);
        article.found = true;
      }
    }
  }
  article.text = joined(article.paragraphs);
  if (!article.found) article.reason = index ? NoArticle::kIndex : NoArticle::kNoText;
  return article;
}

}  // namespace

std::string_view no_article_name(NoArticle reason) {
  switch (reason) {
    case NoArticle::kNotText:
      return "not_text";
    case NoArticle::kIndex:
      return "index_page";
    case NoArticle::kMissing:
      return "missing_page";
    case NoArticle::kNoText:
      return "no_text";
    case NoArticle::kNone:
      break;
  }
  return {};
}

Article extract_article(std::string_view page) {
  Article article;
  if (!is_text(page)) {
    article.reason = NoArticle::kNotText;
    return article;
  }
  article = looks_like_html(page) ? html_article(page) : text_article(page);
  if (article.found && is_missing(article)) {
    article.found = false;
    article.reason = NoArticle::kMissing;
    article.paragraphs.clear();
    article.text.clear();
  }
  if (!article.found && article.reason == NoArticle::kNone) article.reason = NoArticle::kNoText;
  article.published = local_date(article.published, reads_chinese(article.text.empty() ? article.title : article.text));
  return article;
}

}  // namespace lianzhao::radar
