#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct ProposeLeadTransfer {
  Workspace workspace;
  api::LeadDetail operator()(api::ProposeLeadTransferParams const&, api::TransferRequest const&, Call&) const;
};
struct ListLeadTransfers {
  Workspace workspace;
  std::vector<api::LeadTransfer> operator()(api::ListLeadTransfersParams const&, api::NoBody, Call&) const;
};
struct AnswerLeadTransfer {
  Workspace workspace;
  api::LeadTransfer operator()(api::AnswerLeadTransferParams const&, api::TransferAnswerRequest const&, Call&) const;
};
struct OpenDispute {
  Workspace workspace;
  api::Dispute operator()(api::OpenDisputeParams const&, api::DisputeRequest const&, Call&) const;
};
struct ListDisputes {
  Workspace workspace;
  std::vector<api::Dispute> operator()(api::ListDisputesParams const&, api::NoBody, Call&) const;
};
struct AddDisputeStatement {
  Workspace workspace;
  api::Dispute operator()(api::AddDisputeStatementParams const&, api::DisputeStatementRequest const&, Call&) const;
};
struct DecideDispute {
  Workspace workspace;
  api::Dispute operator()(api::DecideDisputeParams const&, api::DisputeDecisionRequest const&, Call&) const;
};

}  // namespace lianzhao::serve
