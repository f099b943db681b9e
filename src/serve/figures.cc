#include "serve/figures.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "kernel/clock.h"
#include "serve/alarm_rules.h"

namespace lianzhao::serve {

namespace {

std::set<std::int64_t> accounts_of(store::LeadFacts const& lead) {
  std::set<std::int64_t> found;
  if (lead.reporter_id) found.insert(*lead.reporter_id);
  if (lead.officer_id) found.insert(*lead.officer_id);
  return found;
}

}  // namespace

std::int64_t Figures::Project::counted_fen() const {
  MoneySum sum;
  if (facts.part) return 0;
  for (auto const& amount : facts.amounts) sum += amount.kind == "contracted" ? amount.fen.value_or(0) : 0;
  return sum.fen();
}

lifecycle::KpiFact Figures::fact_of(store::ProjectFacts const& p, DayNumber as_of) {
  lifecycle::KpiFact fact;
  fact.id = p.id;
  fact.name = p.name;
  fact.zone_id = p.zone_id;
  fact.node = p.node;
  fact.channel = p.channel;
  fact.officer = p.officer;
  fact.part = p.part;
  fact.verified = p.verified;
  fact.ended = p.state == "ended" && p.state_since <= as_of;
  // What has ended changes no more.
  fact.out_of_sight = p.known_until && *p.known_until < as_of && !fact.ended;
  for (std::size_t s = 0; s < p.passed.size(); ++s) {
    if (p.passed[s] && *p.passed[s] <= as_of) fact.passed[s] = p.passed[s];
  }
  fact.day = fact.passed[1];
  auto const sum_of = [&](std::string_view kind) -> std::optional<std::int64_t>& {
    return kind == "contracted" ? fact.contracted_fen : kind == "arrived" ? fact.arrived_fen : fact.fixed_asset_fen;
  };
  std::array<MoneySum, 3> sums;
  auto foreign = false;
  for (auto const& amount : p.amounts) {
    if (amount.day > as_of) continue;
    foreign = foreign || !amount.fen;
    auto& sum = sum_of(amount.kind);
    if (!amount.fen) continue;
    auto& exact = sums[amount.kind == "contracted" ? 0 : amount.kind == "arrived" ? 1 : 2];
    exact += *amount.fen;
    sum = exact.fen();
  }
  if (foreign) {
    // A sum of which a part has no value in yuan is not known.
    for (std::string_view const kind : {"contracted", "arrived", "fixed_asset"}) {
      if (p.unconverted(kind, as_of)) sum_of(kind).reset();
    }
  }
  for (auto const& measure : p.measures) {
    if (measure.day > as_of) continue;
    auto& value = measure.measure == "land_m2"   ? fact.land_m2
                  : measure.measure == "tax_fen" ? fact.tax_fen
                                                 : fact.output_fen;
    value = measure.value;
  }
  return fact;
}

lifecycle::KpiFact Figures::fact_of(store::LeadFacts const& l, DayNumber as_of) {
  lifecycle::KpiFact fact;
  fact.id = l.id;
  fact.name = l.investor;
  fact.zone_id = l.zone_id;
  fact.node = l.node;
  fact.channel = l.channel;
  fact.officer = l.officer;
  auto const signed_by_then = l.signed_day && *l.signed_day <= as_of;
  auto const converted = l.converted_at && civil_day(*l.converted_at) <= as_of;
  fact.became = signed_by_then ? "contract" : converted ? "project" : "";
  fact.day = civil_day(l.reported_at);
  return fact;
}

bool Figures::FurthestFirst::operator()(store::AlarmRow const& a, store::AlarmRow const& b) const {
  auto const key = [](store::AlarmRow const& row) {
    return std::tuple{row.since + row.limit_days, std::string_view{row.kind}, row.id, std::string_view{row.noun}};
  };
  return key(a) < key(b);
}

std::size_t Figures::column_of(std::string_view stage, std::string_view state) {
  if (state == "suspended") return kSuspended;
  return state == "ended" ? kEnded : stage_index(stage).value();
}

Figures::View Figures::look(store::Session& sql) {
  auto const today = civil_day(now());
  auto const newest = store::FigureRepository{sql}.newest_audit_id();
  {
    auto lock = std::shared_lock{mutex_};
    if (today_ == today && audit_id_ >= newest) return View{*this, std::move(lock)};
  }
  {
    // Who waits here meanwhile finds what he needs, and nobody who looks waits for SQL.
    auto const reading = std::lock_guard{reading_};
    auto const fresh = today_ == today && audit_id_ >= newest;
    if (!fresh && (today_ != today || !read_changed(sql, audit_id_, today))) read_all(sql, today);
  }
  // Whoever came between has made it newer still.
  return View{*this, std::shared_lock{mutex_}};
}

void Figures::read_all(store::Session& sql, DayNumber today) {
  auto repository = store::FigureRepository{sql};
  Read read;
  // First of all: what changes while the rest is read is read again.
  read.audit_id = repository.newest_audit_id();
  read.names = repository.names();
  read.gone = repository.gone();
  read.projects = repository.projects();
  read.leads = repository.leads();
  read.alarms = repository.project_alarms(today);
  auto const lock = std::unique_lock{mutex_};
  projects_.clear();
  leads_.clear();
  project_places_ = {};
  lead_places_ = {};
  zones_.clear();
  tasks_of_assignee_.clear();
  alarms_.clear();
  escalated_projects_.clear();
  alarm_counts_.clear();
  alarms_of_projects_.clear();
  alarms_of_leads_.clear();
  bool changed = false;
  for (auto& record : read.projects) put(std::move(record), today, changed);
  for (auto& record : read.leads) put(std::move(record), today, changed);
  ring(std::move(read.alarms));
  names_ = std::move(read.names);
  gone_ = std::move(read.gone);
  audit_id_ = read.audit_id;
  today_ = today;
  ++version_;
}

/// Who is called otherwise than before, or is gone or back, is named with his projects and leads. False when these are
/// too many.
bool Figures::add_renamed(store::FigureRepository& repository, store::FigureRepository::Changed& changes,
                          Read& read) const {
  constexpr std::size_t kMost = 2000;
  read.names = repository.names();
  read.gone = repository.gone();
  std::set<std::int64_t> projects{changes.projects.begin(), changes.projects.end()};
  std::set<std::int64_t> leads{changes.leads.begin(), changes.leads.end()};
  std::set<std::int64_t> renamed;
  for (auto const& [account, name] : read.names) {
    // One that is new is known from nowhere yet.
    auto const known = names_.find(account);
    if (known == names_.end()) continue;
    if (known->second == name && gone_.contains(account) == read.gone.contains(account)) continue;
    auto const add = [account = account](auto const& of_account, std::set<std::int64_t>& to) {
      if (auto const found = of_account.find(account); found != of_account.end()) {
        to.insert(found->second.begin(), found->second.end());
      }
    };
    add(project_places_.of_account, projects);
    add(lead_places_.of_account, leads);
    if (auto const found = tasks_of_assignee_.find(account); found != tasks_of_assignee_.end()) {
      for (auto const& task : found->second) projects.insert(task.project_id);
    }
    renamed.insert(account);
  }
  // Who gave what waits for its verdict need not be in the team any more.
  if (!renamed.empty()) {
    for (auto const& [id, project] : projects_) {
      auto const& from = project.waiting_from;
      if (std::any_of(from.begin(), from.end(), [&](auto giver) { return renamed.contains(giver); }))
        projects.insert(id);
    }
  }
  changes.projects.assign(projects.begin(), projects.end());
  changes.leads.assign(leads.begin(), leads.end());
  return projects.size() + leads.size() <= kMost;
}

/// False when so much has changed that everything is to be read.
bool Figures::read_changed(store::Session& sql, std::int64_t since, DayNumber today) {
  auto repository = store::FigureRepository{sql};
  auto changes = repository.changed_since(since);
  if (changes.too_many) return false;
  Read read;
  if (changes.accounts && !add_renamed(repository, changes, read)) return false;
  if (!changes.projects.empty()) {
    read.projects = repository.projects(changes.projects);
    read.alarms = repository.project_alarms(today, changes.projects);
  }
  if (!changes.leads.empty()) read.leads = repository.leads(changes.leads);
  auto const lock = std::unique_lock{mutex_};
  bool changed = false;
  for (auto& record : read.projects) put(std::move(record), today, changed);
  for (auto& record : read.leads) put(std::move(record), today, changed);
  ring(std::move(read.alarms));
  if (changes.accounts) {
    names_ = std::move(read.names);
    gone_ = std::move(read.gone);
  }
  audit_id_ = changes.audit_id;
  if (changed) ++version_;
  return true;
}

void Figures::shelve(Project const& project, bool add) {
  auto const& row = project.row;
  auto& zone = zones_[row.zone_id];
  auto const column = column_of(row.stage, row.state);
  auto const sign = add ? 1 : -1;
  auto const move = [&]<typename Place>(Shelf<Place>& shelf, Place const& place) {
    auto& places = shelf.of(row.confidential);
    if (add) {
      places.insert(place);
    } else {
      places.erase(place);
    }
  };
  auto const place = ChangedPlace{row.updated_at, row.id};
  move(zone.columns[column], place);
  auto& sum = zone.contracted_fen[column][row.confidential ? 1 : 0];
  if (add) {
    sum += project.counted_fen();
  } else {
    sum -= project.counted_fen();
  }
  if (!project.waiting_from.empty()) move(zone.waiting, place);
  if (row.state != "active") return;
  for (auto const& task : project.tasks) {
    auto const due = TaskPlace{{task.due, task.id}, row.id};
    move(zone.tasks, due);
    if (task.due) zone.dues[row.confidential ? 1 : 0][*task.due] += sign;
    if (!task.assignee_id) continue;
    auto& theirs = tasks_of_assignee_[*task.assignee_id];
    if (add) {
      theirs.insert(due);
    } else {
      theirs.erase(due);
    }
  }
}

void Figures::shelve(Lead const& lead, bool add) {
  auto& zone = zones_[lead.facts.zone_id];
  auto& places = (lead.facts.open() ? zone.open_leads : zone.ended_leads).of(lead.facts.confidential);
  auto const place = DuePlace{lead.next_due, lead.facts.id};
  if (add) {
    places.insert(place);
  } else {
    places.erase(place);
  }
}

void Figures::put(store::ProjectRecord record, DayNumber today, bool& changed) {
  auto const id = record.facts.id;
  auto fact = fact_of(record.facts, today);
  auto alarms = alarms_of(record, insights_.knowledge().lifecycle, today);
  auto& kept = projects_[id];
  if (kept.facts.id != 0) {
    shelve(kept, false);
    project_places_.of_zone[kept.facts.zone_id].erase(id);
    for (auto const member : kept.facts.members) project_places_.of_account[member].erase(id);
  }
  // A note or a task more or less is no other figure.
  changed = changed || !(kept.facts == record.facts);
  static_cast<store::ProjectRecord&>(kept) = std::move(record);
  kept.today = std::move(fact);
  shelve(kept, true);
  project_places_.of_zone[kept.facts.zone_id].insert(id);
  for (auto const member : kept.facts.members) project_places_.of_account[member].insert(id);
  silence(id, false);
  ring(std::move(alarms));
}

void Figures::put(store::LeadRecord record, DayNumber today, bool& changed) {
  auto const id = record.facts.id;
  auto fact = fact_of(record.facts, today);
  auto alarms = alarms_of(record, insights_.knowledge().lifecycle, today);
  auto& kept = leads_[id];
  if (kept.facts.id != 0) {
    shelve(kept, false);
    lead_places_.of_zone[kept.facts.zone_id].erase(id);
    for (auto const account : accounts_of(kept.facts)) lead_places_.of_account[account].erase(id);
  }
  changed = changed || !(kept.facts == record.facts);
  static_cast<store::LeadRecord&>(kept) = std::move(record);
  kept.today = std::move(fact);
  shelve(kept, true);
  lead_places_.of_zone[kept.facts.zone_id].insert(id);
  for (auto const account : accounts_of(kept.facts)) lead_places_.of_account[account].insert(id);
  silence(id, true);
  ring(std::move(alarms));
}

void Figures::silence(std::int64_t owner, bool lead) {
  auto& places = lead ? alarms_of_leads_ : alarms_of_projects_;
  auto const found = places.find(owner);
  if (found == places.end()) return;
  for (auto const& place : found->second) {
    auto const count = alarm_counts_.find(place->kind);
    if (--count->second == 0) alarm_counts_.erase(count);
    alarms_.erase(place);
  }
  places.erase(found);
  if (!lead) escalated_projects_.erase(owner);
}

void Figures::ring(std::vector<store::AlarmRow> rows) {
  for (auto& row : rows) {
    auto const owner = row.owner_id;
    auto const [place, fresh] = alarms_.insert(std::move(row));
    if (!fresh) continue;
    (place->noun == "lead" ? alarms_of_leads_ : alarms_of_projects_)[owner].push_back(place);
    ++alarm_counts_[place->kind];
    if (place->escalated) escalated_projects_.insert(owner);
  }
}

std::optional<std::set<std::int64_t>> Figures::Places::candidates(store::Scope const& scope,
                                                                  std::optional<std::string> const& zone_id) const {
  constexpr std::size_t kFew = 8;
  std::vector<std::string> zones;
  if (zone_id) {
    zones = {*zone_id};
  } else if (!scope.zones.empty() && scope.zones.size() <= kFew) {
    zones = scope.zones;
  } else if (!scope.assigned_only) {
    return std::nullopt;
  }
  std::set<std::int64_t> ids;
  if (!scope.assigned_only) {
    for (auto const& zone : zones) {
      if (auto const found = of_zone.find(zone); found != of_zone.end()) {
        ids.insert(found->second.begin(), found->second.end());
      }
    }
  }
  if (scope.account_id) {
    if (auto const found = of_account.find(*scope.account_id); found != of_account.end()) {
      ids.insert(found->second.begin(), found->second.end());
    }
  }
  return ids;
}

std::shared_ptr<void const> Figures::find(std::int64_t version, std::string const& key) {
  auto const lock = std::lock_guard{kept_mutex_};
  if (version != kept_version_) return nullptr;
  auto const found = kept_.find(key);
  return found == kept_.end() ? nullptr : found->second;
}

void Figures::keep(std::int64_t version, std::string const& key, std::shared_ptr<void const> value) {
  constexpr std::size_t kMost = 1000;
  auto const lock = std::lock_guard{kept_mutex_};
  if (version < kept_version_) return;
  if (version > kept_version_ || kept_.size() >= kMost) kept_.clear();
  kept_version_ = version;
  kept_[key] = std::move(value);
}

std::string key_of(store::Scope const& scope) {
  // Who is bound to something may see what is his own besides; who is bound to nothing sees what all such see.
  if (scope.sees_all()) return "all";
  return fmt::format("{}/{}/{}/{}", fmt::join(scope.zones, ","), scope.account_id.value_or(-1), scope.assigned_only,
                     scope.confidential);
}

}  // namespace lianzhao::serve
