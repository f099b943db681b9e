#pragma once

#include <memory>

#include "serve/accounts.h"
#include "serve/figures.h"
#include "serve/insights.h"
#include "serve/jobs.h"
#include "serve/news_rounds.h"
#include "serve/router.h"
#include "serve/single_sign_on.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

/// What handlers are built from. All of it outlives the router.
struct Dependencies {
  store::DataFolder const& folder;
  store::Database& workspace;
  Accounts& accounts;
  Jobs& jobs;
  std::shared_ptr<EventFeed> events;
  Insights& insights;
  Figures& figures;
  SingleSignOn& single_sign_on;
  NewsRounds& rounds;
};

/// Every operation of openapi.yaml and what answers it.
Router make_routes(Dependencies const&);

}  // namespace lianzhao::serve
