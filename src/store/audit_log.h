#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/clock.h"
#include "store/session.h"

namespace lianzhao::store {

struct AuditEntry {
  std::int64_t id = 0;
  Instant at = 0;
  std::optional<std::int64_t> account_id;  ///< absent: nobody signed in, or the command line
  std::string action;                      ///< operationId, or a command
  std::string subject;                     ///< "account:3", "job:7"; no personal value in clear
  std::string detail;                      ///< short text; no personal value in clear
};

struct AuditVerification {
  std::int64_t entries = 0;
  std::optional<std::int64_t> first_bad_id;
};

/// Append-only; every entry's hash covers its own fields and the hash before it, so a changed, removed or inserted
/// row shows. A row that was the last one and is cut off does not: keep the last hash elsewhere (`audit verify` prints
/// it) where that matters.
class AuditLog {
 public:
  explicit AuditLog(Session& sql) : sql_{sql} {}

  /// Belongs in the transaction of what it tells of.
  void append(std::optional<std::int64_t> account_id, std::string_view action, std::string_view subject,
              std::string_view detail = {});
  /// The same of many, in their order; ids and times are given here.
  void append(std::vector<AuditEntry>);
  /// Newest first; only ids below `before` when given.
  std::vector<AuditEntry> last(std::int64_t limit, std::optional<std::int64_t> before);
  /// What a subject is called now: "project:12" → its name; empty where it has none or is gone.
  std::string subject_name(std::string_view subject);
  AuditVerification verify();
  std::string last_hash();

  /// A salted hash that stands for a personal value: equal for equal values under the same salt, not reversible. The
  /// salt is the person's own, of an account that is known, else the workspace's; made at first use, so the session
  /// must be a writer.
  std::string personal(std::string_view value, std::optional<std::int64_t> account_id = std::nullopt);
  /// A new salt of the workspace: what was typed at sign-ins that failed can no longer be guessed from the audit. The
  /// chain stays whole, for it is made of the hashes.
  void forget_workspace_salt();

 private:
  Session& sql_;
};

}  // namespace lianzhao::store
