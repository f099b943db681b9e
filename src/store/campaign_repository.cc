#include "store/campaign_repository.h"

#include <algorithm>

#include "store/sql_text.h"

namespace lianzhao::store {

namespace {

constexpr auto kSelect =
    "SELECT c.id, c.zone_id, c.name, c.kind, c.begin_day, c.end_day, c.route, c.plan, c.people, c.cost_fen, c.report,"
    " c.version FROM campaign c";

Campaign read(Rows const& rows) {
  Campaign c;
  c.id = rows.integer(0);
  c.zone_id = rows.text(1);
  c.name = rows.text(2);
  c.kind = rows.text(3);
  c.begin_day = static_cast<DayNumber>(rows.integer(4));
  c.end_day = static_cast<DayNumber>(rows.integer(5));
  c.route = rows.text(6);
  c.plan = rows.text(7);
  c.people = rows.text(8);
  c.cost_fen = rows.optional_integer(9);
  c.report = rows.text(10);
  c.version = rows.integer(11);
  return c;
}

}  // namespace

std::int64_t CampaignRepository::add(Campaign const& c) {
  return sql_
      .find_integer(
          "INSERT INTO campaign (zone_id, name, kind, begin_day, end_day, route, plan, people, cost_fen)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
          c.zone_id, c.name, c.kind, c.begin_day, c.end_day, c.route, c.plan, c.people, c.cost_fen)
      .value();
}

std::optional<Campaign> CampaignRepository::find(std::int64_t id) {
  auto rows = sql_.query(std::string{kSelect} + " WHERE c.id = ?", id);
  return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

PageOf<Campaign> CampaignRepository::list(std::vector<std::string> const& zones,
                                          std::optional<std::string> const& zone_id, Page const& page) {
  Where where;
  if (!zones.empty()) {
    where.add("c.zone_id IN " + placeholders(zones.size()));
    for (auto const& zone : zones) where.bind(zone);
  }
  if (zone_id) where.add("c.zone_id = ?", *zone_id);
  PageOf<Campaign> found;
  {
    auto count = sql_.query_all("SELECT count(*) FROM campaign c" + where.text(), where.params());
    if (count.next()) found.total = count.integer(0);
  }
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  auto rows = sql_.query_all(kSelect + text + " ORDER BY c.begin_day DESC, c.id DESC LIMIT ? OFFSET ?", where.params());
  while (rows.next()) found.rows.push_back(read(rows));
  return found;
}

bool CampaignRepository::update(Campaign const& c) {
  return sql_.execute(
                 "UPDATE campaign SET name = ?, begin_day = ?, end_day = ?, route = ?, plan = ?, people = ?,"
                 " cost_fen = ?, report = ?, version = version + 1 WHERE id = ? AND version = ?",
                 c.name, c.begin_day, c.end_day, c.route, c.plan, c.people, c.cost_fen, c.report, c.id, c.version)
             .rows_affected == 1;
}

void CampaignRepository::touch(std::int64_t id) {
  sql_.execute("UPDATE campaign SET version = version + 1 WHERE id = ?", id);
}

void CampaignRepository::count(std::vector<Campaign>& campaigns, Scope const& scope) {
  if (campaigns.empty()) return;
  std::vector<std::int64_t> ids;
  for (auto const& campaign : campaigns) ids.push_back(campaign.id);
  auto const of = [&](std::int64_t id) {
    return std::find_if(campaigns.begin(), campaigns.end(), [id](Campaign const& c) { return c.id == id; });
  };
  Where where;
  add_ids(where, "l.campaign_id", ids);
  add_lead_scope(where, scope, "l");
  {
    auto rows = sql_.query_all("SELECT l.campaign_id, count(*) FROM lead l" + where.text() + " GROUP BY l.campaign_id",
                               where.params());
    while (rows.next()) of(rows.integer(0))->leads = rows.integer(1);
  }
  // A project can be kept secret whose lead was not, and the other way round.
  add_project_scope(where, scope, "p");
  auto rows =
      sql_.query_all("SELECT l.campaign_id, count(*), count(s.project_id), " + sum_in_parts("p.contracted_fen") +
                         " FROM lead l JOIN project p ON p.id = l.project_id"
                         " LEFT JOIN project_stage s ON s.project_id = p.id AND s.stage = 'signed'" +
                         where.text() + " GROUP BY l.campaign_id",
                     where.params());
  while (rows.next()) {
    auto const campaign = of(rows.integer(0));
    campaign->projects = rows.integer(1);
    campaign->with_contract = rows.integer(2);
    campaign->contracted_fen = sum_of(rows, 3).value_or(MoneySum{}).fen();
  }
}

CampaignOutcome CampaignRepository::outcome(std::int64_t id, DayNumber until, Scope const& scope) {
  constexpr Instant kDayMs = 24LL * 3600 * 1000;
  auto const end = (Instant{until} + 1) * kDayMs - 8LL * 3600 * 1000;
  Where projects;
  projects.add("p.id = l.project_id");
  add_project_scope(projects, scope, "p");
  auto const joined = projects.text().substr(std::string_view{" WHERE "}.size());
  Where leads;
  leads.add("l.campaign_id = ?", id);
  leads.add("l.reported_at < ?", end);
  add_lead_scope(leads, scope, "l");
  std::vector<Param> params = {end, std::int64_t{until}, std::int64_t{until}, std::int64_t{until}, std::int64_t{until}};
  for (auto const& part : {projects.params(), leads.params()}) params.insert(params.end(), part.begin(), part.end());
  auto rows = sql_.query_all(
      "SELECT count(*), count(CASE WHEN p.created_at < ? THEN 1 END),"
      " count(CASE WHEN s.day <= ? THEN 1 END), count(CASE WHEN m.day <= ? THEN 1 END),"
      " " +
          sum_in_parts("(SELECT sum(a.amount_fen) FROM project_amount a WHERE a.project_id = p.id"
                       " AND a.kind = 'contracted' AND a.day <= ?)") +
          " FROM lead l LEFT JOIN project p ON " + joined +
          " LEFT JOIN project_stage s ON s.project_id = p.id AND s.stage = 'signed'"
          " LEFT JOIN project_stage m ON m.project_id = p.id AND m.stage = 'in_production'" +
          leads.text(),
      params);
  CampaignOutcome found;
  if (!rows.next()) return found;
  found.leads = rows.integer(0);
  found.projects = rows.integer(1);
  found.with_contract = rows.integer(2);
  found.in_production = rows.integer(3);
  if (auto const sum = sum_of(rows, 4)) found.contracted_fen = sum->fen();
  return found;
}

std::int64_t CampaignRepository::add_visit(Visit const& v) {
  return sql_
      .find_integer(
          "INSERT INTO visit (campaign_id, enterprise, enterprise_key, day, note, done) VALUES (?, ?, ?, ?, ?, ?)"
          " RETURNING id",
          v.campaign_id, v.enterprise, v.enterprise_key, v.day, v.note, v.done)
      .value();
}

bool CampaignRepository::update_visit(Visit const& v) {
  return sql_.execute(
                 "UPDATE visit SET enterprise = ?, enterprise_key = ?, day = ?, note = ?, done = ?, version = version "
                 "+ 1"
                 " WHERE id = ? AND campaign_id = ? AND version = ?",
                 v.enterprise, v.enterprise_key, v.day, v.note, v.done, v.id, v.campaign_id, v.version)
             .rows_affected == 1;
}

bool CampaignRepository::remove_visit(std::int64_t campaign_id, std::int64_t id) {
  return sql_.execute("DELETE FROM visit WHERE id = ? AND campaign_id = ? AND done = ?", id, campaign_id, false)
             .rows_affected == 1;
}

std::optional<Visit> CampaignRepository::find_visit(std::int64_t campaign_id, std::int64_t id) {
  for (auto& visit : visits(campaign_id)) {
    if (visit.id == id) return std::move(visit);
  }
  return std::nullopt;
}

std::vector<Visit> CampaignRepository::visits(std::int64_t campaign_id) {
  std::vector<Visit> found;
  auto rows = sql_.query(
      "SELECT id, campaign_id, enterprise, enterprise_key, day, note, done, version FROM visit WHERE campaign_id = ?"
      " ORDER BY day, id",
      campaign_id);
  while (rows.next()) {
    found.push_back({rows.integer(0), rows.integer(1), std::string{rows.text(2)}, std::string{rows.text(3)},
                     static_cast<DayNumber>(rows.integer(4)), std::string{rows.text(5)}, rows.boolean(6),
                     rows.integer(7)});
  }
  return found;
}

}  // namespace lianzhao::store
