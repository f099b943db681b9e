#pragma once

#include <string_view>
#include <vector>

#include "domain/kpi_definition.h"

namespace lianzhao::ingest {

/// Reads agency_tasks.yaml. @throws Failure "bad_lifecycle" that names file and line: unknown keys, doubled ids,
/// unknown stages, dependencies on what is not there.
std::vector<TaskTemplate> read_task_templates(std::string_view yaml, std::string_view name);

/// Reads kpis.yaml. Fails likewise: unknown sums and stages, a doubled id and version.
std::vector<KpiDefinition> read_kpis(std::string_view yaml, std::string_view name);

}  // namespace lianzhao::ingest
