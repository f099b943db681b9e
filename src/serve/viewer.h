#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "serve/api.h"

namespace lianzhao::serve {

inline constexpr std::string_view kRoles[] = {"administrator", "leader", "officer", "agent",
                                              "desk",          "viewer", "investor"};

/// Whether a role may call operations of this right. The only place that says so.
bool role_may(std::string_view role, api::Right);

/// Who is asking. Default: nobody.
struct Viewer {
  std::optional<std::int64_t> account_id;  ///< absent for nobody and for the user of --open
  std::string name;
  std::string display_name;
  std::string role;                ///< empty: nobody
  std::vector<std::string> zones;  ///< empty: bound to none
  bool must_change_password = false;
  bool second_factor = false;
  std::string email;
  bool open = false;       ///< the one trusted user of --open
  std::string token_hash;  ///< of this sign-in
  std::string language = "zh";

  bool known() const { return !role.empty(); }
  bool sees_zone(std::string_view zone_id) const;
  /// Bound to no zone.
  bool unbound() const { return zones.empty(); }
};

/// Whether operations on these rows (x-rows of the contract) are for him: those on the whole installation are not for
/// who is bound to zones.
bool rows_may(Viewer const&, std::string_view rows);

/// @throws Failure "not_signed_in", "password_change_required" or "not_allowed".
void require(Viewer const&, api::Right);
/// Likewise, also "bound_to_zones".
void require(Viewer const&, api::Operation const&);

}  // namespace lianzhao::serve
