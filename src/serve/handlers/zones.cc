#include "serve/handlers/zones.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"
#include "serve/place.h"
#include "store/register_reader.h"

namespace lianzhao::serve {

namespace {

api::Zone to_api(Zone const& zone, bool seen) {
  return {zone.id, zone.name, zone.name_en, region_code_text(zone.seat), zone.chains, seen};
}

}  // namespace

std::vector<api::Zone> ListZones::operator()(api::ListZonesParams const&, api::NoBody, Call& call) const {
  std::vector<api::Zone> shown;
  for (auto const& zone : insights.knowledge().zones) {
    // The staff hand leads over to each other and settle disputes: names are told, rows are not.
    auto const seen = call.viewer.sees_zone(zone.id);
    if (seen || call.viewer.role != "investor") shown.push_back(to_api(zone, seen));
  }
  return shown;
}

api::ZoneDetail GetZone::operator()(api::GetZoneParams const& params, api::NoBody, Call& call) const {
  auto const* const zone = insights.knowledge().find_zone(params.zone_id);
  if (!zone || !call.viewer.sees_zone(params.zone_id)) {
    throw not_found("zone_not_found", fmt::format("there is no zone \"{}\"", params.zone_id));
  }
  api::ZoneDetail shown;
  shown.zone = to_api(*zone, true);
  shown.source = fmt::format("{}", fmt::join(zone->sources, "; "));
  for (auto const region : zone->regions) shown.rules.push_back({"region", region_code_text(region), false});
  for (auto const& words : zone->patterns) shown.rules.push_back({"address", words, false});
  for (auto const& words : zone->exclude) shown.rules.push_back({"address", words, true});
  // Sets have no order of their own.
  auto const add_all = [&](auto const& names, bool excluded) {
    auto sorted = std::vector<std::string>{names.begin(), names.end()};
    std::sort(sorted.begin(), sorted.end());
    for (auto& name : sorted) shown.rules.push_back({"enterprise", std::move(name), excluded});
  };
  add_all(zone->listed, false);
  add_all(zone->unlisted, true);
  return shown;
}

api::Status GetStatus::operator()(api::GetStatusParams const&, api::NoBody, Call&) const {
  api::Status shown;
  shown.library_fingerprint = insights.knowledge().library.fingerprint();
  shown.version = LIANZHAO_VERSION;
  auto const insight = insights.find();
  if (!insight) return shown;
  auto const& provenance = insight->atlas().provenance();
  shown.enterprises = static_cast<std::int64_t>(insight->atlas().size());
  if (provenance.register_as_of > 0) shown.as_of_ms = provenance.register_as_of;
  if (provenance.newest_founding) {
    shown.newest_year = static_cast<int>(civil_date(*provenance.newest_founding).year());
  }
  shown.fingerprint = provenance.fingerprint();
  auto sql = insights.register_database().reader();
  // A made-up register says so in every name. Real rows imported after it do not make it real, nor it them.
  for (auto const* const end :
       {"SELECT name FROM enterprise ORDER BY id LIMIT 1", "SELECT name FROM enterprise ORDER BY id DESC LIMIT 1"}) {
    if (sql.find_text(end).value_or("").find("模拟") != std::string::npos) shown.simulated = true;
  }
  return shown;
}

}  // namespace lianzhao::serve
