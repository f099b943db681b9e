#include <algorithm>
#include <array>

#include "serve/figures.h"

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

/// Rows of the zones are seen without regard to whose they are.
bool reaches(store::Scope const& scope, std::string_view zone_id, bool is_confidential) {
  return !scope.assigned_only && scope.sees(zone_id, is_confidential, false, false);
}

bool names_all_open(std::vector<std::string> const& states) {
  static std::set<std::string, std::less<>> const kOpen{"reported", "answered", "assessed", "fed_back"};
  return std::set<std::string, std::less<>>{states.begin(), states.end()} == kOpen;
}

bool fits(Figures::Lead const& lead, store::LeadFilter const& filter) {
  auto const& facts = lead.facts;
  if (filter.zone_id && facts.zone_id != *filter.zone_id) return false;
  if (filter.channel && facts.channel != *filter.channel) return false;
  if (filter.reporter_id && facts.reporter_id != filter.reporter_id) return false;
  if (filter.officer_id && facts.officer_id != filter.officer_id) return false;
  if (filter.late_on && !(lead.next_due && *lead.next_due < *filter.late_on)) return false;
  return filter.states.empty() ||
         std::find(filter.states.begin(), filter.states.end(), facts.state) != filter.states.end();
}

}  // namespace

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
  if (scope.sees_all() && !asked.zone_id && !asked.account_id) {
    page.counts = figures_->alarm_counts_;
    for (auto const& row : figures_->alarms_) {
      if (page.total >= end) break;
      if (!asked.kind || row.kind == *asked.kind) take(row, zone_of(row));
    }
    page.total = 0;
    for (auto const& [kind, count] : page.counts) page.total += !asked.kind || kind == *asked.kind ? count : 0;
    return page;
  }
  // Of a project or lead all that rings; of somebody's own only the tasks that are his, and those that were brought to
  // him because he sponsors the project.
  std::vector<store::AlarmRow const*> rows;
  auto const gather = [&](auto const& places, std::int64_t id, bool sponsors) {
    auto const found = places.find(id);
    if (found == places.end()) return;
    for (auto const& place : found->second) {
      auto const other = asked.account_id && place->noun == "task" && place->assignee_id != asked.account_id;
      if (other && !(place->escalated && (sponsors || asked.leads))) continue;
      rows.push_back(&*place);
    }
  };
  auto own = scope;
  own.assigned_only = scope.assigned_only || asked.account_id.has_value();
  if (asked.account_id) own.account_id = asked.account_id;
  for (auto const* const project : projects(own, asked.zone_id)) {
    if (asked.account_id && !in_team(project->facts, asked.account_id)) continue;
    auto const& sponsors = project->sponsors;
    gather(figures_->alarms_of_projects_, project->facts.id,
           asked.account_id && std::find(sponsors.begin(), sponsors.end(), *asked.account_id) != sponsors.end());
  }
  if (asked.account_id && asked.leads) {
    for (auto const id : figures_->escalated_projects_) {
      auto const& project = figures_->projects_.at(id);
      if (asked.zone_id && project.facts.zone_id != *asked.zone_id) continue;
      if (in_team(project.facts, asked.account_id) || !sees(scope, project.facts)) continue;
      for (auto const& place : figures_->alarms_of_projects_.at(id)) {
        if (place->escalated) rows.push_back(&*place);
      }
    }
  }
  for (auto const* const lead : leads(own, asked.zone_id)) {
    if (asked.account_id && lead->facts.officer_id != asked.account_id) continue;
    gather(figures_->alarms_of_leads_, lead->facts.id, false);
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

/// What is reached by zone, whole lists at a time, and what is seen besides because it is somebody's own.
struct Figures::View::Reach {
  std::vector<Zone const*> zones;
  bool confidential = false;
  std::vector<Project const*> projects;
  std::vector<Lead const*> leads;
};

Figures::View::Reach Figures::View::reach(store::Scope const& scope, std::optional<std::string> const& zone_id) const {
  Reach reach;
  reach.confidential = scope.confidential;
  auto const& zones = figures_->zones_;
  auto const add = [&](std::string const& id) {
    if (!scope.sees(id, false, false, false)) return;
    if (auto const found = zones.find(id); found != zones.end()) reach.zones.push_back(&found->second);
  };
  if (scope.assigned_only) {
    // Only what is somebody's own.
  } else if (zone_id) {
    add(*zone_id);
  } else if (scope.zones.empty()) {
    for (auto const& [id, zone] : zones) reach.zones.push_back(&zone);
  } else {
    for (auto const& id : std::set<std::string>{scope.zones.begin(), scope.zones.end()}) add(id);
  }
  auto const own = [&](auto const& places, auto const& all, auto& to) {
    if (!scope.account_id) return;
    auto const found = places.of_account.find(*scope.account_id);
    if (found == places.of_account.end()) return;
    for (auto const id : found->second) {
      auto const& one = all.at(id);
      if (zone_id && one.facts.zone_id != *zone_id) continue;
      if (!sees(scope, one.facts) || reaches(scope, one.facts.zone_id, one.facts.confidential)) continue;
      to.push_back(&one);
    }
  };
  own(figures_->project_places_, figures_->projects_, reach.projects);
  own(figures_->lead_places_, figures_->leads_, reach.leads);
  return reach;
}

template <typename Place>
Figures::View::ProjectPage Figures::View::page_of(Shelves<Place> const& shelves, store::Page const& asked) const {
  ProjectPage page;
  page.total = shelves.total();
  for (auto const& place : shelves.page(asked)) page.rows.push_back(&figures_->projects_.at(place.id).row);
  return page;
}

std::array<Figures::View::ProjectPage, Figures::kColumns> Figures::View::board(
    store::Scope const& scope, std::optional<std::string> const& zone_id, std::int64_t cards) const {
  auto const reached = reach(scope, zone_id);
  std::array<std::set<ChangedPlace>, kColumns> own;
  std::array<MoneySum, kColumns> fen{};
  for (auto const* const project : reached.projects) {
    auto const column = column_of(project->row.stage, project->row.state);
    own[column].insert({project->row.updated_at, project->row.id});
    fen[column] += project->counted_fen();
  }
  std::array<ProjectPage, kColumns> board;
  for (std::size_t column = 0; column < kColumns; ++column) {
    Shelves<ChangedPlace> shelves;
    shelves.add(own[column]);
    for (auto const* const zone : reached.zones) {
      shelves.add(zone->columns[column], reached.confidential);
      fen[column] += zone->contracted_fen[column][0];
      if (reached.confidential) fen[column] += zone->contracted_fen[column][1];
    }
    board[column] = page_of(shelves, {cards, 0});
    board[column].contracted_fen = fen[column].fen();
  }
  return board;
}

Figures::View::ProjectPage Figures::View::projects(store::Scope const& scope, std::optional<std::string> const& zone_id,
                                                   std::vector<std::size_t> const& columns,
                                                   store::Page const& asked) const {
  auto const reached = reach(scope, zone_id);
  auto const wanted = [&](std::size_t column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  std::set<ChangedPlace> own;
  for (auto const* const project : reached.projects) {
    if (wanted(column_of(project->row.stage, project->row.state)))
      own.insert({project->row.updated_at, project->row.id});
  }
  Shelves<ChangedPlace> shelves;
  shelves.add(own);
  for (auto const* const zone : reached.zones) {
    for (auto const column : columns) shelves.add(zone->columns[column], reached.confidential);
  }
  return page_of(shelves, asked);
}

Figures::View::ProjectPage Figures::View::waiting(store::Scope const& scope, std::int64_t account_id,
                                                  store::Page const& asked) const {
  auto const reached = reach(scope, std::nullopt);
  std::set<ChangedPlace> seen;
  auto const add = [&](Project const& project) {
    // Of what rests or has ended no gate can be passed: nobody needs to verify it today.
    if (project.row.state != "active") return;
    auto const& from = project.waiting_from;
    if (std::any_of(from.begin(), from.end(), [&](std::int64_t by) { return by != account_id; })) {
      seen.insert({project.row.updated_at, project.row.id});
    }
  };
  for (auto const* const project : reached.projects) add(*project);
  for (auto const* const zone : reached.zones) {
    for (auto const& place : zone->waiting.plain) add(figures_->projects_.at(place.id));
    if (!reached.confidential) continue;
    for (auto const& place : zone->waiting.confidential) add(figures_->projects_.at(place.id));
  }
  Shelves<ChangedPlace> shelves;
  shelves.add(seen);
  return page_of(shelves, asked);
}

Figures::View::IdPage Figures::View::open_tasks(store::Scope const& scope, store::TaskFilter const& filter,
                                                store::Page const& asked) const {
  auto const late = [&](DuePlace const& place) {
    return !filter.late_on || (place.due && *place.due < *filter.late_on);
  };
  std::set<TaskPlace> few;
  auto const add_all = [&](Project const& project) {
    if (project.row.state != "active") return;
    for (auto const& task : project.tasks) {
      auto const place = TaskPlace{{task.due, task.id}, project.row.id};
      if (late(place)) few.insert(place);
    }
  };
  auto const seen = [&](Project const& project) {
    return (!filter.zone_id || project.row.zone_id == *filter.zone_id) &&
           (!filter.member_id || in_team(project.facts, filter.member_id)) && sees(scope, project.facts);
  };
  Shelves<TaskPlace> shelves;
  IdPage page;
  if (filter.assignee_id) {
    auto const theirs = figures_->tasks_of_assignee_.find(*filter.assignee_id);
    if (theirs != figures_->tasks_of_assignee_.end()) {
      for (auto const& place : theirs->second) {
        if (!late(place)) break;
        if (seen(figures_->projects_.at(place.project_id))) few.insert(few.end(), place);
      }
    }
    page.total = static_cast<std::int64_t>(few.size());
  } else if (filter.member_id) {
    auto const theirs = figures_->project_places_.of_account.find(*filter.member_id);
    if (theirs != figures_->project_places_.of_account.end()) {
      for (auto const id : theirs->second) {
        if (auto const& project = figures_->projects_.at(id); seen(project)) add_all(project);
      }
    }
    page.total = static_cast<std::int64_t>(few.size());
  } else {
    auto const reached = reach(scope, filter.zone_id);
    for (auto const* const project : reached.projects) add_all(*project);
    page.total = static_cast<std::int64_t>(few.size());
    for (auto const* const zone : reached.zones) {
      shelves.add(zone->tasks, reached.confidential);
      auto const count = [&](std::set<TaskPlace> const& all, std::map<DayNumber, std::int64_t> const& dues) {
        if (!filter.late_on) {
          page.total += static_cast<std::int64_t>(all.size());
          return;
        }
        for (auto day = dues.begin(); day != dues.lower_bound(*filter.late_on); ++day) page.total += day->second;
      };
      count(zone->tasks.plain, zone->dues[0]);
      if (reached.confidential) count(zone->tasks.confidential, zone->dues[1]);
    }
  }
  shelves.add(few);
  for (auto const& place : shelves.page(asked)) {
    // In the order of their days, so what is late comes first.
    if (!late(place)) break;
    page.ids.push_back(place.id);
  }
  return page;
}

Figures::View::IdPage Figures::View::leads(store::Scope const& scope, store::LeadFilter const& filter,
                                           store::Page const& asked) const {
  std::set<DuePlace> few;
  Shelves<DuePlace> shelves;
  auto const by_zone_only = !filter.channel && !filter.reporter_id && !filter.officer_id && !filter.late_on;
  auto const only_open = names_all_open(filter.states);
  if (by_zone_only && (filter.states.empty() || only_open)) {
    auto const reached = reach(scope, filter.zone_id);
    for (auto const* const lead : reached.leads) {
      if (fits(*lead, filter)) few.insert({lead->next_due, lead->facts.id});
    }
    for (auto const* const zone : reached.zones) {
      shelves.add(zone->open_leads, reached.confidential);
      if (!only_open) shelves.add(zone->ended_leads, reached.confidential);
    }
  } else {
    auto const add = [&](Lead const& lead) {
      if (fits(lead, filter) && sees(scope, lead.facts)) few.insert({lead.next_due, lead.facts.id});
    };
    auto const& places = figures_->lead_places_;
    if (auto const account = filter.officer_id ? filter.officer_id : filter.reporter_id) {
      auto const theirs = places.of_account.find(*account);
      if (theirs != places.of_account.end()) {
        for (auto const id : theirs->second) add(figures_->leads_.at(id));
      }
    } else if (auto const candidates = places.candidates(scope, filter.zone_id)) {
      for (auto const id : *candidates) add(figures_->leads_.at(id));
    } else {
      for (auto const& [id, lead] : figures_->leads_) add(lead);
    }
  }
  shelves.add(few);
  IdPage page;
  page.total = shelves.total();
  for (auto const& place : shelves.page(asked)) page.ids.push_back(place.id);
  return page;
}

}  // namespace lianzhao::serve
