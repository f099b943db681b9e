#include "radar/events.h"

#include "radar/event_reader.h"

namespace lianzhao::radar {

std::vector<ProjectEvent> find_events(Article const& article, RegionTable const* regions) {
  if (!article.found) return {};
  return EventReader{article, regions}.read();
}

}  // namespace lianzhao::radar
