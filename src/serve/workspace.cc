#include "serve/workspace.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "domain/credit_code.h"
#include "kernel/error.h"
#include "kernel/named_failure.h"
#include "serve/accounts.h"
#include "store/audit_log.h"
#include "store/claim_repository.h"
#include "store/lead_repository.h"
#include "store/project_repository.h"
#include "store/team_repository.h"
#include "store/workspace_repository.h"

namespace lianzhao::serve {

namespace {

/// Who sees what a change is about, as it is after it.
EventFeed::Audience audience_of(store::Session& sql, std::string_view noun, std::int64_t id) {
  std::vector<EventFeed::Place> places;
  auto const add_lead = [&](std::int64_t lead_id, std::vector<std::string> const& more_zones) {
    auto const lead = store::LeadRepository{sql}.find(lead_id, {});
    if (!lead) return;
    EventFeed::Place place{lead->zone_id, lead->confidential, {}, {}};
    if (lead->reporter_id) place.own.push_back(*lead->reporter_id);
    if (lead->officer_id) place.assigned.push_back(*lead->officer_id);
    places.push_back(place);
    for (auto const& zone : more_zones) {
      place.zone_id = zone;
      places.push_back(place);
    }
  };
  auto const add_project = [&](std::optional<std::int64_t> project_id) {
    auto const project = project_id ? store::ProjectRepository{sql}.find(*project_id, {}) : std::nullopt;
    if (!project) return;
    EventFeed::Place place{project->zone_id, project->confidential, {}, {}};
    for (auto const& member : store::TeamRepository{sql}.members(project->id, false)) {
      place.own.push_back(member.account_id);
    }
    place.assigned = place.own;
    places.push_back(std::move(place));
  };
  if (noun == "lead") {
    add_lead(id, {});
  } else if (noun == "project") {
    add_project(id);
  } else if (noun == "task" || noun == "promise" || noun == "question") {
    add_project(sql.find_integer(fmt::format("SELECT project_id FROM {} WHERE id = ?", noun), id));
  } else if (noun == "transfer") {
    if (auto const transfer = store::ClaimRepository{sql}.find_transfer(id)) {
      add_lead(transfer->lead_id, {transfer->from_zone_id, transfer->to_zone_id});
    }
  } else if (noun == "dispute") {
    if (auto const dispute = store::ClaimRepository{sql}.find_dispute(id)) {
      add_lead(dispute->lead_id, {dispute->claimant_zone_id});
      add_lead(dispute->against_lead_id, {dispute->respondent_zone_id});
    }
  } else {
    return std::nullopt;
  }
  return places;
}

}  // namespace

Change::Change(Workspace const& workspace, Viewer const& viewer, std::string_view operation, store::Use use)
    : workspace_{workspace},
      account_id_{viewer.account_id},
      operation_{operation},
      sql_{use == store::Use::kLongWrite ? workspace.database.long_writer() : workspace.database.writer()},
      transaction_{sql_} {
  // What is there already is looked up before anything is written: two imports at once would both find nothing.
  if (use == store::Use::kLongWrite && sql_.engine() == store::Engine::kPostgres) {
    sql_.script("SELECT pg_advisory_xact_lock(7233622)");
  }
}

void Change::note(std::string_view noun, std::int64_t id, std::int64_t version, std::string_view detail) {
  entries_.push_back({0, 0, account_id_, operation_, fmt::format("{}:{}", noun, id), std::string{detail}});
  events_.push_back({std::string{noun}, id, version});
}

Change::Mark Change::begin_attempt() {
  sql_.later("SAVEPOINT attempt");
  return {entries_.size(), events_.size()};
}

void Change::take_back(Mark const& mark) {
  sql_.script("ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt");
  entries_.resize(mark.entries);
  events_.resize(mark.events);
}

void Change::end_attempt() {
  sql_.later("RELEASE SAVEPOINT attempt");
}

void Change::commit() {
  // Before the place in the audit is taken: until the commit everybody else waits for it.
  std::map<std::pair<std::string, std::int64_t>, EventFeed::Audience> audiences;
  for (auto const& event : events_) {
    auto const [at, first] = audiences.try_emplace({event.noun, event.id});
    if (first) at->second = audience_of(sql_, event.noun, event.id);
  }
  store::AuditLog{sql_}.append(std::move(entries_));
  transaction_.commit();
  for (auto const& [noun, id, version] : events_) {
    workspace_.events->publish("change", fmt::format(R"({{"noun":"{}","id":{},"version":{}}})", noun, id, version),
                               audiences.at({noun, id}));
  }
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
  if (before_first_day(*day)) {
    throw invalid_input("day_too_early", fmt::format("{}: {} lies before {}; nothing kept here happened before it",
                                                     field, given, kFirstDay));
  }
  return *day;
}

bool before_first_day(DayNumber day) {
  static auto const kFirst = parse_day(kFirstDay).value();
  return day < kFirst;
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
