#pragma once

#include <map>
#include <string>
#include <vector>

#include "serve/sheet.h"
#include "serve/workspace.h"
#include "store/project_repository.h"

namespace lianzhao::serve {

/// Projects the caller sees, by name; rows of a table name them so.
class ProjectsByName {
 public:
  ProjectsByName(store::Session& sql, Viewer const& viewer) {
    for (auto& project :
         store::ProjectRepository{sql}.list({}, scope_of(viewer), {std::int64_t{Sheet::kMostRows}, 0}).rows) {
      auto name = project.name;
      found_[std::move(name)].push_back(std::move(project));
    }
  }

  /// Notes a name that none or several have, and a project that the caller may not change.
  store::Project const* find(Sheet& sheet, std::size_t row, Viewer const& viewer) const {
    auto const& name = sheet.text(row, "project");
    if (name.empty()) return nullptr;
    auto const at = found_.find(name);
    if (at == found_.end()) {
      sheet.wrong(row, "project", "no_project", "you see no project of this name");
      return nullptr;
    }
    if (at->second.size() > 1) {
      sheet.wrong(row, "project", "several_projects",
                  "several projects have this name; rename one or enter it by hand");
      return nullptr;
    }
    auto const& project = at->second.front();
    sheet.check(row, "project", [&] { require_change(viewer, project.zone_id); });
    return &project;
  }

 private:
  std::map<std::string, std::vector<store::Project>, std::less<>> found_;
};

}  // namespace lianzhao::serve
