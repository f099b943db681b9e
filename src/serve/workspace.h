#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/lifecycle_rules.h"
#include "kernel/error.h"
#include "serve/figures.h"
#include "serve/http.h"
#include "serve/insights.h"
#include "serve/viewer.h"
#include "store/account_repository.h"
#include "store/audit_log.h"
#include "store/scope.h"
#include "store/session.h"

namespace lianzhao::serve {

/// What the handlers of leads and projects work on.
struct Workspace {
  store::Database& database;
  std::shared_ptr<EventFeed> events;
  Insights& insights;
  Figures& figures;

  pipeline::Knowledge const& knowledge() const { return insights.knowledge(); }
  LifecycleRules const& rules() const { return insights.knowledge().lifecycle; }
};

/// A change of the workspace: one transaction with its audit entries; who listens is told after it is safe.
class Change {
 public:
  /// `use`: kLongWrite for one of many rows, which keeps nobody else waiting where the database can.
  Change(Workspace const&, Viewer const&, std::string_view operation, store::Use use = store::Use::kWrite);
  store::Session& sql() { return sql_; }
  /// Audit entry "noun:id" and `change` event, both at the commit: until then nobody waits for a place in the audit.
  /// `detail` holds no personal value.
  void note(std::string_view noun, std::int64_t id, std::int64_t version, std::string_view detail = {});
  /// Runs it; if it says by Failure that it cannot be done, nothing of it remains and what was done before stands. What
  /// the database refused leaves nothing that could be committed.
  template <typename Act>
  void attempt(Act const& act) {
    auto const mark = begin_attempt();
    try {
      act();
    } catch (Failure const& failure) {
      if (!store::from_database(failure.error())) take_back(mark);
      throw;
    }
    end_attempt();
  }
  void commit();

 private:
  struct Mark {
    std::size_t entries = 0;
    std::size_t events = 0;
  };
  Mark begin_attempt();
  void take_back(Mark const&);
  void end_attempt();

  Workspace workspace_;
  std::optional<std::int64_t> account_id_;
  std::string operation_;
  store::Session sql_;
  store::Transaction transaction_;
  struct Event {
    std::string noun;
    std::int64_t id = 0;
    std::int64_t version = 0;
  };
  std::vector<store::AuditEntry> entries_;
  std::vector<Event> events_;
};

/// The rows that who asks is entitled to (x-rows `entitled`).
store::Scope scope_of(Viewer const&);

/// Whether he may change what he sees of the zone: officers and above of the zone, agents what is theirs; desks and
/// viewers look on.
bool may_change(Viewer const&, std::string_view zone_id);
/// @throws Failure "not_allowed".
void require_change(Viewer const&, std::string_view zone_id);
/// Who work can be given to in the zones the viewer sees, by name.
std::vector<store::Account> colleagues_of(store::Session&, Viewer const&);
/// Somebody can be given work in the zone: he may sign in and change things there.
/// @throws Failure "account_not_found", "cannot_work_here" with his name.
void require_worker(store::Session&, Viewer const&, std::string_view zone_id, std::int64_t account_id);
/// @throws Failure "unknown_zone" for none of the library.
void require_zone(Workspace const&, std::string_view zone_id);
/// @throws Failure "unknown_node"; an empty one is not known and allowed.
void require_node(Workspace const&, std::string_view node);
/// The node and all it contains. @throws Failure "unknown_node".
std::vector<std::string> with_parts(Workspace const&, std::string const& node);
/// In capitals, half width. @throws Failure "bad_credit_code" that offers the likely right one.
std::string checked_credit_code(std::string_view given);
/// Before it nothing of a workspace happened: reform and opening begin with the third plenum of December 1978.
inline constexpr std::string_view kFirstDay = "1978-01-01";
bool before_first_day(DayNumber);
/// @throws Failure "bad_day", "day_too_early" before kFirstDay.
DayNumber checked_day(std::string_view field, std::string_view given);
std::optional<std::string> day_text(std::optional<DayNumber>);
/// @throws Failure "document_not_found" for one that is not the caller's.
void require_own_document(store::Session&, Viewer const&, std::optional<std::int64_t> document_id);

}  // namespace lianzhao::serve
