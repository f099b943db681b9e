#pragma once

#include <string>

#include "domain/enterprise.h"

namespace lianzhao::pipeline {

/// The name as pages, answers and exports show it: as registered, but of sole traders (a credit code of category 92 by
/// GB 32100-2015, or a type that says 个体) without what may be a person's given name.
std::string shown_name(Enterprise const&);

}  // namespace lianzhao::pipeline
