#pragma once

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"
#include "store/data_folder.h"

namespace lianzhao::serve {

struct GiveEvidence {
  Workspace workspace;
  api::ProjectDetail operator()(api::GiveEvidenceParams const&, api::EvidenceRequest const&, Call&) const;
};
struct VerifyEvidence {
  Workspace workspace;
  api::ProjectDetail operator()(api::VerifyEvidenceParams const&, api::EvidenceVerdictRequest const&, Call&) const;
};
struct GetEvidenceDocument {
  Workspace workspace;
  store::DataFolder const& folder;
  api::FileAnswer operator()(api::GetEvidenceDocumentParams const&, api::NoBody, Call&) const;
};
struct CorrectStageDay {
  Workspace workspace;
  api::ProjectDetail operator()(api::CorrectStageDayParams const&, api::StageDayRequest const&, Call&) const;
};
struct AddAmount {
  Workspace workspace;
  /// The same within a change that does more.
  void apply(Change&, api::AddAmountParams const&, api::AmountRequest const&, Call&) const;
  api::ProjectDetail operator()(api::AddAmountParams const&, api::AmountRequest const&, Call&) const;
};
struct SetMeasure {
  Workspace workspace;
  /// The same within a change that does more.
  void apply(Change&, api::SetMeasureParams const&, api::MeasureRequest const&, Call&) const;
  api::ProjectDetail operator()(api::SetMeasureParams const&, api::MeasureRequest const&, Call&) const;
};

}  // namespace lianzhao::serve
