#include "pipeline/news_desk.h"

#include <algorithm>
#include <cstring>
#include <set>

#include <fmt/format.h>

#include "kernel/hash.h"
#include "pipeline/news_fields.h"
#include "radar/decode.h"
#include "radar/dossier.h"
#include "radar/name_index.h"
#include "radar/page_runs.h"
#include "radar/story.h"
#include "search/find.h"
#include "store/news_dossier_repository.h"
#include "store/news_lesson_repository.h"
#include "store/register_reader.h"
#include "store/register_search.h"

namespace lianzhao::pipeline {

namespace {

constexpr std::size_t kNameHits =
    300;  ///< enterprises of one name looked at; a name that more bear is ambiguous anyway
constexpr std::size_t kTextKeys = 16;

std::string text_hash(std::string_view text) {
  return fmt::format("{:016x}{:016x}", stable_hash(text), stable_hash(text, 1));
}

std::string bytes_of(radar::TextSketch const& sketch) {
  std::string bytes(sketch.hashes.size() * sizeof(std::uint64_t), '\0');
  if (!bytes.empty()) std::memcpy(bytes.data(), sketch.hashes.data(), bytes.size());
  return bytes;
}

radar::TextSketch sketch_from(std::string_view bytes) {
  radar::TextSketch sketch;
  sketch.hashes.resize(bytes.size() / sizeof(std::uint64_t));
  if (!sketch.hashes.empty()) {
    std::memcpy(sketch.hashes.data(), bytes.data(), sketch.hashes.size() * sizeof(std::uint64_t));
  }
  return sketch;
}

std::vector<std::int64_t> text_keys(radar::TextSketch const& sketch) {
  std::vector<std::int64_t> keys;
  for (std::size_t i = 0; i < std::min(kTextKeys, sketch.hashes.size()); ++i) {
    keys.push_back(static_cast<std::int64_t>(sketch.hashes[i]));
  }
  return keys;
}

std::vector<std::int64_t> name_keys(std::string_view project) {
  auto const pairs = radar::name_keys(project);
  return {pairs.begin(), pairs.end()};
}

/// A stored event as far as radar/story and radar/dossier compare.
radar::ProjectEvent as_event(store::NewsEvent const& stored) {
  radar::ProjectEvent event;
  event.group = stored.kind == "group";
  event.project = stored.project;
  for (auto const& enterprise : stored.enterprises) {
    event.enterprises.push_back(
        {enterprise.name, radar::enterprise_role_from(enterprise.role), enterprise.enterprise_key, {}});
  }
  if (stored.amount) {
    event.amount = radar::EventAmount{*stored.amount, stored.amount_currency,
                                      radar::amount_kind_from(stored.amount_kind), text::Qualifier::kExact};
  }
  event.stage = radar::news_stage_from(stored.stage);
  event.region_code = static_cast<RegionCode>(stored.region_code);
  event.zone = stored.place_zone;
  event.zone_id = stored.place_zone_id;
  event.count = stored.project_count;
  event.land_m2 = stored.land_m2;
  event.building_m2 = stored.building_m2;
  if (stored.jobs) event.jobs = radar::EventJobs{*stored.jobs, text::Qualifier::kExact};
  if (stored.date_from || stored.date_to) {
    auto const text = [](std::optional<DayNumber> day) { return day ? format_day(*day) : std::string{}; };
    event.date = radar::EventDate{text(stored.date_from), text(stored.date_to), stored.date_text};
  }
  return event;
}

/// Words of an article without the tabs that a table's row has between its cells.
std::string one_line(std::string words) {
  std::replace_if(
      words.begin(), words.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
  return words;
}

store::NewsEvent as_stored(radar::ProjectEvent const& event, std::optional<DayNumber> published) {
  store::NewsEvent out;
  out.kind = event.group ? "group" : "project";
  out.project = event.project;
  for (auto const& enterprise : event.enterprises) {
    out.enterprises.push_back({enterprise.name, std::string{radar::enterprise_role_name(enterprise.role)},
                               enterprise.enterprise_key, enterprise.candidates});
  }
  if (event.amount) {
    out.amount = event.amount->value;
    out.amount_currency = event.amount->currency;
    out.amount_kind = radar::amount_kind_name(event.amount->kind);
    out.amount_qualifier = text::qualifier_name(event.amount->qualifier);
  }
  out.land_m2 = event.land_m2;
  out.building_m2 = event.building_m2;
  for (auto const& c : event.capacity) {
    out.capacity += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", c.product, c.value, c.unit, c.per,
                                text::qualifier_name(c.qualifier), one_line(c.text));
  }
  for (auto const& product : event.products) out.products += product + '\n';
  if (event.jobs) {
    out.jobs = event.jobs->value;
    out.jobs_qualifier = text::qualifier_name(event.jobs->qualifier);
  }
  out.stage = radar::news_stage_name(event.stage);
  out.place_name = event.place_name;
  out.region_code = event.region_code;
  for (auto const code : event.place_candidates)
    out.place_candidates += fmt::format("{}{:06}", out.place_candidates.empty() ? "" : " ", code);
  out.place_zone = event.zone;
  out.place_zone_id = event.zone_id;
  if (event.date) {
    out.date_from = parse_day(event.date->from);
    out.date_to = parse_day(event.date->to);
    out.date_text = event.date->text;
  }
  out.day = day_of(out.date_from, out.date_to, published);
  out.node = event.node;
  out.project_count = event.count;
  for (auto const& part : event.parts) out.parts += fmt::format("{}\t{}\n", part.sector, part.count);
  out.confidence = event.confidence;
  return out;
}

/// Whether the article that this one copies said it already, and as much of it.
bool said_before(radar::ProjectEvent const& event, std::vector<radar::ProjectEvent> const& before) {
  return std::any_of(before.begin(), before.end(), [&](radar::ProjectEvent const& other) {
    if (radar::tells_more(event, other)) return false;
    if (radar::one_project(event, other)) return true;
    auto const same_amount = event.amount.has_value() == other.amount.has_value() &&
                             (!event.amount || event.amount->value == other.amount->value);
    return event.group == other.group && event.project == other.project && same_amount && event.count == other.count;
  });
}

/// An event as the article was read, whatever people corrected of it since: a reprint says what its original said.
store::NewsEvent as_read(store::NewsRepository& news, store::NewsEvent event) {
  auto const decisions = news.decisions(event.id);
  std::for_each(decisions.rbegin(), decisions.rend(), [&](store::NewsDecision const& made) {
    if (made.kind == "corrected" && !made.undone) set_field(event, made.field, made.was);
  });
  return event;
}

/// How much two reports of one project agree on besides its name.
int agreement(radar::ProjectEvent const& a, radar::ProjectEvent const& b) {
  auto const amount = a.amount && b.amount && a.amount->value == b.amount->value;
  auto const place = a.region_code != kUnknownRegion && a.region_code == b.region_code;
  auto const enterprise = std::any_of(a.enterprises.begin(), a.enterprises.end(), [&](auto const& one) {
    return std::any_of(b.enterprises.begin(), b.enterprises.end(),
                       [&](auto const& other) { return one.name == other.name; });
  });
  return (amount ? 2 : 0) + (enterprise ? 2 : 0) + (place ? 1 : 0) + (a.project == b.project ? 2 : 0);
}

/// The dossier of the project it reports, of those that no other event of its article has. People may have parted
/// projects that are called alike: then the one whose reports agree most.
std::optional<std::int64_t> find_dossier(store::NewsRepository& news, std::string_view zone_id,
                                         radar::ProjectEvent const& event, std::set<std::int64_t> const& taken) {
  std::optional<std::int64_t> best;
  auto most = -1;
  for (auto const& stored : news.alike_events(zone_id, name_keys(event.project))) {
    if (!stored.dossier_id || taken.contains(*stored.dossier_id)) continue;
    auto const other = as_event(stored);
    if (!radar::one_project(event, other)) continue;
    auto const agrees = agreement(event, other);
    if (agrees <= most) continue;
    best = stored.dossier_id;
    most = agrees;
  }
  return best;
}

std::vector<radar::DossierReport> reports_of(std::vector<store::NewsEvent> const& events) {
  std::vector<radar::DossierReport> reports;
  for (auto const& stored : events) {
    auto const event = as_event(stored);
    reports.push_back(
        {stored.day, event.project, event.stage, event.amount, event.region_code, event.zone_id, stored.node});
  }
  return reports;
}

void leave_out_rejected(std::vector<store::NewsEvent>& events) {
  std::erase_if(events, [](store::NewsEvent const& event) { return event.state == "rejected"; });
}

}  // namespace

NewsDesk::NewsDesk(Knowledge const& knowledge, store::Database& register_database, CurrentSearch& search)
    : knowledge_{knowledge},
      zones_{known_zones(knowledge.zones, *knowledge.regions)},
      reader_{knowledge_.library, *knowledge_.regions, zones_},
      register_{register_database},
      search_{search} {}

std::vector<ReadNews> NewsDesk::read(NewsSource const& source, radar::Lessons const& lessons,
                                     radar::OnTrouble const& on_trouble) const {
  return read_parts({source}, lessons, on_trouble);
}

std::vector<ReadNews> NewsDesk::read_parts(std::vector<NewsSource> const& sources, radar::Lessons const& lessons,
                                           radar::OnTrouble const& on_trouble) const {
  std::vector<ReadNews> out;
  classify::Tagger::Buffers buffers;
  radar::PageJoiner joiner;
  auto const put = [&](std::optional<radar::PageJoiner::Page> done) {
    if (!done) return;
    auto page = reader_.read(std::move(done->article), buffers, lessons);
    NewsReader::report(page, done->url.empty() ? done->file : done->url, on_trouble);
    if (!page.article.found || page.article.text.empty()) return;
    out.push_back({std::move(page), std::move(done->url)});
  };
  for (auto const& source : sources) {
    auto const take = [&](radar::FoundPage const& found) {
      auto known = found;
      auto const stand_in = [](std::string& own, std::string_view given) {
        if (own.empty()) own = given;
      };
      stand_in(known.charset, source.charset);
      stand_in(known.title, source.title);
      stand_in(known.author, source.author);
      stand_in(known.source, source.source);
      stand_in(known.published, source.published);
      stand_in(known.url, source.url);
      auto const html = radar::decode_page(known.bytes, known.charset);
      put(joiner.add({std::string{source.name}, known.url, NewsReader::article_of(known, html)}, html));
    };
    radar::for_each_page(source.bytes, take, on_trouble);
  }
  put(joiner.close());
  resolve(out);
  for (auto& read : out) lessons.resolve(read.page.events);
  return out;
}

void NewsDesk::resolve(std::vector<ReadNews>& pages) const {
  radar::NameIndex index{knowledge_.regions};
  std::set<std::string> names;
  for (auto const& read : pages) {
    index.want(read.page.events);
    for (auto const& event : read.page.events) {
      for (auto const& enterprise : event.enterprises) names.insert(enterprise.name);
      for (auto const& one : event.possible) names.insert(one.words.text);
    }
  }
  if (names.empty()) return;
  auto sql = register_.reader();
  store::RegisterReader enterprises{sql};
  // News of years ago says 曾用名.
  auto const put = [&](Enterprise const& e) {
    index.add(e.enterprise_key, e.name);
    for_each_former_name(e.former_names, [&](std::string_view name) { index.add(e.enterprise_key, name); });
  };
  if (auto const words = search_.get()) {
    store::TextReader texts{sql};
    std::set<std::uint32_t> added;
    for (auto const& name : names) {
      search::Question question;
      question.query = name;
      question.limit = kNameHits;
      question.index_is_older = words->register_fingerprint() != enterprises.fingerprint();
      question.read = [&](std::uint32_t id) -> std::optional<search::CurrentTexts> {
        auto const text = texts.find(id);
        if (!text) return std::nullopt;
        return search::CurrentTexts{text->name, text->business_scope, text->products, text->former_names};
      };
      for (auto const id : search::find(*words, question).enterprise_ids) {
        if (!added.insert(id).second) continue;
        if (auto const stored = enterprises.find(id)) put(stored->enterprise);
      }
    }
  } else {
    // No index yet: one pass serves all names.
    enterprises.for_each([&](store::StoredEnterprise const& stored) {
      put(stored.enterprise);
      return true;
    });
  }
  for (auto& read : pages) index.resolve(read.page.events);
}

FiledNews NewsDesk::file(store::Session& sql, ReadNews const& read, NewsOrigin const& origin) {
  auto news = store::NewsRepository{sql};
  auto dossiers = store::NewsDossierRepository{sql};
  auto lessons = store::NewsLessonRepository{sql};
  auto const& article = read.page.article;
  store::NewsArticle row;
  row.text_hash = text_hash(article.text);
  FiledNews filed;
  if (auto const known = news.find_text(origin.zone_id, row.text_hash)) {
    filed.article_id = *known;
    filed.known = true;
    return filed;
  }
  auto const sketch = radar::sketch_of(article.text);
  auto const keys = text_keys(sketch);
  row.published_day = parse_day(std::string_view{article.published}.substr(0, 10));
  std::vector<radar::ProjectEvent> said;
  std::set<std::int64_t> touched;
  for (auto const& other : news.alike_articles(origin.zone_id, keys)) {
    auto const stored = news.events_of_article(other.id);
    radar::Report theirs{sketch_from(other.sketch), {}, other.published_day};
    for (auto const& event : stored) theirs.events.push_back(as_event(as_read(news, event)));
    if (!radar::are_copies({sketch, read.page.events, row.published_day}, theirs)) continue;
    filed.copy_of_id = other.id;
    said = std::move(theirs.events);
    for (auto const& event : stored) {
      said.push_back(as_event(event));
      if (event.dossier_id) touched.insert(*event.dossier_id);
    }
    break;
  }
  row.zone_id = origin.zone_id;
  row.title = article.title;
  row.author = article.author;
  row.source = article.source;
  row.published = article.published;
  // Shown as a link, and a feed can say anything.
  if (read.url.starts_with("http://") || read.url.starts_with("https://")) row.url = read.url;
  row.origin = origin.origin;
  row.text = article.text;
  row.sketch = bytes_of(sketch);
  row.copy_of_id = filed.copy_of_id;
  row.feed_id = origin.feed_id;
  row.account_id = origin.account_id;
  row.created_at = origin.at;
  filed.article_id = news.add_article(row);
  if (!filed.copy_of_id) news.set_keys("text", filed.article_id, keys);
  for (auto const lesson : read.page.passed_over) lessons.note_use(lesson, filed.article_id, std::nullopt);

  std::set<std::int64_t> taken;
  for (auto const& event : read.page.events) {
    if (filed.copy_of_id && said_before(event, said)) continue;
    auto stored = as_stored(event, row.published_day);
    stored.article_id = filed.article_id;
    stored.zone_id = origin.zone_id;
    stored.created_at = origin.at;
    if (!event.group) {
      stored.dossier_id = find_dossier(news, origin.zone_id, event, taken);
      if (!stored.dossier_id) stored.dossier_id = dossiers.add(origin.zone_id);
      taken.insert(*stored.dossier_id);
      touched.insert(*stored.dossier_id);
    }
    std::vector<store::NewsEvidence> evidence;
    for (auto const& words : event.evidence) {
      evidence.push_back({words.field, static_cast<std::int64_t>(words.begin), static_cast<std::int64_t>(words.end)});
    }
    stored.id = news.add_event(stored, evidence);
    for (auto const lesson : event.lessons) lessons.note_use(lesson, filed.article_id, stored.id);
    ++filed.events;
  }
  // Events of one article must not find each other, so they get their keys after all have looked.
  for (auto const& event : news.events_of_article(filed.article_id)) refresh_keys(sql, event);
  for (auto const dossier : touched) refresh_dossier(sql, dossier);
  return filed;
}

void NewsDesk::refresh_keys(store::Session& sql, store::NewsEvent const& event) {
  auto const keys = event.kind == "group" ? std::vector<std::int64_t>{} : name_keys(event.project);
  store::NewsRepository{sql}.set_keys("name", event.id, keys);
}

void NewsDesk::refresh_dossier(store::Session& sql, std::int64_t dossier_id) {
  auto news = store::NewsRepository{sql};
  auto events = news.events_of_dossier(dossier_id);
  leave_out_rejected(events);
  auto const summary = radar::fold_dossier(reports_of(events));
  store::NewsDossier dossier;
  dossier.id = dossier_id;
  dossier.name = summary.project;
  if (dossier.name.empty() && !events.empty() && !events.front().enterprises.empty()) {
    dossier.name = events.front().enterprises.front().name;
  }
  dossier.stage = radar::news_stage_name(summary.stage);
  dossier.node = summary.node;
  dossier.region_code = summary.region_code;
  dossier.place_zone_id = summary.zone_id;
  dossier.amount_fen = summary.amount_fen;
  dossier.first_day = summary.first_day;
  dossier.last_day = summary.last_day;
  dossier.events = static_cast<std::int64_t>(events.size());
  std::set<std::int64_t> articles;
  for (auto const& event : events) articles.insert(event.article_id);
  dossier.articles = static_cast<std::int64_t>(articles.size());
  for (auto const article : articles) dossier.articles += static_cast<std::int64_t>(news.copies_of(article).size());
  dossier.contradictions = static_cast<std::int64_t>(summary.contradictions.size());
  store::NewsDossierRepository{sql}.update(dossier);
}

std::vector<NewsContradiction> contradictions_of(std::vector<store::NewsEvent> const& all) {
  auto events = all;
  leave_out_rejected(events);
  std::vector<NewsContradiction> out;
  for (auto const& found : radar::fold_dossier(reports_of(events)).contradictions) {
    out.push_back(
        {std::string{radar::contradiction_kind_name(found.kind)}, events[found.earlier].id, events[found.later].id});
  }
  return out;
}

}  // namespace lianzhao::pipeline
