#pragma once

#include <memory>

#include "domain/chain.h"
#include "domain/region_table.h"
#include "serve/accounts.h"
#include "serve/jobs.h"
#include "serve/router.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

/// What handlers are built from. All of it outlives the router.
struct Dependencies {
  store::DataFolder const& folder;
  store::Database& workspace;
  Accounts& accounts;
  Jobs& jobs;
  std::shared_ptr<EventFeed> events;
  RegionTable const& regions;
  ChainLibrary const& library;
};

/// Every operation of openapi.yaml and what answers it.
Router make_routes(Dependencies const&);

}  // namespace lianzhao::serve
