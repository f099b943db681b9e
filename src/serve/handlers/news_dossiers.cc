#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/money_sum.h"
#include "pipeline/news_desk.h"
#include "radar/story.h"
#include "report/table.h"
#include "serve/files.h"
#include "serve/handlers/news.h"
#include "serve/news_view.h"
#include "serve/place.h"

namespace lianzhao::serve {

namespace {

constexpr std::size_t kMostAlike = 6;

template <typename Params>
store::DossierFilter dossier_filter(Workspace const& workspace, Params const& params) {
  store::DossierFilter filter;
  filter.zone_id = params.zone_id;
  if (params.region) filter.region = region_range(workspace, *params.region);
  filter.chain = params.chain;
  if (params.node) filter.nodes = with_parts(workspace, *params.node);
  filter.stage = params.stage;
  filter.year_from = params.year_from;
  filter.year_to = params.year_to;
  if (filter.year_from && filter.year_to && *filter.year_from > *filter.year_to) {
    throw invalid_input("days_reversed",
                        fmt::format("year_from {} lies after year_to {}", *filter.year_from, *filter.year_to));
  }
  return filter;
}

store::NewsDossier find_dossier(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto dossier = store::NewsDossierRepository{sql}.find(id, viewer.zones);
  if (!dossier) throw not_found("dossier_not_found", fmt::format("there is no dossier {}", id));
  return std::move(*dossier);
}

/// Others of the inbox whose reports share pairs of characters with its name, the most first.
std::vector<api::NewsDossier> alike(store::Session& sql, store::NewsDossier const& dossier) {
  std::vector<api::NewsDossier> found;
  auto const pairs = radar::name_keys(dossier.name);
  std::vector<std::int64_t> const keys{pairs.begin(), pairs.end()};
  std::set<std::int64_t> seen{dossier.id};
  auto dossiers = store::NewsDossierRepository{sql};
  for (auto const& event : store::NewsRepository{sql}.alike_events(dossier.zone_id, keys)) {
    if (found.size() == kMostAlike || !event.dossier_id || !seen.insert(*event.dossier_id).second) continue;
    auto const other = dossiers.find(*event.dossier_id, {});
    if (other && other->events > 0) found.push_back(serve::to_api(*other));
  }
  return found;
}

api::NewsDossierRuling to_api(store::DossierRuling const& r) {
  api::NewsDossierRuling shown;
  shown.id = r.id;
  shown.kind = r.kind;
  shown.dossier_id = r.dossier_id;
  shown.other_id = r.other_id;
  shown.other_name = r.other_name;
  if (r.kind == "taken_out" && !r.event_ids.empty()) shown.event_id = r.event_ids.front();
  shown.reason = r.reason;
  shown.by = r.by;
  shown.at_ms = r.at;
  shown.undone = r.undone;
  shown.undone_by = r.undone_by;
  shown.undone_ms = r.undone_at;
  return shown;
}

api::NewsDossierDetail detail_of(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                 store::NewsDossier const& dossier) {
  auto news = store::NewsRepository{sql};
  auto dossiers = store::NewsDossierRepository{sql};
  api::NewsDossierDetail detail;
  detail.may_change = may_change(viewer, dossier.zone_id);
  if (dossier.events == 0) detail.joined_into = dossiers.joined_into(dossier.id);
  for (auto const& ruling : dossiers.rulings(dossier.id)) detail.rulings.push_back(to_api(ruling));
  detail.alike = alike(sql, dossier);
  auto const events = news.events_of_dossier(dossier.id);
  detail.dossier = serve::to_api(dossier);
  detail.events = serve::to_api(sql, workspace, viewer, events);
  std::set<std::int64_t> articles;
  for (auto const& event : events) {
    if (event.state == "rejected" || !articles.insert(event.article_id).second) continue;
    detail.articles.push_back(news_copy(news.find_article(event.article_id, {}).value()));
    for (auto const& copy : news.copies_of(event.article_id)) detail.articles.push_back(news_copy(copy));
  }
  for (auto const& found : pipeline::contradictions_of(events)) {
    detail.contradictions.push_back({found.kind, found.earlier_event_id, found.later_event_id});
  }
  return detail;
}

/// Folds both sides of a ruling anew and shows the one it was said of.
api::NewsDossierDetail after_ruling(Change& change, Workspace const& workspace, Viewer const& viewer,
                                    store::DossierRuling const& ruling, std::string_view said) {
  pipeline::NewsDesk::refresh_dossier(change.sql(), ruling.dossier_id);
  pipeline::NewsDesk::refresh_dossier(change.sql(), ruling.other_id);
  change.note("news_dossier", ruling.dossier_id, 1, fmt::format("{}:{}", said, ruling.other_id));
  auto shown = detail_of(change.sql(), workspace, viewer, find_dossier(change.sql(), viewer, ruling.dossier_id));
  change.commit();
  return shown;
}

store::DossierRuling ruling_on(Viewer const& viewer, store::NewsDossier const& dossier, std::string_view kind,
                               std::optional<std::string> const& reason) {
  store::DossierRuling ruling;
  ruling.zone_id = dossier.zone_id;
  ruling.kind = kind;
  ruling.dossier_id = dossier.id;
  ruling.reason = reason.value_or("");
  ruling.account_id = viewer.account_id;
  ruling.at = now();
  return ruling;
}

std::string shown_key(store::Landing const& landing) {
  return landing.key == "0" ? std::string{} : landing.key;
}

/// A key of landings as people call it.
std::string name_of(Workspace const& workspace, std::string_view by, std::string const& key, bool english) {
  auto const& knowledge = workspace.knowledge();
  if (by == "node") {
    auto const node = knowledge.library.find_node(key);
    if (!node) return key;
    auto const& found = knowledge.library.node(*node);
    return english && !found.name_en.empty() ? found.name_en : found.name;
  }
  if (by == "zone") {
    auto const* const zone = knowledge.find_zone(key);
    return zone == nullptr ? key : english && !zone->name_en.empty() ? zone->name_en : zone->name;
  }
  RegionCode code = 0;
  std::from_chars(key.data(), key.data() + key.size(), code);
  auto const* const region = knowledge.regions->find(code);
  return region == nullptr ? key : region->name;
}

}  // namespace

api::NewsDossierPage ListNewsDossiers::operator()(api::ListNewsDossiersParams const& params, api::NoBody,
                                                  Call& call) const {
  auto filter = dossier_filter(workspace, params);
  filter.year = params.year;
  filter.place_zone = params.place_zone;
  filter.words = params.q;
  filter.contradicting = params.contradicting.value_or(0) == 1;
  filter.sort = params.sort;
  auto sql = workspace.database.reader();
  auto const found =
      store::NewsDossierRepository{sql}.dossiers(filter, call.viewer.zones, {params.limit, params.offset});
  api::NewsDossierPage page;
  page.total = found.total;
  for (auto const& dossier : found.rows) page.items.push_back(serve::to_api(dossier));
  return page;
}

api::NewsDossierDetail GetNewsDossier::operator()(api::GetNewsDossierParams const& params, api::NoBody,
                                                  Call& call) const {
  auto sql = workspace.database.reader();
  return detail_of(sql, workspace, call.viewer, find_dossier(sql, call.viewer, params.dossier_id));
}

api::NewsDossierDetail JoinNewsDossiers::operator()(api::JoinNewsDossiersParams const& params,
                                                    api::JoinNewsDossiersRequest const& body, Call& call) const {
  auto change = Change{workspace, call.viewer, api::JoinNewsDossiers::kId};
  auto const dossier = find_dossier(change.sql(), call.viewer, params.dossier_id);
  auto const other = find_dossier(change.sql(), call.viewer, body.other_id);
  require_change(call.viewer, dossier.zone_id);
  if (other.id == dossier.id || other.zone_id != dossier.zone_id) {
    throw invalid_input("same_dossier", "choose another dossier of the same inbox");
  }
  auto ruling = ruling_on(call.viewer, dossier, "joined", body.reason);
  ruling.other_id = other.id;
  for (auto const& event : store::NewsRepository{change.sql()}.events_of_dossier(other.id)) {
    ruling.event_ids.push_back(event.id);
  }
  if (ruling.event_ids.empty()) {
    throw Failure{{ErrorKind::kConflict, "dossier_empty",
                   fmt::format("dossier {} has no reports any more; somebody was faster", other.id)}};
  }
  store::NewsDossierRepository{change.sql()}.add_ruling(ruling);
  return after_ruling(change, workspace, call.viewer, ruling, "joined");
}

api::NewsDossierDetail TakeOutOfNewsDossier::operator()(api::TakeOutOfNewsDossierParams const& params,
                                                        api::TakeOutOfNewsDossierRequest const& body,
                                                        Call& call) const {
  auto change = Change{workspace, call.viewer, api::TakeOutOfNewsDossier::kId};
  auto const dossier = find_dossier(change.sql(), call.viewer, params.dossier_id);
  require_change(call.viewer, dossier.zone_id);
  auto const events = store::NewsRepository{change.sql()}.events_of_dossier(dossier.id);
  auto const here =
      std::any_of(events.begin(), events.end(), [&](auto const& each) { return each.id == body.event_id; });
  if (!here) {
    throw Failure{{ErrorKind::kConflict, "event_elsewhere",
                   fmt::format("event {} is not in dossier {}", body.event_id, dossier.id)}};
  }
  if (events.size() < 2) {
    throw Failure{{ErrorKind::kConflict, "last_report", "it is the only report; there is nothing to take it out of"}};
  }
  auto ruling = ruling_on(call.viewer, dossier, "taken_out", body.reason);
  ruling.event_ids = {body.event_id};
  auto dossiers = store::NewsDossierRepository{change.sql()};
  ruling.other_id = dossiers.add(dossier.zone_id);
  dossiers.add_ruling(ruling);
  return after_ruling(change, workspace, call.viewer, ruling, "taken_out");
}

api::NewsDossierDetail UndoNewsDossierRuling::operator()(api::UndoNewsDossierRulingParams const& params, api::NoBody,
                                                         Call& call) const {
  auto change = Change{workspace, call.viewer, api::UndoNewsDossierRuling::kId};
  auto dossiers = store::NewsDossierRepository{change.sql()};
  auto const ruling = dossiers.find_ruling(params.ruling_id, call.viewer.zones);
  if (!ruling) throw not_found("ruling_not_found", fmt::format("there is no ruling {}", params.ruling_id));
  require_change(call.viewer, ruling->zone_id);
  if (ruling->undone) {
    throw Failure{{ErrorKind::kConflict, "nothing_to_undo", fmt::format("ruling {} is taken back", ruling->id)}};
  }
  if (dossiers.undo_ruling(*ruling, call.viewer.account_id, now()) == 0) {
    throw Failure{{ErrorKind::kConflict, "undo_too_late", "its reports were moved on since; undo that first"}};
  }
  return after_ruling(change, workspace, call.viewer, *ruling, "undo:" + ruling->kind);
}

std::vector<api::Landing> ListLandings::operator()(api::ListLandingsParams const& params, api::NoBody,
                                                   Call& call) const {
  auto sql = workspace.database.reader();
  std::vector<api::Landing> shown;
  for (auto const& landing :
       store::NewsDossierRepository{sql}.landings(params.by, dossier_filter(workspace, params), call.viewer.zones)) {
    shown.push_back({shown_key(landing), landing.year, landing.projects, landing.amount_fen, landing.without_amount});
  }
  return shown;
}

api::FileAnswer ExportLandings::operator()(api::ExportLandingsParams const& params, api::NoBody, Call& call) const {
  auto const english = params.language == "en";
  auto sql = workspace.database.reader();
  struct Row {
    std::map<std::int64_t, std::int64_t> by_year;
    std::int64_t projects = 0;
    MoneySum amount_fen;
    std::int64_t without_amount = 0;
  };
  std::map<std::string, Row> rows;
  std::set<std::int64_t> years;
  for (auto const& landing :
       store::NewsDossierRepository{sql}.landings(params.by, dossier_filter(workspace, params), call.viewer.zones)) {
    auto& row = rows[shown_key(landing)];
    row.by_year[landing.year] += landing.projects;
    row.projects += landing.projects;
    row.amount_fen += landing.amount_fen;
    row.without_amount += landing.without_amount;
    years.insert(landing.year);
  }
  report::Table table;
  table.title = english ? "who lands where" : "落地分布";
  auto const column = [&](std::string_view zh, std::string_view en, report::ColumnKind kind) {
    table.columns.push_back({std::string{english ? en : zh}, kind});
  };
  column("名称", "Name", report::ColumnKind::kText);
  column("代码", "Code", report::ColumnKind::kText);
  for (auto const year : years) table.columns.push_back({std::to_string(year), report::ColumnKind::kInteger});
  column("项目", "Projects", report::ColumnKind::kInteger);
  column("总投资(万元)", "Investment (10,000 CNY)", report::ColumnKind::kText);
  column("金额不明", "Amount unknown", report::ColumnKind::kInteger);
  std::vector<std::pair<std::string, Row>> sorted{rows.begin(), rows.end()};
  std::stable_sort(sorted.begin(), sorted.end(), [](auto const& a, auto const& b) {
    return a.first.empty() != b.first.empty() ? b.first.empty() : a.second.projects > b.second.projects;
  });
  for (auto const& [key, row] : sorted) {
    std::vector<report::Cell> cells;
    cells.emplace_back(key.empty() ? std::string{english ? "unknown" : "不明"}
                                   : name_of(workspace, params.by, key, english));
    cells.emplace_back(key);
    for (auto const year : years) {
      auto const found = row.by_year.find(year);
      cells.emplace_back(found == row.by_year.end() ? std::int64_t{0} : found->second);
    }
    cells.emplace_back(row.projects);
    // Nothing known is no zero.
    cells.emplace_back(row.projects > row.without_amount ? report::Cell{report::Fen{row.amount_fen.fen()}}
                                                         : report::Cell{});
    cells.emplace_back(row.without_amount);
    table.rows.push_back(std::move(cells));
  }
  table.notes.push_back(fmt::format("as of {}", format_day(civil_day(now()))));
  return table_file(table, params.format, "landings");
}

}  // namespace lianzhao::serve
