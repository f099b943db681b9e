#pragma once

#include <string>
#include <vector>

#include "api_types.h"
#include "serve/workspace.h"
#include "store/news_dossier_repository.h"
#include "store/news_repository.h"
#include "store/news_source_repository.h"

namespace lianzhao::serve {

/// Events as this viewer sees them: leads and projects they became only where he may see those.
std::vector<api::NewsEvent> to_api(store::Session&, Workspace const&, Viewer const&,
                                   std::vector<store::NewsEvent> const&);
api::NewsDossier to_api(store::NewsDossier const&);
api::NewsDecision to_api(store::NewsDecision const&);
api::NewsCopy news_copy(store::NewsArticle const&);
/// An article with its copies, and its events as this viewer sees them.
api::NewsArticle news_article(store::Session&, Workspace const&, Viewer const&, store::NewsArticle const&);

/// @throws Failure "event_not_found", also for one of a zone he may not see.
store::NewsEvent find_news_event(store::Session&, Viewer const&, std::int64_t id);
/// Likewise, and he may change it.
store::NewsEvent find_news_event_to_change(store::Session&, Viewer const&, std::int64_t id);
/// @throws StaleVersion.
void require_version(store::Session&, Workspace const&, Viewer const&, store::NewsEvent const&, std::int64_t version);
/// Everything of an event as this viewer sees it.
api::NewsEventDetail news_event_detail(store::Session&, Workspace const&, Viewer const&, std::int64_t id);

/// Own leads and projects that the event may be about, of those the viewer may see.
std::vector<api::NewsConcern> concerns_of(store::Session&, Workspace const&, Viewer const&, store::NewsEvent const&);

/// @throws Failure "inbox_not_found": an inbox of no zone is for accounts bound to none; "unknown_zone", "not_allowed".
void require_inbox(Workspace const&, Viewer const&, std::string const& zone_id);

/// Whether the watch is about what the event tells.
bool hits(Workspace const&, store::NewsWatch const&, store::NewsEvent const&);
/// The events that a watch hits, as a condition.
void add_watch(Workspace const&, store::NewsWatch const&, store::NewsFilter&);
/// @throws Failure "unknown_region".
store::RegionRange region_range(Workspace const&, std::string_view code);

/// @throws Failure "days_reversed" for a first day after the last.
void require_order(std::optional<DayNumber> from, std::optional<DayNumber> to);

/// The conditions that lists, exports and figures of events share.
template <typename Params>
store::NewsFilter news_filter(Workspace const& workspace, Params const& params) {
  store::NewsFilter filter;
  filter.zone_id = params.zone_id;
  filter.state = params.state;
  filter.kind = params.kind;
  if (params.region) filter.region = region_range(workspace, *params.region);
  filter.chain = params.chain;
  if (params.node) filter.nodes = with_parts(workspace, *params.node);
  filter.stage = params.stage;
  if (params.from) filter.from = checked_day("from", *params.from);
  if (params.to) filter.to = checked_day("to", *params.to);
  require_order(filter.from, filter.to);
  filter.words = params.q;
  filter.lesson_id = params.lesson_id;
  return filter;
}

}  // namespace lianzhao::serve
