#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ListAlarms {
  Workspace workspace;
  api::AlarmPage operator()(api::ListAlarmsParams const&, api::NoBody, Call&) const;
};
struct GetMyDay {
  Workspace workspace;
  api::MyDay operator()(api::GetMyDayParams const&, api::NoBody, Call&) const;
};
struct ListKpiDefinitions {
  Workspace workspace;
  std::vector<api::KpiDefinition> operator()(api::ListKpiDefinitionsParams const&, api::NoBody, Call&) const;
};
struct ListKpis {
  Workspace workspace;
  std::vector<api::KpiValue> operator()(api::ListKpisParams const&, api::NoBody, Call&) const;
};
struct ListKpiRows {
  Workspace workspace;
  api::KpiRows operator()(api::ListKpiRowsParams const&, api::NoBody, Call&) const;
};
struct ExportKpis {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportKpisParams const&, api::NoBody, Call&) const;
};
struct ListStageTimes {
  Workspace workspace;
  std::vector<api::StageTime> operator()(api::ListStageTimesParams const&, api::NoBody, Call&) const;
};
struct GetForecast {
  Workspace workspace;
  std::vector<api::Forecast> operator()(api::GetForecastParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
