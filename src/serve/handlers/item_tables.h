#pragma once

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ExportAmounts {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportAmountsParams const&, api::NoBody, Call&) const;
};
struct ImportAmounts {
  Workspace workspace;
  api::ImportReport operator()(api::ImportAmountsParams const&, api::Upload const&, Call&) const;
};
struct ExportMeasures {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportMeasuresParams const&, api::NoBody, Call&) const;
};
struct ImportMeasures {
  Workspace workspace;
  api::ImportReport operator()(api::ImportMeasuresParams const&, api::Upload const&, Call&) const;
};
struct ExportCampaigns {
  Workspace workspace;
  api::FileAnswer operator()(api::ExportCampaignsParams const&, api::NoBody, Call&) const;
};
struct ImportCampaigns {
  Workspace workspace;
  api::ImportReport operator()(api::ImportCampaignsParams const&, api::Upload const&, Call&) const;
};
struct GetTableTemplate {
  Workspace workspace;
  api::FileAnswer operator()(api::GetTableTemplateParams const&, api::NoBody, Call&) const;
};

}  // namespace lianzhao::serve
