#include "store/claim_repository.h"

#include <fmt/format.h>

#include "store/scope.h"

namespace lianzhao::store {

namespace {

constexpr auto kTransfer =
    "SELECT t.id, t.lead_id, t.from_zone_id, t.to_zone_id, t.reason, t.kept_share, t.state, t.account_id, t.at,"
    " t.answer, t.answered_by, t.answered_at, l.investor, coalesce(a.display_name, ''), coalesce(b.display_name, '')"
    " FROM lead_transfer t JOIN lead l ON l.id = t.lead_id LEFT JOIN account a ON a.id = t.account_id"
    " LEFT JOIN account b ON b.id = t.answered_by";
constexpr auto kDispute =
    "SELECT d.id, d.lead_id, d.against_lead_id, d.claimant_zone_id, d.respondent_zone_id, d.state, d.opened_at,"
    " d.in_favour_of, d.reason, d.decided_by, d.decided_at, coalesce(a.display_name, '')"
    " FROM dispute d LEFT JOIN account a ON a.id = d.decided_by";

std::vector<LeadTransfer> read_transfers(Rows rows) {
  std::vector<LeadTransfer> transfers;
  while (rows.next()) {
    LeadTransfer t;
    t.id = rows.integer(0);
    t.lead_id = rows.integer(1);
    t.from_zone_id = rows.text(2);
    t.to_zone_id = rows.text(3);
    t.reason = rows.text(4);
    t.kept_share = rows.integer(5);
    t.state = rows.text(6);
    t.account_id = rows.optional_integer(7);
    t.at = rows.integer(8);
    t.answer = rows.text(9);
    t.answered_by = rows.optional_integer(10);
    t.answered_at = rows.optional_integer(11);
    t.investor = rows.text(12);
    t.by = rows.text(13);
    t.answered_by_name = rows.text(14);
    transfers.push_back(std::move(t));
  }
  return transfers;
}

/// One of two columns is one of the zones.
Where either_zone(std::string_view a, std::string_view b, std::vector<std::string> const& zones) {
  Where where;
  if (zones.empty()) return where;
  auto const list = placeholders(zones.size());
  where.add(fmt::format("({} IN {} OR {} IN {})", a, list, b, list));
  for (int twice = 0; twice < 2; ++twice) {
    for (auto const& zone : zones) where.bind(zone);
  }
  return where;
}

}  // namespace

std::vector<std::pair<std::string, std::int64_t>> ClaimRepository::credits(std::int64_t lead_id) {
  std::vector<std::pair<std::string, std::int64_t>> shares;
  auto rows = sql_.query("SELECT zone_id, share FROM lead_credit WHERE lead_id = ? ORDER BY zone_id", lead_id);
  while (rows.next()) shares.emplace_back(rows.text(0), rows.integer(1));
  return shares;
}

void ClaimRepository::set_credits(std::int64_t lead_id,
                                  std::vector<std::pair<std::string, std::int64_t>> const& shares) {
  sql_.execute("DELETE FROM lead_credit WHERE lead_id = ?", lead_id);
  for (auto const& [zone, share] : shares) {
    sql_.execute("INSERT INTO lead_credit (lead_id, zone_id, share) VALUES (?, ?, ?)", lead_id, zone, share);
  }
}

std::int64_t ClaimRepository::add_transfer(LeadTransfer const& t) {
  return sql_
      .find_integer(
          "INSERT INTO lead_transfer (lead_id, from_zone_id, to_zone_id, reason, kept_share, state, account_id, at)"
          " VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?) RETURNING id",
          t.lead_id, t.from_zone_id, t.to_zone_id, t.reason, t.kept_share, t.account_id, t.at)
      .value();
}

std::optional<LeadTransfer> ClaimRepository::find_transfer(std::int64_t id) {
  auto found = read_transfers(sql_.query(std::string{kTransfer} + " WHERE t.id = ?", id));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<LeadTransfer> ClaimRepository::transfers_of(std::int64_t lead_id) {
  return read_transfers(sql_.query(std::string{kTransfer} + " WHERE t.lead_id = ? ORDER BY t.id", lead_id));
}

std::vector<LeadTransfer> ClaimRepository::transfers(std::vector<std::string> const& zones) {
  auto const where = either_zone("t.from_zone_id", "t.to_zone_id", zones);
  return read_transfers(
      sql_.query_all(std::string{kTransfer} + where.text() + " ORDER BY t.id DESC LIMIT 500", where.params()));
}

bool ClaimRepository::answer_transfer(std::int64_t id, std::string_view state, std::string_view answer,
                                      std::optional<std::int64_t> account_id, Instant at) {
  return sql_.execute(
                 "UPDATE lead_transfer SET state = ?, answer = ?, answered_by = ?, answered_at = ?"
                 " WHERE id = ? AND state = 'proposed'",
                 state, answer, account_id, at, id)
             .rows_affected == 1;
}

std::int64_t ClaimRepository::add_dispute(Dispute const& d) {
  return sql_
      .find_integer(
          "INSERT INTO dispute (lead_id, against_lead_id, claimant_zone_id, respondent_zone_id, state, opened_at)"
          " VALUES (?, ?, ?, ?, 'open', ?) RETURNING id",
          d.lead_id, d.against_lead_id, d.claimant_zone_id, d.respondent_zone_id, d.opened_at)
      .value();
}

void ClaimRepository::add_statement(DisputeStatement const& s) {
  sql_.execute(
      "INSERT INTO dispute_statement (dispute_id, side, text, document_id, account_id, at) VALUES (?, ?, ?, ?, ?, ?)",
      s.dispute_id, s.side, s.text, s.document_id, s.account_id, s.at);
}

std::vector<Dispute> ClaimRepository::read_disputes(Rows rows) {
  std::vector<Dispute> disputes;
  while (rows.next()) {
    Dispute d;
    d.id = rows.integer(0);
    d.lead_id = rows.integer(1);
    d.against_lead_id = rows.integer(2);
    d.claimant_zone_id = rows.text(3);
    d.respondent_zone_id = rows.text(4);
    d.state = rows.text(5);
    d.opened_at = rows.integer(6);
    d.in_favour_of = rows.optional_text(7);
    d.reason = rows.text(8);
    d.decided_by = rows.optional_integer(9);
    d.decided_at = rows.optional_integer(10);
    d.decided_by_name = rows.text(11);
    disputes.push_back(std::move(d));
  }
  for (auto& dispute : disputes) {
    auto said = sql_.query(
        "SELECT s.side, s.text, s.document_id, s.account_id, s.at, coalesce(f.name, ''), coalesce(a.display_name, '')"
        " FROM dispute_statement s LEFT JOIN document f ON f.id = s.document_id LEFT JOIN account a ON a.id ="
        " s.account_id WHERE s.dispute_id = ? ORDER BY s.id",
        dispute.id);
    while (said.next()) {
      dispute.statements.push_back({dispute.id, std::string{said.text(0)}, std::string{said.text(1)},
                                    said.optional_integer(2), said.optional_integer(3), said.integer(4),
                                    std::string{said.text(5)}, std::string{said.text(6)}});
    }
  }
  return disputes;
}

std::optional<Dispute> ClaimRepository::find_dispute(std::int64_t id) {
  auto found = read_disputes(sql_.query(std::string{kDispute} + " WHERE d.id = ?", id));
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Dispute> ClaimRepository::disputes_of(std::int64_t lead_id) {
  return read_disputes(sql_.query(std::string{kDispute} + " WHERE d.lead_id = ? OR d.against_lead_id = ? ORDER BY d.id",
                                  lead_id, lead_id));
}

std::vector<Dispute> ClaimRepository::disputes_with(std::int64_t document_id) {
  return read_disputes(sql_.query(
      std::string{kDispute} +
          " WHERE d.id IN (SELECT s.dispute_id FROM dispute_statement s WHERE s.document_id = ?) ORDER BY d.id",
      document_id));
}

std::vector<Dispute> ClaimRepository::disputes(std::vector<std::string> const& zones) {
  auto const where = either_zone("d.claimant_zone_id", "d.respondent_zone_id", zones);
  return read_disputes(sql_.query_all(std::string{kDispute} + where.text() +
                                          " ORDER BY CASE WHEN d.state = 'open' THEN 0 ELSE 1 END, d.id DESC LIMIT 500",
                                      where.params()));
}

bool ClaimRepository::decide(std::int64_t id, std::string_view in_favour_of, std::string_view reason,
                             std::optional<std::int64_t> account_id, Instant at) {
  return sql_.execute(
                 "UPDATE dispute SET state = 'decided', in_favour_of = ?, reason = ?, decided_by = ?, decided_at = ?"
                 " WHERE id = ? AND state = 'open'",
                 in_favour_of, reason, account_id, at, id)
             .rows_affected == 1;
}

}  // namespace lianzhao::store
