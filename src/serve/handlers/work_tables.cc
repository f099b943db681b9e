#include "serve/handlers/work_tables.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/files.h"
#include "serve/handlers/campaigns.h"
#include "serve/handlers/projects_by_name.h"
#include "serve/handlers/promises.h"
#include "serve/handlers/table_changes.h"
#include "serve/handlers/take_in.h"
#include "serve/handlers/tasks.h"
#include "serve/project_view.h"
#include "serve/sheet.h"
#include "serve/task_view.h"
#include "store/campaign_repository.h"

namespace lianzhao::serve {

namespace {

/// As many as are taken in at once.
constexpr store::Page kAll{Sheet::kMostRows, 0};

/// Account of a name as shown or as used to sign in; notes one that is nobody's or of several.
std::optional<std::int64_t> account_of(Sheet& sheet, std::size_t row, std::vector<store::Account> const& colleagues) {
  auto const& given = sheet.text(row, "assignee");
  if (given.empty()) return std::nullopt;
  std::vector<std::int64_t> found;
  for (auto const& each : colleagues) {
    if (each.name == given) return each.id;
    if (each.display_name == given) found.push_back(each.id);
  }
  if (found.size() == 1) return found.front();
  sheet.wrong(row, "assignee", "no_colleague", "is nobody's name, or that of several; write the name for signing in");
  return std::nullopt;
}

struct TaskRow {
  store::Project const* project = nullptr;
  store::Task task;
  TaskTemplate const* from_template = nullptr;
};

std::vector<TaskRow> read_tasks(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                ProjectsByName const& projects, Sheet& sheet) {
  auto const today = civil_day(now());
  auto const colleagues = colleagues_of(sql, viewer);
  auto tasks = store::TaskRepository{sql};
  std::map<std::int64_t, std::set<std::string>> names;
  std::vector<TaskRow> rows(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row)) continue;
    auto& [project, task, from_template] = rows[row];
    project = projects.find(sheet, row, viewer);
    task.name = sheet.text(row, "name");
    for (auto const& each : workspace.rules().tasks) {
      if (each.name == task.name || each.name_en == task.name) from_template = &each;
    }
    if (from_template) task.name = from_template->name;
    task.stage = sheet.word(row, "stage");
    task.assignee_id = account_of(sheet, row, colleagues);
    if (project && task.assignee_id) {
      sheet.check(row, "assignee",
                  [&, &of = *project, &to = *task.assignee_id] { require_worker(sql, viewer, of.zone_id, to); });
    }
    constexpr std::int64_t kMostDays = 3650;
    auto const days = sheet.count(row, "days");
    if (days && (*days < 1 || *days > kMostDays)) sheet.wrong(row, "days", "no_days", "is not 1 to 3650 days");
    task.days = static_cast<int>(std::clamp<std::int64_t>(days.value_or(5), 1, kMostDays));
    task.from_day = sheet.day(row, "from").value_or(today);
    sheet.check(row, "from", [&, from = task.from_day] { require_plannable(workspace, "from", from); });
    task.note = sheet.text(row, "note");
    auto const state = sheet.word(row, "state");
    if (!state.empty() && state != "open")
      sheet.wrong(row, "state", "only_open", "only what is to be done is taken in");
    if (!project) continue;
    auto [at, first] = names.try_emplace(project->id);
    if (first) {
      for (auto const& each : tasks.of_project(project->id)) at->second.insert(each.name);
    }
    if (!at->second.insert(task.name).second) sheet.known(row, "name");
  }
  return rows;
}

struct PromiseRow {
  store::Project const* project = nullptr;
  store::Promise promise;
};

