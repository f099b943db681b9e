#include "pipeline/branch.h"

#include "text/normalize.h"

namespace lianzhao::pipeline {

bool is_branch(Enterprise const& enterprise) {
  return enterprise.enterprise_type.find("分公司") != std::string::npos ||
         enterprise.enterprise_type.find("分支机构") != std::string::npos ||
         !text::split_branch(enterprise.name).branch.empty();
}

}  // namespace lianzhao::pipeline
