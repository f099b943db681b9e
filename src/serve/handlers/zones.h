#pragma once

#include <vector>

#include "api_types.h"
#include "serve/insights.h"
#include "serve/router.h"

namespace lianzhao::serve {

struct ListZones {
  Insights& insights;
  std::vector<api::Zone> operator()(api::ListZonesParams const&, api::NoBody, Call&) const;
};
struct GetZone {
  Insights& insights;
  api::ZoneDetail operator()(api::GetZoneParams const&, api::NoBody, Call&) const;
};
struct GetStatus {
  Insights& insights;
  api::Status operator()(api::GetStatusParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
