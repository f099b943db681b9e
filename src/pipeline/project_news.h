#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classify/tagger.h"
#include "classify/tagger_buffers.h"
#include "domain/region_table.h"
#include "domain/zone.h"
#include "radar/article.h"
#include "radar/events.h"
#include "radar/feed.h"
#include "radar/lessons.h"

namespace lianzhao::pipeline {

/// More are no news but a list that belongs in a table of its own; nobody goes through them in an inbox.
inline constexpr std::size_t kMostEventsOfPage = 500;

/// A page read to the end.
struct NewsPage {
  radar::Article article;
  std::vector<radar::ProjectEvent> events;  ///< in the article's order
  bool events_cut = false;                  ///< it has more than kMostEventsOfPage
  std::vector<std::int64_t> passed_over;    ///< ids of lessons because of which words were passed over
};

/// Pages → articles → events with the chain node they are about and the zone they lie in: where radar, classify and
/// what the product knows of places meet. Names are resolved apart (radar/name_index.h), for the register may be
/// large.
///
/// Immutable once built; threads share one reader, each with its own Buffers. What it is given must outlive it.
class NewsReader {
 public:
  NewsReader(ChainLibrary const& library, RegionTable const& regions, std::vector<Zone> const& zones);

  NewsPage read(radar::FoundPage const&, classify::Tagger::Buffers&, radar::Lessons const& = {}) const;
  /// The article of a page alone, what its feed or mail says filling what the page leaves out. `html` is the decoded
  /// page (radar/decode.h).
  static radar::Article article_of(radar::FoundPage const&, std::string_view html);
  /// What of a page could not be read or was left out, to be reported under `name`.
  static void report(NewsPage const&, std::string_view name, radar::OnTrouble const&);
  /// The same for an article that was put together from several pages.
  NewsPage read(radar::Article, classify::Tagger::Buffers&, radar::Lessons const& = {}) const;

 private:
  void add_nodes(NewsPage&, classify::Tagger::Buffers&) const;
  void add_zone(radar::ProjectEvent&) const;

  RegionTable const& regions_;
  std::vector<Zone> const& zones_;
  classify::Tagger tagger_;
};

/// The demo's zones, which every installation knows, and behind them those of the data folder; of two with one id the
/// folder's.
/// @throws Failure "bad_zones" for a mistake in DIR/zones.yaml.
std::vector<Zone> known_zones(std::vector<Zone> of_data_folder, RegionTable const&);

}  // namespace lianzhao::pipeline
