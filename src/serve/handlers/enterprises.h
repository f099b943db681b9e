#pragma once

#include "api_types.h"
#include "serve/insights.h"
#include "serve/router.h"

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

struct ListLessons {
  Insights& insights;
  store::Database& workspace;
  api::Lessons operator()(api::ListLessonsParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
