#pragma once

#include <filesystem>
#include <vector>

#include "api_types.h"
#include "serve/jobs.h"
#include "serve/router.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

struct ListJobs {
  Jobs& jobs;
  std::vector<api::Job> operator()(api::ListJobsParams const&, api::NoBody, Call&) const;
};
struct GetJob {
  Jobs& jobs;
  api::Job operator()(api::GetJobParams const&, api::NoBody, Call&) const;
};
struct CancelJob {
  Jobs& jobs;
  api::Job operator()(api::CancelJobParams const&, api::NoBody, Call&) const;
};
/// The rejects of an import job: what its result names under "reject_file".
struct GetJobRejects {
  Jobs& jobs;
  store::DataFolder const& folder;
  api::FileAnswer operator()(api::GetJobRejectsParams const&, api::NoBody, Call&) const;
};
struct ImportEnterprises {
  Jobs& jobs;
  store::DataFolder const& folder;
  api::Job operator()(api::ImportEnterprisesParams const&, api::Upload const&, Call&) const;
};
struct ImportRegions {
  Jobs& jobs;
  store::DataFolder const& folder;
  api::Job operator()(api::ImportRegionsParams const&, api::Upload const&, Call&) const;
};
struct UploadDocument {
  store::Database& workspace;
  store::DataFolder const& folder;
  api::Document operator()(api::UploadDocumentParams const&, api::Upload const&, Call&) const;
};
struct GetDocument {
  store::Database& workspace;
  store::DataFolder const& folder;
  api::FileAnswer operator()(api::GetDocumentParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
