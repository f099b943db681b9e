#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace lianzhao::bench {

struct WorkspaceSize {
  std::int64_t zones = 40;
  std::int64_t people = 200;
  std::int64_t projects = 50'000;
  std::int64_t tasks_per_project = 24;
  std::int64_t events_per_project = 16;
  std::int64_t leads = 30'000;
  bool new_calendar = false;  ///< the days were made by another working-day calendar than today's
};

struct Person {
  std::string role;
  std::string token;  ///< of a sign-in that lasts a day
};

/// Fills an empty workspace in `folder` (or `database`, a PostgreSQL URL) by a fixed seed: projects in all stages with
/// gates, amounts, measures, teams, tasks, history, evidence, promises and leads, in proportions of a province.
std::vector<Person> fill_workspace(std::filesystem::path const& folder, std::string const& database,
                                   WorkspaceSize const& size);

}  // namespace lianzhao::bench