std::vector<PromiseRow> read_promises(store::Session& sql, Workspace const&, Viewer const& viewer,
                                      ProjectsByName const& projects, Sheet& sheet) {
  std::map<std::int64_t, std::set<std::tuple<std::string, std::string>>> texts;
  std::vector<PromiseRow> rows(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row)) continue;
    auto& [project, promise] = rows[row];
    project = projects.find(sheet, row, viewer);
    promise.side = sheet.word(row, "side");
    promise.kind = sheet.word(row, "kind");
    promise.text = sheet.text(row, "text");
    promise.amount_fen = sheet.wan(row, "amount_wan");
    promise.legal_basis = sheet.text(row, "legal_basis");
    promise.review = sheet.text(row, "review");
    promise.due = sheet.day(row, "due").value_or(0);
    auto const state = sheet.word(row, "state");
    auto const begun = (!state.empty() && state != "open") || sheet.wan(row, "fulfilled_wan").value_or(0) > 0;
    if (begun) sheet.wrong(row, "state", "only_open_promise", "only promises not yet fulfilled are taken in");
    if (needs_legal_basis(promise) && promise.legal_basis.empty()) {
      sheet.wrong(row, "legal_basis", "no_basis", "what the zone gives names the law or State Council rule for it");
    } else {
      sheet.check(row, "kind", [&, &made = promise] { require_promise(made); });
    }
    if (!project) continue;
    auto [at, first] = texts.try_emplace(project->id);
    if (first) {
      for (auto const& each : store::PromiseRepository{sql}.of_project(project->id)) {
        at->second.emplace(each.side, each.text);
      }
    }
    if (!at->second.emplace(promise.side, promise.text).second) sheet.known(row, "text");
  }
  return rows;
}

std::vector<store::Visit> read_visits(store::Session& sql, Viewer const& viewer, Sheet& sheet) {
  auto campaigns = store::CampaignRepository{sql};
  std::map<std::string, std::vector<store::Campaign>, std::less<>> by_name;
  for (auto& campaign : campaigns.list(viewer.zones, {}, kAll).rows) {
    auto name = campaign.name;
    by_name[std::move(name)].push_back(std::move(campaign));
  }
  std::set<std::tuple<std::int64_t, std::string, DayNumber>> seen;
  for (auto const& [name, its] : by_name) {
    if (its.size() > 1) continue;
    for (auto const& v : campaigns.visits(its.front().id)) seen.emplace(v.campaign_id, v.enterprise, v.day);
  }
  std::vector<store::Visit> visits(sheet.size());
  for (std::size_t row = 0; row < sheet.size(); ++row) {
    if (sheet.id(row)) continue;
    auto& visit = visits[row];
    auto const at = by_name.find(sheet.text(row, "campaign"));
    if (at == by_name.end()) {
      if (!sheet.text(row, "campaign").empty()) {
        sheet.wrong(row, "campaign", "no_campaign", "you see no campaign of this name");
      }
    } else if (at->second.size() > 1) {
      sheet.wrong(row, "campaign", "several_campaigns", "several campaigns have this name");
    } else {
      visit.campaign_id = at->second.front().id;
      sheet.check(row, "campaign", [&] { require_change(viewer, at->second.front().zone_id); });
    }
    visit.enterprise = sheet.text(row, "enterprise");
    visit.day = sheet.day(row, "day").value_or(0);
    visit.done = sheet.truth(row, "done");
    visit.note = sheet.text(row, "note");
    if (visit.campaign_id != 0 && visit.day != 0) {
      sheet.check(row, "day", [&, &made = visit] { require_visit(at->second.front(), made); });
    }
    if (visit.campaign_id != 0 && !seen.emplace(visit.campaign_id, visit.enterprise, visit.day).second) {
      sheet.known(row, "enterprise");
    }
  }
  return visits;
}

TableRecord record_of(store::Task const& t, std::string_view name) {
  return {{"project", t.project_name},
          {"project_id", std::to_string(t.project_id)},
          {"name", std::string{name}},
          {"stage", t.stage},
          {"assignee", t.assignee_name},
          {"days", std::to_string(t.days)},
          {"from", format_day(t.from_day)},
          {"due", kept_day(t.due_day)},
          {"state", t.state},
          {"note", t.note}};
}

/// An errand of the list has a name in English too.
std::string_view name_in(Workspace const& workspace, store::Task const& task, std::string_view language) {
  auto const& templates = workspace.rules().tasks;
  auto const at = std::find_if(templates.begin(), templates.end(),
                               [&](TaskTemplate const& each) { return each.id == task.template_id; });
  return language == "en" && at != templates.end() && !at->name_en.empty() ? at->name_en : task.name;
}

TableRecord record_of(store::Promise const& p) {
  return {{"project", p.project_name},
          {"project_id", std::to_string(p.project_id)},
          {"side", p.side},
          {"kind", p.kind},
          {"text", p.text},
          {"amount_wan", kept(p.amount_fen)},
          {"legal_basis", p.legal_basis},
          {"review", p.review},
          {"due", format_day(p.due)},
          {"fulfilled_wan", kept(p.fulfilled_fen)},
          {"state", p.state}};
}

