#include "serve/handlers/jobs.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "ingest/columns.h"
#include "kernel/error.h"
#include "kernel/file.h"
#include "serve/documents.h"
#include "serve/passwords.h"

namespace lianzhao::serve {

std::vector<api::Job> ListJobs::operator()(api::ListJobsParams const& params, api::NoBody, Call& call) const {
  std::vector<api::Job> shown;
  for (auto const& job : jobs.last(params.limit)) shown.push_back(jobs.to_api(job, call.viewer.language));
  return shown;
}

api::Job GetJob::operator()(api::GetJobParams const& params, api::NoBody, Call& call) const {
  return jobs.to_api(jobs.find(params.job_id), call.viewer.language);
}

api::Job CancelJob::operator()(api::CancelJobParams const& params, api::NoBody, Call& call) const {
  return jobs.to_api(jobs.cancel(call.viewer, params.job_id), call.viewer.language);
}

api::FileAnswer GetJobRejects::operator()(api::GetJobRejectsParams const& params, api::NoBody, Call&) const {
  auto const job = jobs.find(params.job_id);
  auto const missing =
      not_found("no_rejects", fmt::format("job {} has no rejected rows, or has not ended", params.job_id));
  if (!job.result) throw missing;
  boost::json::error_code code;
  auto const result = boost::json::parse(*job.result, code);
  auto const* const file = !code && result.is_object() ? result.get_object().if_contains("reject_file") : nullptr;
  if (!file || !file->is_string() || file->get_string().empty()) throw missing;
  // Only the name is taken: the folder is known, and results lie in a database that could be edited.
  auto const name = std::filesystem::path{std::string{file->get_string()}}.filename();
  return {read_file(folder.rejects() / name), "text/csv; charset=utf-8", name.string()};
}

namespace {

/// The same object, in which every field is one that a register has.
/// @throws Failure "bad_column_map".
boost::json::object checked_columns(std::string const& given) {
  boost::json::error_code code;
  auto const parsed = boost::json::parse(given, code);
  if (code || !parsed.is_object()) {
    throw invalid_input("bad_column_map", fmt::format("columns is no JSON object of field: heading but {}", given));
  }
  for (auto const& [field, heading] : parsed.get_object()) {
    if (!ingest::is_map_field(field)) {
      throw invalid_input("bad_column_map", fmt::format("a register has no field \"{}\"", std::string_view{field}));
    }
    if (!heading.is_string() && !heading.is_null()) {
      throw invalid_input("bad_column_map",
                          fmt::format("the heading of \"{}\" is neither text nor null", std::string_view{field}));
    }
  }
  return parsed.get_object();
}

}  // namespace

api::Job ImportEnterprises::operator()(api::ImportEnterprisesParams const& params, api::Upload const& upload,
                                       Call& call) const {
  // The reader tells formats by the ending; what stands before it is of no use and not to be trusted.
  auto ending = std::string{};
  for (auto const* const known :
       {".csv", ".csv.gz", ".txt", ".tsv", ".xlsx", ".ndjson", ".ndjson.gz", ".jsonl", ".jsonl.gz", ".json"}) {
    auto const wanted = std::string_view{known};
    if (params.name.ends_with(wanted) && wanted.size() > ending.size()) ending = wanted;
  }
  auto lower = params.name;
  for (auto& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (lower.ends_with(".xls")) {
    throw invalid_input("old_workbook",
                        fmt::format("\"{}\" is an old Excel workbook; save it as .xlsx or CSV", params.name));
  }
  if (ending.empty()) {
    throw invalid_input("unknown_format",
                        fmt::format("\"{}\" is neither CSV, XLSX nor NDJSON (plain or .gz); save it as "
                                    "one of these",
                                    params.name));
  }
  if (upload.size_bytes == 0) throw invalid_input("empty_file", fmt::format("\"{}\" is empty", params.name));
  boost::json::object parameters;
  if (params.columns) parameters["columns"] = checked_columns(*params.columns);
  auto const kept = folder.uploads() / ("register-" + random_token().substr(0, 16) + ending);
  std::filesystem::create_directories(folder.uploads());
  std::filesystem::rename(upload.file, kept);
  parameters["file"] = kept.string();
  parameters["name"] = params.name;
  return jobs.to_api(jobs.add(call.viewer, "import_enterprises", params.name, boost::json::serialize(parameters)),
                     call.viewer.language);
}

api::Job ImportRegions::operator()(api::ImportRegionsParams const& params, api::Upload const& upload,
                                   Call& call) const {
  if (upload.size_bytes == 0) throw invalid_input("empty_file", fmt::format("\"{}\" is empty", params.name));
  auto lower = params.name;
  for (auto& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  auto const ending = std::string{lower.ends_with(".gz") ? ".geojson.gz" : ".geojson"};
  auto const plain = std::string_view{lower}.substr(0, lower.size() - (lower.ends_with(".gz") ? 3 : 0));
  if (!plain.ends_with(".geojson") && !plain.ends_with(".json")) {
    throw invalid_input("no_geojson", fmt::format("\"{}\" is no GeoJSON (.geojson or .json, plain or .gz); shapefiles "
                                                  "have to be converted first",
                                                  params.name));
  }
  auto const kept = folder.uploads() / ("regions-" + random_token().substr(0, 16) + ending);
  std::filesystem::create_directories(folder.uploads());
  std::filesystem::rename(upload.file, kept);
  auto const parameters =
      boost::json::object{{"file", kept.string()}, {"name", params.name}, {"system", params.system}};
  return jobs.to_api(jobs.add(call.viewer, "import_regions", params.name, boost::json::serialize(parameters)),
                     call.viewer.language);
}

api::Document UploadDocument::operator()(api::UploadDocumentParams const& params, api::Upload const& upload,
                                         Call& call) const {
  auto const document = store_document(workspace, folder, call.viewer, params.name, upload.file);
  return {document.id, document.name, document.media_type, document.size_bytes, document.hash};
}

api::FileAnswer GetDocument::operator()(api::GetDocumentParams const& params, api::NoBody, Call& call) const {
  auto const document = find_document(workspace, call.viewer, params.document_id);
  return {read_file(document_file(folder, document.hash)), document.media_type, document.name};
}

}  // namespace lianzhao::serve
