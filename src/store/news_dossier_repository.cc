#include "store/news_dossier_repository.h"

#include <fmt/format.h>

#include "store/news_conditions.h"
#include "store/sql_text.h"

namespace lianzhao::store {

namespace {

constexpr auto kDossier =
    "SELECT d.id, d.zone_id, d.name, d.stage, d.node, d.region_code, d.place_zone_id, d.amount_fen, d.first_day,"
    " d.last_day, d.events, d.articles, d.contradictions FROM news_dossier d";

NewsDossier read_dossier(Rows const& rows) {
  NewsDossier d;
  d.id = rows.integer(0);
  d.zone_id = rows.text(1);
  d.name = rows.text(2);
  d.stage = rows.text(3);
  d.node = rows.text(4);
  d.region_code = rows.integer(5);
  d.place_zone_id = rows.text(6);
  d.amount_fen = rows.optional_integer(7);
  d.first_day = optional_day(rows, 8);
  d.last_day = optional_day(rows, 9);
  d.events = rows.integer(10);
  d.articles = rows.integer(11);
  d.contradictions = rows.integer(12);
  return d;
}

constexpr auto kRuling =
    "SELECT r.id, r.zone_id, r.kind, r.dossier_id, r.other_id, r.reason, r.account_id, r.at, r.undone, r.undone_at,"
    " coalesce(a.display_name, ''), coalesce(b.display_name, ''), o.name FROM news_dossier_ruling r"
    " JOIN news_dossier o ON o.id = r.other_id LEFT JOIN account a ON a.id = r.account_id"
    " LEFT JOIN account b ON b.id = r.undone_by";

DossierRuling read_ruling(Rows const& rows) {
  DossierRuling r;
  r.id = rows.integer(0);
  r.zone_id = rows.text(1);
  r.kind = rows.text(2);
  r.dossier_id = rows.integer(3);
  r.other_id = rows.integer(4);
  r.reason = rows.text(5);
  r.account_id = rows.optional_integer(6);
  r.at = rows.integer(7);
  r.undone = rows.boolean(8);
  r.undone_at = rows.optional_integer(9);
  r.by = rows.text(10);
  r.undone_by = rows.text(11);
  r.other_name = rows.text(12);
  return r;
}

void read_moved(Session& sql, DossierRuling& ruling) {
  auto rows = sql.query("SELECT event_id FROM news_dossier_moved WHERE ruling_id = ? ORDER BY event_id", ruling.id);
  while (rows.next()) ruling.event_ids.push_back(rows.integer(0));
}

/// Who lands it: the zone itself, and who only builds, is not.
void read_enterprises(Session& sql, NewsDossier& dossier) {
  auto rows = sql.query(
      "SELECT x.name, count(*) FROM news_event_enterprise x JOIN news_event e ON e.id = x.event_id WHERE e.dossier_id "
      "= ?"
      " AND e.state <> 'rejected' AND x.role NOT IN ('zone', 'builder') GROUP BY x.name ORDER BY 2 DESC, 1 LIMIT 3",
      dossier.id);
  while (rows.next()) dossier.enterprises.emplace_back(rows.text(0));
}

Where where_of(DossierFilter const& filter, std::vector<std::string> const& zones) {
  Where where;
  where.add("d.events > ?", std::int64_t{0});
  add_zones(where, zones, "d");
  if (filter.zone_id) where.add("d.zone_id = ?", *filter.zone_id);
  if (filter.region) where.add("d.region_code >= ? AND d.region_code < ?", filter.region->first, filter.region->end);
  add_nodes(where, filter.chain, filter.nodes, "d");
  if (filter.stage) where.add("d.stage = ?", *filter.stage);
  if (filter.year) where.add("d.first_year = ?", *filter.year);
  if (filter.year_from) where.add("d.first_year >= ?", *filter.year_from);
  if (filter.year_to) where.add("d.first_year <= ?", *filter.year_to);
  if (filter.place_zone) where.add("d.place_zone_id = ?", *filter.place_zone);
  if (filter.words) where.add(like_words("d.name"), like_anywhere(*filter.words));
  if (filter.contradicting) where.add("d.contradictions > ?", std::int64_t{0});
  return where;
}

std::string_view dossier_order_of(std::string_view sort) {
  if (sort == "-amount") return "CASE WHEN d.amount_fen IS NULL THEN 1 ELSE 0 END, d.amount_fen DESC, d.id";
  if (sort == "-articles") return "d.articles DESC, d.id DESC";
  return "CASE WHEN d.last_day IS NULL THEN 1 ELSE 0 END, d.last_day DESC, d.id DESC";
}

}  // namespace

std::int64_t NewsDossierRepository::add(std::string_view zone_id) {
  return sql_.find_integer("INSERT INTO news_dossier (zone_id) VALUES (?) RETURNING id", zone_id).value();
}

std::optional<NewsDossier> NewsDossierRepository::find(std::int64_t id, std::vector<std::string> const& zones) {
  Where where;
  where.add("d.id = ?", id);
  add_zones(where, zones, "d");
  std::optional<NewsDossier> found;
  {
    auto rows = sql_.query_all(kDossier + where.text(), where.params());
    if (rows.next()) found = read_dossier(rows);
  }
  if (found) read_enterprises(sql_, *found);
  return found;
}

PageOf<NewsDossier> NewsDossierRepository::dossiers(DossierFilter const& filter, std::vector<std::string> const& zones,
                                                    Page const& page) {
  PageOf<NewsDossier> found;
  auto where = where_of(filter, zones);
  {
    auto count = sql_.query_all("SELECT count(*) FROM news_dossier d" + where.text(), where.params());
    if (count.next()) found.total = count.integer(0);
  }
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  {
    auto rows =
        sql_.query_all(fmt::format("{}{} ORDER BY {} LIMIT ? OFFSET ?", kDossier, text, dossier_order_of(filter.sort)),
                       where.params());
    while (rows.next()) found.rows.push_back(read_dossier(rows));
  }
  for (auto& dossier : found.rows) read_enterprises(sql_, dossier);
  return found;
}

void NewsDossierRepository::update(NewsDossier const& d) {
  std::optional<std::int64_t> year;
  if (d.first_day) year = static_cast<int>(civil_date(*d.first_day).year());
  sql_.execute(
      "UPDATE news_dossier SET name = ?, stage = ?, node = ?, region_code = ?, place_zone_id = ?, amount_fen = ?,"
      " first_day = ?, first_year = ?, last_day = ?, events = ?, articles = ?, contradictions = ? WHERE id = ?",
      d.name, d.stage, d.node, d.region_code, d.place_zone_id, d.amount_fen, d.first_day, year, d.last_day, d.events,
      d.articles, d.contradictions, d.id);
}

std::int64_t NewsDossierRepository::add_ruling(DossierRuling const& r) {
  auto const id =
      sql_.find_integer(
              "INSERT INTO news_dossier_ruling (zone_id, kind, dossier_id, other_id, reason, account_id, at) VALUES"
              " (?, ?, ?, ?, ?, ?, ?) RETURNING id",
              r.zone_id, r.kind, r.dossier_id, r.other_id, r.reason, r.account_id, r.at)
          .value();
  auto const to = r.kind == "joined" ? r.dossier_id : r.other_id;
  for (auto const event : r.event_ids) {
    sql_.execute("INSERT INTO news_dossier_moved (ruling_id, event_id) VALUES (?, ?)", id, event);
    sql_.execute("UPDATE news_event SET dossier_id = ?, version = version + 1 WHERE id = ?", to, event);
  }
  return id;
}

std::optional<DossierRuling> NewsDossierRepository::find_ruling(std::int64_t id,
                                                                std::vector<std::string> const& zones) {
  Where where;
  where.add("r.id = ?", id);
  add_zones(where, zones, "r");
  std::optional<DossierRuling> found;
  {
    auto rows = sql_.query_all(kRuling + where.text(), where.params());
    if (rows.next()) found = read_ruling(rows);
  }
  if (found) read_moved(sql_, *found);
  return found;
}

std::vector<DossierRuling> NewsDossierRepository::rulings(std::int64_t dossier_id) {
  std::vector<DossierRuling> found;
  {
    auto rows = sql_.query(fmt::format("{} WHERE r.dossier_id = ? OR r.other_id = ? ORDER BY r.id DESC", kRuling),
                           dossier_id, dossier_id);
    while (rows.next()) found.push_back(read_ruling(rows));
  }
  for (auto& ruling : found) read_moved(sql_, ruling);
  return found;
}

std::int64_t NewsDossierRepository::undo_ruling(DossierRuling const& r, std::optional<std::int64_t> account_id,
                                                Instant at) {
  auto const joined = r.kind == "joined";
  auto const from = joined ? r.dossier_id : r.other_id;
  auto const to = joined ? r.other_id : r.dossier_id;
  std::int64_t moved = 0;
  for (auto const event : r.event_ids) {
    moved += sql_.execute("UPDATE news_event SET dossier_id = ?, version = version + 1 WHERE id = ? AND dossier_id = ?",
                          to, event, from)
                 .rows_affected;
  }
  sql_.execute("UPDATE news_dossier_ruling SET undone = 1, undone_by = ?, undone_at = ? WHERE id = ?", account_id, at,
               r.id);
  return moved;
}

std::optional<std::int64_t> NewsDossierRepository::ruled(std::int64_t event_id) {
  return sql_.find_integer(
      "SELECT CASE WHEN r.kind = 'joined' THEN r.dossier_id ELSE r.other_id END FROM news_dossier_moved m"
      " JOIN news_dossier_ruling r ON r.id = m.ruling_id WHERE m.event_id = ? AND r.undone = 0 ORDER BY r.id DESC "
      "LIMIT 1",
      event_id);
}

std::optional<std::int64_t> NewsDossierRepository::joined_into(std::int64_t dossier_id) {
  return sql_.find_integer(
      "SELECT dossier_id FROM news_dossier_ruling WHERE other_id = ? AND kind = 'joined' AND undone = 0"
      " ORDER BY id DESC LIMIT 1",
      dossier_id);
}

std::vector<Landing> NewsDossierRepository::landings(std::string_view by, DossierFilter const& filter,
                                                     std::vector<std::string> const& zones) {
  auto where = where_of(filter, zones);
  where.add("d.first_year IS NOT NULL");
  auto const* key = "d.node";
  if (by == "zone") key = "d.place_zone_id";
  if (by == "province") key = "CAST(d.region_code / 10000 * 10000 AS TEXT)";
  if (by == "city") key = "CAST(d.region_code / 100 * 100 AS TEXT)";
  if (by == "county") key = "CAST(d.region_code AS TEXT)";
  std::vector<Landing> found;
  auto rows = sql_.query_all(fmt::format("SELECT {0}, d.first_year, count(*), {2},"
                                         " sum(CASE WHEN d.amount_fen IS NULL THEN 1 ELSE 0 END) FROM news_dossier d{1}"
                                         " GROUP BY {0}, d.first_year ORDER BY 1, 2",
                                         key, where.text(), sum_in_parts("d.amount_fen")),
                             where.params());
  while (rows.next()) {
    found.push_back({std::string{rows.text(0)}, rows.integer(1), rows.integer(2),
                     sum_of(rows, 3).value_or(MoneySum{}).fen(), rows.integer(5)});
  }
  return found;
}

}  // namespace lianzhao::store
