#include "pipeline/project_news.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "demo_zones.h"
#include "ingest/zone_reader.h"
#include "radar/decode.h"
#include "radar/publication.h"
#include "radar/readable.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace lianzhao::pipeline {

namespace {

/// How far around a project's name its sentence is looked at for what it makes.
constexpr std::size_t kSentenceReach = 160;  // code points

struct Stretch {
  std::size_t begin = 0;  ///< code points of the article
  std::size_t end = 0;
  std::string_view text;
};

Stretch sentence_around(std::string_view text, radar::Evidence const& name) {
  auto const from = name.begin > kSentenceReach ? name.begin - kSentenceReach : 0;
  auto const all = text::code_point_slice(text, static_cast<std::uint32_t>(from),
                                          static_cast<std::uint32_t>(name.end + kSentenceReach));
  auto const head =
      text::code_point_slice(text, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(name.begin)).size();
  auto begin = std::size_t{0};
  auto end = all.size();
  for (std::string_view const mark : {"。", "\n", "；", "！", "？"}) {
    if (auto const at = all.substr(0, head).rfind(mark); at != std::string_view::npos)
      begin = std::max(begin, at + mark.size());
    if (auto const at = all.find(mark, std::min(head + name.text.size(), all.size())); at != std::string_view::npos)
      end = std::min(end, at);
  }
  auto const before = text::count_code_points(all.substr(0, begin));
  auto const inside = all.substr(begin, end - begin);
  return {from + before, from + before + text::count_code_points(inside), inside};
}

radar::Evidence const* name_of(radar::ProjectEvent const& event) {
  auto const proof = std::find_if(event.evidence.begin(), event.evidence.end(),
                                  [](radar::Evidence const& e) { return e.field == "project"; });
  return proof == event.evidence.end() ? nullptr : &*proof;
}

/// What a project makes, without what every project is called and who builds it: 甲公司人参精加工生产项目(一期) →
/// 人参.
std::string product_of(std::string_view project) {
  std::string_view rest = project;
  for (std::string_view const form : {"有限公司", "公司", "集团"}) {
    if (auto const at = rest.rfind(form); at != std::string_view::npos && at + form.size() + 6 <= rest.size())
      rest = rest.substr(at + form.size());
  }
  auto const whole = rest;
  for (auto changed = true; changed;) {
    changed = false;
    for (std::string_view const end :
         {"项目", "一期", "二期",   "三期", "（",   "）",   "(",    ")",    "工程", "建设", "生产",
          "制造", "加工", "精深",   "精",   "深",   "研发", "及",   "和",   "与",   "、",   "产业园",
          "园区", "基地", "生产线", "工厂", "智能", "智慧", "扩建", "改造", "升级", "产业", "产业化",
          "中心", "总部", "一体化", "类",   "系列", "产品", "仓储", "销售"}) {
      if (rest.size() > end.size() + 3 && rest.ends_with(end)) {
        rest.remove_suffix(end.size());
        changed = true;
      }
    }
  }
  std::string out{rest.size() >= 6 ? rest : whole};
  // 抗体类药物 are 抗体药物 to the library.
  constexpr std::string_view kSort = "类";
  if (auto const at = out.find(kSort); at != std::string::npos && at > 3) out.erase(at, kSort.size());
  return out;
}

/// The county a zone lies in, or else what its parts have in common.
RegionCode region_of(Zone const& zone) {
  auto const& parts = zone.regions.empty() ? zone.within : zone.regions;
  auto const elsewhere = std::any_of(parts.begin(), parts.end(), [&](RegionCode part) { return part != zone.seat; });
  if (!elsewhere || region_level(zone.seat) != RegionLevel::kCounty) return zone.seat;
  auto const prefecture = zone.seat / 100 * 100;
  auto const one =
      std::all_of(parts.begin(), parts.end(), [&](RegionCode part) { return region_contains(prefecture, part); });
  return one ? prefecture : zone.seat / 10000 * 10000;
}

}  // namespace

