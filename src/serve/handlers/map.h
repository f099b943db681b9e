#pragma once

#include <vector>

#include "api_types.h"
#include "serve/insights.h"
#include "serve/router.h"

namespace lianzhao::serve {

struct GetMap {
  Insights& insights;
  api::MapValues operator()(api::GetMapParams const&, api::NoBody, Call&) const;
};
struct ListLeadingRegions {
  Insights& insights;
  std::vector<api::LeadingRegion> operator()(api::ListLeadingRegionsParams const&, api::NoBody, Call&) const;
};
struct GetDiagnosis {
  Insights& insights;
  api::Diagnosis operator()(api::GetDiagnosisParams const&, api::NoBody, Call&) const;
};
struct ListTargets {
  Insights& insights;
  api::Targets operator()(api::ListTargetsParams const&, api::NoBody, Call&) const;
};
struct ExportDiagnosis {
  Insights& insights;
  api::FileAnswer operator()(api::ExportDiagnosisParams const&, api::NoBody, Call&) const;
};
struct ExportTargets {
  Insights& insights;
  api::FileAnswer operator()(api::ExportTargetsParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
