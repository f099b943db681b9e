#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

struct LeadTransfer {
  std::int64_t id = 0;
  std::int64_t lead_id = 0;
  std::string from_zone_id;
  std::string to_zone_id;
  std::string reason;
  std::int64_t kept_share = 0;  ///< ten-thousandths of the giving zone's credit
  std::string state = "proposed";
  std::optional<std::int64_t> account_id;
  Instant at = 0;
  std::string answer;
  std::optional<std::int64_t> answered_by;
  std::optional<Instant> answered_at;
  std::string investor;          ///< read only
  std::string by;                ///< read only
  std::string answered_by_name;  ///< read only
};

struct DisputeStatement {
  std::int64_t dispute_id = 0;
  std::string side;  ///< "claimant", "respondent"
  std::string text;
  std::optional<std::int64_t> document_id;
  std::optional<std::int64_t> account_id;
  Instant at = 0;
  std::string document_name;  ///< read only
  std::string by;             ///< read only
};

struct Dispute {
  std::int64_t id = 0;
  std::int64_t lead_id = 0;  ///< of the claimant
  std::int64_t against_lead_id = 0;
  std::string claimant_zone_id;
  std::string respondent_zone_id;
  std::string state = "open";
  Instant opened_at = 0;
  std::optional<std::string> in_favour_of;  ///< "claimant", "respondent", "both"
  std::string reason;
  std::optional<std::int64_t> decided_by;
  std::optional<Instant> decided_at;
  std::string decided_by_name;               ///< read only
  std::vector<DisputeStatement> statements;  ///< read only
};

/// SQL of who has a right to a lead: credit, transfers, disputes. Borrows a session.
class ClaimRepository {
 public:
  explicit ClaimRepository(Session& sql) : sql_{sql} {}

  /// Zone and share in ten-thousandths, by zone; empty: the lead's zone has all.
  std::vector<std::pair<std::string, std::int64_t>> credits(std::int64_t lead_id);
  void set_credits(std::int64_t lead_id, std::vector<std::pair<std::string, std::int64_t>> const& shares);

  std::int64_t add_transfer(LeadTransfer const&);
  std::optional<LeadTransfer> find_transfer(std::int64_t id);
  std::vector<LeadTransfer> transfers_of(std::int64_t lead_id);
  /// From or to one of the zones (all when empty), newest first, at most 500.
  std::vector<LeadTransfer> transfers(std::vector<std::string> const& zones);
  /// False when it was answered already.
  bool answer_transfer(std::int64_t id, std::string_view state, std::string_view answer,
                       std::optional<std::int64_t> account_id, Instant at);

  std::int64_t add_dispute(Dispute const&);
  void add_statement(DisputeStatement const&);
  std::optional<Dispute> find_dispute(std::int64_t id);
  std::vector<Dispute> disputes_of(std::int64_t lead_id);
  /// Where the document was given as evidence.
  std::vector<Dispute> disputes_with(std::int64_t document_id);
  /// With one of the zones on either side (all when empty), open ones first, newest first, at most 500.
  std::vector<Dispute> disputes(std::vector<std::string> const& zones);
  /// False when it was decided already.
  bool decide(std::int64_t id, std::string_view in_favour_of, std::string_view reason,
              std::optional<std::int64_t> account_id, Instant at);

 private:
  std::vector<Dispute> read_disputes(Rows rows);

  Session& sql_;
};

}  // namespace lianzhao::store
