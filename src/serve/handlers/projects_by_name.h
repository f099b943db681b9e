#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "serve/sheet.h"
#include "serve/workspace.h"
#include "store/project_repository.h"

namespace lianzhao::serve {

/// The ids of projects that are called the same, for who has to say which he means: "3, 8".
inline std::string ids_in_words(std::vector<std::int64_t> const& ids) {
  return fmt::format("{}", fmt::join(ids, ", "));
}

/// Projects the caller sees, by name or id; rows of a table name them so.
class ProjectsByName {
 public:
  ProjectsByName(store::Session& sql, Viewer const& viewer)
      : projects_{store::ProjectRepository{sql}.list({}, scope_of(viewer), {std::int64_t{Sheet::kMostRows}, 0}).rows} {
    for (auto const& project : projects_) {
      by_name_[project.name].push_back(&project);
      by_id_.emplace(project.id, &project);
    }
  }
  ProjectsByName(ProjectsByName const&) = delete;
  ProjectsByName& operator=(ProjectsByName const&) = delete;

  /// Notes a name that none or several have, an id that is none or another project's than the name, and a project that
  /// the caller may not change. Which of several is meant is never guessed.
  store::Project const* find(Sheet& sheet, std::size_t row, Viewer const& viewer) const {
    auto const& name = sheet.text(row, "project");
    auto const& id = sheet.text(row, "project_id");
    store::Project const* project = nullptr;
    if (!id.empty()) {
      auto const at = by_id_.find(number_of(id).value_or(0));
      if (at == by_id_.end()) {
        sheet.wrong(row, "project_id", "no_project_id", "you see no project of this id");
        return nullptr;
      }
      project = at->second;
      if (!name.empty() && name != project->name) {
        sheet.wrong(row, "project_id", "other_project", "is the id of another project: {name}",
                    {{"name", project->name}});
        return nullptr;
      }
    } else {
      if (name.empty()) return nullptr;
      auto const at = by_name_.find(name);
      if (at == by_name_.end()) {
        sheet.wrong(row, "project", "no_project", "you see no project of this name");
        return nullptr;
      }
      if (at->second.size() > 1) {
        std::vector<std::int64_t> ids;
        for (auto const* const each : at->second) ids.push_back(each->id);
        std::sort(ids.begin(), ids.end());
        sheet.wrong(row, "project", "several_projects", "several projects have this name: {ids}; write the id",
                    {{"ids", ids_in_words(ids)}});
        return nullptr;
      }
      project = at->second.front();
    }
    sheet.check(row, "project", [&] { require_change(viewer, project->zone_id); });
    return project;
  }

 private:
  std::vector<store::Project> projects_;
  std::map<std::string, std::vector<store::Project const*>, std::less<>> by_name_;
  std::map<std::int64_t, store::Project const*> by_id_;
};

}  // namespace lianzhao::serve