NewsReader::NewsReader(ChainLibrary const& library, RegionTable const& regions, std::vector<Zone> const& zones)
    : regions_{regions}, zones_{zones}, tagger_{library} {}

NewsPage NewsReader::read(radar::FoundPage const& page, classify::Tagger::Buffers& buffers,
                          radar::Lessons const& lessons) const {
  return read(article_of(page, radar::decode_page(page.bytes, page.charset)), buffers, lessons);
}

radar::Article NewsReader::article_of(radar::FoundPage const& page, std::string_view html) {
  radar::Article out;
  if (auto const kind = radar::kind_of_file(page.bytes); !kind.empty()) {
    out.kind = kind;
    out.reason = radar::NoArticle::kNotText;
    return out;
  }
  out = radar::extract_article(html);
  if (out.title.empty()) out.title = page.title;
  if (out.author.empty()) out.author = page.author;
  if (out.source.empty()) out.source = page.source;
  if (out.published.empty())
    out.published = radar::local_date(page.published, radar::reads_chinese(out.text.empty() ? out.title : out.text));
  return out;
}

void NewsReader::report(NewsPage const& page, std::string_view name, radar::OnTrouble const& on_trouble) {
  auto const tell = [&](char const* code, std::string message) {
    if (on_trouble) on_trouble({ErrorKind::kInvalidInput, code, std::move(message)});
  };
  if (page.article.reason == radar::NoArticle::kNotText) {
    auto const kind = page.article.kind.empty() ? "it is no text" : fmt::format("it is {}", page.article.kind);
    tell("not_text", fmt::format("\"{}\" is not read: {}; save it as a web page or text", name, kind));
  }
  if (page.article.truncated)
    tell("page_cut", fmt::format("\"{}\" is longer than the limits; its rest was left out", name));
  if (page.article.text.size() > radar::kMostEventBytes)
    tell("text_too_long", fmt::format("\"{}\" is very long; events were looked for in its first {} characters", name,
                                      radar::kMostEventBytes / 3));
  if (page.events_cut)
    tell("too_many_events",
         fmt::format("\"{}\" tells of more than {} projects; only the first were taken - import a list as a table",
                     name, kMostEventsOfPage));
}

NewsPage NewsReader::read(radar::Article article, classify::Tagger::Buffers& buffers,
                          radar::Lessons const& lessons) const {
  NewsPage out;
  out.article = std::move(article);
  out.events = radar::find_events(out.article, &regions_, lessons, out.passed_over);
  if (out.events.size() > kMostEventsOfPage) {
    out.events.resize(kMostEventsOfPage);
    out.events_cut = true;
  }
  add_nodes(out, buffers);
  for (auto& event : out.events) add_zone(event);
  return out;
}

