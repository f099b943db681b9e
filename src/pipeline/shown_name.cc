#include "pipeline/shown_name.h"

#include "text/trader_name.h"

namespace lianzhao::pipeline {

std::string shown_name(Enterprise const& enterprise) {
  auto const sole_trader =
      enterprise.credit_code.starts_with("92") || enterprise.enterprise_type.find("个体") != std::string::npos;
  return sole_trader ? text::masked_trader_name(enterprise.name) : enterprise.name;
}

}  // namespace lianzhao::pipeline
