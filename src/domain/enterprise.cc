#include "domain/enterprise.h"

#include <algorithm>
#include <array>

namespace lianzhao {

namespace {

constexpr std::array<std::string_view, 6> kStatusNames{"unknown", "active",       "suspended",
                                                       "revoked", "deregistered", "moved_out"};

}  // namespace

std::string_view enterprise_status_name(EnterpriseStatus status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}

std::optional<EnterpriseStatus> enterprise_status_from(std::string_view name) {
  auto const found = std::find(kStatusNames.begin(), kStatusNames.end(), name);
  if (found == kStatusNames.end()) return std::nullopt;
  return static_cast<EnterpriseStatus>(found - kStatusNames.begin());
}

}  // namespace lianzhao
