#include "serve/figures.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "kernel/clock.h"

namespace lianzhao::serve {

namespace {

bool in_team(store::ProjectFacts const& facts, std::optional<std::int64_t> account_id) {
  return account_id && std::find(facts.members.begin(), facts.members.end(), *account_id) != facts.members.end();
}

bool sees(store::Scope const& scope, store::ProjectFacts const& facts) {
  auto const member = in_team(facts, scope.account_id);
  return scope.sees(facts.zone_id, facts.confidential, member, member);
}

bool sees(store::Scope const& scope, store::LeadFacts const& facts) {
  return scope.sees(facts.zone_id, facts.confidential, scope.account_id && facts.reporter_id == scope.account_id,
                    scope.account_id && facts.officer_id == scope.account_id);
}

bool sees_all(store::Scope const& scope) {
  return scope.zones.empty() && !scope.assigned_only && scope.confidential;
}

template <typename Kept>
std::vector<Kept const*> seen_of(std::unordered_map<std::int64_t, Kept> const& all,
                                 std::optional<std::set<std::int64_t>> const& candidates, store::Scope const& scope,
                                 std::optional<std::string> const& zone_id) {
  std::vector<Kept const*> seen;
  auto const take = [&](Kept const& one) {
    if (zone_id && one.facts.zone_id != *zone_id) return;
    if (sees(scope, one.facts)) seen.push_back(&one);
  };
  if (candidates) {
    for (auto const id : *candidates) take(all.at(id));
    return seen;
  }
  for (auto const& [id, one] : all) take(one);
  std::sort(seen.begin(), seen.end(), [](Kept const* a, Kept const* b) { return a->facts.id < b->facts.id; });
  return seen;
}

}  // namespace

lifecycle::KpiFact Figures::fact_of(store::ProjectFacts const& p, DayNumber as_of) {
  lifecycle::KpiFact fact;
  fact.id = p.id;
  fact.name = p.name;
  fact.zone_id = p.zone_id;
  fact.node = p.node;
  fact.channel = p.channel;
  fact.officer = p.officer;
  fact.ended = p.state == "ended" && p.state_since <= as_of;
  for (std::size_t s = 0; s < p.passed.size(); ++s) {
    if (p.passed[s] && *p.passed[s] <= as_of) fact.passed[s] = p.passed[s];
  }
  fact.day = fact.passed[1];
  for (auto const& amount : p.amounts) {
    if (amount.day > as_of) continue;
    auto& sum = amount.kind == "contracted" ? fact.contracted_fen
                : amount.kind == "arrived"  ? fact.arrived_fen
                                            : fact.fixed_asset_fen;
    sum = sum.value_or(0) + amount.fen;
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
    return std::tuple{row.since + row.limit_days, std::string_view{row.kind}, row.id};
  };
  return key(a) < key(b);
}

Figures::View Figures::look(store::Session& sql) {
  auto const today = civil_day(now());
  auto repository = store::FigureRepository{sql};
  auto const newest = repository.newest_audit_id();
  {
    auto lock = std::shared_lock{mutex_};
    if (today_ == today && audit_id_ >= newest) return View{*this, std::move(lock)};
  }
  {
    auto const lock = std::unique_lock{mutex_};
    if (today_ != today) {
      read_all(sql, today);
    } else if (audit_id_ < newest) {
      auto const changed = repository.changed_since(audit_id_);
      if (changed.too_many || changed.accounts) {
        read_all(sql, today);
      } else {
        read_changed(sql, changed);
      }
    }
  }
  // Whoever came between has made it newer still.
  return View{*this, std::shared_lock{mutex_}};
}

void Figures::read_all(store::Session& sql, DayNumber today) {
  auto repository = store::FigureRepository{sql};
  // First of all: what changes while the rest is read is read again.
  auto const newest = repository.newest_audit_id();
  today_ = 0;
  projects_.clear();
  leads_.clear();
  project_places_ = {};
  lead_places_ = {};
  open_dues_.clear();
  open_without_due_ = 0;
  alarms_.clear();
  alarm_counts_.clear();
  alarms_of_projects_.clear();
  alarms_of_leads_.clear();
  bool changed = false;
  for (auto& facts : repository.projects()) put(std::move(facts), today, changed);
  for (auto& facts : repository.leads()) put(std::move(facts), today, changed);
  ring(repository.project_alarms(insights_.knowledge().lifecycle, today), {}, false);
  ring(repository.lead_alarms(insights_.knowledge().lifecycle, today), {}, true);
  audit_id_ = newest;
  today_ = today;
  ++version_;
}

void Figures::read_changed(store::Session& sql, store::FigureRepository::Changed const& changes) {
  auto repository = store::FigureRepository{sql};
  auto const& rules = insights_.knowledge().lifecycle;
  bool changed = false;
  if (!changes.projects.empty()) {
    for (auto& facts : repository.projects(changes.projects)) put(std::move(facts), today_, changed);
    ring(repository.project_alarms(rules, today_, changes.projects), changes.projects, false);
  }
  if (!changes.leads.empty()) {
    for (auto& facts : repository.leads(changes.leads)) put(std::move(facts), today_, changed);
    ring(repository.lead_alarms(rules, today_, changes.leads), changes.leads, true);
  }
  audit_id_ = changes.audit_id;
  if (changed) ++version_;
}

void Figures::forget(Project const& project) {
  auto const& facts = project.facts;
  project_places_.of_zone[facts.zone_id].erase(facts.id);
  for (auto const member : facts.members) project_places_.of_account[member].erase(facts.id);
  if (facts.state != "active") return;
  for (auto const due : facts.open_dues) --open_dues_[due];
  open_without_due_ -= facts.open_without_due;
}

void Figures::put(store::ProjectFacts facts, DayNumber today, bool& changed) {
  auto fact = fact_of(facts, today);
  auto& kept = projects_[facts.id];
  if (kept.facts.id != 0) forget(kept);
  project_places_.of_zone[facts.zone_id].insert(facts.id);
  for (auto const member : facts.members) project_places_.of_account[member].insert(facts.id);
  if (facts.state == "active") {
    for (auto const due : facts.open_dues) ++open_dues_[due];
    open_without_due_ += facts.open_without_due;
  }
  // A task more or less is no other figure.
  auto old = std::move(kept.facts);
  old.open_dues = facts.open_dues;
  old.open_without_due = facts.open_without_due;
  changed = changed || !(old == facts);
  kept = {std::move(facts), std::move(fact)};
}

void Figures::put(store::LeadFacts facts, DayNumber today, bool& changed) {
  auto fact = fact_of(facts, today);
  auto& kept = leads_[facts.id];
  auto const accounts = [](store::LeadFacts const& lead) {
    std::set<std::int64_t> found;
    if (lead.reporter_id) found.insert(*lead.reporter_id);
    if (lead.officer_id) found.insert(*lead.officer_id);
    return found;
  };
  if (kept.facts.id != 0) {
    lead_places_.of_zone[kept.facts.zone_id].erase(facts.id);
    for (auto const account : accounts(kept.facts)) lead_places_.of_account[account].erase(facts.id);
  }
  lead_places_.of_zone[facts.zone_id].insert(facts.id);
  for (auto const account : accounts(facts)) lead_places_.of_account[account].insert(facts.id);
  changed = changed || !(kept.facts == facts);
  kept = {std::move(facts), std::move(fact)};
}

void Figures::ring(std::vector<store::AlarmRow> rows, std::vector<std::int64_t> const& owners, bool leads) {
  auto& places = leads ? alarms_of_leads_ : alarms_of_projects_;
  for (auto const owner : owners) {
    auto const found = places.find(owner);
    if (found == places.end()) continue;
    for (auto const& place : found->second) {
      auto const count = alarm_counts_.find(place->kind);
      if (--count->second == 0) alarm_counts_.erase(count);
      alarms_.erase(place);
    }
    places.erase(found);
  }
  for (auto& row : rows) {
    auto const owner = row.owner_id;
    auto const [place, fresh] = alarms_.insert(std::move(row));
    if (!fresh) continue;
    places[owner].push_back(place);
    ++alarm_counts_[place->kind];
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

std::vector<Figures::Project const*> Figures::View::projects(store::Scope const& scope,
                                                             std::optional<std::string> const& zone_id) const {
  return seen_of(figures_->projects_, figures_->project_places_.candidates(scope, zone_id), scope, zone_id);
}

std::vector<Figures::Lead const*> Figures::View::leads(store::Scope const& scope,
                                                       std::optional<std::string> const& zone_id) const {
  return seen_of(figures_->leads_, figures_->lead_places_.candidates(scope, zone_id), scope, zone_id);
}

Figures::View::AlarmPage Figures::View::alarms(store::Scope const& scope, AlarmsAsked const& asked) const {
  AlarmPage page;
  auto const take = [&](store::AlarmRow const& row, std::string const& zone_id) {
    auto const at = page.total++;
    if (at >= asked.page.offset && at < asked.page.offset + asked.page.limit) page.rows.push_back({row, zone_id});
  };
  auto const zone_of = [&](store::AlarmRow const& row) -> std::string const& {
    return row.noun == "lead" ? figures_->leads_.at(row.owner_id).facts.zone_id
                              : figures_->projects_.at(row.owner_id).facts.zone_id;
  };
  auto const end = asked.page.offset + asked.page.limit;
  if (sees_all(scope) && !asked.zone_id && !asked.account_id) {
    page.counts = figures_->alarm_counts_;
    for (auto const& row : figures_->alarms_) {
      if (page.total >= end) break;
      if (!asked.kind || row.kind == *asked.kind) take(row, zone_of(row));
    }
    page.total = 0;
    for (auto const& [kind, count] : page.counts) page.total += !asked.kind || kind == *asked.kind ? count : 0;
    return page;
  }
  // Of a project or lead all that rings; of somebody's own only the tasks that are his.
  std::vector<store::AlarmRow const*> rows;
  auto const gather = [&](auto const& places, std::int64_t id) {
    auto const found = places.find(id);
    if (found == places.end()) return;
    for (auto const& place : found->second) {
      if (asked.account_id && place->noun == "task" && place->assignee_id != asked.account_id) continue;
      rows.push_back(&*place);
    }
  };
  auto own = scope;
  own.assigned_only = scope.assigned_only || asked.account_id.has_value();
  if (asked.account_id) own.account_id = asked.account_id;
  for (auto const* const project : projects(own, asked.zone_id)) {
    if (asked.account_id && !in_team(project->facts, asked.account_id)) continue;
    gather(figures_->alarms_of_projects_, project->facts.id);
  }
  for (auto const* const lead : leads(own, asked.zone_id)) {
    if (asked.account_id && lead->facts.officer_id != asked.account_id) continue;
    gather(figures_->alarms_of_leads_, lead->facts.id);
  }
  for (auto const* const row : rows) ++page.counts[row->kind];
  if (asked.kind) std::erase_if(rows, [&](auto const* row) { return row->kind != *asked.kind; });
  page.total = static_cast<std::int64_t>(rows.size());
  auto const shown = static_cast<std::ptrdiff_t>(std::min<std::int64_t>(end, page.total));
  std::partial_sort(rows.begin(), rows.begin() + shown, rows.end(),
                    [](auto const* a, auto const* b) { return FurthestFirst{}(*a, *b); });
  for (auto i = asked.page.offset; i < shown; ++i) {
    auto const& row = *rows[static_cast<std::size_t>(i)];
    page.rows.push_back({row, zone_of(row)});
  }
  return page;
}

std::int64_t Figures::View::open_tasks(store::Scope const& scope, std::optional<std::string> const& zone_id,
                                       std::optional<DayNumber> late_on) const {
  std::int64_t count = 0;
  if (sees_all(scope) && !zone_id) {
    auto const end = late_on ? figures_->open_dues_.lower_bound(*late_on) : figures_->open_dues_.end();
    for (auto day = figures_->open_dues_.begin(); day != end; ++day) count += day->second;
    return count + (late_on ? 0 : figures_->open_without_due_);
  }
  for (auto const* const project : projects(scope, zone_id)) {
    auto const& facts = project->facts;
    if (facts.state != "active") continue;
    if (late_on) {
      count += std::lower_bound(facts.open_dues.begin(), facts.open_dues.end(), *late_on) - facts.open_dues.begin();
    } else {
      count += static_cast<std::int64_t>(facts.open_dues.size()) + facts.open_without_due;
    }
  }
  return count;
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
  if (sees_all(scope)) return "all";
  return fmt::format("{}/{}/{}/{}", fmt::join(scope.zones, ","), scope.account_id.value_or(-1), scope.assigned_only,
                     scope.confidential);
}

}  // namespace lianzhao::serve
