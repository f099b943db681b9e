#include "radar/events.h"

#include "radar/event_reader.h"
#include "radar/lessons.h"

namespace lianzhao::radar {

std::vector<ProjectEvent> find_events(Article const& article, RegionTable const* regions) {
  std::vector<std::int64_t> passed_over;
  return find_events(article, regions, Lessons{}, passed_over);
}

std::vector<ProjectEvent> find_events(Article const& article, RegionTable const* regions, Lessons const& lessons,
                                      std::vector<std::int64_t>& passed_over) {
  passed_over.clear();
  if (!article.found) return {};
  EventReader reader{article, regions, lessons};
  auto events = reader.read();
  passed_over = reader.passed_over();
  return events;
}

}  // namespace lianzhao::radar
