#pragma once

#include <vector>

#include "api_types.h"
#include "serve/router.h"
#include "store/session.h"

namespace lianzhao::serve {

struct ListAudit {
  store::Database& workspace;
  std::vector<api::AuditEntry> operator()(api::ListAuditParams const&, api::NoBody, Call&) const;
};
struct VerifyAudit {
  store::Database& workspace;
  api::AuditVerification operator()(api::VerifyAuditParams const&, api::NoBody, Call&) const;
};
struct StreamEvents {
  std::shared_ptr<EventFeed const> events;
  /// What is seen by who asks, as of the beginning of the stream.
  void operator()(api::StreamEventsParams const&, api::NoBody, Call& call) const;
};

}  // namespace lianzhao::serve