TableRecord record_of(store::Visit const& v, std::string const& campaign) {
  return {{"campaign", campaign},
          {"enterprise", v.enterprise},
          {"day", format_day(v.day)},
          {"done", kept_truth(v.done)},
          {"note", v.note}};
}

std::vector<RowChange> read_task_changes(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                         Sheet& sheet) {
  std::map<std::int64_t, store::Task> there;
  in_parts(ids_of(sheet), [&](std::vector<std::int64_t> const& ids) {
    auto tasks = store::TaskRepository{sql}.of_ids(ids);
    std::set<std::int64_t> projects;
    for (auto const& task : tasks) projects.insert(task.project_id);
    auto const seen = store::ProjectRepository{sql}.seen({projects.begin(), projects.end()}, scope_of(viewer));
    for (auto& task : tasks) {
      if (seen.contains(task.project_id)) there.emplace(task.id, std::move(task));
    }
  });
  auto const colleagues = there.empty() ? std::vector<store::Account>{} : colleagues_of(sql, viewer);
  return changes_of(sheet, finder(there), [&](std::size_t row, store::Task const& task) {
    auto const english = name_in(workspace, task, "en");
    auto const name = sheet.text(row, "name") == english ? english : std::string_view{task.name};
    RowChange change{row, task.id, task.version, record_of(task, name), {}};
    change.to = sheet.changes(row, change.from, task.version);
    if (change.to.empty()) return change;
    sheet.check(row, "id", [&] { require_change(viewer, task.zone_id); });
    require_filled(sheet, change, {"assignee", "days", "state"});
    if (auto const to = change.to.find("assignee"); to != change.to.end() && !to->second.empty()) {
      if (auto const account = account_of(sheet, row, colleagues)) {
        sheet.check(row, "assignee", [&] { require_worker(sql, viewer, task.zone_id, *account); });
        to->second = std::to_string(*account);
      }
    }
    if (auto const to = change.to.find("days"); to != change.to.end() && number_of(to->second).value_or(0) > 3650) {
      sheet.wrong(row, "days", "no_days", "is not 1 to 3650 days");
    }
    return change;
  });
}

std::vector<RowChange> read_promise_changes(store::Session& sql, Viewer const& viewer, Sheet& sheet) {
  std::map<std::int64_t, store::Promise> there;
  if (!ids_of(sheet).empty()) {
    constexpr store::Page kEvery{std::int64_t{1} << 40U, 0};
    for (auto& promise : store::PromiseRepository{sql}.list({}, scope_of(viewer), kEvery)) {
      there.emplace(promise.id, std::move(promise));
    }
  }
  return changes_of(sheet, finder(there), [&](std::size_t row, store::Promise const& promise) {
    RowChange change{row, promise.id, promise.version, record_of(promise), {}};
    change.to = sheet.changes(row, change.from, promise.version);
    if (change.to.empty()) return change;
    sheet.check(row, "id", [&] { require_change(viewer, promise.zone_id); });
    require_filled(sheet, change, {"state", "fulfilled_wan"});
    if (sheet.text(row, "reason").empty()) sheet.wrong(row, "reason", "no_reason", "say why");
    return change;
  });
}

struct KeptVisit {
  store::Visit visit;
  store::Campaign campaign;
};

std::vector<RowChange> read_visit_changes(store::Session& sql, Viewer const& viewer, Sheet& sheet,
                                          std::map<std::int64_t, KeptVisit>& there) {
  if (!ids_of(sheet).empty()) {
    auto campaigns = store::CampaignRepository{sql};
    for (auto const& campaign : campaigns.list(viewer.zones, {}, kAll).rows) {
      for (auto& visit : campaigns.visits(campaign.id)) {
        auto const id = visit.id;
        there.emplace(id, KeptVisit{std::move(visit), campaign});
      }
    }
  }
  return changes_of(sheet, finder(there), [&](std::size_t row, KeptVisit const& its) {
    auto const& visit = its.visit;
    RowChange change{row, visit.id, visit.version, record_of(visit, its.campaign.name), {}};
    change.to = sheet.changes(row, change.from, visit.version);
    if (!change.to.empty()) sheet.check(row, "id", [&] { require_change(viewer, its.campaign.zone_id); });
    return change;
  });
}

}  // namespace

