#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/region_table.h"
#include "kernel/clock.h"
#include "radar/lessons.h"
#include "store/news_lesson_repository.h"
#include "store/session.h"

namespace lianzhao::pipeline {

/// The lessons of an inbox that stand and are in force.
radar::Lessons news_lessons(store::Session&, std::string_view zone_id);

struct NewsLearned {
  std::int64_t corrections = 0;  ///< looked at
  std::int64_t lessons = 0;      ///< that stand now
  std::int64_t added = 0;
  std::int64_t gone = 0;  ///< whose corrections were taken back or are outweighed
};

/// Learns anew from all that stands in the inbox: what was switched off stays off, what nothing bears out any more
/// goes. Pure in the decisions: the same decisions give the same lessons. Belongs in a transaction.
NewsLearned learn_from_news(store::Session&, std::string_view zone_id, RegionTable const&, Instant at);

}  // namespace lianzhao::pipeline
