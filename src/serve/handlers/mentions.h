#pragma once

#include "api_types.h"
#include "serve/router.h"
#include "serve/workspace.h"

namespace lianzhao::serve {

struct FindMentions {
  Workspace workspace;
  api::MentionPage operator()(api::FindMentionsParams const&, api::MentionsRequest const&, Call&) const;
};
struct MaskMention {
  Workspace workspace;
  void operator()(api::MaskMentionParams const&, api::MaskRequest const&, Call&) const;
};

}  // namespace lianzhao::serve