api::FileAnswer ExportTasks::operator()(api::ExportTasksParams const& params, api::NoBody, Call& call) const {
  store::TaskFilter filter;
  filter.zone_id = params.zone_id;
  filter.open = params.open == 1;
  auto const columns = task_columns(workspace.knowledge());
  auto table = table_of(columns, params.language, "tasks");
  auto sql = workspace.database.reader();
  for (auto const& t : store::TaskRepository{sql}.list(filter, scope_of(call.viewer), kAll).rows) {
    add_record(table, columns, record_of(t, name_in(workspace, t, params.language)), t.id, t.version, params.language);
  }
  return table_file(table, params.format, "tasks");
}

api::ImportReport ImportTasks::operator()(api::ImportTasksParams const& params, api::Upload const& upload,
                                          Call& call) const {
  auto sheet = Sheet{upload.file, task_columns(workspace.knowledge()), call.viewer.language};
  struct Read {
    std::vector<RowChange> changes;
    std::unique_ptr<ProjectsByName> projects;
    std::vector<TaskRow> rows;
  };
  auto const read = [&](store::Session& sql) {
    Read all;
    all.changes = read_task_changes(sql, workspace, call.viewer, sheet);
    all.projects = std::make_unique<ProjectsByName>(sql, call.viewer);
    all.rows = read_tasks(sql, workspace, call.viewer, *all.projects, sheet);
    return all;
  };
  auto const apply = [&](TakingIn& taking, Read& all) {
    auto& change = taking.change();
    struct Added {
      std::vector<std::string> names;
      std::set<std::optional<std::int64_t>> assignees;
    };
    std::map<std::int64_t, Added> added;
    for (std::size_t row = 0; row < all.rows.size(); ++row) {
      if (sheet.id(row) || !sheet.good(row)) continue;
      auto& [project, task, from_template] = all.rows[row];
      auto const assignee = task.assignee_id ? task.assignee_id : usual_assignee(change.sql(), project->id);
      auto const done = taking.row(row, "name", [&, &of = *project, &made = task, from = from_template] {
        if (from) {
          add_from_templates(change.sql(), of.id, {from}, made.from_day, assignee);
          return;
        }
        made.project_id = of.id;
        made.assignee_id = assignee;
        if (made.stage.empty()) made.stage = of.stage;
        store::TaskRepository{change.sql()}.add(made);
      });
      if (!done) continue;
      auto& its = added[project->id];
      its.names.push_back(task.name);
      its.assignees.insert(assignee);
    }
    for (auto const& [project_id, its] : added) {
      replan(change.sql(), workspace, project_id);
      auto project = store::ProjectRepository{change.sql()}.find(project_id, {}).value();
      for (auto const assignee : its.assignees) {
        project.version = join_for_errand(change, call.viewer, project, assignee);
      }
      record(change, call.viewer, project,
             history_line("task", "", {{"event", "added"}, {"names", fmt::format("{}", fmt::join(its.names, "、"))}}));
    }
    for (auto const& each : all.changes) {
      api::UpdateTaskRequest request;
      request.version = each.version;
      take(each.to, "state", request.state);
      take(each.to, "assignee", request.assignee_id);
      take(each.to, "days", request.days);
      take(each.to, "note", request.note);
      taking.row(each.row, "state", [&] { UpdateTask{workspace}.apply(change, {each.id}, request, call); });
    }
  };
  return take_in(workspace, call.viewer, api::ImportTasks::kId, params, sheet, read, apply);
}

api::FileAnswer ExportPromises::operator()(api::ExportPromisesParams const& params, api::NoBody, Call& call) const {
  auto const columns = promise_columns(workspace.knowledge());
  auto table = table_of(columns, params.language, "promises");
  auto sql = workspace.database.reader();
  for (auto const& p : store::PromiseRepository{sql}.list(params.zone_id, scope_of(call.viewer), kAll)) {
    add_record(table, columns, record_of(p), p.id, p.version, params.language);
  }
  return table_file(table, params.format, "promises");
}

