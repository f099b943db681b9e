#include "app/commands/job_works.h"

#include <filesystem>

#include <boost/json.hpp>

#include "app/import_json.h"
#include "app/region_file.h"
#include "geo/coordinates.h"
#include "ingest/region_reader.h"
#include "ingest/region_shapes.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "pipeline/import_register.h"
#include "pipeline/knowledge.h"
#include "pipeline/search.h"
#include "pipeline/snapshot.h"
#include "report/table.h"

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
  // JSON is YAML: what the page was told of headings is a map file.
  if (auto const* const columns = object.if_contains("columns")) {
    request.column_map = {"columns", boost::json::serialize(*columns)};
  }
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
  return boost::json::serialize(to_json(report));
}

/// Takes uploaded shapes in; what was refused goes to a file of rejects, by its place in the upload.
std::string import_regions(store::DataFolder const& folder, std::string const& parameters) {
  auto const object = boost::json::parse(parameters).as_object();
  auto const name = std::string{object.at("name").as_string()};
  auto const system = geo::coordinate_system_from(object.at("system").as_string());
  if (!system) throw invalid_input("bad_coordinate_system", "the system is not one of wgs84, gcj02, bd09");
  auto const done = ingest::import_region_shapes(read_region_file(std::string{object.at("file").as_string()}), *system,
                                                 name, ingest::region_table(), folder.path);
  boost::json::object result{
      {"read", done.read}, {"accepted", done.accepted}, {"rejected", done.rejected}, {"resolved", done.resolved}};
  if (!done.problems.empty()) {
    report::Table table;
    table.columns = {{"feature", report::ColumnKind::kInteger},
                     {"reason", report::ColumnKind::kText},
                     {"message", report::ColumnKind::kText}};
    for (auto const& problem : done.problems) {
      // People count from 1.
      table.rows.push_back({static_cast<std::int64_t>(problem.index) + 1, problem.reason, problem.message});
    }
    std::filesystem::create_directories(folder.rejects());
    auto const kept = std::filesystem::path{std::string{object.at("file").as_string()}}.stem().stem().string();
    auto const file = folder.rejects() / (kept + ".csv");
    write_file_atomically(file, report::to_csv(table));
    result["reject_file"] = file.string();
  }
  return boost::json::serialize(result);
}

}  // namespace

std::vector<std::pair<std::string, serve::JobWork>> job_works(store::DataFolder const& folder) {
  std::vector<std::pair<std::string, serve::JobWork>> works;
  works.emplace_back("import_enterprises",
                     [folder](std::string const& parameters, Progress const& progress, Cancelled const& cancelled) {
                       return import_enterprises(folder, parameters, progress, cancelled);
                     });
  works.emplace_back("import_regions", [folder](std::string const& parameters, Progress const&, Cancelled const&) {
    return import_regions(folder, parameters);
  });
  return works;
}

}  // namespace lianzhao::app
