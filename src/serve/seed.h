#pragma once

#include <filesystem>

#include "serve/workspace.h"

namespace lianzhao::serve {

/// Fills a workspace that has neither a project nor a lead from DIR/projects.yaml, all or nothing; does nothing when
/// there is no such file. Returns how many projects it made. The demo's file tells the story of an article; the
/// projects it asks for under `simulated` are made up and say 模拟 in every name.
/// @throws Failure "bad_lifecycle" that names file, line and what is wrong.
std::int64_t seed_workspace(Workspace const&, std::filesystem::path const& folder);

}  // namespace lianzhao::serve
