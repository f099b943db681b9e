#pragma once

#include <string>
#include <string_view>

#include "report/table.h"
#include "serve/api.h"

namespace lianzhao::serve {

/// A table for saving, as "csv" or "xlsx".
inline api::FileAnswer table_file(report::Table const& table, std::string_view format, std::string const& name) {
  if (format == "xlsx") {
    return {report::to_xlsx(table), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            name + ".xlsx"};
  }
  return {report::to_csv(table), "text/csv; charset=utf-8", name + ".csv"};
}

}  // namespace lianzhao::serve
