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
  if (article.text.size() > kMostEventBytes) {
    auto shorter = article;
    auto end = kMostEventBytes;
    while (end > 0 && (static_cast<unsigned char>(shorter.text[end]) & 0xC0U) == 0x80U) --end;
    shorter.text.resize(end);
    return find_events(shorter, regions, lessons, passed_over);
  }
  EventReader reader{article, regions, lessons};
  auto events = reader.read();
  passed_over = reader.passed_over();
  return events;
}

}  // namespace lianzhao::radar
