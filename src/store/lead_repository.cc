#include "store/lead_repository.h"

#include <algorithm>
#include <bit>
#include <map>

#include <fmt/format.h>

#include "store/sql_text.h"

namespace lianzhao::store {

namespace {

constexpr auto kColumns =
    "l.id, l.zone_id, l.channel, l.state, l.investor, l.investor_form, l.short_name, l.credit_code, l.enterprise_key,"
    " l.idea, l.node, l.size_fen, l.needs, l.contact, l.reporter_id, coalesce(nullif(l.reporter_name, ''),"
    " r.display_name, ''), l.officer_id, l.confidential, l.reported_at, l.first_lead_id, l.protected_until, "
    "l.next_step,"
    " l.next_due, l.last_step_at, l.campaign_id, l.project_id, l.decision_reason, l.version,"
    " coalesce(o.display_name, ''), l.identity_at, l.first_project_id, coalesce((SELECT f.zone_id FROM lead f WHERE"
    " f.id = l.first_lead_id AND (f.confidential = 0 OR f.zone_id = l.zone_id)), (SELECT f.zone_id FROM project f WHERE"
    " f.id = l.first_project_id AND (f.confidential = 0 OR f.zone_id = l.zone_id)))";
constexpr auto kFrom =
    " FROM lead l LEFT JOIN account r ON r.id = l.reporter_id LEFT JOIN account o ON o.id = l.officer_id";

Lead read(Rows const& rows) {
  Lead lead;
  lead.id = rows.integer(0);
  lead.zone_id = rows.text(1);
  lead.channel = rows.text(2);
  lead.state = rows.text(3);
  lead.investor = rows.text(4);
  lead.investor_form = rows.text(5);
  lead.short_name = rows.text(6);
  lead.credit_code = rows.text(7);
  lead.enterprise_key = rows.text(8);
  lead.idea = rows.text(9);
  lead.node = rows.text(10);
  lead.size_fen = rows.optional_integer(11);
  lead.needs = rows.text(12);
  lead.contact = rows.text(13);
  lead.reporter_id = rows.optional_integer(14);
  lead.reporter_name = rows.text(15);
  lead.officer_id = rows.optional_integer(16);
  lead.confidential = rows.boolean(17);
  lead.reported_at = rows.integer(18);
  lead.first_lead_id = rows.optional_integer(19);
  lead.protected_until = optional_day(rows, 20);
  lead.next_step = rows.optional_text(21);
  lead.next_due = optional_day(rows, 22);
  lead.last_step_at = rows.integer(23);
  lead.campaign_id = rows.optional_integer(24);
  lead.project_id = rows.optional_integer(25);
  lead.decision_reason = rows.text(26);
  lead.version = rows.integer(27);
  lead.officer_name = rows.text(28);
  lead.identity_at = rows.integer(29);
  lead.first_project_id = rows.optional_integer(30);
  lead.first_zone_id = rows.optional_text(31);
  return lead;
}

Where where_of(LeadFilter const& filter, Scope const& scope) {
  Where where;
  add_lead_scope(where, scope, "l");
  if (filter.zone_id) where.add("l.zone_id = ?", *filter.zone_id);
  if (!filter.states.empty()) {
    where.add("l.state IN " + placeholders(filter.states.size()));
    for (auto const& state : filter.states) where.bind(state);
  }
  if (filter.channel) where.add("l.channel = ?", *filter.channel);
  if (filter.words) {
    auto const anywhere = like_anywhere(*filter.words);
    where.add(fmt::format("({} OR {})", like_words("l.investor"), like_words("l.idea")), anywhere, anywhere);
  }
  if (filter.reporter_id) where.add("l.reporter_id = ?", *filter.reporter_id);
  if (filter.officer_id) where.add("l.officer_id = ?", *filter.officer_id);
  if (filter.campaign_id) where.add("l.campaign_id = ?", *filter.campaign_id);
  if (filter.late_on) where.add("l.next_due < ?", std::int64_t{*filter.late_on});
  if (filter.silent_since) {
    where.add("l.last_step_at < ?", *filter.silent_since);
    where.add("l.state NOT IN ('converted', 'declined', 'withdrawn')");
  }
  if (filter.reported_from) where.add("l.reported_at >= ?", *filter.reported_from);
  if (filter.reported_before) where.add("l.reported_at < ?", *filter.reported_before);
  return where;
}

/// The id ends every order, so pages neither repeat nor skip.
std::string_view order_of(std::string_view sort) {
  if (sort == "reported") return "l.reported_at, l.id";
  if (sort == "-reported") return "l.reported_at DESC, l.id DESC";
  if (sort == "size") return "CASE WHEN l.size_fen IS NULL THEN 1 ELSE 0 END, l.size_fen, l.id";
  if (sort == "-size") return "CASE WHEN l.size_fen IS NULL THEN 1 ELSE 0 END, l.size_fen DESC, l.id DESC";
  return "l.next_due NULLS LAST, l.id";
}

}  // namespace

void LeadRepository::lock_reports() {
  // SQLite's writer is alone anyway.
  if (sql_.engine() == Engine::kPostgres) sql_.script("SELECT pg_advisory_xact_lock(7233621)");
}

std::int64_t LeadRepository::add(Lead const& l) {
  return sql_
      .find_integer(
          "INSERT INTO lead (zone_id, channel, state, investor, investor_form, short_name, credit_code, enterprise_key,"
          " idea, node, size_fen, needs, contact, reporter_id, reporter_name, officer_id, confidential, reported_at,"
          " first_lead_id, protected_until, next_step, next_due, last_step_at, campaign_id, identity_at,"
          " first_project_id) VALUES"
          " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
          l.zone_id, l.channel, l.state, l.investor, l.investor_form, l.short_name, l.credit_code, l.enterprise_key,
          l.idea, l.node, l.size_fen, l.needs, l.contact, l.reporter_id, l.reporter_name, l.officer_id, l.confidential,
          l.reported_at, l.first_lead_id, l.protected_until, l.next_step, l.next_due, l.last_step_at, l.campaign_id,
          l.identity_at == 0 ? l.reported_at : l.identity_at, l.first_project_id)
      .value();
}

std::optional<Lead> LeadRepository::find(std::int64_t id, Scope const& scope) {
  Where where;
  where.add("l.id = ?", id);
  add_lead_scope(where, scope, "l");
  auto rows = sql_.query_all(fmt::format("SELECT {}{}{}", kColumns, kFrom, where.text()), where.params());
  return rows.next() ? std::optional{read(rows)} : std::nullopt;
}

PageOf<Lead> LeadRepository::list(LeadFilter const& filter, Scope const& scope, Page const& page) {
  PageOf<Lead> found;
  auto where = where_of(filter, scope);
  {
    auto count = sql_.query_all("SELECT count(*) FROM lead l" + where.text(), where.params());
    if (count.next()) found.total = count.integer(0);
  }
  auto const text = where.text();
  where.bind(page.limit);
  where.bind(page.offset);
  auto rows = sql_.query_all(
      fmt::format("SELECT {}{}{} ORDER BY {} LIMIT ? OFFSET ?", kColumns, kFrom, text, order_of(filter.sort)),
      where.params());
  while (rows.next()) found.rows.push_back(read(rows));
  return found;
}

std::vector<Lead> LeadRepository::of_ids(std::vector<std::int64_t> const& ids) {
  if (ids.empty()) return {};
  Where where;
  add_ids(where, "l.id", ids);
  std::vector<Lead> found;
  auto rows = sql_.query_all(fmt::format("SELECT {}{}{}", kColumns, kFrom, where.text()), where.params());
  while (rows.next()) found.push_back(read(rows));
  sort_as(ids, found);
  return found;
}

std::set<std::int64_t> LeadRepository::seen(std::vector<std::int64_t> const& ids, Scope const& scope) {
  std::set<std::int64_t> found;
  if (ids.empty()) return found;
  Where where;
  add_ids(where, "l.id", ids);
  add_lead_scope(where, scope, "l");
  auto rows = sql_.query_all("SELECT l.id FROM lead l" + where.text(), where.params());
  while (rows.next()) found.insert(rows.integer(0));
  return found;
}

bool LeadRepository::update(Lead const& l) {
  return sql_.execute(
                 "UPDATE lead SET zone_id = ?, channel = ?, state = ?, investor = ?, investor_form = ?, short_name = ?,"
                 " credit_code = ?, enterprise_key = ?, idea = ?, node = ?, size_fen = ?, needs = ?, contact = ?,"
                 " officer_id = ?, confidential = ?, first_lead_id = ?, protected_until = ?, next_step = ?,"
                 " next_due = ?, last_step_at = ?, project_id = ?, decision_reason = ?, identity_at = ?,"
                 " first_project_id = ?, version = version + 1"
                 " WHERE id = ? AND version = ?",
                 l.zone_id, l.channel, l.state, l.investor, l.investor_form, l.short_name, l.credit_code,
                 l.enterprise_key, l.idea, l.node, l.size_fen, l.needs, l.contact, l.officer_id, l.confidential,
                 l.first_lead_id, l.protected_until, l.next_step, l.next_due, l.last_step_at, l.project_id,
                 l.decision_reason, l.identity_at, l.first_project_id, l.id, l.version)
             .rows_affected == 1;
}

void LeadRepository::set_due(Lead const& l) {
  sql_.execute("UPDATE lead SET next_step = ?, next_due = ? WHERE id = ?", l.next_step, l.next_due, l.id);
}

std::int64_t LeadRepository::add_step(LeadStep const& s) {
  return sql_
      .find_integer(
          "INSERT INTO lead_step (lead_id, kind, text, at, account_id, due, late, due_step, other_lead_id)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
          s.lead_id, s.kind, s.text, s.at, s.account_id, s.due, s.late, s.due_step, s.other_lead_id)
      .value();
}

std::vector<LeadStep> LeadRepository::steps(std::int64_t lead_id) {
  std::vector<LeadStep> steps;
  auto rows = sql_.query(
      "SELECT s.id, s.lead_id, s.kind, s.text, s.at, s.account_id, s.due, s.late, coalesce(a.display_name, ''),"
      " s.due_step, s.other_lead_id"
      " FROM lead_step s LEFT JOIN account a ON a.id = s.account_id WHERE s.lead_id = ? ORDER BY s.id",
      lead_id);
  while (rows.next()) {
    steps.push_back({rows.integer(0), rows.integer(1), std::string{rows.text(2)}, std::string{rows.text(3)},
                     rows.integer(4), rows.optional_integer(5), optional_day(rows, 6), rows.boolean(7),
                     std::string{rows.text(8)}, std::string{rows.text(9)}, rows.optional_integer(10)});
  }
  return steps;
}

std::vector<LeadCount> LeadRepository::conversion(std::string_view by, LeadFilter const& filter, Scope const& scope) {
  auto const where = where_of(filter, scope);
  auto const* key = "l.channel";
  auto const* label = "l.channel";
  if (by == "reporter") {
    key = "coalesce(CAST(l.reporter_id AS TEXT), '')";
    label = "coalesce(min(r.display_name), '')";
  } else if (by == "officer") {
    key = "coalesce(CAST(l.officer_id AS TEXT), '')";
    label = "coalesce(min(o.display_name), '')";
  } else if (by == "zone") {
    key = "l.zone_id";
    label = "l.zone_id";
  }
  std::vector<LeadCount> counts;
  auto rows =
      sql_.query_all(fmt::format("SELECT {0}, {1}, count(*), sum(CASE WHEN l.state = 'converted' THEN 1 ELSE 0 END),"
                                 " sum(CASE WHEN s.project_id IS NOT NULL THEN 1 ELSE 0 END),"
                                 " sum(CASE WHEN l.state IN ('declined', 'withdrawn') THEN 1 ELSE 0 END){2}"
                                 " LEFT JOIN project_stage s ON s.project_id = l.project_id AND s.stage = 'signed'{3}"
                                 " GROUP BY {0} ORDER BY 3 DESC, 1",
                                 key, label, kFrom, where.text()),
                     where.params());
  while (rows.next()) {
    LeadCount count{std::string{rows.text(0)},
                    std::string{rows.text(1)},
                    rows.integer(2),
                    rows.integer(3),
                    rows.integer(4),
                    rows.integer(5),
                    0};
    count.open = count.leads - count.converted - count.declined;
    count.credited = static_cast<double>(count.leads);
    count.credited_converted = static_cast<double>(count.converted);
    count.credited_signed = static_cast<double>(count.signed_);
    counts.push_back(std::move(count));
  }
  if (by != "zone") return counts;
  // A lead stands once for every zone that has a share in it, as if it lay there: what a zone has handed over it does
  // not see any more, but its share of the credit is its own.
  for (auto& count : counts) count.credited = count.credited_converted = count.credited_signed = 0;
  constexpr auto kCredited =
      " FROM (SELECT x.id, coalesce(c.zone_id, x.zone_id) AS zone_id, coalesce(c.share, 10000) AS share, x.channel,"
      " x.state, x.investor, x.idea, x.reporter_id, x.officer_id, x.confidential, x.campaign_id, x.next_due,"
      " x.last_step_at, x.reported_at, x.project_id FROM lead x LEFT JOIN lead_credit c ON c.lead_id = x.id"
      " AND c.share > 0) l LEFT JOIN project_stage s ON s.project_id = l.project_id AND s.stage = 'signed'";
  auto shares =
      sql_.query_all(fmt::format("SELECT l.zone_id, CAST(sum(l.share) AS BIGINT),"
                                 " CAST(sum(CASE WHEN l.state = 'converted' THEN l.share ELSE 0 END) AS BIGINT),"
                                 " CAST(sum(CASE WHEN s.project_id IS NOT NULL THEN l.share ELSE 0 END) AS BIGINT){}{}"
                                 " GROUP BY l.zone_id ORDER BY 1",
                                 kCredited, where.text()),
                     where.params());
  auto const in_leads = [](std::int64_t share) { return static_cast<double>(share) / 10'000; };
  while (shares.next()) {
    auto const zone = std::string{shares.text(0)};
    auto found = std::find_if(counts.begin(), counts.end(), [&](LeadCount const& c) { return c.key == zone; });
    if (found == counts.end()) {
      counts.push_back({zone, zone});
      found = std::prev(counts.end());
    }
    found->credited = in_leads(shares.integer(1));
    found->credited_converted = in_leads(shares.integer(2));
    found->credited_signed = in_leads(shares.integer(3));
  }
  return counts;
}

std::vector<std::int64_t> LeadRepository::sharing(std::string_view noun, std::span<std::int64_t const> keys,
                                                  std::optional<DayNumber> holding_on) {
  constexpr int kOfOneKey = 200;
  constexpr std::size_t kMost = 100;
  // Filled up to a power of two: few different statements are to be kept prepared.
  auto const count = std::bit_ceil(keys.size());
  std::string holding;
  if (holding_on && noun == "lead") {
    holding =
        " AND EXISTS (SELECT 1 FROM lead h WHERE h.id = noun_id AND h.first_lead_id IS NULL AND h.first_project_id IS"
        " NULL AND h.protected_until >= ? AND h.state NOT IN ('declined', 'withdrawn'))";
  } else if (holding_on) {
    holding =
        " AND EXISTS (SELECT 1 FROM project h WHERE h.id = noun_id AND h.state <> 'ended'"
        " AND h.stage NOT IN ('in_production', 'at_capacity'))";
  }
  std::string text;
  Where values;
  for (std::size_t i = 0; i < count; ++i) {
    text += fmt::format(
        "{0}SELECT {1} AS place, noun_id FROM (SELECT noun_id FROM likeness_key WHERE hash = ? AND noun = ?{3}"
        " ORDER BY noun_id LIMIT {2}) k{1}",
        i == 0 ? "" : " UNION ALL ", i, kOfOneKey, holding);
    values.bind(keys[std::min(i, keys.size() - 1)]);
    values.bind(noun);
    if (holding_on && noun == "lead") values.bind(std::int64_t{*holding_on});
  }
  std::vector<std::vector<std::int64_t>> by_key(keys.size());
  auto rows = sql_.query_all(text, values.params());
  while (rows.next()) {
    auto const place = static_cast<std::size_t>(rows.integer(0));
    if (place < by_key.size()) by_key[place].push_back(rows.integer(1));
  }
  // What many have in common says little: a key counts by how few share it.
  std::map<std::int64_t, double> weights;
  for (auto const& ids : by_key) {
    for (auto const id : ids) weights[id] += 1.0 / static_cast<double>(ids.size());
  }
  std::vector<std::pair<double, std::int64_t>> ranked;
  for (auto const& [id, weight] : weights) ranked.emplace_back(-weight, id);
  std::sort(ranked.begin(), ranked.end());
  if (ranked.size() > kMost) ranked.resize(kMost);
  std::vector<std::int64_t> ids;
  for (auto const& [weight, id] : ranked) ids.push_back(id);
  return ids;
}

std::vector<Known> LeadRepository::known(std::span<std::int64_t const> keys) {
  return alike(keys, std::nullopt);
}

std::vector<Known> LeadRepository::holding(std::span<std::int64_t const> keys, DayNumber day) {
  return alike(keys, day);
}

std::vector<std::int64_t> LeadRepository::followers(std::int64_t lead_id) {
  std::vector<std::int64_t> ids;
  auto rows = sql_.query("SELECT id FROM lead WHERE first_lead_id = ? ORDER BY identity_at, id", lead_id);
  while (rows.next()) ids.push_back(rows.integer(0));
  return ids;
}

std::vector<Known> LeadRepository::alike(std::span<std::int64_t const> keys, std::optional<DayNumber> holding_on) {
  std::vector<Known> found;
  if (keys.empty()) return found;
  for (std::string_view const noun : {"lead", "project"}) {
    auto const lead = noun == "lead";
    auto const ids = sharing(noun, keys, holding_on);
    if (ids.empty()) continue;
    Where where;
    add_ids(where, "k.id", ids);
    auto rows = sql_.query_all(
        fmt::format("SELECT k.id, k.zone_id, k.investor, k.investor_form, k.short_name, k.credit_code, k.idea, {} FROM"
                    " {} k{} ORDER BY k.id",
                    lead ? "k.state, k.identity_at, k.protected_until, k.first_lead_id, k.first_project_id, "
                           "k.confidential, k.node"
                         : "CASE WHEN k.state = 'active' THEN k.stage ELSE k.state END, k.created_at, k.lead_id, "
                           "k.confidential, k.node",
                    noun, where.text()),
        where.params());
    while (rows.next()) {
      Known k;
      k.noun = noun;
      k.id = rows.integer(0);
      k.zone_id = rows.text(1);
      k.investor = rows.text(2);
      k.investor_form = rows.text(3);
      k.short_name = rows.text(4);
      k.credit_code = rows.text(5);
      k.idea = rows.text(6);
      k.state = rows.text(7);
      k.reported_at = rows.integer(8);
      if (lead) {
        k.protected_until = optional_day(rows, 9);
        k.first_lead_id = rows.optional_integer(10);
        k.first_project_id = rows.optional_integer(11);
      } else {
        k.lead_id = rows.optional_integer(9);
      }
      k.confidential = rows.boolean(lead ? 12 : 10);
      k.node = rows.text(lead ? 13 : 11);
      found.push_back(std::move(k));
    }
  }
  return found;
}

std::vector<LeadRepository::Written> LeadRepository::written(std::string_view noun) {
  std::vector<Written> found;
  auto rows = sql_.query(
      fmt::format("SELECT id, investor, credit_code, idea FROM {} ORDER BY id", noun == "lead" ? "lead" : "project"));
  while (rows.next()) {
    found.push_back({rows.integer(0), std::string{rows.text(1)}, std::string{rows.text(2)}, std::string{rows.text(3)}});
  }
  return found;
}

void LeadRepository::set_forms(std::string_view noun, std::int64_t id, std::string_view form,
                               std::string_view short_name) {
  sql_.execute(
      fmt::format("UPDATE {} SET investor_form = ?, short_name = ? WHERE id = ?", noun == "lead" ? "lead" : "project"),
      form, short_name, id);
}

void LeadRepository::set_keys(std::string_view noun, std::int64_t id, std::span<std::int64_t const> keys) {
  sql_.later("DELETE FROM likeness_key WHERE noun = ? AND noun_id = ?", noun, id);
  for (auto const key : keys) {
    sql_.later("INSERT INTO likeness_key (noun, noun_id, hash) VALUES (?, ?, ?)", noun, id, key);
  }
}

}  // namespace lianzhao::store
