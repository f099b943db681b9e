#pragma once

#include "domain/enterprise.h"

namespace lianzhao::pipeline {

/// Whether it is a branch (分公司, 支行, 门市部, …) of another enterprise, by its name (text/normalize.h) or by its
/// type (…分公司, …分支机构). One does not invite a branch, but its head office.
bool is_branch(Enterprise const&);

}  // namespace lianzhao::pipeline
