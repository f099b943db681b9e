#include "serve/viewer.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/error.h"

namespace lianzhao::serve {

bool role_may(std::string_view role, api::Right right) {
  auto const is = [role](auto... names) { return ((role == names) || ...); };
  switch (right) {
    case api::Right::kPublic:
      return true;
    case api::Right::kSignedIn:
      return !role.empty();
    case api::Right::kRead:
    case api::Right::kReport:
      // Investors see their own project, and nothing of what the zone thinks of others.
      return is("administrator", "leader", "officer", "agent", "desk", "viewer");
    case api::Right::kEdit:
      return is("administrator", "leader", "officer", "agent", "desk");
    case api::Right::kDecide:
      return is("administrator", "leader", "desk");
    case api::Right::kImport:
      return is("administrator", "officer", "desk");
    case api::Right::kAdminister:
      return is("administrator");
  }
  return false;
}

bool Viewer::sees_zone(std::string_view zone_id) const {
  return zones.empty() || std::find(zones.begin(), zones.end(), zone_id) != zones.end();
}

void require(Viewer const& viewer, api::Right right) {
  if (right == api::Right::kPublic) return;
  if (!viewer.known()) throw Failure{{ErrorKind::kUnauthenticated, "not_signed_in", "sign in first"}};
  if (viewer.must_change_password && right != api::Right::kSignedIn) {
    throw Failure{{ErrorKind::kForbidden, "password_change_required",
                   "the password was given by an administrator: change it first"}};
  }
  if (!role_may(viewer.role, right)) {
    throw Failure{{ErrorKind::kForbidden, "not_allowed",
                   fmt::format("the role {} may not do this; ask an administrator", viewer.role)}};
  }
}

bool rows_may(Viewer const& viewer, std::string_view rows) {
  return rows != "all" || viewer.unbound();
}

void require(Viewer const& viewer, api::Operation const& operation) {
  require(viewer, operation.right);
  if (rows_may(viewer, operation.rows)) return;
  throw Failure{{ErrorKind::kForbidden, "bound_to_zones",
                 fmt::format("{} concerns the whole installation and your account is bound to {}; ask an administrator "
                             "who is bound to no zone",
                             operation.id, fmt::join(viewer.zones, ", "))}};
}

}  // namespace lianzhao::serve
