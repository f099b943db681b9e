#include "serve/workspace.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "domain/credit_code.h"
#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "serve/accounts.h"
#include "store/audit_log.h"
#include "store/workspace_repository.h"

namespace lianzhao::serve {

Change::Change(Workspace const& workspace, Viewer const& viewer, std::string_view operation)
    : workspace_{workspace},
      account_id_{viewer.account_id},
      operation_{operation},
      sql_{workspace.database.writer()},
      transaction_{sql_} {}

void Change::note(std::string_view noun, std::int64_t id, std::int64_t version, std::string_view detail) {
  store::AuditLog{sql_}.append(account_id_, operation_, fmt::format("{}:{}", noun, id), detail);
  events_.push_back(fmt::format(R"({{"noun":"{}","id":{},"version":{}}})", noun, id, version));
}

void Change::commit() {
  transaction_.commit();
  for (auto& event : events_) workspace_.events->publish("change", std::move(event));
}

store::Scope scope_of(Viewer const& viewer) {
  store::Scope scope;
  scope.zones = viewer.zones;
  scope.account_id = viewer.account_id;
  scope.assigned_only = viewer.role == "agent";
  scope.confidential = viewer.role != "desk" && viewer.role != "viewer";
  // Nobody else gets here; if he did, he would see nothing but his own.
  if (viewer.role == "investor" || viewer.role.empty()) scope.assigned_only = true;
  return scope;
}

bool may_change(Viewer const& viewer, std::string_view zone_id) {
  auto const works =
      viewer.role == "administrator" || viewer.role == "leader" || viewer.role == "officer" || viewer.role == "agent";
  return works && viewer.sees_zone(zone_id);
}

void require_change(Viewer const& viewer, std::string_view zone_id) {
  if (may_change(viewer, zone_id)) return;
  throw Failure{{ErrorKind::kForbidden, "not_allowed",
                 fmt::format("the role {} may not change this in the zone {}; ask an officer of the zone", viewer.role,
                             zone_id)}};
}

std::vector<store::Account> colleagues_of(store::Session& sql, Viewer const& viewer) {
  std::vector<store::Account> found;
  for (auto& account : store::AccountRepository{sql}.all()) {
    if (account.disabled || account.role == "investor") continue;
    auto const near = account.zones.empty() || viewer.zones.empty() ||
                      std::any_of(account.zones.begin(), account.zones.end(),
                                  [&](std::string const& zone) { return viewer.sees_zone(zone); });
    if (near) found.push_back(std::move(account));
  }
  std::sort(found.begin(), found.end(), [](auto const& a, auto const& b) {
    return std::tie(a.display_name, a.id) < std::tie(b.display_name, b.id);
  });
  return found;
}

void require_worker(store::Session& sql, Viewer const& viewer, std::string_view zone_id, std::int64_t account_id) {
  auto const account = store::AccountRepository{sql}.find(account_id);
  if (!account) throw not_found("account_not_found", fmt::format("there is no account {}", account_id));
  if (!account->disabled && may_change(viewer_of(*account), zone_id)) return;
  // What somebody of other zones is called is not for everybody.
  auto const near = account->zones.empty() || viewer.unbound() ||
                    std::any_of(account->zones.begin(), account->zones.end(),
                                [&](auto const& zone) { return viewer.sees_zone(zone); });
  throw invalid_input("cannot_work_here",
                      fmt::format("{} ({}) cannot be given work in the zone {}; choose a colleague who works there",
                                  near ? account->display_name : fmt::format("account {}", account_id),
                                  account->disabled ? "disabled"
                                  : near            ? account->role
                                                    : "of other zones",
                                  zone_id));
}

void require_zone(Workspace const& workspace, std::string_view zone_id) {
  if (workspace.knowledge().find_zone(zone_id)) return;
  throw invalid_input("unknown_zone", fmt::format("there is no zone \"{}\"; see the list of zones", zone_id));
}

void require_node(Workspace const& workspace, std::string_view node) {
  if (node.empty() || workspace.knowledge().library.find_node(node)) return;
  throw invalid_input("unknown_node", fmt::format("there is no node \"{}\" in the chain library", node));
}

std::vector<std::string> with_parts(Workspace const& workspace, std::string const& node) {
  require_node(workspace, node);
  auto const& library = workspace.knowledge().library;
  auto const root = library.find_node(node).value();
  std::vector<std::string> ids;
  for (NodeIndex i = 0; i < library.node_count(); ++i) {
    for (auto at = std::optional{i}; at; at = library.parent_of(*at)) {
      if (*at != root) continue;
      ids.push_back(library.node(i).id);
      break;
    }
  }
  return ids;
}

std::string checked_credit_code(std::string_view given) {
  if (given.empty()) return "";
  auto const check = check_credit_code(given);
  if (check.state == CreditCodeState::kMissing) return "";
  if (check.state == CreditCodeState::kInvalid) {
    auto const& like = check.suggestion;
    throw NamedFailure{{ErrorKind::kInvalidInput, "bad_credit_code",
                        fmt::format("\"{}\" is no credit code: its check character is wrong{}; leave it empty if it is "
                                    "not known",
                                    given, like.empty() ? "" : fmt::format(" (is it {}?)", like))},
                       {{"field", "credit_code"},
                        {"rule", like.empty() ? "no_credit_code" : "almost_credit_code"},
                        {"value", std::string{given}},
                        {"suggestion", like}}};
  }
  return check.code;
}

DayNumber checked_day(std::string_view field, std::string_view given) {
  auto const day = parse_day(given);
  if (!day) {
    throw NamedFailure{
        {ErrorKind::kInvalidInput, "bad_day", fmt::format("{}: \"{}\" is not a day; write YYYY-MM-DD", field, given)},
        {{"field", std::string{field}}, {"value", std::string{given}}}};
  }
  return *day;
}

std::optional<std::string> day_text(std::optional<DayNumber> day) {
  return day ? std::optional{format_day(*day)} : std::nullopt;
}

void require_own_document(store::Session& sql, Viewer const& viewer, std::optional<std::int64_t> document_id) {
  if (!document_id) return;
  auto const document = store::WorkspaceRepository{sql}.find_document(*document_id);
  if (document && (document->account_id == viewer.account_id || (viewer.role == "administrator" && viewer.unbound()))) {
    return;
  }
  throw not_found("document_not_found", fmt::format("there is no document {}; upload it first", *document_id));
}

}  // namespace lianzhao::serve