/// The project's own name decides; only where it shows no node does the sentence it stands in, and only when that
/// speaks of no other project.
void NewsReader::add_nodes(NewsPage& page, classify::Tagger::Buffers& buffers) const {
  classify::EnterpriseTags tags;
  auto const best = [&](classify::EnterpriseText const& what) -> std::optional<classify::NodeTag> {
    tagger_.tag(what, buffers, tags);
    auto const top = std::max_element(tags.nodes.begin(), tags.nodes.end(),
                                      [](auto const& a, auto const& b) { return a.confidence < b.confidence; });
    return top == tags.nodes.end() ? std::nullopt : std::optional{*top};
  };
  // The words within `what`, which begins at `begin` of the article, that point to the node; all of it where none alone
  // does.
  auto const prove = [&](radar::ProjectEvent& event, classify::NodeTag const& node,
                         classify::EnterpriseText const& what, std::string_view given, std::size_t begin) {
    auto const before = event.evidence.size();
    auto const add = [&](std::size_t from, std::size_t to, std::string_view words) {
      event.evidence.push_back({"node", begin + from, begin + to, std::string{words}});
    };
    for (auto const& words : tagger_.explain(what, node.node, buffers).evidence) {
      if (words.verdict == classify::Verdict::kSupports) add(words.begin, words.end, words.text);
    }
    if (event.evidence.size() == before) add(0, text::count_code_points(given), given);
  };
  for (auto& event : page.events) {
    if (event.group) continue;
    std::optional<classify::NodeTag> node;
    if (auto const* known = name_of(event); known != nullptr) {
      auto const named = *known;
      auto const* const name = &named;
      auto const try_words = [&](std::string_view words, std::size_t begin) {
        auto const what = classify::EnterpriseText{.name = {}, .business_scope = {}, .products = words};
        node = best(what);
        if (node) prove(event, *node, what, words, begin);
      };
      // A lesson can have given it another name than its words.
      auto const as_written = name->text == event.project;
      try_words(event.project, name->begin);
      if (!node) {
        auto const product = product_of(event.project);
        auto const at = event.project.find(product);
        auto const skipped = at == std::string::npos ? 0 : text::count_code_points(event.project.substr(0, at));
        try_words(product, name->begin + skipped);
      }
      if (node && !as_written) {
        std::erase_if(event.evidence, [](radar::Evidence const& e) { return e.field == "node"; });
        event.evidence.push_back({"node", name->begin, name->end, name->text});
      }
      if (!node) {
        auto const sentence = sentence_around(page.article.text, *name);
        auto const shared = std::any_of(page.events.begin(), page.events.end(), [&](radar::ProjectEvent const& other) {
          auto const* its = name_of(other);
          return its != nullptr && its->begin != name->begin && its->begin >= sentence.begin &&
                 its->end <= sentence.end;
        });
        if (!shared) try_words(sentence.text, sentence.begin);
      }
    } else if (!event.enterprises.empty()) {
      node = best({.name = event.enterprises.front().name, .business_scope = {}, .products = {}});
      auto const words = std::find_if(event.evidence.begin(), event.evidence.end(),
                                      [](radar::Evidence const& e) { return e.field == "enterprises"; });
      if (node && words != event.evidence.end()) {
        event.evidence.push_back({"node", words->begin, words->end, std::string{words->text}});
      }
    }
    if (node) event.node = tagger_.library().node(node->node).id;
  }
}

/// The one known zone that the words for the place mean, and the region its seat proves where the text says none.
void NewsReader::add_zone(radar::ProjectEvent& event) const {
  // A zone that a lesson tells is said by people.
  if (event.zone.empty() || !event.zone_id.empty()) return;
  Enterprise place;
  place.address = event.zone;
  place.region_code = event.region_code;
  Zone const* found = nullptr;
  for (auto const& zone : zones_) {
    auto const whole_name = event.zone == zone.name;
    if (!whole_name && !zone_contains(zone, place).inside) continue;
    if (found != nullptr && !whole_name) {
      if (event.zone == found->name) continue;
      return;  // two may be meant
    }
    found = &zone;
    if (whole_name) break;
  }
  if (found == nullptr) return;
  event.zone_id = found->id;
  auto const region = region_of(*found);
  if (region == kUnknownRegion) return;
  if (event.region_code == kUnknownRegion || region_contains(event.region_code, region)) {
    event.region_code = region;
    if (auto const* known = regions_.find(region)) event.place_name = known->name;
  }
}

std::vector<Zone> known_zones(std::vector<Zone> of_data_folder, RegionTable const& regions) {
  auto const file = embedded::demo_zones().front();
  for (auto& zone : ingest::read_zones(file.bytes, file.name, regions)) {
    auto const known = std::any_of(of_data_folder.begin(), of_data_folder.end(),
                                   [&](Zone const& other) { return other.id == zone.id; });
    if (!known) of_data_folder.push_back(std::move(zone));
  }
  return of_data_folder;
}

}  // namespace lianzhao::pipeline
