#pragma once

#include "store/session.h"

namespace lianzhao::store {

/// Replaces every row of `to` by those of `from`, whichever engines they are: how a workspace on PostgreSQL becomes a
/// file and a file becomes one on PostgreSQL. Both are workspaces migrated to the same step, one of them on SQLite.
/// Consistent while others write to `from`; `to` changes in one transaction, all or nothing. New ids go on behind the
/// copied ones.
/// @throws Failure "other_version" when their steps differ; those of the databases.
void copy_workspace(Database& from, Database& to);

}  // namespace lianzhao::store