api::ImportReport ImportPromises::operator()(api::ImportPromisesParams const& params, api::Upload const& upload,
                                             Call& call) const {
  auto sheet = Sheet{upload.file, promise_columns(workspace.knowledge()), call.viewer.language};
  struct Read {
    std::vector<RowChange> changes;
    std::unique_ptr<ProjectsByName> projects;
    std::vector<PromiseRow> rows;
  };
  auto const read = [&](store::Session& sql) {
    Read all;
    all.changes = read_promise_changes(sql, call.viewer, sheet);
    all.projects = std::make_unique<ProjectsByName>(sql, call.viewer);
    all.rows = read_promises(sql, workspace, call.viewer, *all.projects, sheet);
    return all;
  };
  auto const apply = [&](TakingIn& taking, Read& all) {
    auto& change = taking.change();
    for (std::size_t row = 0; row < all.rows.size(); ++row) {
      if (sheet.id(row)) continue;
      auto const& [project, promise] = all.rows[row];
      taking.row(row, "kind", [&, of = project, &made = promise] { make_promise(change, call.viewer, *of, made); });
    }
    for (auto const& each : all.changes) {
      api::UpdatePromiseRequest request;
      request.version = each.version;
      request.reason = sheet.text(each.row, "reason");
      take(each.to, "due", request.due);
      take(each.to, "fulfilled_wan", request.fulfilled_fen);
      take(each.to, "state", request.state);
      taking.row(each.row, "state", [&] { UpdatePromise{workspace}.apply(change, {each.id}, request, call); });
    }
  };
  return take_in(workspace, call.viewer, api::ImportPromises::kId, params, sheet, read, apply);
}

api::FileAnswer ExportVisits::operator()(api::ExportVisitsParams const& params, api::NoBody, Call& call) const {
  auto const columns = visit_columns(workspace.knowledge());
  auto table = table_of(columns, params.language, "visits");
  auto sql = workspace.database.reader();
  auto campaigns = store::CampaignRepository{sql};
  for (auto const& campaign : campaigns.list(call.viewer.zones, params.zone_id, kAll).rows) {
    for (auto const& v : campaigns.visits(campaign.id)) {
      add_record(table, columns, record_of(v, campaign.name), v.id, v.version, params.language);
    }
  }
  return table_file(table, params.format, "visits");
}

api::ImportReport ImportVisits::operator()(api::ImportVisitsParams const& params, api::Upload const& upload,
                                           Call& call) const {
  auto sheet = Sheet{upload.file, visit_columns(workspace.knowledge()), call.viewer.language};
  struct Read {
    std::map<std::int64_t, KeptVisit> there;
    std::vector<RowChange> changes;
    std::vector<store::Visit> visits;
  };
  auto const read = [&](store::Session& sql) {
    Read all;
    all.changes = read_visit_changes(sql, call.viewer, sheet, all.there);
    all.visits = read_visits(sql, call.viewer, sheet);
    return all;
  };
  auto const apply = [&](TakingIn& taking, Read const& all) {
    auto campaigns = store::CampaignRepository{taking.sql()};
    std::set<std::int64_t> touched;
    for (std::size_t row = 0; row < all.visits.size(); ++row) {
      if (sheet.id(row)) continue;
      if (taking.row(row, "day", [&] { campaigns.add_visit(all.visits[row]); })) {
        touched.insert(all.visits[row].campaign_id);
      }
    }
    for (auto const id : touched) {
      campaigns.touch(id);
      taking.change().note("campaign", id, campaigns.find(id).value().version);
    }
    for (auto const& each : all.changes) {
      auto const& its = all.there.at(each.id);
      api::VisitRequest request;
      request.id = each.id;
      request.version = each.version;
      request.enterprise = its.visit.enterprise;
      request.day = format_day(its.visit.day);
      if (auto const to = each.to.find("enterprise"); to != each.to.end()) request.enterprise = to->second;
      if (auto const to = each.to.find("day"); to != each.to.end()) request.day = to->second;
      take(each.to, "note", request.note);
      take(each.to, "done", request.done);
      taking.row(each.row, "day",
                 [&] { AddVisit{workspace}.apply(taking.change(), {its.campaign.id}, request, call); });
    }
  };
  return take_in(workspace, call.viewer, api::ImportVisits::kId, params, sheet, read, apply);
}

}  // namespace lianzhao::serve
