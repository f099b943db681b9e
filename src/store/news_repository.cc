#include "store/news_repository.h"

#include <fmt/format.h>

#include "store/news_conditions.h"
#include "store/sql_text.h"

namespace lianzhao::store {

namespace {

constexpr auto kArticle =
    "SELECT n.id, n.zone_id, n.title, n.author, n.source, n.published, n.published_day, n.url, n.origin, n.text,"
    " n.text_hash, n.sketch, n.copy_of_id, n.feed_id, n.account_id, n.created_at,"
    " (SELECT count(*) FROM news_article c WHERE c.copy_of_id = n.id), coalesce(a.display_name, '')"
    " FROM news_article n LEFT JOIN account a ON a.id = n.account_id";
constexpr auto kEvent =
    "SELECT e.id, e.article_id, e.zone_id, e.dossier_id, e.kind, e.project, e.amount, e.amount_currency, e.amount_kind,"
    " e.amount_qualifier, e.land_m2, e.stage, e.place_name, e.region_code, e.place_zone, e.place_zone_id, e.date_from,"
    " e.date_to, e.date_text, e.day, e.node, e.project_count, e.parts, e.confidence, e.state, e.outcome, e.lead_id,"
    " e.project_id, e.evidence_id, e.reason, e.decided_by, e.decided_at, e.created_at, e.version,"
    " coalesce(a.display_name, ''), n.title, n.source, n.url, n.published_day, e.building_m2, e.capacity,"
    " e.products, e.jobs, e.jobs_qualifier, e.place_candidates";
constexpr auto kEventFrom =
    " FROM news_event e JOIN news_article n ON n.id = e.article_id LEFT JOIN account a ON a.id = e.decided_by";
constexpr auto kDecision =
    "SELECT c.id, c.event_id, c.kind, c.field, c.was, c.is_now, c.spans_were, c.spans_now, c.reason, c.account_id,"
    " c.at, c.undone, coalesce(a.display_name, ''), coalesce(b.display_name, ''), c.undone_at, e.project, e.zone_id, "
    "e.article_id"
    " FROM news_decision c JOIN news_event e ON e.id = c.event_id LEFT JOIN account a ON a.id = c.account_id"
    " LEFT JOIN account b ON b.id = c.undone_by";
/// Between the keys of candidates, in one column.
constexpr char kBetween = '\n';

std::optional<DayNumber> day(Rows const& rows, int column) {
  auto const value = rows.optional_integer(column);
  return value ? std::optional{static_cast<DayNumber>(*value)} : std::nullopt;
}

NewsArticle read_article(Rows const& rows) {
  NewsArticle n;
  n.id = rows.integer(0);
  n.zone_id = rows.text(1);
  n.title = rows.text(2);
  n.author = rows.text(3);
  n.source = rows.text(4);
  n.published = rows.text(5);
  n.published_day = day(rows, 6);
  n.url = rows.text(7);
  n.origin = rows.text(8);
  n.text = rows.text(9);
  n.text_hash = rows.text(10);
  n.sketch = rows.blob(11);
  n.copy_of_id = rows.optional_integer(12);
  n.feed_id = rows.optional_integer(13);
  n.account_id = rows.optional_integer(14);
  n.created_at = rows.integer(15);
  n.copies = rows.integer(16);
  n.by = rows.text(17);
  return n;
}

NewsEvent read_event(Rows const& rows) {
  NewsEvent e;
  e.id = rows.integer(0);
  e.article_id = rows.integer(1);
  e.zone_id = rows.text(2);
  e.dossier_id = rows.optional_integer(3);
  e.kind = rows.text(4);
  e.project = rows.text(5);
  e.amount = rows.optional_integer(6);
  e.amount_currency = rows.text(7);
  e.amount_kind = rows.text(8);
  e.amount_qualifier = rows.text(9);
  e.land_m2 = rows.optional_integer(10);
  e.stage = rows.text(11);
  e.place_name = rows.text(12);
  e.region_code = rows.integer(13);
  e.place_zone = rows.text(14);
  e.place_zone_id = rows.text(15);
  e.date_from = day(rows, 16);
  e.date_to = day(rows, 17);
  e.date_text = rows.text(18);
  e.day = day(rows, 19);
  e.node = rows.text(20);
  e.project_count = rows.optional_integer(21);
  e.parts = rows.text(22);
  e.confidence = rows.real(23);
  e.state = rows.text(24);
  e.outcome = rows.text(25);
  e.lead_id = rows.optional_integer(26);
  e.project_id = rows.optional_integer(27);
  e.evidence_id = rows.optional_integer(28);
  e.reason = rows.text(29);
  e.decided_by = rows.optional_integer(30);
  e.decided_at = rows.optional_integer(31);
  e.created_at = rows.integer(32);
  e.version = rows.integer(33);
  e.decided_by_name = rows.text(34);
  e.article_title = rows.text(35);
  e.article_source = rows.text(36);
  e.article_url = rows.text(37);
  e.published_day = day(rows, 38);
  e.building_m2 = rows.optional_integer(39);
  e.capacity = rows.text(40);
  e.products = rows.text(41);
  e.jobs = rows.optional_integer(42);
  e.jobs_qualifier = rows.text(43);
  e.place_candidates = rows.text(44);
  return e;
}

NewsDecision read_decision(Rows const& rows) {
  NewsDecision c;
  c.id = rows.integer(0);
  c.event_id = rows.integer(1);
  c.kind = rows.text(2);
  c.field = rows.text(3);
  c.was = rows.text(4);
  c.is_now = rows.text(5);
  c.spans_were = rows.text(6);
  c.spans_now = rows.text(7);
  c.reason = rows.text(8);
  c.account_id = rows.optional_integer(9);
  c.at = rows.integer(10);
  c.undone = rows.boolean(11);
  c.by = rows.text(12);
  c.undone_by = rows.text(13);
  c.undone_at = rows.optional_integer(14);
  c.project = rows.text(15);
  c.zone_id = rows.text(16);
  c.article_id = rows.integer(17);
  return c;
}

Where where_of(NewsFilter const& filter, std::vector<std::string> const& zones) {
  Where where;
  add_zones(where, zones, "e");
  if (filter.zone_id) where.add("e.zone_id = ?", *filter.zone_id);
  if (filter.state) where.add("e.state = ?", *filter.state);
  if (filter.kind) where.add("e.kind = ?", *filter.kind);
  if (filter.region) where.add("e.region_code >= ? AND e.region_code < ?", filter.region->first, filter.region->end);
  add_nodes(where, filter.chain, filter.nodes, "e");
  if (filter.stage) where.add("e.stage = ?", *filter.stage);
  if (filter.from) where.add("e.day >= ?", std::int64_t{*filter.from});
  if (filter.to) where.add("e.day <= ?", std::int64_t{*filter.to});
  if (filter.since) where.add("e.created_at >= ?", *filter.since);
  if (filter.dossier_id) where.add("e.dossier_id = ?", *filter.dossier_id);
  if (filter.lesson_id) {
    where.add("e.id IN (SELECT event_id FROM news_lesson_use WHERE lesson_id = ?)", *filter.lesson_id);
  }
  if (filter.enterprise_key) {
    where.add("EXISTS (SELECT 1 FROM news_event_enterprise x WHERE x.event_id = e.id AND x.enterprise_key = ?)",
              *filter.enterprise_key);
  }
  if (filter.watched) {
    where.add("EXISTS (SELECT 1 FROM news_event_enterprise x WHERE x.event_id = e.id AND (x.enterprise_key = ? OR " +
                  like_words("x.name") + "))",
              filter.watched->first, like_anywhere(filter.watched->second));
  }
  if (filter.words) {
    auto const anywhere = like_anywhere(*filter.words);
    where.add(fmt::format("({} OR {} OR EXISTS (SELECT 1 FROM news_event_enterprise x WHERE x.event_id = e.id AND {}))",
                          like_words("e.project"), like_words("n.title"), like_words("x.name")),
              anywhere, anywhere, anywhere);
  }
  return where;
}

std::string_view order_of(std::string_view sort) {
  if (sort == "day") return "CASE WHEN e.day IS NULL THEN 1 ELSE 0 END, e.day, e.id";
  if (sort == "-created") return "e.created_at DESC, e.article_id DESC, e.id";
  if (sort == "confidence") return "e.confidence, e.id";
  // What one project costs first, in yuan before money that nothing here converts; sums of another kind and of whole
  // groups are not to be compared with it.
  if (sort == "-amount") {
    return "CASE WHEN e.amount IS NULL THEN 3 WHEN e.kind <> 'project' THEN 2"
           " WHEN e.amount_kind IN ('total_investment', 'fixed_assets') THEN 0 ELSE 1 END,"
           " CASE WHEN e.amount_currency = 'CNY' THEN 0 ELSE 1 END, e.amount_currency, e.amount DESC, e.id";
  }
  return "CASE WHEN e.day IS NULL THEN 1 ELSE 0 END, e.day DESC, e.article_id DESC, e.id";
}

void write_enterprises(Session& sql, std::int64_t event_id, std::vector<NewsEnterprise> const& enterprises) {
  auto insert = sql.prepare(
      "INSERT INTO news_event_enterprise (event_id, position, name, role, enterprise_key, candidates) VALUES"
      " (?, ?, ?, ?, ?, ?)");
  std::int64_t position = 0;
  for (auto const& enterprise : enterprises) {
    std::string candidates;
    for (auto const& key : enterprise.candidates) candidates += (candidates.empty() ? "" : "\n") + key;
    insert.execute(event_id, position++, enterprise.name, enterprise.role, enterprise.enterprise_key, candidates);
  }
}

}  // namespace

std::int64_t NewsRepository::add_article(NewsArticle const& n) {
  return sql_
      .find_integer(
          "INSERT INTO news_article (zone_id, title, author, source, published, published_day, url, origin, text,"
          " text_hash, sketch, copy_of_id, feed_id, account_id, created_at) VALUES"
          " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
          n.zone_id, n.title, n.author, n.source, n.published, n.published_day, n.url, n.origin, n.text, n.text_hash,
          Blob{n.sketch}, n.copy_of_id, n.feed_id, n.account_id, n.created_at)
      .value();
}

std::optional<NewsArticle> NewsRepository::find_article(std::int64_t id, std::vector<std::string> const& zones) {
  Where where;
  where.add("n.id = ?", id);
  add_zones(where, zones, "n");
  auto rows = sql_.query_all(kArticle + where.text(), where.params());
  return rows.next() ? std::optional{read_article(rows)} : std::nullopt;
}

std::optional<std::int64_t> NewsRepository::find_text(std::string_view zone_id, std::string_view text_hash) {
  return sql_.find_integer("SELECT id FROM news_article WHERE zone_id = ? AND text_hash = ?", zone_id, text_hash);
}

std::vector<NewsArticle> NewsRepository::copies_of(std::int64_t article_id) {
  std::vector<NewsArticle> found;
  auto rows = sql_.query(std::string{kArticle} + " WHERE n.copy_of_id = ? ORDER BY n.id", article_id);
  while (rows.next()) found.push_back(read_article(rows));
  return found;
}

std::vector<NewsArticle> NewsRepository::alike_articles(std::string_view zone_id, std::span<std::int64_t const> keys) {
  std::vector<NewsArticle> found;
  if (keys.empty()) return found;
  Where values;
  for (auto const key : keys) values.bind(key);
  values.bind(zone_id);
  auto rows = sql_.query_all(
      fmt::format("{} JOIN (SELECT noun_id, count(*) AS shared FROM news_key WHERE noun = 'text' AND hash IN {}"
                  " GROUP BY noun_id) k ON k.noun_id = n.id WHERE n.zone_id = ? AND n.copy_of_id IS NULL"
                  " ORDER BY k.shared DESC, n.id LIMIT 20",
                  kArticle, placeholders(keys.size())),
      values.params());
  while (rows.next()) found.push_back(read_article(rows));
  return found;
}

std::int64_t NewsRepository::add_event(NewsEvent const& e, std::span<NewsEvidence const> evidence) {
  auto const id =
      sql_.find_integer(
              "INSERT INTO news_event (article_id, zone_id, dossier_id, kind, project, amount, amount_currency,"
              " amount_kind, amount_qualifier, land_m2, stage, place_name, region_code, place_zone, place_zone_id,"
              " date_from, date_to, date_text, day, node, project_count, parts, confidence, state, outcome, reason,"
              " created_at, building_m2, capacity, products, jobs, jobs_qualifier, place_candidates) VALUES"
              " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
              "RETURNING id",
              e.article_id, e.zone_id, e.dossier_id, e.kind, e.project, e.amount, e.amount_currency, e.amount_kind,
              e.amount_qualifier, e.land_m2, e.stage, e.place_name, e.region_code, e.place_zone, e.place_zone_id,
              e.date_from, e.date_to, e.date_text, e.day, e.node, e.project_count, e.parts, e.confidence, e.state,
              e.outcome, e.reason, e.created_at, e.building_m2, e.capacity, e.products, e.jobs, e.jobs_qualifier,
              e.place_candidates)
          .value();
  write_enterprises(sql_, id, e.enterprises);
  auto insert = sql_.prepare("INSERT INTO news_evidence (event_id, field, begin_at, end_at) VALUES (?, ?, ?, ?)");
  for (auto const& words : evidence) insert.execute(id, words.field, words.begin, words.end);
  return id;
}

std::vector<NewsEvent> NewsRepository::read_events(Rows rows) {
  std::vector<NewsEvent> events;
  while (rows.next()) events.push_back(read_event(rows));
  for (auto& event : events) {
    auto of = sql_.query(
        "SELECT name, role, enterprise_key, candidates FROM news_event_enterprise WHERE event_id = ? ORDER BY position",
        event.id);
    while (of.next()) {
      NewsEnterprise enterprise{std::string{of.text(0)}, std::string{of.text(1)}, std::string{of.text(2)}, {}};
      for (auto rest = of.text(3); !rest.empty();) {
        auto const end = std::min(rest.find(kBetween), rest.size());
        enterprise.candidates.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
      event.enterprises.push_back(std::move(enterprise));
    }
  }
  return events;
}

std::optional<NewsEvent> NewsRepository::find_event(std::int64_t id, std::vector<std::string> const& zones) {
  Where where;
  where.add("e.id = ?", id);
  add_zones(where, zones, "e");
  auto found = read_events(sql_.query_all(fmt::format("{}{}{}", kEvent, kEventFrom, where.text()), where.params()));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

PageOf<NewsEvent> NewsRepository::events(NewsFilter const& filter, std::vector<std::string> const& zones,
                                         Page const& page) {
  PageOf<NewsEvent> found;
  auto where = where_of(filter, zones);
  {
    auto count = sql_.query_all(fmt::format("SELECT count(*){}{}", kEventFrom, where.text()), where.params());
    if (count.next()) found.total = count.integer(0);
  }
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  found.rows = read_events(sql_.query_all(
      fmt::format("{}{}{} ORDER BY {} LIMIT ? OFFSET ?", kEvent, kEventFrom, text, order_of(filter.sort)),
      where.params()));
  return found;
}

std::vector<NewsEvent> NewsRepository::events_of_article(std::int64_t article_id) {
  return read_events(
      sql_.query(fmt::format("{}{} WHERE e.article_id = ? ORDER BY e.id", kEvent, kEventFrom), article_id));
}

std::vector<NewsEvent> NewsRepository::events_of_dossier(std::int64_t dossier_id) {
  return read_events(sql_.query(
      fmt::format("{}{} WHERE e.dossier_id = ? ORDER BY CASE WHEN e.day IS NULL THEN 1 ELSE 0 END, e.day, e.id", kEvent,
                  kEventFrom),
      dossier_id));
}

std::vector<NewsEvent> NewsRepository::alike_events(std::string_view zone_id, std::span<std::int64_t const> keys) {
  if (keys.empty()) return {};
  Where values;
  for (auto const key : keys) values.bind(key);
  values.bind(zone_id);
  return read_events(sql_.query_all(
      fmt::format("{}{} JOIN (SELECT noun_id, count(*) AS shared FROM news_key WHERE noun = 'name' AND hash IN {}"
                  " GROUP BY noun_id) k ON k.noun_id = e.id WHERE e.zone_id = ? ORDER BY k.shared DESC, e.id LIMIT 100",
                  kEvent, kEventFrom, placeholders(keys.size())),
      values.params()));
}

std::vector<std::pair<std::string, std::int64_t>> NewsRepository::states(NewsFilter filter,
                                                                         std::vector<std::string> const& zones) {
  filter.state.reset();
  auto const where = where_of(filter, zones);
  auto rows = sql_.query_all(fmt::format("SELECT e.state, count(*){}{} GROUP BY e.state", kEventFrom, where.text()),
                             where.params());
  std::vector<std::pair<std::string, std::int64_t>> counts;
  while (rows.next()) counts.emplace_back(rows.text(0), rows.integer(1));
  return counts;
}

bool NewsRepository::update_event(NewsEvent const& e) {
  auto const written =
      sql_.execute(
              "UPDATE news_event SET dossier_id = ?, kind = ?, project = ?, amount = ?, amount_currency = ?,"
              " amount_kind = ?, amount_qualifier = ?, land_m2 = ?, stage = ?, place_name = ?, region_code = ?,"
              " place_zone = ?, place_zone_id = ?, date_from = ?, date_to = ?, date_text = ?, day = ?, node = ?,"
              " project_count = ?, state = ?, outcome = ?, lead_id = ?, project_id = ?, evidence_id = ?, reason = ?,"
              " decided_by = ?, decided_at = ?, building_m2 = ?, capacity = ?, products = ?, jobs = ?,"
              " jobs_qualifier = ?, version = version + 1 WHERE id = ? AND version = ?",
              e.dossier_id, e.kind, e.project, e.amount, e.amount_currency, e.amount_kind, e.amount_qualifier,
              e.land_m2, e.stage, e.place_name, e.region_code, e.place_zone, e.place_zone_id, e.date_from, e.date_to,
              e.date_text, e.day, e.node, e.project_count, e.state, e.outcome, e.lead_id, e.project_id, e.evidence_id,
              e.reason, e.decided_by, e.decided_at, e.building_m2, e.capacity, e.products, e.jobs, e.jobs_qualifier,
              e.id, e.version)
          .rows_affected == 1;
  if (!written) return false;
  sql_.execute("DELETE FROM news_event_enterprise WHERE event_id = ?", e.id);
  write_enterprises(sql_, e.id, e.enterprises);
  return true;
}

std::vector<NewsEvidence> NewsRepository::evidence(std::int64_t event_id) {
  std::vector<NewsEvidence> found;
  auto rows = sql_.query(
      "SELECT field, begin_at, end_at FROM news_evidence WHERE event_id = ? ORDER BY begin_at, field", event_id);
  while (rows.next()) found.push_back({std::string{rows.text(0)}, rows.integer(1), rows.integer(2)});
  return found;
}

void NewsRepository::set_evidence(std::int64_t event_id, std::string_view field,
                                  std::span<NewsEvidence const> evidence) {
  sql_.execute("DELETE FROM news_evidence WHERE event_id = ? AND field = ?", event_id, field);
  for (auto const& words : evidence) {
    sql_.execute("INSERT INTO news_evidence (event_id, field, begin_at, end_at) VALUES (?, ?, ?, ?)", event_id, field,
                 words.begin, words.end);
  }
}

void NewsRepository::set_keys(std::string_view noun, std::int64_t id, std::span<std::int64_t const> keys) {
  sql_.execute("DELETE FROM news_key WHERE noun = ? AND noun_id = ?", noun, id);
  auto insert = sql_.prepare("INSERT INTO news_key (noun, noun_id, hash) VALUES (?, ?, ?)");
  for (auto const key : keys) insert.execute(noun, id, key);
}

std::int64_t NewsRepository::add_decision(NewsDecision const& c) {
  return sql_
      .find_integer(
          "INSERT INTO news_decision (event_id, kind, field, was, is_now, spans_were, spans_now, reason, account_id, "
          "at)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
          c.event_id, c.kind, c.field, c.was, c.is_now, c.spans_were, c.spans_now, c.reason, c.account_id, c.at)
      .value();
}

std::vector<NewsDecision> NewsRepository::decisions(std::int64_t event_id) {
  std::vector<NewsDecision> found;
  auto rows = sql_.query(std::string{kDecision} + " WHERE c.event_id = ? ORDER BY c.id", event_id);
  while (rows.next()) found.push_back(read_decision(rows));
  return found;
}

void NewsRepository::undo_decision(std::int64_t id, std::optional<std::int64_t> account_id, Instant at) {
  sql_.execute("UPDATE news_decision SET undone = 1, undone_by = ?, undone_at = ? WHERE id = ? AND undone = 0",
               account_id, at, id);
}

std::vector<NewsDecision> NewsRepository::corrections(std::vector<std::string> const& zones, std::int64_t limit) {
  Where where;
  where.add("c.kind = ? AND c.undone = 0", "corrected");
  add_zones(where, zones, "e");
  auto const text = where.text();
  where.bind(limit);
  std::vector<NewsDecision> found;
  auto rows = sql_.query_all(fmt::format("{}{} ORDER BY c.id DESC LIMIT ?", kDecision, text), where.params());
  while (rows.next()) found.push_back(read_decision(rows));
  return found;
}

std::vector<NewsDecision> NewsRepository::teachings(std::string_view zone_id) {
  std::vector<NewsDecision> found;
  auto rows = sql_.query(std::string{kDecision} +
                             " WHERE e.zone_id = ? AND c.undone = 0 AND (c.kind = 'corrected' OR (c.kind = 'rejected'"
                             " AND c.field = 'project')) ORDER BY e.article_id, c.id",
                         zone_id);
  while (rows.next()) found.push_back(read_decision(rows));
  return found;
}

std::vector<NewsDecision> NewsRepository::causes_of(std::int64_t lesson_id) {
  std::vector<NewsDecision> found;
  auto rows = sql_.query(std::string{kDecision} +
                             " WHERE c.id IN (SELECT decision_id FROM news_lesson_cause WHERE lesson_id = ?)"
                             " ORDER BY c.id",
                         lesson_id);
  while (rows.next()) found.push_back(read_decision(rows));
  return found;
}

std::vector<std::int64_t> NewsRepository::judged_articles(std::vector<std::string> const& zones, std::int64_t limit) {
  Where where;
  where.add(
      "(e.state = 'accepted' OR EXISTS (SELECT 1 FROM news_decision c WHERE c.event_id = e.id AND c.kind ="
      " 'corrected' AND c.undone = 0))");
  add_zones(where, zones, "e");
  auto const text = where.text();
  where.bind(limit);
  std::vector<std::int64_t> found;
  auto rows = sql_.query_all(
      fmt::format("SELECT DISTINCT e.article_id FROM news_event e{} ORDER BY e.article_id LIMIT ?", text),
      where.params());
  while (rows.next()) found.push_back(rows.integer(0));
  return found;
}

void NewsRepository::add_signal(std::string_view zone_id, std::string_view enterprise_key, std::int64_t event_id,
                                std::optional<std::int64_t> account_id, Instant at) {
  sql_.execute(
      "INSERT INTO expansion_signal (zone_id, enterprise_key, event_id, account_id, at) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (zone_id, enterprise_key, event_id) DO NOTHING",
      zone_id, enterprise_key, event_id, account_id, at);
}

void NewsRepository::remove_signals(std::int64_t event_id) {
  sql_.execute("DELETE FROM expansion_signal WHERE event_id = ?", event_id);
}

std::vector<NewsEvent> NewsRepository::signals_of(std::string_view enterprise_key,
                                                  std::vector<std::string> const& zones) {
  Where where;
  where.add("e.id IN (SELECT event_id FROM expansion_signal WHERE enterprise_key = ?)", enterprise_key);
  add_zones(where, zones, "e");
  return read_events(sql_.query_all(
      fmt::format("{}{}{} ORDER BY e.day DESC, e.id DESC LIMIT 50", kEvent, kEventFrom, where.text()), where.params()));
}

}  // namespace lianzhao::store
