#pragma once

#include <vector>

#include "api_types.h"
#include "domain/chain.h"
#include "domain/region_table.h"
#include "serve/router.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

struct ListRegions {
  RegionTable const& regions;
  std::vector<api::Region> operator()(api::ListRegionsParams const&, api::NoBody, Call&) const;
};
struct GetRegion {
  RegionTable const& regions;
  api::RegionDetail operator()(api::GetRegionParams const&, api::NoBody, Call&) const;
};
struct GetRegionShapes {
  store::DataFolder const& folder;
  api::Shapes operator()(api::GetRegionShapesParams const&, api::NoBody, Call&) const;
};
struct ListChains {
  ChainLibrary const& library;
  std::vector<api::ChainSummary> operator()(api::ListChainsParams const&, api::NoBody, Call&) const;
};
struct GetChain {
  ChainLibrary const& library;
  api::Chain operator()(api::GetChainParams const&, api::NoBody, Call&) const;
};

/// Today's code. @throws Failure "region_not_found".
RegionCode region_code_from(RegionTable const&, std::string_view six_digits);

}  // namespace lianzhao::serve
