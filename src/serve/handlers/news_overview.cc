#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/handlers/news.h"
#include "serve/news_view.h"
#include "serve/place.h"
#include "store/register_reader.h"
#include "text/normalize.h"

namespace lianzhao::serve {

namespace {

api::NewsWatch to_api(store::Session& sql, Workspace const& workspace, store::NewsWatch const& watch,
                      Viewer const& viewer) {
  api::NewsWatch shown;
  shown.id = watch.id;
  shown.zone_id = watch.zone_id;
  shown.kind = watch.kind;
  shown.value = watch.value;
  shown.label = watch.label;
  shown.by = watch.by;
  shown.created_ms = watch.created_at;
  store::NewsFilter filter;
  add_watch(workspace, watch, filter);
  for (auto const& [state, count] : store::NewsRepository{sql}.states(filter, viewer.zones)) {
    shown.events += count;
    if (state == "new") shown.waiting = count;
  }
  return shown;
}

/// Whether its amount is what one project costs, so that it can be ranked among others.
bool is_investment(store::NewsEvent const& event) {
  return event.kind == "project" && event.amount &&
         (event.amount_kind == "total_investment" || event.amount_kind == "fixed_assets");
}

}  // namespace

api::NewsDigest GetNewsDigest::operator()(api::GetNewsDigestParams const& params, api::NoBody, Call& call) const {
  constexpr Instant kDayMs = 24LL * 3600 * 1000;
  constexpr std::size_t kShown = 10;
  constexpr store::Page kLooked{500, 0};
  auto const at = now();
  store::NewsFilter filter;
  filter.zone_id = params.zone_id;
  filter.since = at - params.days * kDayMs;
  filter.sort = "-amount";
  auto sql = workspace.database.reader();
  auto news = store::NewsRepository{sql};
  auto const found = news.events(filter, call.viewer.zones, kLooked);
  api::NewsDigest digest;
  digest.from = format_day(civil_day(*filter.since));
  digest.to = format_day(civil_day(at));
  std::set<std::int64_t> articles;
  std::set<std::int64_t> dossiers;
  std::vector<store::NewsEvent> largest;
  std::vector<store::NewsEvent> concerning;
  for (auto const& event : found.rows) {
    if (event.state == "rejected") continue;
    ++digest.events;
    articles.insert(event.article_id);
    if (event.dossier_id) dossiers.insert(*event.dossier_id);
    if (is_investment(event) && largest.size() < kShown) largest.push_back(event);
    if (concerning.size() < kShown && !concerns_of(sql, workspace, call.viewer, event).empty()) {
      concerning.push_back(event);
    }
  }
  MoneySum amount;
  for (auto const id : dossiers) {
    auto const dossier = store::NewsDossierRepository{sql}.find(id, {}).value();
    ++digest.projects;
    amount += dossier.amount_fen.value_or(0);
    digest.without_amount += dossier.amount_fen ? 0 : 1;
  }
  digest.amount_fen = amount.fen();
  digest.articles = static_cast<std::int64_t>(articles.size());
  digest.largest = serve::to_api(sql, workspace, call.viewer, largest);
  digest.concerning = serve::to_api(sql, workspace, call.viewer, concerning);
  for (auto& event : serve::to_api(sql, workspace, call.viewer, found.rows)) {
    if (event.state != "rejected" && !event.watch_ids.empty() && digest.watched.size() < kShown) {
      digest.watched.push_back(std::move(event));
    }
  }
  return digest;
}

std::vector<api::NewsWatch> ListNewsWatches::operator()(api::ListNewsWatchesParams const&, api::NoBody,
                                                        Call& call) const {
  auto sql = workspace.database.reader();
  std::vector<api::NewsWatch> shown;
  for (auto const& watch : store::NewsSourceRepository{sql}.watches(call.viewer.zones)) {
    shown.push_back(to_api(sql, workspace, watch, call.viewer));
  }
  return shown;
}

api::NewsWatch AddNewsWatch::operator()(api::AddNewsWatchParams const&, api::NewsWatchRequest const& body,
                                        Call& call) const {
  require_inbox(workspace, call.viewer, body.zone_id);
  store::NewsWatch watch;
  watch.zone_id = body.zone_id;
  watch.kind = body.kind;
  watch.value = text::squeeze_blanks(body.value);
  if (watch.value.empty()) throw invalid_input("watch_empty", "say what is to be watched: value is blank");
  watch.label = body.label.value_or(watch.value);
  watch.account_id = call.viewer.account_id;
  watch.created_at = now();
  auto const& knowledge = workspace.knowledge();
  if (watch.kind == "node") {
    require_node(workspace, watch.value);
    watch.label = knowledge.library.node(knowledge.library.find_node(watch.value).value()).name;
  } else if (watch.kind == "region") {
    region_range(workspace, watch.value);
    RegionCode code = 0;
    std::from_chars(watch.value.data(), watch.value.data() + watch.value.size(), code);
    auto const* const region = knowledge.regions->find(code);
    if (region == nullptr) throw invalid_input("unknown_region", fmt::format("there is no region {}", watch.value));
    watch.label = region->name;
  } else {
    auto enterprises = workspace.insights.register_database().reader();
    if (auto const found = store::RegisterReader{enterprises}.find_key(watch.value)) {
      watch.value = found->enterprise.enterprise_key;
      watch.label = found->enterprise.name;
    }
  }
  auto change = Change{workspace, call.viewer, api::AddNewsWatch::kId};
  auto sources = store::NewsSourceRepository{change.sql()};
  for (auto const& known : sources.watches({watch.zone_id})) {
    if (known.zone_id == watch.zone_id && known.kind == watch.kind && known.value == watch.value) {
      throw Failure{{ErrorKind::kConflict, "watched_already", fmt::format("{} is watched already", watch.label)}};
    }
  }
  watch.id = sources.add_watch(watch);
  change.note("news_watch", watch.id, 1, watch.kind);
  auto shown = to_api(change.sql(), workspace, watch, call.viewer);
  shown.by = call.viewer.display_name;
  change.commit();
  return shown;
}

void RemoveNewsWatch::operator()(api::RemoveNewsWatchParams const& params, api::NoBody, Call& call) const {
  auto change = Change{workspace, call.viewer, api::RemoveNewsWatch::kId};
  auto sources = store::NewsSourceRepository{change.sql()};
  auto const watch = sources.find_watch(params.watch_id, call.viewer.zones);
  if (!watch) throw not_found("watch_not_found", fmt::format("there is no watch {}", params.watch_id));
  require_change(call.viewer, watch->zone_id);
  sources.remove_watch(watch->id);
  change.note("news_watch", watch->id, 1, "removed");
  change.commit();
}

std::vector<api::NewsEvent> ListExpansionSignals::operator()(api::ListExpansionSignalsParams const& params, api::NoBody,
                                                             Call& call) const {
  auto sql = workspace.database.reader();
  return serve::to_api(sql, workspace, call.viewer,
                       store::NewsRepository{sql}.signals_of(params.enterprise_key, call.viewer.zones));
}

}  // namespace lianzhao::serve
