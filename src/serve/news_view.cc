#include "serve/news_view.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "kernel/error.h"
#include "lifecycle/likeness.h"
#include "pipeline/news_desk.h"
#include "serve/lead_view.h"
#include "serve/place.h"
#include "serve/project_view.h"
#include "serve/stale_version.h"
#include "text/folded_text.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

std::vector<api::NewsPart> parts_from(std::string_view lines) {
  std::vector<api::NewsPart> parts;
  while (!lines.empty()) {
    auto const end = std::min(lines.find('\n'), lines.size());
    auto const line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    auto const tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    api::NewsPart part{std::string{line.substr(0, tab)}, 0};
    std::from_chars(line.data() + tab + 1, line.data() + line.size(), part.count);
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<std::string> words_between(std::string_view text, char mark) {
  std::vector<std::string> words;
  while (!text.empty()) {
    auto const end = std::min(text.find(mark), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::vector<api::NewsCapacity> capacity_from(std::string_view lines) {
  std::vector<api::NewsCapacity> out;
  for (std::string_view line : words_between(lines, '\n')) {
    api::NewsCapacity one;
    for (auto* const cell : {&one.product, &one.value, &one.unit, &one.per, &one.qualifier, &one.text}) {
      auto const end = std::min(line.find('\t'), line.size());
      *cell = line.substr(0, end);
      line.remove_prefix(std::min(end + 1, line.size()));
    }
    out.push_back(std::move(one));
  }
  return out;
}

/// Enterprises the event is about, not the zone that is glad of them.
bool acts(store::NewsEnterprise const& enterprise) {
  return enterprise.role != "zone";
}

std::string short_form(Workspace const& workspace, std::string_view name) {
  if (text::name_match_form(name).empty()) return std::string{name};
  return lifecycle::short_name(name, *workspace.knowledge().regions);
}

/// Whether the news names another place than the zone: another zone, or a region the zone does not lie in.
bool lands_elsewhere(Workspace const& workspace, store::NewsEvent const& event, std::string_view zone_id) {
  if (!event.place_zone_id.empty()) return event.place_zone_id != zone_id;
  auto const* const zone = workspace.knowledge().find_zone(zone_id);
  if (event.region_code == 0 || zone == nullptr) return false;
  auto const there = static_cast<RegionCode>(event.region_code);
  auto const lies = [&](RegionCode part) { return region_contains(there, part) || region_contains(part, there); };
  auto const any = [&](std::vector<RegionCode> const& parts) { return std::any_of(parts.begin(), parts.end(), lies); };
  return !(lies(zone->seat) || any(zone->regions) || any(zone->within));
}

bool stage_moved(store::NewsEvent const& event, store::Project const& project) {
  auto const news = stage_index(event.stage);
  auto const own = stage_index(project.stage);
  return project.state == "active" && news && own && *news > *own;
}

}  // namespace

std::vector<api::NewsEvent> to_api(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                   std::vector<store::NewsEvent> const& events) {
  auto const scope = scope_of(viewer);
  auto const watches = store::NewsSourceRepository{sql}.watches(viewer.zones);
  std::vector<api::NewsEvent> shown;
  for (auto const& e : events) {
    api::NewsEvent s;
    s.id = e.id;
    s.article_id = e.article_id;
    s.zone_id = e.zone_id;
    s.dossier_id = e.dossier_id;
    s.kind = e.kind;
    s.project = e.project;
    for (auto const& x : e.enterprises) s.enterprises.push_back({x.name, x.role, x.enterprise_key, x.candidates});
    s.amount = e.amount;
    s.amount_currency = e.amount_currency;
    s.amount_kind = e.amount_kind;
    s.amount_qualifier = e.amount_qualifier;
    if (e.amount_currency == "CNY") s.amount_fen = e.amount;
    s.land_m2 = e.land_m2;
    s.building_m2 = e.building_m2;
    s.capacity = capacity_from(e.capacity);
    s.products = words_between(e.products, '\n');
    s.jobs = e.jobs;
    s.jobs_qualifier = e.jobs_qualifier;
    s.stage = e.stage;
    s.place_name = e.place_name;
    s.region_code = region_code_text(static_cast<RegionCode>(e.region_code));
    // An offer until somebody says which of them it is.
    if (region_level(static_cast<RegionCode>(e.region_code)) != RegionLevel::kCounty)
      s.place_candidates = words_between(e.place_candidates, ' ');
    s.place_zone = e.place_zone;
    s.place_zone_id = e.place_zone_id;
    s.date_from = day_text(e.date_from);
    s.date_to = day_text(e.date_to);
    s.date_text = e.date_text;
    s.day = day_text(e.day);
    s.node = e.node;
    s.count = e.project_count;
    s.parts = parts_from(e.parts);
    s.confidence = e.confidence;
    s.state = e.state;
    s.outcome = e.outcome;
    if (e.lead_id && store::LeadRepository{sql}.find(*e.lead_id, scope)) s.lead_id = e.lead_id;
    if (e.project_id && store::ProjectRepository{sql}.find(*e.project_id, scope)) s.project_id = e.project_id;
    s.reason = e.reason;
    s.decided_by = e.decided_by_name;
    s.decided_ms = e.decided_at;
    s.created_ms = e.created_at;
    s.article_title = e.article_title;
    s.article_source = e.article_source;
    s.published = day_text(e.published_day);
    for (auto const& watch : watches) {
      if (watch.zone_id == e.zone_id && hits(workspace, watch, e)) s.watch_ids.push_back(watch.id);
    }
    s.version = e.version;
    shown.push_back(std::move(s));
  }
  return shown;
}

api::NewsDossier to_api(store::NewsDossier const& d) {
  return {d.id,
          d.zone_id,
          d.name,
          d.enterprises,
          d.stage,
          d.node,
          region_code_text(static_cast<RegionCode>(d.region_code)),
          d.place_zone_id,
          d.amount_fen,
          day_text(d.first_day),
          day_text(d.last_day),
          d.events,
          d.articles,
          d.contradictions};
}

api::NewsDecision to_api(store::NewsDecision const& c) {
  return {c.id, c.event_id, c.kind,   c.field,     c.was,       c.is_now, c.reason,
          c.by, c.at,       c.undone, c.undone_by, c.undone_at, c.project};
}

api::NewsCopy news_copy(store::NewsArticle const& n) {
  return {n.id, n.title, n.source, n.url, day_text(n.published_day)};
}

store::NewsEvent find_news_event(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto event = store::NewsRepository{sql}.find_event(id, viewer.zones);
  if (!event) throw not_found("event_not_found", fmt::format("there is no event {}", id));
  return std::move(*event);
}

store::NewsEvent find_news_event_to_change(store::Session& sql, Viewer const& viewer, std::int64_t id) {
  auto event = find_news_event(sql, viewer, id);
  require_change(viewer, event.zone_id);
  return event;
}

void require_version(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                     store::NewsEvent const& event, std::int64_t version) {
  if (event.version == version) return;
  throw StaleVersion{version, event.version, to_json(to_api(sql, workspace, viewer, {event}).front())};
}

api::NewsArticle news_article(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                              store::NewsArticle const& article) {
  auto news = store::NewsRepository{sql};
  api::NewsArticle shown;
  shown.id = article.id;
  shown.zone_id = article.zone_id;
  shown.title = article.title;
  shown.author = article.author;
  shown.source = article.source;
  shown.published = day_text(article.published_day);
  shown.url = article.url;
  shown.origin = article.origin;
  shown.text = article.text;
  shown.copy_of_id = article.copy_of_id;
  for (auto const& copy : news.copies_of(article.id)) shown.copies.push_back(news_copy(copy));
  shown.events = to_api(sql, workspace, viewer, news.events_of_article(article.id));
  shown.created_ms = article.created_at;
  shown.by = article.by;
  return shown;
}

api::NewsEventDetail news_event_detail(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                       std::int64_t id) {
  auto news = store::NewsRepository{sql};
  // Callers have looked whether he may see it.
  auto const event = news.find_event(id, {}).value();
  auto const article = news.find_article(event.article_id, {}).value();
  api::NewsEventDetail detail;
  detail.event = to_api(sql, workspace, viewer, {event}).front();
  detail.article = news_article(sql, workspace, viewer, article);
  for (auto const& words : news.evidence(id)) {
    detail.evidence.push_back({words.field, words.begin, words.end,
                               std::string{text::code_point_slice(article.text, static_cast<std::uint32_t>(words.begin),
                                                                  static_cast<std::uint32_t>(words.end))}});
  }
  auto const decisions = news.decisions(id);
  for (auto const& decision : decisions) detail.decisions.insert(detail.decisions.begin(), to_api(decision));
  detail.concerns = concerns_of(sql, workspace, viewer, event);
  if (event.dossier_id) {
    if (auto const dossier = store::NewsDossierRepository{sql}.find(*event.dossier_id, {}))
      detail.dossier = to_api(*dossier);
  }
  detail.may_change = may_change(viewer, event.zone_id);
  detail.undoable = detail.may_change && std::any_of(decisions.begin(), decisions.end(),
                                                     [](store::NewsDecision const& c) { return !c.undone; });
  return detail;
}

std::vector<api::NewsConcern> concerns_of(store::Session& sql, Workspace const& workspace, Viewer const& viewer,
                                          store::NewsEvent const& event) {
  std::vector<api::NewsConcern> concerns;
  auto const scope = scope_of(viewer);
  for (auto const& enterprise : event.enterprises) {
    auto const form = text::name_match_form(enterprise.name);
    if (!acts(enterprise) || form.empty()) continue;
    auto const identity =
        lifecycle::Identity{"", form, lifecycle::short_name(enterprise.name, *workspace.knowledge().regions),
                            lifecycle::character_pairs(event.project)};
    for (auto const& [known, judged] : find_matches(sql, workspace, identity, std::nullopt, std::nullopt)) {
      auto const seen = std::any_of(concerns.begin(), concerns.end(), [&](api::NewsConcern const& other) {
        return other.noun == known.noun && other.id == known.id;
      });
      if (seen || concerns.size() >= 10) continue;
      api::NewsConcern concern;
      concern.noun = known.noun;
      concern.id = known.id;
      concern.zone_id = known.zone_id;
      concern.state = known.state;
      concern.why = lifecycle::word_of(judged.why);
      concern.lands_elsewhere = lands_elsewhere(workspace, event, known.zone_id);
      if (known.noun == "lead") {
        auto const lead = store::LeadRepository{sql}.find(known.id, scope);
        if (!lead || lead->state == "converted") continue;
        concern.name = lead->investor;
      } else {
        auto const project = store::ProjectRepository{sql}.find(known.id, scope);
        if (!project) continue;
        concern.name = project->name;
        concern.stage_may_have_changed = !concern.lands_elsewhere && stage_moved(event, *project);
      }
      concerns.push_back(std::move(concern));
    }
  }
  return concerns;
}

void require_inbox(Workspace const& workspace, Viewer const& viewer, std::string const& zone_id) {
  if (!zone_id.empty()) {
    require_zone(workspace, zone_id);
  } else if (!viewer.zones.empty()) {
    throw not_found("inbox_not_found",
                    "say whose inbox it is: zone_id is empty, which is for accounts bound to no zone");
  }
  require_change(viewer, zone_id);
}

bool hits(Workspace const& workspace, store::NewsWatch const& watch, store::NewsEvent const& event) {
  if (watch.kind == "node") {
    auto const& library = workspace.knowledge().library;
    auto const wanted = library.find_node(watch.value);
    for (auto at = library.find_node(event.node); at && wanted; at = library.parent_of(*at)) {
      if (*at == *wanted) return true;
    }
    return event.node == watch.value;
  }
  if (watch.kind == "region") {
    RegionCode code = 0;
    std::from_chars(watch.value.data(), watch.value.data() + watch.value.size(), code);
    return region_contains(code, static_cast<RegionCode>(event.region_code));
  }
  auto const form = short_form(workspace, watch.label);
  return std::any_of(event.enterprises.begin(), event.enterprises.end(), [&](store::NewsEnterprise const& x) {
    return x.enterprise_key == watch.value || x.name.find(form) != std::string::npos;
  });
}

void add_watch(Workspace const& workspace, store::NewsWatch const& watch, store::NewsFilter& filter) {
  filter.zone_id = watch.zone_id;
  if (watch.kind == "enterprise") filter.watched = {watch.value, short_form(workspace, watch.label)};
  // A node that has left the library since hits what bears its name alone.
  if (watch.kind == "node") {
    filter.nodes = workspace.knowledge().library.find_node(watch.value) ? with_parts(workspace, watch.value)
                                                                        : std::vector<std::string>{watch.value};
  }
  if (watch.kind == "region") filter.region = region_range(workspace, watch.value);
}

void require_order(std::optional<DayNumber> from, std::optional<DayNumber> to) {
  if (from && to && *from > *to) {
    throw invalid_input("days_reversed", fmt::format("from {} lies after to {}", format_day(*from), format_day(*to)));
  }
}

store::RegionRange region_range(Workspace const& workspace, std::string_view text) {
  RegionCode code = 0;
  std::from_chars(text.data(), text.data() + text.size(), code);
  if (code == kChina) return {1, 1'000'000};
  if (workspace.knowledge().regions->find(code) == nullptr) {
    throw invalid_input("unknown_region", fmt::format("there is no region {}", text));
  }
  auto const level = region_level(code);
  auto const width = level == RegionLevel::kProvince ? 10'000 : level == RegionLevel::kCity ? 100 : 1;
  return {std::int64_t{code}, std::int64_t{code} + width};
}

}  // namespace lianzhao::serve
