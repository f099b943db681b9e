#pragma once

#include "api_types.h"
#include "serve/insights.h"
#include "serve/jobs.h"
#include "serve/router.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

struct SearchEnterprises {
  Insights& insights;
  api::EnterprisePage operator()(api::SearchEnterprisesParams const&, api::NoBody, Call&) const;
};
struct ExportEnterprises {
  Insights& insights;
  api::FileAnswer operator()(api::ExportEnterprisesParams const&, api::NoBody, Call&) const;
};
struct GetEnterprise {
  Insights& insights;
  store::Database& workspace;
  api::Enterprise operator()(api::GetEnterpriseParams const&, api::NoBody, Call&) const;
};
struct SetTagVerdict {
  Insights& insights;
  store::Database& workspace;
  api::Enterprise operator()(api::SetTagVerdictParams const&, api::TagVerdictRequest const&, Call&) const;
};

/// Registers the kind "build" with jobs, which must not have been started: a snapshot with what verdicts taught.
void add_building(store::DataFolder const&, Insights&, Jobs&);

struct SwitchLessons {
  store::DataFolder const& folder;
  store::Database& workspace;
  Jobs& jobs;
  api::Job operator()(api::SwitchLessonsParams const&, api::SwitchLessonsRequest const&, Call&) const;
};

struct ListLessons {
  Insights& insights;
  store::Database& workspace;
  api::Lessons operator()(api::ListLessonsParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
