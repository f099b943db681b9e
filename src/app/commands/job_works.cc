#include "app/commands/job_works.h"

#include <filesystem>

#include <boost/json.hpp>

#include "kernel/error.h"
#include "pipeline/import_register.h"
#include "pipeline/knowledge.h"
#include "pipeline/search.h"
#include "pipeline/snapshot.h"

namespace lianzhao::app {

namespace {

/// Takes the uploaded file in; a second run after an interruption finds the same file, which goes when the job ends.
std::string import_enterprises(store::DataFolder const& folder, std::string const& parameters, Progress const& progress,
                               Cancelled const& cancelled) {
  auto const object = boost::json::parse(parameters).as_object();
  auto const file = std::filesystem::path{std::string{object.at("file").as_string()}};
  pipeline::ImportRequest request;
  request.files = {file};
  if (auto const* const name = object.if_contains("name")) request.shown_as = {std::string{name->as_string()}};
  request.rejects = folder.rejects();
  auto const stop_when_cancelled = [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
    if (cancelled()) {
      throw Failure{{ErrorKind::kUnavailable, "cancelled", "stopped before the end; the register is what it was"}};
    }
    progress(stage, done, total);
  };
  auto const database = store::open_register(folder);
  auto const report = pipeline::import_register(*database, request, stop_when_cancelled);
  // What was taken in is shown at once: tags and snapshot follow in the same job.
  auto const knowledge = pipeline::load_knowledge(folder.path);
  pipeline::refresh_snapshot(*database, folder, knowledge, progress, cancelled);
  pipeline::refresh_search(*database, folder, progress, cancelled);
  boost::json::object result;
  result["read"] = report.read;
  result["accepted"] = report.accepted;
  result["updated"] = report.updated;
  result["duplicates"] = report.duplicates;
  result["repaired"] = report.repaired;
  result["rejected"] = report.rejected;
  result["invalid_codes"] = report.invalid_codes;
  result["old_numbers"] = report.old_numbers;
  result["later_foundings"] = report.later_foundings;
  boost::json::object columns;
  boost::json::array not_recognised;
  boost::json::array passed_over;
  for (auto const& table : report.tables) {
    for (auto const& [heading, field] : table.columns.used) columns[heading] = field;
    for (auto const& heading : table.columns.ignored) not_recognised.emplace_back(heading);
    if (!table.passed_over.empty()) passed_over.emplace_back(table.sheet);
  }
  result["columns"] = std::move(columns);
  result["ignored"] = std::move(not_recognised);
  result["sheets_passed_over"] = std::move(passed_over);
  result["seconds"] = report.seconds;
  result["reject_file"] = report.reject_file.string();
  return boost::json::serialize(result);
}

}  // namespace

std::vector<std::pair<std::string, serve::JobWork>> job_works(store::DataFolder const& folder) {
  std::vector<std::pair<std::string, serve::JobWork>> works;
  works.emplace_back("import_enterprises",
                     [folder](std::string const& parameters, Progress const& progress, Cancelled const& cancelled) {
                       return import_enterprises(folder, parameters, progress, cancelled);
                     });
  return works;
}

}  // namespace lianzhao::app
