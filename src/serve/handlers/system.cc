#include "serve/handlers/system.h"

#include <algorithm>
#include <map>

#include "serve/workspace.h"
#include "store/account_repository.h"
#include "store/audit_log.h"

namespace lianzhao::serve {

std::vector<api::AuditEntry> ListAudit::operator()(api::ListAuditParams const& params, api::NoBody, Call&) const {
  auto sql = workspace.reader();
  std::map<std::int64_t, std::string> names;
  for (auto const& account : store::AccountRepository{sql}.all()) names[account.id] = account.display_name;
  std::vector<api::AuditEntry> shown;
  auto audit = store::AuditLog{sql};
  std::map<std::string, std::string> called;
  for (auto const& entry : audit.last(params.limit, params.before)) {
    auto const [known, first] = called.try_emplace(entry.subject);
    if (first) known->second = audit.subject_name(entry.subject);
    shown.push_back({entry.id, entry.at, entry.account_id ? names[*entry.account_id] : "", entry.action, entry.subject,
                     known->second});
  }
  return shown;
}

api::AuditVerification VerifyAudit::operator()(api::VerifyAuditParams const&, api::NoBody, Call&) const {
  auto sql = workspace.reader();
  auto const verified = store::AuditLog{sql}.verify();
  api::AuditVerification shown{verified.entries, !verified.first_bad_id, std::nullopt};
  if (verified.first_bad_id) shown.first_bad_id = *verified.first_bad_id;
  return shown;
}

void StreamEvents::operator()(api::StreamEventsParams const&, api::NoBody, Call& call) const {
  call.events = events;
  call.hears = [scope = scope_of(call.viewer)](EventFeed::Event const& event) {
    if (!event.audience) return true;
    auto const in = [&](std::vector<std::int64_t> const& accounts) {
      return scope.account_id && std::find(accounts.begin(), accounts.end(), *scope.account_id) != accounts.end();
    };
    return std::any_of(event.audience->begin(), event.audience->end(), [&](EventFeed::Place const& place) {
      return scope.sees(place.zone_id, place.confidential, in(place.own), in(place.assigned));
    });
  };
}

}  // namespace lianzhao::serve
